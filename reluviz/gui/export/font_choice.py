"""The choice of a typeface: any family that figures can be set in, found by a part of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QListView

from reluviz.figures.notes import font_families
from reluviz.gui.background import Background
from reluviz.gui.export.fields import OpenChoice

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

__all__ = ["FontChoice"]


class FontChoice(OpenChoice):
    """Offers the families of this system as soon as they are known; a name can be typed before.

    Parameters
    ----------
    usual : str
        What stands for the typeface that figures have without a choice.
    """

    def __init__(self, name: str, usual: str, tip: str = "") -> None:
        super().__init__(name, [(usual, "")], tip)
        self._reading: Background | None = None

    def showEvent(self, event: QShowEvent) -> None:
        """Have the families read: that looks into all fonts, so it is done once they may be wanted."""
        super().showEvent(event)
        if self._reading is None:
            self._reading = Background(self)
            self._reading.finished.connect(self._offer)
            self._reading.submit(font_families)

    def _offer(self, families: object) -> None:
        assert isinstance(families, tuple)
        for family in families:
            self.addItem(family, family)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setPopup(QListView())
        self.setCompleter(completer)

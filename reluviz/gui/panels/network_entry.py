"""The field that opens over a number of the network diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from reluviz.gui.number_field import NumberField

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from reluviz.scene.network_parts import Place

__all__ = ["NetworkEntry"]


class NetworkEntry(NumberField):
    """A field over a number, for as long as it is typed.

    Signals
    -------
    finished()
        It has done what it was for.
    """

    finished = Signal()

    def __init__(self, name: str, place: Place, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.place = place
        self.returnPressed.connect(self._finish_if_taken)

    def finish(self) -> None:
        """Give up what is typed."""
        self.setModified(False)
        self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.problem.emit("")
            self.finish()
            return
        super().keyPressEvent(event)
        # What a line of text has no use for would change the number below it.
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed, and go."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.finish()

    def _finish_if_taken(self) -> None:
        if not self.isModified():
            self.finished.emit()

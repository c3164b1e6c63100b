"""The line of a box of choices in which something else can be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from reluviz.gui.number_field import UndoFriendlyLine

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QMouseEvent

__all__ = ["ChoiceLine"]


class ChoiceLine(UndoFriendlyLine):
    """Selects all when a click enters it: what is typed then takes the place of the choice."""

    def __init__(self) -> None:
        super().__init__()
        self._is_entered_by_click = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take note of how it is entered."""
        self._is_entered_by_click = event.reason() == Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select all, unless the mouse has selected a part."""
        super().mouseReleaseEvent(event)
        if self._is_entered_by_click and not self.hasSelectedText():
            self.selectAll()
        self._is_entered_by_click = False

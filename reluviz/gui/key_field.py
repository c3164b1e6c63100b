"""A field that takes one key as it is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QKeySequenceEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

__all__ = ["KeyField"]


class KeyField(QKeySequenceEdit):
    """Qt's own field, but the keys that no command may have do here what they do everywhere.

    Signals
    -------
    entered()
        Enter was pressed.
    """

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumSequenceLength(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key, unless it leaves the field, the dialog, or accepts what stands in the field."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Backtab:
            self.focusPreviousChild()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modifiers:
            self.entered.emit()
        elif key == Qt.Key.Key_Escape and not modifiers:
            event.ignore()  # the dialog closes
        else:
            super().keyPressEvent(event)

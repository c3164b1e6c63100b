"""The field for a typed target: the curve follows each keystroke that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from reluviz.gui.number_field import UndoFriendlyLine, mark_problem

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

__all__ = ["ExpressionField"]


class ExpressionField(UndoFriendlyLine):
    """A line for a formula in x. Enter or leaving keeps what was last read, Esc gives it up.

    Signals
    -------
    typed(str)
        After each keystroke: all that is there.
    kept(), given_up()
        Typing has come to its end.
    """

    typed = Signal(str)
    kept = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Formula of the target"))
        self.setPlaceholderText(self.tr("or type: sin(3x) + |x|/2"))
        self.setToolTip(
            self.tr(
                "A formula in x: x^2, 2x(x-1), sin(3x)/x, |x|, exp(-x²), x<0 ? -x : x², "
                "piecewise(x<0, -1, x<1, x, 1)"
            )
        )
        self._shown = ""
        self.textEdited.connect(self.typed)
        self.returnPressed.connect(self._keep)

    def show_text(self, text: str) -> None:
        """Show a formula, unless one is being typed."""
        self._shown = text
        if not self.isModified():
            self._restore()

    def show_problem(self, position: int | None) -> None:
        """Mark the text as one that cannot be used, with the caret where that is seen; None: it can."""
        mark_problem(self, bad=position is not None)

    def go_to(self, position: int) -> None:
        """Put the caret where something is wrong."""
        self.setCursorPosition(min(position, len(self.text())))

    def _keep(self) -> None:
        if self.isModified():
            self.kept.emit()

    def finish(self) -> None:
        """Show what stands: typing is over."""
        self.setModified(False)
        self._restore()

    def _restore(self) -> None:
        self.setText(self._shown)
        self.setCursorPosition(0)
        self.setModified(False)
        mark_problem(self, bad=False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was last read."""
        super().focusOutEvent(event)
        if self.isModified() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.kept.emit()
            self.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.given_up.emit()
            self.finish()
            return
        super().keyPressEvent(event)

"""A field for one number: shows the model's value, takes a typed one, and never loses the last good one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from reluviz.errors import InputError
from reluviz.gui.numbers import read_number, shown

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

__all__ = ["NumberField", "UndoFriendlyLine", "mark_problem"]

_DIGITS = 8


class UndoFriendlyLine(QLineEdit):
    """A line that keeps undo and redo for itself only while it holds typing that the document has not got.

    Else the keys go to the document, as they do wherever else the focus is. So does Ctrl+E, in which Qt on
    Linux sees the End key of Emacs.
    """

    def event(self, event: QEvent) -> bool:
        """Let the window's shortcuts have their keys; called by Qt."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (_is_emacs_end(event) or (not self.isModified() and _undoes_or_redoes(event)))
        ):
            event.ignore()
            return False
        return bool(super().event(event))


class NumberField(UndoFriendlyLine):
    """Commits on Enter or when it loses the focus; Esc brings the old value back.

    Parameters
    ----------
    name : str
        What screen readers call it.
    parent : QWidget, optional
    digits : int
        How many are shown; while it has the focus there are eight at least.

    Signals
    -------
    number_entered(float)
        A number that differs from the one shown.
    problem(str)
        What is wrong with the text, or "" once it is right.
    """

    number_entered = Signal(float)
    problem = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, digits: int = _DIGITS) -> None:
        super().__init__(parent)
        self._digits = digits
        self._value = 0.0
        self._typed = ""
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setText("0")
        self.returnPressed.connect(self._commit)

    def show_number(self, value: float) -> None:
        """Show `value`, unless something is being typed."""
        if value == self._value and not self.isModified():
            return
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self._reset()

    def refuse(self, text: str) -> None:
        """Put back what was typed, marked: it is a number, but one that cannot be used here. Esc gives up."""
        self.setText(self._typed)
        self.setModified(True)
        mark_problem(self, bad=True)
        self.problem.emit(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the digits that a narrow field leaves out."""
        if not self.isModified() and self._digits < _DIGITS:
            self._reset(in_full=True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed."""
        super().focusOutEvent(event)
        if self.isModified():
            self._commit()
        elif self._digits < _DIGITS:
            self._reset()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bring the old value back on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._reset()
            self.selectAll()
            return
        super().keyPressEvent(event)

    def _commit(self) -> None:
        if not self.isModified():
            return
        try:
            value = read_number(self.text())
        except InputError as error:
            mark_problem(self, bad=True)
            self.problem.emit(str(error))
            return
        self._typed = self.text()
        self._reset()
        self.number_entered.emit(value)
        if not self.isModified():  # nobody refused it
            self._value = value
            self._reset()

    def _reset(self, *, in_full: bool = False) -> None:
        self.setText(shown(self._value, _DIGITS if in_full or self.hasFocus() else self._digits))
        # What does not fit is cut off at its end, not at its start.
        self.setCursorPosition(0)
        self.setModified(False)
        mark_problem(self, bad=False)
        self.problem.emit("")


def _is_emacs_end(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_E and event.matches(QKeySequence.StandardKey.MoveToEndOfLine)


def _undoes_or_redoes(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


def mark_problem(field: QWidget, *, bad: bool) -> None:
    """Give a field the look of one whose text cannot be used, or take it away."""
    if bool(field.property("problem")) != bad:
        field.setProperty("problem", bad)
        field.style().unpolish(field)
        field.style().polish(field)

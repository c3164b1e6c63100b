"""Fields for single choices about a figure: each shows a value, gives it back, and says when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QStyledItemDelegate

from reluviz.errors import InputError
from reluviz.gui.choice_line import ChoiceLine
from reluviz.gui.number_field import mark_problem
from reluviz.gui.numbers import read_number, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget

__all__ = ["Check", "Choice", "Field", "Number", "OpenChoice", "Text", "Value"]

#: What an option of a figure can be.
Value = str | float | bool | None


class Field(Protocol):
    """One choice."""

    changed: SignalInstance

    def value(self) -> Value:
        """Return what is chosen; raises InputError if it is nothing that can be."""
        ...

    def show_value(self, value: Value) -> None:
        """Show another choice, without saying so."""
        ...

    def mark(self, *, bad: bool) -> None:
        """Mark it as one that cannot be used, or no longer."""
        ...

    def widget(self) -> QWidget:
        """Return what is on the screen."""
        ...


class Check(QCheckBox):
    """Yes or no."""

    changed = Signal()

    def __init__(self, text: str, tip: str = "") -> None:
        super().__init__(text)
        self.setToolTip(tip)
        self.toggled.connect(lambda _: self.changed.emit())

    def value(self) -> Value:
        """Return whether it is checked."""
        return self.isChecked()

    def show_value(self, value: Value) -> None:
        """Check it or not."""
        blocked = self.blockSignals(True)
        self.setChecked(bool(value))
        self.blockSignals(blocked)

    def mark(self, *, bad: bool) -> None:
        """Do nothing: both choices can be used."""

    def widget(self) -> QWidget:
        """Return the box."""
        return self


class Choice(QComboBox):
    """One of several values, each with a name.

    Parameters
    ----------
    name_of : callable, optional
        Returns the name of a value that is none of them, such as one from a style; without it, there are
        no others.
    """

    changed = Signal()

    def __init__(
        self,
        name: str,
        entries: Sequence[tuple[str, Value]],
        tip: str = "",
        name_of: Callable[[Value], str] | None = None,
    ) -> None:
        super().__init__()
        self._name_of = name_of
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        for text, value in entries:
            self.addItem(text, value)
        self.currentIndexChanged.connect(lambda _: self.changed.emit())

    def value(self) -> Value:
        """Return the value chosen."""
        chosen: Value = self.currentData()
        return chosen

    def show_value(self, value: Value) -> None:
        """Choose a value, if there is such an entry."""
        index = next((i for i in range(self.count()) if self.itemData(i) == value), -1)
        blocked = self.blockSignals(True)
        if index < 0 and self._name_of is not None:
            index = self.count()
            self.addItem(self._name_of(value), value)
        if index >= 0:
            self.setCurrentIndex(index)
        self.blockSignals(blocked)

    def mark(self, *, bad: bool) -> None:
        """Do nothing: every entry can be used."""

    def widget(self) -> QWidget:
        """Return the box."""
        return self


class OpenChoice(QComboBox):
    """One of several values with names, or a text of one's own.

    Parameters
    ----------
    own : str
        A text that somebody could type; it stands last in the list, where it is found, and from there in the
        line, to be changed.
    """

    changed = Signal()

    def __init__(self, name: str, entries: Sequence[tuple[str, str]], tip: str = "", own: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.line = ChoiceLine()
        self.setLineEdit(self.line)
        # Its list is drawn by the style sheet, or its rows would be narrower than those of other lists.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setToolTip(tip)
        for text, value in entries:
            self.addItem(text, value)
        if own:
            self._offer_own(own)
        # Qt would complete "16" to "16:9".
        self.line.setCompleter(None)  # type: ignore[arg-type]  # takes None, as documented
        self.currentTextChanged.connect(lambda _: self.changed.emit())

    def _offer_own(self, example: str) -> None:
        self.addItem(self.tr("Your own: {0}").format(example), example)
        own = self.count() - 1

        def begin(index: int) -> None:
            if index == own:
                self.setEditText(example)
                self.line.selectAll()

        self.activated.connect(begin)
        self.line.setPlaceholderText(example)

    def value(self) -> Value:
        """Return the value of the entry that is shown, or what is typed."""
        typed = self.currentText().strip()
        index = self.findText(typed)
        return str(self.itemData(index)) if index >= 0 else typed

    def show_value(self, value: Value) -> None:
        """Show an entry by its value, or any text."""
        blocked = self.blockSignals(True)
        index = self.findData(value)
        self.setCurrentIndex(index)
        if index < 0:
            self.line.setText(str(value))
        self.line.setCursorPosition(0)
        self.blockSignals(blocked)

    def name_value(self, value: Value, name: str) -> None:
        """Call an entry otherwise."""
        blocked = self.blockSignals(True)
        self.setItemText(self.findData(value), name)
        self.blockSignals(blocked)

    def mark(self, *, bad: bool) -> None:
        """Mark the text."""
        mark_problem(self, bad=bad)

    def widget(self) -> QWidget:
        """Return the box."""
        return self


class Text(QLineEdit):
    """Any text in one line."""

    changed = Signal()

    def __init__(self, name: str, hint: str = "", tip: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setToolTip(tip)
        self.textEdited.connect(lambda _: self.changed.emit())

    def value(self) -> Value:
        """Return the text without blanks around it."""
        return self.text().strip()

    def show_value(self, value: Value) -> None:
        """Show another text, unless it is the one that is being typed."""
        if str(value) != self.text().strip():
            self.setText(str(value))

    def mark(self, *, bad: bool) -> None:
        """Mark the text."""
        mark_problem(self, bad=bad)

    def widget(self) -> QWidget:
        """Return the line."""
        return self


class Number(Text):
    """A number, or nothing where that means the usual one."""

    def __init__(self, name: str, hint: str = "", tip: str = "", *, empty: Value = None) -> None:
        super().__init__(name, hint, tip)
        self._empty = empty
        self._name = name

    def value(self) -> Value:
        """Return the number; what stands for none if the field is empty.

        Raises
        ------
        InputError
            If it is something else.
        """
        text = self.text().strip()
        if not text:
            return self._empty
        try:
            return read_number(text)
        except InputError as error:
            raise InputError(f"{self._name}: {error}") from None

    def show_value(self, value: Value) -> None:
        """Show another number."""
        text = "" if value is None or value == self._empty else shown(float(value))
        self.setText(text.replace(".", QLocale().decimalPoint()))

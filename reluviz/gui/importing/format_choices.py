"""How a table is written and which columns are wanted, as fields that a person corrects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSpinBox, QWidget

from reluviz.targets.data import DECIMALS, DELIMITERS, ENCODINGS, QUOTES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reluviz.targets.data import TableFormat

__all__ = ["FormatChoices"]

_MOST_LINES_BEFORE, _MOST_HEADER_ROWS = 1_000_000, 9
#: In characters: names of columns may be long, and a list must not push the others away.
_SHORTEST_LIST = 12


class FormatChoices(QWidget):
    """One field for each part of a `TableFormat`.

    Signals
    -------
    changed(str, object)
        A person chose another value: which part of the format, and the value.
    """

    changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] | None = None
        decimals = (self.tr("Point: 1.5"), self.tr("Comma: 1,5"))
        quotes = (self.tr('Double: "…"'), self.tr("Single: '…'"), self.tr("None"))
        #: By the part of the format that they hold.
        self.lists = {
            "x_column": self._list("x_column", ()),
            "y_column": self._list("y_column", ()),
            "weight_column": self._list("weight_column", ()),
            "delimiter": self._list("delimiter", zip(self._delimiter_names(), DELIMITERS, strict=True)),
            "decimal": self._list("decimal", zip(decimals, DECIMALS, strict=True)),
            "quote": self._list("quote", zip(quotes, QUOTES, strict=True)),
            "encoding": self._list("encoding", ((self._encoding_name(key), key) for key in ENCODINGS)),
        }
        self.counts = {
            "lines_before": self._count("lines_before", _MOST_LINES_BEFORE),
            "header_rows": self._count("header_rows", _MOST_HEADER_ROWS),
        }
        texts = (
            self.tr("&x"),
            self.tr("&y"),
            self.tr("&Weights"),
            self.tr("&Delimiter"),
            self.tr("De&cimals"),
            self.tr("&Quotes"),
            self.tr("&Encoding"),
            self.tr("&Skip lines"),
            self.tr("&Name rows"),
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        explained = {
            "delimiter": self.tr("What stands between two cells"),
            "weight_column": self.tr("How much each point counts in fits and errors"),
            "lines_before": self.tr("Lines at the start of the file that are no part of the table"),
            "header_rows": self.tr("Rows after them with the names of the columns"),
        }
        fields = {**self.lists, **self.counts}
        for place, (text, (part, field)) in enumerate(zip(texts, fields.items(), strict=True)):
            row, column = divmod(place, 3)
            label = QLabel(text)
            label.setBuddy(field)
            label.setContentsMargins(8 if column else 0, 0, 0, 0)
            field.setAccessibleName(text.replace("&", ""))
            field.setToolTip(explained.get(part, ""))
            grid.addWidget(label, row, 2 * column)
            grid.addWidget(field, row, 2 * column + 1)
            grid.setColumnStretch(2 * column + 1, 1)

    def show_form(self, form: TableFormat, names: tuple[str, ...]) -> None:
        """Show a format for a table whose columns are called `names`."""
        columns = max(len(names), *(column + 1 for column in form.columns))
        labels = tuple(names[column] if column < len(names) else str(column + 1) for column in range(columns))
        if labels != self._names:
            self._names = labels
            entries = [(self._column_name(number, name), number) for number, name in enumerate(labels)]
            _fill(self.lists["x_column"], [(self.tr("Number of the row"), None), *entries])
            _fill(self.lists["y_column"], entries)
            _fill(self.lists["weight_column"], [(self.tr("None"), None), *entries])
        for part, field in self.lists.items():
            _show(field, getattr(form, part))
        for part, count in self.counts.items():
            blocked = count.blockSignals(True)
            count.setValue(getattr(form, part))
            count.blockSignals(blocked)

    def _list(self, key: str, entries: Iterable[tuple[str, object]]) -> QComboBox:
        field = QComboBox()
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(_SHORTEST_LIST)
        _fill(field, entries)
        field.currentIndexChanged.connect(lambda row: self.changed.emit(key, field.itemData(row)))
        return field

    def _count(self, key: str, most: int) -> QSpinBox:
        field = QSpinBox()
        field.setRange(0, most)
        field.lineEdit().setTextMargins(6, 0, 0, 0)
        field.valueChanged.connect(lambda value: self.changed.emit(key, value))
        return field

    def _column_name(self, number: int, name: str) -> str:
        unnamed = name == str(number + 1)
        return self.tr("Column {0}").format(number + 1) if unnamed else f"{number + 1}: {name}"

    def _delimiter_names(self) -> tuple[str, ...]:
        return (
            self.tr("Comma"),
            self.tr("Semicolon"),
            self.tr("Tab"),
            self.tr("Blanks"),
            self.tr("Upright bar"),
        )

    def _encoding_name(self, key: str) -> str:
        return {
            "utf-8": "UTF-8",
            "cp1252": self.tr("Windows, Western"),
            "latin-1": "Latin-1",
            "utf-16-le": "UTF-16",
            "utf-16-be": self.tr("UTF-16, big-endian"),
            "utf-32-le": "UTF-32",
            "utf-32-be": self.tr("UTF-32, big-endian"),
            "mac-roman": self.tr("Mac, Western"),
            "cp1251": self.tr("Windows, Cyrillic"),
            "gb18030": self.tr("Chinese (GB 18030)"),
            "shift_jis": self.tr("Japanese (Shift JIS)"),
        }.get(key, key)


def _fill(field: QComboBox, entries: Iterable[tuple[str, object]]) -> None:
    blocked = field.blockSignals(True)
    field.clear()
    for text, value in entries:
        field.addItem(text, value)
    field.blockSignals(blocked)


def _show(field: QComboBox, value: object) -> None:
    row = next((row for row in range(field.count()) if field.itemData(row) == value), -1)
    blocked = field.blockSignals(True)
    field.setCurrentIndex(row)
    field.blockSignals(blocked)

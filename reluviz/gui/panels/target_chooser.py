"""The box that offers the library: in groups, and found by typing a part of a name or a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QListView

from reluviz.gui.choice_line import ChoiceLine
from reluviz.targets.library import GROUPS, LIBRARY

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from reluviz.targets.library import LibraryFunction

__all__ = ["TargetChooser", "label_of"]

_KEY = Qt.ItemDataRole.UserRole
_MOST_ROWS = 18


def label_of(entry: LibraryFunction) -> str:
    """Return what the box shows of an entry: its formula and its name."""
    return f"{entry.text}   {entry.name}"


class TargetChooser(QComboBox):
    """Offers every entry of the library under its heading; typing finds by any part of name or formula.

    Signals
    -------
    chosen(str)
        The key of an entry.
    problem(str)
        What is wrong with a text that names none, or "".
    """

    chosen = Signal(str)
    problem = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Target function"))
        self.line = ChoiceLine()
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_MOST_ROWS)
        self.setToolTip(self.tr("Choose a function, or type a part of its name"))
        self._shown = ""
        self._finds = False
        model = QStandardItemModel(self)
        for group, entries in GROUPS.items():
            heading = QStandardItem(self.tr(group))
            font = QFont(self.font())
            font.setWeight(QFont.Weight.DemiBold)
            heading.setFont(font)
            heading.setEnabled(False)
            model.appendRow(heading)
            for entry in entries:
                item = QStandardItem(label_of(entry))
                item.setData(entry.key, _KEY)
                item.setToolTip(entry.why)
                model.appendRow(item)
        self.setModel(model)
        self.activated.connect(self._take)
        self.line.returnPressed.connect(self._take_text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Get ready to find what is typed, which no start has to wait for."""
        model = self.model()
        if not self._finds and isinstance(model, QStandardItemModel):
            self._finds = True
            self._complete(model)
        super().focusInEvent(event)

    def _complete(self, model: QStandardItemModel) -> None:
        # Headings are no answers to what is typed.
        entries = _Entries(self)
        entries.setSourceModel(model)
        completer = QCompleter(entries, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = QListView()
        completer.setPopup(popup)
        completer.activated.connect(self._take_label)
        self.setCompleter(completer)

    def show_entry(self, key: str | None, label: str) -> None:
        """Show an entry with the formula that its parameters give it, or anything else by its label."""
        index = -1 if key is None else self.findData(key, _KEY)
        blocked = self.blockSignals(True)
        self.setCurrentIndex(index)
        self.blockSignals(blocked)
        self._shown = label
        if not (self.line.hasFocus() and self.line.isModified()):
            self._restore()

    def _take(self, index: int) -> None:
        key = self.itemData(index, _KEY)
        if isinstance(key, str):
            self.problem.emit("")
            self.chosen.emit(key)
        self._restore()

    def _take_label(self, label: str) -> None:
        self._take(self.findText(label))

    def _take_text(self) -> None:
        """Take what is typed if it names one entry, by key, name or formula, or is a part of one alone."""
        typed = self.line.text().strip().casefold()
        if not self.line.isModified() or not typed:
            self._restore()
            return
        exact = [e for e in LIBRARY.values() if typed in (e.key, e.name.casefold(), e.text.casefold())]
        close = [e for e in LIBRARY.values() if typed in label_of(e).casefold()]
        found = exact or close
        if len(found) == 1:
            self._take(self.findData(found[0].key, _KEY))
        elif found:
            names = ", ".join(entry.name for entry in found[:5])
            self.problem.emit(self.tr("Several functions are meant: {0}").format(names))
        else:
            self.problem.emit(self.tr("There is no such function in the library"))

    def _restore(self) -> None:
        self.line.setText(self._shown)
        self.line.setCursorPosition(0)
        self.line.setModified(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Drop a half-typed name."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._restore()
            self.problem.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.line.isModified():
            self._restore()
            self.problem.emit("")
            return
        super().keyPressEvent(event)


class _Entries(QSortFilterProxyModel):
    """All rows but the headings."""

    def filterAcceptsRow(self, row: int, parent: object) -> bool:
        """Return whether a row is an entry; called by Qt."""
        model = self.sourceModel()
        return model.index(row, 0).data(_KEY) is not None

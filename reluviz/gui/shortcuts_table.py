"""The table of commands and their keys, under the names of their menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from reluviz.gui.menus import MENUS
from reluviz.gui.shortcuts import Keys, native

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["ShortcutsTable"]

#: What only makes sense where a right click was made.
_NOT_LISTED = ("add_here",)
_COMMAND, _KEYS = 0, 1
_ROW_HEIGHT = 26
_KEY_ROLE = Qt.ItemDataRole.UserRole
_CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ShortcutsTable(QTableWidget):
    """Shows keys; one command is chosen.

    Parameters
    ----------
    names : dict of str to str
        What each command is called.

    Signals
    -------
    chosen(str)
        Another command was chosen; "" where none can be.
    """

    chosen = Signal(str)

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__(0, 2)
        self.setAccessibleName(self.tr("Commands and their keys"))
        self.setHorizontalHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(_COMMAND, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_KEYS, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(_KEYS, 200)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self._names = names
        for title, commands in _groups(names):
            self._add_title(title)
            for command, menu in commands:
                self._add_command(command, menu)
        self.currentCellChanged.connect(lambda *_: self.chosen.emit(self.command))
        self._choose_first()

    @property
    def command(self) -> str:
        """The key of the command chosen, or nothing."""
        row = self.currentRow()
        return self._command_of(row) if row >= 0 and not self.isRowHidden(row) else ""

    def choose(self, command: str) -> None:
        """Choose a command."""
        for row in range(self.rowCount()):
            if self._command_of(row) == command:
                self.setCurrentCell(row, _COMMAND)

    def show_keys(self, keys: Keys, defaults: Keys) -> None:
        """Show the keys of every command, those that are not the usual ones in bold."""
        for row in range(self.rowCount()):
            command = self._command_of(row)
            if not command:
                continue
            item = QTableWidgetItem(native(keys[command]))
            item.setFlags(_CHOOSABLE)
            differs = keys[command] != defaults[command]
            font = item.font()
            font.setBold(differs)
            item.setFont(font)
            usual = native(defaults[command]) or self.tr("no key")
            item.setToolTip(self.tr("Usually {0}").format(usual) if differs else "")
            self.setItem(row, _KEYS, item)

    def show_only(self, query: str) -> None:
        """Show the commands whose name, menu or keys contain every word of `query`."""
        words = query.casefold().split()
        title_row, title = -1, ""
        for row in range(self.rowCount()):
            command = self._command_of(row)
            if not command:
                title_row, title = row, self._text(row, _COMMAND)
                self.setRowHidden(row, True)
                continue
            text = f"{title} {self._text(row, _COMMAND)} {self._text(row, _KEYS)}".casefold()
            fits = all(word in text for word in words)
            self.setRowHidden(row, not fits)
            if fits:
                self.setRowHidden(title_row, False)
        if self.command:
            self.scrollTo(self.currentIndex())
        else:
            self._choose_first()

    def _choose_first(self) -> None:
        for row in range(self.rowCount()):
            if self._command_of(row) and not self.isRowHidden(row):
                self.setCurrentCell(row, _COMMAND)
                self.scrollToTop()
                return
        self.setCurrentIndex(QModelIndex())
        self.chosen.emit("")

    def _command_of(self, row: int) -> str:
        return str(self.model().index(row, _COMMAND).data(_KEY_ROLE) or "")

    def _text(self, row: int, column: int) -> str:
        return str(self.model().index(row, column).data() or "")

    def _add_title(self, title: str) -> None:
        row = self.rowCount()
        self.insertRow(row)
        item = QTableWidgetItem(title)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(self.palette().placeholderText())
        self.setItem(row, _COMMAND, item)
        self.setSpan(row, _COMMAND, 1, 2)

    def _add_command(self, command: str, menu: str) -> None:
        row = self.rowCount()
        self.insertRow(row)
        name = self._names[command]
        # Some names say nothing without the submenu they are in: "Light", "Absolute".
        item = QTableWidgetItem(f"{menu} › {name}" if menu else name)
        item.setFlags(_CHOOSABLE)
        item.setData(_KEY_ROLE, command)
        self.setItem(row, _COMMAND, item)


def _groups(names: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the menus with the commands in them and their submenus, last what is in no menu."""
    left = [command for command in names if command not in _NOT_LISTED]
    for title, entries in MENUS:
        found = [(command, submenu) for command, submenu in _flat(entries) if command in left]
        left = [command for command in left if command not in dict(found)]
        yield _plain(title), found
    if left:
        yield QCoreApplication.translate("shortcuts", "Elsewhere"), [(command, "") for command in left]


def _flat(entries: Iterable[object], submenu: str = "") -> Iterator[tuple[str, str]]:
    for entry in entries:
        if isinstance(entry, tuple):
            yield from _flat(entry[1], _plain(entry[0]))
        elif entry is not None:
            yield str(entry), submenu


def _plain(title: str) -> str:
    return QCoreApplication.translate("commands", title).replace("&", "")

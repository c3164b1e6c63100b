"""The first rows of a table, with the chosen columns named and the cells marked that make a row skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

if TYPE_CHECKING:
    from reluviz.scene.palette import Palette
    from reluviz.targets.data import Preview, TableFormat

__all__ = ["TablePreview"]

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
#: In pixels: a long name or cell is cut, and its tool tip has the whole.
_WIDEST_COLUMN = 220


class _PreviewModel(QAbstractTableModel):
    """Cells of a preview as they stand in the file."""

    def __init__(self, colours: Palette) -> None:
        super().__init__()
        self._colours = colours
        self._preview: Preview | None = None
        self._roles: dict[int, str] = {}
        self._width = 0

    def show_preview(self, preview: Preview | None, roles: dict[int, str]) -> None:
        """Show other rows; `roles` says what the chosen columns are for."""
        self.beginResetModel()
        self._preview, self._roles = preview, roles
        self._width = 0 if preview is None else max(len(preview.names), *(c + 1 for c in roles), 0)
        self.endResetModel()

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self.beginResetModel()
        self._colours = colours
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many rows are shown."""
        return 0 if self._preview is None or parent.isValid() else len(self._preview.cells)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many columns are shown, chosen ones that the table has not among them."""
        return 0 if parent.isValid() else self._width

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell, and its look."""
        assert self._preview is not None
        row, column = index.row(), index.column()
        cells = self._preview.cells[row]
        is_bad = (row, column) in self._preview.bad
        if role == Qt.ItemDataRole.DisplayRole:
            text = cells[column] if column < len(cells) else ""
            # An empty cell that makes a row skipped has to show something.
            return text if text or not is_bad else self.tr("nothing")
        if role == Qt.ItemDataRole.ForegroundRole:
            if is_bad:
                return QColor(self._colours.danger)
            return None if column in self._roles else QColor(self._colours.muted)
        if role == Qt.ItemDataRole.FontRole and self._is_skipped(row) and column in self._roles:
            font = QFont()
            font.setStrikeOut(True)
            return font
        if role == Qt.ItemDataRole.ToolTipRole and self._is_skipped(row):
            return self.tr("This row is skipped.")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return what a column is called and used for, or the number of a row's line in the file."""
        if self._preview is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return f"{self._preview.lines[section]:,}" if role == Qt.ItemDataRole.DisplayRole else None
        names, use = self._preview.names, self._roles.get(section)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            name = names[section] if section < len(names) else str(section + 1)
            return name if use is None else f"{use} = {name}"
        if role == Qt.ItemDataRole.FontRole and use is not None:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _is_skipped(self, row: int) -> bool:
        assert self._preview is not None
        return any((row, column) in self._preview.bad for column in self._roles)


class TablePreview(QTableView):
    """Shows the first rows of a table; nothing in it can be changed."""

    def __init__(self, colours: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _PreviewModel(colours)
        self.setModel(self._model)
        self.setAccessibleName(self.tr("First rows of the table"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.verticalHeader().setSectionsClickable(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)

    def show_preview(self, preview: Preview | None, form: TableFormat) -> None:
        """Show what `form` makes of the first rows."""
        roles = {} if form.x_column is None else {form.x_column: "x"}
        roles[form.y_column] = "y"
        if form.weight_column is not None:
            roles[form.weight_column] = "w"
        self._model.show_preview(preview, roles)
        self.resizeColumnsToContents()
        for column in range(self._model.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column) + 8, _WIDEST_COLUMN))

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self._model.set_colours(colours)

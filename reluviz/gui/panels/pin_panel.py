"""The Pins panel: sums kept to compare with, their errors beside that of the sum being built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
)

from reluviz.document import pins
from reluviz.fitting.norms import error_in
from reluviz.gui.numbers import shown
from reluviz.gui.panels.panel import Panel

if TYPE_CHECKING:
    from reluviz.gui.session import Session
    from reluviz.scene.scene import Scene

__all__ = ["PinModel", "PinPanel"]

_Index = QModelIndex | QPersistentModelIndex
NAME, COUNT, RMSE, LARGEST, RATIO = range(5)
_ROW_HEIGHT = 26
_MOST_ROWS_SHOWN = 5


class PinModel(QAbstractTableModel):
    """One row for each pin: shown or not, name, hinges, errors, and how they compare with the present sum.

    Signals
    -------
    refused(str)
        What is wrong with a typed name.
    """

    refused = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._scene = session.scene
        self._headers = (self.tr("pin"), "k", "RMSE", self.tr("max |e|"), self.tr("× now"))

    def show_scene(self, scene: Scene) -> None:
        """Show another scene."""
        before, now = self._scene.document, scene.document
        if len(now.pins) != len(before.pins):
            self.beginResetModel()
            self._scene = scene
            self.endResetModel()
            return
        self._scene = scene
        if not now.pins or now is before:
            return
        same = now.pins is before.pins and now.target is before.target
        self.dataChanged.emit(self.index(0, RATIO if same else NAME), self.index(len(now.pins) - 1, RATIO))

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return the number of pins."""
        return 0 if parent is not None and parent.isValid() else len(self._scene.document.pins)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._headers)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's variant
        """Return the names of the columns, and what they mean."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if role == Qt.ItemDataRole.ToolTipRole and section == RATIO:
            return self.tr("The error of the pin as a multiple of that of the present sum")
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return the text of a cell, and whether a pin is shown."""
        row, column = index.row(), index.column()
        if row >= len(self._scene.document.pins):
            return None
        pin = self._scene.document.pins[row]
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME:
            return Qt.CheckState.Checked if pin.is_shown else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if column == NAME else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return pin.model.formula(4).replace("-", "−") if len(pin.model) <= 12 else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        return self._text(row, column)

    def _text(self, row: int, column: int) -> str:
        pin, scene = self._scene.document.pins[row], self._scene.every_pin[row]
        if column == NAME:
            return pin.name
        if column == COUNT:
            return f"{len(pin.model):,}"
        if column == RMSE:
            return shown(scene.errors.rmse, 3)
        if column == LARGEST:
            return shown(scene.errors.max, 3)
        norm = self._scene.document.norm
        mine, others = error_in(norm, self._scene.errors), error_in(norm, scene.errors)
        if not mine > 0:
            return "1" if others == mine else "∞"
        ratio = others / mine
        return f"{ratio:.3g}" if ratio < 1000 else shown(ratio, 2)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Show or hide a pin, or give it another name."""
        if index.column() != NAME:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            on = Qt.CheckState(value) == Qt.CheckState.Checked
            return self._session.dispatch(pins.show_pin(index.row(), shown=on)) is None
        if role != Qt.ItemDataRole.EditRole:
            return False
        if str(value).strip() == self._scene.document.pins[index.row()].name:
            return True
        problem = self._session.dispatch(pins.rename_pin(index.row(), str(value)))
        if problem is not None:
            self.refused.emit(problem)
        return problem is None


class PinPanel(Panel):
    """The table of pins, with buttons to pin the present sum, to go on from a pin, and to forget one."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.pin = QPushButton(self.tr("Pin h"))
        self.pin.setToolTip(self.tr("Keep the present sum under a name, and show it as a ghost (P)"))
        self.pin.clicked.connect(lambda *_: self.pin_sum())
        self.restore = QPushButton(self.tr("Restore"))
        self.restore.setToolTip(self.tr("Go on from the selected pin; the pin stays"))
        self.restore.clicked.connect(lambda *_: self._restore())
        self.delete = QPushButton(self.tr("Delete"))
        self.delete.setToolTip(self.tr("Forget the selected pin"))
        self.delete.clicked.connect(lambda *_: self._delete())
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.pin, self.restore, self.delete):
            row.addWidget(button, 1)
        self.column.addLayout(row)
        self.empty = QLabel(self.tr("Pin a sum, change it, and see both: curves, errors, numbers."))
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self.column.addWidget(self.empty)
        self.model = PinModel(session)
        self.table = _table(self.model)
        self.column.addWidget(self.table)
        self.column.addWidget(self.problem)
        self.model.refused.connect(self.show_problem)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.model.modelReset.connect(self._fit_table)
        self._fit_table()

    def show_scene(self, scene: Scene, previous: Scene | None) -> None:
        """Show the pins and how they compare."""
        if previous is not None and previous.document is scene.document:
            return
        if previous is None or previous.document.pins is not scene.document.pins:
            self.show_problem(None)
        self.model.show_scene(scene)

    def pin_sum(self) -> None:
        """Keep the sum under the next free name, as far as it is built up."""
        name = pins.free_name(self.session.store.document)
        shown, whole = self.session.document, self.session.store.document
        # The whole sum may still be rough: which one that is, the edit has to see.
        part = None if shown is whole else shown.model
        self.show_problem(self.session.dispatch(pins.add_pin(name, part)))

    def _selected(self) -> int | None:
        rows = self.table.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def _restore(self) -> None:
        row = self._selected()
        if row is not None:
            self.session.apply_fit(pins.restore_pin(row))
            self._select(row)

    def _delete(self) -> None:
        row = self._selected()
        if row is not None:
            self.session.dispatch(pins.delete_pin(row))
            self._select(min(row, self.model.rowCount() - 1))

    def _select(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            self.table.selectRow(row)

    def _fit_table(self) -> None:
        """Give the table the height of its rows, up to a few; without pins there is none."""
        rows = self.model.rowCount()
        self.table.setVisible(rows > 0)
        self.empty.setVisible(rows == 0)
        height = self.table.horizontalHeader().sizeHint().height() + 3
        self.table.setFixedHeight(height + _ROW_HEIGHT * min(max(rows, 1), _MOST_ROWS_SHOWN))
        if rows and self._selected() is None:
            self.table.selectRow(rows - 1)
        self._enable()

    def _enable(self) -> None:
        for button in (self.restore, self.delete):
            button.setEnabled(self._selected() is not None)


def _table(model: PinModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(table.tr("Pins"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setTabKeyNavigation(False)
    # A letter is a command, not the beginning of a name.
    table.setEditTriggers(
        QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
    )
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
    for column, width in ((COUNT, 40), (RMSE, 62), (LARGEST, 62), (RATIO, 54)):
        header.resizeSection(column, width)
    return table

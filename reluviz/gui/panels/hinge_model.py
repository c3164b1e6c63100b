"""The numbers of the hinges as rows for a table, and what typing into a cell does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPixmap

from reluviz.document.document import KNOT_LOCK, SLOPE_LOCK
from reluviz.document.edits import flip_hinges, set_hinge
from reluviz.errors import InputError
from reluviz.gui.icons import icon
from reluviz.gui.numbers import read_number, shown
from reluviz.maths.hinges import Hinge

if TYPE_CHECKING:
    from reluviz.gui.session import Session
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["FACING", "KNOT", "PADLOCK_SIZE", "SLOPE", "HingeModel"]

_DECORATION = Qt.ItemDataRole.DecorationRole
_TOOL_TIP = Qt.ItemDataRole.ToolTipRole
_SPOKEN = Qt.ItemDataRole.AccessibleDescriptionRole
_Index = QModelIndex | QPersistentModelIndex
KNOT, FACING, SLOPE = range(3)
_HEADERS = ("knot t", "facing", "slope s")
PADLOCK_SIZE = 13
#: Which lock a column shows.
_LOCKS = {KNOT: KNOT_LOCK, SLOPE: SLOPE_LOCK}
_LOCK_TIPS = {
    KNOT: "The knot is locked: fits leave it where it is",
    SLOPE: "The slope is locked: fits leave it as it is",
}


class HingeModel(QAbstractTableModel):
    """The hinges of the scene as rows; cells edit through the session.

    Signals
    -------
    refused(str)
        What is wrong with a typed number.
    """

    refused = Signal(str)

    def __init__(self, session: Session, colours: Palette) -> None:
        super().__init__()
        self._session = session
        self._scene = session.scene
        self._rows = len(session.scene.document.model)
        self._colours = colours
        self._chips: dict[int, QPixmap] = {}
        # Both are drawn when they are first looked at.
        self._padlock: QIcon | None = None

    def set_colours(self, colours: Palette) -> None:
        """Use another palette for the colour chips and the padlocks."""
        self._colours = colours
        self._chips.clear()
        self._padlock = None
        if self._rows:
            self.dataChanged.emit(self.index(0, KNOT), self.index(self._rows - 1, SLOPE))
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, max(self.rowCount() - 1, 0))

    def show_scene(self, scene: Scene, first: int, last: int) -> None:
        """Show another scene; `first` to `last` are the rows that can be seen."""
        before, now = self._rows, len(scene.document.model)
        if now > before:
            self.beginInsertRows(QModelIndex(), before, now - 1)
            self._rows = now
            self.endInsertRows()
        elif now < before:
            self.beginRemoveRows(QModelIndex(), now, before - 1)
            self._rows = now
            self.endRemoveRows()
        old_document, new_document = self._scene.document, scene.document
        old, new = old_document.model, new_document.model
        self._scene = scene
        if new is old and new_document.locks == old_document.locks:
            return
        rows = slice(first, min(last + 1, now, before))
        differ = (
            (old.knots[rows] != new.knots[rows])
            | (old.slopes[rows] != new.slopes[rows])
            | (old.facings[rows] != new.facings[rows])
            | (old_document.lock_bits[rows] != new_document.lock_bits[rows])
        )
        changed = np.flatnonzero(differ) + first
        if changed.size:
            self.dataChanged.emit(self.index(int(changed[0]), 0), self.index(int(changed[-1]), SLOPE))

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return the number of hinges."""
        return 0 if parent is not None and parent.isValid() else self._rows

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(_HEADERS)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in (KNOT, SLOPE) else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's variant
        """Return the column names, and for rows the number with the unit's colour."""
        if orientation == Qt.Orientation.Horizontal:
            return self.tr(_HEADERS[section]) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._chip(section % len(self._colours.units))
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return a cell's text, and a padlock where its number is locked."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = index.column() in (KNOT, SLOPE)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == FACING:
            return self.tr("Double-click to flip")
        if role in (_DECORATION, _TOOL_TIP, _SPOKEN) and self._is_locked(index):
            if role != _DECORATION:
                return self.tr(_LOCK_TIPS[index.column()])
            self._padlock = self._padlock or _drawn_padlock(self._colours)
            return self._padlock
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        model, row = self._scene.document.model, index.row()
        if row >= len(model):
            return None
        digits = 12 if role == Qt.ItemDataRole.EditRole else 5
        if index.column() == KNOT:
            return shown(float(model.knots[row]), digits)
        if index.column() == SLOPE:
            return shown(float(model.slopes[row]), digits)
        return self.tr("right →") if model.facings[row] > 0 else self.tr("← left")

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Take a typed knot or slope; one that cannot be used leaves the old one and is said."""
        if role != Qt.ItemDataRole.EditRole or index.column() not in (KNOT, SLOPE):
            return False
        if value == self.data(index, Qt.ItemDataRole.EditRole):
            return True  # opened and closed again: the digits that a cell does not show stay
        model, row = self._scene.document.model, index.row()
        try:
            number = read_number(str(value))
            knot = number if index.column() == KNOT else float(model.knots[row])
            slope = number if index.column() == SLOPE else float(model.slopes[row])
            hinge = Hinge(knot, int(model.facings[row]), slope)
        except InputError as error:
            self.refused.emit(str(error))
            return False
        by_hand = index.column() == SLOPE and slope != float(model.slopes[row])
        name = "Set knot" if index.column() == KNOT else "Set slope"
        return self._session.dispatch(set_hinge(row, hinge, name=name, by_hand=by_hand)) is None

    def _is_locked(self, index: _Index) -> bool:
        locks, row = self._scene.document.locks, index.row()
        return row < len(locks) and bool(locks[row] & _LOCKS.get(index.column(), 0))

    def flip(self, row: int) -> None:
        """Turn hinge `row` to the other side."""
        self._session.dispatch(flip_hinges([row]))

    def _chip(self, unit: int) -> QPixmap:
        if unit not in self._chips:
            chip = QPixmap(10, 10)
            chip.fill(QColor(self._colours.unit(unit)))
            self._chips[unit] = chip
        return self._chips[unit]


def _drawn_padlock(colours: Palette) -> QIcon:
    """Return the padlock in the colours of the cells' text, on a row that is selected and one that is not."""
    padlock = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, colours.text), (QIcon.Mode.Selected, colours.accent_text)):
        drawing = icon("lock", tint)
        # One picture for each pixel ratio, drawn at its size: scaled ones are blurred.
        for ratio in (1, 2, 3):
            padlock.addPixmap(drawing.pixmap(QSize(ratio * PADLOCK_SIZE, ratio * PADLOCK_SIZE), 1.0), mode)
    return padlock

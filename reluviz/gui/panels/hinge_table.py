"""The hinge table: the numbers of the hinges, in step with the canvas both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QLocale,
    QModelIndex,
    QObject,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHBoxLayout, QHeaderView, QLabel, QTableView

from reluviz.document.arrange import move_hinge
from reluviz.gui.panels.hinge_model import FACING, KNOT, PADLOCK_SIZE, SLOPE, HingeModel
from reluviz.gui.panels.panel import Panel

if TYPE_CHECKING:
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["HingePanel"]

_ROW_HEIGHT = 26


class HingePanel(Panel):
    """The table, with the rule for new hinges above it."""

    grows = True

    def __init__(self, session: Session, settings: Settings, colours: Palette) -> None:
        super().__init__(session)
        self._settings = settings
        self._is_following = False
        self._shown_selection: tuple[tuple[int, ...], int] | None = None
        self.rule = QComboBox()
        self.rule.setAccessibleName(self.tr("Slope of a new hinge"))
        for text, rule in (
            (self.tr("best slope"), "best"),
            (self.tr("slope 1"), "one"),
            (self.tr("slope 0"), "zero"),
        ):
            self.rule.addItem(text, rule)
        self.rule.setCurrentIndex(self.rule.findData(settings.new_hinge_rule))
        self.rule.currentIndexChanged.connect(self._choose_rule)
        session.hand.rule = self.rule.currentData()
        row = QHBoxLayout()
        label = QLabel(self.tr("A click adds a hinge with"))
        label.setObjectName("muted")
        label.setBuddy(self.rule)
        row.addWidget(label)
        row.addWidget(self.rule, 1)
        self.column.addLayout(row)
        self.model = HingeModel(session, colours)
        self.table = _table(self.model)
        self.table.doubleClicked.connect(self._double_clicked)
        self.table.selectionModel().selectionChanged.connect(self._select_on_canvas)
        self.table.entered.connect(lambda index: session.isolate(index.row()))
        self.table.viewport().installEventFilter(self)
        self.table.verticalHeader().sectionMoved.connect(self._move_row)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.problem)
        self.model.refused.connect(self.show_problem)
        self.show_scene(session.scene, None)

    def show_scene(self, scene: Scene, previous: Scene | None) -> None:
        """Show the hinges and which are selected."""
        if previous is None or scene is not previous:
            self.show_problem(None)
        first = max(self.table.rowAt(0), 0)
        last = first + self.table.viewport().height() // _ROW_HEIGHT + 2
        # Changing the rows moves Qt's own selection; that is no wish of the person's.
        self._is_following = True
        try:
            self.model.show_scene(scene, first, last)
            if previous is None or previous.selection != scene.selection or len(scene.selection):
                self._show_selection(scene)
        finally:
            self._is_following = False

    def _show_selection(self, scene: Scene) -> None:
        state = (scene.selection, self.model.rowCount())
        if state == self._shown_selection:
            return
        self._shown_selection = state
        chosen = self.table.selectionModel()
        selection = QItemSelection()
        # Rows next to each other are one range: Qt takes a while for each.
        for first, last in _runs(scene.selection):
            selection.select(self.model.index(first, 0), self.model.index(last, SLOPE))
        chosen.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if len(scene.selection) == 1:
            index = self.model.index(scene.selection[0], 0)
            chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.table.scrollTo(index)

    def _select_on_canvas(self) -> None:
        if not self._is_following:
            self._shown_selection = None
            rows = (index.row() for index in self.table.selectionModel().selectedRows())
            self.session.store.select(rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let no unit stand out any more when the pointer leaves the rows."""
        if event.type() == QEvent.Type.Leave:
            self.session.isolate(None)
        return False

    def _move_row(self, _: int, before: int, after: int) -> None:
        """Take a row that was dragged to another place: its hinge gets that place in the order."""
        header = self.table.verticalHeader()
        # The rows always stand as the hinges do; it is the hinges that move.
        blocked = header.blockSignals(True)
        header.moveSection(after, before)
        header.blockSignals(blocked)
        self.session.dispatch(move_hinge(before, after))

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() == FACING:
            self.model.flip(index.row())

    def _choose_rule(self) -> None:
        self.session.hand.rule = self.rule.currentData()
        self._settings.new_hinge_rule = self.rule.currentData()


class _NumberTable(QTableView):
    """A table in which typing a number begins to edit a cell, and letters stay commands."""

    def event(self, event: QEvent) -> bool:
        """Keep the keys of numbers from being shortcuts while a cell can be typed into."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _begins_number(event)
            and self.currentIndex().column() in (KNOT, SLOPE)
        ):
            event.accept()
            return True
        return bool(super().event(event))

    def edit(  # type: ignore[override]
        self, index: QModelIndex, trigger: QAbstractItemView.EditTrigger, event: QEvent
    ) -> bool:
        """Begin to edit, but not for a letter; called by Qt."""
        typed = trigger == QAbstractItemView.EditTrigger.AnyKeyPressed
        if typed and not (isinstance(event, QKeyEvent) and _begins_number(event)):
            return False
        return bool(super().edit(index, trigger, event))


def _begins_number(event: QKeyEvent) -> bool:
    return bool(event.text()) and event.text() in "0123456789+-−.,"


def _runs(rows: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return the first and the last of each run of rows next to each other."""
    if not rows:
        return []
    places = np.array(rows)
    breaks = np.flatnonzero(np.diff(places) != 1)
    starts, ends = np.append(0, breaks + 1), np.append(breaks, places.size - 1)
    return list(zip(places[starts].tolist(), places[ends].tolist(), strict=True))


def _table(model: HingeModel) -> QTableView:
    table = _NumberTable()
    table.setModel(model)
    table.setAccessibleName(table.tr("Hinges"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setEditTriggers(
        QAbstractItemView.EditTrigger.DoubleClicked
        | QAbstractItemView.EditTrigger.EditKeyPressed
        | QAbstractItemView.EditTrigger.AnyKeyPressed
    )
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setIconSize(QSize(PADLOCK_SIZE, PADLOCK_SIZE))
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    # Pointing at a row shows which unit it is.
    table.setMouseTracking(True)
    table.setLocale(QLocale.c())
    # Fixed sizes: a table that measures its contents would do so on every frame of a drag.
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    for column, width in ((KNOT, 92), (FACING, 76), (SLOPE, 76)):
        header.resizeSection(column, width)
    header.setStretchLastSection(True)
    header.setHighlightSections(False)
    rows = table.verticalHeader()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(_ROW_HEIGHT)
    rows.setFixedWidth(44)
    rows.setHighlightSections(False)
    rows.setSectionsMovable(True)
    rows.setToolTip(table.tr("Drag a row to give its hinge another place in the order of the build-up"))
    return table

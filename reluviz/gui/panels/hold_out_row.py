"""The rows of the Target panel that hold points of data out of fits: how many, and which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from reluviz.document.edits import set_target
from reluviz.errors import InputError
from reluviz.gui.number_field import UndoFriendlyLine
from reluviz.gui.panels.parameter_rows import ParameterRows
from reluviz.targets.held_out import LARGEST_SHARE
from reluviz.targets.library import Parameter

if TYPE_CHECKING:
    from reluviz.document.edits import Edit
    from reluviz.gui.session import Session
    from reluviz.targets.target import Target

__all__ = ["HoldOutRow"]

_KEY = "hold_out"
#: In per cent, which people say rather than a share of 1.
_SHARE = Parameter(_KEY, "hold out, %", 0.0, 0.0, 100 * LARGEST_SHARE, is_whole=True)
#: As far as a spin box of Qt counts; a file may hold a larger seed, which is shown all the same.
_LARGEST_SEED = 2**31 - 1
_SEED_WIDTH = 84


class HoldOutRow(QWidget):
    """The share of the points that no fit sees, and the seed that chooses them; hidden where there are none.

    Parameters
    ----------
    session : Session

    Signals
    -------
    problem(str)
        What is wrong with a share or a seed, or "".
    """

    problem = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.share = ParameterRows()
        self.share.began.connect(session.store.begin)
        self.share.changed.connect(self._preview)
        self.share.ended.connect(session.store.commit)
        self.share.entered.connect(self._keep)
        self.share.problem.connect(self.problem)
        self.seed = QSpinBox()
        self.seed.setLineEdit(UndoFriendlyLine())
        self.seed.setFixedWidth(_SEED_WIDTH)
        self.seed.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.seed.setRange(0, _LARGEST_SEED)
        # What is typed counts when it is there as a whole.
        self.seed.setKeyboardTracking(False)
        self.seed.setAccessibleName(self.tr("Seed of the points held out"))
        self.seed.setToolTip(self.tr("Another number holds out other points, as many of them."))
        self.seed.valueChanged.connect(self._choose_others)
        self._which = QWidget()
        row = QHBoxLayout(self._which)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(self.tr("held out by seed")), 1)
        row.addWidget(self.seed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.share)
        column.addWidget(self._which)

    def show_target(self, target: Target) -> None:
        """Show how many points of a target are held out, and by which seed."""
        self.setVisible(target.data is not None)
        if target.data is None:
            return
        share = 0.0 if target.held_out is None else target.held_out.share
        # 0.07 is no number of float64, and 7 % is.
        self.share.show_parameters((_SHARE,), (round(100 * share, 9),))
        for widget in (self.share.sliders[_KEY], self.share.fields[_KEY]):
            widget.setToolTip(
                self.tr("So much of the points no fit sees; the error on them is the test error.")
            )
        self._which.setVisible(target.held_out is not None)
        if target.held_out is not None:
            self._show_seed(target.held_out.seed)

    def _show_seed(self, seed: int) -> None:
        blocked = self.seed.blockSignals(True)
        self.seed.setValue(min(seed, _LARGEST_SEED))
        if seed > _LARGEST_SEED:
            self.seed.lineEdit().setText(str(seed))
        self.seed.blockSignals(blocked)

    def _holding_out(self, per_cent: float) -> Edit:
        """Return the edit that holds out so much; raises InputError."""
        target = self._session.store.committed.target
        seed = 0 if target.held_out is None else target.held_out.seed
        return set_target(target.holding_out(round(per_cent / 100, 11), seed), self.tr("Hold out points"))

    def _preview(self, _: str, per_cent: float) -> None:
        try:
            self._session.store.preview(self._holding_out(per_cent))
        except InputError as error:
            self.problem.emit(str(error))
            return
        self.problem.emit("")

    def _keep(self, _: str, per_cent: float) -> None:
        try:
            edit = self._holding_out(per_cent)
        except InputError as error:
            self.share.fields[_KEY].refuse(str(error))
            return
        self.problem.emit(self._session.dispatch(edit) or "")

    def _choose_others(self, seed: int) -> None:
        target = self._session.store.committed.target
        if target.held_out is not None:
            try:
                others = target.holding_out(target.held_out.share, seed)
            except InputError as error:
                self.problem.emit(str(error))
                self._show_seed(target.held_out.seed)
                return
            others_held_out = set_target(others, self.tr("Hold out other points"))
            self.problem.emit(self._session.dispatch(others_held_out) or "")

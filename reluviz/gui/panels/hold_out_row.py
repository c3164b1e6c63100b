"""The row of the Target panel that holds points of data out of fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.document.edits import set_target
from reluviz.errors import InputError
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


class HoldOutRow(ParameterRows):
    """A slider and a field for the share of the points that no fit sees; hidden where there are none.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.began.connect(session.store.begin)
        self.changed.connect(self._preview)
        self.ended.connect(session.store.commit)
        self.entered.connect(self._keep)

    def show_target(self, target: Target) -> None:
        """Show how many points of a target are held out."""
        if target.data is None:
            self.show_parameters((), ())
            return
        share = 0.0 if target.held_out is None else target.held_out.share
        # 0.07 is no number of float64, and 7 % is.
        self.show_parameters((_SHARE,), (round(100 * share, 9),))
        for widget in (self.sliders[_KEY], self.fields[_KEY]):
            widget.setToolTip(
                self.tr("So much of the points no fit sees; the error on them is the test error.")
            )

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
            self.fields[_KEY].refuse(str(error))
            return
        self.problem.emit(self._session.dispatch(edit) or "")

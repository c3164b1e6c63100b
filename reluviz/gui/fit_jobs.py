"""The fits of a session: each runs beside the window, and what it finds becomes one undo step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from reluviz.document import edits
from reluviz.document.document import KNOT_LOCK, SLOPE_LOCK, refitted
from reluviz.errors import InputError
from reluviz.fitting.norms import error_in
from reluviz.gui.background import Background
from reluviz.gui.fit_reasons import why_not
from reluviz.gui.numbers import shown, spoken
from reluviz.gui.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.document.document import Document
    from reluviz.document.revision import Revision
    from reluviz.fitting.norms import Norm, Watch
    from reluviz.fitting.placed import Placement
    from reluviz.gui.session import Session
    from reluviz.maths.hinges import HingeSum

__all__ = ["MOST_PLACED", "FitJobs", "measure_name"]

#: More hinges than this are placed from Python or the command line, where one can wait.
MOST_PLACED = 200
#: Up to so many hinges, a least-squares fit of the slopes is done before anybody could see a progress bar.
_QUICK_TO_FIT = 2000
#: What lasts no longer than this many milliseconds needs no progress bar.
_PATIENCE = 100


@dataclass(frozen=True)
class _Found:
    """What a job hands back."""

    model: HingeSum
    locks: bytes
    error: float


class FitJobs(QObject):
    """Starts fits of the session's document, ends them, and applies what they find.

    Attributes
    ----------
    count : int
        How many hinges `place` places; grows with the sum.
    tolerance : float
        The largest error that `reach_tolerance` allows.

    Signals
    -------
    running_changed()
        A fit became long enough to be shown, or ended.
    progressed(float)
        The share that is done, from 0 to 1.
    said(str)
        Why a fit came to nothing; "" once that is past.
    wishes_changed()
        `count` or `tolerance` is another one.
    """

    running_changed = Signal()
    progressed = Signal(float)
    said = Signal(str)
    wishes_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.count = 4
        self.tolerance = 0.1
        self._session = session
        self._hinges = len(session.store.committed.model)
        self._name, self._counts = "", False
        self._start: Revision | None = None
        self._said_of: Document | None = None
        self._background = Background(self)
        self._background.finished.connect(self._apply)
        self._background.failed.connect(self._fail)
        self._background.progressed.connect(self.progressed)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self.running_changed)
        # After the session, so that the window is up to date when something is said about the change.
        session.store.subscribe(self._follow)

    # -- what can be done ------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Whether a fit is under way, however short."""
        return self._start is not None

    @property
    def takes_long(self) -> bool:
        """Whether a fit is under way that lasts long enough to be shown."""
        return self.is_running and not self._patience.isActive()

    def why_not(self, action: str) -> str:
        """Return why "fit", "place", "improve", "add_best" or "tolerance" makes no sense now, or ""."""
        return why_not(action, self._session.store.document, self.count)

    def wish(self, *, count: int | None = None, tolerance: float | None = None) -> None:
        """Choose how many hinges to place, or how large an error to allow.

        Raises
        ------
        InputError
            If the tolerance is not above 0.
        """
        if tolerance is not None and not tolerance > 0:
            raise InputError(f"the tolerance must be above 0, not {shown(tolerance)}")
        self.count = self.count if count is None else min(max(count, 1), MOST_PLACED)
        self.tolerance = self.tolerance if tolerance is None else tolerance
        self.wishes_changed.emit()

    # -- the fits --------------------------------------------------------------------------------

    def fit_slopes(self) -> None:
        """Solve for the slopes."""
        document = self._session.store.committed
        if document.norm == "l2" and len(document.model) <= _QUICK_TO_FIT:
            self.cancel()
            if not self._is_refused("fit"):
                self._say("")
                self._session.apply_fit(edits.fit())
            return

        def job(document: Document, watch: Watch) -> _Found:
            fitted = refitted(document, watch)
            return _Found(fitted.model, fitted.locks, 0.0)

        self._run("fit", "Fit slopes", job)

    def place(self) -> None:
        """Place `count` hinges, those that are locked among them."""
        count = self.count

        def job(document: Document, watch: Watch) -> _Found:
            from reluviz.fitting.placement import place_hinges

            placement = place_hinges(
                document.target,
                count,
                norm=document.norm,
                bias=document.free_bias,
                linear=document.free_linear,
                keep=document.model,
                locked_knots=document.locked_knots,
                locked_slopes=document.locked_slopes,
                watch=watch,
            )
            return _found(placement)

        self._run("place", "Place hinge" if count == 1 else f"Place {count} hinges", job)

    def improve(self) -> None:
        """Move the hinges from where they are to the nearest best places."""

        def job(document: Document, watch: Watch) -> _Found:
            from reluviz.fitting.improve import improve_hinges

            placement = improve_hinges(
                document.model,
                document.target,
                norm=document.norm,
                bias=document.free_bias,
                linear=document.free_linear,
                locked_knots=document.locked_knots,
                locked_slopes=document.locked_slopes,
                watch=watch,
            )
            return _found(placement)

        self._run("improve", "Improve", job)

    def add_best(self) -> None:
        """Add the one hinge that helps most."""

        def job(document: Document, watch: Watch) -> _Found:
            from reluviz.fitting.growth import add_best_hinge

            placement = add_best_hinge(
                document.model,
                document.target,
                norm=document.norm,
                locked_knots=document.locked_knots,
                locked_slopes=document.locked_slopes,
                watch=watch,
            )
            return _found(placement)

        self._run("add_best", "Add best hinge", job)

    def reach_tolerance(self) -> None:
        """Place as few hinges as keep the error within `tolerance`."""
        tolerance = self.tolerance

        def job(document: Document, watch: Watch) -> _Found:
            from reluviz.fitting.tolerance import hinges_for_tolerance

            placement = hinges_for_tolerance(
                document.target,
                tolerance,
                norm=document.norm,
                bias=document.free_bias,
                linear=document.free_linear,
                watch=watch,
            )
            return _found(placement)

        self._run("tolerance", f"Fewest hinges for {shown(tolerance, 4)}", job)

    def cancel(self) -> bool:
        """End the fit that is under way; False if there is none."""
        if not self.is_running:
            return False
        self._end()
        self._background.forget()
        return True

    # -- how a fit goes --------------------------------------------------------------------------

    def _is_refused(self, action: str) -> bool:
        reason = self.why_not(action)
        if reason:
            self._say(reason)
        return bool(reason)

    def _run(self, action: str, name: str, job: Callable[[Document, Watch], _Found]) -> None:
        self.cancel()
        self._session.hand.escape_gesture()
        self._session.tween.finish()
        if self._is_refused(action):
            return
        self._say("")
        self._name, start = name, self._session.store.revision
        self._start = start
        self._counts = action in ("tolerance", "add_best")
        self._patience.start()
        self._background.submit_watched(lambda watch: job(start.find(watch), watch))

    def _end(self) -> None:
        self._start = None
        self._patience.stop()
        self.running_changed.emit()

    def _apply(self, result: object) -> None:
        if self._start is None or not isinstance(result, _Found):
            return
        document = self._start.document
        self._end()
        model = result.model
        reached = f"{measure_name(document.norm)} = {spoken(result.error)}"
        count = self.tr("1 hinge") if len(model) == 1 else self.tr("{0} hinges").format(len(model))
        words = f"{self._name}: {count}, {reached}." if self._counts else f"{self._name}: {reached}."
        if self._name == "Fit slopes":
            words = ""
        elif model == document.model:
            words = self.tr("{0}: nothing becomes better from here.").format(self._name)
        self._session.apply_fit(edits.apply_fit(model, self._name, locks=result.locks), words)

    def _fail(self, problem: str) -> None:
        self._end()
        self._say(problem)

    def _follow(self) -> None:
        """Drop a fit of a document that is no longer there."""
        store, start = self._session.store, self._start
        hinges = len(store.committed.model)
        if hinges > max(self._hinges, self.count):
            # Who has set more hinges than are to be placed does not mean to lose some of them.
            self.wish(count=hinges)
        self._hinges = hinges
        # To choose what stands already makes an equal document; one that is settled is the same revision.
        if start is not None and store.revision is not start and store.document != start.document:
            self.cancel()
            self._say(self.tr("The document changed meanwhile; nothing was applied."))
        elif self._said_of is not None and self._session.store.gesture_is_running:
            self._said_of = self._session.store.document
        elif self._said_of is not None and self._session.store.document is not self._said_of:
            self._say("")

    def _say(self, text: str) -> None:
        text = sentence(text)
        self._said_of = self._session.store.document if text else None
        self.said.emit(text)
        if text:
            self._session.message.emit(text)


def measure_name(norm: Norm) -> str:
    """Return what the error in a norm is called, as the Error panel has it."""
    return {"l2": "RMSE", "max": "max |e|", "l1": "mean |e|"}[norm]


def _found(placement: Placement) -> _Found:
    locks = bytearray(len(placement.sum))
    for bit, indices in ((KNOT_LOCK, placement.locked_knots), (SLOPE_LOCK, placement.locked_slopes)):
        for index in indices:
            locks[index] |= bit
    # Measured here, beside the window: the session will need it at once.
    return _Found(placement.sum, bytes(locks), error_in(placement.norm, placement.error))

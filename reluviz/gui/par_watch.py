"""Par: the smallest error that anyone can reach with as many hinges, worked out beside the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from reluviz.gui.background import Background
from reluviz.maths.residual import counts_at

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.fitting.norms import Norm, Watch
    from reluviz.fitting.par import Par
    from reluviz.gui.session import Session
    from reluviz.targets.target import Target

__all__ = ["MOST_HINGES", "ParWatch"]

#: Beyond this many, par takes long to find and nobody plays for it.
MOST_HINGES = 200
#: A count that changes again within so many milliseconds was none that anybody looked at.
_DEBOUNCE = 150
#: At so many places the height of the target is looked for.
_LOOKS = 129


@dataclass(frozen=True)
class _Question:
    """What par depends on."""

    target: Target
    count: int
    norm: Norm


class ParWatch(QObject):
    """Knows the par of the session's document, or finds it when nobody is busy.

    It is asked for anew only where the target, the number of hinges or the norm is another one: dragging a
    knot never does that.

    Signals
    -------
    changed()
        `par` or `problem` is another one.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.par: Par | None = None
        self.problem = ""
        #: Errors below this are rounding: 1e-9 of the height of the target.
        self.smallest = 0.0
        self._session = session
        self._question: _Question | None = None
        self._has_found = False
        self._background = Background(self)
        self._background.finished.connect(self._take)
        self._background.failed.connect(self._fail)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_DEBOUNCE)
        self._pause.timeout.connect(self._ask)
        session.scene_changed.connect(lambda *_: self._look())
        self._look()
        # The pause begins with the event loop: after a slow start the first frame would wait for the job.
        QTimer.singleShot(0, self, self._wait_longer)

    @property
    def is_asking(self) -> bool:
        """Whether par will be known soon."""
        return self._pause.isActive() or self._background.is_busy

    @property
    def is_out_of_reach(self) -> bool:
        """Whether the document has more hinges than par is found for."""
        return self._question is not None and self._question.count > MOST_HINGES

    def _look(self) -> None:
        """See whether the question is another one."""
        document = self._session.document
        old = self._question
        if (
            old is not None
            and old.target is document.target
            and old.count == len(document.model)
            and old.norm == document.norm
        ):
            return
        if old is None or old.target is not document.target:
            self.smallest = _rounding(document)
        self._question = _Question(document.target, len(document.model), document.norm)
        self._background.forget()
        self._pause.stop()
        self.par, self.problem = self._known(self._question), ""
        if self.par is None and not self.is_out_of_reach:
            self._pause.start()
        self.changed.emit()

    def _wait_longer(self) -> None:
        if self._pause.isActive():
            self._pause.start()

    def _known(self, question: _Question) -> Par | None:
        """Return par if it was found before; what finds it is loaded by the first job, not here."""
        if not self._has_found:
            return None
        from reluviz.fitting.par import known_par

        return known_par(question.target, question.count, question.norm)

    def _ask(self) -> None:
        question = self._question
        if question is None:
            return
        if self._session.is_in_motion:
            self._pause.start()  # what is shown now will not stay
            return

        def job(watch: Watch) -> Par:
            from reluviz.fitting.par import par

            return par(question.target, question.count, question.norm, watch)

        self._background.submit_watched(job)

    def _take(self, result: Par) -> None:
        self.par, self._has_found = result, True
        self.changed.emit()

    def _fail(self, problem: str) -> None:
        self.problem = problem
        self.changed.emit()


def _rounding(document: Document) -> float:
    target = document.target
    points, x = target.points_inside, np.linspace(*target.interval, _LOOKS)
    heights = points.y if points is not None else target(x[counts_at(target, x)])
    return 1e-9 * float(np.abs(heights).max(initial=0.0))

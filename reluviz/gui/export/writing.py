"""Writing figures in the background. Cancel ends it soon, and what is there afterwards is told as it is."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from reluviz.errors import InputError
from reluviz.fitting.norms import Cancelled
from reluviz.gui.background import Background
from reluviz.gui.sentences import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from reluviz.fitting.norms import Watch
    from reluviz.gui.export.orders import Order
    from reluviz.gui.export.source import FigureSource

__all__ = ["Outcome", "Writing"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order.

    Attributes
    ----------
    files : tuple of Path
        Those that are there.
    figures, wanted : int
        How many figures are there, and how many were ordered.
    problem : str
        Why there are no more; empty if that was wanted.
    """

    files: tuple[Path, ...] = ()
    figures: int = 0
    wanted: int = 1
    problem: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether everything that was ordered is there."""
        return not self.problem and self.figures == self.wanted

    def told(self) -> str:
        """Return it in words."""
        if self.is_complete:
            if len(self.files) == 1:
                return sentence(_tr("Wrote {0}").format(self.files[0]))
            several = _tr("Wrote {0:,} files, {1} to {2}.")
            return several.format(len(self.files), self.files[0], self.files[-1].name)
        why = sentence(self.problem) or _tr("Cancelled.")
        if self.figures:
            kept = _tr("{0:,} of {1:,} figures were written.").format(self.figures, self.wanted)
        else:
            kept = "" if self.problem else _tr("Nothing was written.")
        return f"{why} {kept}".strip()


class Writing(QObject):
    """Carries out one order at a time.

    Signals
    -------
    progressed(float)
        The share that is done.
    ended(Outcome)
        The order is carried out, was cancelled or cannot be carried out.
    """

    progressed = Signal(float)
    ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = Event()
        self._work = Background(self)
        self._work.progressed.connect(self.progressed)
        self._work.finished.connect(self.ended)
        self._work.failed.connect(lambda problem: self.ended.emit(Outcome(problem=problem)))

    @property
    def is_busy(self) -> bool:
        """Whether an order is being carried out."""
        return self._work.is_busy

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody wants the last order any more."""
        return self._stop.is_set()

    def start(self, source: FigureSource, order: Order) -> None:
        """Carry out an order; only while there is no other."""
        stop = self._stop = Event()
        self._work.submit_watched(lambda watch: _carried_out(source, order, watch, stop))

    def cancel(self) -> None:
        """End it at the next chance. What is there then stays, and `ended` tells of it."""
        self._stop.set()


def _carried_out(source: FigureSource, order: Order, watch: Watch, stop: Event) -> Outcome:
    def look(share: float) -> None:
        if stop.is_set():
            raise Cancelled
        watch(share)

    files: list[Path] = []
    figures, wanted, problem = 0, 1, ""
    try:
        wanted = order.figures(source)
        for several in order.write(source, look):
            files += several
            figures += 1
    except Cancelled:
        pass
    except InputError as error:
        problem = str(error)
    return Outcome(tuple(files), figures, wanted, problem)


def _tr(text: str) -> str:
    return QCoreApplication.translate("figures", text)

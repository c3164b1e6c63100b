"""Work that takes longer than a frame: one thread, frozen inputs in, results out, only the newest counts."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING
from weakref import WeakMethod

from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal
from shiboken6 import isValid

from reluviz.errors import InputError
from reluviz.fitting.norms import Cancelled
from reluviz.gui.garbage import GarbageCollector

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import MethodType

    from reluviz.fitting.norms import Watch

__all__ = ["Background", "end_background_work"]

_log = logging.getLogger("reluviz")
#: Enough that a file is written at once while fits and figures are under way; idle threads end.
_MOST_THREADS = 6
#: Seconds between two reports of progress: more often nobody sees, and each costs the window a turn.
_BETWEEN_REPORTS = 0.04
#: Seconds after which a thread that computes lets the window go on; Python's own 5 ms make late frames.
_SWITCH_INTERVAL = 5e-4


class Background(QObject):
    """Runs one job at a time; a newer job takes the place of one that waits, and outdates one that runs.

    Signals
    -------
    finished(object)
        The result of the newest job, in the thread of the owner.
    failed(str)
        What was wrong with the input of the newest job.
    progressed(float)
        The share of the newest job that is done, from 0 to 1; only from jobs that report it.
    """

    finished = Signal(object)
    failed = Signal(str)
    progressed = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest = _Newest()
        self._waiting: Callable[[Watch], object] | None = None
        self._is_running = False
        _Crew.of_application()
        # A job must not keep the program alive that nobody waits for: not its owner's end, nor the program's.
        self.destroyed.connect(self._newest.advance)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._newest.advance)

    @property
    def is_busy(self) -> bool:
        """Whether a job runs or waits."""
        return self._is_running

    def submit(self, job: Callable[[], object]) -> None:
        """Run `job` as soon as the one before it is through. It must not touch any widget."""
        self.submit_watched(lambda _: job())

    def submit_watched(self, job: Callable[[Watch], object]) -> None:
        """Run a job that calls its watch now and then.

        The watch reports how far the job is, and raises `Cancelled` in it once nobody waits for it any more.
        """
        self._newest.advance()
        self._waiting = job
        if not self._is_running:
            self._start()

    def forget(self) -> None:
        """Let nothing that runs or waits be delivered any more; a watched job ends at its next look."""
        self._newest.advance()
        self._waiting = None

    def _start(self) -> None:
        job, self._waiting = self._waiting, None
        if job is None:
            return
        self._is_running = True
        generation = self._newest.generation
        crew, deliver = _Crew.of_application(), WeakMethod(self._deliver)
        watch = _watch(self._newest, crew, WeakMethod(self._report))

        def work() -> None:
            result, problem = None, ""
            try:
                result = job(watch)
            except InputError as error:
                problem = str(error)
            except Cancelled:
                pass  # its generation is over; nothing will be delivered
            except Exception:  # noqa: BLE001 - the edge between a thread and the window
                # A defect; the log has it, and whoever waits must not wait for ever.
                _log.exception("a job in the background failed")
                problem = "this did not work because of a defect of the program; the log has the details"
            crew.post(deliver, (generation, result, problem))

        # Not as a QRunnable: Qt frees it, and its Python half would stand in for what comes to lie there.
        crew.pool.start(work)

    def _report(self, generation: int, share: float) -> None:
        if generation == self._newest.generation:
            self.progressed.emit(share)

    def _deliver(self, generation: int, result: object, problem: str) -> None:
        self._is_running = False
        if generation == self._newest.generation:
            if problem:
                self.failed.emit(problem)
            else:
                self.finished.emit(result)
        self._start()


class _Newest:
    """The number of the newest job; the jobs hold it, and never the owner that they might outlive."""

    def __init__(self) -> None:
        self.generation = 0

    def advance(self, *_: object) -> None:
        """Outdate whatever runs."""
        self.generation += 1


def _watch(newest: _Newest, crew: _Crew, report: WeakMethod[Callable[[int, float], None]]) -> Watch:
    """Return the watch of the job that is the newest now."""
    generation, next_report = newest.generation, 0.0

    def watch(share: float) -> None:
        nonlocal next_report
        if crew.has_ended or generation != newest.generation:
            raise Cancelled
        now = monotonic()
        if now >= next_report:
            next_report = now + _BETWEEN_REPORTS
            crew.post(report, (generation, share))

    return watch


class _Crew(QObject):
    """The threads, and the way back from them. It belongs to the application and outlives every owner.

    So a dialog can be closed while its job runs: nothing waits for the thread, and no other thread ever
    touches an owner that is about to go.

    Signals
    -------
    posted(WeakMethod, tuple)
        What to call of an owner, in the window's thread, and with which arguments.
    """

    posted = Signal(object, object)
    _present: _Crew | None = None

    def __init__(self, application: QCoreApplication | None) -> None:
        super().__init__(application)
        # Before there is any other thread: none of them may free what belongs to the window.
        self._collector = GarbageCollector(self)
        self.pool = QThreadPool(self)
        self.pool.setMaxThreadCount(_MOST_THREADS)
        self.posted.connect(self._call)
        self.has_ended = False
        sys.setswitchinterval(_SWITCH_INTERVAL)

    @classmethod
    def of_application(cls) -> _Crew:
        """Return the one that the application has; called in its thread."""
        if cls._present is None or not isValid(cls._present):
            cls._present = cls(QCoreApplication.instance())
        return cls._present

    def post(self, reference: WeakMethod[Callable[..., None]], arguments: tuple[object, ...]) -> None:
        """Have a method of an owner called in the window's thread; said from any thread."""
        with suppress(RuntimeError):  # the program has ended, and nobody is left to be told
            self.posted.emit(reference, arguments)

    def _call(self, reference: WeakMethod[MethodType], arguments: tuple[object, ...]) -> None:
        method = reference()
        if method is not None and isValid(method.__self__):
            method(*arguments)


def end_background_work() -> None:
    """Cancel what runs and wait for its threads: where Python is taken down, none of them may be in it."""
    crew = _Crew.of_application()
    crew.has_ended = True
    crew.pool.clear()
    crew.pool.waitForDone()

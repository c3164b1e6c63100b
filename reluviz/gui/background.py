"""Work that takes longer than a frame: one thread, frozen inputs in, results out, only the newest counts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from weakref import WeakMethod

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal
from shiboken6 import isValid

from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import MethodType

__all__ = ["Background"]

_log = logging.getLogger("reluviz")
#: Enough for a preview while a fit runs and a file is written; threads that have nothing to do end.
_MOST_THREADS = 4


class Background(QObject):
    """Runs one job at a time; a newer job takes the place of one that waits, and outdates one that runs.

    Signals
    -------
    finished(object)
        The result of the newest job, in the thread of the owner.
    failed(str)
        What was wrong with the input of the newest job.
    """

    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._generation = 0
        self._waiting: Callable[[], object] | None = None
        self._is_running = False

    @property
    def is_busy(self) -> bool:
        """Whether a job runs or waits."""
        return self._is_running

    def submit(self, job: Callable[[], object]) -> None:
        """Run `job` as soon as the one before it is through. It must not touch any widget."""
        self._generation += 1
        self._waiting = job
        if not self._is_running:
            self._start()

    def forget(self) -> None:
        """Let nothing that runs or waits be delivered any more."""
        self._generation += 1
        self._waiting = None

    def _start(self) -> None:
        job, self._waiting = self._waiting, None
        if job is None:
            return
        self._is_running = True
        generation = self._generation
        crew, deliver = _Crew.of_application(), WeakMethod(self._deliver)

        def work() -> None:
            result, problem = None, ""
            try:
                result = job()
            except InputError as error:
                problem = str(error)
            except Exception:  # noqa: BLE001 - the edge between a thread and the window
                # A defect; the log has it, and whoever waits must not wait for ever.
                _log.exception("a job in the background failed")
                problem = "this did not work because of a defect of the program; the log has the details"
            crew.posted.emit(deliver, (generation, result, problem))

        crew.pool.start(QRunnable.create(work))

    def _deliver(self, generation: int, result: object, problem: str) -> None:
        self._is_running = False
        if generation == self._generation:
            if problem:
                self.failed.emit(problem)
            else:
                self.finished.emit(result)
        self._start()


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
        self.pool = QThreadPool(self)
        self.pool.setMaxThreadCount(_MOST_THREADS)
        self.posted.connect(self._call)

    @classmethod
    def of_application(cls) -> _Crew:
        """Return the one that the application has; called in its thread."""
        if cls._present is None or not isValid(cls._present):
            cls._present = cls(QCoreApplication.instance())
        return cls._present

    def _call(self, reference: WeakMethod[MethodType], arguments: tuple[object, ...]) -> None:
        method = reference()
        if method is not None and isValid(method.__self__):
            method(*arguments)

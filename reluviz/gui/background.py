"""Work that takes longer than a frame: one thread, frozen inputs in, results out, only the newest counts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Background"]

_log = logging.getLogger("reluviz")


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
    _arrived = Signal(int, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._generation = 0
        self._waiting: Callable[[], object] | None = None
        self._is_running = False
        self._arrived.connect(self._deliver)

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
        arrived = self._arrived

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
            arrived.emit(generation, result, problem)

        self._pool.start(QRunnable.create(work))

    def _deliver(self, generation: int, result: object, problem: str) -> None:
        self._is_running = False
        if generation == self._generation:
            if problem:
                self.failed.emit(problem)
            else:
                self.finished.emit(result)
        self._start()

"""Jobs that are watched: progress, cancellation, and what becomes of those nobody waits for."""

import gc
from threading import Event, get_ident
from weakref import finalize

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QRunnable

from reluviz.errors import InputError
from reluviz.gui.background import Background


class Job:
    """Looks at its watch until it is told to end."""

    def __init__(self):
        self.has_started, self.may_end, self.was_cancelled = Event(), Event(), Event()
        self.looks = 0

    def __call__(self, watch):
        self.has_started.set()
        try:
            while not self.may_end.wait(0.001):
                self.looks += 1
                watch(min(self.looks / 1000, 1.0))
        except BaseException:
            self.was_cancelled.set()
            raise
        return "done"


def collected(background):
    seen = {"finished": [], "failed": [], "progressed": []}
    for name, values in seen.items():
        getattr(background, name).connect(values.append)
    return seen


def test_progress_arrives_throttled_and_then_the_result(qtbot):
    background, job = Background(), Job()
    seen = collected(background)
    background.submit_watched(job)
    qtbot.waitUntil(lambda: len(seen["progressed"]) >= 3)
    job.may_end.set()
    qtbot.waitUntil(lambda: seen["finished"] == ["done"])
    assert all(0.0 <= share <= 1.0 for share in seen["progressed"])
    assert seen["progressed"] == sorted(seen["progressed"])
    assert len(seen["progressed"]) < job.looks


def test_a_job_that_is_given_up_ends_at_its_next_look_and_delivers_nothing(qtbot):
    background, job = Background(), Job()
    seen = collected(background)
    background.submit_watched(job)
    qtbot.waitUntil(job.has_started.is_set)
    background.forget()
    qtbot.waitUntil(lambda: not background.is_busy)
    assert job.was_cancelled.is_set()
    assert seen["finished"] == seen["failed"] == []


def test_a_newer_job_ends_the_one_that_runs(qtbot):
    background, job = Background(), Job()
    seen = collected(background)
    background.submit_watched(job)
    qtbot.waitUntil(job.has_started.is_set)
    background.submit_watched(lambda watch: 2)
    qtbot.waitUntil(lambda: seen["finished"] == [2])
    assert job.was_cancelled.is_set()


def test_a_watched_job_with_bad_input_says_so(qtbot):
    def bad(watch):
        watch(0.5)
        raise InputError("the tolerance must be above 0")

    background = Background()
    seen = collected(background)
    background.submit_watched(bad)
    qtbot.waitUntil(lambda: seen["failed"] == ["the tolerance must be above 0"])


def test_the_end_of_the_owner_ends_the_job(qtbot):
    background, job = Background(), Job()
    background.submit_watched(job)
    qtbot.waitUntil(job.has_started.is_set)
    background.deleteLater()
    QCoreApplication.sendPostedEvents(background, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(job.was_cancelled.is_set)


def test_the_end_of_the_program_ends_the_job(qtbot, qapp):
    background, job = Background(), Job()
    background.submit_watched(job)
    qtbot.waitUntil(job.has_started.is_set)
    qapp.aboutToQuit.emit()
    qtbot.waitUntil(job.was_cancelled.is_set)
    qtbot.waitUntil(lambda: not background.is_busy)


def test_a_job_that_is_through_leaves_nothing_behind_that_qt_has_freed(qtbot):
    background = Background()
    for _ in range(20):
        background.submit(lambda: None)
        qtbot.waitUntil(lambda: not background.is_busy)
    assert not [one for one in shiboken6.getAllValidWrappers() if isinstance(one, QRunnable)]


class Cycle:
    """Only Python's collector frees it."""

    def __init__(self, freed_by):
        self.itself = self
        finalize(self, lambda: freed_by.append(get_ident()))


def test_cycles_are_freed_in_the_thread_of_the_window_however_much_a_job_allocates(qtbot):
    background, freed_by = Background(), []
    seen = collected(background)
    for _ in range(20):
        Cycle(freed_by)
    enough = 40 * gc.get_threshold()[0]
    background.submit(lambda: len([[Cycle(freed_by)] for _ in range(enough)]))
    qtbot.waitUntil(lambda: seen["finished"] == [enough])
    qtbot.waitUntil(lambda: len(freed_by) >= 20)
    assert set(freed_by) == {get_ident()}

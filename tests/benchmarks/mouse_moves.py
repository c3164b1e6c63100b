"""A synthetic mouse on the whole window, and clocks for what it takes until its moves are painted."""

import gc
import sys
import time
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QPointF,
    QProcess,
    QSettings,
    Qt,
    QTimer,
)
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication

from reluviz.gui.app import make_window

MOVES = 240
#: Moves at the beginning of a drag that are not judged: caches fill.
SETTLING = 20
#: Of the moves of a drag at least so many must have been painted. The others let the knot rest: it snaps.
LEAST_PAINTED = 0.8
#: A flood of moves: how many a second, and for how many seconds.
FLOOD, FLOOD_SECONDS = 1000, 3
#: Milliseconds between the passes that are timed while a flood is on.
BETWEEN_PASSES = 50
#: Writes a byte for each move that is due, so many a second and for so many seconds.
SOURCE_OF_MOVES = """
import os, sys, time
rate, seconds = map(int, sys.argv[1:])
began, written = time.perf_counter(), 0
while written < rate * seconds:
    due = int(rate * (time.perf_counter() - began))
    written += os.write(1, b"." * (due - written)) if due > written else 0
    time.sleep(0.5 / rate)
"""
#: Milliseconds of one pass on the machine that the limits were written for.
REFERENCE_PASS = 0.236

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
KNOTS = np.linspace(-3.0, 3.0, 1000)
SAMPLES = np.sort(np.random.default_rng(1).uniform(-3.0, 3.0, 100_000))


def interpolation_pass():
    """Milliseconds of one bare np.interp pass of 100,000 samples through 1,000 knots."""
    began = time.perf_counter()
    np.interp(SAMPLES, KNOTS, KNOTS)
    return 1e3 * (time.perf_counter() - began)


def open_window(settings_folder):
    """Show the program's window with all its parts, its settings in a folder of its own."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(settings_folder))
    QApplication.setStyle("Fusion")
    window = make_window()
    # As large on every screen, the small one of an offscreen run too.
    window.resize(1280, 820)
    window.show()
    for _ in range(20):
        QApplication.processEvents()
        time.sleep(0.01)
    assert window.windowHandle().isExposed()
    # As `reluviz.gui.app.run` does.
    gc.freeze()
    return window


def close_window(window):
    window.session.store.mark_saved(window.session.store.document)
    window.close()


class Clock(QObject):
    """Notes when a widget is painted, and how many moves reach it."""

    def __init__(self, widget):
        super().__init__(widget)
        self.paints, self.moves = [], 0
        self.widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.paints.append(time.perf_counter())
        elif event.type() == QEvent.Type.MouseMove:
            self.moves += 1
        return False

    def stop(self):
        self.widget.removeEventFilter(self)
        self.deleteLater()


class Grip:
    """Holds the middle knot of a document, which it puts into a window, until the `with` block ends."""

    def __init__(self, window, document):
        self.window, self.document = window, document
        self.viewport = window.canvas.viewport()

    def __enter__(self):
        window, model = self.window, self.document.model
        window.session.store.replace(self.document)
        window.canvas.fit_view()
        show_table(window)
        for _ in range(3):
            QApplication.processEvents()
        assert window.session.scene.document is self.document
        assert len(window.session.scene.pinned) == len(self.document.pins)
        knot = float(model.knots[len(model) // 2])
        self.start = window.canvas.widget_place(knot, model(knot))
        self._corner = QPointF(self.viewport.mapToGlobal(self.start.toPoint())) - self.start
        QApplication.sendEvent(self.viewport, self.event(QEvent.Type.MouseButtonPress, self.start, LEFT))
        assert window.session.hand.is_busy
        self.clock = Clock(self.viewport)
        return self

    def __exit__(self, kind, *_):
        self.clock.stop()
        if kind is None:
            assert self.window.session.store.document.model != self.document.model
        QApplication.sendEvent(
            self.viewport, self.event(QEvent.Type.MouseButtonRelease, self.start, LEFT, held=NONE)
        )
        QApplication.processEvents()

    def event(self, kind, place, button=NONE, held=LEFT):
        return QMouseEvent(kind, place, place + self._corner, button, held, Qt.KeyboardModifier.NoModifier)

    def move(self, number):
        """Return the event of move `number`: to and fro beside where the knot was taken."""
        place = self.start + QPointF(20 + 60 * np.sin(number / 7), 0)
        return self.event(QEvent.Type.MouseMove, place)


def show_table(window):
    """Bring the hinge table to the front, where it takes turns with another panel."""
    docks = window.docks
    shelf = docks.hinges.parentWidget()
    while shelf is not None and not hasattr(shelf, "toggleViewAction"):
        shelf = shelf.parentWidget()
    shelf.show()
    shelf.raise_()
    QApplication.processEvents()
    assert not docks.hinges.table.viewport().visibleRegion().isEmpty()


@dataclass(frozen=True)
class Frames:
    """Milliseconds of each frame, and of a pass of np.interp beside them."""

    times: np.ndarray
    pass_time: float

    @property
    def median(self):
        return float(np.median(self.times))

    @property
    def late(self):
        return float(np.percentile(self.times, 99))

    def passes(self, milliseconds):
        return milliseconds / self.pass_time


def frames_of_drag(window, document):
    """Drag the middle knot about: the time from each move until all that it changes is painted.

    Moves that let the knot rest, because it snaps, are not counted: nothing is painted for them.
    """
    frames, passes = [], []
    with Grip(window, document) as grip:
        for number in range(MOVES):
            event, painted = grip.move(number), len(grip.clock.paints)
            began = time.perf_counter()
            QApplication.sendEvent(grip.viewport, event)
            painted_frame()
            taken = 1e3 * (time.perf_counter() - began)
            if number >= SETTLING and len(grip.clock.paints) > painted:
                frames.append(taken)
            passes.append(interpolation_pass())
    assert len(frames) >= LEAST_PAINTED * (MOVES - SETTLING)
    return Frames(np.array(frames), float(np.median(passes)))


def painted_frame():
    """Let the program handle its events and paint, and the X server put on the screen what was painted."""
    # The first turn handles the coalesced move, the second paints; then an X server answers when it is done.
    QApplication.processEvents()
    QGuiApplication.sync()


@dataclass(frozen=True)
class Flood:
    """How often the canvas was painted in each second of a flood, and what else there is to say of it."""

    paints: tuple[int, ...]
    longest_gap: float
    moves: int
    pass_time: float


def paints_under_flood(window, document):
    """Move the middle knot 1,000 times a second for some seconds, with the event loop running.

    Another process says when a move is due, as an X server does: it keeps its time however busy the window
    is, what the window does not take in time waits in a pipe, and whatever waits there is read in one turn
    and put into the event queue as single moves.
    """
    passes, source, loop, passing, ending = [], QProcess(), QEventLoop(), QTimer(), QTimer()
    first, last = None, 0

    def take_moves():
        nonlocal first, last
        if first is None:
            first = time.perf_counter()
            ending.start(1000 * FLOOD_SECONDS)
            passing.start(BETWEEN_PASSES)
        for _ in range(source.readAllStandardOutput().size()):
            QCoreApplication.postEvent(grip.viewport, grip.move(last))
            last += 1

    source.readyReadStandardOutput.connect(take_moves)
    source.finished.connect(loop.quit)
    passing.timeout.connect(lambda: passes.append(interpolation_pass()))
    ending.setSingleShot(True)
    ending.setTimerType(Qt.TimerType.PreciseTimer)
    ending.timeout.connect(loop.quit)
    with Grip(window, document) as grip:
        source.start(sys.executable, ["-c", SOURCE_OF_MOVES, str(FLOOD), str(FLOOD_SECONDS + 1)])
        loop.exec()
        passing.stop()
        source.readyReadStandardOutput.disconnect(take_moves)
        source.kill()
        source.waitForFinished()
        at, moves = np.array(grip.clock.paints) - first, grip.clock.moves
        for _ in range(3):
            QApplication.processEvents()
    at = at[(at >= 0) & (at < FLOOD_SECONDS)]
    seconds = np.bincount(at.astype(int), minlength=FLOOD_SECONDS)
    gaps = np.diff(np.concatenate([[0.0], at, [float(FLOOD_SECONDS)]]))
    return Flood(tuple(seconds.tolist()), 1e3 * float(gaps.max()), moves, float(np.median(passes)))

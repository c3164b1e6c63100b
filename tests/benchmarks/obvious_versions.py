"""The same scene as anyone would draw it at first: everything a curve of its own, all set anew per move.

Both show less than the program's window: no table, no numbers, nothing to take hold of.
"""

import time

import numpy as np
import pyqtgraph as pg
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from PySide6.QtWidgets import QApplication

from reluviz.maths.hinges import HingeSum
from tests.benchmarks.mouse_moves import Clock, Frames, interpolation_pass, painted_frame

X = np.linspace(-3.0, 3.0, 10_000)
SIZE = (860, 640)
#: Moves of each drag, the first of which are not counted; fewer where each takes a second.
MOVES, SETTLING = 60, 3


def frames_with(widget, show, document, moves=MOVES):
    """Milliseconds from each move of the middle knot until `show` has it painted on `widget`."""
    widget.resize(*SIZE)
    widget.show()
    for _ in range(5):
        QApplication.processEvents()
    model, middle = document.model, len(document.model) // 2
    frames, passes, clock = [], [], Clock(getattr(widget, "viewport", lambda: widget)())
    for number in range(moves):
        began = time.perf_counter()
        knots = model.knots.copy()
        knots[middle] += 0.3 * np.sin(number / 7)
        show(HingeSum.from_arrays(knots, model.facings, model.slopes, model.bias, model.slope))
        painted_frame()
        frames.append(1e3 * (time.perf_counter() - began))
        passes.append(interpolation_pass())
    assert len(clock.paints) >= moves
    clock.stop()
    widget.close()
    return Frames(np.array(frames[SETTLING:]), float(np.median(passes)))


def frames_with_pyqtgraph(document):
    """One PlotWidget with a curve for everything."""
    target, count = document.target, len(document.model)
    widget = pg.PlotWidget()
    widget.plot(X, target(X), pen=pg.mkPen("b", width=2))
    units = [widget.plot(pen=pg.mkPen("g", width=1)) for _ in range(count)]
    curve = widget.plot(pen=pg.mkPen("r", width=2))
    knots = widget.plot(pen=None, symbol="o")

    def show(h):
        for hinge, unit in zip(h.hinges, units, strict=True):
            unit.setData(X, hinge(X))
        curve.setData(X, h(X))
        knots.setData(h.knots, h(h.knots))

    return frames_with(widget, show, document, moves=20 if count > 100 else MOVES)


def frames_with_matplotlib(document):
    """A figure on a Qt canvas: two axes, a line for everything, the error filled; no layout engine."""
    target, count = document.target, len(document.model)
    figure = Figure()
    canvas = FigureCanvasQTAgg(figure)
    plane, strip = figure.subplots(2, 1, sharex=True, height_ratios=(74, 26))
    plane.plot(X, target(X), "b", linewidth=2)
    units = [plane.plot([], [], "g", linewidth=1)[0] for _ in range(count)]
    (curve,) = plane.plot([], [], "r", linewidth=2)
    (knots,) = plane.plot([], [], "o")
    plane.set(xlim=(-3.3, 3.3), ylim=(-1, 10))
    largest = float(np.max(np.abs(document.model(X) - target(X))))
    strip.set(ylim=(-3 * largest, 3 * largest))
    area = strip.fill_between(X, 0 * X)

    def show(h):
        nonlocal area
        for hinge, unit in zip(h.hinges, units, strict=True):
            unit.set_data(X, hinge(X))
        values = h(X)
        curve.set_data(X, values)
        knots.set_data(h.knots, h(h.knots))
        area.remove()
        area = strip.fill_between(X, values - target(X), color="orange")
        canvas.draw()

    return frames_with(canvas, show, document, moves=SETTLING + 5 if count > 100 else MOVES)

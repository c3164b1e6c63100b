"""Ways to paint many things at once: thinned curves, bundles of lines, sprites."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pyqtgraph.Qt import internals
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from reluviz.document.document import KNOT_LOCK, SLOPE_LOCK
from reluviz.gui.canvas.layer import colour, columns_of, rows_of

if TYPE_CHECKING:
    from reluviz.interaction.view import View
    from reluviz.maths.piecewise import FloatArray
    from reluviz.scene.palette import Palette

__all__ = ["LineBundle", "Sprites", "pieces", "thinned"]

#: How many locks there are to tell apart.
_LOCKS = (KNOT_LOCK | SLOPE_LOCK) + 1


def thinned(view: View, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the pixels of a curve in data coordinates by its lowest and highest point in each column.

    `x` does not decrease. What the screen can show is kept, extremes above all, of a million points too;
    curves with few points come back whole.
    """
    left, right = view.bounds.left, view.bounds.right
    visible = slice(
        max(int(np.searchsorted(x, left)) - 1, 0), int(np.searchsorted(x, right, side="right")) + 1
    )
    x, y = x[visible], y[visible]
    if x.size <= 4 * view.width:
        return columns_of(view, x), rows_of(view, y)
    edges = left + np.arange(ceil(view.width) + 1) / view.pixels_per_x
    starts = np.unique(np.concatenate([[0], np.searchsorted(x, edges)]))
    starts = starts[starts < x.size]
    ends = np.append(starts[1:], x.size) - 1
    lowest, highest = np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)
    rises = y[ends] >= y[starts]
    thin = np.empty((starts.size, 2))
    # In the order in which the curve meets them, so that a steady one stays steady.
    thin[:, 0] = np.where(rises, lowest, highest)
    thin[:, 1] = np.where(rises, highest, lowest)
    return columns_of(view, np.column_stack([x[starts], x[ends]]).ravel()), rows_of(view, thin.ravel())


def pieces(rows: FloatArray, cut: npt.NDArray[np.bool_] | None = None) -> list[slice]:
    """Return the stretches of a curve of shape (n,) over which the pen stays down: NaN lifts it.

    Parameters
    ----------
    cut : boolean array of shape (n - 1,), optional
        Where it is lifted between two points as well.
    """
    there = np.isfinite(rows)
    if cut is None and there.all():
        return [slice(0, rows.size)] if rows.size > 1 else []
    lifted = there[1:] != there[:-1]
    edges = np.concatenate([[0], np.flatnonzero(lifted if cut is None else lifted | cut) + 1, [rows.size]])
    parts = zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    return [slice(begin, stop) for begin, stop in parts if stop - begin > 1 and there[begin]]


class LineBundle:
    """Line segments, drawn in one call.

    A polyline is drawn as its segments too: Qt fills the outline of a whole polyline at once, which for a
    thousand vertices at a width of two takes ten times as long, and for a noisy curve a hundred times.

    Qt's bindings take such a list fast only through pyqtgraph's packed arrays, which are not part of its
    public interface: this module alone uses them, for the version that pyproject.toml pins.
    """

    def __init__(self) -> None:
        self._lines = internals.PrimitiveArray(QLineF, 4)

    def draw(self, painter: QPainter, segments: FloatArray) -> None:
        """Draw `segments`, shape (n, 4): x, y, x, y in pixels."""
        if segments.shape[0] == 0:
            return
        self._lines.resize(segments.shape[0])
        self._lines.ndarray()[:] = segments
        painter.drawLines(*self._lines.drawargs())

    def draw_polyline(self, painter: QPainter, x: FloatArray, y: FloatArray) -> None:
        """Draw the line through pixels `x`, `y`, each of shape (n,); where y is NaN there is none."""
        if x.size > 1:
            lines = np.column_stack([x[:-1], y[:-1], x[1:], y[1:]])
            there = np.isfinite(y)
            self.draw(painter, lines if there.all() else lines[there[1:] & there[:-1]])


class Sprites:
    """Pictures of knots, for each unit colour and lock, plain and selected, stamped in one call.

    Parameters
    ----------
    colours : Palette
    ratio : float
        Device pixels per logical pixel.
    """

    #: Logical pixels on each side of a sprite, rim and ring included.
    SIZE = 26
    #: Of that, what a knot without the ring of selection takes: what is not stamped costs nothing.
    PLAIN_SIZE = 16

    def __init__(self, colours: Palette, ratio: float) -> None:
        self.ratio = ratio
        self.colours = colours
        self._fragments = internals.PrimitiveArray(QPainter.PixmapFragment, 10)
        self._side = round(self.SIZE * ratio)
        self._sheet = QPixmap(self._side * len(colours.units), self._side * 2 * _LOCKS)
        self._sheet.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._sheet)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for column in range(len(colours.units)):
            for row in range(2 * _LOCKS):
                painter.resetTransform()
                painter.translate(self._side * (column + 0.5), self._side * (row + 0.5))
                painter.scale(ratio, ratio)
                _paint_knot(painter, colours, column, row % 2 == 1, row // 2)
        painter.end()

    def stamp(
        self,
        painter: QPainter,
        x: FloatArray,
        y: FloatArray,
        units: npt.NDArray[np.intp],
        selected: FloatArray,
        locks: npt.NDArray[np.uint8],
    ) -> None:
        """Stamp knots at pixels `x`, `y`, with the colours of `units`.

        `selected` is 0 or 1 for each, `locks` as in `Document.lock_bits`.
        """
        if x.size == 0:
            return
        self._fragments.resize(x.size)
        rows = self._fragments.ndarray()
        rows[:, 0], rows[:, 1] = x, y
        sides = np.where(selected > 0, self._side, round(self.PLAIN_SIZE * self.ratio))
        margins = 0.5 * (self._side - sides)
        rows[:, 2] = (units % len(self.colours.units)) * self._side + margins
        rows[:, 3] = (2 * locks + selected) * self._side + margins
        rows[:, 4] = rows[:, 5] = sides
        rows[:, 6] = rows[:, 7] = 1.0 / self.ratio
        rows[:, 8] = 0.0
        rows[:, 9] = 1.0
        painter.drawPixmapFragments(*self._fragments.drawargs(), self._sheet)  # type: ignore[call-arg]


def _paint_knot(painter: QPainter, colours: Palette, unit: int, selected: bool, lock: int) -> None:
    """Paint a disc; a square where the knot is locked, with a bar across where the slope is."""
    if selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(colours.unit(unit), 0.28))
        painter.drawEllipse(QRectF(-12, -12, 24, 24))
    radius = 7.0 if selected else 5.5
    painter.setPen(QPen(colour(colours.background), 2.0))
    painter.setBrush(colour(colours.unit(unit)))
    if lock & KNOT_LOCK:
        # The side of the square that is as large as the disc.
        half = 0.9 * radius
        painter.drawRect(QRectF(-half, -half, 2 * half, 2 * half))
    else:
        painter.drawEllipse(QRectF(-radius, -radius, 2 * radius, 2 * radius))
    if lock & SLOPE_LOCK:
        # No hole: a ring is the handle of an arm.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(colours.background))
        painter.drawRect(QRectF(-0.65 * radius, -0.2 * radius, 1.3 * radius, 0.4 * radius))

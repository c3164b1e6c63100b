"""Data points on the canvas: a few as discs and rings, many as a raster of the pixels they fall on."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from reluviz.gui.canvas.layer import colour, columns_of, mixed, pixel_ratio, polygon, rows_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from reluviz.interaction.view import View
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Points
    from reluviz.scene.palette import Palette

__all__ = ["paint_points"]

#: More points than this are small dots in a raster, which costs the same however many there are.
_MOST_DISCS = 2_000
#: Diameters in pixels, and the stroke of a ring.
_DISC, _RING, _RING_STROKE = 6.0, 6.5, 1.5
_DOT, _SMALL_RING, _SMALL_STROKE = 3.0, 5.0, 1.3
_STRENGTH, _CROWDED_STRENGTH = 0.8, 0.6


def paint_points(
    painter: QPainter, view: View, points: Points, held_out: Points | None, colours: Palette
) -> None:
    """Paint points as discs, and those held out as rings, so that they are told apart without colours.

    Every point in view is there, an outlier among a million others too.
    """
    kinds = [(points, False)] if held_out is None else [(held_out, True), (points, False)]
    seen = [(*_in_view(view, some), hollow) for some, hollow in kinds]
    crowded = sum(_count_between(y, view) for _, y, _ in seen) > _MOST_DISCS
    strength = colours.strength(_CROWDED_STRENGTH if crowded else _STRENGTH)
    own = mixed(colours.target, colours.background, strength)
    for x, y, hollow in seen:
        if crowded:
            _paint_raster(painter, view, x, y, own, hollow=hollow)
            continue
        columns, rows = columns_of(view, x), rows_of(view, y)
        inside = (rows > -_RING) & (rows < view.height + _RING)
        if hollow:
            _paint_rings(painter, columns[inside], rows[inside], own)
        else:
            dots = QPen(colour(own), _DISC)
            dots.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(dots)
            painter.drawPoints(polygon(columns[inside], rows[inside]))


def _in_view(view: View, points: Points) -> tuple[FloatArray, FloatArray]:
    """Return x and y of the points that stand above or below or in the view, if only by half."""
    room = _RING / view.pixels_per_x
    first = np.searchsorted(points.x, view.bounds.left - room)
    last = np.searchsorted(points.x, view.bounds.right + room, side="right")
    return points.x[first:last], points.y[first:last]


def _count_between(y: FloatArray, view: View) -> int:
    if y.size <= _MOST_DISCS // 2:
        return y.size
    return int(np.count_nonzero((y > view.bounds.bottom) & (y < view.bounds.top)))


def _paint_rings(painter: QPainter, columns: FloatArray, rows: FloatArray, own: str) -> None:
    painter.setPen(QPen(colour(own), _RING_STROKE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    size = _RING - _RING_STROKE
    for column, row in zip(columns.tolist(), rows.tolist(), strict=True):
        painter.drawEllipse(QRectF(column - size / 2, row - size / 2, size, size))


def _paint_raster(
    painter: QPainter, view: View, x: FloatArray, y: FloatArray, own: str, *, hollow: bool
) -> None:
    ratio = pixel_ratio(painter)
    width, height = ceil(view.width * ratio), ceil(view.height * ratio)
    stamp = _stamp(_SMALL_RING * ratio, _SMALL_STROKE * ratio) if hollow else _stamp(_DOT * ratio, 0.0)
    # From data to pixels with as few passes over a million points as there can be.
    columns, rows = x - view.bounds.left, view.bounds.top - y
    columns *= ratio * view.pixels_per_x
    rows *= ratio * view.pixels_per_y
    cover = _stamped(columns, rows, (height, width), stamp)
    image = QImage(cover.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable([colour(own, strength / 255).rgba() for strength in range(256)])
    image.setDevicePixelRatio(ratio)
    painter.drawImage(QPointF(0, 0), image)


@lru_cache(maxsize=8)
def _stamp(diameter: float, stroke: float) -> npt.NDArray[np.uint8]:
    """Return how much of each pixel, from 0 to 255, a disc covers, or a ring if it has a stroke."""
    radius = diameter / 2
    reach = ceil(radius)
    steps = np.arange(-reach, reach + 1)
    distance = np.hypot(*np.meshgrid(steps, steps))
    share = np.clip(radius + 0.5 - distance, 0.0, 1.0)
    if stroke:
        share = np.minimum(share, np.clip(distance - (radius - stroke) + 0.5, 0.0, 1.0))
    return np.rint(255 * share).astype(np.uint8)


def _stamped(
    columns: FloatArray, rows: FloatArray, shape: tuple[int, int], stamp: npt.NDArray[np.uint8]
) -> npt.NDArray[np.uint8]:
    """Return a raster of `shape` with the stamp put on every point: what it costs depends on the pixels.

    `columns` and `rows` are used up.
    """
    # Points just outside reach inside; those farther off are kept on an edge from where nothing does.
    margin = stamp.shape[0] // 2 + 1
    height, width = shape
    taken = np.zeros((height + 2 * margin, width + 2 * margin), dtype=np.uint8)
    places = []
    for values, most in ((rows, taken.shape[0] - 1), (columns, taken.shape[1] - 1)):
        values += margin
        np.clip(values, 0, most, out=values)
        places.append(values.astype(np.intp))
    down, across = places
    down *= taken.shape[1]
    down += across
    taken.ravel()[down] = 1
    cover = np.zeros(shape, dtype=np.uint8)
    for row, column in np.argwhere(stamp).tolist():
        # A stamp is the same when it is turned round, so it does not matter which way it is shifted.
        part = taken[row + 1 : row + 1 + height, column + 1 : column + 1 + width]
        np.maximum(cover, part * stamp[row, column], out=cover)
    return cover

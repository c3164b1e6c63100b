"""The layers of a figure: what of a scene is drawn, with which stroke, in which colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.picture import Area, Band, Dots, Layer, Line

if TYPE_CHECKING:
    import numpy.typing as npt

    from reluviz.maths.piecewise import FloatArray
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Bounds, Scene

__all__ = [
    "Pen",
    "data_layer",
    "edge_layers",
    "error_layers",
    "held_out_layer",
    "knot_layer",
    "mark_layer",
    "sum_layer",
    "target_layer",
    "unit_layer",
]

#: Samples of the target and of the error: closer together than anyone can tell apart.
_TARGET_SAMPLES = 1001
# Strokes and dots in multiples of the type size. The target is the broadest line and lies below, so that it
# shows on both sides of the sum where the two agree.
_TARGET_WIDTH, _SUM_WIDTH, _ERROR_WIDTH = 0.26, 0.15, 0.12
_UNIT_WIDTH, _RULE_WIDTH, _RIM_WIDTH = 0.075, 0.045, 0.06
_KNOT_DIAMETER, _DATA_DIAMETER, _MARK_DIAMETER = 0.5, 0.34, 0.5
#: From here on a hinge more makes the others fainter and the dots smaller, or they become a blot.
_MANY_UNITS, _MANY_KNOTS, _MANY_POINTS = 12, 30, 200
_LEAST_CROWDED = 0.3
#: More data points than this are thinned to one for each cell of a raster finer than a dot.
_MOST_POINTS, _RASTER = 5_000, 500
#: The stems of more points than this would be one grey mass behind the dots.
_MOST_STEMS = 1_000


@dataclass(frozen=True, slots=True)
class Pen:
    """What all strokes depend on: the palette and the type size in points."""

    palette: Palette
    type_size: float

    def width(self, share: float) -> float:
        """Return a length in points, given in multiples of the type size."""
        return round(share * self.type_size, 3)

    def dots(self, key: str, points: FloatArray, color: str, share: float, rim: float) -> Dots:
        """Return dots with a rim in the colour of the background; the numbers as for `width`."""
        return Dots(key, points, color, self.width(share), self.palette.background, self.width(rim))


def target_layer(scene: Scene, pen: Pen) -> Line:
    """Return the target on its interval, with a gap where it jumps."""
    start, end = scene.interval
    x, y = scene.target_curve(start, end, _TARGET_SAMPLES)
    # Next to a jump the samples stand at neighbouring floats; the one at the jump itself belongs to one side.
    tops = np.abs(np.diff(y)) > 1e-6 * (float(np.ptp(y)) or 1.0)
    tight = np.diff(x) <= 1e-9 * (end - start)
    paths = _cut(x, y, tight & tops)
    return Line("target", paths, (pen.palette.target,), pen.width(_TARGET_WIDTH))


def data_layer(scene: Scene, bounds: Bounds, pen: Pen) -> Dots:
    """Return the data points as small dots."""
    assert scene.points is not None
    points = _thinned(np.column_stack([scene.points.x, scene.points.y]), bounds)
    share = _DATA_DIAMETER * _crowded(len(points), _MANY_POINTS)
    return pen.dots("target", points, pen.palette.target, share, 0.0)


def held_out_layer(scene: Scene, bounds: Bounds, pen: Pen) -> Dots | None:
    """Return the data points held out, if any, as hollow dots."""
    if scene.points_held_out is None:
        return None
    points = _thinned(np.column_stack([scene.points_held_out.x, scene.points_held_out.y]), bounds)
    crowded = _crowded(len(points), _MANY_POINTS)
    color, ground = pen.palette.target, pen.palette.background
    return Dots(
        "held-out",
        points,
        ground,
        pen.width(_DATA_DIAMETER * crowded),
        color,
        pen.width(_RIM_WIDTH * crowded),
    )


def sum_layer(scene: Scene, bounds: Bounds, pen: Pen) -> Line:
    """Return h by its exact vertices between the edges of the view."""
    part = scene.sum.restrict(bounds.left, bounds.right)
    path = np.column_stack([part.breakpoints, part.values])
    return Line("sum", (path,), (pen.palette.sum,), pen.width(_SUM_WIDTH))


def unit_layer(scene: Scene, bounds: Bounds, pen: Pen) -> Line | None:
    """Return the active half of each unit as far as it can be seen, in the unit's colour."""
    segments = scene.unit_segments(bounds.left, bounds.right)
    clipped, seen = _clip(segments, bounds)
    if not seen.any():
        return None
    colors = tuple(pen.palette.unit(int(index)) for index in np.flatnonzero(seen))
    opacity = 0.9 * _crowded(int(seen.sum()), _MANY_UNITS)
    return Line("units", tuple(clipped[seen]), colors, pen.width(_UNIT_WIDTH), opacity=round(opacity, 3))


def knot_layer(scene: Scene, bounds: Bounds, pen: Pen) -> Dots | None:
    """Return a dot on the curve at each knot in view; knots at the same place share one."""
    points = np.unique(np.column_stack([scene.document.model.knots, scene.knot_heights]), axis=0)
    x, y = points[:, 0], points[:, 1]
    points = points[(bounds.left <= x) & (x <= bounds.right) & (bounds.bottom <= y) & (y <= bounds.top)]
    if not len(points):
        return None
    crowded = _crowded(len(points), _MANY_KNOTS)
    # Where dots touch, the rims of each would hide the next and the curve with it.
    rim = _RIM_WIDTH * (crowded - _LEAST_CROWDED) / (1.0 - _LEAST_CROWDED)
    return pen.dots("knots", points, pen.palette.sum, _KNOT_DIAMETER * crowded, rim)


def edge_layers(scene: Scene, bounds: Bounds, pen: Pen, *, shaded: bool) -> tuple[Layer, ...]:
    """Return what shows where the interval ends, and the line y = 0 if it is in view."""
    start, end = scene.interval
    palette, width = pen.palette, pen.width(_RULE_WIDTH)
    layers: list[Layer] = []
    if shaded:
        layers += [
            Band("outside-left", bounds.left, start, palette.outside),
            Band("outside-right", end, bounds.right, palette.outside),
        ]
    edges = tuple(np.array([[x, bounds.bottom], [x, bounds.top]]) for x in (start, end))
    layers.append(Line("interval", edges, (palette.axis,), width, dash=(5.0, 4.0)))
    if bounds.bottom < 0.0 < bounds.top:
        zero = np.array([[bounds.left, 0.0], [bounds.right, 0.0]])
        layers.append(Line("zero", (zero,), (palette.axis,), width))
    return tuple(layers)


def error_layers(scene: Scene, bounds: Bounds, pen: Pen) -> tuple[Layer, ...]:
    """Return h - f: filled down to zero for a function, on stems for data."""
    x, r = scene.error_curve()
    color, width = pen.palette.error, pen.width(_ERROR_WIDTH)
    if scene.points is not None:
        points = _thinned(np.column_stack([x, r]), bounds)
        share = _crowded(len(points), _MANY_POINTS)
        dots = pen.dots("error", points, color, _DATA_DIAMETER * share, 0.0)
        if len(points) > _MOST_STEMS:
            return (dots,)
        stems = tuple(np.array([[at, 0.0], [at, height]]) for at, height in points)
        width = pen.width(_RULE_WIDTH)
        return (Line("error-stems", stems, (pen.palette.error_fill,), width, opacity=0.6), dots)
    x, r = _finer(scene, x, r)
    # Panels meet at the same x; where they differ in height there, the target jumps.
    meets = np.diff(x) == 0.0
    paths = _cut(x, r, meets & (np.diff(r) != 0.0))
    return (Area("error-area", paths, pen.palette.error_fill, 0.35), Line("error", paths, (color,), width))


def _finer(scene: Scene, x: FloatArray, r: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the error curve with samples between those that its integrals need, which can be far apart."""
    assert scene.residual is not None
    # What stands already stays as it is: at a jump only those samples know both heights.
    between = np.setdiff1d(np.linspace(*scene.interval, _TARGET_SAMPLES), x)
    x, r = np.concatenate([x, between]), np.concatenate([r, scene.residual.evaluate(between)])
    order = np.argsort(x, kind="stable")
    return x[order], r[order]


def mark_layer(at: float, height: float, pen: Pen) -> Dots:
    """Return the dot where the error is largest."""
    return pen.dots("largest-error", np.array([[at, height]]), pen.palette.error, _MARK_DIAMETER, _RIM_WIDTH)


def _cut(x: FloatArray, y: FloatArray, after: npt.NDArray[np.bool_]) -> tuple[FloatArray, ...]:
    """Split a curve after the samples marked in `after`; single points that remain are left out."""
    pieces = np.split(np.column_stack([x, y]), np.flatnonzero(after) + 1)
    return tuple(piece for piece in pieces if len(piece) > 1)


def _crowded(count: int, many: int) -> float:
    """Return by what to make dots smaller or lines fainter when there are `count` of them."""
    return max(_LEAST_CROWDED, (many / count) ** 0.5) if count > many else 1.0


def _thinned(points: FloatArray, bounds: Bounds) -> FloatArray:
    if len(points) <= _MOST_POINTS:
        return points
    low = np.array([bounds.left, bounds.bottom])
    span = np.array([bounds.right, bounds.top]) - low
    cells = np.floor((points - low) / span * _RASTER)
    first = np.unique(cells, axis=0, return_index=True)[1]
    kept: FloatArray = points[np.sort(first)]
    return kept


def _clip(segments: FloatArray, bounds: Bounds) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Cut segments, shape (k, 2, 2), at the edges of the view (Liang and Barsky's method).

    A steep unit leaves the picture by many orders of magnitude; files must not contain such coordinates.

    Returns
    -------
    segments : array of shape (k, 2, 2)
    seen : array of bool, shape (k,)
        Where something remains.
    """
    first, step = segments[:, 0], segments[:, 1] - segments[:, 0]
    enter, leave = np.zeros(len(segments)), np.ones(len(segments))
    seen = np.abs(step).sum(axis=1) > 0
    sides = ((0, bounds.left, bounds.right), (1, bounds.bottom, bounds.top))
    for axis, low, high in sides:
        with np.errstate(divide="ignore", invalid="ignore"):
            at_low = (low - first[:, axis]) / step[:, axis]
            at_high = (high - first[:, axis]) / step[:, axis]
        flat = step[:, axis] == 0
        inside = (first[:, axis] >= low) & (first[:, axis] <= high)
        enter = np.where(flat, enter, np.maximum(enter, np.minimum(at_low, at_high)))
        leave = np.where(flat, leave, np.minimum(leave, np.maximum(at_low, at_high)))
        seen &= ~flat | inside
    seen &= enter < leave
    ends = np.stack([enter, leave], axis=1)[:, :, None]
    return first[:, None] + ends * step[:, None], seen

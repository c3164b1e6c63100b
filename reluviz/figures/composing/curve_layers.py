"""The layers of the curves: what of a scene is drawn, with which stroke, in which colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.composing.strokes import (
    DATA_DIAMETER,
    KNOT_DIAMETER,
    LEAST_CROWDED,
    MANY_POINTS,
    RIM_WIDTH,
    RULE_WIDTH,
    SAMPLES,
    SUM_WIDTH,
    TARGET_WIDTH,
    THIN_WIDTH,
    clip,
    clipped_path,
    crowded_by,
    cut,
    thinned,
)
from reluviz.figures.picture import Band, Dots, Layer, Line

if TYPE_CHECKING:
    from reluviz.figures.composing.strokes import Pen
    from reluviz.maths.piecewise import FloatArray
    from reluviz.scene.scene import Bounds, Scene

__all__ = [
    "Crowd",
    "crowd_of",
    "data_layer",
    "edge_layers",
    "held_out_layer",
    "knot_layer",
    "sum_layer",
    "target_layer",
    "unit_layer",
]

#: From here on a hinge more makes the others fainter and the dots smaller, or they become a blot.
_MANY_UNITS, _MANY_KNOTS = 12, 30


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many units and knots there are: the more, the fainter and smaller they are drawn."""

    units: int
    knots: int


def target_layer(scene: Scene, bounds: Bounds, pen: Pen) -> Line:
    """Return the target on what is shown of its interval, cut where it jumps, has a pole or no value."""
    start, end = scene.interval
    start, end = max(start, bounds.left), min(end, bounds.right)
    x, y = scene.target_curve(start, end, SAMPLES)
    there = np.isfinite(y)
    y = np.where(there, y, np.nan)
    # Next to a jump the samples stand at neighbouring floats; the one at the jump itself belongs to one side.
    tops = np.abs(np.diff(y)) > 1e-6 * (float(np.ptp(y[there])) if there.any() else 1.0)
    tight = np.diff(x) <= 1e-9 * (end - start)
    paths = cut(x, y, tight & tops)
    if scene.document.target.gaps:
        # Beside a pole it leaves the picture by many orders of magnitude.
        paths = tuple(part for path in paths for part in clipped_path(path, bounds))
    return Line("target", paths, (pen.palette.target,), pen.width(TARGET_WIDTH))


def data_layer(scene: Scene, bounds: Bounds, pen: Pen) -> Dots:
    """Return the data points as small dots."""
    assert scene.points is not None
    points = thinned(np.column_stack([scene.points.x, scene.points.y]), bounds)
    share = DATA_DIAMETER * crowded_by(len(points), MANY_POINTS)
    return pen.dots("target", points, pen.palette.target, share, 0.0)


def held_out_layer(scene: Scene, bounds: Bounds, pen: Pen) -> Dots | None:
    """Return the data points held out, if any, as hollow dots."""
    if scene.points_held_out is None:
        return None
    points = thinned(np.column_stack([scene.points_held_out.x, scene.points_held_out.y]), bounds)
    crowded = crowded_by(len(points), MANY_POINTS)
    color, ground = pen.palette.target, pen.palette.background
    return Dots(
        "held-out",
        points,
        ground,
        pen.width(DATA_DIAMETER * crowded),
        color,
        pen.width(RIM_WIDTH * crowded),
    )


def sum_layer(scene: Scene, bounds: Bounds, pen: Pen) -> Line:
    """Return h by its exact vertices between the edges of the view."""
    part = scene.sum.restrict(bounds.left, bounds.right)
    path = np.column_stack([part.breakpoints, part.values])
    return Line("sum", (path,), (pen.palette.sum,), pen.width(SUM_WIDTH))


def crowd_of(scene: Scene, bounds: Bounds) -> Crowd:
    """Return how many units and knots of a scene can be seen."""
    _, seen = clip(scene.unit_segments(bounds.left, bounds.right), bounds)
    return Crowd(int(seen.sum()), len(_knots_in_view(scene, bounds)))


def unit_layer(scene: Scene, bounds: Bounds, pen: Pen, crowd: Crowd) -> Line | None:
    """Return the active half of each unit as far as it can be seen, in the unit's colour."""
    segments = scene.unit_segments(bounds.left, bounds.right)
    clipped, seen = clip(segments, bounds)
    if not seen.any():
        return None
    colors = tuple(pen.palette.unit(int(index)) for index in np.flatnonzero(seen))
    opacity = 0.9 * crowded_by(crowd.units, _MANY_UNITS)
    return Line("units", tuple(clipped[seen]), colors, pen.width(THIN_WIDTH), opacity=round(opacity, 3))


def _knots_in_view(scene: Scene, bounds: Bounds) -> FloatArray:
    points: FloatArray = np.unique(np.column_stack([scene.document.model.knots, scene.knot_heights]), axis=0)
    x, y = points[:, 0], points[:, 1]
    return points[(bounds.left <= x) & (x <= bounds.right) & (bounds.bottom <= y) & (y <= bounds.top)]


def knot_layer(scene: Scene, bounds: Bounds, pen: Pen, crowd: Crowd) -> Dots | None:
    """Return a dot on the curve at each knot in view; knots at the same place share one."""
    points = _knots_in_view(scene, bounds)
    if not len(points):
        return None
    crowded = crowded_by(crowd.knots, _MANY_KNOTS)
    # Where dots touch, the rims of each would hide the next and the curve with it.
    rim = RIM_WIDTH * (crowded - LEAST_CROWDED) / (1.0 - LEAST_CROWDED)
    return pen.dots("knots", points, pen.palette.sum, KNOT_DIAMETER * crowded, rim)


def edge_layers(scene: Scene, bounds: Bounds, pen: Pen, *, shaded: bool) -> tuple[Layer, ...]:
    """Return what shows where the interval ends, and the line y = 0 if it is in view."""
    start, end = scene.interval
    palette, width = pen.palette, pen.width(RULE_WIDTH)
    layers: list[Layer] = []
    if shaded:
        layers += [
            Band("outside-left", bounds.left, start, palette.outside),
            Band("outside-right", end, bounds.right, palette.outside),
            *(
                Band(f"gap-{number}", *gap, palette.outside)
                for number, gap in enumerate(scene.document.target.gaps, start=1)
            ),
        ]
    edges = tuple(np.array([[x, bounds.bottom], [x, bounds.top]]) for x in (start, end))
    layers.append(Line("interval", edges, (palette.axis,), width, dash=(5.0, 4.0)))
    if bounds.bottom < 0.0 < bounds.top:
        zero = np.array([[bounds.left, 0.0], [bounds.right, 0.0]])
        layers.append(Line("zero", (zero,), (palette.axis,), width))
    return tuple(layers)

"""Where the glass of a lens stands: in the corner of the panel where it covers least."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.composing.strokes import thinned
from reluviz.scene.scene import Bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.composing.plan import Plan
    from reluviz.maths.piecewise import FloatArray
    from reluviz.scene.scene import Scene

__all__ = ["Glass", "place_glass"]

#: Where the lens is held if nothing else is said, as a share of the interval.
_USUAL_PLACE = 2 / 3
#: Widths of the glass to try, in shares of the panel, and width over height on the page.
_WIDTHS, _ASPECT, _TALLEST = (0.34, 0.29, 0.25, 0.2), 1.45, 0.5
#: The least distance from the edges of the panel and from the curves, in multiples of the type size.
_EDGE, _CLEAR = 0.7, 0.5
#: Its width and most height above all curves, where it would cover some everywhere else, and how much of the
#: panel is for it alone.
_ABOVE, _TALLEST_ABOVE, _MOST_RAISED = 0.2, 0.3, 0.6
_PLACES = (17, 9)
_SAMPLES, _MOST_UNITS = 241, 40
#: What covering a point costs: of target or sum, of a unit.
_COVERS_CURVE, _COVERS_UNIT = 100.0, 1.0


@dataclass(frozen=True, slots=True)
class Glass:
    """Where the glass stands, in shares of the panel, and the part of the plane that it shows."""

    left: float
    bottom: float
    width: float
    height: float
    shown: Bounds


def place_glass(
    scenes: Sequence[Scene], options: FigureOptions, curves: Bounds, plan: Plan
) -> tuple[Glass, Bounds]:
    """Return where the glass covers no curve, and limits with room for it: higher than `curves` if need be.

    Parameters
    ----------
    scenes : sequence of Scene
        All that are shown with the glass at this place.
    curves : Bounds
        What the panel would show without it.
    """
    for width in _WIDTHS:
        glass, is_clear = _best(scenes, options, curves, plan, (width, _height(width, plan)))
        if is_clear:
            return glass, curves
    # Nowhere: then above all.
    height = min(_height(_ABOVE, plan), _TALLEST_ABOVE)
    share = min(height + 1.1 * (_EDGE + _CLEAR) / plan.curves_height, _MOST_RAISED)
    raised = replace(curves, top=curves.bottom + (curves.top - curves.bottom) / (1.0 - share))
    glass, _ = _best(scenes, options, raised, plan, (_ABOVE, height))
    return glass, raised


def _height(width: float, plan: Plan) -> float:
    """Return the height of a glass in shares of the panel."""
    return min(width * plan.width / (_ASPECT * plan.curves_height), _TALLEST)


def _best(
    scenes: Sequence[Scene],
    options: FigureOptions,
    bounds: Bounds,
    plan: Plan,
    glass_size: tuple[float, float],
) -> tuple[Glass, bool]:
    """Return the place where a glass of some size covers least, and whether that is no curve."""
    width, height = glass_size
    shown = _shown(scenes[-1], options, bounds, width, height)
    corner, size = np.array([bounds.left, bounds.bottom]), np.array([bounds.right, bounds.top])
    size = size - corner
    curves, units = (
        (points - corner) / size for points in (_curve_points(scenes, bounds), _unit_points(scenes, bounds))
    )
    mark = (np.array([[shown.left, shown.bottom], [shown.right, shown.top]]) - corner) / size
    em = np.array([1.0 / plan.width, 1.0 / plan.curves_height])
    low, high = _EDGE * em, 1.0 - _EDGE * em - (width, height)
    best, least = (float(low[0]), float(low[1])), np.inf
    for left in np.linspace(low[0], high[0], _PLACES[0]):
        for bottom in np.linspace(low[1], high[1], _PLACES[1])[::-1]:
            start = np.array([left, bottom]) - _CLEAR * em
            end = np.array([left, bottom]) + (width, height) + _CLEAR * em
            if (mark[0] < end).all() and (mark[1] > start).all():
                continue
            distance = float(np.hypot(*(mark.mean(axis=0) - 0.5 * (start + end))))
            cost = (
                _COVERS_CURVE * _covered(curves, start, end)
                + _COVERS_UNIT * _covered(units, start, end)
                + distance
            )
            if cost < least:
                best, least = (float(left), float(bottom)), cost
    return Glass(*best, width, height, shown), least < _COVERS_CURVE


def _covered(points: FloatArray, start: FloatArray, end: FloatArray) -> int:
    return int(((points > start) & (points < end)).all(axis=1).sum())


def _shown(scene: Scene, options: FigureOptions, bounds: Bounds, width: float, height: float) -> Bounds:
    """Return the part of the plane that is magnified, with the target in its middle."""
    start, end = scene.interval
    x = start + _USUAL_PLACE * (end - start) if options.lens_x is None else options.lens_x
    x = min(max(x, start), end)
    y = float(scene.document.target(np.array([x]))[0])
    if scene.points is not None or not np.isfinite(y):
        y = float(scene.sum(x))
    half_width = 0.5 * width * (bounds.right - bounds.left) / options.lens_magnification
    half_height = 0.5 * height * (bounds.top - bounds.bottom) / options.lens_magnification
    return Bounds(x - half_width, x + half_width, y - half_height, y + half_height)


def _curve_points(scenes: Sequence[Scene], bounds: Bounds) -> FloatArray:
    """Return points close together on the target, on all sums and pins, and the data, shape (n, 2)."""
    x = np.linspace(bounds.left, bounds.right, _SAMPLES)
    # A sequence of many differs little from one to the next.
    some = scenes[:: max(1, len(scenes) // _MOST_UNITS)]
    sums = [scene.sum for scene in (*some, scenes[-1])] + [pinned.sum for pinned in scenes[-1].pinned]
    parts = [np.column_stack([x, h(x)]) for h in sums]
    if scenes[-1].points is None:
        parts.append(np.column_stack(scenes[-1].target_curve(*scenes[-1].interval, _SAMPLES)))
    else:
        parts.append(thinned(np.column_stack([scenes[-1].points.x, scenes[-1].points.y]), bounds))
    points = np.vstack(parts)
    return points[np.isfinite(points).all(axis=1)]


def _unit_points(scenes: Sequence[Scene], bounds: Bounds) -> FloatArray:
    """Return points on some of the units."""
    segments = scenes[-1].unit_segments(bounds.left, bounds.right)
    segments = segments[:: max(1, len(segments) // _MOST_UNITS)]
    shares = np.linspace(0.0, 1.0, 41)[:, None, None]
    points: FloatArray = ((1 - shares) * segments[:, 0] + shares * segments[:, 1]).reshape(-1, 2)
    return points

"""The fewest straight pieces that stay inside a tube: the minimum-link path, in one sweep."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from reluviz.maths.piecewise import merged
from reluviz.maths.quadrature import check_values
from reluviz.maths.residual import counts_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand

__all__ = ["Links", "TubeSamples", "fewest_links", "sample_tube"]

_INFINITY = float("inf")
_EXIT_STEPS = 4
_EXIT_PRECISION = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class TubeSamples:
    """Where a path must stay within a tolerance of the target.

    Attributes
    ----------
    x : array of shape (m,)
        Strictly increasing.
    low, high : arrays of shape (m,)
        The smallest and the largest value of the target at x: different at jumps and where data has
        several points at one place.
    between : callable or None
        The target between the samples, NaN in gaps; None for data, which is not bounded there.
    """

    x: FloatArray
    low: FloatArray
    high: FloatArray
    between: Callable[[FloatArray], FloatArray] | None

    @property
    def widest(self) -> float:
        """Half of the largest jump: no continuous function comes closer than this."""
        return 0.5 * float((self.high - self.low).max())


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """A path inside a tube.

    Attributes
    ----------
    nodes, values : arrays of shape (n + 1,)
        The path, as far as it came.
    is_whole : bool
        Whether it passes all samples.
    """

    nodes: FloatArray
    values: FloatArray
    is_whole: bool


def sample_tube(target: Approximand, places: FloatArray) -> TubeSamples:
    """Return the target at `places`, with both its limits at jumps; for data at all points instead.

    Of a target with gaps, at those of the places that count and at the ends of the gaps.
    """
    points = target.points_inside
    if points is not None:
        starts = np.flatnonzero(np.concatenate([[True], points.x[1:] != points.x[:-1]]))
        low, high = np.minimum.reduceat(points.y, starts), np.maximum.reduceat(points.y, starts)
        return TubeSamples(points.x[starts], low, high, None)
    start, end = target.interval
    breaks = np.array([place for place in target.breaks if start < place < end])
    x = merged(places, breaks, *target.gaps)
    x = x[counts_at(target, x)] if target.gaps else x
    f = target(x)
    check_values(x, f, target.interval)
    low, high = f.copy(), f
    at = x.searchsorted(breaks)
    for towards in (-np.inf, np.inf):
        limit = target(np.nextafter(breaks, towards))
        low[at], high[at] = np.minimum(low[at], limit), np.maximum(high[at], limit)

    def between(x: FloatArray) -> FloatArray:
        return np.where(counts_at(target, x), target(x), np.nan)

    return TubeSamples(x, low, high, between if target.gaps else target.__call__)


def fewest_links(samples: TubeSamples, tolerance: float, most: int) -> Links:
    """Return a path of as few straight pieces as possible that stays within `tolerance` of the samples.

    Parameters
    ----------
    samples : TubeSamples
    tolerance : float
        Above `samples.widest`, or no path gets past the jump.
    most : int
        The path ends after so many pieces, wherever it is then.

    Notes
    -----
    The minimum-link path of Imai and Iri (1986) and Suri (1986) in a tube that is monotone in x: each piece
    is the line that gets farthest. If it fails because the tube turns up, it is the steepest of the lines
    that got so far, and touches the upper side last at some sample j. Whatever comes next crosses it after
    j, so it is bounded from above from j on, and from below only from the failure on; and the other way
    round. The steepest and the least steep line are kept with the convex hulls of both sides (O'Rourke
    1981), so the whole is O(m). Where a line leaves the tube between two samples, a sample is added. Only
    samples bound the path: no continuous function that keeps the tolerance everywhere has fewer pieces.
    """
    x = samples.x.tolist()
    low = (samples.high - tolerance).tolist()
    high = (samples.low + tolerance).tolist()
    lines: list[tuple[float, float, float]] = []
    from_high, from_low = 0, 0
    reached = 0
    while reached < len(x) and len(lines) < most:
        line, reached, turn, touched = _farthest_line(x, low, high, from_high, from_low)
        lines.append(line)
        if turn == 0:
            break
        if samples.between is not None:
            place, f = _exit(samples.between, line, turn, tolerance, x[reached - 1], x[reached])
            if x[reached - 1] < place < x[reached]:
                x.insert(reached, place)
                low.insert(reached, f - tolerance)
                high.insert(reached, f + tolerance)
        from_high, from_low = (touched, reached) if turn > 0 else (reached, touched)
    nodes, values = _joined(lines, x[0], x[reached - 1])
    return Links(nodes, values, reached == len(x))


def _exit(
    function: Callable[[FloatArray], FloatArray],
    line: tuple[float, float, float],
    turn: int,
    tolerance: float,
    inside: float,
    outside: float,
) -> tuple[float, float]:
    """Return about where `line` leaves the tube between two samples, and the target there.

    A few steps of regula falsi: any place will do, the nearer the better.
    """
    x0, y0, slope = line
    room_inside: float | None = None
    best = (outside, 0.0)
    for _ in range(_EXIT_STEPS):
        if room_inside is None:
            f_inside, f_outside = function(np.array([inside, outside])).tolist()
            room_inside = turn * (y0 + slope * (inside - x0) - f_inside) + tolerance
            room_outside = turn * (y0 + slope * (outside - x0) - f_outside) + tolerance
        if not room_inside > 0 > room_outside:
            break
        place = inside + (outside - inside) * room_inside / (room_inside - room_outside)
        f = float(function(np.array([place]))[0])
        if isnan(f):
            # In a gap nothing bounds a line.
            break
        room = turn * (y0 + slope * (place - x0) - f) + tolerance
        best = (place, f)
        if abs(room) <= _EXIT_PRECISION * tolerance:
            break
        if room > 0:
            inside, room_inside = place, room
        else:
            outside, room_outside = place, room
    return best


def _farthest_line(  # noqa: C901 - one sweep with two mirrored halves; parts of it would cost a call a sample
    x: list[float], low: list[float], high: list[float], from_high: int, from_low: int
) -> tuple[tuple[float, float, float], int, int, int]:
    """Sweep until no line keeps above `low` (from `from_low` on) and below `high` (from `from_high` on).

    Returns
    -------
    line : (x, y, slope)
    reached : int
        The first sample that the line misses.
    turn : int
        +1 if the tube goes up from there, -1 if down, 0 at the end.
    touched : int
        The last sample at which the line touches the side it must not cross.
    """
    count = len(x)
    # Upper hull of the lower side and lower hull of the upper side, as indices.
    floor: list[int] = []
    ceiling: list[int] = []
    floor_at = ceiling_at = 0
    steep_x = steep_y = flat_x = flat_y = 0.0
    steep, flat = _INFINITY, -_INFINITY
    steep_touch = flat_touch = -1
    first = min(from_high, from_low)
    for i in range(first, count):
        at = x[i]
        bounded_below, bounded_above = i >= from_low, i >= from_high
        if bounded_below:
            bottom = low[i]
            if steep < _INFINITY and bottom > steep_y + steep * (at - steep_x):
                return (steep_x, steep_y, steep), i, 1, steep_touch
        if bounded_above:
            top = high[i]
            if flat > -_INFINITY and top < flat_y + flat * (at - flat_x):
                return (flat_x, flat_y, flat), i, -1, flat_touch
        if bounded_above and bounded_below and bottom > top:
            # A jump wider than the tube: nothing passes.
            break
        if bounded_above and floor and (steep == _INFINITY or top < steep_y + steep * (at - steep_x)):
            # The steepest line now goes through this sample's top and touches the floor before it.
            while floor_at + 1 < len(floor):
                here, ahead = floor[floor_at], floor[floor_at + 1]
                if (top - low[ahead]) * (at - x[here]) <= (top - low[here]) * (at - x[ahead]):
                    floor_at += 1
                else:
                    break
            pivot = floor[floor_at]
            steep = (top - low[pivot]) / (at - x[pivot])
            steep_x, steep_y, steep_touch = at, top, i
        if bounded_below and ceiling and (flat == -_INFINITY or bottom > flat_y + flat * (at - flat_x)):
            while ceiling_at + 1 < len(ceiling):
                here, ahead = ceiling[ceiling_at], ceiling[ceiling_at + 1]
                if (bottom - high[ahead]) * (at - x[here]) >= (bottom - high[here]) * (at - x[ahead]):
                    ceiling_at += 1
                else:
                    break
            pivot = ceiling[ceiling_at]
            flat = (bottom - high[pivot]) / (at - x[pivot])
            flat_x, flat_y, flat_touch = at, bottom, i
        if bounded_below:
            while len(floor) > floor_at + 1 and _turns_left(x, low, floor[-2], floor[-1], i):
                floor.pop()
            floor.append(i)
        if bounded_above:
            while len(ceiling) > ceiling_at + 1 and _turns_right(x, high, ceiling[-2], ceiling[-1], i):
                ceiling.pop()
            ceiling.append(i)
    line = _middle_line(x, low, high, first, count, (steep_x, steep_y, steep), (flat_x, flat_y, flat))
    return line, count if i == count - 1 else i, 0, i


def _turns_left(x: list[float], y: list[float], a: int, b: int, c: int) -> bool:
    return (y[b] - y[a]) * (x[c] - x[a]) <= (y[c] - y[a]) * (x[b] - x[a])


def _turns_right(x: list[float], y: list[float], a: int, b: int, c: int) -> bool:
    return (y[b] - y[a]) * (x[c] - x[a]) >= (y[c] - y[a]) * (x[b] - x[a])


def _middle_line(
    x: list[float],
    low: list[float],
    high: list[float],
    first: int,
    count: int,
    steep: tuple[float, float, float],
    flat: tuple[float, float, float],
) -> tuple[float, float, float]:
    """Return the line between the two extreme ones that reached the end."""
    if steep[2] == _INFINITY and flat[2] == -_INFINITY:
        return x[count - 1], 0.5 * (low[count - 1] + high[count - 1]), 0.0
    # Where one side counts at the last sample only, a line can be as steep as it likes, but not as flat.
    if steep[2] == _INFINITY:
        return flat
    if flat[2] == -_INFINITY:
        return steep
    end, start = x[count - 1], x[first]
    at_end = 0.5 * (steep[1] + steep[2] * (end - steep[0]) + flat[1] + flat[2] * (end - flat[0]))
    at_start = 0.5 * (steep[1] + steep[2] * (start - steep[0]) + flat[1] + flat[2] * (start - flat[0]))
    return end, at_end, (at_end - at_start) / (end - start) if end > start else 0.0


def _joined(
    lines: list[tuple[float, float, float]], start: float, end: float
) -> tuple[FloatArray, FloatArray]:
    """Return the corners of the path: where each line crosses the next, and both ends."""
    nodes, values = [start], [lines[0][1] + lines[0][2] * (start - lines[0][0])]
    for (x0, y0, s0), (x1, y1, s1) in pairwise(lines):
        place = x0 + (y1 - y0 + s1 * (x0 - x1)) / (s0 - s1) if s0 != s1 else 0.5 * (x0 + x1)
        nodes.append(place)
        values.append(y0 + s0 * (place - x0))
    x0, y0, s0 = lines[-1]
    return np.array([*nodes, end]), np.array([*values, y0 + s0 * (end - x0)])

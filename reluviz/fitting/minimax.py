"""Minimax values at given nodes: the smallest possible largest error, by exchange."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.errors import InputError
from reluviz.fitting.hats import assemble
from reluviz.fitting.levels import Rows, nearest_within, smallest_level
from reluviz.fitting.projection import least_squares_values
from reluviz.maths.piecewise import PiecewiseLinear, merged
from reluviz.maths.residual import counts_at, sample_residual

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.fitting.norms import Watch
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand, Points

    #: From values and a level to the rows that exceed the level, and the true largest error.
    _Search = Callable[[FloatArray, float], tuple[Rows, float]]

__all__ = ["MOST_KNOTS", "MinimaxValues", "check_knots", "minimax_values"]

#: A linear program on this many takes a second or two, on four times as many half a minute, and nothing can
#: end it before it is done.
MOST_KNOTS = 5000
_ROUNDS = 25
#: The largest error may exceed the proven bound by this share. A linear program is solved to about 1e-9.
_LEVEL = 1e-7
#: An error below this share of the target is rounding: nothing is left to be levelled.
_EXACT = 1e-13
#: Between the samples the true peak of a resolved function is never more than a few per cent higher.
_CANDIDATE_SHARE = 0.9
#: How much larger the error may be that is left when freedom is used to stay near least squares.
_SLACK = 1e-9
#: Data enters a linear program by the worst points of each of so many parts of a segment.
_BLOCKS = 4
_QUARTERS = np.array([0.0, 0.25, 0.5, 0.75])


@dataclass(frozen=True)
class MinimaxValues:
    """What `minimax_values` found.

    Attributes
    ----------
    values : array of shape (n,)
        At the nodes.
    error : float
        The true largest error of these values.
    lower_bound : float
        No values have a smaller largest error than this, but for the tolerance of the linear program.
    """

    values: FloatArray
    error: float
    lower_bound: float


def minimax_values(
    target: Approximand,
    nodes: FloatArray,
    constraints: FloatArray | None = None,
    watch: Watch | None = None,
) -> MinimaxValues:
    """Return the values at `nodes` whose straight connection has the smallest largest error.

    Parameters
    ----------
    target : Approximand
        Of data, all points count alike: weights do not enter a largest error. (Points of weight 0 are no
        part of a target in the first place.)
    nodes : array of shape (n,), n >= 2
        Increasing, from one end of the interval to the other; for data from the first point to the last.
    constraints : array of shape (0 to 2, n), optional
        Rows c with c · v = 0.
    watch : callable, optional
        Called between rounds.

    Returns
    -------
    MinimaxValues
        If the least-squares fit is exact, its values. Where data leaves values open, those nearest to the
        least-squares ones.

    Raises
    ------
    InputError
        If there are more than 5,000 nodes between the ends.

    Notes
    -----
    An exchange method (Cheney, Introduction to Approximation Theory, 1966, chapter 3; Hettich and Kortanek,
    Semi-infinite programming, SIAM Review 35, 1993): a linear program on few places, to which all places
    where the true error exceeds its optimum are added until none is left. Each optimum is a lower bound.
    The program is written as a correction of the best values so far, in units of their error, since the
    tolerances of the solver (HiGHS) are absolute.
    """
    check_knots(nodes.size - 2)
    system = assemble(target, nodes)
    least_squares = least_squares_values(system, constraints)
    search = (
        _function_search(target, nodes)
        if target.points_inside is None
        else _data_search(target.points_inside, nodes)
    )
    rows, error = search(least_squares, 0.0)
    size = float(np.abs(rows.f).max(initial=0.0))
    if error <= _EXACT * max(size, float(np.abs(least_squares).max())):
        return MinimaxValues(least_squares, error, 0.0)
    if target.points_inside is None:
        rows = rows.joined(_grid_rows(target, nodes))
    values, bound = least_squares, 0.0
    for number in range(_ROUNDS):
        if watch is not None:
            watch(number / _ROUNDS)
        found = smallest_level(rows, values, error, constraints)
        if found is None:
            break
        bound = max(bound, found[1])
        more, largest = search(found[0], found[1] * (1 + 0.1 * _LEVEL))
        if largest < error:
            values, error = found[0], largest
        if error <= bound * (1 + _LEVEL) or more.f.size == 0:
            break
        rows = rows.joined(more)
    if system.has_gaps and error > 0:
        values, error = _near(least_squares, rows, values, error, constraints, search, watch)
    return MinimaxValues(values, error, min(bound, error))


def check_knots(count: int) -> None:
    """Raise InputError if there are too many nodes between the ends for a linear program."""
    if count > MOST_KNOTS:
        raise InputError(
            f"minimax fits take hinges on at most {MOST_KNOTS:,} knots, not {count:,}; "
            f"least squares takes any number"
        )


def _near(
    wanted: FloatArray,
    rows: Rows,
    values: FloatArray,
    error: float,
    constraints: FloatArray | None,
    search: _Search,
    watch: Watch | None,
) -> tuple[FloatArray, float]:
    """Return the values nearest to the `wanted` ones among those with an error as small."""
    limit = error * (1 + _SLACK)
    for number in range(_ROUNDS):
        if watch is not None:
            watch(number / _ROUNDS)
        found = nearest_within(limit, rows, wanted, error, constraints)
        if found is None:
            break
        more, largest = search(found, limit)
        if largest <= limit * (1 + _SLACK):
            return found, largest
        rows = rows.joined(more)
    return values, error


def _rows(nodes: FloatArray, x: FloatArray, f: FloatArray, sign: FloatArray) -> Rows:
    segment = np.clip(np.searchsorted(nodes, x, side="right") - 1, 0, nodes.size - 2)
    return Rows(segment, (x - nodes[segment]) / (nodes[segment + 1] - nodes[segment]), f, sign)


def _grid_rows(target: Approximand, nodes: FloatArray) -> Rows:
    """Return both inequalities at the nodes and the quarter points between, where they count."""
    x = np.append((nodes[:-1, None] + np.diff(nodes)[:, None] * _QUARTERS).ravel(), nodes[-1])
    x = x[counts_at(target, x)] if target.gaps else x
    f = target(x)
    ones = np.ones_like(x)
    return _rows(nodes, x, f, ones).joined(_rows(nodes, x, f, -ones))


def _function_search(target: Approximand, nodes: FloatArray) -> _Search:
    """Look at all peaks of the error of a function, refined, and on both sides of its jumps."""

    def search(values: FloatArray, level: float) -> tuple[Rows, float]:
        curve = PiecewiseLinear(nodes, values, 0.0, 0.0)
        residual = sample_residual(curve, target)
        x, r = residual.peaks(_CANDIDATE_SHARE * min(level, float(np.abs(residual.r).max())))
        over = np.abs(r) > level
        return _rows(nodes, x[over], (curve(x) - r)[over], np.sign(r)[over]), float(np.abs(r).max())

    return search


def _data_search(points: Points, nodes: FloatArray) -> _Search:
    """Look at all points, but return only the worst of each part of a segment, above and below."""
    x, y = points.x, points.y
    starts = np.concatenate([[0], x.searchsorted(nodes[1:-1]), [x.size]])
    parts = starts[:-1, None] + np.diff(starts)[:, None] * np.arange(_BLOCKS) // _BLOCKS
    first = merged(parts.ravel()).astype(np.intp)
    first = first[first < x.size]
    last = np.append(first[1:], x.size)

    def search(values: FloatArray, level: float) -> tuple[Rows, float]:
        r = np.interp(x, nodes, values) - y
        found, signs = [], []
        largest = 0.0
        for sign, extreme, place in ((1.0, np.maximum, np.argmax), (-1.0, np.minimum, np.argmin)):
            worst = sign * extreme.reduceat(r, first)
            largest = max(largest, float(worst.max()))
            for block in np.flatnonzero(worst > level).tolist():
                found.append(first[block] + int(place(r[first[block] : last[block]])))
                signs.append(sign)
        at = np.array(found, dtype=np.intp)
        return _rows(nodes, x[at], y[at], np.array(signs)), largest

    return search

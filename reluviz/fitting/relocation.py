"""Moves of single knots: every knot taken away, put back everywhere else, and the best of that polished."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reluviz.fitting.polish import Spline, polish
from reluviz.fitting.programmes import Grid
from reluviz.maths.piecewise import merged

if TYPE_CHECKING:
    from reluviz.fitting.norms import Watch
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand

__all__ = ["errors_of_moves", "relocated"]

#: Rounds are fewer where each has many moves to reckon: some tenths of a second altogether.
_MOST_ROUNDS, _MOST_RECKONED = 40, 1_000_000
#: So many moves are polished when none helps by itself, and of those two at once are tried so often.
_POLISHED, _BEYOND = 6, 6
#: Of more nodes two moves at once would take too long.
_MOST_PAIRED = 65
#: Of a polish on the way.
_STEPS = 12
#: A change of the square error that is worth another round.
_ENOUGH = 1 - 1e-6
#: Moves reckoned at once.
_MOST_MOVES = 60_000
#: Data up to so many places is tried everywhere, more of it so many places from the knots and where asked.
_MOST_PLACES = 1000
_OFFSETS = np.array([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128])
#: Of the interval, between knots.
_NEAREST = 4e-9
#: Where no data is, against its whole weight: a pivot of 0 would leave no number.
_RIDGE = 1e-13


def relocated(target: Approximand, spline: Spline, places: FloatArray, watch: Watch | None = None) -> Spline:
    """Move knots one at a time from where they serve least to where they are missed most, while that helps.

    Parameters
    ----------
    target : Approximand
    spline : Spline
    places : array of shape (m,)
        Where knots are tried.
    watch : callable, optional

    Returns
    -------
    Spline
        With as many pieces.

    Notes
    -----
    Local search by exchanges, the best first. The error of every exchange, all values being fitted anew,
    is known before any is tried (`errors_of_moves`). Those that do not help by themselves may do so once
    polished, or with another one after them, as in the search of Lin and Kernighan (1973).
    """
    beyond = _BEYOND if spline.nodes.size <= _MOST_PAIRED else 0
    if spline.nodes.size < 3:
        return spline
    rounds = min(_MOST_ROUNDS, _MOST_RECKONED // (spline.nodes.size * max(places.size, 1)))
    for number in range(rounds):
        if watch is not None:
            watch(0.6 + 0.4 * number / rounds)
        moved = _moved(target, spline, places, _POLISHED)
        best = min(moved, key=_square_error, default=spline)
        if best.square_error >= _ENOUGH * spline.square_error and beyond > 0:
            # Two moves together may help where neither does alone.
            again = (_moved(target, one, places, 1) for one in moved)
            best = min((two[0] for two in again if two), key=_square_error, default=spline)
            beyond -= 1
        if best.square_error >= _ENOUGH * spline.square_error:
            break
        spline = best
    return min(spline, polish(target, spline.nodes), key=_square_error)


def _square_error(spline: Spline) -> float:
    return spline.square_error


def _moved(target: Approximand, spline: Spline, places: FloatArray, most: int) -> list[Spline]:
    """Return what the best moves lead to: one that helps by itself, or a few."""
    length = spline.nodes[-1] - spline.nodes[0]
    tried = _tried(target, spline, places)
    tried = tried[np.abs(tried[:, None] - spline.nodes).min(axis=1) > _NEAREST * length]
    if tried.size == 0:
        return []
    grid = Grid(target, merged(spline.nodes, tried))
    at, new = grid.places.searchsorted(spline.nodes), grid.places.searchsorted(tried)
    errors = errors_of_moves(grid, at, new)
    moved: list[Spline] = []
    for gone, place in _ranked(errors, spline.square_error, at, new, most):
        nodes = np.sort(np.append(np.delete(spline.nodes, gone + 1), tried[place]))
        moved.append(polish(target, nodes, most_steps=_STEPS))
        if errors[gone, place] < spline.square_error:
            break
    return moved


def _tried(target: Approximand, spline: Spline, places: FloatArray) -> FloatArray:
    points = target.points_inside
    if points is None:
        return places[1:-1]
    x = merged(points.x)
    x = merged(x, 0.5 * (x[1:] + x[:-1]))[1:-1]
    if x.size <= _MOST_PLACES:
        return merged(x, places[1:-1])
    near = x.searchsorted(spline.knots)[:, None] + np.concatenate([-_OFFSETS, _OFFSETS])
    return merged(places[1:-1], x[near.clip(0, x.size - 1).ravel()])


def _ranked(
    errors: FloatArray, present: float, at: npt.NDArray[np.intp], new: npt.NDArray[np.intp], most: int
) -> list[tuple[int, int]]:
    """Return the best moves as (knot, place): at most one of each knot into each piece.

    If none helps by itself, those that are better than their neighbours: a place beside where the knot was
    would only lead back there.
    """
    inner = np.arange(errors.shape[0])
    if errors.min() < present:
        knot, place = divmod(int(errors.argmin()), errors.shape[1])
        return [(knot, place)]
    everywhere = np.full((inner.size, at.size + new.size + 2), np.inf)
    everywhere[:, 1 + new] = errors
    everywhere[inner, 1 + at[1:-1]] = present
    lowest = (errors <= everywhere[:, new]) & (errors <= everywhere[:, 2 + new])
    knots, places = np.nonzero(lowest)
    order = np.argsort(errors[knots, places], kind="stable")
    knots, places = knots[order], places[order]
    piece = at.searchsorted(new)[places] - 1
    kinds = (knots * at.size + piece - (piece > knots)).tolist()
    ranked: dict[int, tuple[int, int]] = {}
    for kind, knot, place in zip(kinds, knots.tolist(), places.tolist(), strict=True):
        ranked.setdefault(kind, (knot, place))
        if len(ranked) == most:
            break
    return list(ranked.values())


def errors_of_moves(grid: Grid, at: npt.NDArray[np.intp], new: npt.NDArray[np.intp]) -> FloatArray:
    """Return the square errors of splines with one knot taken away and another one put in.

    Parameters
    ----------
    grid : Grid
    at : integer array of shape (n + 1,)
        The places of the nodes.
    new : integer array of shape (m,)
        Places between them where none of them is.

    Returns
    -------
    array of shape (n - 1, m)
        Of the best values at the nodes but inner node i + 1, and at new place j.

    Notes
    -----
    The tridiagonal system is eliminated from both ends, for all nodes that may go at once; what a new
    node adds is then one more elimination, in the middle: O(n² + nm) altogether.
    """
    inner = np.arange(1, at.size - 1)
    ridge = _RIDGE * float(grid.between(np.array([0]), np.array([grid.places.size - 1]))[0, 0])
    kept = np.arange(at.size - 1) + (np.arange(at.size - 1) >= inner[:, None])
    nodes = at[kept].T
    moments = np.stack(grid.hat_moments(nodes[:-1], nodes[1:]))
    forwards = _eliminated(moments, ridge)
    # From the other end right is left.
    backwards = _eliminated(moments[[2, 1, 0, 4, 3], ::-1], ridge)[:, ::-1]
    errors = np.empty((inner.size, new.size))
    piece = at.searchsorted(new) - 1
    at_once = max(1, _MOST_MOVES // inner.size)
    for first in range(0, new.size, at_once):
        part = slice(first, first + at_once)
        before = (piece[part] - (piece[part] >= inner[:, None]), np.arange(inner.size)[:, None])
        after = (before[0] + 1, before[1])
        middle = np.broadcast_to(new[part], before[0].shape)
        a00, a01, a11, a0, a1 = grid.hat_moments(nodes[before], middle)
        b00, b01, b11, b0, b1 = grid.hat_moments(middle, nodes[after])
        left_pivot, left_rest, left_gain = forwards[:, before[0], before[1]]
        right_pivot, right_rest, right_gain = backwards[:, after[0], after[1]]
        left_pivot, left_rest = left_pivot + a00, left_rest + a0
        right_pivot, right_rest = right_pivot + b11, right_rest + b1
        pivot = ridge + a11 + b00 - a01 * a01 / left_pivot - b01 * b01 / right_pivot
        rest = a1 + b0 - a01 * left_rest / left_pivot - b01 * right_rest / right_pivot
        gain = left_gain + right_gain + left_rest**2 / left_pivot + right_rest**2 / right_pivot
        errors[:, part] = grid.total - gain - rest**2 / pivot
    return errors


def _eliminated(moments: FloatArray, ridge: float) -> FloatArray:
    """Return pivot, right side and gain so far at each node before its own next segment, shape (3, n, …).

    `moments` are those of `Grid.hat_moments`, shape (5, n - 1, …), from the end where elimination starts.
    """
    near_near, near_far, far_far, near, far = moments
    result = np.zeros((3, near.shape[0] + 1, *near.shape[1:]))
    result[0] = ridge
    for i in range(near.shape[0]):
        pivot, rest = result[0, i] + near_near[i], result[1, i] + near[i]
        factor = near_far[i] / pivot
        result[0, i + 1] += far_far[i] - factor * near_far[i]
        result[1, i + 1] = far[i] - factor * rest
        result[2, i + 1] = result[2, i] + rest * rest / pivot
    return result

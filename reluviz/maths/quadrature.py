"""Gauss quadrature on cells that resolve a function, so that integrals over it are true integrals.

A target is tabulated once: its interval is halved until eight Gauss nodes per cell reproduce the integrals
over both halves. Every later integral runs over the panels between cell edges and knots. Where a function has
no values, or grows without bound, there is a gap: none of this looks into it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from reluviz.errors import InputError
from reluviz.maths.piecewise import LARGEST_NUMBER, merged

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from reluviz.maths.piecewise import FloatArray

__all__ = [
    "GAUSS_NODES",
    "GAUSS_WEIGHTS",
    "Gaps",
    "check_values",
    "in_gaps",
    "panel_edges",
    "panels_between",
    "resolve_cells",
]

#: Open stretches of an interval that do not count, disjoint, from left to right.
Gaps: TypeAlias = tuple[tuple[float, float], ...]

# Eight-node Gauss-Legendre rule moved to [0, 1]: exact for polynomials up to degree 15.
_HALF_NODES = np.array([0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363])
_HALF_WEIGHTS = np.array([0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763])
GAUSS_NODES: FloatArray = 0.5 + 0.5 * np.concatenate([-_HALF_NODES[::-1], _HALF_NODES])
GAUSS_WEIGHTS: FloatArray = 0.5 * np.concatenate([_HALF_WEIGHTS[::-1], _HALF_WEIGHTS])

FIRST_CELLS = 16
MOST_CELLS = 8192
MOST_HALVINGS = 48
#: Relative to the integral of f² over the interval; leaves room for the rounding of eight products.
CELL_TOLERANCE = 1e-13
#: Looked at evenly before anything else: where a function has no value it may be on a short stretch only.
FIRST_LOOKS = 4096
#: No bounded function has the second share of its square in a cell with the first share of the interval.
POLE_WIDTH, POLE_SHARE = 1e-6, 1e-4
#: What x² takes on the longest interval, and its square, integrated there, is a number still.
LARGEST_VALUE = LARGEST_NUMBER**2


def resolve_cells(
    function: Callable[[FloatArray], FloatArray],
    interval: tuple[float, float],
    breaks: tuple[float, ...] = (),
    gaps: Gaps = (),
) -> FloatArray:
    """Return the edges of cells on which eight Gauss nodes integrate `function` and its square.

    Parameters
    ----------
    function : callable
        Vectorised; NumPy's warnings about places where it has no value are silenced.
    interval : (float, float)
    breaks : tuple of float
        Known kinks and jumps; those inside the interval become edges.
    gaps : tuple of (float, float), optional
        Where the function is not looked at. Each that lies between two parts becomes one cell.

    Returns
    -------
    array of shape (n,)
        Increasing, from one end of the interval to the other, or of what the gaps leave of it. The loop is
        bounded in cells and in halvings, so that any function at all comes to an end here.

    Raises
    ------
    InputError
        If the function somewhere has no value, one beyond LARGEST_VALUE or a pole, and at about which x;
        or if MOST_CELLS do not resolve it: an integral over it would be a guess.
    """
    with np.errstate(all="ignore"):
        result = _resolved(function, interval, breaks, gaps)
        check_values(result, function(result), interval)
    result.flags.writeable = False
    return result


def check_values(x: FloatArray, values: FloatArray, interval: tuple[float, float]) -> None:
    """Refuse a target that has no value at one of the places `x` of an interval, or one too large.

    Raises
    ------
    InputError
        That says at about which x.
    """
    usable = np.abs(values) <= LARGEST_VALUE
    if not usable.all():
        first = int(np.argmin(usable))
        place, value = float(x.flat[first]), float(values.flat[first])
        what = "has no value" if math.isnan(value) else f"is beyond {LARGEST_VALUE:g}"
        raise InputError(
            f"the target {what} at about x = {_about(place, interval)}; choose an interval without that place"
        )


def _about(place: float, interval: tuple[float, float]) -> str:
    """Return a place with as many digits as the interval needs."""
    decimals = 5 - math.floor(math.log10(interval[1] - interval[0]))
    # Adding 0 turns -0 into 0.
    return f"{round(place, decimals) + 0.0:.12g}"


def _resolved(
    function: Callable[[FloatArray], FloatArray],
    interval: tuple[float, float],
    breaks: tuple[float, ...],
    gaps: Gaps,
) -> FloatArray:
    start, end = interval
    inside = [point for point in breaks if start < point < end]
    edges = merged(np.linspace(start, end, FIRST_CELLS + 1), inside, *gaps)
    left, right = _counted(edges, gaps)
    places = np.linspace(start, end, FIRST_LOOKS + 1)
    places = places[(places >= left[0]) & (places <= right[-1]) & ~in_gaps(places, gaps)]
    check_values(places, function(places), interval)
    # Where a part ends no other cell begins.
    done = [right[-1:], *(np.array(gap[:1]) for gap in gaps if left[0] < gap[0] < right[-1])]
    sums = _cell_sums(function, left, right, interval)
    scale = np.array([np.sqrt(sums[1].sum() * (end - start)), sums[1].sum()])
    cells = left.size
    for _ in range(MOST_HALVINGS):
        middle = 0.5 * (left + right)
        halves_left = _cell_sums(function, left, middle, interval)
        halves_right = _cell_sums(function, middle, right, interval)
        off = np.abs(halves_left + halves_right - sums) > CELL_TOLERANCE * scale[:, None]
        split = off.any(axis=0) & (middle > left) & (middle < right)
        stuck = off.any(axis=0) & ~split
        _check_poles(left[stuck], right[stuck], sums[1, stuck], scale[1], interval)
        done.append(left[~split])
        cells += int(split.sum())
        left, middle, right = left[split], middle[split], right[split]
        if left.size == 0:
            break
        sums = np.concatenate([halves_left[:, split], halves_right[:, split]], axis=1)
        left, right = np.concatenate([left, middle]), np.concatenate([middle, right])
        if cells > MOST_CELLS:
            _check_poles(left, right, sums[1], scale[1], interval)
            raise InputError(
                f"the target has finer detail between {start:g} and {end:g} than can be measured; "
                f"choose a shorter interval"
            )
    else:
        _check_poles(left, right, sums[1], scale[1], interval)
        done.append(left)
    return merged(*done)


def _check_poles(
    left: FloatArray, right: FloatArray, squares: FloatArray, total: float, interval: tuple[float, float]
) -> None:
    """Refuse a function of whose square too much is left in a cell that is next to nothing."""
    narrow = right - left <= POLE_WIDTH * (interval[1] - interval[0])
    poles = np.flatnonzero(narrow & (squares > POLE_SHARE * total))
    if poles.size:
        place = float(left[poles[squares[poles].argmax()]])
        raise InputError(
            f"the target grows without bound at about x = {_about(place, interval)}; "
            f"choose an interval that keeps away from there"
        )


def _cell_sums(
    function: Callable[[FloatArray], FloatArray],
    left: FloatArray,
    right: FloatArray,
    interval: tuple[float, float],
) -> FloatArray:
    """Return ∫f and ∫f² over each cell, shape (2, cells)."""
    width = right - left
    x = left[:, None] + width[:, None] * GAUSS_NODES
    y = function(x)
    check_values(x, y, interval)
    return np.stack([width * (y @ GAUSS_WEIGHTS), width * ((y * y) @ GAUSS_WEIGHTS)])


def panel_edges(cells: FloatArray, knots: FloatArray) -> FloatArray:
    """Return the edges of `cells` with the `knots` between them: on each panel h is one straight line."""
    inside = knots[(knots > cells[0]) & (knots < cells[-1])]
    return merged(cells, inside)


def panels_between(cells: FloatArray, gaps: Gaps, knots: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the left and the right ends of all panels that count, from left to right.

    Every integral and every maximum over a function is taken over these, so that gaps weigh nothing.
    """
    return _counted(panel_edges(cells, knots), gaps)


def _counted(edges: FloatArray, gaps: Gaps) -> tuple[FloatArray, FloatArray]:
    left, right = edges[:-1], edges[1:]
    if not gaps:
        return left, right
    # The ends of gaps are edges, so a panel that begins in a gap or at its start lies inside it.
    starts, ends = np.array(gaps).T
    counts = starts.searchsorted(left, "right") == ends.searchsorted(left, "right")
    return left[counts], right[counts]


def in_gaps(x: FloatArray, gaps: Gaps) -> npt.NDArray[np.bool_]:
    """Return which of the places `x`, of any shape, lie inside a gap, its ends excluded."""
    if not gaps:
        return np.zeros(x.shape, dtype=bool)
    starts, ends = np.array(gaps).T
    inside: npt.NDArray[np.bool_] = starts.searchsorted(x, "left") > ends.searchsorted(x, "right")
    return inside

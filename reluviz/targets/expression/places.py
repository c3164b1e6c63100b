"""Numerical search for the places that guards ask for, in bounded time.

Everything is looked at on an even grid first. Between two neighbours on it that differ, the place is closed
in on, all places at once: sixteen points inside each bracket, and again inside the piece where it changes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.maths.piecewise import FloatArray

__all__ = ["MOST_PLACES", "BoolArray", "CellArray", "Crossings", "changes", "crossings", "lowest", "rounded"]

#: More than these in one interval are no places any more but a texture.
MOST_PLACES = 1024
_INNER = 16
_SHARES = np.arange(1, _INNER + 1) / (_INNER + 1)
#: 4096 cells and 17^11 pieces: finer than float64.
_ROUNDS = 11
#: Each time the bracket becomes two pieces of seventeen; a minimum is flat beyond half the digits.
_LOWEST_ROUNDS = 8

BoolArray = npt.NDArray[np.bool_]
CellArray = npt.NDArray[np.intp]


class Crossings(NamedTuple):
    """Brackets on a grid: the cell each is in, and the level that is passed there."""

    cells: CellArray
    levels: FloatArray


def crossings(values: FloatArray, levels: bool) -> Crossings | None:
    """Return where values on a grid pass 0, or any whole number; None if too often to be told apart."""
    if not levels:
        above = values >= 0.0
        # Next to places without values nothing is passed; `changes` of having a value finds those.
        known = np.isfinite(values)
        cells = np.flatnonzero((above[1:] != above[:-1]) & known[1:] & known[:-1])
        return Crossings(cells, np.zeros(cells.size)) if cells.size <= MOST_PLACES else None
    floors = np.floor(values)
    with np.errstate(invalid="ignore"):
        counts = np.abs(np.diff(floors))
    counts[~np.isfinite(counts)] = 0.0
    if counts.sum() > MOST_PLACES:
        return None
    cells = np.repeat(np.arange(counts.size), counts.astype(np.intp))
    first = np.minimum(floors[1:], floors[:-1])[cells]
    # The first of each cell is passed once, the next one is one level further.
    before = np.cumsum(counts) - counts
    return Crossings(cells, first + 1.0 + (np.arange(cells.size) - before[cells]))


def changes(
    predicate: Callable[[FloatArray], BoolArray],
    left: FloatArray,
    right: FloatArray,
    first: BoolArray | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Return brackets [left, right] narrowed down to where `predicate` differs from `first`.

    Parameters
    ----------
    predicate : callable
        From points of shape (brackets, k) to truth values; a row belongs to its bracket.
    left, right : arrays of shape (brackets,)
    first : array of shape (brackets,), optional
        What it is at left if not given.
    """
    if left.size == 0:
        return left, right
    rows = np.arange(left.size)
    if first is None:
        first = predicate(left[:, None])[:, 0]
    for _ in range(_ROUNDS):
        points = left[:, None] + (right - left)[:, None] * _SHARES
        differs = predicate(points) != first[:, None]
        found = differs.any(axis=1)
        at = np.where(found, differs.argmax(axis=1), _INNER)
        edges = np.concatenate([left[:, None], points, right[:, None]], axis=1)
        left, right = edges[rows, at], edges[rows, at + 1]
    return left, right


def lowest(
    function: Callable[[FloatArray], FloatArray], left: FloatArray, right: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return where `function` is smallest in each bracket, and its value there."""
    if left.size == 0:
        return left, left
    rows = np.arange(left.size)
    middle, value = left, np.full(left.size, np.inf)
    for _ in range(_LOWEST_ROUNDS):
        points = left[:, None] + (right - left)[:, None] * _SHARES
        values = function(points)
        values[~np.isfinite(values)] = np.inf
        at = values.argmin(axis=1)
        edges = np.concatenate([left[:, None], points, right[:, None]], axis=1)
        middle, value = points[rows, at], values[rows, at]
        left, right = edges[rows, at], edges[rows, at + 2]
    return middle, value


def rounded(places: FloatArray, tolerance: float) -> FloatArray:
    """Return the places, those next to a short decimal moved there: 0.3 is meant, not 0.30000000000000004."""
    if places.size == 0 or tolerance <= 0.0:
        return places
    # A hundredth of the places by chance would be too many: two digits less than the tolerance has.
    decimals = -math.ceil(math.log10(tolerance)) - 2
    if not -300 < decimals < 300:
        return places
    with np.errstate(all="ignore"):
        short = np.round(places, decimals) if decimals < 290 else places
    result: FloatArray = np.where(np.abs(short - places) <= tolerance, short + 0.0, places)
    return result

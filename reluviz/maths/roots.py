"""Where a sampled function changes sign, even if it does so two or three times between two samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.maths.piecewise import FloatArray

    #: Rows of samples, the two ends of brackets of roots, the values there; shapes (n,), (2, n), (2, n).
    _Brackets = tuple[npt.NDArray[np.intp], FloatArray, FloatArray]

__all__ = ["SignChanges", "find_sign_changes"]

#: Rarely more than six steps are taken. A root that is almost double or triple would take many, so that from
#: here on every other step halves.
_SECANT_STEPS = 6
_MOST_STEPS = 60
#: Where to look beside a sample that is next to a root, as a share of the bracket.
_PROBE = 1e-3
#: A root is found where |r| is this share of what it was beside it: the area missed is the square of that.
_ROOT_SHARE = 1e-8
#: A dip of |r| is looked at where a parabola through three samples goes below this share of them. The
#: parabola is no more than a hint, so what it leaves above 0 by little is looked at as well.
_DIP_SHARE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class SignChanges:
    """Changes of sign, all arrays of shape (number of changes,).

    Attributes
    ----------
    row : array of int
        Increasing.
    x : array of float
        Increasing within a row.
    rises : array of bool
        Whether the function goes from below to above 0.
    low, high : arrays of float
        Places around x between which there is no other root that is known.
    """

    row: npt.NDArray[np.intp]
    x: FloatArray
    rises: npt.NDArray[np.bool_]
    low: FloatArray
    high: FloatArray


def find_sign_changes(
    x: FloatArray, r: FloatArray, evaluate: Callable[[FloatArray], FloatArray]
) -> SignChanges:
    """Return where a function changes sign that is smooth along each row of samples.

    Parameters
    ----------
    x, r : arrays of shape (m, c), c >= 3
        Increasing places, row by row, and the function there. 0 counts as positive.
    evaluate : callable
        The function at any other places.
    """
    # A product of neighbours would not see a change of sign that goes by way of an exact 0.
    positive = r >= 0.0
    row, column = np.nonzero(positive[:, 1:] != positive[:, :-1])
    low, high = x[row, column], x[row, column + 1]
    at_low, at_high = r[row, column], r[row, column + 1]
    beside = _pieces_beside(positive, row, column)
    parts = _dips(x, r, positive, beside, evaluate) + _dips_beside(x, r, positive, beside, evaluate)
    # Where r turns twice between two samples, it may have three roots there.
    lowest, highest = _turns(x, r, row, column)
    first, second = np.minimum(lowest, highest), np.maximum(lowest, highest)
    which = np.flatnonzero((first > low) & (second < high) & (first < second))
    if which.size:
        at_first, at_second = evaluate(first[which]), evaluate(second[which])
        rises = at_high[which] >= 0.0
        real = ((at_first >= 0.0) == rises) & ((at_second >= 0.0) != rises)
        which, at_first, at_second = which[real], at_first[real], at_second[real]
        first, second = first[which], second[which]
        parts.append((row[which], np.stack([first, second]), np.stack([at_first, at_second])))
        parts.append((row[which], np.stack([second, high[which]]), np.stack([at_second, at_high[which]])))
        # The bracket that held all three ends at the first turn.
        high[which], at_high[which] = first, at_first
    if parts:
        parts.append((row, np.stack([low, high]), np.stack([at_low, at_high])))
        row = np.concatenate([part[0] for part in parts])
        low, high = np.concatenate([part[1] for part in parts], axis=1)
        at_low, at_high = np.concatenate([part[2] for part in parts], axis=1)
        order = np.lexsort((low, row))
        row = row[order]
        low, high, at_low, at_high = (column[order] for column in (low, high, at_low, at_high))
    roots = _bracketed(low, high, at_low, at_high, evaluate) if row.size else np.empty(0)
    return SignChanges(row, roots, at_high >= 0.0, low, high)


def _dips(
    x: FloatArray,
    r: FloatArray,
    positive: npt.NDArray[np.bool_],
    beside: npt.NDArray[np.bool_],
    evaluate: Callable[[FloatArray], FloatArray],
) -> list[_Brackets]:
    """Return both changes where r crosses 0 and comes back between samples, but for the pieces `beside`."""
    size = np.abs(r)
    smallest = np.ones(r.shape, dtype=bool)
    falls = size[:, 1:] <= size[:, :-1]
    smallest[:, 1:] = falls
    smallest[:, :-1] &= ~falls
    row, column = np.nonzero(smallest)
    middle = np.clip(column, 1, r.shape[1] - 2)
    one_sign = (positive[row, middle - 1] == positive[row, middle]) & (
        positive[row, middle] == positive[row, middle + 1]
    )
    row, middle = row[one_sign], middle[one_sign]
    (x0, x1, x2), (y0, y1, y2) = ([a[row, middle + by] for by in (-1, 0, 1)] for a in (x, size))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        before, after = (y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1)
        bend = (after - before) / (x2 - x0)
        vertex = 0.5 * (x0 + x1) - 0.5 * before / bend
        lowest = y0 + (vertex - x0) * (before + bend * (vertex - x1))
        hint = (lowest <= _DIP_SHARE * np.maximum(y0, y2)) & (bend > 0) & (vertex > x0) & (vertex < x2)
    if not hint.any():
        return []
    row, middle, vertex = row[hint], middle[hint], vertex[hint]
    left = np.where(vertex <= x1[hint], middle - 1, middle)
    at_vertex = evaluate(vertex)
    real = ((at_vertex >= 0.0) != positive[row, middle]) & ~beside[row, left]
    row, left = row[real], left[real]
    vertex, at_vertex = vertex[real], at_vertex[real]
    return [
        (row, np.stack([x[row, left], vertex]), np.stack([r[row, left], at_vertex])),
        (row, np.stack([vertex, x[row, left + 1]]), np.stack([at_vertex, r[row, left + 1]])),
    ]


def _pieces_beside(
    positive: npt.NDArray[np.bool_], row: npt.NDArray[np.intp], column: npt.NDArray[np.intp]
) -> npt.NDArray[np.bool_]:
    """Return which pieces between samples of one sign have a change of sign beside them."""
    changes = np.zeros((positive.shape[0], positive.shape[1] + 1), dtype=bool)
    changes[row, column + 1] = True
    beside: npt.NDArray[np.bool_] = (changes[:, :-2] | changes[:, 2:]) & ~changes[:, 1:-1]
    return beside


def _dips_beside(
    x: FloatArray,
    r: FloatArray,
    positive: npt.NDArray[np.bool_],
    beside: npt.NDArray[np.bool_],
    evaluate: Callable[[FloatArray], FloatArray],
) -> list[_Brackets]:
    """Return both changes where r crosses 0 and comes back right beside a sample near 0, by cubics."""
    rows, left = np.nonzero(beside)
    sign = positive[rows, left]
    lowest, highest = _turns(x, r, rows, left)
    place = np.where(sign, lowest, highest)
    hint = (place > x[rows, left]) & (place < x[rows, left + 1])
    if not hint.any():
        return []
    rows, left, sign, place = rows[hint], left[hint], sign[hint], place[hint]
    value = evaluate(place)
    real = (value >= 0.0) != sign
    rows, left, place, value = rows[real], left[real], place[real], value[real]
    return [
        (rows, np.stack([x[rows, left], place]), np.stack([r[rows, left], value])),
        (rows, np.stack([place, x[rows, left + 1]]), np.stack([value, r[rows, left + 1]])),
    ]


def _turns(
    x: FloatArray, r: FloatArray, row: npt.NDArray[np.intp], column: npt.NDArray[np.intp]
) -> tuple[FloatArray, FloatArray]:
    """Return where the cubics through four samples around each piece are lowest and highest, or NaN."""
    if r.shape[1] < 4:
        return np.full(row.size, np.nan), np.full(row.size, np.nan)
    first = np.clip(column - 1, 0, r.shape[1] - 4)
    low, width = x[row, column], x[row, column + 1] - x[row, column]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        t0, t1, t2, t3 = ((x[row, first + by] - low) / width for by in range(4))
        y0, y1, y2, y3 = (r[row, first + by] for by in range(4))
        d01, d12, d23 = (y1 - y0) / (t1 - t0), (y2 - y1) / (t2 - t1), (y3 - y2) / (t3 - t2)
        d012, d123 = (d12 - d01) / (t2 - t0), (d23 - d12) / (t3 - t1)
        d0123 = (d123 - d012) / (t3 - t0)
        # The derivative of Newton's form, as a·t² + 2b·t + c.
        a = 3.0 * d0123
        b = d012 - d0123 * (t0 + t1 + t2)
        c = d01 - d012 * (t0 + t1) + d0123 * (t0 * t1 + t0 * t2 + t1 * t2)
        reach = np.sqrt(b * b - a * c)
        return low + width * (reach - b) / a, low + width * (-reach - b) / a


def _bracketed(
    low: FloatArray,
    high: FloatArray,
    at_low: FloatArray,
    at_high: FloatArray,
    evaluate: Callable[[FloatArray], FloatArray],
) -> FloatArray:
    """Return roots between places where the function has opposite signs, always bracketed.

    The method of Anderson and Björck (BIT 13, 1973), a regula falsi of order 1.7.
    """
    small = _ROOT_SHARE * np.maximum(np.abs(at_low), np.abs(at_high))
    # An end that is next to 0 may be another root than the one within: a probe beside it tells.
    at_root = np.minimum(np.abs(at_low), np.abs(at_high)) <= small
    if at_root.any():
        by = _PROBE * (high - low)
        probe = np.where(np.abs(at_low) <= small, low + by, high - by)
        value = evaluate(probe)
        moves_low = at_root & ((at_low >= 0) == (value >= 0))
        moves_high = at_root & ~moves_low
        low, at_low = np.where(moves_low, probe, low), np.where(moves_low, value, at_low)
        high, at_high = np.where(moves_high, probe, high), np.where(moves_high, value, at_high)
    root, side, found = low, np.zeros(low.size), np.zeros(low.size, dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        for number in range(_MOST_STEPS):
            if number > _SECANT_STEPS and number % 2:
                step = 0.5 * (high - low)
            else:
                # Where both ends are roots already, the step is 0 · 1, not 0 / 0.
                rise = np.where(at_high == at_low, 1.0, at_high - at_low)
                step = -at_low * (high - low) / rise
            root = np.where(found, root, np.minimum(np.maximum(low + step, low), high))
            value = evaluate(root)
            found = np.abs(value) <= small
            if found.all():
                break
            moves_low = (at_low >= 0) == (value >= 0)
            # An end that stays for the second time counts less, or the other would creep towards it.
            share = 1.0 - value / np.where(moves_low, at_low, at_high)
            share = np.where((share > 0.0) & (share <= 1.0), share, 0.5)
            at_high = np.where(moves_low, np.where(side > 0, share * at_high, at_high), value)
            at_low = np.where(moves_low, value, np.where(side < 0, share * at_low, at_low))
            low, high = np.where(moves_low, root, low), np.where(moves_low, high, root)
            side = np.where(moves_low, 1.0, -1.0)
    return root

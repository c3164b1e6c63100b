"""The value beside a place at which a function has none: the limit of sin(x)/x at 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reluviz.maths.piecewise import merged

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.expression.places import BoolArray

__all__ = ["fill_holes", "side_limits"]

#: Distances from the place, in units of its size: rounding spoils the smallest, curvature the largest.
_DISTANCES = 2.0 ** -np.arange(4.0, 66.0)
_FIRST_LOOKS = 2.0 ** -np.array([20.0, 40.0, 62.0])
#: Two extrapolations that agree this well, relative to the values near by, are one limit.
_AGREEMENT = 1e-7
_MOST_HOLES = 1024


def side_limits(
    function: Callable[[FloatArray], FloatArray], places: FloatArray, side: float
) -> tuple[FloatArray, FloatArray]:
    """Return the limits of `function` towards `places` from the right (side 1) or left (side -1).

    Returns
    -------
    limits, scale : arrays of shape (n,)
        NaN where there is no limit that can be seen, and how large the values near by are.

    Notes
    -----
    Richardson's extrapolation from distances halved again and again, up to where truncation and rounding
    are in balance.
    """
    with np.errstate(all="ignore"):
        steps = np.maximum(np.abs(places), 1.0)[:, None] * _DISTANCES
        # Nearer than this the places themselves are rounded.
        rounded = steps < 64.0 * np.spacing(np.abs(places))[:, None]
        columns = ~rounded.all(axis=0)
        steps, rounded = steps[:, columns], rounded[:, columns]
        values = function(places[:, None] + side * steps)
        values[rounded] = np.nan
        scale = np.nan_to_num(np.abs(values[:, :6]), nan=0.0, posinf=0.0).max(axis=1)
        once = 2.0 * values[:, 1:] - values[:, :-1]
        twice = (4.0 * once[:, 1:] - once[:, :-1]) / 3.0
        apart = np.abs(np.diff(twice, axis=1))
        apart[~np.isfinite(apart)] = np.inf
        agree = apart <= _AGREEMENT * scale[:, None]
        # From the first agreement on to where it is best before it gets worse: nearest of all, where
        # 1 - cos x is 0, everything agrees on what is wrong.
        worse = np.diff(apart, axis=1, append=np.inf) >= 0.0
        worse &= np.arange(apart.shape[1]) >= agree.argmax(axis=1)[:, None]
        best = worse.argmax(axis=1)
        rows = np.arange(places.size)
        found = agree.any(axis=1)
        return np.where(found, twice[rows, best + 1], np.nan), scale


def fill_holes(function: Callable[[FloatArray], FloatArray], x: FloatArray, values: FloatArray) -> None:
    """Put limits into `values` at single places of `x` where `function` has none.

    Both sides must have the same limit, or one of them no values at all, as x·log(x) at 0. Infinite values
    are holes too, as that of sin(x)/(x - pi), where rounding leaves something of the sine.
    """
    holes = ~np.isfinite(values) & np.isfinite(x)
    places = merged(x[holes])
    if places.size == 0:
        return
    near = np.maximum(np.abs(places), 1.0)[:, None] * _FIRST_LOOKS
    near = np.maximum(near, 4.0 * np.spacing(np.abs(places))[:, None])
    right, left = _has_values(function, places + near.T), _has_values(function, places - near.T)
    worth = right | left
    places, right, left = places[worth], right[worth], left[worth]
    if places.size == 0 or places.size > _MOST_HOLES:
        return
    above, scale = side_limits(function, places, 1.0)
    below, scale_below = side_limits(function, places, -1.0)
    with np.errstate(all="ignore"):
        same = np.abs(above - below) <= 10.0 * _AGREEMENT * np.maximum(scale, scale_below)
        limits = np.where(right & left, np.where(same, 0.5 * (above + below), np.nan), np.nan)
        limits = np.where(right & ~left, above, np.where(left & ~right, below, limits))
    closed = _limits_at(places, limits, x[holes])
    values[holes] = np.where(np.isnan(closed), values[holes], closed)


def _has_values(function: Callable[[FloatArray], FloatArray], x: FloatArray) -> BoolArray:
    return np.asarray(np.isfinite(function(x)).all(axis=0))


def _limits_at(places: FloatArray, limits: FloatArray, x: FloatArray) -> FloatArray:
    """Return the limit found for each of `x`, NaN where none was looked for."""
    at = np.minimum(np.searchsorted(places, x), places.size - 1)
    result: FloatArray = np.where(places[at] == x, limits[at], np.nan)
    return result

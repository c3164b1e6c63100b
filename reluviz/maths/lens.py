"""Zoom in, and it is a line: how far a curve is from its best line in a small window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy.typing as npt

    from reluviz.maths.piecewise import FloatArray

__all__ = ["LensReading", "LineDeviation", "best_line", "lens_reading"]

_EPSILON = float(np.finfo(np.float64).eps)
#: Values may be wrong by some of their last digits; a deviation below this many says nothing of the curve.
_ROUNDING = 8.0 * _EPSILON
#: Larger numbers count as none: their slopes could not be told.
_LARGEST = 1e200
_STEPS = 200


@dataclass(frozen=True, slots=True)
class LineDeviation:
    """The line whose largest distance from a curve, measured along y, is the smallest possible.

    Attributes
    ----------
    slope : float
    middle, height : float
        The middle of the window, and the line's height there. (Its height at x = 0 would be far off.)
    deviation : float
        The largest |f - line| over the window.
    is_rounding : bool
        The deviation is no larger than what rounding the values to float64 makes: take it as 0.
    """

    slope: float
    middle: float
    height: float
    deviation: float
    is_rounding: bool

    def at(self, x: npt.ArrayLike) -> FloatArray:
        """Return the height of the line at `x` (any shape)."""
        line: FloatArray = self.height + self.slope * (np.asarray(x, dtype=np.float64) - self.middle)
        return line


@dataclass(frozen=True, slots=True)
class LensReading:
    """How far a curve is from a line in a window, and in the window of half the width."""

    line: LineDeviation
    half: LineDeviation

    @property
    def ratio(self) -> float | None:
        """The deviation over that in half the window; None where one of them is rounding.

        About 4 where the curve is smooth and bent, about 2 at a kink, 1 at a jump.
        """
        if self.line.is_rounding or self.half.is_rounding:
            return None
        return self.line.deviation / self.half.deviation


def best_line(x: npt.ArrayLike, y: npt.ArrayLike) -> LineDeviation:
    """Return the line that is nearest to all points, in the largest distance along y.

    Parameters
    ----------
    x, y : array of shape (n,), n >= 2
        By increasing x, which may repeat at a jump.

    Raises
    ------
    InputError
        If a number is not finite, or x and y are not as described.

    Notes
    -----
    The deviation is half the height of the lowest strip that holds all points. For a slope m, that height is
    the largest (y_i - y_j) - m (x_i - x_j) of all pairs: a convex function of m, made of straight pieces. Its
    lowest place is found by cutting planes (J. E. Kelley, J. SIAM 8, 1960): each pair bounds it from below,
    as in de la Vallée Poussin's theorem, and two such bounds meet at the next m to try. There are finitely
    many pairs, so the search ends at the exact m, the slope of an edge of the points' convex hull: three
    points lie on the strip's edges in alternation (Chebyshev). Usually five steps are enough.
    """
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if x.ndim != 1 or x.shape != y.shape or x.size < 2:
        raise InputError(f"a line needs two points or more, each with x and y, not {x.size} and {y.size}")
    finite = (np.abs(x) <= _LARGEST) & (np.abs(y) <= _LARGEST)
    if not finite.all():
        raise InputError(f"the curve has no value at x = {x[np.argmin(finite)]:.6g}")
    if (x[1:] < x[:-1]).any():
        raise InputError("the points that a line is laid through must be sorted by x")
    # Taken from the middle and from the chord, so that what is bent keeps its digits in a narrow window.
    width = float(x[-1] - x[0])
    middle = float(x[0]) + 0.5 * width
    base = float(y[0])
    chord = float(y[-1] - y[0]) / width if width > 0.0 else 0.0
    height, slope, level = _lowest_strip(x - middle, (y - base) - chord * (x - x[0]))
    return LineDeviation(
        chord + slope,
        middle,
        base + chord * (middle - float(x[0])) + level,
        0.5 * height,
        0.5 * height <= _ROUNDING * float(np.abs(y).max()),
    )


def _lowest_strip(u: FloatArray, v: FloatArray) -> tuple[float, float, float]:
    """Return height, slope and level at u = 0 of the lowest strip that holds all points (u, v)."""
    width = float(u[-1] - u[0])
    if width == 0.0:
        top, bottom = float(v.max()), float(v.min())
        return top - bottom, 0.0, 0.5 * (top + bottom)
    tolerance = 0.5 * _EPSILON * float(np.abs(v).max())
    # A bound is its value at slope 0 and its gradient. The first two are the two ends, either way round.
    rise = float(v[-1] - v[0])
    falling, rising = (rise, -width), (-rise, width)
    best = (np.inf, 0.0, 0.0)
    for _ in range(_STEPS):
        slope = (falling[0] - rising[0]) / (rising[1] - falling[1])
        bound = falling[0] + falling[1] * slope
        rest = v - slope * u
        top, bottom = float(rest.max()), float(rest.min())
        if top - bottom < best[0]:
            best = (top - bottom, slope, 0.5 * (top + bottom))
        if top - bottom <= bound + tolerance:
            break
        upper, lower = int(rest.argmax()), int(rest.argmin())
        pair = (float(v[upper] - v[lower]), float(u[lower] - u[upper]))
        # Nothing is lower than a level bound; a pair met before means that only rounding is left.
        if pair[1] == 0.0 or pair in (falling, rising):
            break
        if pair[1] < 0.0:
            falling = pair
        else:
            rising = pair
    return best


def lens_reading(
    f: Callable[[FloatArray], FloatArray],
    middle: float,
    half_width: float,
    samples: int = 257,
    breaks: Iterable[float] = (),
) -> LensReading:
    """Return how far a curve is from its best line around a place, and in half of that window.

    Parameters
    ----------
    f : callable
        Takes and returns an array of shape (n,).
    middle, half_width : float
        The window runs from ``middle - half_width`` to ``middle + half_width``.
    samples : int
        At how many places each of the two windows is looked at; an odd number includes the middle.
    breaks : iterable of float
        Kinks and jumps; those inside are looked at from both sides, one rounding apart.

    Raises
    ------
    InputError
        If the window is empty, or `f` has no finite value somewhere in it.
    """
    if not (abs(middle) < np.inf and 0.0 < half_width < np.inf):
        raise InputError(f"a lens needs a place and a width above 0, not {middle} and {half_width}")
    cuts = np.asarray(tuple(breaks), dtype=np.float64)
    cuts = np.concatenate([np.nextafter(cuts, -np.inf), cuts, np.nextafter(cuts, np.inf)])
    windows = []
    for half in (half_width, 0.5 * half_width):
        left, right = middle - half, middle + half
        inside = cuts[(cuts >= left) & (cuts <= right)]
        windows.append(np.sort(np.concatenate([np.linspace(left, right, samples), inside])))
    x = np.concatenate(windows)
    # What is no number is reported as such, not as a warning of the arithmetic.
    with np.errstate(all="ignore"):
        y = np.asarray(f(x), dtype=np.float64)
    count = windows[0].size
    return LensReading(best_line(x[:count], y[:count]), best_line(x[count:], y[count:]))

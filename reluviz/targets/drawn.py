"""Curves drawn by hand: the points as they were drawn, smoothed to what the hand meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reluviz.errors import InputError
from reluviz.maths.hinges import LARGEST_NUMBER
from reluviz.maths.piecewise import merged
from reluviz.targets.interval import checked_interval
from reluviz.targets.library.function import Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reluviz.maths.piecewise import FloatArray

__all__ = ["MOST_DRAWN", "SMOOTHING", "USUAL_SMOOTHING", "DrawnCurve", "drawn_curve"]

#: More points than this no screen shows apart.
MOST_DRAWN = 2_000
USUAL_SMOOTHING = 0.6
#: The number that a drawing depends on besides its points.
SMOOTHING = Parameter("smoothing", "smoothing", USUAL_SMOOTHING, 0.0, 1.0)
#: Points closer together than this share of the drawing are one.
_CLOSEST = 1e-12
#: So many corners are told to fits; more of them are the tremor of a hand.
_MOST_CORNERS = 64

# What follows is part of the file format: other numbers would open old drawings as other curves.
_CELLS = 512
#: Details shorter than this share of the drawing go, at smoothing 0 (next to none) and at 1.
_SHORTEST, _LONGEST = 1e-3, 0.08
#: Bends are looked at with this smoothing, and compared with those in a window of that share.
_LOOK, _WINDOW = 0.02, 0.3
#: Where the curve bends so many times more than around there, a corner is meant.
_SHARP = 2.5


@dataclass(frozen=True, eq=False)
class DrawnCurve:
    """A drawing as a source of targets. Made by `Target.drawn`.

    Attributes
    ----------
    x, y : arrays of shape (n,)
        The points as drawn, x increasing; read-only.
    smoothing : float
        From 0 to 1. At 0 the points are joined by straight lines; above it is a cubic spline. Beyond the
        first and the last point the curve is level.
    """

    x: FloatArray
    y: FloatArray
    smoothing: float

    name = "Drawing"
    text = "drawing"
    parameters = (SMOOTHING,)
    latex = r"\mathrm{drawing}"

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, DrawnCurve)
            and self.smoothing == other.smoothing
            and np.array_equal(self.x, other.x)
            and np.array_equal(self.y, other.y)
        )

    def __hash__(self) -> int:
        # Adding 0 turns -0 into 0: what is equal must have the same hash.
        return hash((self.smoothing, (self.x + 0.0).tobytes(), (self.y + 0.0).tobytes()))

    @property
    def values(self) -> tuple[float]:
        """The value of its one parameter."""
        return (self.smoothing,)

    def with_values(self, values: Mapping[str, float]) -> DrawnCurve:
        """Return the same drawing with another smoothing.

        Raises
        ------
        InputError
            If it is not between 0 and 1.
        """
        return replace(self, smoothing=SMOOTHING.checked(values.get(SMOOTHING.key, self.smoothing)))

    @property
    def breaks(self) -> tuple[float, ...]:
        """Its corners: the points, where few of them are joined by straight lines."""
        return tuple(self.x.tolist()) if self.smoothing == 0 and self.x.size <= _MOST_CORNERS else ()

    def cells(self, start: float, end: float) -> FloatArray:
        """Return the edges of its pieces from `start` to `end`, each a polynomial of degree 3 at most."""
        joints = self.x if self.smoothing == 0 else self._joints
        result = merged([start], joints[(joints > start) & (joints < end)], [end])
        result.flags.writeable = False
        return result

    @cached_property
    def _joints(self) -> FloatArray:
        return np.linspace(self.x[0], self.x[-1], _CELLS + 1)

    def __call__(self, x: npt.ArrayLike) -> FloatArray:
        """Evaluate at `x`, vectorised."""
        if self.smoothing == 0:
            straight: FloatArray = np.interp(np.asarray(x, dtype=np.float64), self.x, self.y)
            return straight
        first, last = float(self.x[0]), float(self.x[-1])
        place = (np.clip(x, first, last) - first) * (_CELLS / (last - first))
        # What is no number belongs to a cell too, and stays no number by its place there.
        cell = np.fmin(place, _CELLS - 1).astype(np.intp)
        t = place - cell
        *lower, highest = self._pieces
        result: FloatArray = highest.take(cell)
        for row in reversed(lower):
            result *= t
            result += row.take(cell)
        return result

    @cached_property
    def _pieces(self) -> FloatArray:
        """Coefficients of 1, t, t², t³ on each cell, t from 0 to 1, shape (4, cells).

        The smoothed heights are the coefficients of a uniform cubic B-spline: it keeps straight lines, has
        two derivatives, and never swings beyond them.
        """
        z = _smooth(np.interp(self._joints, self.x, self.y), self.smoothing)
        z = np.concatenate([[2 * z[0] - z[1]], z, [2 * z[-1] - z[-2]]])
        p, q, r, s = (z[at : at + _CELLS] for at in range(4))
        return np.stack([(p + 4 * q + r) / 6, (r - p) / 2, (p - 2 * q + r) / 2, (3 * (q - r) + s - p) / 6])


def drawn_curve(points: npt.ArrayLike, smoothing: float) -> DrawnCurve:
    """Return the curve through points (x, y); see `Target.drawn`."""
    try:
        pairs = np.asarray(points, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"a drawing is a list of points (x, y) ({error})") from None
    if pairs.ndim != 2 or pairs.shape[1] != 2 or len(pairs) < 2:
        raise InputError("a drawing needs at least two points (x, y)")
    if len(pairs) > MOST_DRAWN:
        raise InputError(f"a drawing has at most {MOST_DRAWN:,} points, not {len(pairs):,}")
    if not (np.abs(pairs) <= LARGEST_NUMBER).all():
        raise InputError(f"the points drawn must lie between -{LARGEST_NUMBER:g} and {LARGEST_NUMBER:g}")
    smoothing = SMOOTHING.checked(smoothing)
    x, y = pairs[np.argsort(pairs[:, 0], kind="stable")].T
    checked_interval(float(x[0]), float(x[-1]))
    kept = np.append(np.diff(x) > _CLOSEST * (x[-1] - x[0]), True)
    x, y = x[kept], y[kept]
    if x.size < 2:
        raise InputError("a drawing needs at least two points (x, y)")
    for column in (x, y):
        column.flags.writeable = False
    return DrawnCurve(x, y, smoothing)


def _smooth(y: FloatArray, smoothing: float) -> FloatArray:
    """Return heights at even places without the tremor of the hand.

    A penalty on squared second differences (Whittaker 1923), weaker where a first look finds the curve bent
    far more sharply than around there: a corner that is meant stays one.
    """
    look = (_LOOK * _CELLS) ** 4
    bends = np.abs(_penalised(y, np.full(_CELLS - 1, 1 / look))) / look
    window = np.ones(int(_WINDOW * _CELLS))
    around = np.convolve(bends, window, "same") / np.convolve(np.ones_like(bends), window, "same")
    sharpness = np.divide(bends, _SHARP * around, out=np.zeros_like(bends), where=around > 0)
    strength = (_SHORTEST * (_LONGEST / _SHORTEST) ** smoothing * _CELLS) ** 4
    bent = _penalised(y, (1 + sharpness**2) ** 2 / strength)
    return y - np.convolve(bent, [1.0, -2.0, 1.0])


def _penalised(y: FloatArray, softness: FloatArray) -> FloatArray:
    """Return g with z = y - D'g, where z minimises |y - z|² + Σ (Dz)²/softness, D the second differences.

    Reinsch's form: unlike the one that solves for z, strong smoothing costs it no digits.
    """
    from scipy.linalg import solveh_banded

    bands = np.empty((3, softness.size))
    bands[0], bands[1], bands[2] = 1.0, -4.0, 6.0 + softness
    result: FloatArray = solveh_banded(bands, np.diff(y, 2), check_finite=False)
    return result

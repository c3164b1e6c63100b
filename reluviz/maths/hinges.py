"""Hinges and their sums: one-layer ReLU networks with one input, in the form a hand can hold.

A unit w·g(ax + b) has its kink at t = -b/a, looks right if a > 0 and left if a < 0, and rises with slope
s = w·|a|. Since g is positively homogeneous, (t, facing, s) is all there is to know of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np
import numpy.typing as npt

from reluviz.errors import InputError
from reluviz.maths.formula import Combination, Unit, parse_combination, write_combination
from reluviz.maths.piecewise import LARGEST_NUMBER, FloatArray, PiecewiseLinear

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LARGEST_NUMBER", "Hinge", "HingeSum"]

#: From here on, some breakpoints without a kink follow a knot back towards the origin.
_FAR = 1e8
_STOPS: FloatArray = np.concatenate([sign * 10.0 ** np.arange(0, 50, 4) for sign in (-1, 1)])
_USABLE = f"a number between -{LARGEST_NUMBER:g} and {LARGEST_NUMBER:g}"


@dataclass(frozen=True, slots=True)
class Hinge:
    """The function ``slope * max(0, facing * (x - knot))``.

    Parameters
    ----------
    knot : float
        Where the kink sits.
    facing : int
        +1: flat on the left, an arm to the right. -1: the mirror image.
    slope : float
        How steeply the arm rises, walking away from the knot.

    Raises
    ------
    InputError
        If a number is not finite or `facing` is neither +1 nor -1.
    """

    knot: float
    facing: int = 1
    slope: float = 1.0

    def __post_init__(self) -> None:
        for name, value in (("knot", self.knot), ("slope", self.slope)):
            if not abs(value) <= LARGEST_NUMBER:
                raise InputError(f"the {name} of a hinge must be {_USABLE}, not {value}")
        if self.facing not in (1, -1):
            raise InputError(f"a hinge faces right (+1) or left (-1), not {self.facing}")
        object.__setattr__(self, "knot", float(self.knot))
        object.__setattr__(self, "facing", int(self.facing))
        object.__setattr__(self, "slope", float(self.slope))

    @classmethod
    def from_unit(cls, weight: float, a: float, b: float) -> Hinge:
        """Return the hinge that equals the unit ``weight * g(a * x + b)``.

        Raises
        ------
        InputError
            If `a` is 0: such a unit is a constant and has no knot.
        """
        if a == 0.0:
            raise InputError("a unit g(ax + b) with a = 0 is a constant; expected a other than 0")
        return cls(-b / a + 0.0, 1 if a > 0 else -1, weight * abs(a))

    def unit(self) -> Unit:
        """Return the same hinge as w·g(ax + b) with w = +1 or -1.

        A slope of 0, or a knot too far away to be multiplied by the slope, gives |a| = 1 instead.
        """
        if self.slope == 0.0:
            return Unit(0.0, float(self.facing), -self.facing * self.knot + 0.0)
        a = self.facing * abs(self.slope)
        if abs(a * self.knot) > LARGEST_NUMBER:
            return Unit(self.slope, float(self.facing), -self.facing * self.knot)
        return Unit(1.0 if self.slope > 0 else -1.0, a, -a * self.knot + 0.0)

    def exact_unit(self) -> Unit:
        """Return `unit` if `from_unit` reads it back without rounding, else w·g(±x + b) with |a| = 1."""
        unit = self.unit()
        if -unit.b / unit.a + 0.0 == self.knot:
            return unit
        return Unit(self.slope, float(self.facing), -self.facing * self.knot)

    @overload
    def __call__(self, x: float) -> float: ...
    @overload
    def __call__(self, x: npt.ArrayLike) -> FloatArray: ...
    def __call__(self, x: npt.ArrayLike) -> FloatArray | float:
        """Evaluate at `x` (any shape)."""
        points = np.asarray(x, dtype=np.float64)
        result: FloatArray = self.slope * np.maximum(0.0, self.facing * (points - self.knot))
        return float(result) if points.ndim == 0 else result


class HingeSum:
    """``h(x) = bias + slope * x + sum of hinges``, frozen.

    The numbers are kept as three read-only arrays, so that a sum of thousands of hinges is made, compared
    and evaluated without touching one Python object per hinge; `hinges` builds those when asked.

    Parameters
    ----------
    hinges : iterable of Hinge
        In the order in which the sum is built up.
    bias, slope : float
        The constant and the linear term.

    Raises
    ------
    InputError
        If a number is not finite.
    """

    def __init__(self, hinges: Iterable[Hinge] = (), bias: float = 0.0, slope: float = 0.0) -> None:
        listed = tuple(hinges)
        self._set(
            np.array([hinge.knot for hinge in listed], dtype=np.float64),
            np.array([hinge.facing for hinge in listed], dtype=np.int8),
            np.array([hinge.slope for hinge in listed], dtype=np.float64),
            bias,
            slope,
        )

    @classmethod
    def from_arrays(
        cls,
        knots: npt.ArrayLike,
        facings: npt.ArrayLike,
        slopes: npt.ArrayLike,
        bias: float = 0.0,
        slope: float = 0.0,
    ) -> HingeSum:
        """Return the sum with these knots, facings (+1 or -1) and slopes, each of shape (k,)."""
        self = cls.__new__(cls)
        self._set(
            np.array(knots, dtype=np.float64),
            # What is neither becomes 0, rather than perhaps ±1 by being cut down to eight bits.
            np.equal(facings, 1).astype(np.int8) - np.equal(facings, -1).astype(np.int8),
            np.array(slopes, dtype=np.float64),
            bias,
            slope,
        )
        return self

    def _set(
        self, knots: FloatArray, facings: npt.NDArray[np.int8], slopes: FloatArray, bias: float, slope: float
    ) -> None:
        if not (knots.ndim == 1 and knots.shape == facings.shape == slopes.shape):
            raise InputError("a sum of hinges needs as many facings and slopes as knots")
        _check_numbers("knot", knots)
        if not (np.abs(facings) == 1).all():
            raise InputError("a hinge faces right (+1) or left (-1)")
        knots.flags.writeable = facings.flags.writeable = False
        self.knots = knots
        self.facings = facings
        self.slopes, self.bias, self.slope = _checked_heights(slopes, bias, slope)

    def with_slopes(self, slopes: npt.ArrayLike, bias: float, slope: float) -> HingeSum:
        """Return the same hinges with other slopes, shape (k,), another bias and another linear term.

        Raises
        ------
        InputError
            If their number differs from k or one is not finite.
        """
        heights = np.array(slopes, dtype=np.float64)
        if heights.shape != self.knots.shape:
            raise InputError(f"a sum of {len(self)} hinges needs as many slopes, not {heights.size}")
        other = HingeSum.__new__(HingeSum)
        other.knots, other.facings = self.knots, self.facings
        other.slopes, other.bias, other.slope = _checked_heights(heights, bias, slope)
        return other

    @classmethod
    def parse(cls, formula: str) -> HingeSum:
        """Read a sum such as ``"g(x) + g(-x) + g(2x-2) + g(-2x-2)"``; see `maths.formula`.

        Raises
        ------
        FormulaError
            If the text is no sum of hinges, with the position.
        """
        combination = parse_combination(formula)
        hinges = [Hinge.from_unit(unit.weight, unit.a, unit.b) for unit in combination.units]
        return cls(hinges, combination.bias, combination.slope)

    def formula(self, digits: int | None = None) -> str:
        """Return the sum as text that `parse` reads back: exactly if `digits` is None, else rounded."""
        units = tuple(hinge.unit() if digits else hinge.exact_unit() for hinge in self.hinges)
        return write_combination(Combination(self.bias, self.slope, units), digits)

    def __len__(self) -> int:
        return self.knots.size

    def __repr__(self) -> str:
        return (
            f"HingeSum.parse({self.formula(6)!r})" if len(self) <= 12 else f"<HingeSum of {len(self)} hinges>"
        )

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, HingeSum)
            and self.bias == other.bias
            and self.slope == other.slope
            and np.array_equal(self.knots, other.knots)
            and np.array_equal(self.facings, other.facings)
            and np.array_equal(self.slopes, other.slopes)
        )

    def __hash__(self) -> int:
        # Adding 0 turns -0 into 0: what is equal must have the same hash.
        return hash((self.bias, self.slope, (self.knots + 0.0).tobytes(), (self.slopes + 0.0).tobytes()))

    def hinge(self, index: int) -> Hinge:
        """Return one hinge as an object, without making objects of all the others."""
        return Hinge(float(self.knots[index]), int(self.facings[index]), float(self.slopes[index]))

    @cached_property
    def hinges(self) -> tuple[Hinge, ...]:
        """The hinges as objects, in order."""
        rows = zip(self.knots.tolist(), self.facings.tolist(), self.slopes.tolist(), strict=True)
        return tuple(Hinge(knot, facing, slope) for knot, facing, slope in rows)

    @overload
    def __call__(self, x: float) -> float: ...
    @overload
    def __call__(self, x: npt.ArrayLike) -> FloatArray: ...
    def __call__(self, x: npt.ArrayLike) -> FloatArray | float:
        """Evaluate at `x` (any shape), through the exact piecewise-linear form."""
        return self._piecewise(x)

    def piecewise(self) -> PiecewiseLinear:
        """Return h by its exact breakpoints and values, one breakpoint for each distinct knot.

        If a knot is farther away than 1e8, some breakpoints without a kink follow it towards the origin.
        """
        return self._piecewise

    @cached_property
    def _piecewise(self) -> PiecewiseLinear:
        if len(self) == 0:
            return PiecewiseLinear.affine(self.bias, self.slope)
        knots, slopes, facings = self.knots, self.slopes, self.facings
        if max(-knots.min(), knots.max()) > _FAR:
            # On one piece from there to the origin, all digits would be used up by what lies far away.
            knots = np.concatenate([knots, _STOPS])
            slopes = np.append(slopes, np.zeros(_STOPS.size))
            facings = np.append(facings, np.ones(_STOPS.size, dtype=np.int8))
        order = np.argsort(knots, kind="stable")
        knots, slopes = knots[order], slopes[order]
        facing_right = facings[order] > 0
        starts = np.flatnonzero(np.concatenate([[True], knots[1:] != knots[:-1]]))
        breakpoints = knots[starts]
        widths = breakpoints[1:] - breakpoints[:-1]
        # Summed from the side where they are flat, so that no hinge counts where it is not active: what is
        # added there and taken away again would leave its rounding behind.
        to_right = np.add.reduceat(np.where(facing_right, slopes, 0.0), starts).cumsum()
        to_left = np.add.reduceat(np.where(facing_right, 0.0, slopes), starts)[::-1].cumsum()[::-1]
        values = self.bias + self.slope * breakpoints
        values[1:] += np.cumsum(to_right[:-1] * widths)
        values[:-1] += np.cumsum((to_left[1:] * widths)[::-1])[::-1]
        return PiecewiseLinear(
            breakpoints, values, self.slope - float(to_left[0]), self.slope + float(to_right[-1])
        )

    def partial(self, count: int) -> HingeSum:
        """Return bias, linear term and the first `count` hinges: one build step."""
        return HingeSum.from_arrays(
            self.knots[:count], self.facings[:count], self.slopes[:count], self.bias, self.slope
        )


def _check_numbers(name: str, values: FloatArray) -> None:
    usable = np.abs(values) <= LARGEST_NUMBER
    if not usable.all():
        first = int(np.argmin(usable))
        raise InputError(f"the {name} of hinge {first + 1} must be {_USABLE}, not {values[first]}")


def _checked_heights(slopes: FloatArray, bias: float, slope: float) -> tuple[FloatArray, float, float]:
    _check_numbers("slope", slopes)
    for name, value in (("bias", bias), ("linear term", slope)):
        if not abs(value) <= LARGEST_NUMBER:
            raise InputError(f"the {name} must be {_USABLE}, not {value}")
    slopes.flags.writeable = False
    return slopes, float(bias), float(slope)

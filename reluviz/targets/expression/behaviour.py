"""What an expression does next to a place: grows without bound, jumps, has no limit, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from reluviz.targets.expression.limits import side_limits

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.expression.expression import Expression
    from reluviz.targets.expression.places import BoolArray
    from reluviz.targets.expression.tree import Call

__all__ = ["Behaviour", "behaviour"]

#: Distances in units of the interval.
_DISTANCES = 2.0 ** -np.arange(1.0, 41.0)
#: How many of them, where a place is known to half the digits only.
_BLUNT = 21
#: The last distances, by which growth and wavering are judged.
_LAST = 9
#: Steps of a logarithm towards its end stay equal, those of a root shrink by far more than this each time.
_STEADY = 0.98
#: What is infinite after such values has grown to be so.
_OVERFLOWING = 1e50
#: Next to a pole, values up to so many times their usual size are left in.
_LARGEST_SHARE = 50.0
#: The least and the usual share of the interval left out on each side of a pole.
_LEAST_MARGIN, _USUAL_MARGIN = 2.0**-20, 2.0**-8


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What happens at one place.

    Attributes
    ----------
    kind : str
        "pole" (no bound on one side at least), "hole" (no value, or no limit), "edge" (values on one side
        only) or "none".
    left, right : float
        How far to keep away on each side, because values are too large or waver too fast.
    jumps : bool
        Whether both sides have limits, and they differ.
    """

    place: float
    cause: Call
    kind: Literal["pole", "hole", "edge", "none"]
    left: float = 0.0
    right: float = 0.0
    jumps: bool = False


def behaviour(
    expression: Expression,
    places: FloatArray,
    causes: list[Call],
    interval: tuple[float, float],
    sharp: bool,
    usual: float,
) -> list[Behaviour]:
    """Return what `expression` does at each of `places`.

    Parameters
    ----------
    sharp : bool
        Whether the places are known to the last digits.
    usual : float
        The usual size of values on the interval.
    """
    here = expression(places)
    sides = [_Side(expression, places, side, interval, sharp, usual) for side in (-1.0, 1.0)]
    left, right = sides
    with np.errstate(all="ignore"):
        scale = np.maximum(left.scale, right.scale)
        jumps = np.abs(left.limits - right.limits) > 1e-6 * scale
        pole = left.unbounded | right.unbounded
        wavering = left.wavering | right.wavering
        edge = (left.present & ~right.present & right.inside) | (right.present & ~left.present & left.inside)
    result = []
    for i, place in enumerate(places.tolist()):
        kind: Literal["pole", "hole", "edge", "none"] = "none"
        if pole[i]:
            kind = "pole"
        elif (not np.isfinite(here[i]) or wavering[i]) and (left.present[i] or right.present[i]):
            kind = "hole"
        elif edge[i]:
            kind = "edge"
        before, after = (float(side.margins[i]) for side in sides)
        result.append(Behaviour(place, causes[i], kind, before, after, bool(jumps[i])))
    return result


class _Side:
    """One side of all places, each row looked at from nearer and nearer."""

    def __init__(
        self,
        expression: Expression,
        places: FloatArray,
        side: float,
        interval: tuple[float, float],
        sharp: bool,
        usual: float,
    ) -> None:
        start, end = interval
        length = end - start
        distances = _DISTANCES[: None if sharp else _BLUNT] * length
        # Nearer than float64 can tell places apart there is nothing to be seen.
        distances = distances[distances > 64.0 * np.spacing(max(abs(start), abs(end)))]
        x = places[:, None] + side * distances
        inside = (x >= start) & (x <= end)
        values = np.where(inside, expression.with_holes(x), np.nan)
        last = values[:, -_LAST:]
        self.inside = inside[:, -1]
        self.limits, self.scale = side_limits(expression.with_holes, places, side)
        self.limits[~self.inside] = np.nan
        with np.errstate(all="ignore"):
            sizes = np.abs(values)
            overflow = self._overflows(sizes)
            known = ~np.isnan(last).any(axis=1)
            # Rounding makes noise next to a hole such as that of (1 - cos x)/x²; a limit is a limit.
            self.unbounded = known & (overflow | (self._grows(sizes) & np.isnan(self.limits)))
            self.present = np.isfinite(last).all(axis=1) | self.unbounded
            self.wavering = self.present & ~self.unbounded & np.isnan(self.limits) & self._wavers(last)
        self.margins = np.where(self.wavering, _USUAL_MARGIN * length, 0.0)
        near_poles = self._margins(sizes, distances, length, usual)
        self.margins = np.where(self.unbounded, near_poles, self.margins)

    @staticmethod
    def _grows(sizes: FloatArray) -> BoolArray:
        last = sizes[:, -_LAST:]
        steps = np.diff(last, axis=1)
        steady = (steps > 1e-4 * last[:, 1:]).all(axis=1)
        steady &= steps[:, -1] >= steps[:, 0] * _STEADY ** (_LAST - 2)
        # What swings and grows, as sin(1/x)/x: by its largest values in thirds.
        thirds = [
            np.nanmax(np.nan_to_num(part, nan=0.0), axis=1) for part in np.array_split(sizes, 3, axis=1)
        ]
        swinging = (thirds[2] > 4.0 * thirds[1]) & (thirds[1] > 4.0 * thirds[0]) & (thirds[0] > 0.0)
        grown: BoolArray = steady | swinging
        return grown

    @staticmethod
    def _overflows(sizes: FloatArray) -> BoolArray:
        """Whether values grow until they are infinite, as those of e^(1/x), and are not so from the first."""
        finite = np.where(np.isfinite(sizes), sizes, 0.0).max(axis=1)
        overflows: BoolArray = np.isinf(sizes[:, -_LAST:]).any(axis=1) & (finite > _OVERFLOWING)
        return overflows

    @staticmethod
    def _wavers(last: FloatArray) -> BoolArray:
        steps = np.diff(last, axis=1)
        turns = (np.sign(steps[:, 1:]) != np.sign(steps[:, :-1])).sum(axis=1)
        wavers: BoolArray = (turns >= 2) & (np.ptp(last, axis=1) > 1e-3 * np.abs(last).max(axis=1))
        return wavers

    @staticmethod
    def _margins(sizes: FloatArray, distances: FloatArray, length: float, usual: float) -> FloatArray:
        """Return how near each place may be come to with values that are not too large."""
        fits = sizes <= _LARGEST_SHARE * usual
        # From far to near: up to the last one before values become too large.
        blocked = np.logical_or.accumulate(~fits & ~np.isnan(sizes), axis=1)
        count = (~blocked).sum(axis=1)
        nearest = distances[np.maximum(count - 1, 0)]
        margins = np.where(usual == 0.0, _USUAL_MARGIN * length, nearest)
        result: FloatArray = np.maximum(margins, _LEAST_MARGIN * length)
        return result

"""Continuous piecewise-linear functions of one variable, held exactly by their breakpoints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

from reluviz.errors import InputError

__all__ = ["LARGEST_NUMBER", "Extrema", "FloatArray", "PiecewiseLinear", "merged"]

FloatArray = npt.NDArray[np.float64]


def merged(*places: npt.ArrayLike) -> FloatArray:
    """Return all places in increasing order, each once.

    NumPy's own ``unique`` loads a module for it that costs a start-up more than everything in this package.
    """
    x = np.sort(np.concatenate([np.asarray(part, dtype=np.float64) for part in places]))
    return x[np.concatenate([[True], x[1:] != x[:-1]])] if x.size else x


#: The largest knot, slope, value or end of an interval: no square of an error, integrated, can overflow.
LARGEST_NUMBER = 1e50


#: With fewer places than this for each piece, one `np.interp` over all is faster.
_PLACES_PER_PIECE = 200


@dataclass(frozen=True, slots=True)
class Extrema:
    """The smallest and largest value of a function on an interval, and where they are taken first."""

    minimum: float
    minimum_at: float
    maximum: float
    maximum_at: float


@dataclass(frozen=True, slots=True, eq=False)
class PiecewiseLinear:
    """A continuous piecewise-linear function on the whole real line.

    Every one-dimensional model of the program (a sum of hinges, a partial sum, a cascade) becomes one
    of these before it is drawn, measured or exported, so corners stay corners.

    Parameters
    ----------
    breakpoints : array of shape (n,), n >= 1
        Strictly increasing, finite. The slope may change here and nowhere else.
    values : array of shape (n,)
        The function at the breakpoints.
    left_slope, right_slope : float
        The slopes before the first and after the last breakpoint.

    Raises
    ------
    InputError
        If the breakpoints are not strictly increasing or something is not finite.
    """

    breakpoints: FloatArray
    values: FloatArray
    left_slope: float
    right_slope: float

    def __post_init__(self) -> None:
        breakpoints = _frozen(self.breakpoints)
        values = _frozen(self.values)
        if breakpoints.ndim != 1 or breakpoints.shape != values.shape or breakpoints.size == 0:
            raise InputError(
                f"a piecewise-linear function needs one value per breakpoint, "
                f"not {values.size} for {breakpoints.size}"
            )
        if not (breakpoints[1:] > breakpoints[:-1]).all():
            raise InputError("the breakpoints of a piecewise-linear function must increase strictly")
        finite = np.isfinite(breakpoints).all() and np.isfinite(values).all()
        if not (finite and np.isfinite(self.left_slope) and np.isfinite(self.right_slope)):
            raise InputError("breakpoints, values and end slopes must be finite numbers")
        object.__setattr__(self, "breakpoints", breakpoints)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "left_slope", float(self.left_slope))
        object.__setattr__(self, "right_slope", float(self.right_slope))

    @classmethod
    def affine(cls, intercept: float, slope: float) -> PiecewiseLinear:
        """Return the straight line ``intercept + slope * x``."""
        return cls(np.zeros(1), np.array([intercept]), slope, slope)

    @overload
    def __call__(self, x: float) -> float: ...
    @overload
    def __call__(self, x: npt.ArrayLike) -> FloatArray: ...
    def __call__(self, x: npt.ArrayLike) -> FloatArray | float:
        """Evaluate at `x` (any shape); NaN stays NaN. One ``np.interp`` pass plus the two ends."""
        points = np.asarray(x, dtype=np.float64)
        if points.ndim == 0:
            return float(self(points[None])[0])
        result = np.interp(points, self.breakpoints, self.values)
        for slope, end, outside in (
            (self.left_slope, self.breakpoints[0], points < self.breakpoints[0]),
            (self.right_slope, self.breakpoints[-1], points > self.breakpoints[-1]),
        ):
            if slope != 0.0 and outside.any():
                result[outside] += slope * (points[outside] - end)
        return result

    def at_sorted(self, x: FloatArray) -> FloatArray:
        """Evaluate at increasing `x` of shape (n,), piece by piece: several times faster for many."""
        if x.size < _PLACES_PER_PIECE * (self.breakpoints.size + 1):
            result: FloatArray = self(x)
            return result
        result = np.empty_like(x)
        edges = np.concatenate([[0], np.searchsorted(x, self.breakpoints), [x.size]]).tolist()
        # Each piece starts from the breakpoint at its left, the first one from that at its right.
        starts, values = (np.concatenate([ends[:1], ends]) for ends in (self.breakpoints, self.values))
        pieces = zip(edges, edges[1:], self.slopes, starts, values, strict=False)
        for first, last, slope, start, value in pieces:
            part = result[first:last]
            np.subtract(x[first:last], start, out=part)
            part *= slope
            part += value
        return result

    def piecewise(self) -> PiecewiseLinear:
        """Return itself: what measures and draws models accepts hinges and plain functions alike."""
        return self

    @property
    def slopes(self) -> FloatArray:
        """The n + 1 slopes from left to right, the end slopes included."""
        inner = np.diff(self.values) / np.diff(self.breakpoints)
        return np.concatenate([[self.left_slope], inner, [self.right_slope]])

    def __add__(self, other: PiecewiseLinear) -> PiecewiseLinear:
        """Return the sum, with the breakpoints of both."""
        x = merged(self.breakpoints, other.breakpoints)
        return PiecewiseLinear(
            x, self(x) + other(x), self.left_slope + other.left_slope, self.right_slope + other.right_slope
        )

    def scale(self, factor: float) -> PiecewiseLinear:
        """Return ``factor`` times the function."""
        return PiecewiseLinear(
            self.breakpoints, self.values * factor, self.left_slope * factor, self.right_slope * factor
        )

    def compose(self, inner: PiecewiseLinear) -> PiecewiseLinear:
        """Return ``self(inner(x))``, exactly, as the layers of a cascade need it.

        Its breakpoints are those of `inner` and the places where `inner` crosses a breakpoint of `self`:
        at most (n + 1)(m + 1) pieces for n and m breakpoints.
        """
        crossings = [inner.breakpoints, *_end_crossings(inner, self.breakpoints)]
        start, end = inner.values[:-1], inner.values[1:]
        first = np.searchsorted(self.breakpoints, np.minimum(start, end), side="right")
        last = np.searchsorted(self.breakpoints, np.maximum(start, end), side="left")
        counts = np.maximum(last - first, 0)
        if counts.any():
            piece = np.repeat(np.arange(counts.size), counts)
            offset = np.arange(piece.size) - np.repeat(np.cumsum(counts) - counts, counts)
            level = self.breakpoints[first[piece] + offset]
            fraction = (level - start[piece]) / (end[piece] - start[piece])
            crossings.append(
                inner.breakpoints[piece]
                + fraction * (inner.breakpoints[piece + 1] - inner.breakpoints[piece])
            )
        x = merged(*crossings)
        return PiecewiseLinear(
            x,
            self(inner(x)),
            inner.left_slope * (self.left_slope if inner.left_slope > 0 else self.right_slope),
            inner.right_slope * (self.right_slope if inner.right_slope > 0 else self.left_slope),
        )

    def restrict(self, start: float, end: float) -> PiecewiseLinear:
        """Return the same function with its breakpoints on [start, end] alone, both ends included.

        The vertices of the result are what is drawn between `start` and `end`; outside, its outermost
        pieces go on as straight lines.
        """
        if not start < end:
            raise InputError(f"an interval must run from a smaller to a larger number, not {start} to {end}")
        inside = self.breakpoints[(self.breakpoints > start) & (self.breakpoints < end)]
        x = np.concatenate([[start], inside, [end]])
        # The slopes are those of the whole pieces: an end cut short has too few digits to tell its slope.
        slopes = self.slopes
        first = self.breakpoints.searchsorted(start, side="right")
        last = self.breakpoints.searchsorted(end, side="left")
        return PiecewiseLinear(x, self(x), slopes[first], slopes[last])

    def simplify(self, tolerance: float = 0.0) -> PiecewiseLinear:
        """Return the function without the breakpoints where the slope changes by at most `tolerance`."""
        changes = np.abs(np.diff(self.slopes)) > tolerance
        if not changes.any():
            changes[0] = True
        return PiecewiseLinear(
            self.breakpoints[changes], self.values[changes], self.left_slope, self.right_slope
        )

    def integrate(self, start: float, end: float) -> float:
        """Return the integral from `start` to `end` (negative when they are in reverse order)."""
        if start == end:
            return 0.0
        if start > end:
            return -self.integrate(end, start)
        part = self.restrict(start, end)
        return float(np.trapezoid(part.values, part.breakpoints))

    def extrema(self, start: float, end: float) -> Extrema:
        """Return the smallest and largest value on [start, end]; both sit at vertices."""
        part = self.restrict(start, end)
        low, high = int(np.argmin(part.values)), int(np.argmax(part.values))
        return Extrema(
            float(part.values[low]),
            float(part.breakpoints[low]),
            float(part.values[high]),
            float(part.breakpoints[high]),
        )


def _frozen(values: npt.ArrayLike) -> FloatArray:
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


def _end_crossings(inner: PiecewiseLinear, levels: FloatArray) -> list[FloatArray]:
    """Where the two unbounded pieces of `inner` take one of `levels`."""
    found = []
    for slope, x, y, outward in (
        (inner.left_slope, inner.breakpoints[0], inner.values[0], -1.0),
        (inner.right_slope, inner.breakpoints[-1], inner.values[-1], 1.0),
    ):
        if slope != 0.0:
            ahead = levels[(levels > y) if slope * outward > 0 else (levels < y)]
            with np.errstate(over="ignore"):
                places = x + (ahead - y) / slope
            # An almost flat piece may reach a level too far away to have a number.
            found.append(places[np.isfinite(places)])
    return found

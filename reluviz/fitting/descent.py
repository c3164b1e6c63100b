"""One step of knots and slopes together in the basis of the hinges themselves, for whatever is free.

The banded Newton method of `fitting.polish` needs all values at the knots to be free. With locked slopes,
without bias or linear term, or in another norm than least squares, steps are taken here: the matrices are
dense and the basis is not as well conditioned, but the slopes are solved again exactly after each step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reluviz.fitting.segments import ends_of, sample_segments
from reluviz.maths.piecewise import merged
from reluviz.maths.residual import counts_at, errors_at, sample_residual

if TYPE_CHECKING:
    from reluviz.maths.hinges import HingeSum
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand

__all__ = ["Freedom", "LevelStep", "QuadraticStep"]

_ENTRIES_AT_ONCE = 1_000_000
#: Where |r| is this share of its mean, a least absolute deviation is taken as quadratic.
_SMOOTHED = 1e-2
#: Most rows of a linear program over data.
_MOST_ROWS = 600
_DIFFERENCE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Freedom:
    """What a fit may change.

    Attributes
    ----------
    knots, slopes : boolean arrays of shape (k,)
    bias, linear : bool
    """

    knots: npt.NDArray[np.bool_]
    slopes: npt.NDArray[np.bool_]
    bias: bool
    linear: bool

    def directions(self, model: HingeSum, x: FloatArray) -> FloatArray:
        """Return the derivatives of h at `x` by free slopes, bias, linear term and free knots, in order."""
        column = x[:, None]
        # Of the hinges that are free alone: beside thousands of others one may be.
        by_slope = np.maximum(model.facings[self.slopes] * (column - model.knots[self.slopes]), 0.0)
        straight = [np.ones_like(column)] * self.bias + [column] * self.linear
        is_active = model.facings[self.knots] * (column - model.knots[self.knots]) > 0
        by_knot = -(model.slopes * model.facings)[self.knots] * is_active
        return np.concatenate([by_slope, *straight, by_knot], axis=1)

    @property
    def linear_count(self) -> int:
        """How many of the parameters h is linear in."""
        return int(self.slopes.sum()) + self.bias + self.linear

    def knots_from(self, model: HingeSum, change: FloatArray) -> FloatArray:
        """Return the motion of every knot, shape (k,)."""
        motion = np.zeros(len(model))
        motion[self.knots] = change[self.linear_count :]
        return motion


class QuadraticStep:
    """A damped Newton step for least squares, or a Gauss-Newton step for least absolute deviations.

    For the latter |r| is replaced by r²/(2|r₀|) + |r₀|/2, which lies above it and touches it (Hunter and
    Lange 2004).

    Parameters
    ----------
    absolute : bool
        Whether the deviations count, not their squares.
    """

    def __init__(self, model: HingeSum, target: Approximand, freedom: Freedom, *, absolute: bool) -> None:
        self._model, self._freedom = model, freedom
        start, end = ends_of(target)
        inside = model.knots[(model.knots > start) & (model.knots < end)]
        segments = sample_segments(target, merged([start], inside, [end]))
        residual = model(segments.x) - segments.f
        weights = segments.weights
        if absolute:
            size = np.abs(residual)
            weights = weights / np.maximum(size, max(_SMOOTHED * float(size.mean()), 1e-300))
        count = freedom.linear_count + int(freedom.knots.sum())
        self._matrix, self._gradient = np.zeros((count, count)), np.zeros(count)
        weighted = weights * residual
        at_once = max(1, _ENTRIES_AT_ONCE // max(count, 1))
        for first in range(0, segments.x.size, at_once):
            part = slice(first, first + at_once)
            rows = freedom.directions(model, segments.x[part])
            self._matrix += rows.T @ (weights[part, None] * rows)
            self._gradient += rows.T @ weighted[part]
        self._scale = 1.0 / np.sqrt(np.maximum(np.diag(self._matrix), _floor(self._matrix)))
        if not absolute:
            active_sums = _active_sums(model, segments.x, weighted)
            self._add_curvature(target, active_sums, start, end, is_data=segments.is_data)
        self._matrix *= self._scale[:, None] * self._scale
        self._gradient *= self._scale

    def _add_curvature(
        self, target: Approximand, active_sums: FloatArray, start: float, end: float, *, is_data: bool
    ) -> None:
        """Add what the second derivatives of h contribute: between a slope and its own knot, and at knots."""
        model, freedom = self._model, self._freedom
        knot_rows = freedom.linear_count + np.cumsum(freedom.knots) - 1
        both = np.flatnonzero(freedom.knots & freedom.slopes)
        slope_rows = (np.cumsum(freedom.slopes) - 1)[both]
        mixed = -model.facings[both] * active_sums[both]
        self._matrix[slope_rows, knot_rows[both]] += mixed
        self._matrix[knot_rows[both], slope_rows] += mixed
        if not is_data:
            inside = freedom.knots & (model.knots > start) & (model.knots < end)
            at = model.knots[inside]
            rows = knot_rows[inside]
            self._matrix[rows, rows] += model.slopes[inside] * errors_at(target, at, model(at))

    def motion(self, damping: float) -> FloatArray | None:
        """Return where the knots go, shape (k,), or None where the damped matrix is not positive definite."""
        from scipy.linalg import LinAlgError, cho_factor, cho_solve

        damped = self._matrix + damping * np.eye(self._gradient.size)
        try:
            change = cho_solve(cho_factor(damped, check_finite=False), -self._gradient, check_finite=False)
        except LinAlgError:
            return None
        if not np.isfinite(change).all():
            return None
        return self._freedom.knots_from(self._model, self._scale * change)


class LevelStep:
    """A step that lowers the largest error: a linear program over the peaks of the error as they move.

    A peak at a knot moves with the knot, and one between knots is level, so that its own motion does not
    count to first order.
    """

    def __init__(self, model: HingeSum, target: Approximand, freedom: Freedom) -> None:
        self._model, self._freedom = model, freedom
        x, self._r = _peaks(model, target)
        self._rows = freedom.directions(model, x)
        self.largest = float(np.abs(self._r).max())
        #: What the last motion promised to take off the largest error.
        self.promised = 0.0
        if target.points_inside is None:
            self._follow_knots(target, x)

    def _follow_knots(self, target: Approximand, x: FloatArray) -> None:
        model, freedom = self._model, self._freedom
        start, end = target.interval
        step = _DIFFERENCE * (end - start)
        columns = freedom.linear_count + np.cumsum(freedom.knots) - 1
        for hinge in np.flatnonzero(freedom.knots & (model.knots > start) & (model.knots < end)):
            knot, flat = float(model.knots[hinge]), -int(model.facings[hinge])
            sides = np.array([knot, knot + flat * step])
            if not counts_at(target, sides).all():
                continue
            rise = np.diff(model(sides) - target(sides))[0] / (flat * step)
            self._rows[x == knot, columns[hinge]] = rise

    def motion(self, reach: float) -> FloatArray | None:
        """Return where the knots go, none of them farther than `reach`; None if nothing can be gained."""
        from scipy.optimize import linprog

        unit = self.largest
        scale = np.maximum(np.abs(self._rows).max(axis=0, initial=0.0), _floor(self._rows))
        rows = self._rows / scale
        ones = np.ones((self._r.size, 1))
        matrix = np.block([[rows, -ones], [-rows, -ones]])
        bounds = [(None, None)] * self._freedom.linear_count
        bounds += [(-reach * one / unit, reach * one / unit) for one in scale[len(bounds) :]]
        found = linprog(
            np.append(np.zeros(rows.shape[1]), 1.0),
            A_ub=matrix,
            b_ub=np.concatenate([-self._r, self._r]) / unit,
            bounds=[*bounds, (0.0, None)],
            method="highs",
        )
        if found.x is None or not found.x[-1] < 1.0 - 1e-7:
            return None
        self.promised = unit * float(1.0 - found.x[-1])
        return self._freedom.knots_from(self._model, found.x[:-1] * unit / scale)


def _active_sums(model: HingeSum, x: FloatArray, weighted: FloatArray) -> FloatArray:
    """Return the sum of `weighted` over the increasing `x` where each hinge is active, shape (k,)."""
    sums = np.concatenate([[0.0], np.cumsum(weighted)])
    after = sums[-1] - sums[x.searchsorted(model.knots, side="right")]
    result: FloatArray = np.where(model.facings > 0, after, sums[x.searchsorted(model.knots, side="left")])
    return result


def _floor(matrix: FloatArray) -> float:
    return max(1e-14 * float(np.abs(matrix).max(initial=0.0)), 1e-300)


def _peaks(model: HingeSum, target: Approximand) -> tuple[FloatArray, FloatArray]:
    """Return where |h - f| has its maxima, knots and ends among them, and h - f there."""
    points = target.points_inside
    if points is not None:
        r = model(points.x) - points.y
        if r.size > _MOST_ROWS:
            kept = merged(*(block[np.abs(r[block]).argsort()[-2:]] for block in _blocks(r.size)))
            which = kept.astype(np.intp)
            return points.x[which], r[which]
        return points.x, r
    return sample_residual(model, target).peaks()


def _blocks(size: int) -> list[npt.NDArray[np.intp]]:
    return np.array_split(np.arange(size), _MOST_ROWS // 2)

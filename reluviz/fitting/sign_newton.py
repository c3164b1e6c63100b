"""Newton's method on ∫|h - f| over the values of h at given nodes: it balances the signs of the error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.projection import meeting
from reluviz.maths.piecewise import PiecewiseLinear
from reluviz.maths.residual import Residual, sample_residual

if TYPE_CHECKING:
    import numpy.typing as npt

    from reluviz.fitting.hats import HatSystem
    from reluviz.fitting.norms import Watch
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand
    from reluviz.maths.roots import SignChanges

__all__ = ["Balance", "SignNewton"]

_STEPS = 40
#: The answer is found when the next step promises less than this share of the integral.
_FOUND = 1e-12
#: Where two or three roots are about to merge, steps become short without end; then this has to do.
_GOOD_ENOUGH = 5e-9
_FIRST_DAMPING, _LEAST_DAMPING, _MOST_DAMPING = 1.0, 1e-11, 1e3
_LINE_STEPS = 8
#: Along a step, the slope of the integral is to become this share of what it was.
_FLATTER = 0.5
#: Segments with a smaller share than this of the mean error are damped as if they had that much.
_SMALLEST_ERROR = 1e-3
#: The slope of the error at a root, from places this share of its bracket apart.
_DIFFERENCE = 1e-3
#: A root where the error is flatter than this, against its mean over the length of the segment, counts as
#: if it were not: numbers of too different a size would spoil the constraints.
_SMALLEST_SLOPE = 1e-5
#: Of the square of a hat function, against the length it stands on: a third without gaps.
_UNSEEN = 1e-12
_TINY = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """What `SignNewton.from_start` found.

    Attributes
    ----------
    values : array of shape (n,)
    promise : float
        By which share of the integral one more step would lower it, as far as it foresees.
    """

    values: FloatArray
    promise: float


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """The error for some values: its signs, where they change, and the gradient of the integral."""

    residual: Residual
    changes: SignChanges
    segment: npt.NDArray[np.intp]
    share: FloatArray
    gradient: FloatArray


class SignNewton:
    """Newton's method for a function target, sampled once.

    Parameters
    ----------
    target : Approximand
        A function.
    system : HatSystem
        Of the target on the nodes.
    constraints : array of shape (0 to 2, n), optional
        Rows c with c · v = 0.

    Notes
    -----
    The integral F is convex, and smooth wherever h = f on single points only. With φ the hat functions its
    gradient is ∫ sign(h - f)·φ, exact from the places where h - f changes sign, and its matrix of second
    derivatives the sum of 2·φᵢ·φⱼ/|h' - f'| over those places (Rice, The Approximation of Functions, 1964,
    chapter 4; Watson, Approximation Theory and Numerical Methods, 1980, chapter 4): tridiagonal, but singular
    where the error keeps its sign over neighbouring segments. So it is damped by the matrix of the quadratic
    that lies above F and touches it (Hunter and Lange, The American Statistician 58, 2004), in the manner of
    Levenberg and Marquardt. The search along a step looks at the slope of F alone, which rounding spoils
    less than the decrease of F.
    """

    def __init__(self, target: Approximand, system: HatSystem, constraints: FloatArray | None = None) -> None:
        nodes = system.nodes
        flat = sample_residual(PiecewiseLinear(nodes, np.zeros_like(nodes), 0.0, 0.0), target)
        self._target, self._system, self._nodes = target, system, nodes
        self._constraints = np.zeros((0, nodes.size)) if constraints is None else constraints
        self._lengths = np.diff(nodes)
        self.x, self.f = flat.x, -flat.r
        self._widths = flat.widths
        #: Values inside gaps that nothing depends on, or next to nothing, stay where they are.
        lengths = np.append(self._lengths, 0.0)
        lengths[1:] += self._lengths
        self._is_seen = np.where(system.diagonal > _UNSEEN * lengths, 1.0, 0.0)
        self.segment = nodes.searchsorted(self.x[:, 1], side="right") - 1
        self._share = (self.x - nodes[self.segment, None]) / self._lengths[self.segment, None]

    def residual(self, values: FloatArray) -> Residual:
        """Return h - f for `values` at the nodes."""
        left = values[self.segment, None]
        h = left + self._share * (values[self.segment + 1, None] - left)
        return Residual(self.x, h - self.f, lambda at: np.interp(at, self._nodes, values) - self._target(at))

    def from_start(
        self, start: FloatArray, pinned: npt.NDArray[np.bool_] | None = None, watch: Watch | None = None
    ) -> Balance:
        """Return where the steps from `start`, which meets the constraints, lead.

        Parameters
        ----------
        start : array of shape (n,)
        pinned : boolean array of shape (n,), optional
            Values that stay as they are.
        watch : callable, optional
            Called between steps.
        """
        movable = self._is_seen.copy()
        if pinned is not None:
            movable[pinned] = 0.0
        values, state, damping = start, self._state(start), _FIRST_DAMPING
        promise = np.inf
        for number in range(_STEPS):
            if watch is not None:
                watch(number / _STEPS)
            step, integral = self._step(values, state, damping, movable)
            if step is None:
                damping = max(100.0 * damping, 1e-6)
                continue
            slope = float(state.gradient @ step)
            promise = -slope / max(integral, _TINY)
            if abs(promise) <= _FOUND and damping <= 1.0:
                break
            length, following = self._along(values, step, slope) if slope < 0.0 else (0.0, None)
            if following is None:
                damping *= 100.0
                if damping > _MOST_DAMPING:
                    break
                continue
            values, state = values + length * step, following
            if length < 0.2:
                if promise <= _GOOD_ENOUGH:
                    break
                damping = min(10.0 * damping, _MOST_DAMPING)
            else:
                damping = max(damping * (0.03 if length == 1.0 else 0.3), _LEAST_DAMPING)
        return Balance(values, promise)

    def _along(self, values: FloatArray, step: FloatArray, slope: float) -> tuple[float, _State | None]:
        """Return how far to go along a step, and the state there; None if nowhere F is seen to be smaller."""
        low, at_low, best = 0.0, slope, None
        length = 1.0
        high, at_high = np.inf, np.inf
        for _ in range(_LINE_STEPS):
            state = self._state(values + length * step)
            here = float(state.gradient @ step)
            if abs(here) <= _FLATTER * abs(slope) or (here <= 0.0 and length == 1.0):
                return length, state
            if here > 0.0:
                high, at_high = length, here
            else:
                low, at_low, best = length, here, state
            width = high - low
            # The zero of the secant, but not too near to either end: the slope may have jumps.
            secant = low - at_low * width / (at_high - at_low)
            length = min(max(secant, low + 0.05 * width), low + 0.8 * width)
        return low, best

    def _state(self, values: FloatArray) -> _State:
        residual = self.residual(values)
        changes = residual.sign_changes()
        count = self._lengths.size
        first = np.where(residual.r[:, 0] >= 0.0, 1.0, -1.0)
        last = np.where(residual.r[:, -1] >= 0.0, 1.0, -1.0)
        begins, ends = self._share[:, 0], self._share[:, -1]
        # ∫ sign and ∫ sign·ξ over the panels, ξ running from 0 to 1 over each segment: the antiderivative
        # at both ends of a panel, and twice where the sign changes.
        total = np.bincount(self.segment, last * ends - first * begins, count)
        right = np.bincount(self.segment, 0.5 * (last * ends * ends - first * begins * begins), count)
        segment = self.segment[changes.row]
        share = (changes.x - self._nodes[segment]) / self._lengths[segment]
        before = np.where(changes.rises, -1.0, 1.0)
        total += np.bincount(segment, 2.0 * before * share, count)
        right += np.bincount(segment, before * share * share, count)
        gradient = np.zeros(count + 1)
        gradient[:-1] = self._lengths * (total - right)
        gradient[1:] += self._lengths * right
        return _State(residual, changes, segment, share, gradient)

    def _step(
        self, values: FloatArray, state: _State, damping: float, movable: FloatArray
    ) -> tuple[FloatArray | None, float]:
        """Return the damped Newton step, None if its matrix cannot be factored, and about ∫|r|."""
        # Here rather than above: SciPy is not needed before the first fit, and costs start-up time.
        from scipy.linalg.lapack import dpttrf, dpttrs

        r, count = state.residual.r, self._lengths.size
        by_segment = np.bincount(self.segment, self._widths * np.abs(r[:, 1:-1]).mean(axis=1), count)
        integral = float(by_segment.sum())
        mean = max(integral / state.residual.length, _TINY)
        above = damping / np.maximum(by_segment / self._lengths, _SMALLEST_ERROR * mean)
        steepness = np.maximum(by_segment / self._lengths, _SMALLEST_ERROR * mean) / self._lengths
        curvature = 2.0 / np.maximum(_slopes(state), _SMALLEST_SLOPE * steepness[state.segment])
        share = state.share
        left_left, left_right, right_right = (
            above * gram + np.bincount(state.segment, curvature * products, count)
            for gram, products in zip(
                self._system.segment_gram,
                ((1.0 - share) ** 2, (1.0 - share) * share, share * share),
                strict=True,
            )
        )
        diagonal = np.append(left_left, 0.0)
        diagonal[1:] += right_right
        # Rows of what is pinned become those of the unit matrix.
        diagonal = np.where(movable > 0.0, diagonal, 1.0)
        left_right = left_right * movable[:-1] * movable[1:]
        pivots, multipliers, failure = dpttrf(diagonal, left_right)
        if failure:
            return None, integral
        constraints = self._constraints * movable
        solved = dpttrs(pivots, multipliers, np.column_stack([-state.gradient * movable, constraints.T]))[0]
        if not np.isfinite(solved).all():
            return None, integral
        step, reach = solved[:, 0], solved[:, 1:]
        if constraints.shape[0]:
            step = step - reach @ (np.linalg.pinv(constraints @ reach) @ (constraints @ step))
            step = meeting(constraints, step)
        return (step if np.isfinite(step).all() else None), integral


def _slopes(state: _State) -> FloatArray:
    """Return |r'| at the changes of sign."""
    changes = state.changes
    apart = _DIFFERENCE * (changes.high - changes.low)
    at = np.minimum(np.maximum(changes.x, changes.low + apart), changes.high - apart)
    rise = state.residual.evaluate(at + apart) - state.residual.evaluate(at - apart)
    slopes: FloatArray = np.abs(rise) / np.maximum(2.0 * apart, _TINY)
    return slopes

"""Knots and values moved together to a stationary point of the mean absolute error: Newton, O(k) a step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.deviation_moments import rounded_moments, sign_moments
from reluviz.fitting.polish import NewtonStep

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from reluviz.fitting.deviation_moments import DeviationMoments
    from reluviz.fitting.norms import Watch
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand

__all__ = ["DeviationSpline", "polish_deviation"]

#: |r| of data is rounded off within these shares of the mean error, one after the other; in a rough polish
#: within those.
_ROUNDED_OFF, _ROUGHLY = (0.5, 0.1, 0.02, 0.004, 0.0008), (0.2, 0.02)
_MOST_STEPS = 30
#: A step that promises less than this share of the error is not worth taking.
_SMALLEST_GAIN, _SMALLEST_ROUNDED_GAIN = 1e-9, 1e-5
_FIRST_DAMPING, _LEAST_DAMPING, _RAISED_DAMPING, _MOST_DAMPING = 1e-2, 1e-8, 1e-4, 1e6
#: Of the damping, in the scaled matrix: a segment with a point or two leaves a direction that nothing damps.
_DAMPING_OF_ALL = 1e-2
#: Knots whose gap is a smaller share than this of what they want to move by have met.
_MET, _MOST_MEETINGS = 0.1, 4
#: Below this share of the largest value an error is rounding; the square of less than that is 0.
_EXACT, _SMALLEST_SQUARED = 1e-14, 1e-150


@dataclass(frozen=True, slots=True, eq=False)
class DeviationSpline:
    """A linear spline by its values at nodes, shape (n + 1,), and its ∫|h - f|, or sum over data."""

    nodes: FloatArray
    values: FloatArray
    deviation: float


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    nodes: FloatArray
    values: FloatArray
    measured: DeviationMoments

    def step(self, damping: float, fixed: npt.NDArray[np.bool_]) -> NewtonStep:
        own, above = self.measured.gram, self.measured.above
        gram = own[0] + damping * above[0], own[1] + damping * above[1], own[2] + damping * above[2]
        return NewtonStep(self.nodes, self.values, gram, self.measured.moments, self.measured.at_knots, fixed)


def polish_deviation(
    target: Approximand,
    nodes: FloatArray,
    values: FloatArray,
    watch: Watch | None = None,
    *,
    roughly: bool = False,
) -> DeviationSpline:
    """Move knots and values to a stationary point of the mean absolute error, downhill all the way.

    Parameters
    ----------
    target : Approximand
    nodes, values : arrays of shape (n + 1,)
        Where to start: the ends of the interval and the knots between them, and the heights there.
    watch : callable, optional
        Called between steps.
    roughly : bool
        Whether it is enough to know about how good the place is that this leads to.

    Returns
    -------
    DeviationSpline

    Notes
    -----
    Newton's method on the banded system of `fitting.polish`. For a function the second derivative of ∫|r| is
    exact from the places where r changes sign (`fitting.sign_newton` has the sources). For data |r| is
    rounded off to √(r² + δ²) and δ made smaller step by step (Madsen and Nielsen, SIAM Journal on
    Optimization 3, 1993, with Huber's function). The step is damped by the matrix of a quadratic that lies
    about above, in the manner of Levenberg and Marquardt.
    """
    if target.points_inside is None:

        def signs(nodes: FloatArray, values: FloatArray) -> DeviationMoments:
            return sign_moments(target, nodes, values)

        gain = _SMALLEST_ROUNDED_GAIN if roughly else _SMALLEST_GAIN
        return _descended(signs, nodes, values, gain, watch)
    state = _state_of_data(target, nodes, values)
    for share in _ROUGHLY if roughly else _ROUNDED_OFF:
        reach = share * state.deviation / _weight(target)
        if reach <= max(_EXACT * float(np.abs(values).max()), _SMALLEST_SQUARED):
            break

        def rounded(nodes: FloatArray, values: FloatArray, reach: float = reach) -> DeviationMoments:
            return rounded_moments(target, nodes, values, reach)

        moved = _descended(rounded, state.nodes, state.values, _SMALLEST_ROUNDED_GAIN, watch)
        state = _state_of_data(target, moved.nodes, moved.values)
    return state


def _weight(target: Approximand) -> float:
    points = target.points_inside
    assert points is not None
    return float(points.x.size if points.weights is None else points.weights.sum())


def _state_of_data(target: Approximand, nodes: FloatArray, values: FloatArray) -> DeviationSpline:
    points = target.points_inside
    assert points is not None
    size = np.abs(np.interp(points.x, nodes, values) - points.y)
    return DeviationSpline(
        nodes, values, float(size.sum() if points.weights is None else points.weights @ size)
    )


def _descended(
    measured: Callable[[FloatArray, FloatArray], DeviationMoments],
    nodes: FloatArray,
    values: FloatArray,
    smallest_gain: float,
    watch: Watch | None,
) -> DeviationSpline:
    state, damping = _State(nodes, values, measured(nodes, values)), _FIRST_DAMPING
    for number in range(_MOST_STEPS):
        if watch is not None:
            watch(number / _MOST_STEPS)
        integral = state.measured.integral
        moved = _moved(state, damping)
        if moved is not None:
            promised, nodes, values = moved
            if promised <= smallest_gain * integral and damping <= 1.0:
                break
            tried = _State(nodes, values, measured(nodes, values))
            if tried.measured.integral < integral:
                gain = integral - tried.measured.integral
                state, damping = tried, max(0.1 * damping, _LEAST_DAMPING)
                if gain <= 0.1 * smallest_gain * integral:
                    break
                continue
        damping = max(8.0 * damping, _RAISED_DAMPING)
        if damping > _MOST_DAMPING:
            break
    return DeviationSpline(state.nodes, state.values, state.measured.integral)


def _moved(state: _State, damping: float) -> tuple[float, FloatArray, FloatArray] | None:
    """Return what the step promises, and the nodes and values it leads to; None if there is none."""
    fixed = np.zeros(state.nodes.size, dtype=bool)
    fixed[[0, -1]] = True
    step = state.step(damping, fixed)
    change = step.solve(_DAMPING_OF_ALL * damping)
    for _ in range(_MOST_MEETINGS - 1):
        if change is None:
            break
        # Two knots that have met would hold up all others.
        met = -_MET * np.diff(step.motion(change)) > np.diff(state.nodes)
        if not met.any():
            break
        fixed = fixed | np.append(met, False) | np.append(False, met)
        step = state.step(damping, fixed)
        change = step.solve(_DAMPING_OF_ALL * damping)
    if change is None:
        return None
    promised, nodes, motion = step.moved(change)
    return promised, nodes, state.values + motion

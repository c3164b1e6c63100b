"""Knots and values moved together to a stationary point of the square error: damped Newton, O(k) a step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reluviz.fitting.hats import HatSystem, system_of
from reluviz.fitting.segments import Segments, sample_segments
from reluviz.fitting.span import NEAREST_KNOTS
from reluviz.maths.residual import errors_at

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand

__all__ = ["NewtonStep", "Spline", "polish", "project"]

_MOST_STEPS = 60
#: A step may take away this share of a gap between knots.
_MOST_SHRINKING = 0.8
#: A step that promises less than this share of the square error is not worth taking.
_SMALLEST_GAIN = 1e-11
#: Below this share of the square of the target an error is rounding.
_ROUNDING = 1e-28
#: Of many pieces the smallest curvature is a tiny share of the largest: more damping than this would crawl.
_FIRST_DAMPING, _MOST_DAMPING = 1e-5, 1e8
#: Knots stay this much farther apart than what `fit_slopes` would take for one knot.
_LEAST_GAP = 4.0 * NEAREST_KNOTS


@dataclass(frozen=True, slots=True, eq=False)
class Spline:
    """A linear spline as the placement works on it.

    Attributes
    ----------
    nodes, values : arrays of shape (n + 1,)
        Both ends of the interval and the n - 1 knots between them, and the function there.
    square_error : float
        ∫(h - f)² over the interval; for data the sum over the points, by weight.
    """

    nodes: FloatArray
    values: FloatArray
    square_error: float

    @property
    def knots(self) -> FloatArray:
        """The knots inside."""
        return self.nodes[1:-1]


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    spline: Spline
    segments: Segments
    system: HatSystem
    residual: FloatArray
    local: FloatArray


def project(target: Approximand, nodes: FloatArray) -> Spline:
    """Return the least-squares spline with these nodes."""
    return _project(target, nodes).spline


def _project(target: Approximand, nodes: FloatArray) -> _State:
    segments = sample_segments(target, nodes)
    local = segments.local()
    system = system_of(segments, local)
    values = system.solve(system.right_side)
    left = segments.spread(values[:-1])
    residual = left + (segments.spread(values[1:]) - left) * local - segments.f
    square_error = float(segments.weights @ (residual * residual))
    return _State(Spline(nodes, values, square_error), segments, system, residual, local)


def polish(
    target: Approximand,
    nodes: FloatArray,
    locked: npt.NDArray[np.bool_] | None = None,
    *,
    most_steps: int = _MOST_STEPS,
) -> Spline:
    """Move knots to a stationary point of the square error, downhill all the way.

    Parameters
    ----------
    target : Approximand
    nodes : array of shape (n + 1,)
        Where to start: the ends of the interval and the knots between them.
    locked : boolean array of shape (n + 1,), optional
        Nodes that stay where they are; the ends always do.

    Returns
    -------
    Spline

    Notes
    -----
    Newton's method on E(v, t) in the values and the knots together. On a segment [p, q] with slope σ and
    ξ = (x - p)/(q - p), all second derivatives of h are linear in ξ, so besides the Gram matrix the Hessian
    needs no more than the moments R₀ = ∫r(1 - ξ) and R₁ = ∫rξ of the residual r = h - f, and at each knot
    of a function r times the bend. Ordered v₀, t₀, v₁, t₁, … it has three diagonals beside the main one,
    so a step is O(n). Where it is not positive definite it is damped as Levenberg and Marquardt do; the
    values are projected again after each step, which makes the whole a variable projection method
    (Golub and Pereyra 1973).
    """
    fixed = np.zeros(nodes.size, dtype=bool) if locked is None else locked.copy()
    fixed[[0, -1]] = True
    state = _project(target, nodes)
    scale = _ROUNDING * float(state.segments.weights @ (state.segments.f * state.segments.f))
    damping = 0.0
    for _ in range(most_steps):
        if state.spline.square_error <= scale or fixed.all():
            break
        step = _newton_step(target, state, fixed)
        moved = None
        while moved is None and damping <= _MOST_DAMPING:
            change = step.solve(damping)
            if change is not None:
                promised, nodes, _ = step.moved(change)
                if promised <= _SMALLEST_GAIN * state.spline.square_error:
                    return state.spline
                tried = _project(target, nodes)
                moved = tried if tried.spline.square_error < state.spline.square_error else None
            if moved is None:
                damping = max(_FIRST_DAMPING, 8.0 * damping)
        if moved is None:
            break
        gain = state.spline.square_error - moved.spline.square_error
        state, damping = moved, (0.1 * damping if damping > _FIRST_DAMPING else 0.0)
        if gain <= _SMALLEST_GAIN * state.spline.square_error:
            break
    return state.spline


def _newton_step(target: Approximand, state: _State, fixed: npt.NDArray[np.bool_]) -> NewtonStep:
    spline, segments = state.spline, state.segments
    weighted = segments.weights * state.residual
    right = segments.sums(weighted * state.local)[0]
    left = segments.sums(weighted)[0] - right
    at_knots = np.zeros(spline.knots.size)
    if not segments.is_data:
        at_knots = errors_at(target, spline.knots, spline.values[1:-1])
    return NewtonStep(spline.nodes, spline.values, state.system.segment_gram, (left, right), at_knots, fixed)


class NewtonStep:
    """Gradient and banded Hessian of ∫ρ(h - f) at one spline, ρ being half the square or another function.

    Parameters
    ----------
    nodes, values : arrays of shape (n + 1,)
    gram : three arrays of shape (n,)
        ∫ρ″·(1 - ξ)², ∫ρ″·(1 - ξ)ξ and ∫ρ″·ξ² over each segment; ρ″ is 1 for least squares.
    moments : two arrays of shape (n,)
        ∫ρ′·(1 - ξ) and ∫ρ′·ξ; ρ′ is the residual for least squares.
    at_knots : array of shape (n - 1,)
        ρ′ at the knots inside; 0 for data.
    fixed : boolean array of shape (n + 1,)
        Nodes that stay where they are.
    """

    def __init__(
        self,
        nodes: FloatArray,
        values: FloatArray,
        gram: tuple[FloatArray, FloatArray, FloatArray],
        moments: tuple[FloatArray, FloatArray],
        at_knots: FloatArray,
        fixed: npt.NDArray[np.bool_],
    ) -> None:
        self._nodes, self._fixed = nodes, fixed
        width = np.diff(nodes)
        slope = np.diff(values) / width
        left, right = moments
        m00, m01, m11 = gram
        # Rows of the 4 by 4 matrix of each segment in (left value, left knot, right value, right knot).
        s0, s1 = left / width, right / width
        entries = {
            (0, 0): m00,
            (0, 1): -slope * m00 + s0,
            (0, 2): m01,
            (0, 3): -slope * m01 + s1,
            (1, 1): slope * slope * m00 - 2.0 * slope * s0,
            (1, 2): -slope * m01 - s0,
            (1, 3): slope * slope * m01 + slope * (s0 - s1),
            (2, 2): m11,
            (2, 3): -slope * m11 - s1,
            (3, 3): slope * slope * m11 + 2.0 * slope * s1,
        }
        size = 2 * self._nodes.size
        bands = np.zeros((4, size))
        for (row, column), entry in entries.items():
            # Upper band storage: element (i, j) stands at [3 + i - j, j].
            bands[3 + row - column, column : column + 2 * width.size : 2] += entry
        gradient = np.zeros(size)
        gradient[:-2:2] += left
        gradient[2::2] += right
        gradient[1:-2:2] -= slope * left
        gradient[3::2] -= slope * right
        bands[3, 3:-2:2] += at_knots * np.diff(slope)
        held = np.flatnonzero(np.repeat(fixed, 2) & (np.arange(size) % 2 == 1))
        gradient[held] = 0.0
        for offset in range(1, 4):
            bands[3 - offset, held] = 0.0
            later = held + offset
            bands[3 - offset, later[later < size]] = 0.0
        curvature = np.zeros(size)
        curvature[0::2] = bands[3, 0::2]
        curvature[1:-2:2] += slope * slope * m00
        curvature[3::2] += slope * slope * m11
        curvature[held] = 1.0
        bands[3, held] = 1.0
        # A knot without a bend has no curvature to scale it by.
        curvature[1::2] += 1e-12 * float(curvature[0::2].max()) * float(np.abs(slope).max(initial=0.0)) ** 2
        self._scale = 1.0 / np.sqrt(np.maximum(curvature, np.finfo(float).tiny))
        self._bands = bands * self._scale
        for offset in range(4):
            self._bands[3 - offset, offset:] *= self._scale[: size - offset]
        self._gradient = gradient * self._scale

    def solve(self, damping: float) -> FloatArray | None:
        """Return the scaled step, or None where the damped Hessian is not positive definite."""
        from scipy.linalg.lapack import dpbtrf, dpbtrs

        bands = self._bands.copy()
        bands[3] += damping
        factor, failure = dpbtrf(bands, overwrite_ab=1)
        if failure:
            return None
        change, _ = dpbtrs(factor, -self._gradient)
        result: FloatArray = change
        return result if np.isfinite(result).all() else None

    def moved(self, change: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        """Return what the step promises by its slope, where the nodes go, and how the values change."""
        motion = self.motion(change)
        width = np.diff(self._nodes)
        shrinking = np.maximum(-np.diff(motion), 0.0)
        least = _LEAST_GAP * (self._nodes[-1] - self._nodes[0])
        room = np.minimum(_MOST_SHRINKING * width, np.maximum(width - least, 0.0))
        share = np.divide(room, shrinking, out=np.ones_like(room), where=shrinking > room).min()
        nodes = self._nodes + share * motion
        return -share * float(self._gradient @ change), nodes, share * (change * self._scale)[::2]

    def motion(self, change: FloatArray) -> FloatArray:
        """Return how far the nodes are to go."""
        motion: FloatArray = (change * self._scale)[1::2]
        motion[self._fixed] = 0.0
        return motion

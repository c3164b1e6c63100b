"""What a Newton step on a mean absolute error needs to know: signs of the error, and where they change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.segments import sample_segments
from reluviz.maths.piecewise import PiecewiseLinear
from reluviz.maths.quadrature import GAUSS_NODES
from reluviz.maths.residual import counts_at, sample_residual

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand

    #: ∫(1 - ξ)², ∫(1 - ξ)ξ and ∫ξ² over each segment, ξ running from 0 to 1.
    Gram = tuple[FloatArray, FloatArray, FloatArray]

__all__ = ["DeviationMoments", "rounded_moments", "sign_moments"]

#: Segments with a smaller share than this of the mean error are damped as if they had that much.
_SMALLEST_ERROR = 1e-3
#: A root where the error is flatter than this, against its mean over the length of the segment, counts as
#: if it were not.
_SMALLEST_SLOPE = 1e-5
_ROOT_STEPS = 4
_TINY = 1e-300
#: The samples of a panel, from -1 to 1, and what takes r there to the coefficients of its interpolant.
_Z: FloatArray = 2.0 * np.concatenate([[0.0], GAUSS_NODES, [1.0]]) - 1.0
_COEFFICIENTS: FloatArray = np.linalg.inv(np.vander(_Z, increasing=True)).astype(np.float64)
_POWERS: FloatArray = np.arange(1.0, _Z.size + 1)
#: Integrals of the interpolant between neighbouring samples.
_ANTIDERIVATIVES: FloatArray = _Z[:, None] ** _POWERS / _POWERS
_BETWEEN: FloatArray = np.diff(_ANTIDERIVATIVES, axis=0).dot(_COEFFICIENTS)


@dataclass(frozen=True, slots=True, eq=False)
class DeviationMoments:
    """An integral of ρ(h - f), ρ being |r| or nearly, and its derivatives segment by segment.

    Attributes
    ----------
    integral : float
        ∫ρ; for data the sum over the points, by weight.
    moments : two arrays of shape (n,)
        ∫ρ′·(1 - ξ) and ∫ρ′·ξ.
    gram : Gram
        With ρ″ as the weight; for |r| itself 2/|r′| at each change of sign.
    above : Gram
        That of a quadratic that lies above, about (Hunter and Lange, The American Statistician 58, 2004):
        the weight is one over the mean error of the segment. It damps the step.
    at_knots : array of shape (n - 1,)
        ρ′ at the knots inside; 0 for data.
    """

    integral: float
    moments: tuple[FloatArray, FloatArray]
    gram: Gram
    above: Gram
    at_knots: FloatArray


def rounded_moments(
    target: Approximand, nodes: FloatArray, values: FloatArray, reach: float
) -> DeviationMoments:
    """Return the moments of ρ(r) = √(r² + reach²) for data."""
    segments = sample_segments(target, nodes)
    local, w = segments.local(), segments.weights
    left = segments.spread(values[:-1])
    r = left + (segments.spread(values[1:]) - left) * local - segments.f
    size = np.sqrt(r * r + reach * reach)
    first, second = w * r / size, w * (reach / size) ** 2 / size
    first_right, second_right, w_right = first * local, second * local, w * local
    sums = segments.sums(
        w * size, first, first_right, second, second_right, second_right * local, w, w_right, w_right * local
    )
    integral, total, right = sums[:3]
    at_knots = np.zeros(nodes.size - 2)
    damping = _damping(integral, sums[6])
    above = _gram(*(damping * sums[6:]))
    return DeviationMoments(float(integral.sum()), (total - right, right), _gram(*sums[3:6]), above, at_knots)


def sign_moments(target: Approximand, nodes: FloatArray, values: FloatArray) -> DeviationMoments:
    """Return the moments of |r| for a function.

    On each panel r is taken for the polynomial through its samples: changes of sign are zeros of that, found
    by Newton's method from the chord, and nothing is evaluated but the samples.
    """
    flat = sample_residual(PiecewiseLinear(nodes, np.zeros_like(nodes), 0.0, 0.0), target)
    lengths, count = np.diff(nodes), nodes.size - 1
    segment = nodes.searchsorted(flat.x[:, 1], side="right") - 1
    local = (flat.x - nodes[segment, None]) / lengths[segment, None]
    left = values[segment, None]
    r = left + local * (values[segment + 1, None] - left) + flat.r
    begin, end = local[:, :-1], local[:, 1:]
    half = 0.5 * (local[:, -1] - local[:, 0])
    signs = np.sign(r)
    sign = np.where(signs[:, :-1] != 0.0, signs[:, :-1], signs[:, 1:])
    area = np.abs(r @ _BETWEEN.T) * half[:, None]
    total, right = sign * (end - begin), 0.5 * sign * (end * end - begin * begin)

    row, column = np.nonzero(signs[:, :-1] * signs[:, 1:] < 0.0)
    polynomials = _COEFFICIENTS @ r[row].T
    before, after = _Z[column], _Z[column + 1]
    sizes = np.abs(r[row, column]), np.abs(r[row, column + 1])
    z, slope = _roots(polynomials, before, after, sizes[0] / (sizes[0] + sizes[1]))
    below, at_root, beyond = (_integral(polynomials, place) for place in (before, z, after))
    area[row, column] = (np.abs(at_root - below) + np.abs(beyond - at_root)) * half[row]
    root = local[row, 0] + half[row] * (z + 1.0)
    sign, begin, end = sign[row, column], begin[row, column], end[row, column]
    total[row, column] = sign * (2.0 * root - begin - end)
    right[row, column] = 0.5 * sign * (2.0 * root * root - begin * begin - end * end)

    integral, total, right = (
        lengths * np.bincount(segment, terms.sum(axis=1), count) for terms in (area, total, right)
    )
    where = segment[row]
    # Slopes along ξ, as everything here.
    steepness = np.maximum(np.abs(slope) / half[row], _SMALLEST_SLOPE * integral[where] / lengths[where])
    curvature = 2.0 / np.maximum(steepness, _TINY)
    gram = (lengths * np.bincount(where, curvature * root**power, count) for power in range(3))
    edges = local[:, [0, -1]]
    powers = [
        lengths * np.bincount(segment, (edges[:, 1] ** power - edges[:, 0] ** power) / power, count)
        for power in (1, 2, 3)
    ]
    damping = _damping(integral, powers[0])
    above = _gram(*(damping * power for power in powers))
    at_knots = np.sign(_errors_at(target, nodes[1:-1], values[1:-1]))
    return DeviationMoments(float(integral.sum()), (total - right, right), _gram(*gram), above, at_knots)


def _errors_at(target: Approximand, x: FloatArray, heights: FloatArray) -> FloatArray:
    errors: FloatArray = np.where(counts_at(target, x), heights - target(x), 0.0)
    return errors


def _gram(ones: FloatArray, right: FloatArray, square: FloatArray) -> Gram:
    return ones - 2.0 * right + square, right - square, square


def _damping(integral: FloatArray, lengths: FloatArray) -> FloatArray:
    mean = float(integral.sum()) / float(lengths.sum())
    errors = np.divide(integral, lengths, out=np.full_like(integral, mean), where=lengths > 0.0)
    damping: FloatArray = 1.0 / np.maximum(errors, max(_SMALLEST_ERROR * mean, _TINY))
    return damping


def _roots(
    polynomials: FloatArray, low: FloatArray, high: FloatArray, share: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return a zero of each polynomial between `low` and `high`, and the slope there."""
    z = low + (high - low) * share
    for _ in range(_ROOT_STEPS):
        value, slope = _horner(polynomials, z), _slope(polynomials, z)
        step = np.divide(value, slope, out=np.zeros_like(z), where=slope != 0.0)
        z = np.minimum(np.maximum(z - step, low), high)
    return z, _slope(polynomials, z)


def _horner(polynomials: FloatArray, z: FloatArray) -> FloatArray:
    value: FloatArray = polynomials[-1].copy()
    for coefficient in polynomials[-2::-1]:
        value *= z
        value += coefficient
    return value


def _slope(polynomials: FloatArray, z: FloatArray) -> FloatArray:
    return _horner(polynomials[1:] * _POWERS[:-1, None], z)


def _integral(polynomials: FloatArray, z: FloatArray) -> FloatArray:
    return z * _horner(polynomials / _POWERS[:, None], z)

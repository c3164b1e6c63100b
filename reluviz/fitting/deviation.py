"""Values at given nodes with the smallest mean absolute error, for data and for functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.hats import assemble
from reluviz.fitting.interior import HatBasis, least_deviation
from reluviz.fitting.projection import least_squares_values, meeting
from reluviz.fitting.sign_newton import SignNewton
from reluviz.maths.piecewise import merged
from reluviz.maths.quadrature import GAUSS_NODES, GAUSS_WEIGHTS

if TYPE_CHECKING:
    from reluviz.fitting.hats import HatSystem
    from reluviz.fitting.norms import Watch
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand, Points

__all__ = ["deviation_values"]

_ROUNDS = 4
#: The integral has settled when it changes by less than this share.
_SETTLED = 1e-9
#: Newton's method has come to its end when it promises less than this share. It can stop here where two
#: or three roots merge, and a linear program would do no better.
_GOOD = 1e-6
#: An error below this share of the target is rounding: nothing is left to be made smaller.
_EXACT = 1e-13
#: Below this share of the largest error it is 0, as far as an interior point can tell.
_ZERO = 1e-6
#: A panel is straight if the target leaves its chord by this share of its size: by rounding only.
_STRAIGHT = 1e-12
#: What share of the interval must be straight to count.
_STRETCH = 0.02


def deviation_values(
    target: Approximand,
    nodes: FloatArray,
    constraints: FloatArray | None = None,
    watch: Watch | None = None,
) -> FloatArray:
    """Return the values at `nodes` whose straight connection has the smallest mean absolute error.

    Parameters
    ----------
    target : Approximand
        Data counts by weight.
    nodes : array of shape (n,), n >= 2
        Increasing, from one end of the interval to the other; for data from the first point to the last.
    constraints : array of shape (0 to 2, n), optional
        Rows c with c · v = 0.
    watch : callable, optional
        Called between steps.

    Returns
    -------
    array of shape (n,)
        Where the least-squares fit is exact, its values. What data leaves open stays near them.

    Notes
    -----
    For a function Newton's method on the exact integral (`fitting.sign_newton`) comes within 1e-8 of the
    smallest one. It fails where the error vanishes on whole stretches, as it may for targets that have
    straight parts. There a linear program, by Gauss quadrature on panels that are cut where the error changes
    sign, tells which stretches those are; Newton's method then moves the other values.
    """
    system = assemble(target, nodes)
    start = least_squares_values(system, constraints)
    if target.points_inside is not None:
        return _for_points(target.points_inside, nodes, start, constraints, watch)
    return _for_function(target, system, start, constraints, watch)


def _for_points(
    points: Points,
    nodes: FloatArray,
    start: FloatArray,
    constraints: FloatArray | None,
    watch: Watch | None,
) -> FloatArray:
    basis = HatBasis(nodes, points.x)
    missing = points.y - basis.at_places(start)
    if float(np.abs(missing).max()) <= _EXACT * float(np.abs(points.y).max()):
        return start
    weights = np.ones_like(points.x) if points.weights is None else points.weights
    step = least_deviation(basis, missing, weights, constraints, watch)
    values = meeting(constraints, start + step)
    better = weights @ np.abs(points.y - basis.at_places(values)) < weights @ np.abs(missing)
    return values if better else start


def _for_function(
    target: Approximand,
    system: HatSystem,
    start: FloatArray,
    constraints: FloatArray | None,
    watch: Watch | None,
) -> FloatArray:
    newton = SignNewton(target, system, constraints)
    residual = newton.residual(start)
    if float(np.abs(residual.r).max()) <= _EXACT * float(np.abs(newton.f).max()):
        return start
    best, least = start, residual.integral_of_absolute()
    if not _has_straight_parts(newton):
        found = newton.from_start(start, watch=watch)
        best, least = _better(newton, meeting(constraints, found.values), best, least)
        if found.promise <= _GOOD:
            return best
    for _ in range(_ROUNDS):
        before = least
        values = _by_programme(target, newton, system.nodes, best, constraints, watch)
        pinned = np.zeros(best.size, dtype=bool)
        r = np.abs(newton.residual(values).r).max(axis=1)
        zero = newton.segment[r <= _ZERO * float(r.max())]
        pinned[zero] = pinned[zero + 1] = True
        best, least = _better(newton, values, best, least)
        polished = newton.from_start(values, pinned, watch)
        best, least = _better(newton, meeting(constraints, polished.values), best, least)
        if before - least <= _SETTLED * before:
            break
    return best


def _better(
    newton: SignNewton, values: FloatArray, best: FloatArray, least: float
) -> tuple[FloatArray, float]:
    integral = newton.residual(values).integral_of_absolute()
    return (values, integral) if integral < least else (best, least)


def _has_straight_parts(newton: SignNewton) -> bool:
    """Return whether the target is straight on stretches, where the best error may well be 0."""
    x, f = newton.x, newton.f
    width = x[:, -1] - x[:, 0]
    ends = f[:, :1] + (f[:, -1:] - f[:, :1]) * (x - x[:, :1]) / width[:, None]
    straight = np.abs(f - ends).max(axis=1) <= _STRAIGHT * float(np.abs(f).max())
    return float(width[straight].sum()) > _STRETCH * float(width.sum())


def _by_programme(
    target: Approximand,
    newton: SignNewton,
    nodes: FloatArray,
    start: FloatArray,
    constraints: FloatArray | None,
    watch: Watch | None,
) -> FloatArray:
    """Return the best values for a quadrature on panels cut where the error of `start` changes sign."""
    changes = newton.residual(start).sign_changes()
    begins, ends = newton.x[changes.row, 0], newton.x[changes.row, -1]
    roots = changes.x[(changes.x > begins) & (changes.x < ends)]
    left, right = merged(newton.x[:, 0], roots), merged(newton.x[:, -1], roots)
    width = (right - left)[:, None]
    x = (left[:, None] + width * GAUSS_NODES).ravel()
    basis = HatBasis(nodes, x)
    weights = (width * GAUSS_WEIGHTS).ravel() / float(width.sum())
    step = least_deviation(basis, target(x) - basis.at_places(start), weights, constraints, watch)
    return meeting(constraints, start + step)

"""Slopes for given knots: least squares in closed form, and the best slope of one more hinge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.hats import HatSystem, assemble
from reluviz.fitting.span import Span, span_of
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.measure import Errors, measure
from reluviz.maths.quadrature import GAUSS_NODES, GAUSS_WEIGHTS, panel_edges

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.target import Target

__all__ = ["SlopeFit", "best_hinge_at", "fit_slopes"]

_REFINEMENTS = 3


@dataclass(frozen=True)
class SlopeFit:
    """What `fit_slopes` found.

    Attributes
    ----------
    sum : HingeSum
        The same hinges, in the same order, with their new slopes, bias and linear term.
    target : Target
    unseen : tuple of int
        Indices of the hinges that are active nowhere on the interval (for data: where there are no
        points). Their slope changes nothing and was set to 0.
    """

    sum: HingeSum
    target: Target
    unseen: tuple[int, ...]

    @cached_property
    def error(self) -> Errors:
        """The errors of the fitted sum, measured when first asked for."""
        return measure(self.sum, self.target)


def fit_slopes(model: HingeSum, target: Target, *, bias: bool = True, linear: bool = True) -> SlopeFit:
    """Return the slopes that make the mean square error smallest, the knots and facings kept.

    Parameters
    ----------
    model : HingeSum
        Its k slopes are not looked at.
    target : Target
        A function is projected by exact integrals; data enters by its n points and their weights.
    bias, linear : bool
        Whether the constant and the linear term are free as well. One that is not keeps its value.

    Returns
    -------
    SlopeFit

    Notes
    -----
    The unknowns are the values at the knots, in the basis of hat functions, where the Gram matrix is
    tridiagonal: O(k) for a function, O(n + k) for data sorted by x. Where the hinges span less than all
    piecewise-linear functions (no bias, all facing one way, …), the at most two missing dimensions are
    linear constraints on those values, met by a Schur complement (the range-space method; Nocedal and
    Wright, Numerical Optimization, 2006, section 16.2). The slopes are second differences.
    """
    bounds = _bounds(target)
    span = span_of(model.knots, model.facings, bounds, bias=bias, linear=linear)
    kept_bias, kept_linear = (0.0 if bias else model.bias), (0.0 if linear else model.slope)
    system = assemble(target, span.nodes)
    kept = kept_bias + kept_linear * span.nodes
    values = _constrained_solution(system, system.right_side - system.product(kept), span.constraints())
    fitted_bias, fitted_linear, slopes = span.coefficients(values)
    result = HingeSum.from_arrays(
        model.knots,
        model.facings,
        slopes,
        fitted_bias if bias else kept_bias,
        fitted_linear if linear else kept_linear,
    )
    return SlopeFit(result, target, tuple(np.flatnonzero(span.never).tolist()))


def _bounds(target: Target) -> tuple[float, float]:
    """The interval on which slopes can be told apart: for data, from its first to its last point."""
    points = target.points_inside
    if points is None or points.x[0] == points.x[-1]:
        return target.interval
    return float(points.x[0]), float(points.x[-1])


def _constrained_solution(system: HatSystem, right_side: FloatArray, constraints: FloatArray) -> FloatArray:
    """Minimise ½v·Gv - b·v subject to constraints·v = 0."""
    if constraints.shape[0] == 0 and not system.has_gaps:
        return system.solve(right_side)
    solved = system.solve(np.column_stack([right_side, constraints.T]))
    step, reach = solved[:, 0], solved[:, 1:]
    schur_inverse = np.linalg.pinv(constraints @ reach)
    values, multipliers = np.zeros_like(step), np.zeros(constraints.shape[0])
    # The ridge that fills gaps is tiny but its inverse is not: there, refine against the true system.
    for _ in range(1 + (_REFINEMENTS if system.has_gaps else 0)):
        more = schur_inverse @ (constraints @ (values + step))
        values = values + step - reach @ more
        multipliers = multipliers + more
        step = system.solve(right_side - system.product(values) - multipliers @ constraints)
    return values


def best_hinge_at(model: HingeSum, target: Target, knot: float) -> Hinge:
    """Return the one hinge at `knot` that lowers the mean square error most, all else kept.

    Both facings are tried; the better one wins, facing right if there is nothing between them. A knot
    where neither sees anything of the interval gives a slope of 0.
    """
    best, best_gain = Hinge(knot, 1, 0.0), 0.0
    for facing in (1, -1):
        along, square = _inner_products(model, target, knot, facing)
        gain = along * along / square if square > 0 else 0.0
        if gain > best_gain * (1 + 1e-9):
            best, best_gain = Hinge(knot, facing, along / square), gain
    return best


def _inner_products(model: HingeSum, target: Target, knot: float, facing: int) -> tuple[float, float]:
    """Return ∫(f - h)·g and ∫g² for the unit hinge g at `knot`."""
    h = model.piecewise()
    if target.points_inside is not None:
        points = target.points_inside
        hinge = np.maximum(0.0, facing * (points.x - knot))
        weighted = hinge if points.weights is None else hinge * points.weights
        return float(weighted @ (points.y - h(points.x))), float(weighted @ hinge)
    edges = panel_edges(target.cells, np.append(h.breakpoints, knot))
    width = np.diff(edges)
    x = edges[:-1, None] + width[:, None] * GAUSS_NODES
    hinge = np.maximum(0.0, facing * (x - knot))
    missing = (target(x) - h(x)) * hinge
    return float(width @ (missing @ GAUSS_WEIGHTS)), float(width @ ((hinge * hinge) @ GAUSS_WEIGHTS))

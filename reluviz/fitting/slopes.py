"""Slopes for given knots: least squares in closed form, and the best slope of one more hinge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.hats import HatSystem, assemble
from reluviz.fitting.span import NEAREST_KNOTS, span_of
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.measure import Errors, measure
from reluviz.maths.quadrature import GAUSS_NODES, GAUSS_WEIGHTS, panel_edges
from reluviz.targets.target import shortest_length

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Points
    from reluviz.targets.target import Target

__all__ = ["SlopeFit", "best_hinge_at", "fit_slopes"]

#: Coefficients whose whole effect on the interval is a smaller share of the curve than this are set to 0.
_ROUNDING = 1e-14
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
    points = target.points_inside
    if points is not None and bounds[1] - bounds[0] <= shortest_length(*bounds):
        return _fit_at_one_place(model, target, points, bias, linear)
    span = span_of(model.knots, model.facings, bounds, bias=bias, linear=linear)
    kept_bias, kept_linear = (0.0 if bias else model.bias), (0.0 if linear else model.slope)
    system = assemble(target, span.nodes)
    right_side = system.right_side
    if kept_bias or kept_linear:
        right_side = right_side - system.product(kept_bias + kept_linear * span.nodes)
    values = _constrained_solution(system, right_side, span.constraints())
    fitted_bias, fitted_linear, slopes = span.coefficients(values)
    # What moves the curve by less than its rounding is no part of the answer: people would read 1.1e-16.
    rounding = _ROUNDING * float(np.abs(values).max())
    farthest = np.maximum(np.abs(model.knots - bounds[0]), np.abs(model.knots - bounds[1]))
    slopes = np.where(np.abs(slopes) * farthest <= rounding, 0.0, slopes)
    if abs(fitted_bias) <= rounding:
        fitted_bias = 0.0
    if abs(fitted_linear) * max(abs(bounds[0]), abs(bounds[1])) <= rounding:
        fitted_linear = 0.0
    result = model.with_slopes(slopes, kept_bias + fitted_bias, kept_linear + fitted_linear)
    return SlopeFit(result, target, tuple(sorted(span.never.tolist())))


def _bounds(target: Target) -> tuple[float, float]:
    """Return the interval on which slopes can be told apart: for data, from its first to its last point."""
    points = target.points_inside
    if points is None:
        return target.interval
    return float(points.x[0]), float(points.x[-1])


def _fit_at_one_place(model: HingeSum, target: Target, points: Points, bias: bool, linear: bool) -> SlopeFit:
    """Return the smallest coefficients that give the mean height at the one place of all data."""
    place = float(points.x.mean())
    kept_bias, kept_linear = (0.0 if bias else model.bias), (0.0 if linear else model.slope)
    missing = float(np.average(points.y, weights=points.weights)) - kept_bias - kept_linear * place
    unit_heights = np.maximum(0.0, model.facings * (place - model.knots))
    makers = np.concatenate([unit_heights, [1.0 if bias else 0.0, place if linear else 0.0]])
    largest = float(np.abs(makers).max())
    if largest > 0:
        makers = makers / largest
        makers *= missing / largest / (makers @ makers)
    fitted = model.with_slopes(makers[:-2], kept_bias + makers[-2], kept_linear + makers[-1])
    return SlopeFit(fitted, target, tuple(np.flatnonzero(unit_heights == 0.0).tolist()))


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

    Both facings are tried; the better one wins, facing right if there is nothing between them. A facing
    that sees nothing of the interval is out, and a knot where both are gives a slope of 0.
    """
    best, best_gain = Hinge(knot, 1, 0.0), 0.0
    start, end = _bounds(target)
    nearest = NEAREST_KNOTS * (end - start)
    x, weights, missing = _missing(model, target, knot)
    for facing, sees in ((1, knot < end - nearest), (-1, knot > start + nearest)):
        if not sees:
            continue
        hinge = np.maximum(0.0, facing * (x - knot))
        weighted = weights * hinge
        along, square = float(weighted @ missing), float(weighted @ hinge)
        slope = along / square if square > 0 else 0.0
        if slope * along > best_gain * (1 + 1e-9):
            best, best_gain = Hinge(knot, facing, slope), slope * along
    return best


def _missing(model: HingeSum, target: Target, knot: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return places, weights and f - h there: sums by weight are integrals, or sums over the data."""
    h = model.piecewise()
    points = target.points_inside
    if points is not None:
        weights = np.ones_like(points.x) if points.weights is None else points.weights
        return points.x, weights, points.y - h(points.x)
    edges = panel_edges(target.cells, np.append(h.breakpoints, knot))
    width = np.diff(edges)[:, None]
    x = (edges[:-1, None] + width * GAUSS_NODES).ravel()
    return x, (width * GAUSS_WEIGHTS).ravel(), target(x) - h(x)

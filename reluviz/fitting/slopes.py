"""Slopes for given knots in three norms, and the best slope of one more hinge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.hats import assemble
from reluviz.fitting.locks import mask_of
from reluviz.fitting.norms import checked_norm
from reluviz.fitting.projection import least_squares_values
from reluviz.fitting.remainder import remainder_of
from reluviz.fitting.segments import ends_of
from reluviz.fitting.span import NEAREST_KNOTS, span_of
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.measure import Errors, measure
from reluviz.maths.quadrature import GAUSS_NODES, GAUSS_WEIGHTS, panels_between
from reluviz.targets.target import shortest_length

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from reluviz.fitting.norms import Norm, Watch
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand, Points
    from reluviz.targets.target import Target

__all__ = ["SlopeFit", "best_hinge_at", "fit_slopes"]

#: Coefficients whose whole effect on the interval is a smaller share of the curve than this are set to 0.
_ROUNDING = 1e-14


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
        points). Their slope changes nothing and was set to 0, unless it is locked; those are not named.
    norm : Norm
        The error that was made smallest.
    """

    sum: HingeSum
    target: Target
    unseen: tuple[int, ...]
    norm: Norm = "l2"

    @cached_property
    def error(self) -> Errors:
        """The errors of the fitted sum, measured when first asked for."""
        return measure(self.sum, self.target)


def fit_slopes(
    model: HingeSum,
    target: Target,
    *,
    norm: str = "l2",
    bias: bool = True,
    linear: bool = True,
    locked: Iterable[int] = (),
    watch: Watch | None = None,
) -> SlopeFit:
    """Return the slopes that make the error smallest, the knots and facings kept.

    Parameters
    ----------
    model : HingeSum
        Its k slopes are not looked at, but for those that are locked.
    target : Target
        A function enters by exact integrals and true maxima; data by its n points and their weights
        (which do not enter a largest error).
    norm : str
        "l2": least squares. "max": the smallest largest error. "l1": the smallest mean absolute error.
    bias, linear : bool
        Whether the constant and the linear term are free as well. One that is not keeps its value.
    locked : iterable of int
        Indices of the hinges whose slope stays as it is.
    watch : callable, optional
        Called now and then by a long fit.

    Returns
    -------
    SlopeFit

    Raises
    ------
    InputError
        If there is no such norm or no such hinge, or more than 5,000 knots for a minimax fit.

    Notes
    -----
    The unknowns are the values at the knots, in the basis of hat functions, where the Gram matrix is
    tridiagonal: O(k) for a function, O(n + k) for data sorted by x. Where the hinges span less than all
    piecewise-linear functions (no bias, …), the at most two missing dimensions are linear constraints on
    those values. The slopes are second differences. `fitting.projection`, `fitting.minimax` and
    `fitting.deviation` tell how each norm is made smallest.
    """
    checked, bias, linear = checked_norm(norm), bool(bias), bool(linear)
    free = np.flatnonzero(~mask_of(locked, len(model)))
    bounds = ends_of(target)
    points = target.points_inside
    if points is not None and bounds[1] - bounds[0] <= shortest_length(*bounds):
        return _fit_at_one_place(model, target, points, checked, free, bias, linear)
    everything = free.size == len(model)
    knots, facings = (model.knots, model.facings) if everything else (model.knots[free], model.facings[free])
    span = span_of(knots, facings, bounds, bias=bias, linear=linear)
    # Rows at right angles: those of knots close together are almost parallel, and met to few digits.
    constraints = np.linalg.qr(span.constraints().T)[0].T
    kept_bias, kept_linear = (0.0 if bias else model.bias), (0.0 if linear else model.slope)
    if checked == "l2" and everything:
        system = assemble(target, span.nodes)
        right_side = system.right_side
        if kept_bias or kept_linear:
            right_side = right_side - system.product(kept_bias + kept_linear * span.nodes)
        values = least_squares_values(system, constraints, right_side)
    else:
        fixed = ~np.isin(np.arange(len(model)), free)
        remainder = remainder_of(model, target, fixed, bias=bias, linear=linear)
        values = _values(remainder, span.nodes, constraints, checked, watch)
    fitted_bias, fitted_linear, fitted = span.coefficients(values)
    # What moves the curve by less than its rounding is no part of the answer: people would read 1.1e-16.
    rounding = _ROUNDING * float(np.abs(values).max())
    farthest = np.maximum(np.abs(knots - bounds[0]), np.abs(knots - bounds[1]))
    fitted = np.where(np.abs(fitted) * farthest <= rounding, 0.0, fitted)
    if abs(fitted_bias) <= rounding:
        fitted_bias = 0.0
    if abs(fitted_linear) * max(abs(bounds[0]), abs(bounds[1])) <= rounding:
        fitted_linear = 0.0
    slopes = model.slopes.copy()
    slopes[free] = fitted
    result = model.with_slopes(slopes, kept_bias + fitted_bias, kept_linear + fitted_linear)
    return SlopeFit(result, target, tuple(sorted(free[span.never].tolist())), checked)


def _values(
    target: Approximand, nodes: FloatArray, constraints: FloatArray, norm: Norm, watch: Watch | None
) -> FloatArray:
    if norm == "max":
        # Least squares is what a window starts with: the other norms are loaded by the first who wants them.
        from reluviz.fitting.minimax import minimax_values

        return minimax_values(target, nodes, constraints, watch).values
    if norm == "l1":
        from reluviz.fitting.deviation import deviation_values

        return deviation_values(target, nodes, constraints, watch)
    return least_squares_values(assemble(target, nodes), constraints)


def _fit_at_one_place(
    model: HingeSum,
    target: Target,
    points: Points,
    norm: Norm,
    free: npt.NDArray[np.intp],
    bias: bool,
    linear: bool,
) -> SlopeFit:
    """Return the smallest coefficients that give the best height at the one place of all data."""
    place = float(points.x.mean())
    kept_bias, kept_linear = (0.0 if bias else model.bias), (0.0 if linear else model.slope)
    unit_heights = np.maximum(0.0, model.facings * (place - model.knots))
    slopes = np.where(np.isin(np.arange(len(model)), free), 0.0, model.slopes)
    missing = _best_height(points, norm) - kept_bias - kept_linear * place - float(slopes @ unit_heights)
    makers = np.concatenate([unit_heights[free], [1.0 if bias else 0.0, place if linear else 0.0]])
    largest = float(np.abs(makers).max())
    if largest > 0:
        makers = makers / largest
        makers *= missing / largest / (makers @ makers)
    slopes[free] = makers[:-2]
    fitted = model.with_slopes(slopes, kept_bias + makers[-2], kept_linear + makers[-1])
    return SlopeFit(fitted, target, tuple(free[unit_heights[free] == 0.0].tolist()), norm)


def _best_height(points: Points, norm: Norm) -> float:
    """Return the mean, the middle of the range or the median by weight."""
    if norm == "l2":
        return float(np.average(points.y, weights=points.weights))
    order = np.argsort(points.y, kind="stable")
    y = points.y[order]
    if norm == "max":
        return 0.5 * float(y[0] + y[-1])
    weights = np.ones_like(y) if points.weights is None else points.weights[order]
    passed = weights.cumsum()
    middle = 0.5 * passed[-1]
    # Where two heights share the middle, everything between them is as good.
    low, high = passed.searchsorted(middle, "left"), passed.searchsorted(middle, "right")
    return 0.5 * float(y[low] + y[min(high, y.size - 1)])


def best_hinge_at(model: HingeSum, target: Target, knot: float) -> Hinge:
    """Return the one hinge at `knot` that lowers the mean square error most, all else kept.

    Both facings are tried; the better one wins, facing right if there is nothing between them. A facing
    that sees nothing of the interval is out, and a knot where both are gives a slope of 0.
    """
    best, best_gain = Hinge(knot, 1, 0.0), 0.0
    start, end = ends_of(target)
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
    left, right = panels_between(target.cells, target.gaps, np.append(h.breakpoints, knot))
    width = (right - left)[:, None]
    x = (left[:, None] + width * GAUSS_NODES).ravel()
    return x, (width * GAUSS_WEIGHTS).ravel(), target(x) - h(x)

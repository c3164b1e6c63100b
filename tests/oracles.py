"""Slow and obvious computations that the fast ones are held against."""

import numpy as np
from scipy.optimize import linprog, minimize_scalar

from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.library import LibraryFunction
from reluviz.targets.target import Target


def function_target(function, interval, breaks=(), name="test"):
    """A target from any vectorised function."""
    return Target(
        LibraryFunction(name, name, name, name, interval, "For a test.", function, breaks), interval
    )


def weierstrass(x):
    """Σ_{j<5} ½^j cos(3^j πx): smooth, and wavy on five scales."""
    return sum(0.5**j * np.cos(3.0**j * np.pi * np.asarray(x)) for j in range(5))


def root_of(x):
    """√x, and 0 to the left of 0."""
    return np.sqrt(np.maximum(x, 0.0))


def direct_sum(hinge_sum, x):
    """h(x), hinge by hinge."""
    x = np.asarray(x, dtype=float)
    return hinge_sum.bias + hinge_sum.slope * x + sum(hinge(x) for hinge in hinge_sum.hinges)


def direct_piecewise(function, x):
    """The value of a PiecewiseLinear at one place, from the piece that x lies on."""
    t, v = function.breakpoints, function.values
    if x <= t[0]:
        return v[0] + function.left_slope * (x - t[0])
    if x >= t[-1]:
        return v[-1] + function.right_slope * (x - t[-1])
    i = int(np.flatnonzero(t <= x)[-1])
    return v[i] + (v[i + 1] - v[i]) * ((x - t[i]) / (t[i + 1] - t[i]))


def random_sum(rng, count, interval=(-3.0, 3.0), bias=0.0, slope=0.0):
    """Hinges anywhere in the interval, facing either way."""
    knots = rng.uniform(*interval, count)
    return HingeSum.from_arrays(knots, rng.choice([-1, 1], count), rng.standard_normal(count), bias, slope)


def sum_of(*hinges, bias=0.0, slope=0.0):
    """A sum from (knot, facing) or (knot, facing, slope)."""
    return HingeSum([Hinge(*hinge) for hinge in hinges], bias, slope)


def composite_edges(function, start, end, breaks=(), panels=20_000):
    """Panel edges between which `function` is smooth and of one sign: even steps, breaks and roots."""
    inside = [place for place in breaks if start < place < end]
    grid = np.union1d(np.linspace(start, end, panels + 1), inside)
    values = function(grid)
    low, high = grid[:-1], grid[1:]
    change = values[:-1] * values[1:] < 0
    low, high, sign = low[change], high[change], np.sign(values[:-1][change])
    for _ in range(60):
        middle = 0.5 * (low + high)
        same = np.sign(function(middle)) == sign
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.union1d(grid, low)


def composite_integral(function, edges, nodes=12):
    """Gauss-Legendre of another order than the program's, panel by panel."""
    at, weights = np.polynomial.legendre.leggauss(nodes)
    width = np.diff(edges)
    x = edges[:-1, None] + width[:, None] * (0.5 + 0.5 * at)
    return float(0.5 * (width @ (function(x) @ weights)))


def largest_by_search(function, start, end, breaks=(), count=200_001):
    """max |function| by a fine grid and a bounded search around its best places."""
    grid = np.union1d(np.linspace(start, end, count), [p for p in breaks if start <= p <= end])
    size = np.abs(function(grid))
    best = size.max()
    for index in np.argsort(size)[-5:]:
        low, high = grid[max(index - 1, 0)], grid[min(index + 1, grid.size - 1)]
        found = minimize_scalar(
            lambda x: -abs(float(function(np.array([x]))[0])),
            bounds=(low, high),
            method="bounded",
            options={"xatol": 1e-13},
        )
        best = max(best, -found.fun)
    return float(best)


def design_matrix(model, x, *, bias, linear):
    """The columns 1, x (where free) and one per hinge: shape (n, (0 to 2) + k)."""
    columns = [np.ones_like(x)] * bias + [x] * linear
    columns += [np.maximum(0.0, hinge.facing * (x - hinge.knot)) for hinge in model.hinges]
    return np.stack(columns, axis=1) if columns else np.zeros((x.size, 0))


def dense_fit(model, x, y, weights=None, *, bias, linear):
    """Minimum-norm dense least squares in the ReLU basis: bias, linear term, slopes."""
    kept = (0.0 if bias else model.bias) + (0.0 if linear else model.slope) * x
    root = np.ones_like(x) if weights is None else np.sqrt(weights)
    matrix = design_matrix(model, x, bias=bias, linear=linear)
    found = np.linalg.lstsq(root[:, None] * matrix, root * (y - kept), rcond=None)[0]
    return HingeSum.from_arrays(
        model.knots,
        model.facings,
        found[bias + linear :],
        found[0] if bias else model.bias,
        found[bias + linear - 1] if linear else model.slope,
    )


def dense_programme(model, x, y, weights=None, *, norm, bias=True, linear=True, locked=()):
    """The smallest largest or mean absolute error, by a dense linear program on the ReLU basis."""
    weights = np.ones_like(x) if weights is None else weights
    free = [i for i in range(len(model)) if i not in locked]
    kept = (0.0 if bias else model.bias) + (0.0 if linear else model.slope) * x
    kept = kept + sum((model.hinges[i](x) for i in locked), np.zeros_like(x))
    part = HingeSum([model.hinges[i] for i in free])
    matrix = design_matrix(part, x, bias=bias, linear=linear)
    count, size = matrix.shape
    # Least squares off and the rest scaled to 1 first: the tolerances of the solver are absolute.
    left = y - kept
    left = left - matrix @ np.linalg.lstsq(matrix, left, rcond=None)[0] if size else left
    scale = np.abs(left).max()
    if scale <= 1e-13 * (1 + np.abs(y).max()):
        return 0.0
    if size:
        # Without the directions of strength 0: those lie outside of what the hinges can be.
        vectors, strengths, _ = np.linalg.svd(matrix, full_matrices=False)
        matrix = vectors[:, strengths > 1e-11 * strengths.max()]
        size = matrix.shape[1]
    spread = 1 if norm == "max" else count
    column = -np.ones((count, 1)) if norm == "max" else -np.eye(count)
    upper = np.block([[matrix, column], [-matrix, column]])
    cost = np.concatenate([np.zeros(size), [1.0] if norm == "max" else weights / weights.sum()])
    bounds = [(None, None)] * size + [(0, None)] * spread
    options = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
    right = np.concatenate([left, -left]) / scale
    return scale * linprog(cost, upper, right, bounds=bounds, method="highs", options=options).fun

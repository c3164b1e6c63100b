"""How far a model is from its target: true integrals for functions, sums over the points for data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from reluviz.errors import InputError
from reluviz.maths.residual import Approximand, Model, Points, Residual, counts_at, sample_residual

__all__ = [
    "Errors",
    "errors_of_points",
    "errors_of_residual",
    "good_interval",
    "measure",
    "measure_at",
    "residual_at",
    "usual_place",
]

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray

#: |r| may touch the tolerance exactly (x² against h₁ does, at 1/2): rounding must not break the interval.
_TOUCH = 1e-12
_BISECTIONS = 80


@dataclass(frozen=True, slots=True)
class Errors:
    """The error r = h - f of a model on the target's interval [a, b], or what gaps of the target leave of it.

    Attributes
    ----------
    rmse : float
        √(1/L·∫r²) with L the length that counts: b - a without gaps.
    max, max_at : float
        The largest |r| and where it is taken first.
    mean_half_square : float
        The mean of ½r², the loss ½(y-h)² of a training example averaged over the interval.
    mean_abs : float
        The mean of |r|.

    For data the means run over the points, by weight.
    """

    rmse: float
    max: float
    max_at: float
    mean_half_square: float
    mean_abs: float


def measure(model: Model, target: Approximand) -> Errors:
    """Return the errors of `model` against `target`.

    Integrals are taken by Gauss quadrature between knots, kinks and the cells that resolve the target;
    maxima are refined by parabolas. No result depends on a sampling step.
    """
    if target.points_inside is not None:
        return measure_at(model, target.points_inside)
    return errors_of_residual(sample_residual(model, target))


def errors_of_residual(residual: Residual) -> Errors:
    """Return the errors from a residual that is at hand already (the scene shares one with the strip)."""
    mean_square = residual.integral_of_square() / residual.length
    largest, place = residual.largest()
    mean_abs = residual.integral_of_absolute() / residual.length
    return Errors(float(np.sqrt(mean_square)), largest, place, 0.5 * mean_square, mean_abs)


def measure_at(model: Model, points: Points) -> Errors:
    """Return the errors of `model` at data points; their means run over the points, by weight.

    For the points that a target holds out (`Target.points_held_out`) this is the test error.
    """
    return errors_of_points(points, residual_at(model, points))


def residual_at(model: Model, points: Points) -> FloatArray:
    """Return r = h - f at data points, shape (n,)."""
    r = model.piecewise().at_sorted(points.x)
    r -= points.y
    return r


def errors_of_points(points: Points, r: FloatArray) -> Errors:
    """Return the errors from the residual at data points that is at hand already."""
    size = np.abs(r)
    top = int(np.argmax(size))
    if points.weights is None:
        mean_square, mean_abs = float(r @ r) / r.size, float(size.mean())
    else:
        total = float(points.weights.sum())
        mean_square, mean_abs = float(points.weights @ (r * r)) / total, float(points.weights @ size) / total
    return Errors(
        float(np.sqrt(mean_square)), float(size[top]), float(points.x[top]), 0.5 * mean_square, mean_abs
    )


def good_interval(
    model: Model, target: Approximand, tolerance: float, around: float | None = None
) -> tuple[float, float] | None:
    """Return the widest interval around a point of interest on which |h - f| <= tolerance.

    Parameters
    ----------
    tolerance : float
        Above 0.
    around : float, optional
        The point of interest; the `usual_place` if not given.

    Returns
    -------
    (float, float) or None
        It ends at a gap of the target at the latest. None if the error at the point of interest itself is
        larger, or does not count. For data: the outermost points that are reached without passing one that
        is off by more.

    Raises
    ------
    InputError
        If the tolerance is not above 0 or the point lies outside the interval.
    """
    if not (tolerance > 0 and np.isfinite(tolerance)):
        raise InputError(f"the tolerance must be a number above 0, not {tolerance}")
    start, end = target.interval
    centre = usual_place(target) if around is None else around
    if not start <= centre <= end:
        raise InputError(f"the point of interest must lie in [{start}, {end}], not at {centre}")
    if target.points_inside is not None:
        x = target.points_inside.x
        good = np.abs(residual_at(model, target.points_inside)) <= tolerance * (1 + _TOUCH)
        before = x[~good & (x <= centre)].max(initial=-np.inf)
        after = x[~good & (x >= centre)].min(initial=np.inf)
        inside = x[(x > before) & (x < after)]
        return (float(inside[0]), float(inside[-1])) if inside.size else None
    if not counts_at(target, np.array(centre)):
        return None
    residual = _part_around(sample_residual(model, target), centre)
    slack = _TOUCH * max(tolerance, float(np.abs(target(residual.x)).max()))
    if abs(float(residual.evaluate(np.array([centre]))[0])) > tolerance + slack:
        return None
    low, high = (_first_excess(residual, tolerance, slack, centre, direction) for direction in (-1, 1))
    return low, high


def usual_place(target: Approximand) -> float:
    """Return the middle of the interval; if that lies in a gap, the middle of the longest part beside it."""
    start, end = target.interval
    middle = 0.5 * (start + end)
    if not target.gaps or counts_at(target, np.array(middle)):
        return middle
    starts, ends = np.array(target.gaps).T
    begins, stops = np.append(start, ends), np.append(starts, end)
    longest = int((stops - begins).argmax())
    return 0.5 * float(begins[longest] + stops[longest])


def _part_around(residual: Residual, centre: float) -> Residual:
    """Return the panels between the gaps to the left and to the right of a place."""
    begins = residual.panels_before_gaps() + 1
    if not begins.size:
        return residual
    number = int(residual.x[begins, 0].searchsorted(centre, "right"))
    begins = np.concatenate([[0], begins, [residual.x.shape[0]]])
    part = slice(begins[number], begins[number + 1])
    return replace(residual, x=residual.x[part], r=residual.r[part])


def _first_excess(residual: Residual, tolerance: float, slack: float, centre: float, direction: int) -> float:
    """Walk from `centre` in one direction to where |r| first exceeds `tolerance` by more than `slack`.

    Returns the place where it reaches `tolerance` on the way there, or the interval's end.
    """
    x, size = _with_peaks(residual)
    ahead = (x - centre) * direction > 0
    x, size = x[ahead], size[ahead]
    if direction < 0:
        x, size = x[::-1], size[::-1]
    over = np.flatnonzero(size > tolerance + slack)
    if over.size == 0:
        return float(residual.x[-1, -1] if direction > 0 else residual.x[0, 0])
    first = int(over[0])
    good, bad = (float(x[first - 1]) if first else centre), float(x[first])
    for _ in range(_BISECTIONS):
        middle = 0.5 * (good + bad)
        if middle in (good, bad):
            break
        if abs(float(residual.evaluate(np.array([middle]))[0])) > tolerance:
            bad = middle
        else:
            good = middle
    return good


def _with_peaks(residual: Residual) -> tuple[np.ndarray, np.ndarray]:
    """All samples of |r| with the refined interior maxima among them, sorted by place."""
    size = np.abs(residual.r)
    panel, column = np.nonzero((size[:, 1:-1] > size[:, :-2]) & (size[:, 1:-1] > size[:, 2:]))
    columns = column[:, None] + np.array([0, 1, 2])
    peak_x, peak = residual.parabola_peaks(residual.x[panel[:, None], columns], size[panel[:, None], columns])
    x, size = np.concatenate([residual.x.ravel(), peak_x]), np.concatenate([size.ravel(), peak])
    order = np.argsort(x, kind="stable")
    return x[order], size[order]

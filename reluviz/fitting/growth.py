"""The best next hinge: one more, everything else as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.crowds import searchable
from reluviz.fitting.curvature import bend_density
from reluviz.fitting.improve import improve_hinges
from reluviz.fitting.locks import mask_of
from reluviz.fitting.norms import Watch, checked_norm, error_in
from reluviz.fitting.placed import Placement
from reluviz.fitting.remainder import remainder_of
from reluviz.fitting.segments import ends_of, sample_segments
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import HingeSum
from reluviz.maths.measure import measure
from reluviz.maths.piecewise import merged
from reluviz.targets.target import shortest_length

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand
    from reluviz.targets.target import Target

__all__ = ["add_best_hinge"]

_PLACES = 256
#: Places tried in the other norms: a fit each.
_TRIED = 24
_NEAREST_END = 1e-6
#: A hinge whose ∫u² is a smaller share of what it was reckoned from is not seen by any data.
_ROUNDING = 1e-13


def add_best_hinge(
    model: HingeSum,
    target: Target,
    *,
    norm: str = "l2",
    locked_knots: Iterable[int] = (),
    locked_slopes: Iterable[int] = (),
    watch: Watch | None = None,
) -> Placement:
    """Return the sum with the one more hinge that lowers the error most, all else as it is.

    Parameters
    ----------
    model : HingeSum
    target : Target
    norm : str
        As in `fit_slopes`.
    locked_knots, locked_slopes : iterable of int
        Only handed on: the hinges that are there do not change.
    watch : callable, optional

    Returns
    -------
    Placement
        The new hinge is the last one. It faces right or left, whichever helps more.

    Notes
    -----
    Forward selection as in MARS (Friedman 1991). For least squares the gain of a hinge at t is
    (∫r·u)²/∫u² with u = max(0, x - t), read off cumulative moments of the residual for all t at once; for the
    other norms the best places of least squares and others spread over the interval are fitted one by
    one. The best is then improved along x.
    """
    checked = checked_norm(norm)
    locks = tuple(np.flatnonzero(mask_of(locked_knots, len(model))).tolist())
    slope_locks = tuple(np.flatnonzero(mask_of(locked_slopes, len(model))).tolist())
    start, end = ends_of(target)
    places = _places(target, model)
    searched = searchable(target, checked)
    if end - start <= shortest_length(start, end):
        candidates = [(start - 1.0, 1)]
    else:
        missing = remainder_of(model, target, np.ones(len(model), dtype=bool), bias=False, linear=False)
        candidates = _ranked(missing, places)
        candidates = candidates[:2] if checked == "l2" else candidates[:_TRIED]
    old = tuple(range(len(model)))

    def fitted(start: HingeSum, to: Target) -> Placement:
        fit = fit_slopes(start, to, norm=checked, bias=False, linear=False, locked=old, watch=watch)
        return Placement(fit.sum, to, checked, None, locks, slope_locks)

    best: Placement | None = None
    for number, (knot, facing) in enumerate(candidates):
        if watch is not None:
            watch(0.8 * number / len(candidates))
        grown = fitted(_with_hinge(model, knot, facing), searched)
        if best is None or grown.reached < best.reached:
            best = grown
    assert best is not None
    improved = improve_hinges(
        best.sum,
        searched,
        norm=checked,
        bias=False,
        linear=False,
        locked_knots=old,
        locked_slopes=old,
        watch=watch,
    )
    chosen = improved.sum if improved.reached < best.reached else best.sum
    if searched is not target:
        chosen = fitted(chosen, target).sum
    placement = Placement(chosen, target, checked, None, locks, slope_locks)
    if placement.reached <= error_in(checked, measure(model, target)):
        return placement
    # Nothing helps, and fits are exact to rounding only: then it stays flat.
    flat = _with_hinge(model, float(chosen.knots[-1]), int(chosen.facings[-1]))
    return Placement(flat, target, checked, None, locks, slope_locks)


def _with_hinge(model: HingeSum, knot: float, facing: int) -> HingeSum:
    return HingeSum.from_arrays(
        np.append(model.knots, knot),
        np.append(model.facings, facing),
        np.append(model.slopes, 0.0),
        model.bias,
        model.slope,
    )


def _places(target: Target, model: HingeSum) -> FloatArray:
    """Return where a knot is tried: by bend, evenly, at kinks, and at knots that are there already."""
    start, end = ends_of(target)
    near = _NEAREST_END * (end - start)
    places = merged(
        bend_density(target).spaced(_PLACES),
        np.linspace(start, end, _PLACES),
        np.array(target.breaks if target.points_inside is None else (), dtype=np.float64),
        model.knots,
    )
    inside = places[(places > start + near) & (places < end - near)]
    return inside if inside.size else np.array([0.5 * (start + end)])


def _ranked(missing: Approximand, places: FloatArray) -> list[tuple[float, int]]:
    """Return (knot, facing) by how much the best slope there lowers the square error, local maxima first."""
    start, end = ends_of(missing)
    segments = sample_segments(missing, np.concatenate([[start], places, [end]]))
    ranked: list[tuple[float, float, int]] = []
    for facing in (1, -1):
        # Measured from the end that the hinge is active at: nothing cancels, however far from 0 that is.
        last = end if facing > 0 else start
        u = facing * (last - segments.x) / (end - start)
        moments = segments.sums(
            segments.weights,
            segments.weights * u,
            segments.weights * u * u,
            segments.weights * segments.f,
            segments.weights * u * segments.f,
        )
        if facing > 0:
            ahead = np.cumsum(moments[:, ::-1], axis=1)[:, ::-1][:, 1:]
        else:
            ahead = np.cumsum(moments, axis=1)[:, :-1]
        w, wu, wuu, f, uf = ahead
        t = facing * (last - places) / (end - start)
        square = wuu - 2 * t * wu + t * t * w
        along = uf - t * f
        seen = square > _ROUNDING * t * t * w
        gain = np.divide(along * along, square, out=np.zeros_like(square), where=seen)
        padded = np.concatenate([[-1.0], gain, [-1.0]])
        peaks = np.flatnonzero((gain >= padded[:-2]) & (gain >= padded[2:]))
        spread = np.linspace(0, places.size - 1, _TRIED // 2).round().astype(np.intp)
        ranked += [(2.0 + gain[i] / max(float(gain.max()), 1e-300), places[i], facing) for i in peaks]
        ranked += [(0.0, places[i], facing) for i in spread]
        ranked.append((3.0 + float(gain.max()), places[int(gain.argmax())], facing))
    ranked.sort(key=lambda entry: (-entry[0], entry[1], entry[2]))
    return [(float(place), facing) for _, place, facing in ranked]

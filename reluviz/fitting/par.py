"""Par: the smallest error that anyone can reach with so many hinges on a target, and how sure that is."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.asked import checked_count
from reluviz.fitting.crowds import searchable
from reluviz.fitting.deviation_search import best_deviation
from reluviz.fitting.hats import system_of
from reluviz.fitting.minimax_search import best_minimax
from reluviz.fitting.norms import Norm, Watch, checked_norm, error_in
from reluviz.fitting.segments import ends_of, sample_segments
from reluviz.fitting.slopes import fit_slopes
from reluviz.fitting.spline_search import best_spline
from reluviz.maths.hinges import HingeSum
from reluviz.maths.measure import measure
from reluviz.targets.target import shortest_length

if TYPE_CHECKING:
    from reluviz.fitting.polish import Spline
    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.target import Target

__all__ = ["Par", "known_par", "par", "spline_sum"]

_MOST_KEPT = 4096
#: An error within this share of the lower bound is as good as the best.
_CERTAIN = 1.001
_EXACT = 1e-11
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Par:
    """The best that is known for a number of hinges, bias and linear term free, and its certificate.

    Attributes
    ----------
    norm : Norm
    count : int
        How many hinges.
    error : float
        Of `sum`, in the norm: RMSE, largest or mean absolute error.
    lower_bound : float
        What no sum of `count` hinges gets below. For least squares it is the optimum of the relaxed problem,
        in which pieces need not join, as far as a grid shows it that is refined around its cuts; for minimax
        the largest tolerance that provably needs more pieces; for least absolute deviations, where no bound
        is known, 0.
    stationarity : float
        For least squares: how far the pieces of h are at most from the least-squares lines of the target
        there, in RMSE. At a stationary point h is on each piece the best line, and this is 0 but for
        rounding. (With a kink or a jump of the target at a knot, or knots that have nothing left to do,
        it says nothing.) 0 in the other norms.
    sum : HingeSum
        All its hinges face right.
    """

    norm: Norm
    count: int
    error: float
    lower_bound: float
    stationarity: float
    sum: HingeSum

    @property
    def is_certain(self) -> bool:
        """Whether `error` is proven to be the best possible, to a tenth of a per cent."""
        return self.error <= _CERTAIN * self.lower_bound


_kept: OrderedDict[tuple[Target, int, Norm], Par] = OrderedDict()
_lock = Lock()


def par(target: Target, count: int, norm: str = "l2", watch: Watch | None = None) -> Par:
    """Return the best sum of `count` hinges with a free bias and a free linear term; kept once found.

    Raises
    ------
    InputError
        If there is no such norm, or `count` is no whole number from 0 to MOST_PLACED.
    """
    checked = checked_norm(norm)
    count = checked_count(count)
    found = known_par(target, count, checked)
    if found is None:
        found = _search(target, count, checked, watch)
        with _lock:
            _kept[target, count, checked] = found
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return found


def known_par(target: Target, count: int, norm: str = "l2") -> Par | None:
    """Return what `par` has found before, or None; takes no time."""
    with _lock:
        return _kept.get((target, count, checked_norm(norm)))


def forget_pars() -> None:
    """Forget everything found so far, for measurements of how long finding takes."""
    with _lock:
        _kept.clear()


def spline_sum(nodes: FloatArray, values: FloatArray) -> HingeSum:
    """Return the sum of right-facing hinges that has these values at these nodes: n - 2 hinges for n.

    A knot that misses 0 by rounding is put there: people would read 6.3e-14.
    """
    nodes = np.where(np.abs(nodes) <= _ROUNDING * (nodes[-1] - nodes[0]), 0.0, nodes)
    slopes = np.diff(values) / np.diff(nodes)
    return HingeSum.from_arrays(
        nodes[1:-1],
        np.ones(nodes.size - 2),
        np.diff(slopes),
        float(values[0] - slopes[0] * nodes[0]),
        float(slopes[0]),
    )


def _search(target: Target, count: int, norm: Norm, watch: Watch | None) -> Par:
    start, end = ends_of(target)
    if end - start <= shortest_length(start, end):
        # Data at one place: a constant is as good as anything.
        places = np.full(count, start)
        model = fit_slopes(HingeSum.from_arrays(places, np.ones(count), places * 0), target, norm=norm).sum
        error = error_in(norm, measure(model, target))
        return Par(norm, count, error, error, 0.0, model)
    if norm == "max":
        found = best_minimax(target, count + 1, watch)
        model = spline_sum(found.nodes, found.values)
        error = measure(model, target).max
        exact = error <= _EXACT * float(np.abs(found.values).max())
        return Par(norm, count, error, error if exact else min(found.bound, error), 0.0, model)
    best = best_spline(target, count + 1, watch)
    model = fit_slopes(spline_sum(best.spline.nodes, best.spline.values), target).sum
    errors = measure(model, target)
    if errors.max <= _EXACT * float(np.abs(best.spline.values).max()):
        # Nothing is left but rounding: no other sum can be told to be better.
        return Par(norm, count, error_in(norm, errors), error_in(norm, errors), 0.0, model)
    if norm == "l1":
        return _least_deviation(target, best.spline, watch)
    error = errors.rmse
    share = best.bound / best.spline.square_error if best.spline.square_error > 0 else 1.0
    return Par(norm, count, error, float(np.sqrt(share)) * error, _stationarity(target, model), model)


def _least_deviation(target: Target, squares: Spline, watch: Watch | None) -> Par:
    """Search from the best least-squares spline for the smallest mean absolute error."""
    searched = searchable(target, "l1")
    found = best_deviation(searched, squares.nodes.size - 1, squares, watch)
    moved = spline_sum(found.nodes, found.values)
    # The heights of the search are exact for functions; of data it has rounded the errors off.
    fitted = fit_slopes(moved, target, norm="l1", watch=watch).sum
    error, model = min(
        ((measure(model, target).mean_abs, model) for model in (moved, fitted)), key=lambda pair: pair[0]
    )
    return Par("l1", len(model), error, 0.0, 0.0, model)


def _stationarity(target: Target, model: HingeSum) -> float:
    start, end = ends_of(target)
    nodes = np.concatenate([[start], np.sort(model.knots), [end]])
    nodes = nodes[np.concatenate([[True], np.diff(nodes) > 0])]
    segments = sample_segments(target, nodes)
    local = segments.local()
    residual = model(segments.x) - segments.f
    m00, m01, m11 = system_of(segments, local).segment_gram
    weighted = segments.weights * residual
    total, right = segments.sums(weighted, weighted * local)
    left = total - right
    determinant = m00 * m11 - m01 * m01
    usable = determinant > 1e-12 * m00 * m11
    size = float(np.sqrt(weighted @ residual / segments.weights.sum()))
    if not usable.any() or size == 0.0:
        return 0.0
    at_left = (m11 * left - m01 * right)[usable] / determinant[usable]
    at_right = (m00 * right - m01 * left)[usable] / determinant[usable]
    return float(np.maximum(np.abs(at_left), np.abs(at_right)).max()) / size

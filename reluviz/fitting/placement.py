"""Place hinges: knots and slopes together, for a given number of hinges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reluviz.errors import InputError
from reluviz.fitting.crowds import searchable
from reluviz.fitting.facings import Turns
from reluviz.fitting.improve import improve_hinges
from reluviz.fitting.locks import mask_of
from reluviz.fitting.minimax_search import best_minimax
from reluviz.fitting.norms import Norm, Watch, checked_norm, error_in
from reluviz.fitting.par import par
from reluviz.fitting.placed import Placement
from reluviz.fitting.remainder import remainder_of
from reluviz.fitting.segments import ends_of
from reluviz.fitting.slopes import SlopeFit, fit_slopes
from reluviz.fitting.spline_search import best_spline
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import shortest_length

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand
    from reluviz.targets.target import Target

__all__ = ["place_hinges"]

#: A hinge that stands for a line may have its knot so many lengths of the interval outside.
_FARTHEST_OUT = 10.0
#: How many choices of facings are improved, of those that promise most.
_TURNS = 8
#: How many starts are improved in another norm than least squares: those that are best so far.
_IMPROVED = 3


def place_hinges(
    target: Target,
    count: int,
    *,
    norm: str = "l2",
    bias: bool = True,
    linear: bool = True,
    keep: HingeSum | None = None,
    locked_knots: Iterable[int] = (),
    locked_slopes: Iterable[int] = (),
    watch: Watch | None = None,
) -> Placement:
    """Return the best sum of `count` hinges that can be found, wherever their knots have to be.

    Parameters
    ----------
    target : Target
    count : int
        From 0 to MOST_PLACED, locked hinges included.
    norm : str
        "l2": the smallest RMSE. "max": the smallest largest error. "l1": the smallest mean absolute
        error, for which no lower bound is known.
    bias, linear : bool
        Whether these are free; one that is not has its value in `keep`, or 0.
    keep : HingeSum, optional
        Holds the hinges that are locked; its other hinges do not matter.
    locked_knots, locked_slopes : iterable of int
        The hinges of `keep` whose knot, or whose slope, stays as it is. They come first in the result.
    watch : callable, optional
        Called now and then with the share that is done; may raise `Cancelled`.

    Returns
    -------
    Placement
        With `par`, which says how good any other sum of as many hinges could be.

    Raises
    ------
    InputError
        If there is no such norm, or more hinges are locked than placed.

    Notes
    -----
    With nothing locked and bias and linear term free: for least squares `fitting.spline_search`, for minimax
    `fitting.minimax_search`, both with a lower bound. Otherwise the best free spline for what is left of the
    target is written as hinges in several ways, each improved under the restrictions, and the best is kept.
    """
    checked, bias, linear = checked_norm(norm), bool(bias), bool(linear)
    model = HingeSum() if keep is None else keep
    knots_mask, slopes_mask = mask_of(locked_knots, len(model)), mask_of(locked_slopes, len(model))
    locked = np.flatnonzero(knots_mask | slopes_mask)
    if locked.size > 0 and 0 <= count < locked.size:
        raise InputError(f"{locked.size} hinges are locked, which is more than the {count} to be placed")
    best_possible = par(target, count, checked, watch)
    if locked.size == 0 and bias and linear:
        return Placement(best_possible.sum, target, checked, best_possible)
    kept = HingeSum.from_arrays(
        model.knots[locked], model.facings[locked], model.slopes[locked], model.bias, model.slope
    )
    knot_locks = np.flatnonzero(knots_mask[locked]).tolist()
    slope_locks = np.flatnonzero(slopes_mask[locked]).tolist()
    fixed = (knots_mask & slopes_mask)[locked]
    searched = searchable(target, checked)

    def improved(start: HingeSum, norm: Norm) -> Placement:
        return improve_hinges(
            start,
            searched,
            norm=norm,
            bias=bias,
            linear=linear,
            locked_knots=knot_locks,
            locked_slopes=slope_locks,
            watch=watch,
        )

    def fitted(start: HingeSum, to: Target) -> SlopeFit:
        return fit_slopes(start, to, norm=checked, bias=bias, linear=linear, locked=slope_locks, watch=watch)

    starts = list(_starts(searched, kept, fixed, count - locked.size, checked, bias, linear))
    # Least squares is quick to improve, and what is good in one norm is seldom bad in another.
    squares = [improved(start, "l2") for start in starts]
    if checked == "l2":
        best = min(squares, key=_reached)
    else:
        ranked = [
            (error_in(checked, fitted(model, searched).error), index, model)
            for index, model in enumerate([*starts, *(placement.sum for placement in squares)])
        ]
        promising = [model for _, _, model in sorted(ranked)[:_IMPROVED]]
        best = min((improved(one, checked) for one in promising), key=_reached)
    found = best.sum if searched is target else fitted(best.sum, target).sum
    return Placement(found, target, checked, best_possible, best.locked_knots, best.locked_slopes)


def _reached(placement: Placement) -> float:
    return placement.reached


def _starts(
    target: Target,
    kept: HingeSum,
    fixed: npt.NDArray[np.bool_],
    free: int,
    norm: Norm,
    bias: bool,
    linear: bool,
) -> Iterator[HingeSum]:
    """Yield sums of the kept hinges and `free` more, to be improved."""
    remainder = remainder_of(kept, target, fixed, bias=bias, linear=linear)
    start, end = ends_of(target)
    if end - start <= shortest_length(start, end):
        yield _joined(kept, np.full(free, start), np.ones(free))
        return
    missing = (not bias) + (not linear)
    for makers in range(min(missing, free) + 1):
        nodes, values = _best_free(remainder, free - makers + 1, norm)
        for knots, facings in _as_hinges(nodes, values, makers, bias, linear):
            yield _joined(kept, knots, facings)
        if missing == 1 and makers == 0:
            # What can be made without either can be made with one of them.
            for knots, facings in _as_hinges(nodes, values, makers, bias=False, linear=False):
                yield _joined(kept, knots, facings)


def _best_free(remainder: Approximand, pieces: int, norm: Norm) -> tuple[FloatArray, FloatArray]:
    if norm == "max":
        minimax = best_minimax(remainder, pieces)
        return minimax.nodes, minimax.values
    spline = best_spline(remainder, pieces).spline
    return spline.nodes, spline.values


def _as_hinges(
    nodes: FloatArray, values: FloatArray, makers: int, bias: bool, linear: bool
) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield knots and facings that can make a spline, or nearly, without bias or linear term.

    `makers` hinges beside those at its knots make the straight line that is left: one that is active on
    the whole interval makes any line that vanishes outside, two make every line. Without them, facings are
    chosen that leave little (`fitting.facings`).
    """
    start, end = float(nodes[0]), float(nodes[-1])
    inner = nodes[1:-1]
    ones = np.ones(inner.size)
    if bias and linear:
        yield inner, ones
    elif makers == 0:
        for left in Turns(nodes, values).best(_TURNS, bias=bias, linear=linear):
            yield inner, 1.0 - 2.0 * left
    elif makers == 2:
        yield np.append(inner, [start, end]), np.append(ones, [1.0, -1.0])
    else:
        found = None if bias or linear else Turns(nodes, values).vanishing_outside()
        left, zero = (np.zeros(inner.size), start) if found is None else found
        out = _FARTHEST_OUT * (end - start)
        zero = min(max(zero, start - out), end + out)
        yield np.append(inner, zero), np.append(1.0 - 2.0 * left, 1.0 if zero <= start else -1.0)


def _joined(kept: HingeSum, knots: FloatArray, facings: FloatArray) -> HingeSum:
    return HingeSum.from_arrays(
        np.concatenate([kept.knots, knots]),
        np.concatenate([kept.facings, facings]),
        np.concatenate([kept.slopes, np.zeros(knots.size)]),
        kept.bias,
        kept.slope,
    )

"""The fewest hinges that keep the error within a tolerance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reluviz.errors import InputError
from reluviz.fitting.asked import checked_count, checked_tolerance
from reluviz.fitting.improve import improve_hinges
from reluviz.fitting.minimax_search import Tube
from reluviz.fitting.norms import Norm, Watch, checked_norm
from reluviz.fitting.placement import place_hinges
from reluviz.fitting.segments import ends_of, sample_segments
from reluviz.fitting.spline_search import relaxed_bound
from reluviz.targets.target import shortest_length

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.fitting.placed import Placement
    from reluviz.targets.target import Target

__all__ = ["hinges_for_tolerance"]

MOST_HINGES = 200
#: An error may exceed the tolerance by what linear programs leave undone.
_TOUCH = 1e-7


def hinges_for_tolerance(
    target: Target,
    tolerance: float,
    *,
    norm: str = "max",
    bias: bool = True,
    linear: bool = True,
    most: int = MOST_HINGES,
    watch: Watch | None = None,
) -> Placement:
    """Return as few hinges as keep the error at or below `tolerance`.

    Parameters
    ----------
    target : Target
    tolerance : float
        Above 0, in the norm: the RMSE, the largest or the mean absolute error.
    norm : str
        As in `place_hinges`.
    bias, linear : bool
        Whether these are free; one that is not is 0.
    most : int
        Give up beyond so many hinges.
    watch : callable, optional
        Called now and then; may raise `Cancelled`.

    Returns
    -------
    Placement

    Raises
    ------
    InputError
        If the tolerance is none, is below half a jump of the target, or needs more than `most` hinges; or
        if `most` is no number of hinges that can be placed.

    Notes
    -----
    For minimax a minimum-link path (`fitting.tube`) gives the number below which the tolerance is proven
    to be out of reach, so with bias and linear term free the count is exact. For least squares the count
    starts where the relaxed problem allows it, and goes up or down from there: the best error never grows
    with the number of hinges.
    """
    checked = checked_norm(norm)
    tolerance, most = checked_tolerance(tolerance), checked_count(most)
    limit = tolerance * (1 + _TOUCH)
    found: dict[int, Placement] = {}

    def reached(count: int) -> float:
        if count not in found:
            if watch is not None:
                watch(min(0.9, 0.1 * len(found)))
            placed = place_hinges(target, count, norm=checked, bias=bias, linear=linear, watch=_steady(watch))
            if placed.par is not None and placed.par.lower_bound <= limit < placed.reached:
                # So near that the last digits decide.
                sharper = improve_hinges(
                    placed.sum, target, norm=checked, bias=bias, linear=linear, watch=_steady(watch)
                )
                placed = min(placed, replace(sharper, par=placed.par), key=lambda one: one.reached)
            found[count] = placed
        return found[count].reached

    count = _first_guess(target, tolerance, checked, most)
    if count <= most:
        count = _fewest(reached, limit, count, most)
    if count > most:
        best = reached(most)
        raise InputError(
            f"{most} hinges leave an error of {best:.4g} at least; choose a tolerance above that"
            if best > limit
            else f"more than {most} hinges are needed; choose a larger tolerance"
        )
    return found[count]


def _steady(watch: Watch | None) -> Watch | None:
    """Let a fit inside be cancelled without its progress being shown as that of the whole."""
    return None if watch is None else lambda _: watch(0.9)


def _fewest(reached: Callable[[int], float], limit: float, count: int, most: int) -> int:
    """Return the smallest number that reaches the limit, or `most` + 1; each number costs a search.

    From `count` in growing steps to the other side of the limit, then by halving.
    """
    step = 1
    if reached(count) <= limit:
        high = count
        while high > 0 and reached(low := max(high - step, 0)) <= limit:
            high, step = low, 2 * step
        if high == 0:
            return 0
    else:
        low = count
        while reached(high := min(low + step, most)) > limit:
            if high == most:
                return most + 1
            low, step = high, 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        if reached(middle) <= limit:
            high = middle
        else:
            low = middle
    return high


def _first_guess(target: Target, tolerance: float, norm: Norm, most: int) -> int:
    """Return about how many hinges it takes; for minimax, at least how many."""
    start, end = ends_of(target)
    if end - start <= shortest_length(start, end):
        return 0
    if norm == "max":
        tube = Tube(target, most + 1)
        if tolerance <= tube.too_small:
            raise InputError(
                f"the target jumps, so no sum of hinges comes closer than {tube.too_small:.6g}; "
                f"choose a larger tolerance"
            )
        return tube.needed(tolerance) - 1
    total = float(sample_segments(target, np.array([start, end])).weights.sum())
    # On short pieces of a smooth curve both errors are those of a parabola: d²/√180 and d²/16.
    rmse = tolerance if norm == "l2" else tolerance * 16 / np.sqrt(180)
    pieces = 32
    while True:
        pieces = min(pieces, most + 1)
        within = np.flatnonzero(np.sqrt(relaxed_bound(target, pieces) / total) <= rmse)
        if within.size or pieces == most + 1:
            return int(within[0]) if within.size else most + (norm == "l2")
        pieces *= 2

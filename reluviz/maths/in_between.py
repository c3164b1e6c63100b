"""The sums between two sums: what a motion from one to the other shows on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reluviz.maths.hinges import HingeSum

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["in_between"]


def in_between(before: HingeSum, after: HingeSum) -> Callable[[float], HingeSum]:
    """Return the sums on the way, as a function of the share of the way from 0 to 1.

    If as many hinges face each way, knots and slopes move, matched by the order of the knots of each facing,
    so that no two have to pass each other. Else the old sum fades into the new one: what stands on the way
    is (1 - τ)·before + τ·after, as one sum of the hinges of both. On the way hinges come in the order of
    `after`, those that vanish last.
    """
    start_knots, start_slopes, knots, facings, slopes = _matched(before, after)

    def at(share: float) -> HingeSum:
        rest = 1.0 - share
        return HingeSum.from_arrays(
            rest * start_knots + share * knots,
            facings,
            rest * start_slopes + share * slopes,
            rest * before.bias + share * after.bias,
            rest * before.slope + share * after.slope,
        )

    return at


def _matched(before: HingeSum, after: HingeSum) -> tuple[np.ndarray, ...]:
    """Return knots and slopes at the start, and knots, facings and slopes at the end, each of shape (n,)."""
    if len(before) == len(after) and before.facings.sum() == after.facings.sum():
        partner = np.empty(len(after), dtype=np.intp)
        for facing in (1, -1):
            old, new = np.flatnonzero(before.facings == facing), np.flatnonzero(after.facings == facing)
            old = old[np.argsort(before.knots[old], kind="stable")]
            new = new[np.argsort(after.knots[new], kind="stable")]
            partner[new] = old
        return before.knots[partner], before.slopes[partner], after.knots, after.facings, after.slopes
    # A hinge that stays where it is needs no twin that fades while it appears.
    both = min(len(before), len(after))
    stays = np.zeros(len(before), dtype=bool)
    stays[:both] = (before.knots[:both] == after.knots[:both]) & (
        before.facings[:both] == after.facings[:both]
    )
    goes = ~stays
    start_slopes = np.zeros(len(after))
    start_slopes[:both][stays[:both]] = before.slopes[:both][stays[:both]]
    knots = np.concatenate([after.knots, before.knots[goes]])
    return (
        knots,
        np.concatenate([start_slopes, before.slopes[goes]]),
        knots,
        np.concatenate([after.facings, before.facings[goes]]),
        np.concatenate([after.slopes, np.zeros(int(goes.sum()))]),
    )

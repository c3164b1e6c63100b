"""Which stretches of its interval do not count for a target, and why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.errors import InputError
from reluviz.maths.quadrature import LARGEST_VALUE
from reluviz.targets.drawn import DrawnCurve
from reluviz.targets.library import LibraryFunction
from reluviz.targets.points import DataPoints

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.quadrature import Gaps
    from reluviz.targets.expression import Expression

__all__ = ["Counting", "counting_on"]

#: More gaps than these are a texture: nobody could read where errors count.
MOST_GAPS = 64
_MOST_REMARKS = 3


@dataclass(frozen=True, slots=True)
class Counting:
    """Where errors do not count.

    Attributes
    ----------
    gaps : tuple of (float, float)
        Open stretches of the interval, disjoint, from left to right.
    remarks : tuple of str
        First where errors count, then what is wrong elsewhere; empty if nothing is.
    holes : tuple of (float, float, float)
        Stretches that are no wider than rounding with one place in them, or some, that has no value; and what
        may stand there.
    """

    gaps: Gaps = ()
    remarks: tuple[str, ...] = ()
    holes: tuple[tuple[float, float, float], ...] = ()

    def filled(self, x: FloatArray, values: FloatArray) -> FloatArray:
        """Return `values` at `x` with what may stand in holes put there."""
        for start, end, value in self.holes:
            values[(x >= start) & (x <= end) & ~np.isfinite(values)] = value
        return values


_EVERYWHERE = Counting()


def counting_on(
    source: LibraryFunction | Expression | DataPoints | DrawnCurve, interval: tuple[float, float]
) -> Counting:
    """Return where errors against a source count on an interval.

    Raises
    ------
    InputError
        If almost nothing of the interval counts, or there are more than MOST_GAPS gaps.
    """
    if isinstance(source, DataPoints | DrawnCurve):
        return _EVERYWHERE
    if isinstance(source, LibraryFunction):
        if not source.partial:
            return _EVERYWHERE
        # Formulas are a large part of the package that few targets need.
        from reluviz.targets.expression import parse_expression

        source = parse_expression(source.partial)
    domain = source.domain(*interval)
    if domain.is_whole:
        return _EVERYWHERE
    start, end = interval
    if not domain.counted:
        raise InputError(
            f"{'; '.join(domain.remarks[:_MOST_REMARKS])}; choose an interval within "
            f"[{start:g}, {end:g}] on which the formula has values"
        )
    sides = [(gap.start, gap.end, _between(source, gap.start, gap.end)) for gap in domain.holes(end - start)]
    holes = tuple(hole for hole in sides if math.isfinite(hole[2]))
    edges = [start, *(place for part in domain.counted for place in part), end]
    gaps = tuple(
        (left, right)
        for left, right in zip(edges[::2], edges[1::2], strict=True)
        if left < right and not any(begin <= left and right <= stop for begin, stop, _ in holes)
    )
    if len(gaps) > MOST_GAPS:
        raise InputError(
            f"{domain.remarks[0]}: more than {MOST_GAPS} gaps; choose a shorter interval within "
            f"[{start:g}, {end:g}]"
        )
    return Counting(gaps, (domain.where, *domain.remarks), holes)


def _between(source: Expression, start: float, end: float) -> float:
    """Return the mean of the values on both sides of a hole, or on the one inside the interval; else NaN."""
    values = source(np.array([start, end]))
    usable = values[np.abs(values) <= LARGEST_VALUE]
    return float(usable.mean()) if usable.size else math.nan

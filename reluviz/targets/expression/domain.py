"""On which parts of an interval an expression has bounded values, and what is wrong elsewhere.

It is cautious: where it cannot tell, it says so and leaves the place out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.maths.piecewise import merged
from reluviz.maths.quadrature import LARGEST_VALUE
from reluviz.targets.expression.counting import is_hole, with_margins, words_for_parts
from reluviz.targets.expression.places import MOST_PLACES, changes, rounded
from reluviz.targets.expression.remarks import Gap, Kind, remarks_on
from reluviz.targets.expression.tree import Call

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.expression.places import BoolArray
    from reluviz.targets.expression.survey import Survey

__all__ = ["Domain", "domain_of"]

#: The ends of parts keep this share of the interval away from a place without value.
_CLEARANCE = 1e-9
#: Stretches without values are looked for this near to every place that is known.
_NEAR = 1e-7
#: A part shorter than this share of the interval is nothing to approximate on.
_SHORTEST_PART = 1e-3


@dataclass(frozen=True, slots=True)
class Domain:
    """Where an expression has values on an interval.

    Attributes
    ----------
    parts : tuple of (float, float)
        Closed intervals from left to right with bounded values everywhere, their ends included.
    remarks : tuple of str
        What is wrong elsewhere, a sentence for each cause; empty if nothing is.
    gaps : tuple of Gap
        What was left out, from left to right, and why.
    counted : tuple of (float, float)
        The parts on which errors count: those that also keep a readable distance from every pole. They may
        hold single places without a value.
    where : str
        Where errors count, in words; empty where they count everywhere.
    """

    parts: tuple[tuple[float, float], ...]
    remarks: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    counted: tuple[tuple[float, float], ...] = ()
    where: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return not self.gaps

    def holes(self, length: float) -> tuple[Gap, ...]:
        """Return the gaps that are no more than a place without a value, on an interval of this length."""
        return tuple(gap for gap in self.gaps if is_hole(gap, length))


def domain_of(survey: Survey) -> Domain:
    """Return the parts of the interval of a survey with values, and what is wrong elsewhere."""
    points = _points(survey)
    if crowd := [guard for guard in survey.crowded if guard.singular]:
        gap = Gap(survey.start, survey.end, "crowd", cause=crowd[0].cause)
        return Domain((), remarks_on([gap], survey), (gap,))
    runs = [run for run in _runs(survey) if not any(_holds(point, run) for point in points)]
    # A stretch that begins at a place says all of it, unless that is a pole.
    points = [
        p for p in points if p.kind == "pole" or not any(r.start <= p.end and p.start <= r.end for r in runs)
    ]
    gaps = [*points, *runs]
    gaps.sort(key=lambda gap: (gap.start, gap.end))
    parts = _parts(gaps, survey)
    counted = _parts(with_margins(gaps, survey), survey) if gaps else parts
    where = words_for_parts(counted, survey) if gaps and counted else ""
    return Domain(parts, remarks_on(gaps, survey), tuple(gaps), counted, where)


def _points(survey: Survey) -> list[Gap]:
    """Return what to leave out around single places; of several causes for one, the outermost."""
    gaps: dict[int, Gap] = {}
    clear = _CLEARANCE * survey.length
    for at in survey.behaviours:
        if at.kind not in ("pole", "hole"):
            continue
        left, right = max(at.left, clear), max(at.right, clear)
        kind: Kind = "pole" if at.kind == "pole" else "jump" if at.jumps else "hole"
        # What happens to 1/x at 0 is not what happens to sin(1/x).
        cause = at.cause if kind == "pole" else _whole(survey)
        begin, stop = max(survey.start, at.place - left), min(survey.end, at.place + right)
        gaps[round(at.place / clear)] = Gap(begin, stop, kind, place=at.place, cause=cause)
    return list(gaps.values())


def _holds(outer: Gap, inner: Gap) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _whole(survey: Survey) -> Call | None:
    tree = survey.expression.tree
    return tree if isinstance(tree, Call) else None


def _runs(survey: Survey) -> list[Gap]:
    """Return the stretches without usable values."""
    places = np.array([at.place for at in survey.behaviours])
    known = merged(places, np.array([survey.start, survey.end]))
    near = _NEAR * survey.length
    samples = merged(survey.grid, known - near, known + near, 0.5 * (known[1:] + known[:-1]))
    samples = samples[(samples >= survey.start) & (samples <= survey.end)]
    bad = ~_usable(survey.expression(samples))
    turns = np.flatnonzero(bad[1:] != bad[:-1])
    if turns.size > MOST_PLACES:
        return [Gap(survey.start, survey.end, "crowd", cause=_whole(survey))]

    def bad_with_holes(x: FloatArray) -> BoolArray:
        return ~_usable(survey.expression.with_holes(x))

    left, right = changes(bad_with_holes, samples[turns], samples[turns + 1], bad[turns])
    # The outermost places with a value, on whichever side it is.
    starts, ends = left[bad[turns + 1]], right[bad[turns]]
    if bad[0]:
        starts = np.concatenate([[survey.start], starts])
    if bad[-1]:
        ends = np.concatenate([ends, [survey.end]])
    starts, ends = (rounded(x, 4e-16 * survey.size) for x in (starts, ends))
    middles = 0.5 * (starts + ends)
    values = survey.expression(middles)
    gaps = []
    for begin, stop, middle, value in zip(starts, ends, middles, values, strict=True):
        kind: Kind = "hole" if stop - begin <= near else "run" if math.isnan(value) else "large"
        gaps.append(Gap(float(begin), float(stop), kind, float(middle), _whole(survey)))
    return gaps


def _usable(values: FloatArray) -> BoolArray:
    return np.asarray(np.abs(values) <= LARGEST_VALUE)


def _parts(gaps: list[Gap], survey: Survey) -> tuple[tuple[float, float], ...]:
    parts, begin, shortest = [], survey.start, _SHORTEST_PART * survey.length
    for gap in gaps:
        if gap.start - begin > shortest:
            parts.append((begin, gap.start))
        begin = max(begin, gap.end)
    if survey.end - begin > shortest or not gaps:
        parts.append((begin, survey.end))
    # Ends without a value are moved inside.
    ends = np.array(parts, dtype=np.float64).reshape(-1, 2)
    inwards = np.array([1.0, -1.0]) * _CLEARANCE * survey.length
    ends = np.where(_usable(survey.expression(ends)), ends, ends + inwards)
    return tuple((start, end) for start, end in ends.tolist())

"""On which parts of an interval errors against an expression count: where it has values, away from its poles.

The square of 1/x has no integral up to 0, and its largest error a billionth from there says nothing. So a
readable share of the interval is left out on each side on which values grow without bound. A single place
without a value, as that of x/|x|, is no gap: whatever stands there has no integral.
"""

from __future__ import annotations

from dataclasses import replace
from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.targets.expression.remarks import Gap
    from reluviz.targets.expression.survey import Survey

__all__ = ["is_hole", "number_at", "with_margins", "words_for_parts"]

#: Left out on a side of a pole is what keeps values to some fifty times their usual size, and at least so
#: large a share of the interval, unless that is more than the second share of the way to the next gap.
_LEAST_MARGIN, _MOST_OF_THE_WAY = 0.01, 0.25
#: A side on which nothing grows has less left out than this share of the interval.
_STAYS = 1e-8
#: So many parts are named.
_MOST_NAMED = 4
#: Gaps narrower than this share of the interval are places to whoever reads.
_POINT = 2e-7


def is_hole(gap: Gap, length: float) -> bool:
    """Return whether a gap is no more than a place without a value, on an interval of some length."""
    return gap.kind in ("jump", "hole") and gap.end - gap.start <= _POINT * length


def with_margins(gaps: Sequence[Gap], survey: Survey) -> list[Gap]:
    """Return the gaps of a domain that are no holes, those around poles as wide as readers need them."""
    result = []
    places = np.array([gap.place for gap in gaps])
    for number, gap in enumerate(gaps):
        if gap.kind != "pole":
            if not is_hole(gap, survey.length):
                result.append(gap)
            continue
        others = np.abs(np.delete(places, number) - gap.place)
        way = float(others[others > _STAYS * survey.length].min(initial=np.inf))
        least = min(_LEAST_MARGIN * survey.length, _MOST_OF_THE_WAY * way)
        start, end = gap.start, gap.end
        if start > survey.start and gap.place - start > _STAYS * survey.length:
            start = _readable(gap.place, -max(gap.place - start, least))
        if end < survey.end and end - gap.place > _STAYS * survey.length:
            end = _readable(gap.place, max(end - gap.place, least))
        result.append(replace(gap, start=max(start, survey.start), end=min(end, survey.end)))
    return sorted(result, key=lambda gap: (gap.start, gap.end))


def _readable(place: float, offset: float) -> float:
    """Return a place of few digits about `offset` from a pole."""
    # With some air, so that what rounding makes of 0.02 is 0.02.
    wanted = abs(offset) * (1 + 1e-9)
    step = 10.0 ** floor(log10(wanted))
    margin = next(m for m in (5.0 * step, 2.0 * step, step) if m <= wanted)
    decimals = -floor(log10(margin / 3.0))
    return round(place + (margin if offset > 0 else -margin), decimals)


def words_for_parts(parts: Sequence[tuple[float, float]], survey: Survey) -> str:
    """Return where errors count, in words: which parts, or how many."""
    near = _POINT * survey.length
    if len(parts) == 1 and parts[0][0] - survey.start <= near and survey.end - parts[0][1] <= near:
        return "errors count everywhere else"
    if len(parts) > _MOST_NAMED:
        return f"errors count on {len(parts)} parts of the interval"
    named = [f"[{number_at(start, survey)}, {number_at(end, survey)}]" for start, end in parts]
    listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f"errors count on {listed}"


def number_at(value: float, survey: Survey) -> str:
    """Return a place with as many digits as the interval needs."""
    decimals = 5 - floor(log10(survey.length))
    # Adding 0 turns -0 into 0.
    return f"{round(value, decimals) + 0.0:.12g}"

"""Sentences about what is wrong with an expression on an interval, one for each cause."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from reluviz.maths.quadrature import LARGEST_VALUE
from reluviz.targets.expression.counting import number_at
from reluviz.targets.expression.evaluation import compiled
from reluviz.targets.expression.tree import Call, Node, is_condition, nodes_of
from reluviz.targets.expression.writing import pretty_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.targets.expression.survey import Survey

__all__ = ["Gap", "Kind", "remarks_on"]

Kind = Literal["pole", "jump", "hole", "run", "large", "crowd"]

_LONGEST_NAME = 40
_MOST_NAMED = 8
_MOST_REMARKS = 8


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch, or next to a single place, that was left out.

    Attributes
    ----------
    kind : str
        "pole"; "jump" or "hole" at a single place; "run" without values; "large", with values too large;
        "crowd", too lively to be told.
    place : float
        The place itself; the middle of a stretch.
    cause : Call or None
        The part of the expression that makes it, where known.
    """

    start: float
    end: float
    kind: Kind
    place: float = math.nan
    cause: Call | None = None


def remarks_on(gaps: list[Gap], survey: Survey) -> tuple[str, ...]:
    """Return a sentence for each cause, in the order of the places."""
    sentences: dict[str, list[str]] = {}
    for gap in gaps:
        if gap.kind in ("run", "large"):
            subject = _run_subject(gap, survey)
            sentences.setdefault(f"{subject} {_where(gap, survey)}", [])
            continue
        if gap.kind == "crowd":
            sentences[
                f"{_name(gap.cause)} has more poles or jumps between {number_at(survey.start, survey)} and "
                f"{number_at(survey.end, survey)} than can be told apart; choose another interval"
            ] = []
            continue
        places = sentences.setdefault(_point_subject(gap), [])
        text = number_at(gap.place, survey)
        if text not in places:
            places.append(text)
    result = [f"{subject}{_listed(places)}" for subject, places in sentences.items()]
    if len(result) > _MOST_REMARKS:
        result[_MOST_REMARKS:] = [f"and {len(result) - _MOST_REMARKS} more such places"]
    return tuple(result)


def _point_subject(gap: Gap) -> str:
    name = _name(gap.cause)
    if gap.kind == "pole":
        grows = gap.cause is not None and gap.cause.function.startswith("log")
        return f"{name} grows without bound at" if grows else f"{name} has a pole at"
    if gap.kind == "jump":
        return f"{name} has no value, and a jump, at"
    return f"{name} has no value at"


def _listed(places: list[str]) -> str:
    if not places:
        return ""
    named = ", ".join(places[:_MOST_NAMED])
    more = len(places) - _MOST_NAMED
    return f" x = {named}{f' and {more} more places' if more > 0 else ''}"


def _where(gap: Gap, survey: Survey) -> str:
    first, last = gap.start <= survey.start, gap.end >= survey.end
    start, end = number_at(gap.start, survey), number_at(gap.end, survey)
    if first and last:
        return f"anywhere between {start} and {end}"
    if first:
        return f"for x < {end}"
    return f"for x > {start}" if last else f"between x = {start} and {end}"


def _run_subject(gap: Gap, survey: Survey) -> str:
    """Name the innermost part that has no value in the middle of a gap, though all it is made of has."""
    tree = survey.expression.tree
    nodes = tuple(dict.fromkeys(node for node in nodes_of(tree)))
    values = compiled(tree, nodes).run_all(np.array([gap.place]))
    at = {node: float(value[0]) for node, value in values.items()}
    culprit = _culprit(tree, at, math.isnan if gap.kind == "run" else _is_large)
    if culprit is None or gap.kind == "run":
        return f"{_name(culprit)} has no value"
    # What is infinite by a division was not large before.
    divided = culprit.function in ("/", "log", "log2", "log10", "^") and math.isinf(at[culprit])
    return f"{_name(culprit)} {'has no value' if divided else 'is too large'}"


def _is_large(value: float) -> bool:
    return abs(value) > LARGEST_VALUE


def _culprit(node: Node, at: dict[Node, float], wrong: Callable[[float], bool]) -> Call | None:
    if not isinstance(node, Call) or not (wrong(at[node]) or is_condition(node)):
        return None
    for argument in _used(node, at):
        inner = _culprit(argument, at, wrong)
        if inner is not None:
            return inner
    return node if wrong(at[node]) else None


def _used(node: Call, at: dict[Node, float]) -> tuple[Node, ...]:
    """Return the arguments that count: of a choice, only what is chosen."""
    if node.function not in ("where", "piecewise"):
        return node.arguments
    parts = node.arguments
    for index in range(0, len(parts) - 1, 2):
        if at[parts[index]]:
            return (parts[index + 1],)
    return parts[-1:] if len(parts) % 2 else ()


@lru_cache(maxsize=64)
def _name(node: Node | None) -> str:
    text = "the expression" if node is None else pretty_text(node)
    return text if len(text) <= _LONGEST_NAME else "the expression"

"""Improve from here: knots and slopes moved downhill from where they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.errors import InputError
from reluviz.fitting.crowds import is_crowded, searchable
from reluviz.fitting.descent import Freedom, LevelStep, QuadraticStep
from reluviz.fitting.locks import mask_of
from reluviz.fitting.norms import Norm, Watch, checked_norm, error_in
from reluviz.fitting.placed import Placement
from reluviz.fitting.polish import polish
from reluviz.fitting.segments import ends_of
from reluviz.fitting.slopes import SlopeFit, fit_slopes
from reluviz.fitting.span import NEAREST_KNOTS
from reluviz.maths.hinges import HingeSum
from reluviz.maths.piecewise import merged
from reluviz.targets.target import shortest_length

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.target import Target

__all__ = ["MOST_FREE", "improve_hinges"]

#: Of the steps whose matrix is dense: more take minutes and gigabytes.
MOST_FREE = 2000

_MOST_STEPS = 40
_MOST_TRIALS = 10
#: Steps with so many hinges take as long as many steps with few.
_MOST_MOVES = 8000
#: Progress below this share is none. Least absolute deviations come down in many small steps.
_SETTLED = {"l2": 1e-6, "max": 1e-6, "l1": 1e-5}
_FIRST_DAMPING, _MOST_DAMPING = 1e-4, 1e6
#: Of the interval: how far a knot goes in one step, and how near to an end.
_FARTHEST_STEP, _NEAREST_END = 0.25, 1e-6
#: A knot that lies outside may go so many lengths of the interval away.
_FARTHEST_OUT = 10.0
#: The share of what it promises that a step must keep for the next one to go farther.
_KEPT = 0.25
_EXACT = 1e-13


def improve_hinges(
    model: HingeSum,
    target: Target,
    *,
    norm: str = "l2",
    bias: bool = True,
    linear: bool = True,
    locked_knots: Iterable[int] = (),
    locked_slopes: Iterable[int] = (),
    watch: Watch | None = None,
) -> Placement:
    """Move knots and slopes from where they are to the nearest places where the error is least.

    Parameters
    ----------
    model : HingeSum
        Where to start. Facings stay.
    target : Target
    norm : str
        As in `fit_slopes`.
    bias, linear : bool
        Whether these are free; one that is not keeps its value.
    locked_knots, locked_slopes : iterable of int
        The hinges whose knot, or whose slope, stays as it is.
    watch : callable, optional
        Called between steps; may raise `Cancelled`.

    Returns
    -------
    Placement
        Never worse than the slopes fitted where the knots are now.

    Raises
    ------
    InputError
        If there is no such norm or no such hinge, or more than MOST_FREE knots and slopes are free where not
        all is.

    Notes
    -----
    Variable projection (Golub and Pereyra 1973): a step for knots and slopes together, the slopes then
    solved exactly. For least squares with everything free this is the banded Newton method of
    `fitting.polish`; otherwise steps are those of `fitting.descent`: Newton, majorisation for least
    absolute deviations, and successive linear programs within a trust region for minimax (Osborne and
    Watson 1969).
    """
    checked, bias, linear = checked_norm(norm), bool(bias), bool(linear)
    freedom = Freedom(~mask_of(locked_knots, len(model)), ~mask_of(locked_slopes, len(model)), bias, linear)
    fitted = _fitted(model, target, checked, freedom)
    start, end = ends_of(target)
    if end - start > shortest_length(start, end) and freedom.knots.any():
        if is_crowded(target):
            moved = improve_hinges(
                fitted.sum,
                searchable(target, checked),
                norm=checked,
                bias=bias,
                linear=linear,
                locked_knots=np.flatnonzero(~freedom.knots).tolist(),
                locked_slopes=np.flatnonzero(~freedom.slopes).tolist(),
                watch=watch,
            )
            fitted = min(fitted, _fitted(moved.sum, target, checked, freedom), key=_reached)
        elif checked == "l2" and bias and linear and freedom.slopes.all():
            polished = _polished(fitted.sum, target, freedom)
            fitted = min(fitted, _fitted(polished, target, checked, freedom), key=_reached)
        else:
            free = freedom.linear_count + int(freedom.knots.sum())
            if free > MOST_FREE:
                raise InputError(
                    f"at most {MOST_FREE:,} knots and slopes can be improved at once, not {free:,}; "
                    f"least squares with bias, linear term and slopes free takes any number"
                )
            fitted = _descended(fitted, target, freedom, watch)
    return Placement(
        fitted.sum,
        target,
        checked,
        None,
        tuple(np.flatnonzero(~freedom.knots).tolist()),
        tuple(np.flatnonzero(~freedom.slopes).tolist()),
    )


def _fitted(model: HingeSum, target: Target, norm: Norm, freedom: Freedom) -> SlopeFit:
    locked = np.flatnonzero(~freedom.slopes).tolist()
    return fit_slopes(model, target, norm=norm, bias=freedom.bias, linear=freedom.linear, locked=locked)


def _reached(fit: SlopeFit) -> float:
    return error_in(fit.norm, fit.error)


def _with_knots(model: HingeSum, knots: FloatArray) -> HingeSum:
    return HingeSum.from_arrays(knots, model.facings, model.slopes, model.bias, model.slope)


def _polished(model: HingeSum, target: Target, freedom: Freedom) -> HingeSum:
    """Polish the knots inside; hinges that share one stay together."""
    start, end = ends_of(target)
    room = 10 * NEAREST_KNOTS * (end - start)
    inside = (model.knots > start + room) & (model.knots < end - room)
    if not inside.any():
        return model
    places = merged(model.knots[inside])
    places = places[np.concatenate([[True], np.diff(places) > room])]
    nodes = np.concatenate([[start], places, [end]])
    # A hinge belongs to the last place at or before it: those a rounding apart were made one.
    place = places.searchsorted(model.knots[inside], side="right") - 1
    locked = np.zeros(nodes.size, dtype=bool)
    locked[1 + place[~freedom.knots[inside]]] = True
    polished = polish(target, nodes, locked)
    knots = model.knots.copy()
    knots[inside] = polished.nodes[1 + place]
    return _with_knots(model, np.where(freedom.knots, knots, model.knots))


def _descended(fitted: SlopeFit, target: Target, freedom: Freedom, watch: Watch | None) -> SlopeFit:
    start, end = ends_of(target)
    norm = fitted.norm
    size = _EXACT * (1e-300 + max(1.0, float(np.abs(fitted.sum.piecewise().values).max())))
    trust = _Trust(0.0, 0.1 * (end - start))
    steps = max(1, min(_MOST_STEPS, _MOST_MOVES // max(len(fitted.sum), 1)))
    for number in range(steps):
        if watch is not None:
            watch(number / steps)
        best = _reached(fitted)
        if best <= size:
            break
        step = (
            LevelStep(fitted.sum, target, freedom)
            if norm == "max"
            else QuadraticStep(fitted.sum, target, freedom, absolute=norm == "l1")
        )
        better = _better(fitted, step, trust, target, freedom)
        if better is None:
            break
        fitted = better
        gain = best - _reached(fitted)
        if isinstance(step, LevelStep) and gain < _KEPT * step.promised:
            # What was promised holds nearby only, and small progress says nothing yet.
            trust.narrow()
            continue
        trust.widen(_FARTHEST_STEP * (end - start))
        if gain < _SETTLED[norm] * best:
            break
    return fitted


@dataclass
class _Trust:
    """How far a step may go: by damping a quadratic one, by bounds for a linear program."""

    damping: float
    reach: float

    def widen(self, most: float) -> None:
        self.damping, self.reach = 0.1 * self.damping, min(2.0 * self.reach, most)

    def narrow(self) -> None:
        self.damping, self.reach = max(_FIRST_DAMPING, 6.0 * self.damping), 0.3 * self.reach


def _better(
    fitted: SlopeFit, step: LevelStep | QuadraticStep, trust: _Trust, target: Target, freedom: Freedom
) -> SlopeFit | None:
    """Return what the step leads to, taken as far as the error falls; None if it does not fall at all."""
    start, end = ends_of(target)
    for _ in range(_MOST_TRIALS):
        if isinstance(step, LevelStep):
            motion = step.motion(trust.reach)
            if motion is None:
                return None
        else:
            motion = step.motion(trust.damping)
        if motion is not None:
            knots = _moved(fitted.sum.knots, motion, start, end)
            tried = _fitted(_with_knots(fitted.sum, knots), target, fitted.norm, freedom)
            if _reached(tried) < _reached(fitted):
                return tried
        trust.narrow()
        if trust.damping > _MOST_DAMPING:
            return None
    return None


def _moved(knots: FloatArray, motion: FloatArray, start: float, end: float) -> FloatArray:
    """Return the knots a step on: those inside stay inside, those outside stay there."""
    length = end - start
    farthest = _FARTHEST_STEP * length
    moved = knots + np.clip(motion, -farthest, farthest)
    near = _NEAREST_END * length
    inside = (knots > start) & (knots < end)
    left, right = knots <= start, knots >= end
    moved = np.where(inside, np.clip(moved, start + near, end - near), moved)
    moved = np.where(left, np.clip(moved, np.minimum(knots, start - _FARTHEST_OUT * length), start), moved)
    moved = np.where(right, np.clip(moved, end, np.maximum(knots, end + _FARTHEST_OUT * length)), moved)
    result: FloatArray = np.where(motion == 0.0, knots, moved)
    return result

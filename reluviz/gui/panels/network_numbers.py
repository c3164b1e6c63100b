"""The numbers of the network diagram: how a scrub changes them, and what that does to the document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import copysign, floor, isclose, isfinite, log10
from typing import TYPE_CHECKING

from reluviz.document.edits import Edit, set_affine, set_hinge
from reluviz.maths.formula import Unit
from reluviz.maths.hinges import Hinge
from reluviz.scene.network import unit_of

if TYPE_CHECKING:
    from reluviz.maths.hinges import HingeSum
    from reluviz.scene.network_parts import Place

__all__ = ["Scrub", "UnitForms", "edit_of", "scrub_step", "unit_with"]

_NAMES = {"a": "a", "b": "b", "w": "weight", "c": "bias", "m": "linear term"}
#: A form is still that of its hinge within rounding.
_ROUNDING = 1e-9
#: So many forms of a unit are remembered, for as many undo steps.
_MOST_FORMS = 50


class UnitForms:
    """How units are written whose numbers were edited here.

    A hinge has many forms w·g(ax + b). By itself it is shown with w = ±1; one that somebody edited stays as
    it was written, as long as it is the document's hinge, and undo finds the form it had before.
    """

    def __init__(self) -> None:
        self._forms: dict[int, list[Unit]] = {}
        self._tried: tuple[int, Unit] | None = None

    def try_out(self, index: int, unit: Unit | None) -> None:
        """Write a unit like this while it is being edited; None: no longer."""
        self._tried = None if unit is None else (index, unit)

    def remember(self, index: int, unit: Unit) -> None:
        """Keep a form of a unit."""
        forms = self._forms.setdefault(index, [])
        if unit in forms:
            forms.remove(unit)
        forms.append(unit)
        del forms[:-_MOST_FORMS]

    def form(self, model: HingeSum, index: int, *, is_fitted: bool = False) -> Unit:
        """Return how hinge `index` is written; where slopes are fitted, w follows them."""
        known = self._forms.get(index, [])
        if self._tried is not None and self._tried[0] == index:
            known = [*known, self._tried[1]]
        if known:
            knot, slope = float(model.knots[index]), float(model.slopes[index])
            for unit in reversed(known):
                if (unit.a > 0) == (model.facings[index] > 0) and _is_close(-unit.b / unit.a, knot):
                    weight = slope / abs(unit.a)
                    if _is_close(weight, unit.weight):
                        return unit
                    if is_fitted:
                        return Unit(weight, unit.a, unit.b)
        return unit_of(model, index)


def _is_close(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=_ROUNDING, abs_tol=1e-300)


def scrub_step(value: float) -> float:
    """Return what a pixel adds to a number: a round step that suits its size, 0.05 for those up to ten."""
    size = abs(value)
    if size < 1e-12 or not isfinite(size):
        return 0.05
    exponent = floor(log10(size))
    return 0.05 * 10.0**exponent if exponent >= 0 else 10.0 ** (exponent - 1)


@dataclass(frozen=True)
class Scrub:
    """A number on its way: from `start` by whole steps; a never is 0 but skips to the other sign.

    Attributes
    ----------
    place : Place
    start : float
        The number when it was taken, or when the steps last changed.
    step : float
    unit : Unit or None
        The form that the number belongs to.
    origin : float
        Where the pointer was then.
    """

    place: Place
    start: float
    step: float
    unit: Unit | None
    origin: float = 0.0

    def value(self, steps: float, factor: float = 1.0) -> float:
        """Return the number after so many steps, each `factor` times as large; it settles on whole steps."""
        if round(steps) == 0:
            return self.start
        step = self.step * factor
        count = round(self.start / step + round(steps))
        if count == 0 and self.place[0] == "a":
            count = -1 if self.start > 0 else 1
        # Through its decimals, so that 0.05 × 3 is 0.15.
        return float(f"{count * step:.12g}")

    def from_here(self, value: float, origin: float) -> Scrub:
        """Return the scrub that goes on from a value with the pointer somewhere."""
        return replace(self, start=value, origin=origin)


def unit_with(unit: Unit, place: Place, value: float) -> Unit:
    """Return the unit with one of its numbers changed."""
    kind = place[0]
    if kind == "a":
        return replace(unit, a=value)
    return replace(unit, b=value) if kind == "b" else replace(unit, weight=value)


def edit_of(place: Place, value: float, unit: Unit | None, verb: str) -> Edit:
    """Return the edit that sets a number.

    Parameters
    ----------
    place : Place
    value : float
    unit : Unit or None
        The form it is a number of; None for m and c.
    verb : str
        "Scrub" or "Set", for the name of the undo step.

    Raises
    ------
    InputError
        If there is no such hinge, as with a = 0.
    """
    kind, index = place
    name = f"{verb} {_NAMES[kind]}"
    if unit is None:
        edit = set_affine(bias=value) if kind == "c" else set_affine(linear=value)
        return replace(edit, name=name)
    changed = unit_with(unit, place, copysign(0.0, 1.0) if value == 0 else value)
    hinge = Hinge.from_unit(changed.weight, changed.a, changed.b)
    # b moves the knot; a and w shape the arm, which a fit must not undo at once.
    return set_hinge(index, hinge, name=name, by_hand=kind != "b")

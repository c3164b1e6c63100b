"""The sum as a table of numbers, one hinge in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.code.units import linear_units
from reluviz.figures.code.words import digits_of
from reluviz.maths.formula import number_text
from reluviz.maths.hinges import Hinge
from reluviz.maths.notation import rounded

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.maths.formula import Unit

__all__ = ["write"]

_HEADER = "term,knot,facing,slope,w,a,b"


def write(document: Document, options: FigureOptions) -> bytes:
    """Return a row for each hinge; h(x) is the sum of w·max(0, ax + b) over all rows.

    Two rows named "linear" make the linear term, m·x = m·g(x) - m·g(-x), and one named "bias", with a = 0,
    the constant. Rows that would count for nothing are left out.
    """
    digits = digits_of(options)
    model = rounded(document.model, digits)
    units = [hinge.exact_unit() if digits is None else hinge.unit() for hinge in model.hinges]
    linear = [(Hinge.from_unit(unit.weight, unit.a, unit.b), unit) for unit in linear_units(model)]
    lines = [_HEADER]
    lines += [_row("hinge", *pair, digits) for pair in zip(model.hinges, units, strict=True)]
    lines += [_row("linear", *pair, digits) for pair in linear]
    if model.bias != 0.0:
        lines.append(f"bias,,,,{number_text(model.bias, digits)},0,1")
    return "".join(f"{line}\n" for line in lines).encode()


def _row(term: str, hinge: Hinge, unit: Unit, digits: int | None) -> str:
    numbers = (hinge.knot, hinge.facing, hinge.slope, unit.weight, unit.a, unit.b)
    return ",".join((term, *(number_text(value, digits) for value in numbers)))

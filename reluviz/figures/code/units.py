"""The numbers of a sum as networks and tables hold them: units and nothing besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.maths.formula import Unit

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.maths.hinges import HingeSum
    from reluviz.maths.notation import Form

__all__ = ["linear_units", "units_of"]

#: So many times as far away as the interval is long, a·x + b has lost three of its digits.
_FAR = 1e3


def linear_units(model: HingeSum) -> tuple[Unit, ...]:
    """Return the linear term m·x as the two units m·g(x) and -m·g(-x), or none where there is none."""
    return (Unit(model.slope, 1.0, 0.0), Unit(-model.slope, -1.0, 0.0)) if model.slope != 0.0 else ()


def units_of(document: Document, form: Form) -> tuple[Unit, ...]:
    """Return the hinges as units w·g(ax + b): with w = ±1, or in the form "slope" with a = ±1.

    Where the interval is far from the origin it is a = ±1 in both, for then ±x + b is exact.
    """
    start, end = document.target.interval
    if form == "slope" or max(abs(start), abs(end)) > _FAR * (end - start):
        return tuple(
            Unit(hinge.slope, float(hinge.facing), -hinge.facing * hinge.knot + 0.0)
            for hinge in document.model.hinges
        )
    return tuple(hinge.exact_unit() for hinge in document.model.hinges)

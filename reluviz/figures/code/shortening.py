"""Which hinges are written where a thousand would fill pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.code.words import counted

if TYPE_CHECKING:
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.maths.hinges import HingeSum

__all__ = ["left_out", "shortened"]

_MOST_WRITTEN = 24
_WRITTEN_OF_MANY = 12


def shortened(model: HingeSum, options: FigureOptions) -> tuple[HingeSum, int]:
    """Return the part of a sum that is written, and how many hinges are left out before the last of them."""
    hidden = len(model) - _WRITTEN_OF_MANY
    if options.all_terms or len(model) <= _MOST_WRITTEN:
        return model, 0
    chosen = [*range(_WRITTEN_OF_MANY - 1), -1]
    part = type(model).from_arrays(
        model.knots[chosen], model.facings[chosen], model.slopes[chosen], model.bias, model.slope
    )
    return part, hidden


def left_out(hidden: int, model: HingeSum) -> str:
    """Return one sentence that says how many hinges are left out."""
    return f"{hidden:,} of the {counted(len(model))} are left out." if hidden else ""

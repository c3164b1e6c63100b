"""A sum of hinges as it is written: in two forms, as text or LaTeX, and which part of it is which hinge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from reluviz.maths.formula import Combination, number_text, write_combination

if TYPE_CHECKING:
    from reluviz.maths.hinges import Hinge, HingeSum

__all__ = ["FORMS", "Form", "Written", "latex", "written"]

Form = Literal["unit", "slope"]

#: w·g(ax + b), as a network has it; slope·g(±(x - t)), as a spline has it.
FORMS: tuple[Form, ...] = get_args(Form)

_POWER = re.compile(r"(\d)e([+-])0*(\d+)")


@dataclass(frozen=True, slots=True)
class Written:
    """A formula and where its hinges stand in it.

    Attributes
    ----------
    text : str
        What `HingeSum.parse` reads.
    spans : tuple of (int, int)
        Start and end of the term of each hinge that is written out, its sign included.
    """

    text: str
    spans: tuple[tuple[int, int], ...]

    def hinge_at(self, position: int) -> int | None:
        """Return the hinge whose term holds the character at `position`, or None."""
        for hinge, (start, end) in enumerate(self.spans):
            if start <= position < end:
                return hinge
        return None


def written(model: HingeSum, form: Form = "unit", digits: int | None = None) -> Written:
    """Return a sum as text, in a form, exactly if `digits` is None, else rounded."""
    straight = write_combination(Combination(model.bias, model.slope), digits)
    pieces = [] if straight == "0" and len(model) else [straight]
    length, spans = sum(map(len, pieces)), []
    for hinge in model.hinges:
        term = _term(hinge, form, digits)
        piece = term if not pieces else f" - {term[1:]}" if term.startswith("-") else f" + {term}"
        # The sign belongs to the term, the blank before it does not.
        spans.append((length + (1 if pieces else 0), length + len(piece)))
        pieces.append(piece)
        length += len(piece)
    return Written("".join(pieces), tuple(spans))


def _term(hinge: Hinge, form: Form, digits: int | None) -> str:
    if form == "unit":
        unit = hinge.unit() if digits else hinge.exact_unit()
        return write_combination(Combination(units=(unit,)), digits)
    slope = number_text(hinge.slope, digits)
    factor = {"1": "", "-1": "-"}.get(slope, slope)
    inside = "x"
    if hinge.knot != 0.0:
        inside += f"{'-' if hinge.knot > 0 else '+'}{number_text(abs(hinge.knot), digits)}"
    if hinge.facing < 0:
        inside = f"-({inside})" if hinge.knot != 0.0 else "-x"
    return f"{factor}g({inside})"


def latex(model: HingeSum, form: Form = "unit", digits: int | None = 6) -> str:
    """Return a sum as a LaTeX formula for display mathematics, numbers rounded to `digits`."""
    text = written(model, form, digits).text
    text = re.sub(r"(?<=[\dx)])([-+])(?=[\d(])", r" \1 ", _POWER.sub(_as_power, text))
    return f"h(x) = {text}"


def _as_power(match: re.Match[str]) -> str:
    sign = "-" if match[2] == "-" else ""
    return f"{match[1]} \\cdot 10^{{{sign}{match[3]}}}"

"""A sum of hinges as it is written: in two forms, as text or LaTeX, and which part of it is which hinge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil, log10
from typing import TYPE_CHECKING, Literal, get_args

from reluviz.maths.formula import Combination, number_text, write_combination

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reluviz.maths.hinges import Hinge, HingeSum

__all__ = [
    "EXACT_DIGITS",
    "FORMS",
    "Form",
    "Written",
    "is_rounded",
    "latex",
    "latex_number",
    "latex_relation",
    "latex_terms",
    "readable_digits",
    "rounded",
    "written",
]

Form = Literal["unit", "slope"]

#: w·g(ax + b), as a network has it; slope·g(±(x - t)), as a spline has it.
FORMS: tuple[Form, ...] = get_args(Form)

#: Blanks stand around the signs between terms and nowhere else.
_TERMS = re.compile(r" (?=[-+] )")
_POWER = re.compile(r"(\d)e([+-])0*(\d+)")
_FACTOR_ONE = re.compile(r"(?<![\d.])1 \\cdot 10\^")
_INNER_SIGN = re.compile(r"(?<=[\dx)}])([-+])(?=[\d(])")
_LAST_BITS = 1e-15
#: So many significant digits tell every number from all others.
EXACT_DIGITS = 17
_READABLE_DIGITS = 6


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
    r"""Return a sum as one line of LaTeX, with ``\approx`` if its numbers had to be rounded to `digits`."""
    return f"h(x) {latex_relation(model, form, digits)} {' '.join(latex_terms(model, form, digits))}"


def latex_relation(model: HingeSum, form: Form = "unit", digits: int | None = 6) -> str:
    r"""Return ``=``, or ``\approx`` if numbers had to be rounded."""
    return r"\approx" if is_rounded(model, form, digits) else "="


def latex_terms(model: HingeSum, form: Form = "unit", digits: int | None = 6) -> tuple[str, ...]:
    """Return the terms of a sum in LaTeX with their signs: ("0.5", "- 2x", "+ g(x)")."""
    return tuple(_as_latex(term) for term in _TERMS.split(written(model, form, digits).text))


def latex_number(value: float, digits: int | None = None) -> str:
    """Return a number in LaTeX, with a power of ten where it is very large or small."""
    return _as_latex(number_text(value, digits))


def readable_digits(interval: tuple[float, float]) -> int:
    """Return how many significant digits people read: six after those that the whole interval shares."""
    start, end = interval
    in_common = max(0, ceil(log10(max(abs(start), abs(end)) / (end - start))))
    return min(_READABLE_DIGITS + in_common, EXACT_DIGITS)


def is_rounded(model: HingeSum, form: Form = "unit", digits: int | None = 6) -> bool:
    """Return whether `digits` are too few to write the numbers of a sum in a form.

    The last bits do not count: 0.1 + 0.2 is written as 0.3 without remorse.
    """
    if digits is None:
        return False
    numbers = [model.bias, model.slope]
    if form == "unit":
        for hinge in model.hinges:
            unit = hinge.unit()
            numbers += unit.weight, unit.a, unit.b
    else:
        numbers += [*model.knots.tolist(), *model.slopes.tolist()]
    return any(
        abs(float(number_text(number, digits)) - number) > _LAST_BITS * abs(number) for number in numbers
    )


def rounded(model: HingeSum, digits: int | None) -> HingeSum:
    """Return a sum with its numbers rounded to significant digits, or as it is if `digits` is None."""
    if digits is None:
        return model

    def columns(values: Iterable[float]) -> list[float]:
        return [float(number_text(value, digits)) for value in values]

    bias, slope = columns((model.bias, model.slope))
    return type(model).from_arrays(
        columns(model.knots.tolist()), model.facings, columns(model.slopes.tolist()), bias, slope
    )


def _as_latex(term: str) -> str:
    term = _POWER.sub(_as_power, term)
    term = _FACTOR_ONE.sub("10^", term)
    return _INNER_SIGN.sub(r" \1 ", term)


def _as_power(match: re.Match[str]) -> str:
    sign = "-" if match[2] == "-" else ""
    return f"{match[1]} \\cdot 10^{{{sign}{match[3]}}}"

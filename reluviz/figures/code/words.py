"""What all formulas and code say about where they come from, and how exact they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.maths.formula import number_text
from reluviz.maths.notation import EXACT_DIGITS, readable_digits

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.figures.choices.options import FigureOptions

__all__ = ["about", "counted", "digits_of", "one_line", "rounding"]

_LONGEST_NAME = 80


def digits_of(options: FigureOptions, usual: int | None = None) -> int | None:
    """Return the significant digits that are wanted, `usual` where nothing is said; None for all of them."""
    digits = usual if options.digits is None else options.digits
    return None if digits == EXACT_DIGITS else digits


def one_line(text: str, longest: int = _LONGEST_NAME) -> str:
    """Return text that stays inside a comment: on one line, with nothing that cannot be seen, and short."""
    seen = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return seen if len(seen) <= longest else seen[: longest - 1].rstrip() + "…"


def counted(count: int, what: str = "hinge") -> str:
    """Return such as "1 hinge" or "1,000 hinges"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def about(document: Document) -> str:
    """Return one sentence on a sum: how many hinges, of what, and where."""
    target = document.target
    start, end = (number_text(end, readable_digits(target.interval)) for end in target.interval)
    name = one_line(target.text)
    what = f"f(x) = {name}" if target.data is None else f"the data '{name}'"
    return f"A sum of {counted(len(document.model))} that approximates {what} on [{start}, {end}]."


def rounding(digits: int | None) -> str:
    """Return one sentence that says so where numbers are rounded."""
    return "" if digits is None else f"Rounded to {counted(digits, 'significant digit')}."

"""The sum as display mathematics in LaTeX: on one line, or aligned when it is long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reluviz.figures.code.shortening import left_out, shortened
from reluviz.figures.code.words import about, digits_of, rounding
from reluviz.maths.notation import is_rounded, latex_relation, latex_terms, readable_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reluviz.document.document import Document
    from reluviz.figures.choices.options import FigureOptions

__all__ = ["comments", "write"]

_MOST_ON_ONE_LINE = 4
_WIDEST_LINE = 56
_UNSEEN = re.compile(r"\\[a-z]+|[{}^]")
#: More lines than this may have to be broken over pages.
_MOST_UNBROKEN = 30


def write(document: Document, options: FigureOptions) -> bytes:
    """Return the formula; see `readable_digits` for how its numbers are rounded."""
    digits = digits_of(options, readable_digits(document.target.interval))
    model, hidden = shortened(document.model, options)
    terms = list(latex_terms(model, options.form, digits))
    if hidden:
        terms.insert(-1, r"+ \dots")
    relation = latex_relation(model, options.form, digits)
    is_long = len(terms) > _MOST_ON_ONE_LINE
    notes = [
        about(document),
        "Here g(z) = max(0, z).",
        rounding(digits) if is_rounded(model, options.form, digits) else "",
        left_out(hidden, document.model),
        "It needs amsmath." if is_long else "",
    ]
    if is_long:
        body = _aligned(f"h(x) &{relation}", terms)
    else:
        body = ["\\[", f"  h(x) {relation} {' '.join(terms)}", "\\]"]
    return "".join(f"{line}\n" for line in (*comments(notes), *body)).encode()


def comments(notes: Iterable[str]) -> list[str]:
    """Return each sentence that there is as a line that TeX does not read."""
    return [f"% {note}" for note in notes if note]


def _aligned(head: str, terms: list[str]) -> list[str]:
    first, *others = _packed(terms)
    lines = [f"  {head} {first} \\\\", *(f"    &\\quad {line} \\\\" for line in others)]
    lines[-1] = lines[-1].removesuffix(r" \\")
    if len(lines) <= _MOST_UNBROKEN:
        return ["\\[", "\\begin{aligned}", *lines, "\\end{aligned}", "\\]"]
    return ["{\\allowdisplaybreaks", "\\begin{align*}", *lines, "\\end{align*}", "}"]


def _packed(terms: list[str]) -> Iterator[str]:
    """Yield lines of as many terms as have room there."""
    line, width = terms[0], _width(terms[0])
    for term in terms[1:]:
        width += 1 + _width(term)
        if width <= _WIDEST_LINE:
            line += f" {term}"
        else:
            yield line
            line, width = term, _width(term)
    yield line


def _width(term: str) -> int:
    """Return about how many signs are seen of a term."""
    return len(_UNSEEN.sub("", term))

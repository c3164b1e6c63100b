"""The formula of a sum in a few lines of mathematics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reluviz.figures.composing.dictionaries import words_in
from reluviz.maths.notation import latex_relation, latex_terms, readable_digits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.document.document import Document
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.composing.words import Words
    from reluviz.maths.hinges import HingeSum
    from reluviz.maths.notation import Form

__all__ = ["formula_lines", "formula_of"]

#: From afar one reads fewer digits than in a text.
_FEWER = 2

#: More hinges than this fit into no figure.
_MOST_HINGES = 120
# Widths in multiples of the type size: of a letter or digit, of a sign with the space around it, of the
# beginning of all lines but the first.
_LETTER, _SIGN, _INDENT = 0.62, 1.25, 1.0
_BEGINNING = 3.6
#: What stands for the terms left out.
_MORE = r"+ \cdots"
_SIGNS = re.compile(r"\\cdots?|[-+=]")
_UNSEEN = re.compile(r"[{}^ $]")


def formula_lines(
    model: HingeSum,
    room: float,
    most: int,
    form: Form = "unit",
    digits: int = 4,
    words: Words | None = None,
) -> tuple[str, ...]:
    r"""Return the formula as lines between dollar signs, broken before the signs of terms.

    Numbers are rounded to `digits`; ``\approx`` says so where that changes one. What finds no room is
    counted in the end.

    Parameters
    ----------
    model : HingeSum
    room : float
        The length of a line in multiples of the type size.
    most : int
        How many lines there may be, at least 1.
    words : Words, optional
        Of the language that the formula is in; English if not given.
    """
    words = words or words_in("en")
    shown = model.partial(min(len(model), _MOST_HINGES))
    terms = tuple(map(words.maths, latex_terms(shown, form, digits)))
    others = len(model) - len(shown)
    straight = len(terms) - len(shown)
    lines = _broken(terms, room)
    more = ""
    if len(lines) > most or others:
        lines = lines[:most]
        while True:
            hidden = len(model) - max(sum(map(len, lines)) - straight, 0)
            more = words.counted(words.and_more_hinges, hidden)
            needed = _start(len(lines) - 1) + sum(map(_width, (*lines[-1], _MORE, more)))
            if needed <= room or len(lines[-1]) == (len(lines) == 1):
                break
            lines[-1].pop()
        lines[-1].append(_MORE)
    relation = latex_relation(shown, form, digits)
    first, *rest = (" ".join(line) for line in lines)
    # The sign of a number, not one between two: it stands close.
    first = first.replace("-", "{-}", 1) if first.startswith("-") else first
    texts = [f"$h(x) {relation} {first}$", *(rf"$\quad {line}$" for line in rest)]
    return (*texts[:-1], texts[-1] + more)


def formula_of(document: Document, options: FigureOptions, room: float, most: int) -> tuple[str, ...]:
    """Return the formula of a document in the form and with the digits that are wanted, usually four."""
    usual = readable_digits(document.target.interval) - _FEWER
    digits = usual if options.digits is None else options.digits
    return formula_lines(document.model, room, most, options.form, digits, words_in(options.language))


def _broken(terms: Sequence[str], room: float) -> list[list[str]]:
    lines: list[list[str]] = [[]]
    width = _start(0)
    for term in terms:
        if lines[-1] and width + _width(term) > room:
            lines.append([])
            width = _start(len(lines) - 1)
        lines[-1].append(term)
        width += _width(term)
    return lines


def _start(line: int) -> float:
    return _INDENT if line else _BEGINNING


def _width(text: str) -> float:
    """Return about how long a text is in multiples of the type size."""
    signs = len(_SIGNS.findall(text))
    letters = len(_UNSEEN.sub("", _SIGNS.sub("", text)))
    return _LETTER * letters + _SIGN * signs

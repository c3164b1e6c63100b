"""The sum for Desmos: one expression on a line, to be pasted; each hinge is a curve there."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from reluviz.figures.code.words import digits_of
from reluviz.maths.hinges import HingeSum
from reluviz.maths.notation import written

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.figures.choices.options import FigureOptions

__all__ = ["write"]

#: More hinges than this share their lines: nobody looks at so many curves.
_MOST_CURVES = 24
_HINGES_ON_A_LINE = 40
#: There e is Euler's number: 1e-7 would mean 1·e - 7.
_POWER = re.compile(r"([0-9.]+)e([+-][0-9]+)")
_SMALLEST_PLAIN, _LARGEST_PLAIN = -12, 20


def write(document: Document, options: FigureOptions) -> bytes:
    """Return h(x), then its parts, each on a line of its own."""
    model, digits = document.model, digits_of(options)
    step = 1 if len(model) <= _MOST_CURVES else _HINGES_ON_A_LINE
    parts = []
    for start in range(0, len(model), step):
        rows = slice(start, start + step)
        part = HingeSum.from_arrays(model.knots[rows], model.facings[rows], model.slopes[rows])
        parts.append(_expression(written(part, options.form, digits).text))
    straight = _expression(written(model.partial(0), options.form, digits).text)
    names = [f"u_{{{number}}}\\left(x\\right)" for number in range(1, len(parts) + 1)]
    whole = "+".join([*([straight] if straight != "0" or not parts else []), *names])
    lines = [f"h\\left(x\\right)={whole}"]
    lines += [f"{name}={part}" for name, part in zip(names, parts, strict=True)]
    return "".join(f"{line}\n" for line in lines).encode()


def _expression(text: str) -> str:
    text = _POWER.sub(_as_number, text.replace(" ", ""))
    text = text.replace("(", r"\left(").replace(")", r"\right)")
    return text.replace(r"g\left(", r"\max\left(0,")


def _as_number(match: re.Match[str]) -> str:
    if _SMALLEST_PLAIN <= int(match[2]) <= _LARGEST_PLAIN:
        return f"{Decimal(match[0]):f}"
    return rf"{match[1]}\cdot10^{{{int(match[2])}}}"

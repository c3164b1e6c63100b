"""Python as it is written by every writer of code: numbers, lists and a docstring that stay what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.code.words import about, rounding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reluviz.document.document import Document

__all__ = ["docstring", "listed", "number"]

_WIDEST_LINE = 88


def number(value: float) -> str:
    """Return a number that Python reads back exactly, without -0; whole numbers stay whole."""
    return repr(value + 0)


def listed(values: Iterable[float]) -> str:
    """Return a list of numbers, over several lines if it is long."""
    texts = [number(value) for value in values]
    line = ", ".join(texts)
    if len(line) <= _WIDEST_LINE - 30:
        return f"[{line}]"
    lines = [""]
    for text in texts:
        if len(lines[-1]) + len(text) > _WIDEST_LINE - 6:
            lines.append("")
        lines[-1] += f" {text}," if lines[-1] else f"{text},"
    return "[\n" + "".join(f"    {line}\n" for line in lines) + "]"


def docstring(first: str, document: Document, digits: int | None) -> str:
    """Return the docstring of a module: what it is, and of which document."""
    sentences = " ".join(filter(None, (about(document), rounding(digits))))
    # A backslash or a quotation mark in the name of the data must not end the string.
    safe = sentences.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""{first}\n\n{safe}\n"""\n'

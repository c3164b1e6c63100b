"""What stands above all panels: the title, and the formula of the sum."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reluviz.figures.layout.places import Placed

if TYPE_CHECKING:
    from reluviz.figures.layout.places import Measure

__all__ = ["place_formula", "place_title", "shortened"]

# Distances and sizes in multiples of the type size.
_TITLE_SIZE, _TITLE_GAP, _TITLE_LEADING, _SMALLEST_TITLE = 1.25, 0.55, 1.25, 0.8
_FORMULA_SIZE, _FORMULA_GAP, _FORMULA_LEADING = 1.0, 0.5, 1.45
#: The page may be as wide as the text to the last bit.
_ROUNDING = 1.0001
_WORD = re.compile(r"(?:\$[^$]*\$|\S)+")


def place_title(
    text: str, left: float, right: float, top: float, em: float, measure: Measure
) -> tuple[tuple[Placed, ...], float]:
    """Place the title above the panels: in one line if need be smaller, else in two, the rest cut off.

    Returns
    -------
    lines : tuple of Placed
    top : float
        What is left below.
    """
    room = right - left
    width = measure(text, _TITLE_SIZE * em)[0]
    size = _TITLE_SIZE * em * max(_SMALLEST_TITLE, min(1.0, room / width))
    lines = _lines(text, room, size, measure)
    if len(lines) > 2:
        lines = [lines[0], shortened(f"{lines[1]} …", room, size, measure)]
    # A single word or formula can be longer than the line.
    size *= min(1.0, room / max(measure(line, size)[0] for line in lines))
    placed = []
    for index, line in enumerate(lines):
        _, rise, depth = measure(line, size)
        top -= rise if index == 0 else max(rise + depth, _TITLE_LEADING * size)
        placed.append(Placed(line, left, top, size))
    return tuple(placed), top - depth - _TITLE_GAP * em


def shortened(text: str, room: float, size: float, measure: Measure) -> str:
    """Return a text with as many of its words as there is room for, and at least one."""
    words = _WORD.findall(text)
    count = len(words)
    while count > 1 and measure(text, size)[0] > _ROUNDING * room:
        count -= 1
        text = " ".join([*words[:count], "…"])
    return text


def _lines(text: str, room: float, size: float, measure: Measure) -> list[str]:
    """Break a text between words, never inside mathematics."""
    lines: list[str] = []
    for word in _WORD.findall(text):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size)[0] <= _ROUNDING * room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def place_formula(
    lines: tuple[str, ...], left: float, right: float, top: float, em: float, measure: Measure
) -> tuple[tuple[Placed, ...], float]:
    """Place the lines of the formula below each other, all of one size; as `place_title` does."""
    size = _FORMULA_SIZE * em
    size *= min(1.0, (right - left) / max(measure(line, size)[0] for line in lines))
    placed = []
    for index, line in enumerate(lines):
        _, rise, _ = measure(line, size)
        top -= max(rise, 0.75 * size) if index == 0 else _FORMULA_LEADING * size
        if line:
            placed.append(Placed(line, left, top, size))
    return tuple(placed), top - 0.25 * size - _FORMULA_GAP * em

"""Chooses the columns for x, y and the weights: by their names, else the first two of numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reluviz.targets.data.format import TableFormat

__all__ = ["choose_columns"]

_X = frozenset(("x", "t", "time", "zeit", "temps", "tiempo", "abscissa", "x value", "x values", "input"))
_Y = frozenset(("y", "f", "f(x)", "y(x)", "value", "values", "y value", "y values", "output", "target"))
_WEIGHT = frozenset(("w", "weight", "weights", "wt"))
#: "t [s]", "t (s)", "t / s", "t in s": the unit is no part of the name.
_UNIT = re.compile(r"(?:\s*\[[^\]]*\]|\s+\([^)]*\)|\s*/\s*\S+|\s+in\s+\S+)$")


def choose_columns(form: TableFormat, names: tuple[str, ...], numeric: tuple[int, ...]) -> TableFormat:
    """Return the format with columns chosen among those of numbers, of which there is one at least.

    One column only is y; x counts the rows then. Only a column named so holds weights: taking an error for
    a weight would turn its meaning round.
    """
    called = {column: _plain_name(names, column) for column in numeric}
    weight = next((column for column in numeric if called[column] in _WEIGHT), None)
    free = [column for column in numeric if column != weight]
    if not free:
        free, weight = list(numeric), None
    if len(free) > 2 and names and not called[free[0]]:
        # Numbers of rows, as pandas and R write them: a column without a name before others that have one.
        named = [column for column in free if called[column]]
        free = named if len(named) >= 2 else free
    y = next((column for column in free if called[column] in _Y), None)
    x = next((column for column in free if called[column] in _X and column != y), None)
    rest = [column for column in free if column not in (x, y)]
    if x is None and (y is None or rest):
        x = rest.pop(0) if len(free) > 1 else None
    if y is None:
        y = next((column for column in rest if x is None or column > x), rest[0] if rest else None)
    if y is None:
        # One column of numbers, called x: its values are what there is.
        x, y = None, free[0]
    return replace(form, x_column=x, y_column=y, weight_column=weight)


def _plain_name(names: tuple[str, ...], column: int) -> str:
    name = names[column].casefold() if column < len(names) else ""
    return _UNIT.sub("", name).strip()

"""How the figures of a document look, as names and values that only figures know the meaning of."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FigureStyle", "StyleValue", "checked_style"]

StyleValue: TypeAlias = str | float | bool | None
#: Pairs of names and values in the order of the names. Names that this program does not know are kept: a
#: later one may have saved them.
FigureStyle: TypeAlias = tuple[tuple[str, StyleValue], ...]

_MOST_ENTRIES, _LONGEST_NAME, _LONGEST_TEXT = 100, 60, 300


def checked_style(pairs: Iterable[tuple[str, StyleValue]]) -> FigureStyle:
    """Return a style with its names in order.

    Raises
    ------
    InputError
        If there are too many entries, or one is too long, twice there, or no finite number.
    """
    # One way to say it, so that equal documents are equal.
    style = tuple((name, _plain(name, value)) for name, value in sorted(pairs, key=lambda pair: pair[0]))
    if len(style) > _MOST_ENTRIES:
        raise InputError(f"the figure style of a document has at most {_MOST_ENTRIES} entries")
    names = [name for name, _ in style]
    if any(not 0 < len(name) <= _LONGEST_NAME for name in names):
        raise InputError(f"a name in the figure style has from 1 to {_LONGEST_NAME} characters")
    if len(set(names)) < len(names):
        raise InputError("a name is twice in the figure style of the document")
    return style


def _plain(name: str, value: StyleValue) -> StyleValue:
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        raise InputError(
            f"{name[:_LONGEST_NAME]!r} in the figure style has at most {_LONGEST_TEXT} characters"
        )
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not isfinite(value):
            raise InputError(f"{name[:_LONGEST_NAME]!r} in the figure style must be a finite number")
        return float(value) + 0.0
    return value

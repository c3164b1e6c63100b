"""Styles: how figures look, without what they show, kept in a small readable file for a whole lecture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from reluviz.document.storage import write_bytes_atomically
from reluviz.errors import InputError
from reluviz.figures.choices.options import FigureOptions, chosen

if TYPE_CHECKING:
    import os

__all__ = ["STYLE_FIELDS", "load_style", "save_style", "style_choices"]

#: The options of a figure that belong to a style.
STYLE_FIELDS = (
    "size",
    "theme",
    "dpi",
    "transparent",
    "font",
    "font_size",
    "language",
    "spines",
    "live_text",
    "show_grid",
    "show_ticks",
)
_FORMAT = "reluviz-figure-style"
#: A style has a dozen lines; whatever is longer is another file.
_MOST_BYTES = 65_536


def save_style(path: str | os.PathLike[str], options: FigureOptions) -> None:
    """Write the part of `options` that is style.

    Raises
    ------
    InputError
        If the place cannot be used. A file that was there before is then untouched.
    """
    values = {"format": _FORMAT, **{name: getattr(options, name) for name in STYLE_FIELDS}}
    text = json.dumps(values, indent=2, ensure_ascii=False) + "\n"
    write_bytes_atomically(path, text.encode("utf-8"))


def load_style(path: str | os.PathLike[str]) -> FigureOptions:
    """Return the usual options in the style of a file.

    Raises
    ------
    InputError
        If the file cannot be read or holds no style.
    """
    return chosen(None, style_choices(path))


def style_choices(path: str | os.PathLike[str]) -> dict[str, object]:
    """Return what the style of a file says, by the names of the options; a file need not say all.

    Raises
    ------
    InputError
        As `load_style`.
    """
    name = Path(path).name
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be one"
        raise InputError(f"the style {name!r} cannot be read: {reason.lower()}") from None
    try:
        values = json.loads(data.decode("utf-8")) if len(data) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict) or values.pop("format", None) != _FORMAT:
        raise InputError(f'{name!r} is no style of figures; such a file says "format": "{_FORMAT}"')
    unknown = next((key for key in values if key not in STYLE_FIELDS), None)
    if unknown is not None:
        raise InputError(f"the style {name!r} knows no {unknown!r}; expected {', '.join(STYLE_FIELDS)}")
    try:
        chosen(None, values)
    except InputError as error:
        raise InputError(f"the style {name!r} cannot be used: {error}") from None
    return values

"""Styles: how figures look, without what they show, as a small readable file or as a part of a document."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reluviz.document.figure_style import checked_style
from reluviz.document.storage import write_bytes_atomically
from reluviz.errors import InputError
from reluviz.figures.choices.options import FigureOptions, chosen
from reluviz.files import read_file

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from reluviz.document.document import Document
    from reluviz.document.figure_style import FigureStyle

__all__ = ["STYLE_FIELDS", "Style", "document_style", "read_style", "save_style", "style_of"]

#: The options of a figure that belong to a style, in the order in which they are judged: what type fits
#: depends on the size.
STYLE_FIELDS = (
    "size",
    "theme",
    "dpi",
    "transparent",
    "font",
    "font_size",
    "language",
    "spines",
    "aspect",
    "ticks",
    "live_text",
    "show_grid",
    "show_ticks",
)
_FORMAT = "reluviz-figure-style"
#: A style has a dozen lines; whatever is longer is another file.
_MOST_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says; it need not say all.

    Attributes
    ----------
    choices : mapping of str to object
        Values by the names of options.
    notes : tuple of str
        What of it is not used, and why.
    """

    choices: Mapping[str, object]
    notes: tuple[str, ...] = ()

    def applied_to(self, options: FigureOptions) -> FigureOptions:
        """Return `options` in this style; what it does not say stays.

        Raises
        ------
        InputError
            If it does not go with them, such as a type too large for their size.
        """
        return chosen(options, dict(self.choices))


def style_of(options: FigureOptions) -> FigureStyle:
    """Return the part of `options` that is style, as documents keep it."""
    return checked_style((name, getattr(options, name)) for name in STYLE_FIELDS)


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


def read_style(path: str | os.PathLike[str]) -> Style:
    """Return the style of a file.

    Raises
    ------
    InputError
        If the file cannot be read or holds no style, or a value in it cannot be used.
    """
    name = Path(path).stem
    data = read_file(path, _MOST_BYTES, "the file of a style")
    try:
        values = json.loads(data.decode("utf-8")) if len(data) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict) or values.pop("format", None) != _FORMAT:
        raise InputError(
            f'{Path(path).name!r} is no style of figures; such a file says "format": "{_FORMAT}"'
        )
    style, problems = _judged(values.items(), f"the style {name!r}")
    if problems:
        raise InputError(f"the style {name!r} cannot be used: {problems[0]}")
    return style


def document_style(document: Document) -> Style:
    """Return the style of a document; what this program does not know or cannot use is left out and noted."""
    style, problems = _judged(document.figure_style, "the document's style")
    unused = (f"the document's style is not used in full: {each}" for each in problems)
    return replace(style, notes=(*style.notes, *unused))


def _judged(pairs: Iterable[tuple[str, object]], whose: str) -> tuple[Style, list[str]]:
    """Return what can be used, with notes about what is unknown; and what is wrong with the rest."""
    values = dict(pairs)
    unknown = [repr(_shortened(name)) for name in values if name not in STYLE_FIELDS]
    notes = (f"{whose} says {', '.join(unknown)}, which this program does not know",) if unknown else ()
    options, choices, problems = FigureOptions(), {}, []
    for name in STYLE_FIELDS:
        if name in values:
            try:
                options = chosen(options, {name: values[name]})
            except InputError as error:
                problems.append(str(error))
            else:
                choices[name] = values[name]
    return Style(choices, notes), problems


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"

"""The choices about figures that were made last, kept between starts."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from reluviz.errors import InputError
from reluviz.figures.choices.options import FigureOptions, chosen
from reluviz.figures.choices.styles import document_style
from reluviz.figures.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reluviz.document.document import Document
    from reluviz.gui.settings import Settings

__all__ = ["in_style_of", "keep_choices", "kept_format", "kept_options"]

_FORMAT, _OPTIONS = "figure_format", "figure_options"
_FIRST_FORMAT = "pdf"
#: What belongs to one figure, and not to the next.
_OF_ONE_FIGURE = ("title", "lens_x", "good_around")


def kept_format(settings: Settings) -> str:
    """Return the key of the format that was chosen last."""
    key = settings.text_of(_FORMAT, _FIRST_FORMAT)
    return key if key in FORMATS else _FIRST_FORMAT


def kept_options(settings: Settings) -> FigureOptions:
    """Return the options that were chosen last; those that cannot be read or used are the usual ones."""
    options = FigureOptions()
    try:
        values = json.loads(settings.text_of(_OPTIONS, "{}"))
    except (ValueError, RecursionError):
        return options
    return _with(options, values if isinstance(values, dict) else {})


def in_style_of(document: Document | None, options: FigureOptions) -> FigureOptions:
    """Return options in the style that a document carries, if it does."""
    return options if document is None else _with(options, document_style(document).choices)


def keep_choices(settings: Settings, format: str, options: FigureOptions, document: Document | None) -> None:
    """Keep what was chosen, but for what belongs to one figure or is the style of its document."""
    values = {name: value for name, value in asdict(options).items() if name not in _OF_ONE_FIGURE}
    if document is not None and document.figure_style:
        before = kept_options(settings)
        values |= {name: getattr(before, name) for name in document_style(document).choices}
    settings.keep_text(_FORMAT, format)
    settings.keep_text(_OPTIONS, json.dumps(values))


def _with(options: FigureOptions, values: Mapping[str, object]) -> FigureOptions:
    """Return options with those of some values that can be used."""
    for name, value in values.items():
        try:
            options = chosen(options, {name: value})
        except InputError:
            continue
    return options

"""The choices about figures that were made last, kept between starts."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from reluviz.errors import InputError
from reluviz.figures.choices.options import FigureOptions, chosen
from reluviz.figures.formats import FORMATS

if TYPE_CHECKING:
    from reluviz.gui.settings import Settings

__all__ = ["keep_choices", "kept_format", "kept_options"]

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
    options = FigureOptions(dpi=300.0)
    try:
        values = json.loads(settings.text_of(_OPTIONS, "{}"))
    except (ValueError, RecursionError):
        return options
    for name, value in values.items() if isinstance(values, dict) else ():
        try:
            options = chosen(options, {name: value})
        except InputError:
            continue
    return options


def keep_choices(settings: Settings, format: str, options: FigureOptions) -> None:
    """Keep what was chosen, but for what belongs to one figure."""
    values = {name: value for name, value in asdict(options).items() if name not in _OF_ONE_FIGURE}
    settings.keep_text(_FORMAT, format)
    settings.keep_text(_OPTIONS, json.dumps(values))

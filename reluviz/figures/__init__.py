"""Figures: a scene becomes a plain picture, a picture a file. matplotlib is loaded when one is made."""

from __future__ import annotations

import logging

from reluviz.figures.choices.options import THEMES, FigureOptions
from reluviz.figures.choices.sizes import PRESETS, FigureSize
from reluviz.figures.composing.compose import compose, frame_of
from reluviz.figures.composing.frame import Frame
from reluviz.figures.composing.rate_picture import compose_rates
from reluviz.figures.composing.sequence import Steps, compose_sequence, sequence_length
from reluviz.figures.export import (
    export,
    export_files,
    export_picture,
    figure_bytes,
    files_of,
    preview_picture,
    render,
    render_preview,
)
from reluviz.figures.formats import FORMATS, Format, format_of
from reluviz.figures.picture import Picture

__all__ = [
    "FORMATS",
    "PRESETS",
    "THEMES",
    "FigureOptions",
    "FigureSize",
    "Format",
    "Frame",
    "Picture",
    "Steps",
    "compose",
    "compose_rates",
    "compose_sequence",
    "export",
    "export_files",
    "export_picture",
    "figure_bytes",
    "files_of",
    "format_of",
    "frame_of",
    "preview_picture",
    "render",
    "render_preview",
    "sequence_length",
]

# matplotlib would tell the terminal about its caches and fonts; whoever wants that has set a level.
for _log in map(logging.getLogger, ("matplotlib", "fontTools")):
    if _log.level == logging.NOTSET:
        _log.setLevel(logging.ERROR)

"""What the export dialog has made in another thread: previews, and contents to hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures import (
    compose_sequence,
    figure_bytes,
    preview_picture,
    render,
)
from reluviz.figures.choices.styles import document_style
from reluviz.figures.formats import has_steps
from reluviz.figures.notes import check_format, label_faults, notes, room_notes, text_notes
from reluviz.gui.export.handing_over import PICTURE_TYPES, TEXT
from reluviz.gui.export.preview_pane import Shown
from reluviz.gui.sentences import sentence

if TYPE_CHECKING:
    from reluviz.figures import FigureOptions
    from reluviz.figures.formats import Format
    from reluviz.fitting.norms import Watch
    from reluviz.gui.export.source import FigureSource

__all__ = ["contents", "handed_over", "is_text", "shown"]

_TEXTS = ("tex", "txt", "py", "csv")


def is_text(format: Format) -> bool:
    """Return whether its files are text that can be pasted."""
    return format.suffix in _TEXTS


def shown(
    source: FigureSource, format: Format, options: FigureOptions, width: int, step: int, watch: Watch
) -> Shown:
    """Return what is to be seen of a figure: its picture, `width` pixels wide, one of its steps, or its text.

    Nothing is to be seen, but what is wrong, where the mathematics of a label cannot be set.

    Raises
    ------
    InputError
        If it cannot be made.
    """
    if format.kind == "model":
        return Shown(text=contents(source, format, options).decode())
    if faults := label_faults(options):
        return Shown(faults=faults)
    check_format(format.key, options)
    of_style = () if source.document is None else document_style(source.document).notes
    steps = 1
    if source.document is None or not has_steps(format, options):
        picture = source.compose(options)
    else:
        pictures = compose_sequence(source.document, options, watch)
        steps = len(pictures)
        picture = pictures[min(step, steps) - 1]
    of_room = () if source.document is None else room_notes(picture, options)
    said = " ".join(map(sentence, (*of_style, *notes(options), *of_room, *text_notes(picture))))
    return Shown(png=preview_picture(picture, width), steps=steps, note=said)


def contents(source: FigureSource, format: Format, options: FigureOptions) -> bytes:
    """Return the contents of the one file that a figure becomes.

    Raises
    ------
    InputError
        If it cannot be made, or becomes several files.
    """
    if source.document is None:
        return render(source.compose(options), format.key, options)
    return figure_bytes(source.document, format.key, options)


def handed_over(
    source: FigureSource, formats: tuple[Format, ...], options: FigureOptions
) -> dict[str, bytes]:
    """Return the contents in some formats by what a clipboard calls them.

    Raises
    ------
    InputError
        If they cannot be made.
    """
    return {PICTURE_TYPES.get(format.key, TEXT): contents(source, format, options) for format in formats}

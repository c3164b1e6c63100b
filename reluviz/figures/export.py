"""From a picture to a figure file, and to the preview that shows the same; and both from a document."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from reluviz.document.storage import write_bytes_atomically
from reluviz.errors import InputError
from reluviz.figures.compose import compose
from reluviz.figures.options import FigureOptions, chosen
from reluviz.scene.scene import Scene

if TYPE_CHECKING:
    import os

    from reluviz.document.document import Document
    from reluviz.figures.picture import Picture

__all__ = [
    "FORMATS",
    "export",
    "export_picture",
    "figure_bytes",
    "figure_format",
    "preview_picture",
    "render",
    "render_preview",
]

FORMATS = ("png", "svg", "pdf")
_PREVIEW_PIXELS = (16, 16_384)


def figure_format(path: str | os.PathLike[str]) -> str:
    """Return the format that a file's suffix asks for.

    Raises
    ------
    InputError
        If no figure can be written with that suffix.
    """
    suffix = Path(path).suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        found = f"not {'.' + suffix!r}" if suffix else "and it has none"
        raise InputError(
            f"the name of a figure file must end in .png, .svg or .pdf, {found}: {Path(path).name!r}"
        )
    return suffix


def render(picture: Picture, format: str, dpi: float = 150.0) -> bytes:
    """Return `picture` as the contents of a PNG, SVG or PDF file; the same bytes every time.

    Can be called from a worker thread; figures are then made one after the other.

    Parameters
    ----------
    format : {"png", "svg", "pdf"}
    dpi : float
        Pixels per inch of a PNG.

    Raises
    ------
    InputError
        If there is no such format.
    """
    if format not in FORMATS:
        raise InputError(f"there is no figure format {format!r}; expected {', '.join(FORMATS)}")
    # It would tell the terminal about its caches and fonts; whoever set it up otherwise is left alone.
    log = logging.getLogger("matplotlib")
    if log.level == logging.NOTSET:
        log.setLevel(logging.ERROR)
    # Loading matplotlib takes longer than the program's first frame and most sessions never need it.
    from reluviz.figures.matplotlib_renderer import draw

    return draw(picture, format, dpi)


def preview_picture(picture: Picture, width: int) -> bytes:
    """Return a PNG `width` pixels wide of the same picture that `export_picture` writes.

    Layout, line breaks and ticks do not depend on the resolution, so the preview is the file.

    Raises
    ------
    InputError
        If the width is too small or too large to be one.
    """
    low, high = _PREVIEW_PIXELS
    if not low <= width <= high:
        raise InputError(f"a preview is from {low} to {high} pixels wide, not {width}")
    return render(picture, "png", width / picture.width)


def export_picture(
    picture: Picture, path: str | os.PathLike[str], options: FigureOptions | None = None
) -> None:
    """Write a picture; the suffix of `path` says in which format, and `options` how fine a PNG is.

    Raises
    ------
    InputError
        If the suffix or the place cannot be used. A file that was there before is then untouched.
    """
    data = render(picture, figure_format(path), (options or FigureOptions()).dpi)
    write_bytes_atomically(Path(path), data)


def figure_bytes(document: Document, format: str, options: FigureOptions | None = None) -> bytes:
    """Return the figure of a document as the contents of a file: what `export` writes."""
    options = options or FigureOptions()
    return render(compose(Scene(document), options), format, options.dpi)


def render_preview(document: Document, options: FigureOptions | None = None, *, width: int) -> bytes:
    """Return a PNG `width` pixels wide of the same picture that `export` writes.

    Raises
    ------
    InputError
        If the width is too small or too large to be one.
    """
    return preview_picture(compose(Scene(document), options or FigureOptions()), width)


def export(
    document: Document, path: str | os.PathLike[str], options: FigureOptions | None = None, **choices: object
) -> None:
    """Write the figure of a document; the suffix of `path` says in which format.

    Parameters
    ----------
    options : FigureOptions, optional
    **choices
        Single options by name, which win over `options`: ``export(document, "figure.pdf", size="slide")``.

    Raises
    ------
    InputError
        If the suffix, an option or the place cannot be used. A file that was there before is then untouched.
    """
    # Before anything is composed: a misspelt name is known at once.
    figure_format(path)
    wanted = chosen(options, choices)
    export_picture(compose(Scene(document), wanted), path, wanted)

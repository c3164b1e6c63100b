"""The steps of a sequence as the pages of one PDF, or as numbered files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from reluviz.document.storage import write_together

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Sequence

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.picture import Picture
    from reluviz.fitting.norms import Watch

__all__ = ["numbered_paths", "write_numbered", "write_pdf_pages"]


def write_pdf_pages(pictures: Sequence[Picture], options: FigureOptions, watch: Watch | None = None) -> bytes:
    """Return a PDF with a page for each picture; each typeface is in it once."""
    from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages

    from reluviz.figures.drawing.font_embedding import outlines_only
    from reluviz.figures.drawing.renderer import figure_of, own_settings, pdf_metadata

    count, file = len(pictures), BytesIO()
    # The whole sequence is best described by where it leads.
    pages = PdfPages(file, metadata=pdf_metadata(pictures[count - 1]))
    for index in range(count):
        if watch is not None:
            watch(index / count)
        picture = pictures[index]
        with own_settings(picture.font):
            figure = figure_of(picture, (picture.width, picture.height), 72.0)
            FigureCanvasPdf(figure).print_pdf(pages)
    with own_settings(), outlines_only():
        pages.close()
    return file.getvalue()


def numbered_paths(path: str | os.PathLike[str], count: int) -> tuple[Path, ...]:
    """Return the names of the files of a sequence: figure-01.png, figure-02.png, for figure.png."""
    whole, digits = Path(path), len(str(count))
    return tuple(
        whole.with_name(f"{whole.stem}-{number:0{digits}}{whole.suffix}") for number in range(1, count + 1)
    )


def write_numbered(
    pictures: Sequence[Picture],
    path: str | os.PathLike[str],
    options: FigureOptions,
    draw: Callable[[Picture, FigureOptions], bytes],
    watch: Watch | None = None,
) -> tuple[Path, ...]:
    """Write each picture of a sequence to a file of its own, and return their paths.

    All are drawn before the first is put in its place: who is interrupted keeps every file as it was.

    Parameters
    ----------
    path : path
        The name without its number.
    draw : function
        The writer of the format.

    Raises
    ------
    InputError
        If one cannot be written.
    """
    paths = numbered_paths(path, len(pictures))
    write_together(_drawn(pictures, paths, options, draw, watch))
    return paths


def _drawn(
    pictures: Sequence[Picture],
    paths: tuple[Path, ...],
    options: FigureOptions,
    draw: Callable[[Picture, FigureOptions], bytes],
    watch: Watch | None,
) -> Iterator[tuple[Path, bytes]]:
    """Give one after the other: thousands of pictures would fill the memory."""
    for index, path in enumerate(paths):
        if watch is not None:
            watch(index / len(paths))
        yield path, draw(pictures[index], options)
    if watch is not None:
        # The last chance to keep the old files.
        watch(1.0)

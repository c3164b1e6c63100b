"""The steps of a sequence as the pages of one PDF, or as numbered files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reluviz.document.storage import write_bytes_atomically
from reluviz.errors import InputError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

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
    *,
    replace: bool = True,
) -> tuple[Path, ...]:
    """Write each picture of a sequence to a file of its own, and return their paths.

    All are drawn before the first is put in its place: who is interrupted leaves none behind.

    Parameters
    ----------
    path : path
        The name without its number.
    draw : function
        The writer of the format.
    replace : bool
        Whether files that are there may be replaced.

    Raises
    ------
    InputError
        If a file is there already and must not be replaced, or cannot be written.
    """
    count = len(pictures)
    paths = numbered_paths(path, count)
    # Who waits for a thousand pictures wants to know before.
    if not paths[0].parent.is_dir():
        raise InputError(f"{paths[0].name!r} cannot be written: there is no folder {str(paths[0].parent)!r}")
    if not replace:
        _refuse_existing(paths)
    with TemporaryDirectory(prefix="reluviz-") as folder:
        drawn = [Path(folder, str(index)) for index in range(count)]
        for index, file in enumerate(drawn):
            if watch is not None:
                watch(index / count)
            file.write_bytes(draw(pictures[index], options))
        for file, place in zip(drawn, paths, strict=True):
            write_bytes_atomically(place, file.read_bytes())
    return paths


def _refuse_existing(paths: tuple[Path, ...]) -> None:
    there = [path.name for path in paths if path.exists()]
    if there:
        more = f" and {len(there) - 1:,} more" if len(there) > 1 else ""
        raise InputError(f"{there[0]!r}{more} of {len(paths):,} files of the sequence exist already")

"""From a picture to a figure file, and to the preview that shows the same; and both from a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reluviz.document.storage import check_place, write_bytes_atomically
from reluviz.errors import InputError
from reluviz.figures.choices.options import FigureOptions, chosen
from reluviz.figures.choices.styles import document_style
from reluviz.figures.composing.compose import compose
from reluviz.figures.composing.sequence import compose_sequence, sequence_length
from reluviz.figures.drawing.pages import numbered_paths, write_numbered
from reluviz.figures.formats import (
    checked_format,
    format_of,
    has_steps,
    load_steps_writer,
    load_writer,
    picture_format,
)
from reluviz.scene.scene import Scene

if TYPE_CHECKING:
    import os

    from reluviz.document.document import Document
    from reluviz.figures.formats import Format
    from reluviz.figures.picture import Picture
    from reluviz.fitting.norms import Watch

__all__ = [
    "check_places",
    "export",
    "export_files",
    "export_picture",
    "figure_bytes",
    "files_of",
    "preview_picture",
    "render",
    "render_preview",
]

_PREVIEW_PIXELS = (16, 16_384)


def render(picture: Picture, format: str, options: FigureOptions | None = None) -> bytes:
    """Return `picture` as the contents of a file; the same bytes every time.

    Can be called from a worker thread; figures are then made one after the other.

    Parameters
    ----------
    format : str
        The key of a format of pictures.
    options : FigureOptions, optional
        How fine a PNG is, and the like; what the figure shows is in the picture.

    Raises
    ------
    InputError
        If there is no such format, or it holds no picture.
    """
    writer = load_writer(picture_format(format))
    return writer(picture, options or FigureOptions())


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
    # Loading matplotlib takes longer than the program's first frame and most sessions never need it.
    from reluviz.figures.drawing.renderer import draw_png

    return draw_png(picture, width / picture.width)


def export_picture(
    picture: Picture,
    path: str | os.PathLike[str],
    options: FigureOptions | None = None,
    as_format: str | None = None,
    watch: Watch | None = None,
    *,
    replace: bool = True,
) -> None:
    """Write a picture; the suffix of `path` says in which format, or else `as_format` does.

    Parameters
    ----------
    watch : callable, optional
        As for `figure_bytes`.
    replace : bool
        Whether a file that is there may be replaced.

    Raises
    ------
    InputError
        If the suffix or the place cannot be used. A file that was there before is then untouched.
    """
    wanted = format_of(path, as_format).key
    check_places((Path(path),), replace=replace)
    data = render(picture, wanted, options)
    _write(Path(path), data, watch)


def figure_bytes(
    document: Document, format: str, options: FigureOptions | None = None, watch: Watch | None = None
) -> bytes:
    """Return a document in some format as the contents of one file.

    Parameters
    ----------
    watch : callable, optional
        Called now and then with the share that is done; what it raises goes through.

    Raises
    ------
    InputError
        If there is no such format, or the steps that were chosen take one file each.
    """
    wanted, options = checked_format(format), options or FigureOptions()
    if wanted.kind == "model":
        return load_writer(wanted)(document, options)
    if wanted.kind == "sequence":
        return load_writer(wanted)(compose_sequence(document, options, watch), options, watch)
    if not options.steps:
        return render(compose(Scene(document), options), wanted.key, options)
    if not wanted.steps_writer:
        raise InputError(
            f"each step of a sequence is a file of its own as {wanted.name}, not all of them one"
        )
    return load_steps_writer(wanted)(compose_sequence(document, options, watch), options, watch)


def export_files(
    document: Document,
    path: str | os.PathLike[str],
    format: str,
    options: FigureOptions | None = None,
    watch: Watch | None = None,
    *,
    replace: bool = True,
) -> tuple[Path, ...]:
    """Write a document in some format, and return the files: one, or one for each step.

    Parameters
    ----------
    path : path
        The name; where there are several files, without their numbers.
    watch : callable, optional
        As for `figure_bytes`.
    replace : bool
        Whether files that are there may be replaced.

    Raises
    ------
    InputError
        If something cannot be used. Files that were there before are then untouched.
    """
    wanted, options = checked_format(format), options or FigureOptions()
    # Who waits for a thousand pictures wants to know before.
    paths = files_of(document, path, format, options)
    check_places(paths, replace=replace)
    if _is_numbered(wanted, options):
        return write_numbered(
            compose_sequence(document, options, watch), path, options, load_writer(wanted), watch
        )
    data = figure_bytes(document, wanted.key, options, watch)
    _write(paths[0], data, watch)
    return paths


def files_of(
    document: Document, path: str | os.PathLike[str], format: str, options: FigureOptions
) -> tuple[Path, ...]:
    """Return the files that `export_files` would write, without making them.

    Raises
    ------
    InputError
        If there is no such format, or the document has no such steps.
    """
    if not _is_numbered(checked_format(format), options):
        return (Path(path),)
    return numbered_paths(path, sequence_length(document, options))


def _is_numbered(format: Format, options: FigureOptions) -> bool:
    """Return whether each step is a file of its own."""
    return format.kind == "picture" and has_steps(format, options) and not format.steps_writer


def _write(path: Path, data: bytes, watch: Watch | None) -> None:
    if watch is not None:
        # The last chance to keep the old file.
        watch(1.0)
    write_bytes_atomically(path, data)


def check_places(paths: tuple[Path, ...], *, replace: bool) -> None:
    """Find out whether files can be written, before they are made.

    Raises
    ------
    InputError
        If there is no such folder, it takes no file, or one is there already and must not be replaced.
    """
    check_place(paths[0])
    there = [path.name for path in paths if not replace and path.is_file()]
    if there:
        words = (
            f"{there[0]!r} exists" if len(there) == 1 else f"{there[0]!r} and {len(there) - 1:,} more exist"
        )
        raise InputError(f"{words} already; choose another name, or replace with --force")


def render_preview(document: Document, options: FigureOptions | None = None, *, width: int) -> bytes:
    """Return a PNG `width` pixels wide of the same picture that `export` writes.

    Raises
    ------
    InputError
        If the width is too small or too large to be one.
    """
    return preview_picture(compose(Scene(document), options or FigureOptions()), width)


def export(
    document: Document,
    path: str | os.PathLike[str],
    options: FigureOptions | None = None,
    as_format: str | None = None,
    **choices: object,
) -> None:
    """Write a document as a figure, or as formula or code; the suffix of `path` says in which format.

    Parameters
    ----------
    options : FigureOptions, optional
        Those of the document's style if not given.
    as_format : str, optional
        The key of the format, where the suffix can mean several, as in ``as_format="numpy"`` for "h.py".
    **choices
        Single options by name, which win over `options`: ``export(document, "figure.pdf", size="slide")``.

    Raises
    ------
    InputError
        If the suffix, an option or the place cannot be used. A file that was there before is then untouched.
    """
    # Before anything is composed: a misspelt name is known at once.
    format = format_of(path, as_format)
    if options is None:
        options = document_style(document).applied_to(FigureOptions())
    export_files(document, path, format.key, chosen(options, choices))

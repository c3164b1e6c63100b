"""The table of what can be written: which suffix means which format, and who writes it.

A writer joins by one row in `FORMATS`: a key, a name for people, the suffix of its files, its kind and
where the function is, as ``"package.module:function"``. The function is imported when it is first used, so
that nobody waits for libraries of formats that he does not write. The kind says what it is given::

    picture     write(picture: Picture, options: FigureOptions) -> bytes
    sequence    write(pictures: Sequence[Picture], options: FigureOptions, watch: Watch | None) -> bytes
    model       write(document: Document, options: FigureOptions) -> bytes

A format of pictures that can hold several of them names a writer of sequences besides.

A writer returns the same bytes for the same arguments, and raises `InputError` where it cannot do its work.
The order of the rows is the order in which they are offered; the first format with a suffix is what that
suffix means where nothing else is said. The command line, the dialog and the tests read the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from reluviz.errors import InputError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping

    from reluviz.figures.choices.options import FigureOptions

__all__ = [
    "FORMATS",
    "Format",
    "as_named",
    "checked_format",
    "format_of",
    "has_steps",
    "load_steps_writer",
    "load_writer",
    "picture_format",
]

#: Libraries that a format may need and an installation may lack: what needs them, and who brings them.
_OPTIONAL = {
    "matplotlib": ("figures need", "matplotlib"),
    "PIL": ("figures need", "matplotlib"),
    "pptx": ("decks of slides need", "python-pptx"),
}


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    Attributes
    ----------
    key : str
        What the command line and scripts call it.
    name : str
        What people call it.
    suffix : str
        Without the dot, in small letters.
    kind : {"picture", "sequence", "model"}
        What is written: one picture, one after the other, or the sum itself as formula or code.
    writer : str
        The module and the function, as ``"package.module:function"``.
    steps_writer : str
        For a format of pictures, the function that writes a sequence of them into one file; empty where each
        step is a file of its own.
    """

    key: str
    name: str
    suffix: str
    kind: Literal["picture", "sequence", "model"]
    writer: str
    steps_writer: str = ""


_ROWS = (
    # Pictures.
    Format("png", "PNG", "png", "picture", "reluviz.figures.drawing.renderer:write_png"),
    Format("svg", "SVG", "svg", "picture", "reluviz.figures.drawing.renderer:write_svg"),
    Format(
        "pdf",
        "PDF",
        "pdf",
        "picture",
        "reluviz.figures.drawing.renderer:write_pdf",
        "reluviz.figures.drawing.pages:write_pdf_pages",
    ),
    Format(
        "pgfplots",
        "PGFPlots for LaTeX",
        "tex",
        "picture",
        "reluviz.figures.source.pgfplots:write",
        "reluviz.figures.source.pgfplots:write_overlays",
    ),
    Format(
        "matplotlib",
        "matplotlib script",
        "py",
        "picture",
        "reluviz.figures.source.matplotlib_script:write",
    ),
    # Sequences.
    Format("beamer", "Beamer overlays", "tex", "sequence", "reluviz.figures.source.pgfplots:write_overlays"),
    Format("pptx", "PowerPoint", "pptx", "sequence", "reluviz.figures.drawing.deck:write"),
    Format("gif", "Animated GIF", "gif", "sequence", "reluviz.figures.animation.gif:write"),
    Format("apng", "Animated PNG", "apng", "sequence", "reluviz.figures.animation.apng:write"),
    Format("webp", "Animated WebP", "webp", "sequence", "reluviz.figures.animation.webp:write"),
    Format("mp4", "MP4 video", "mp4", "sequence", "reluviz.figures.animation.mp4:write"),
    # Formulas and code.
    Format("latex", "LaTeX formula", "tex", "model", "reluviz.figures.code.latex_formula:write"),
    Format("tabular", "LaTeX table", "tex", "model", "reluviz.figures.code.latex_table:write"),
    Format("text", "Plain text", "txt", "model", "reluviz.figures.code.plain_text:write"),
    Format("desmos", "Desmos", "txt", "model", "reluviz.figures.code.desmos:write"),
    Format("numpy", "NumPy function", "py", "model", "reluviz.figures.code.numpy_function:write"),
    Format("pytorch", "PyTorch network", "py", "model", "reluviz.figures.code.pytorch_network:write"),
    Format("jax", "JAX function", "py", "model", "reluviz.figures.code.jax_function:write"),
    Format("csv", "Table (CSV)", "csv", "model", "reluviz.figures.code.csv_table:write"),
)

#: By key, in the order in which they are offered.
FORMATS: Mapping[str, Format] = MappingProxyType({row.key: row for row in _ROWS})


def checked_format(key: str) -> Format:
    """Return the format with a key.

    Raises
    ------
    InputError
        If there is none.
    """
    try:
        return FORMATS[key.strip().lower()]
    except (AttributeError, KeyError):
        raise InputError(f"there is no figure format {key!r}; expected {', '.join(FORMATS)}") from None


def picture_format(key: str) -> Format:
    """Return the format with a key, which must be one of single pictures.

    Raises
    ------
    InputError
        If there is none, or it holds no picture.
    """
    wanted = checked_format(key)
    if wanted.kind != "picture":
        pictures = ", ".join(key for key, row in FORMATS.items() if row.kind == "picture")
        raise InputError(f"one picture cannot be written as {wanted.name}; expected {pictures}")
    return wanted


def format_of(path: str | os.PathLike[str], as_format: str | None = None) -> Format:
    """Return the format in which a file is to be written.

    Parameters
    ----------
    as_format : str, optional
        The key of the format, where the suffix can mean several, or says nothing.

    Raises
    ------
    InputError
        If nothing can be written with that suffix, or the suffix means another format than `as_format`.
    """
    name = Path(path).name
    suffix = Path(path).suffix.lower().removeprefix(".")
    meant = [row for row in FORMATS.values() if row.suffix == suffix]
    if as_format is not None:
        wanted = checked_format(as_format)
        if meant and wanted not in meant:
            raise InputError(
                f"a file of the format {wanted.key} ends in .{wanted.suffix}, not .{suffix}: {name!r}"
            )
        return wanted
    if not meant:
        *others, last = dict.fromkeys(f".{row.suffix}" for row in FORMATS.values())
        found = f"not {'.' + suffix!r}" if suffix else "and it has none"
        raise InputError(
            f"the name of a figure file must end in {', '.join(others)} or {last}, {found}: {name!r}"
        )
    return meant[0]


def as_named(path: Path, chosen: Format) -> tuple[Path, Format]:
    """Return which file, in which format, is meant by a name typed for a figure of the format `chosen`.

    The suffix of another format means that format; else what follows a dot, as in "Fig 1.2", is part of the
    name, and the suffix of `chosen` is added.
    """
    suffix = path.suffix.lower().removeprefix(".")
    meant = [row for row in FORMATS.values() if row.suffix == suffix]
    if not meant:
        return path.with_name(f"{path.name}.{chosen.suffix}"), chosen
    return path, chosen if chosen in meant else meant[0]


def has_steps(format: Format, options: FigureOptions) -> bool:
    """Return whether a sequence is written in a format, and not one figure."""
    return format.kind == "sequence" or (format.kind == "picture" and bool(options.steps))


def load_writer(format: Format) -> Callable[..., bytes]:
    """Return the function that writes a format.

    Raises
    ------
    InputError
        If a library is missing for it.
    """
    return _loaded(format.writer)


def load_steps_writer(format: Format) -> Callable[..., bytes]:
    """Return the function that writes a sequence of pictures into one file.

    Raises
    ------
    InputError
        If a library is missing for it.
    """
    return _loaded(format.steps_writer)


def _loaded(place: str) -> Callable[..., bytes]:
    module, _, name = place.partition(":")
    try:
        writer: Callable[..., bytes] = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        missing = _OPTIONAL.get((error.name or "").partition(".")[0])
        if missing is None:
            raise
        what, library = missing
        raise InputError(f"{what} {library}; install it with: python -m pip install {library}") from None
    return writer

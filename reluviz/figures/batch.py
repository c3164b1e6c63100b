"""Many figures of one document at once: in every size, or of every pin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reluviz.errors import InputError
from reluviz.figures.choices.sizes import PRESETS
from reluviz.figures.export import export_files
from reluviz.figures.formats import checked_format
from reluviz.files import UNUSABLE_SIGNS, name_key

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from reluviz.document.document import Document
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.fitting.norms import Watch

__all__ = ["Over", "batch_figures", "batch_names", "export_batch"]

#: What changes from figure to figure.
Over = Literal["sizes", "pins"]

#: Besides those that no file can have, signs that mean something to a shell.
_UNUSABLE = UNUSABLE_SIGNS | set("$`'")
_LONGEST_NAME = 60


def batch_names(document: Document, name: str, over: Over) -> tuple[str, ...]:
    """Return the names of the figures, without suffix: that of the document with a size or a pin.

    No two are one file on any system, also where capitals or the coding of accents make no difference.

    Raises
    ------
    InputError
        If there are none.
    """
    if over == "sizes":
        return tuple(f"{name}-{size}" for size in PRESETS)
    if not document.pins:
        raise InputError("figures of all pins need a pin; the document has none")
    names: list[str] = []
    taken: set[str] = set()
    for pin in document.pins:
        own = free = f"{name}-{_usable(pin.name)}"
        number = 1
        while name_key(free) in taken:
            number += 1
            free = f"{own}-{number}"
        names.append(free)
        taken.add(name_key(free))
    return tuple(names)


def batch_figures(
    document: Document,
    folder: str | os.PathLike[str],
    name: str,
    format: str,
    options: FigureOptions,
    over: Over,
) -> list[tuple[Document, Path, FigureOptions]]:
    """Return for each figure of a batch its document, its place and its options, without making any.

    Raises
    ------
    InputError
        If there is nothing to write in this format.
    """
    wanted = checked_format(format)
    if over == "sizes" and wanted.kind == "model":
        raise InputError(
            f"{wanted.name} is the same in all sizes; choose a format of pictures, such as PDF or SVG"
        )
    places = [Path(folder, f"{own}.{wanted.suffix}") for own in batch_names(document, name, over)]
    if over == "sizes":
        return [
            (document, place, replace(options, size=size))
            for place, size in zip(places, PRESETS, strict=True)
        ]
    pins = document.pins
    return [
        (replace(document, model=pin.model, locks=b"", pins=()), place, options)
        for place, pin in zip(places, pins, strict=True)
    ]


def export_batch(
    document: Document,
    folder: str | os.PathLike[str],
    name: str,
    format: str,
    options: FigureOptions,
    over: Over,
    watch: Watch | None = None,
) -> Iterator[tuple[Path, ...]]:
    """Write a figure for each size or each pin into a folder, and give its files once they are there.

    Parameters
    ----------
    name : str
        What the names of the files begin with.
    watch : callable, optional
        Called now and then with the share that is done; what it raises goes through.

    Raises
    ------
    InputError
        If there is nothing to write, or something cannot be written; what was given before that stays.
    """
    figures = batch_figures(document, folder, name, format, options, over)
    for index, (one, place, chosen) in enumerate(figures):
        yield export_files(one, place, format, chosen, _part_of(watch, index, len(figures)))


def _part_of(watch: Watch | None, index: int, count: int) -> Watch | None:
    """Return the watch of one of so many equal parts."""
    return watch and (lambda share: watch((index + share) / count))


def _usable(name: str) -> str:
    """Return a name as a part of the name of a file."""
    text = "".join(" " if sign in _UNUSABLE or not sign.isprintable() else sign for sign in name)
    return "-".join(text.split())[:_LONGEST_NAME].strip("-.") or "pin"

"""Many figures of one document at once: in every size, or of every pin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reluviz.errors import InputError
from reluviz.figures.choices.sizes import PRESETS
from reluviz.figures.export import export_files
from reluviz.figures.formats import checked_format

if TYPE_CHECKING:
    import os

    from reluviz.document.document import Document
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.fitting.norms import Watch

__all__ = ["Over", "batch_names", "export_batch"]

#: What changes from figure to figure.
Over = Literal["sizes", "pins"]

#: Signs that some system does not allow in the name of a file, or that mean something to a shell.
_UNUSABLE = set("<>:\"/\\|?*$`'")
_LONGEST_NAME = 60


def batch_names(document: Document, name: str, over: Over) -> tuple[str, ...]:
    """Return the names of the figures, without suffix: that of the document with a size or a pin.

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
    for pin in document.pins:
        own = f"{name}-{_usable(pin.name)}"
        # Two names may differ only by signs that no file can have.
        names.append(own if own not in names else f"{own}-{len(names) + 1}")
    return tuple(names)


def export_batch(
    document: Document,
    folder: str | os.PathLike[str],
    name: str,
    format: str,
    options: FigureOptions,
    over: Over,
    watch: Watch | None = None,
    *,
    replace_files: bool = True,
) -> tuple[Path, ...]:
    """Write a figure for each size or each pin into a folder, and return all files.

    Parameters
    ----------
    name : str
        What the names of the files begin with.
    watch : callable, optional
        Called now and then with the share that is done; what it raises goes through.

    Raises
    ------
    InputError
        If there is nothing to write, or something cannot be written; what was written before that stays.
    """
    suffix = checked_format(format).suffix
    names = batch_names(document, name, over)
    files: list[Path] = []
    for index, own in enumerate(names):
        if watch is not None:
            watch(index / len(names))
        one, chosen = document, options
        if over == "sizes":
            chosen = replace(options, size=tuple(PRESETS)[index])
        else:
            one = replace(document, model=document.pins[index].model, locks=b"", pins=())
        place = Path(folder, f"{own}.{suffix}")
        files += export_files(one, place, format, chosen, replace=replace_files)
    return tuple(files)


def _usable(name: str) -> str:
    """Return a name as a part of the name of a file."""
    text = "".join(" " if sign in _UNUSABLE or not sign.isprintable() else sign for sign in name)
    return "-".join(text.split())[:_LONGEST_NAME].strip("-.") or "pin"

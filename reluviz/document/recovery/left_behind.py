"""What programs left behind in the recovery folder, and what running ones have open."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reluviz.document.recovery.file_lock import FileLock
from reluviz.document.recovery.notes import read_note
from reluviz.document.recovery.slot import COPY, LOCK, NOTE, Slot

if TYPE_CHECKING:
    from reluviz.document.origin import Origin

__all__ = ["Copy", "find_copies", "is_open_elsewhere"]


@dataclass(frozen=True, slots=True)
class Copy:
    """What a program that is no longer running had not saved.

    Attributes
    ----------
    path : Path
        An ordinary .reluviz file.
    origin : Origin or None
        The file it belongs to, if it has one.
    written : float
        When it was written, in seconds since 1970, by the clock of that time.
    """

    path: Path
    origin: Origin | None
    written: float

    def claim(self) -> Slot | None:
        """Take it over, so that no other program does; None if one has done so already."""
        return Slot.claim(self.path.parent, self.path.stem)


def find_copies(folder: Path) -> tuple[Copy, ...]:
    """Return what was left behind, the latest first. Locks and notes without a copy are tidied away."""
    copies = []
    for name in _names(folder, LOCK, NOTE, COPY):
        lock = _taken(folder, name)
        if lock is None:
            continue
        copy = _copy(folder, name)
        if copy is None:
            with suppress(OSError):
                (folder / f"{name}{NOTE}").unlink()
        else:
            copies.append(copy)
        lock.release(remove=copy is None)
    return tuple(sorted(copies, key=lambda copy: (-copy.written, copy.path)))


def is_open_elsewhere(folder: Path, path: str | os.PathLike[str], *own: str) -> bool:
    """Return whether another running program has a file open.

    Parameters
    ----------
    folder : Path
        The recovery folder.
    path : path
    *own : str
        Names of slots that the program holds that asks.
    """
    for name in _names(folder, NOTE):
        origin = read_note(folder / f"{name}{NOTE}")
        if name in own or origin is None or not origin.is_at(path):
            continue
        lock = _taken(folder, name)
        if lock is None:
            return True
        lock.release(remove=False)
    return False


def _names(folder: Path, *suffixes: str) -> list[str]:
    try:
        files = [Path(name) for name in os.listdir(folder)]
    except OSError:
        return []
    return sorted({file.stem for file in files if file.suffix in suffixes})


def _taken(folder: Path, name: str) -> FileLock | None:
    try:
        return FileLock.take(folder / f"{name}{LOCK}")
    except OSError:
        return None


def _copy(folder: Path, name: str) -> Copy | None:
    path = folder / f"{name}{COPY}"
    try:
        found = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return Copy(path, read_note(folder / f"{name}{NOTE}"), found.st_mtime)

"""One program's place in the recovery folder."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from reluviz.document.recovery.file_lock import FileLock
from reluviz.document.recovery.notes import read_note, write_note
from reluviz.document.storage import write_bytes_atomically
from reluviz.errors import InputError
from reluviz.files import reason_of, shown_path

if TYPE_CHECKING:
    from pathlib import Path

    from reluviz.document.document import Document
    from reluviz.document.origin import Origin

__all__ = ["COPY", "LOCK", "NOTE", "Slot"]

COPY, LOCK, NOTE = ".reluviz", ".lock", ".json"
_MOST_TRIES = 20


class Slot:
    """Holds what a program has not saved; nothing is on the disk before the first `keep`.

    May be used by several threads.

    Parameters
    ----------
    folder : Path
        The recovery folder; it is made when it is needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""
        self._lock: FileLock | None = None
        #: What the note says; unknown while there is none.
        self._noted: Origin | None = None
        self._has_note = False
        self._is_over = False
        self._mutex = Lock()

    @classmethod
    def claim(cls, folder: Path, name: str) -> Slot | None:
        """Return a slot left behind, copy and all, or None if another program was first."""
        try:
            lock = FileLock.take(folder / f"{name}{LOCK}")
        except OSError:
            return None
        if lock is None:
            return None
        if not (folder / f"{name}{COPY}").is_file():
            lock.release(remove=True)
            return None
        slot = cls(folder)
        slot._name, slot._lock = name, lock
        slot._noted, slot._has_note = read_note(slot._path(NOTE)), True
        return slot

    @property
    def name(self) -> str:
        """What its files are called; empty before the first `keep`."""
        return self._name

    def keep(self, origin: Origin | None, document: Document | None) -> None:
        """Have the disk say that this is open: a file, or none, and what is not saved of it, or nothing.

        Raises
        ------
        InputError
            If that cannot be done. What was kept before may still be there.
        """
        from reluviz.document.fileformat import encode_document

        data = None if document is None else encode_document(document)
        with self._mutex:
            if self._is_over:
                return
            try:
                self._take_place()
            except OSError as error:
                raise InputError(
                    f"the folder {shown_path(self._folder)} cannot be used: {reason_of(error)}"
                ) from None
            if not self._has_note or self._noted != origin:
                # A copy must never stand beside the note of another document.
                self._remove(COPY)
                write_note(self._path(NOTE), origin)
                self._noted, self._has_note = origin, True
            if data is None:
                self._remove(COPY)
            else:
                write_bytes_atomically(self._path(COPY), data)

    def end(self) -> None:
        """Remove everything: it is saved, or nobody wants it. Nothing is kept from now on."""
        with self._mutex:
            self._is_over = True
            if self._lock is not None:
                self._remove(COPY)
                self._remove(NOTE)
                self._lock.release(remove=True)
                self._lock = None

    def leave(self) -> None:
        """Let go of it and leave everything behind, as a crash would."""
        with self._mutex:
            self._is_over = True
            if self._lock is not None:
                self._lock.release(remove=False)
                self._lock = None

    def _take_place(self) -> None:
        """Make sure that there is a folder and a lock in it: whoever tidies up may have removed them."""
        if self._lock is not None:
            if self._lock.is_in_place:
                return
            self._lock.release(remove=False)
            self._lock = None
        # What is not saved is as private as it was where it came from.
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._has_note = False
        for _ in range(_MOST_TRIES):
            self._name = f"{datetime.now():%Y-%m-%d-%H%M%S}-{os.urandom(3).hex()}"
            self._lock = FileLock.take(self._path(LOCK))
            if self._lock is not None:
                return
        raise OSError("no lock can be taken there")

    def _path(self, suffix: str) -> Path:
        return self._folder / f"{self._name}{suffix}"

    def _remove(self, suffix: str) -> None:
        with suppress(OSError):
            self._path(suffix).unlink()

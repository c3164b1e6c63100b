"""A lock between programs that ends with its program, even if that is killed."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FileLock"]


class FileLock:
    """An exclusive lock on a file, held from `take` until `release` or the end of the process.

    The system itself keeps it. A process id noted in the file, which is what Qt's locks go by, says little:
    inside a container every program has the same few, so that one that was killed seems alive for ever.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path, self._descriptor = path, descriptor

    @classmethod
    def take(cls, path: Path) -> FileLock | None:
        """Return the lock on a file, which is made if need be, or None if someone has it.

        Raises
        ------
        OSError
            If no file can be there.
        """
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        lock = cls(path, descriptor)
        # Between the two lines above and below someone may have removed the file as a leftover.
        if _try_to_lock(descriptor) and lock.is_in_place:
            return lock
        os.close(descriptor)
        return None

    @property
    def is_in_place(self) -> bool:
        """Whether the file still stands where others look for it."""
        try:
            return os.path.samestat(os.fstat(self._descriptor), os.stat(self._path))
        except OSError:
            return False

    def release(self, *, remove: bool) -> None:
        """Let others have it; `remove` the file as well."""
        if remove and sys.platform != "win32":
            # While it is still held: afterwards it might be someone else's.
            with suppress(OSError):
                self._path.unlink()
        os.close(self._descriptor)
        if remove and sys.platform == "win32":
            # An open file cannot be removed there; one that somebody has taken meanwhile stays.
            with suppress(OSError):
                self._path.unlink()


def _try_to_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        os.close(descriptor)
        raise
    return True

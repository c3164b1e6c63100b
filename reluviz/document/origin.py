"""Which file a document belongs to, and what was in it when it was read or written here last."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from reluviz.errors import InputError
from reluviz.files import read_file

__all__ = ["FileChanged", "Origin"]

_DIGEST_BYTES = 16


class FileChanged(InputError):
    """A file holds something else than what was read from it or written to it; it was left alone."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A file and a fingerprint of its contents.

    Times would not do: clocks are wrong, and who copies or synchronises folders changes them without need.

    Attributes
    ----------
    path : Path
        Absolute, so that it is the same file wherever the program is started.
    fingerprint : str
        Of the bytes; equal for equal contents only.
    """

    path: Path
    fingerprint: str

    @classmethod
    def of(cls, path: str | os.PathLike[str], data: bytes) -> Origin:
        """Return the origin of what was read from, or written to, the file at `path`."""
        import hashlib

        return cls(Path(os.path.abspath(path)), hashlib.blake2b(data, digest_size=_DIGEST_BYTES).hexdigest())

    def has_changed(self, largest: int) -> bool:
        """Return whether the file holds anything else by now; not if it is gone.

        Parameters
        ----------
        largest : int
            How many bytes a file has at most that could be the same.
        """
        try:
            data = read_file(self.path, largest, "the file of the document")
        except InputError:
            # Nothing is there that could be lost; and what cannot be written either says so itself.
            return False
        return Origin.of(self.path, data) != self

    def is_at(self, path: str | os.PathLike[str]) -> bool:
        """Return whether this is the file at `path`, by whatever name."""
        return _real(self.path) == _real(path)


def _real(path: str | os.PathLike[str]) -> str:
    return os.path.normcase(os.path.realpath(path))

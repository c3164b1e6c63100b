"""Files read whole, with a clear word about what is wrong; and what systems make of their names."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata

from reluviz.errors import InputError

__all__ = ["UNUSABLE_SIGNS", "name_key", "read_file", "reason_of", "shown_path"]

#: Signs that some system does not allow in the name of a file.
UNUSABLE_SIGNS = frozenset('<>:"/\\|?*')

_UNUSABLE_NAME = (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ)
_LONGEST_PATH_SHOWN = 300


def read_file(path: str | os.PathLike[str], largest: int, expected: str) -> bytes:
    """Return the bytes of an ordinary file.

    Parameters
    ----------
    path : path
    largest : int
        In bytes. Of a larger file one byte more is returned, however large it is or grows meanwhile.
    expected : str
        What the file should be, as in "a .reluviz file".

    Raises
    ------
    InputError
        If it cannot be read, or is no ordinary file.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            # A pipe or a device may never end.
            kind = "a folder" if os.path.isdir(path) else "no ordinary file"
            raise InputError(f"{shown_path(path)} is {kind}; expected {expected}")
        with open(path, "rb") as file:
            return file.read(largest + 1)
    except InputError:
        raise
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"there is no file {shown_path(path)}") from None
    except PermissionError:
        raise InputError(f"{shown_path(path)} cannot be read: permission is missing") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{shown_path(path)} cannot be read: {reason_of(error)}") from None


def name_key(name: str) -> str:
    """Return what is equal for names that some system takes for one: of capitals, or of coded accents."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def reason_of(error: OSError | ValueError) -> str:
    """Return in words why the system refuses a file."""
    if not isinstance(error, OSError) or error.errno in _UNUSABLE_NAME:
        return "no file can have this name"
    if error.errno == errno.EROFS:
        return "the disk is read-only"
    return (error.strerror or "the system refuses").lower()


def shown_path(path: str | os.PathLike[str]) -> str:
    """Return the path in quotation marks, on one line whatever is in it."""
    text = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in os.fspath(path)
    )
    return f"'{text if len(text) <= _LONGEST_PATH_SHOWN else f'…{text[-_LONGEST_PATH_SHOWN:]}'}'"

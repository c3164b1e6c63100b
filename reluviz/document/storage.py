"""Files on disk: written all or not at all, read with a clear word about what is wrong."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reluviz.document.origin import FileChanged, Origin
from reluviz.errors import InputError
from reluviz.files import read_file, reason_of, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reluviz.document.document import Document

__all__ = [
    "check_place",
    "load",
    "load_with_origin",
    "save",
    "save_unless_changed",
    "write_bytes_atomically",
    "write_together",
]

#: How the names begin and end of files that are not in their places yet.
_HIDDEN, _TEMPORARY = ".reluviz-", ".tmp"
#: In seconds; no sequence of figures takes that long.
_LONGEST_WRITE = 86_400
_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)


def save(document: Document, path: str | os.PathLike[str]) -> None:
    """Write `document` to a .reluviz file, atomically (see `write_bytes_atomically`).

    Raises
    ------
    InputError
        If it cannot be written there. A file that was there before is then untouched.
    """
    save_unless_changed(document, path, None)


def save_unless_changed(document: Document, path: str | os.PathLike[str], known: Origin | None) -> Origin:
    """Write `document` as `save` does, but not over what nobody has seen here.

    Parameters
    ----------
    document : Document
    path : path
    known : Origin or None
        What the file at `path` is believed to hold; None to replace it whatever it holds.

    Returns
    -------
    Origin
        What it holds now.

    Raises
    ------
    FileChanged
        If the file holds something else than `known`.
    InputError
        If it cannot be written there. A file that was there before is then untouched.
    """
    # The format's reader is loaded when a file is read or written first: an empty window needs none.
    from reluviz.document.fileformat import LARGEST_FILE, encode_document

    try:
        data = encode_document(document)
    except InputError as error:
        raise InputError(f"{shown_path(path)} cannot be written: {error}") from None
    if known is not None and known.has_changed(LARGEST_FILE):
        raise FileChanged(f"{shown_path(path)} was changed by another program")
    write_bytes_atomically(path, data)
    return Origin.of(path, data)


def load(path: str | os.PathLike[str]) -> Document:
    """Read a .reluviz file.

    Raises
    ------
    InputError
        If it cannot be read or holds no document.
    """
    return load_with_origin(path)[0]


def load_with_origin(path: str | os.PathLike[str]) -> tuple[Document, Origin]:
    """Read a .reluviz file, and note what it was that was read.

    Raises
    ------
    InputError
        If it cannot be read or holds no document.
    """
    from reluviz.document.fileformat import LARGEST_FILE, decode_document

    data = read_file(path, LARGEST_FILE, "a .reluviz file")
    try:
        return decode_document(data), Origin.of(path, data)
    except InputError as error:
        raise InputError(f"{shown_path(path)} cannot be opened: {error}") from None


def write_bytes_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Make `data` the contents of the file at `path`: at every moment there is the old file or the new one.

    A new file is written beside it, flushed to the disk and put in its place. The file's mode and, where
    allowed, its owner stay; a symbolic link stays and its target is replaced. What is no ordinary file,
    such as /dev/stdout, is written to as it is.

    Raises
    ------
    InputError
        If that cannot be done, with the reason. Nothing is then changed or left behind.
    """
    write_together([(path, data)])


def write_together(files: Iterable[tuple[str | os.PathLike[str], bytes]]) -> None:
    """Write several files as `write_bytes_atomically` does, and put none in its place before all are ready.

    Who runs out of room, or is interrupted while `files` makes the next one, keeps every old file. Who is
    killed meanwhile leaves hidden files behind, which a later write in the same folder tidies away.

    Raises
    ------
    InputError
        If one of them cannot be written, with the reason. Nothing is then left behind.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, data in files:
            try:
                old = _standing_at(path)
                if old is not None and not stat.S_ISREG(old.st_mode):
                    with open(path, "wb") as device:
                        device.write(data)
                else:
                    place = Path(os.path.realpath(path))
                    ready.append((temporary := _beside(place), place))
                    _write(temporary, data, old)
            except BrokenPipeError:
                raise
            except (OSError, ValueError) as error:
                raise _unwritable(path, error) from None
        for temporary, place in ready:
            try:
                os.replace(temporary, place)
            except OSError as error:
                raise _unwritable(place, error) from None
    finally:
        for temporary, _ in ready:
            # Most are gone: they are in their places.
            with suppress(OSError):
                temporary.unlink()
    for folder, place in {place.parent: place for _, place in ready}.items():
        _flush_folder(folder)
        _tidy(folder, place)


def check_place(path: str | os.PathLike[str]) -> None:
    """Find out whether a file can be written there, before the work is done that makes it.

    Raises
    ------
    InputError
        If not, as `write_bytes_atomically` would.
    """
    try:
        old = _standing_at(path)
        if old is None or stat.S_ISREG(old.st_mode):
            # To try is the only way that knows of rights, of full disks and of those that are read-only.
            trial = _beside(Path(os.path.realpath(path)))
            trial.open("xb").close()
            trial.unlink()
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None


def _standing_at(path: str | os.PathLike[str]) -> os.stat_result | None:
    """Return what is there and can be replaced or written to; None for nothing.

    Raises
    ------
    OSError
        If it cannot.
    """
    try:
        # Not on the resolved path, where /dev/stdout may be a pipe without a name.
        old = os.stat(path)
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "is write-protected")
    return old


def _beside(place: Path) -> Path:
    """Return the path of a new file in the same folder."""
    # A short name of its own: one made from the file's could be too long.
    return place.with_name(f"{_HIDDEN}{os.urandom(8).hex()}{_TEMPORARY}")


def _tidy(folder: Path, fresh: Path) -> None:
    """Remove what killed writers have left, by the clock of the disk that wrote `fresh` just now."""
    with suppress(OSError):
        oldest = fresh.stat().st_mtime - _LONGEST_WRITE
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(_HIDDEN) and entry.name.endswith(_TEMPORARY):
                    with suppress(OSError):
                        if entry.stat(follow_symlinks=False).st_mtime < oldest:
                            os.unlink(entry.path)


def _write(temporary: Path, data: bytes, old: os.stat_result | None) -> None:
    with open(temporary, "xb") as file:
        if old is not None:
            # Before anything is in it: what is private stays so at every moment.
            _take_over(file, old)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _take_over(file: IO[bytes], old: os.stat_result) -> None:
    """Give the new file the owner (where allowed) and the mode of the old one."""
    if os.name != "posix":
        return
    with suppress(OSError):
        os.fchown(file.fileno(), old.st_uid, old.st_gid)
    os.fchmod(file.fileno(), stat.S_IMODE(old.st_mode))


def _flush_folder(folder: Path) -> None:
    """Make the new entry survive a power failure, where the system can do that."""
    if os.name != "posix":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _unwritable(path: str | os.PathLike[str], error: OSError | ValueError) -> InputError:
    start = f"{shown_path(path)} cannot be written"
    if isinstance(error, IsADirectoryError):
        return InputError(f"{start}: it is a folder; expected the name of a file")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return InputError(f"{start}: there is no folder {shown_path(Path(os.path.realpath(path)).parent)}")
    if isinstance(error, PermissionError):
        # On Windows a file that someone reads cannot be replaced.
        other = ", or another program has it open" if os.name == "nt" else ""
        return InputError(f"{start}: permission is missing for it or its folder{other}")
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return InputError(f"{start}: there is no room left on the disk")
    return InputError(f"{start}: {reason_of(error)}")

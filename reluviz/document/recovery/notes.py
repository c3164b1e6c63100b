"""The note beside a recovery copy: which file the document belongs to."""

from __future__ import annotations

import json
import os
from pathlib import Path

from reluviz.document.origin import Origin
from reluviz.document.storage import write_bytes_atomically
from reluviz.errors import InputError
from reluviz.files import read_file

__all__ = ["read_note", "write_note"]

_LARGEST = 100_000


def write_note(path: Path, origin: Origin | None) -> None:
    """Note an origin, or that there is none.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    entry = {} if origin is None else {"path": os.fspath(origin.path), "fingerprint": origin.fingerprint}
    write_bytes_atomically(path, json.dumps(entry, indent=2).encode() + b"\n")


def read_note(path: Path) -> Origin | None:
    """Return what is noted. A note that is missing or garbled says nothing: what counts is the copy."""
    try:
        entry = json.loads(read_file(path, _LARGEST, "a note"))
    except (InputError, ValueError, RecursionError):
        return None
    if not isinstance(entry, dict):
        return None
    file, fingerprint = entry.get("path"), entry.get("fingerprint")
    if not isinstance(file, str) or not isinstance(fingerprint, str):
        return None
    return Origin(Path(file), fingerprint) if os.path.isabs(file) and "\0" not in file else None

"""Whether a command may replace files: it asks who sits at a terminal, and nobody else."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["may_replace"]


def may_replace(files: Sequence[Path]) -> bool:
    """Return whether files may be replaced: true if somebody said yes, false if there was nobody to ask.

    Raises
    ------
    InputError
        If somebody said no.
    """
    there = [file.name for file in files if file.is_file()]
    if not there or not _is_somebody_there():
        return False
    what = f"{there[0]!r} exists. Replace it?"
    if len(there) > 1:
        what = f"{there[0]!r} and {len(there) - 1:,} more exist. Replace them?"
    print(f"{what} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise InputError("nothing was written")
    return True


def _is_somebody_there() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))

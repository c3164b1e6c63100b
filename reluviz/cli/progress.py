"""How far a long command is, on a terminal; whoever writes to a file or a pipe sees nothing of it."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reluviz.fitting.norms import Watch

__all__ = ["progress"]

#: Seconds between two lines, and before the first: what is done sooner needs none.
_INTERVAL = 0.2
#: Back to the start of the line, and what stands there goes.
_CLEAR = "\r\x1b[K"


@contextmanager
def progress(what: str) -> Iterator[Watch | None]:
    """Give something to call with the share that is done; None where nobody looks.

    Parameters
    ----------
    what : str
        Stands before the percentage.
    """
    terminal = sys.stderr
    if terminal is None or not terminal.isatty():
        yield None
        return
    last = time.monotonic()
    is_shown = False

    def watch(share: float) -> None:
        nonlocal last, is_shown
        if time.monotonic() - last >= _INTERVAL:
            last, is_shown = time.monotonic(), True
            with suppress(OSError):
                print(f"{_CLEAR}{what} {100 * share:.0f} %", end="", file=terminal, flush=True)

    try:
        yield watch
    finally:
        if is_shown:
            with suppress(OSError):
                print(_CLEAR, end="", file=terminal, flush=True)

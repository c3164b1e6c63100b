"""How the commands print: to standard output whatever its encoding, and one line for an error."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from reluviz.errors import InputError

__all__ = ["complain", "discard_output", "say"]


def say(text: str) -> None:
    """Print to standard output, whatever its encoding.

    Raises
    ------
    InputError
        If standard output takes no more, as on a full disk.
    BrokenPipeError
        If nobody reads it any longer.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        print(text.encode(encoding, "replace").decode(encoding), flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        discard_output()
        raise InputError(f"standard output cannot be written: {(error.strerror or '').lower()}") from None


def complain(message: str) -> None:
    """Print a message to standard error, on one line whatever is in it."""
    words = " ".join(message.split())
    line = "".join(character if character.isprintable() else "?" for character in words)
    # Whoever closed standard error wants to hear nothing.
    with suppress(OSError):
        print(f"reluviz: {line}", file=sys.stderr, flush=True)


def discard_output() -> None:
    """Send what is left for standard output nowhere, or the interpreter would fail on it when it ends."""
    with suppress(OSError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)

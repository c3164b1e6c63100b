"""Which steps a sequence of figures has, as options and the command line say it."""

from __future__ import annotations

from itertools import pairwise

from reluviz.errors import InputError

__all__ = ["MANY_STEPS", "MOST_STEPS", "read_steps"]

#: More pages than anyone turns, and hours of drawing.
MOST_STEPS = 10_000
#: As many are drawn in the time that somebody waits without asking why.
MANY_STEPS = 200
_WANTED = "hinges, pins, or increasing numbers of hinges such as 1,2,4"


def read_steps(text: str) -> str | tuple[int, ...]:
    """Return "", "hinges", "pins", or the numbers of hinges that were chosen by hand.

    Raises
    ------
    InputError
        If it is none of these.
    """
    word = text.strip().lower()
    if word in ("", "hinges", "pins"):
        return word
    wrong = InputError(f"the steps of a figure are {_WANTED}, not {_shortened(text)!r}")
    parts = [part.strip() for part in word.split(",")]
    # What is longer is no number of hinges, and Python refuses to read the longest.
    if not all(part.isascii() and part.isdigit() and len(part) <= len(str(MOST_STEPS)) for part in parts):
        raise wrong
    counts = tuple(int(part) for part in parts)
    if any(later <= earlier for earlier, later in pairwise(counts)):
        raise wrong
    return counts


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"

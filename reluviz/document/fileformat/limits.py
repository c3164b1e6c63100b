"""How much a file may hold, judged the same when it is written and when it is read."""

from __future__ import annotations

from reluviz.document.document import MOST_PINS
from reluviz.document.edits import MOST_HINGES
from reluviz.errors import InputError

__all__ = [
    "LARGEST_FILE",
    "LONGEST_NAME",
    "MOST_COMMAS",
    "MOST_POINTS",
    "check_counts",
    "check_name",
    "check_size",
]

#: In bytes: as many data points and hinges as are allowed fit in, whatever their digits.
LARGEST_FILE = 96_000_000
MOST_POINTS = 1_000_000
LONGEST_NAME = 1_000
#: A number in text takes two bytes at least and sixteen times as much in memory: more of them than three
#: columns of data and all hinges have are refused before one is read.
MOST_COMMAS = 3 * MOST_POINTS + 4 * MOST_HINGES + LONGEST_NAME + 100 * MOST_PINS


def check_size(size: int) -> None:
    """Refuse a file of too many bytes."""
    if size > LARGEST_FILE:
        raise InputError(f"a document's file has at most {LARGEST_FILE // 1_000_000} MB")


def check_counts(hinges: int, points: int) -> None:
    """Refuse too many hinges or data points."""
    for count, most, what in ((hinges, MOST_HINGES, "hinges"), (points, MOST_POINTS, "data points")):
        if count > most:
            raise InputError(f"a document holds at most {most:,} {what}, not {count:,}")


def check_name(name: str) -> None:
    """Refuse too long a name of the data."""
    if len(name) > LONGEST_NAME:
        raise InputError(f"the name of the data has at most {LONGEST_NAME:,} characters, not {len(name):,}")

"""What an interval must be for its places to be told apart."""

from __future__ import annotations

from reluviz.errors import InputError
from reluviz.maths.hinges import LARGEST_NUMBER

__all__ = ["checked_interval", "shortest_length"]

#: An interval must be longer than this share of its larger end: below, float64 cannot tell its points apart.
SHORTEST_INTERVAL = 1e-9
#: And than this, so that the squares of its points are numbers too.
_SHORTEST_LENGTH = 1e-50


def checked_interval(start: float, end: float) -> tuple[float, float]:
    """Return the interval as floats, or say what is wrong with it.

    Raises
    ------
    InputError
        If an end is not finite, the ends are in the wrong order, or too close to be told apart.
    """
    if not (abs(start) <= LARGEST_NUMBER and abs(end) <= LARGEST_NUMBER):
        raise InputError(
            f"the ends of the interval must lie between -{LARGEST_NUMBER:g} and {LARGEST_NUMBER:g}, "
            f"not at {start:g} and {end:g}"
        )
    if not start < end:
        raise InputError(f"the interval must run from a smaller to a larger number, not {start:g} to {end:g}")
    if end - start <= shortest_length(start, end):
        raise InputError(f"the interval from {start:g} to {end:g} is too short to be divided; make it longer")
    return float(start), float(end)


def shortest_length(start: float, end: float) -> float:
    """Return how far apart `start` and `end` must be at least for numbers between them to be told apart."""
    return max(SHORTEST_INTERVAL * max(abs(start), abs(end)), _SHORTEST_LENGTH)

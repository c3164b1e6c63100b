"""What a caller asks of a fit in numbers: how many hinges, and how small an error."""

from __future__ import annotations

from math import inf, nan
from numbers import Real
from operator import index
from typing import TYPE_CHECKING

import numpy as np

from reluviz.errors import InputError

if TYPE_CHECKING:
    from typing import SupportsFloat, SupportsIndex

__all__ = ["MOST_PLACED", "checked_count", "checked_tolerance"]

#: More hinges than this are not placed: nobody would wait for it.
MOST_PLACED = 1000
#: A longer number is not printed, and not always can be.
_MOST_SHOWN = 10**12


def checked_count(count: SupportsIndex) -> int:
    """Return `count` as an int if so many hinges can be placed.

    Raises
    ------
    InputError
        If it is no whole number from 0 to MOST_PLACED. True and False are none.
    """
    try:
        number = None if isinstance(count, bool | np.bool_) else index(count)
    except TypeError:
        number = None
    if number is None:
        raise InputError(f"the number of hinges must be a whole number, not {count!r}")
    if not 0 <= number <= MOST_PLACED:
        shown = f"{number:,}" if abs(number) <= _MOST_SHOWN else "a number of so many digits"
        raise InputError(f"from 0 to {MOST_PLACED:,} hinges can be placed, not {shown}")
    return number


def checked_tolerance(tolerance: SupportsFloat) -> float:
    """Return `tolerance` as a float if an error can be kept below it.

    Raises
    ------
    InputError
        If it is no finite number above 0. True and False are none.
    """
    number = nan
    if not isinstance(tolerance, bool) and isinstance(tolerance, Real):
        try:
            number = float(tolerance)
        except OverflowError:
            # An int may have more digits than a float holds, or than are printed.
            number = inf
    if not 0 < number < inf:
        shown = repr(tolerance) if isinstance(tolerance, str) else number if number == inf else tolerance
        raise InputError(f"the tolerance must be a number above 0, not {shown}")
    return number

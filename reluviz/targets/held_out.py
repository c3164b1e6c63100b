"""Points that no fit sees, so that the error on them shows what the fit has learnt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from reluviz.errors import InputError

__all__ = ["LARGEST_SHARE", "HeldOut"]

#: Beyond, a fit would learn from next to nothing.
LARGEST_SHARE = 0.9
_LARGEST_SEED = 2**64 - 1
_KEPT = 8


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Which points of data are held out: a share of them, spread along x.

    Attributes
    ----------
    share : float
        Above 0 and at most 0.9. Of three points or more one is held out at least.
    seed : int
        From 0 to 2⁶⁴ − 1; another one draws other points.

    Raises
    ------
    InputError
        If the share or the seed is out of range.
    """

    share: float
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0.0 < self.share <= LARGEST_SHARE:
            raise InputError(
                "the share of points held out lies above 0 and at most at "
                f"{LARGEST_SHARE}, not at {self.share:g}"
            )
        if not 0 <= self.seed <= _LARGEST_SEED:
            raise InputError(f"a seed lies between 0 and {_LARGEST_SEED}, not at {self.seed}")

    def among(self, count: int) -> npt.NDArray[np.bool_]:
        """Return which of `count` points, in the order of x, are held out: read-only, shape (count,).

        The points are parted into runs of equal length, and one is drawn from each, so that those held out
        are spread along x as all are. The first and the last point are never held out: beyond the others a
        fit has nothing to go by. The same numbers give the same points in every version of NumPy, whose bit
        generators are promised to stay.
        """
        return _drawn(count, self.share, self.seed)


@lru_cache(maxsize=_KEPT)
def _drawn(count: int, share: float, seed: int) -> npt.NDArray[np.bool_]:
    # Shared, since every interval that is dragged makes another target of the same points.
    chosen = np.zeros(count, dtype=np.bool_)
    inner = count - 2
    if inner > 0:
        wanted = min(max(round(count * share), 1), inner)
        # Every run is longer than 0, since there are no more of them than points.
        edges = 1 + np.arange(wanted + 1, dtype=np.int64) * inner // wanted
        drawn = (np.random.PCG64(seed).random_raw(wanted) >> np.uint64(11)) * 2.0**-53
        chosen[edges[:-1] + (drawn * np.diff(edges)).astype(np.int64)] = True
    chosen.flags.writeable = False
    return chosen

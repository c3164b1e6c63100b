"""Chooses points that no fit sees, so that the error on them shows what the fit has learnt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reluviz.errors import InputError

__all__ = ["hold_out"]

_LARGEST_SEED = 2**64 - 1


def hold_out(count: int, share: float, seed: int = 0) -> npt.NDArray[np.bool_]:
    """Return which of `count` points, in the order of x, are held out.

    The points are parted into runs of equal length, and one is drawn from each, so that those held out are
    spread along x as all are. The first and the last point are never held out: beyond the others a fit has
    nothing to go by. The same arguments give the same points in every version of NumPy, whose bit
    generators are promised to stay.

    Parameters
    ----------
    count : int
    share : float
        At least 0 and less than 1. Of three points or more one is held out at least, unless it is 0.
    seed : int
        From 0 to 2⁶⁴ − 1; another one draws other points.

    Returns
    -------
    ndarray of bool, shape (count,)

    Raises
    ------
    InputError
        If the share or the seed is out of range.
    """
    if not 0.0 <= share < 1.0:
        raise InputError(f"the share of points held out lies between 0 and 1, not at {share:g}")
    if not 0 <= seed <= _LARGEST_SEED:
        raise InputError(f"a seed lies between 0 and {_LARGEST_SEED}, not at {seed}")
    chosen = np.zeros(count, dtype=np.bool_)
    inner = count - 2
    wanted = min(max(round(count * share), 1), inner)
    if share == 0.0 or inner < 1:
        return chosen
    # Every run is longer than 0, since there are no more of them than points.
    edges = 1 + np.arange(wanted + 1, dtype=np.int64) * inner // wanted
    drawn = (np.random.PCG64(seed).random_raw(wanted) >> np.uint64(11)) * 2.0**-53
    chosen[edges[:-1] + (drawn * np.diff(edges)).astype(np.int64)] = True
    return chosen

"""Which hinges a caller wants left alone."""

from __future__ import annotations

from collections.abc import Iterable
from operator import index

import numpy as np
import numpy.typing as npt

from reluviz.errors import InputError

__all__ = ["mask_of"]


def mask_of(indices: Iterable[int], count: int) -> npt.NDArray[np.bool_]:
    """Return which of `count` hinges are named.

    Parameters
    ----------
    indices : iterable of int
        Counted from 0, as Python does. A mask of True and False is refused: read as indices it would name
        the first two hinges.

    Returns
    -------
    boolean array of shape (count,)

    Raises
    ------
    InputError
        If one is no index of a hinge.
    """
    mask = np.zeros(count, dtype=bool)
    if not isinstance(indices, Iterable):
        raise InputError(f"locked hinges are named by their indices, as in (0, 2), not {indices}")
    for named in indices:
        if isinstance(named, bool | np.bool_):
            raise InputError("locked hinges are named by their indices, as in (0, 2), not by a mask")
        try:
            place = index(named)
        except TypeError:
            raise InputError(f"locked hinges are named by their indices, as in (0, 2), not {named}") from None
        if not 0 <= place < count:
            raise InputError(f"there is no hinge of index {place} to be locked; the sum has {count}")
        mask[place] = True
    return mask

"""Nodes of splines as searches hand them around: as many as wanted, each with room of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray

__all__ = ["exactly"]

#: Of the interval: ten times what `fit_slopes` takes for one knot.
_LEAST_ROOM = 5e-9


def exactly(nodes: FloatArray, pieces: int) -> FloatArray:
    """Return nodes of exactly so many pieces, shape (pieces + 1,), at least 1e-8 of the interval apart.

    Those that have fallen together are one, and the longest pieces are halved until there are enough.
    """
    start, end = float(nodes[0]), float(nodes[-1])
    room = _LEAST_ROOM * (end - start)
    inner: list[float] = []
    for place in nodes[1:-1].tolist():
        if place - (inner[-1] if inner else start) >= 0.99 * room and end - place >= 0.99 * room:
            inner.append(place)
    kept = np.array([start, *inner, end])
    while kept.size < pieces + 1:
        widest = int(np.diff(kept).argmax())
        kept = np.insert(kept, widest + 1, 0.5 * (kept[widest] + kept[widest + 1]))
    return kept

"""Gauss quadrature on cells that resolve a function, so that integrals over it are true integrals.

A target is tabulated once: its interval is halved until eight Gauss nodes per cell reproduce the integrals
over both halves. Every later integral runs over the panels between cell edges and knots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reluviz.errors import InputError
from reluviz.maths.piecewise import merged

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.maths.piecewise import FloatArray

__all__ = ["GAUSS_NODES", "GAUSS_WEIGHTS", "panel_edges", "resolve_cells"]

# Eight-node Gauss-Legendre rule moved to [0, 1]: exact for polynomials up to degree 15.
_HALF_NODES = np.array([0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363])
_HALF_WEIGHTS = np.array([0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763])
GAUSS_NODES: FloatArray = 0.5 + 0.5 * np.concatenate([-_HALF_NODES[::-1], _HALF_NODES])
GAUSS_WEIGHTS: FloatArray = 0.5 * np.concatenate([_HALF_WEIGHTS[::-1], _HALF_WEIGHTS])

FIRST_CELLS = 16
MOST_CELLS = 8192
MOST_HALVINGS = 48
#: Relative to the integral of f² over the interval; leaves room for the rounding of eight products.
CELL_TOLERANCE = 1e-13


def resolve_cells(
    function: Callable[[FloatArray], FloatArray],
    interval: tuple[float, float],
    breaks: tuple[float, ...] = (),
) -> FloatArray:
    """Return the edges of cells on which eight Gauss nodes integrate `function` and its square.

    Parameters
    ----------
    function : callable
        Vectorised; finite on the interval except perhaps at the edges of cells.
    interval : (float, float)
    breaks : tuple of float
        Known kinks and jumps; those inside the interval become edges.

    Returns
    -------
    array of shape (n,)
        Increasing, from one end of the interval to the other. The loop is bounded in cells and in
        halvings, so that any function at all comes to an end here.

    Raises
    ------
    InputError
        If MOST_CELLS do not resolve the function: an integral over it would be a guess.
    """
    start, end = interval
    inside = [point for point in breaks if start < point < end]
    edges = merged(np.linspace(start, end, FIRST_CELLS + 1), inside)
    left, right = edges[:-1], edges[1:]
    done = [np.array([end])]
    sums = _cell_sums(function, left, right)
    scale = np.array([np.sqrt(sums[1].sum() * (end - start)), sums[1].sum()])
    cells = left.size
    for _ in range(MOST_HALVINGS):
        middle = 0.5 * (left + right)
        halves_left = _cell_sums(function, left, middle)
        halves_right = _cell_sums(function, middle, right)
        off = np.abs(halves_left + halves_right - sums) > CELL_TOLERANCE * scale[:, None]
        split = off.any(axis=0) & (middle > left) & (middle < right)
        done.append(left[~split])
        cells += int(split.sum())
        left, middle, right = left[split], middle[split], right[split]
        if left.size == 0:
            break
        sums = np.concatenate([halves_left[:, split], halves_right[:, split]], axis=1)
        left, right = np.concatenate([left, middle]), np.concatenate([middle, right])
        if cells > MOST_CELLS:
            raise InputError(
                f"the target has finer detail between {start:g} and {end:g} than can be measured; "
                f"choose a shorter interval"
            )
    done.append(left)
    result = merged(*done)
    result.flags.writeable = False
    return result


def _cell_sums(
    function: Callable[[FloatArray], FloatArray], left: FloatArray, right: FloatArray
) -> FloatArray:
    """Return ∫f and ∫f² over each cell, shape (2, cells)."""
    width = right - left
    y = function(left[:, None] + width[:, None] * GAUSS_NODES)
    return np.stack([width * (y @ GAUSS_WEIGHTS), width * ((y * y) @ GAUSS_WEIGHTS)])


def panel_edges(cells: FloatArray, knots: FloatArray) -> FloatArray:
    """Return the edges of `cells` with the `knots` between them: on each panel h is one straight line."""
    inside = knots[(knots > cells[0]) & (knots < cells[-1])]
    return merged(cells, inside)

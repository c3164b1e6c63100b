"""Dynamic programmes over grids: the best pieces on a grid, joined or not, for every number of pieces."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reluviz.fitting.segments import sample_segments
from reluviz.maths.residual import counts_at

if TYPE_CHECKING:
    from reluviz.fitting.norms import Watch
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand

__all__ = ["Grid", "Partition", "continuous_programme", "relaxed_programme"]


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """The best partitions of a grid into 1, 2, … pieces.

    Attributes
    ----------
    grid : array of shape (m + 1,)
    square_errors : array of shape (n,)
        Of the best partition into i + 1 pieces.
    chosen : integer array of shape (n, m + 1)
        How many cells the last piece spans, if the first j cells are cut into i + 1 pieces.
    """

    grid: FloatArray
    square_errors: FloatArray
    chosen: npt.NDArray[np.intp]

    def nodes(self, pieces: int) -> FloatArray:
        """Return the ends of the interval and the places where the best partition cuts, (pieces + 1,).

        Fewer if the grid has not so many cells.
        """
        end = self.grid.size - 1
        cuts = [end]
        for piece in range(min(pieces, len(self.chosen)) - 1, -1, -1):
            end -= int(self.chosen[piece, end])
            cuts.append(end)
        return self.grid[cuts[::-1]]


class Grid:
    """Moments of a target on the cells of a grid, so that any piece costs O(1).

    Parameters
    ----------
    target : Approximand
    places : array of shape (m + 1,)
        Increasing, the ends of the fit included.

    Attributes
    ----------
    line : array of shape (2,)
        The best line: its value in the middle, and its rise.
    rest_at : array of shape (m + 1,) or None
        What it leaves of the target at the places: NaN in gaps, and None for data.
    """

    def __init__(self, target: Approximand, places: FloatArray) -> None:
        self.places = places
        segments = sample_segments(target, places)
        start, length = places[0], places[-1] - places[0]
        u = (segments.x - start) / length - 0.5
        # Moments of what the best line leaves over: less cancels than with the target itself.
        root = np.sqrt(segments.weights)
        line = np.linalg.lstsq(np.stack([root, root * u], axis=1), root * segments.f, rcond=None)[0]
        rest = segments.f - line[0] - line[1] * u
        w = segments.weights
        moments = segments.sums(w, w * u, w * u * u, w * rest, w * u * rest, w * rest * rest)
        self._sums = np.concatenate([np.zeros((6, 1)), np.cumsum(moments, axis=1)], axis=1)
        self.local = (places - start) / length - 0.5
        self.rest_at = None
        if not segments.is_data:
            self.rest_at = target(places) - line[0] - line[1] * self.local
            if segments.has_gaps:
                self.rest_at[~counts_at(target, places)] = np.nan
        self.line = line

    def between(self, first: npt.NDArray[np.intp], last: npt.NDArray[np.intp]) -> FloatArray:
        """Return ∫1, ∫u, ∫u², ∫f, ∫uf and ∫f² from place `first` to place `last`, shape (6, …)."""
        moments: FloatArray = self._sums[:, last] - self._sums[:, first]
        return moments

    def line_costs(self, widest: int) -> FloatArray:
        """Return what the best line leaves over on pieces of 1 … `widest` cells ending at each place.

        Shape (widest, m + 1); infinite where a piece would begin before the grid.
        """
        last = np.arange(self.places.size)
        first = last - np.arange(1, widest + 1)[:, None]
        w, wu, wuu, f, uf, ff = self.between(np.maximum(first, 0), np.broadcast_to(last, first.shape))
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = wu / w
            spread = wuu - wu * mean
            along = uf - f * mean
            costs = ff - f * f / w - np.where(spread > 1e-13 * w, along * along / spread, 0.0)
        costs = np.where(w > 0, np.maximum(costs, 0.0), 0.0)
        return np.where(first >= 0, costs, np.inf)

    def hat_moments(
        self, first: npt.NDArray[np.intp], last: npt.NDArray[np.intp]
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return ∫(1-ξ)², ∫(1-ξ)ξ, ∫ξ², ∫f(1-ξ) and ∫fξ, ξ running from 0 at `first` to 1 at `last`."""
        w, wu, wuu, f, uf, _ = self.between(first, last)
        u = self.local[first]
        width = self.local[last] - u
        inverse = np.divide(1.0, width, out=np.zeros_like(width), where=width > 0)
        one = (wu - u * w) * inverse
        both = (wuu - 2 * u * wu + u * u * w) * inverse * inverse
        right = (uf - u * f) * inverse
        return w - 2 * one + both, one - both, both, f - right, right

    @cached_property
    def total(self) -> float:
        """∫f² after the best line was taken off: the square error of one piece."""
        return float(self._sums[5, -1])


def relaxed_programme(grid: Grid, pieces: int, widest: int | None = None) -> Partition:
    """Solve the relaxed problem exactly on a grid: pieces are lines that need not join.

    Parameters
    ----------
    pieces : int
        At most as many, and as the grid has cells; every smaller number is solved on the way.
    widest : int, optional
        The most cells in a piece; all if not given.

    Notes
    -----
    Bellman's (1961) programme for fitting by segments: O(n·m·w) additions, vectorised over places.
    """
    cells = grid.places.size - 1
    pieces = min(pieces, cells)
    widest = cells if widest is None else min(widest, cells)
    costs = grid.line_costs(widest).T
    best = np.full(cells + 1, np.inf)
    best[0] = 0.0
    chosen = np.zeros((pieces, cells + 1), dtype=np.intp)
    errors = np.empty(pieces)
    columns = np.arange(cells + 1)
    for piece in range(pieces):
        padded = np.concatenate([np.full(widest, np.inf), best])
        # Row j holds the best partitions that end 1 … widest cells before place j.
        before = np.lib.stride_tricks.sliding_window_view(padded[:-1], widest)[:, ::-1]
        totals = before + costs
        pick = totals.argmin(axis=1)
        best = totals[columns, pick]
        best[0] = np.inf
        chosen[piece] = pick + 1
        errors[piece] = best[-1]
    return Partition(grid.places, errors, chosen)


def continuous_programme(
    grid: Grid, levels: FloatArray, pieces: int, widest: int | None = None, watch: Watch | None = None
) -> FloatArray:
    """Return nodes of the best continuous spline with its knots on a grid of places and heights.

    Parameters
    ----------
    levels : array of shape (m + 1, a)
        The heights that are tried at each place, in terms of `Grid.rest_at`.
    pieces : int
        At most as many as the grid has cells.
    widest : int, optional
        The most cells in a piece; all if not given.

    Returns
    -------
    array of shape (pieces + 1,)

    Notes
    -----
    The programme of Bellman and Roth (1969): O(n·m·w·a²) additions, vectorised over places and heights.
    """
    places, heights = levels.shape
    pieces = min(pieces, places - 1)
    widest = places - 1 if widest is None else min(widest, places - 1)
    last = np.arange(places)[:, None]
    first = last - np.arange(widest, 0, -1)
    before = np.maximum(first, 0)
    last = np.broadcast_to(last, first.shape)
    left_left, left_right, right_right, left, right = (
        moment[:, None, :, None] for moment in grid.hat_moments(before, last)
    )
    start, end = levels[before][:, None], levels[:, :, None, None]
    rest = grid.between(before, last)[5][:, None, :, None]
    costs = (rest + start * (start * left_left - 2 * left)) + end * (end * right_right - 2 * right)
    costs += 2 * end * (left_right * start)
    costs[np.broadcast_to((first < 0)[:, None, :, None], costs.shape)] = np.inf
    costs = costs.reshape(places, heights, widest * heights)
    best = np.full((places, heights), np.inf)
    best[0] = 0.0
    picks = np.zeros((pieces, places, heights), dtype=np.intp)
    for piece in range(pieces):
        if watch is not None and piece % 8 == 0:
            watch(0.5 * piece / pieces)
        padded = np.concatenate([np.full(widest * heights, np.inf), best.ravel()])
        # Row j holds the states of the places j - widest … j - 1.
        window = np.lib.stride_tricks.sliding_window_view(padded, widest * heights)[:-1:heights]
        totals = window[:, None] + costs
        picks[piece] = totals.argmin(axis=2)
        best = np.take_along_axis(totals, picks[piece][:, :, None], axis=2)[:, :, 0]
    place, height = places - 1, int(best[-1].argmin())
    path = [place]
    for pick in picks[::-1]:
        steps, height = divmod(int(pick[place, height]), heights)
        place += steps - widest
        path.append(place)
    return grid.places[path[::-1]]

"""Least squares in the basis of hat functions: its Gram matrix is tridiagonal and its condition small.

The unknowns are the values of h at the nodes of a grid (both ends and the knots between them), not the
slopes of the hinges: in the ReLU basis the same problem has a dense matrix whose condition grows like k².
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.segments import sample_segments
from reluviz.maths.quadrature import GAUSS_NODES, GAUSS_WEIGHTS, panel_edges

if TYPE_CHECKING:
    from reluviz.fitting.segments import Segments
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand, Points

__all__ = ["HatSystem", "assemble", "system_of"]

#: Where data leaves values undetermined, the straightest continuation is taken: a ridge on the second
#: differences, this small against the Gram matrix. At 1e-11 it moves no determined value visibly.
_RIDGE = 1e-11
_MOST_RIDGES = 8
#: Of a pivot of G against the weight of the data under its hat function: what it would be without data is 0.
_SMALLEST_PIVOT = 1e-10


@dataclass(frozen=True, eq=False)
class HatSystem:
    """The normal equations ``G v = b`` for the values v at `nodes`.

    Attributes
    ----------
    nodes : array of shape (n,)
    diagonal : array of shape (n,)
        Of G.
    off_diagonal : array of shape (n - 1,)
        Of G, between neighbouring nodes.
    right_side : array of shape (n,)
        b, the inner products of the target with the hat functions.
    weight : array of shape (n,)
        What the data (or what counts of the interval) weighs under each hat function.
    segment_gram : three arrays of shape (n - 1,)
        ∫(1-ξ)², ∫(1-ξ)ξ and ∫ξ² over each segment, ξ running from 0 to 1: what G is added up from.
    """

    nodes: FloatArray
    diagonal: FloatArray
    off_diagonal: FloatArray
    right_side: FloatArray
    weight: FloatArray
    segment_gram: tuple[FloatArray, FloatArray, FloatArray]

    def product(self, values: FloatArray) -> FloatArray:
        """Return G times `values`."""
        result = self.diagonal * values
        result[:-1] += self.off_diagonal * values[1:]
        result[1:] += self.off_diagonal * values[:-1]
        return result

    @cached_property
    def _factors(self) -> tuple[FloatArray, FloatArray] | None:
        """The pivots of G = L·D·Lᵀ and the multipliers, or None if G is singular or as good as."""
        # Here rather than above: SciPy is not needed before the first fit, and costs start-up time.
        from scipy.linalg.lapack import dpttrf

        pivots, multipliers, failure = dpttrf(self.diagonal, self.off_diagonal)
        if failure or not (pivots > _SMALLEST_PIVOT * self.weight).all():
            return None
        return pivots, multipliers

    @property
    def has_gaps(self) -> bool:
        """Whether too little counts somewhere to determine all values."""
        return self._factors is None

    def solve(self, right_sides: FloatArray) -> FloatArray:
        """Return G⁻¹ applied to the columns of `right_sides` in O(n); in gaps, with a ridge."""
        solution: FloatArray
        if self._factors is not None:
            from scipy.linalg.lapack import dpttrs

            solution, _ = dpttrs(*self._factors, right_sides)
        else:
            from scipy.linalg import cho_solve_banded

            solution = cho_solve_banded((self._ridged_factor, False), right_sides, check_finite=False)
        return solution

    @cached_property
    def _ridged_factor(self) -> FloatArray:
        from scipy.linalg import LinAlgError, cholesky_banded

        bands = self._bands_with_ridge()
        for _ in range(_MOST_RIDGES):
            try:
                factor: FloatArray = cholesky_banded(bands, check_finite=False)
            except LinAlgError:
                # As good as all data in one place: the smallest values among those that fit it.
                bands[2] += _RIDGE * float(self.diagonal.max())
            else:
                return factor
        raise ArithmeticError("the data leaves the slopes undetermined")

    def _bands_with_ridge(self) -> FloatArray:
        bands = np.zeros((3, self.nodes.size))
        bands[2] = self.diagonal
        bands[1, 1:] = self.off_diagonal
        strength = _RIDGE * max(float(self.diagonal.max()), np.finfo(float).tiny)
        if self.nodes.size > 2:
            inverse = 1.0 / np.diff(self.nodes)
            total = inverse[:-1] + inverse[1:]
            before, after = inverse[:-1] / total, inverse[1:] / total
            # Rows (before, -1, after): zero for straight lines on any grid.
            bands[2, :-2] += strength * before * before
            bands[2, 1:-1] += strength
            bands[2, 2:] += strength * after * after
            bands[1, 1:-1] -= strength * before
            bands[1, 2:] -= strength * after
            bands[0, 2:] += strength * before * after
        return bands


def assemble(target: Approximand, nodes: FloatArray) -> HatSystem:
    """Return the normal equations of `target` on a grid of increasing `nodes`, shape (n,), n >= 2.

    A function is projected exactly, by Gauss quadrature on the panels between nodes and the cells that
    resolve it; data enters by its points.
    """
    if target.points_inside is not None:
        return _assemble_points(target.points_inside, nodes)
    if target.gaps:
        segments = sample_segments(target, nodes)
        return system_of(segments, segments.local())
    edges = panel_edges(target.cells, nodes)
    left, width = edges[:-1], np.diff(edges)
    x = left[:, None] + width[:, None] * GAUSS_NODES
    first_panels = np.searchsorted(edges, nodes[:-1])
    segment = np.repeat(np.arange(nodes.size - 1), np.diff(np.append(first_panels, left.size)))
    lengths = np.diff(nodes)
    weighted = target(x) * GAUSS_WEIGHTS
    towards_right = (x - nodes[segment, None]) / lengths[segment, None]
    total = np.add.reduceat(width * weighted.sum(axis=1), first_panels)
    right = np.add.reduceat(width * (weighted * towards_right).sum(axis=1), first_panels)
    return _system(nodes, lengths, lengths / 3, lengths / 6, lengths / 3, total - right, right)


def system_of(segments: Segments, local: FloatArray) -> HatSystem:
    """Return the normal equations of a target that is sampled already; `local` is ``segments.local()``."""
    weighted = segments.weights * segments.f
    lengths = np.diff(segments.nodes)
    if segments.is_data:
        weighted_local = segments.weights * local
        ones, total, right, first, right_right = segments.sums(
            segments.weights, weighted, weighted * local, weighted_local, weighted_local * local
        )
        left_right = first - right_right
        left_left = ones - first - left_right
        return _system(segments.nodes, ones, left_left, left_right, right_right, total - right, right)
    total, right = segments.sums(weighted, weighted * local)
    if segments.has_gaps:
        rest, weights = 1.0 - local, segments.weights
        counted, left_left, left_right, right_right = segments.sums(
            weights, weights * rest * rest, weights * rest * local, weights * local * local
        )
        return _system(segments.nodes, counted, left_left, left_right, right_right, total - right, right)
    return _system(segments.nodes, lengths, lengths / 3, lengths / 6, lengths / 3, total - right, right)


def _assemble_points(points: Points, nodes: FloatArray) -> HatSystem:
    x, y, weights = points.x, points.y, points.weights
    starts = np.zeros(nodes.size, dtype=np.intp)
    starts[1:-1] = x.searchsorted(nodes[1:-1])
    starts[-1] = x.size
    counts = starts[1:] - starts[:-1]
    filled = np.flatnonzero(counts)
    where = starts[filled]

    def summed(values: FloatArray) -> FloatArray:
        sums = np.zeros(counts.size)
        sums[filled] = np.add.reduceat(values, where)
        return sums

    # Local coordinates keep the sums accurate however narrow a segment is.
    local = x - np.repeat(nodes[:-1], counts)
    if weights is None:
        weighted_local, weighted_y, ones = local, y, counts.astype(np.float64)
    else:
        weighted_local, weighted_y, ones = weights * local, weights * y, summed(weights)
    inverse = 1.0 / (nodes[1:] - nodes[:-1])
    right = summed(local * weighted_y) * inverse
    firsts = summed(weighted_local) * inverse
    right_right = summed(local * weighted_local) * inverse * inverse
    left_right = firsts - right_right
    left_left = ones - firsts - left_right
    return _system(nodes, ones, left_left, left_right, right_right, summed(weighted_y) - right, right)


def _system(
    nodes: FloatArray,
    weights: FloatArray,
    left_left: FloatArray,
    left_right: FloatArray,
    right_right: FloatArray,
    left: FloatArray,
    right: FloatArray,
) -> HatSystem:
    """Add up the 2 by 2 systems of the segments."""
    sums = np.zeros((3, nodes.size))
    sums[:, :-1] = left_left, left, weights
    sums[:, 1:] += right_right, right, weights
    diagonal, right_side, weight = sums
    return HatSystem(nodes, diagonal, left_right, right_side, weight, (left_left, left_right, right_right))

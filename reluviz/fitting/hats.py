"""Least squares in the basis of hat functions: its Gram matrix is tridiagonal and its condition small.

The unknowns are the values of h at the nodes of a grid (both ends and the knots between them), not the
slopes of the hinges: in the ReLU basis the same problem has a dense matrix with a condition that grows like k².
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.maths.quadrature import GAUSS_NODES, GAUSS_WEIGHTS, panel_edges

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Points
    from reluviz.targets.target import Target

__all__ = ["HatSystem", "assemble"]

#: Where data leaves values undetermined, the straightest continuation is taken: a ridge on the second
#: differences, this small against the Gram matrix. At 1e-11 it moves no determined value visibly.
_RIDGE = 1e-11
_MOST_RIDGES = 8
#: Of a segment's own 2 by 2 system against the square of its weight: data in one place gives 0.
_SMALLEST_DETERMINANT = 1e-10


@dataclass(frozen=True, slots=True)
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
    has_gaps : bool
        Whether some segment has too little data to determine both its ends.
    """

    nodes: FloatArray
    diagonal: FloatArray
    off_diagonal: FloatArray
    right_side: FloatArray
    has_gaps: bool

    def product(self, values: FloatArray) -> FloatArray:
        """Return G times `values`."""
        result = self.diagonal * values
        result[:-1] += self.off_diagonal * values[1:]
        result[1:] += self.off_diagonal * values[:-1]
        return result

    def solve(self, right_sides: FloatArray) -> FloatArray:
        """Return G⁻¹ applied to the columns of `right_sides`, by banded Cholesky in O(n)."""
        # Here rather than above: SciPy is not needed before the first fit, and costs start-up time.
        from scipy.linalg import LinAlgError, solveh_banded

        if not self.has_gaps:
            bands = np.zeros((2, self.nodes.size))
            bands[1] = self.diagonal
            bands[0, 1:] = self.off_diagonal
            try:
                solution: FloatArray = solveh_banded(bands, right_sides, check_finite=False)
            except LinAlgError:
                pass  # rounding made a barely determined system indefinite
            else:
                return solution
        bands = self._bands_with_ridge()
        for _ in range(_MOST_RIDGES):
            try:
                solution = solveh_banded(bands, right_sides, check_finite=False)
            except LinAlgError:
                # All data in one place, or as good as: the smallest values among those that fit it.
                bands[2] += _RIDGE * float(self.diagonal.max())
            else:
                return solution
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


def assemble(target: Target, nodes: FloatArray) -> HatSystem:
    """Return the normal equations of `target` on a grid of increasing `nodes`, shape (n,), n >= 2.

    A function is projected exactly, by Gauss quadrature on the panels between nodes and the cells that
    resolve it; data enters by its points.
    """
    if target.points_inside is not None:
        return _assemble_points(target.points_inside, nodes)
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
    return _system(nodes, lengths / 3, lengths / 6, lengths / 3, total - right, right, has_gaps=False)


def _assemble_points(points: Points, nodes: FloatArray) -> HatSystem:
    x, y, weights = points.x, points.y, points.weights
    starts = np.concatenate([[0], np.searchsorted(x, nodes[1:-1]), [x.size]])
    counts = np.diff(starts)
    filled = counts > 0
    where = starts[:-1][filled]
    lengths = np.diff(nodes)
    # Local coordinates keep the sums accurate however narrow a segment is.
    xi = (x - np.repeat(nodes[:-1], counts)) * np.repeat(1.0 / lengths, counts)

    def summed(values: FloatArray) -> FloatArray:
        sums = np.zeros(counts.size)
        sums[filled] = np.add.reduceat(values, where)
        return sums

    if weights is None:
        weighted_y, weighted_xi, ones = y, xi, counts.astype(np.float64)
    else:
        weighted_y, weighted_xi, ones = weights * y, weights * xi, summed(weights)
    right = summed(xi * weighted_y)
    right_right, firsts = summed(xi * weighted_xi), summed(weighted_xi)
    left_left, left_right = ones - 2 * firsts + right_right, firsts - right_right
    determined = left_left * right_right - left_right**2 > _SMALLEST_DETERMINANT * ones**2
    return _system(
        nodes,
        left_left,
        left_right,
        right_right,
        summed(weighted_y) - right,
        right,
        has_gaps=not determined.all(),
    )


def _system(
    nodes: FloatArray,
    left_left: FloatArray,
    left_right: FloatArray,
    right_right: FloatArray,
    left: FloatArray,
    right: FloatArray,
    *,
    has_gaps: bool,
) -> HatSystem:
    """Add up the 2 by 2 systems of the segments."""
    diagonal, right_side = np.zeros(nodes.size), np.zeros(nodes.size)
    diagonal[:-1] += left_left
    diagonal[1:] += right_right
    right_side[:-1] += left
    right_side[1:] += right
    return HatSystem(nodes, diagonal, left_right, right_side, has_gaps)

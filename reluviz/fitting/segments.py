"""A target sampled segment by segment between nodes: sums over it are true integrals, or sums over data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reluviz.maths.quadrature import GAUSS_NODES, GAUSS_WEIGHTS, check_values, panels_between

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand

__all__ = ["Segments", "ends_of", "sample_segments"]


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Places, weights and values of a target, in order, with the segment that each place lies in.

    Attributes
    ----------
    nodes : array of shape (n + 1,)
        Increasing; segment i runs from node i to node i + 1.
    x, weights, f : arrays of shape (m,)
        For a function the Gauss nodes of panels that resolve it, weights adding up to the length that
        counts; for data its points, weights adding up to 1 on average.
    counts : integer array of shape (n,)
        How many of the places lie in each segment.
    is_data : bool
    has_gaps : bool
        Whether parts of segments do not count, or whole segments.
    """

    nodes: FloatArray
    x: FloatArray
    weights: FloatArray
    f: FloatArray
    counts: npt.NDArray[np.intp]
    is_data: bool
    has_gaps: bool = False

    def sums(self, *columns: FloatArray) -> FloatArray:
        """Return the sum of each column, shape (m,), over each segment: shape (columns, n)."""
        starts = np.cumsum(self.counts) - self.counts
        if self.counts.all():
            return np.add.reduceat(np.stack(columns), starts, axis=1)
        filled = np.flatnonzero(self.counts)
        result = np.zeros((len(columns), self.counts.size))
        result[:, filled] = np.add.reduceat(np.stack(columns), starts[filled], axis=1)
        return result

    def spread(self, values: FloatArray) -> FloatArray:
        """Return the value of its segment at each place: shape (n,) to (m,)."""
        return np.repeat(values, self.counts)

    def local(self) -> FloatArray:
        """Return where each place lies in its segment, from 0 at the left node to 1 at the right one."""
        return (self.x - self.spread(self.nodes[:-1])) * self.spread(1.0 / np.diff(self.nodes))


def sample_segments(target: Approximand, nodes: FloatArray) -> Segments:
    """Return `target` on the segments between `nodes`, the first and last of which are `ends_of` it.

    Raises
    ------
    InputError
        If a function has no value at one of the places.
    """
    points = target.points_inside
    if points is not None:
        cuts = points.x.searchsorted(nodes[1:-1])
        counts = np.diff(np.concatenate([[0], cuts, [points.x.size]]))
        weights = np.ones_like(points.x) if points.weights is None else points.weights
        return Segments(nodes, points.x, weights, points.y, counts, is_data=True)
    left, right = panels_between(target.cells, target.gaps, nodes)
    width = (right - left)[:, None]
    x = (left[:, None] + width * GAUSS_NODES).ravel()
    f = target(x)
    check_values(x, f, target.interval)
    panels = np.diff(left.searchsorted(nodes))
    weights, counts = (width * GAUSS_WEIGHTS).ravel(), panels * GAUSS_NODES.size
    return Segments(nodes, x, weights, f, counts, is_data=False, has_gaps=bool(target.gaps))


def ends_of(target: Approximand) -> tuple[float, float]:
    """Return where fits take place: on the interval, as far as something counts to the left and right."""
    points = target.points_inside
    if points is None and not target.gaps:
        return target.interval
    places = target.cells if points is None else points.x
    return float(places[0]), float(places[-1])

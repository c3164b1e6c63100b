"""Which functions a sum of hinges can be once its knots are fixed, and its slopes read off such a function.

Every function with kinks at the knots alone is one straight line plus a bend at each knot. Each bend is free;
the straight line is made of the bias, the linear term, hinges that are active on the whole interval, and pairs
of a left and a right hinge on one knot. With fewer than two independent makers the values at the knots
obey linear constraints.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reluviz.maths.piecewise import FloatArray

__all__ = ["Span", "span_of"]

#: Knots closer than this share of the interval count as one; closer to an end, as lying outside.
NEAREST_KNOTS = 1e-9
#: Two makers of straight lines whose directions differ by less than this are one.
_RANK_TOLERANCE = 1e-10


@dataclass(frozen=True)
class Span:
    """The functions on [start, end] that hinges with fixed knots and facings can add up to.

    Attributes
    ----------
    nodes : array of shape (n + 2,)
        The ends of the interval and the n distinct knots inside.
    node : integer array of shape (k,)
        The node of each hinge, 1 to n, or 0 for one whose knot is not inside.
    facings : integer array of shape (k,)
    always, never : boolean arrays of shape (k,)
        Hinges active on the whole interval, and on none of it.
    knots : array of shape (k,)
    bias, linear : bool
        Whether these are free.
    """

    nodes: FloatArray
    node: npt.NDArray[np.intp]
    facings: npt.NDArray[np.int8]
    always: npt.NDArray[np.bool_]
    never: npt.NDArray[np.bool_]
    knots: FloatArray
    bias: bool
    linear: bool

    @cached_property
    def _counts(self) -> tuple[FloatArray, FloatArray]:
        """How many hinges face right and left at each of the n inner nodes."""
        size = self.nodes.size
        # Row 0 counts the right-facing, row 1 the left-facing; node 0 collects those not inside.
        counts = np.bincount(self.node + size * (self.facings < 0), minlength=2 * size).astype(np.float64)
        return counts[1 : size - 1], counts[size + 1 : -1]

    @cached_property
    def _pairs(self) -> npt.NDArray[np.intp]:
        """The inner nodes with hinges of both facings."""
        right, left = self._counts
        return np.flatnonzero(right * left)

    @cached_property
    def _lines(self) -> tuple[FloatArray, FloatArray]:
        """The makers of straight lines, besides a free bias and a free linear term, and their costs.

        Each maker is a column (value at the start, rise over the interval); its cost is the square it
        adds to the norm of the slopes per unit, so that the smallest slopes are found where many would do.
        First the hinges that are always active, then the knots with both facings.
        """
        start, length = self.nodes[0], self.nodes[-1] - self.nodes[0]
        right, left = self._counts
        facing = self.facings[self.always].astype(np.float64)
        pairs = self._pairs
        columns = np.empty((2, facing.size + pairs.size))
        columns[0, : facing.size] = facing * (start - self.knots[self.always])
        columns[1, : facing.size] = facing * length
        columns[0, facing.size :] = self.nodes[1 + pairs] - start
        columns[1, facing.size :] = -length
        return columns, np.concatenate([np.ones(facing.size), 1.0 / right[pairs] + 1.0 / left[pairs]])

    @cached_property
    def _free_lines(self) -> FloatArray:
        """A free bias and a free linear term as columns like those of `_lines`."""
        start, length = self.nodes[0], self.nodes[-1] - self.nodes[0]
        return np.array([[1.0, start], [0.0, length]])[:, [self.bias, self.linear]]

    def constraints(self) -> FloatArray:
        """Return the rows c with c · v = 0 for the values v at the nodes, shape (0 to 2, n + 2)."""
        if self.bias and self.linear:
            return np.zeros((0, self.nodes.size))
        lines = np.concatenate([self._free_lines, self._lines[0]], axis=1)
        norms = np.linalg.norm(lines, axis=0)
        directions = lines[:, norms > 0] / norms[norms > 0]
        rows = self._line_rows()
        if directions.shape[1]:
            vectors, sizes, _ = np.linalg.svd(directions, full_matrices=False)
            if sizes.size == 2 and sizes[1] > _RANK_TOLERANCE * sizes[0]:
                return np.zeros((0, self.nodes.size))
            across = np.array([-vectors[1, 0], vectors[0, 0]])
            rows = (across @ rows)[None, :]
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def _line_rows(self) -> FloatArray:
        """Two rows that take the values at the nodes to the straight line the makers must provide.

        That line is the first piece plus bend·(x - knot) for each knot with left-facing hinges alone,
        since those bend what lies to their left. First row: its value at the start; second: its rise.
        """
        widths = np.diff(self.nodes)
        length = self.nodes[-1] - self.nodes[0]
        right, left = self._counts
        only_left = (left > 0) & (right == 0)
        rows = np.zeros((2, self.nodes.size))
        rows[0, 0] = 1.0
        rows[1, 0], rows[1, 1] = -length / widths[0], length / widths[0]
        for row, weight in zip(rows, (self.nodes[0] - self.nodes[1:-1], length), strict=True):
            bend = np.where(only_left, weight, 0.0)
            row[:-2] += bend / widths[:-1]
            row[1:-1] -= bend / widths[:-1] + bend / widths[1:]
            row[2:] += bend / widths[1:]
        return rows

    def coefficients(self, values: FloatArray) -> tuple[float, float, FloatArray]:
        """Return bias, linear term and slopes, shape (k,), that give these values at the nodes.

        Hinges that share a knot share its bend equally, and among all answers this is the one with the
        smallest sum of squares. Hinges that are never active get 0.
        """
        right, left = self._counts
        start, length = self.nodes[0], self.nodes[-1] - self.nodes[0]
        pieces = np.diff(values) / np.diff(self.nodes)
        bends = np.diff(pieces)
        # Start from bends shared by all hinges of a knot, then move the rest into the straight lines.
        at_left = np.where(left > 0, bends * left / np.maximum(right + left, 1.0), 0.0)
        line = np.array(
            [
                values[0] - at_left @ (self.nodes[1:-1] - start),
                (pieces[0] + at_left.sum()) * length,
            ]
        )
        lines, costs = self._lines
        bias = linear = 0.0
        amounts = np.zeros(costs.size)
        if self.bias and self.linear and not costs.size:
            linear = line[1] / length
            bias = line[0] - linear * start
        elif self.bias or self.linear or costs.size:
            roots = np.sqrt(np.concatenate([np.ones(self._free_lines.shape[1]), costs]))
            makers = np.concatenate([self._free_lines, lines], axis=1) / roots
            found = (np.linalg.pinv(makers, rcond=_RANK_TOLERANCE) @ line) / roots
            bias = found[0] if self.bias else 0.0
            linear = found[int(self.bias)] if self.linear else 0.0
            amounts = found[self._free_lines.shape[1] :]
        always = costs.size - self._pairs.size
        at_left[self._pairs] += amounts[always:]
        per_hinge = np.zeros((2, self.nodes.size))
        per_hinge[0, 1:-1] = (bends - at_left) / np.maximum(right, 1.0)
        per_hinge[1, 1:-1] = at_left / np.maximum(left, 1.0)
        slopes = per_hinge[(self.facings < 0).astype(np.intp), self.node]
        slopes[self.always] = amounts[:always]
        return float(bias), float(linear), slopes


def span_of(
    knots: FloatArray,
    facings: npt.NDArray[np.int8],
    interval: tuple[float, float],
    *,
    bias: bool,
    linear: bool,
) -> Span:
    """Sort hinges by where their knots lie in `interval` and return what they span."""
    start, end = interval
    nearest = NEAREST_KNOTS * (end - start)
    inside = (knots > start + nearest) & (knots < end - nearest)
    # One node for all knots within reach of the one before; the first of them stands for all.
    order = np.flatnonzero(inside)[np.argsort(knots[inside], kind="stable")]
    ordered = knots[order]
    new = np.concatenate([[True], np.diff(ordered) > nearest])[: ordered.size]
    node = np.zeros(knots.size, dtype=np.intp)
    node[order] = np.cumsum(new)
    reaches_in = (knots <= start + nearest) == (facings > 0)
    return Span(
        np.concatenate([[start], ordered[new], [end]]),
        node,
        facings,
        ~inside & reaches_in,
        ~inside & ~reaches_in,
        knots,
        bias,
        linear,
    )

"""Which functions a sum of hinges can be once its knots are fixed, and its slopes read off such a function.

Every function with kinks at the knots alone is one straight line plus a bend at each knot. Each bend is
free; the straight line is made of the bias, the linear term, hinges that are active on the whole interval,
and pairs of a left and a right hinge on one knot. With fewer than two independent makers the values at the
knots obey linear constraints.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray

__all__ = ["Span", "span_of"]

#: Knots closer than this share of the interval count as one; closer to an end, as lying outside.
NEAREST_KNOTS = 1e-9
#: Two makers of straight lines whose directions differ by less than this are one.
_RANK_TOLERANCE = 1e-10
#: Of x; see `Span._makers`.
_USUAL_SIZE = 1e4
#: From the interval, in its lengths.
_FARTHEST_KNOT = 1e8


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
    always, never : integer arrays
        Indices of the hinges that are active on the whole interval, and on none of it.
    knots : array of shape (k,)
    bias, linear : bool
        Whether these are free.
    """

    nodes: FloatArray
    node: npt.NDArray[np.intp]
    facings: npt.NDArray[np.int8]
    always: npt.NDArray[np.intp]
    never: npt.NDArray[np.intp]
    knots: FloatArray
    bias: bool
    linear: bool

    @cached_property
    def _start_and_length(self) -> tuple[float, float]:
        start = float(self.nodes[0])
        return start, float(self.nodes[-1]) - start

    @cached_property
    def _widths(self) -> FloatArray:
        return self.nodes[1:] - self.nodes[:-1]

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
    def _makers(self) -> tuple[FloatArray, FloatArray]:
        """The makers of straight lines and their costs.

        Each maker is a column (value at the start, rise over the interval); its cost is the square it
        adds to the norm of the coefficients per unit, so that the smallest are found where many would do.
        (Where x is very large or very small, in another unit of x: a bias of 1 and a slope of 1 must not
        be so different in what they make that one of them drowns in the rounding of the other.)
        First what is free of bias and linear term, then the hinges that are always active, then the knots
        with both facings.
        """
        start, length = self._start_and_length
        right, left = self._counts
        facing = self.facings[self.always].astype(np.float64)
        pairs = self._pairs
        free = np.array([[1.0, start], [0.0, length]])[:, [self.bias, self.linear]]
        always = np.array([facing * (start - self.knots[self.always]), facing * length])
        # A knot that far away makes a constant: using its slope as well would only cancel digits.
        always[1, always[0] > _FARTHEST_KNOT * length] = 0.0
        paired = np.array([self.nodes[1 + pairs] - start, np.full(pairs.size, -length)])
        ones = np.ones(free.shape[1] + facing.size)
        costs = np.concatenate([ones, 1.0 / right[pairs] + 1.0 / left[pairs]])
        size = max(abs(start), abs(start + length))
        costs[int(self.bias) :] *= (size / min(max(size, 1.0 / _USUAL_SIZE), _USUAL_SIZE)) ** 2
        return np.concatenate([free, always, paired], axis=1), costs

    @cached_property
    def _directions(self) -> FloatArray:
        """An orthonormal basis, shape (2, rank), of the straight lines that can be made."""
        makers = self._makers[0]
        sizes = np.hypot(*makers)
        vectors, strengths, _ = np.linalg.svd(makers[:, sizes > 0] / sizes[sizes > 0], full_matrices=False)
        return vectors[:, strengths > _RANK_TOLERANCE * strengths.max(initial=0.0)]

    def constraints(self) -> FloatArray:
        """Return the rows c with c · v = 0 for the values v at the nodes, shape (0 to 2, n + 2)."""
        if (self.bias and self.linear) or self._directions.shape[1] == 2:
            return np.zeros((0, self.nodes.size))
        rows = self._line_rows()
        if self._directions.shape[1]:
            along = self._directions[:, 0]
            rows = (along[0] * rows[1] - along[1] * rows[0])[None, :]
        normalised: FloatArray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return normalised

    def _line_rows(self) -> FloatArray:
        """Two rows that take the values at the nodes to the straight line the makers must provide.

        That line is the first piece plus bend·(x - knot) for each knot with left-facing hinges alone,
        since those bend what lies to their left. First row: its value at the start; second: its rise.
        """
        widths = self._widths
        start, length = self._start_and_length
        right, left = self._counts
        only_left = (left > 0) & (right == 0)
        rows = np.zeros((2, self.nodes.size))
        rows[0, 0] = 1.0
        rows[1, 0], rows[1, 1] = -length / widths[0], length / widths[0]
        inner = self.nodes[1:-1]
        for row, weight in zip(rows, (start - inner, np.full_like(inner, length)), strict=True):
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
        start, length = self._start_and_length
        pieces = (values[1:] - values[:-1]) / self._widths
        # Start from bends shared by all hinges of a knot, then move the rest into the straight lines.
        shares = np.zeros(self.nodes.size)
        shares[1:-1] = (pieces[1:] - pieces[:-1]) / (right + left)
        slopes = shares[self.node]
        at_left = shares[1:-1] * left
        value = float(values[0] - at_left @ (self.nodes[1:-1] - start))
        rise = float(pieces[0] + at_left.sum()) * length
        if self.bias and self.linear and not (self.always.size or self._pairs.size):
            return value - rise / length * start, rise / length, slopes
        amounts = self._amounts(np.array([value, rise]))
        free = self.bias + self.linear
        always, paired = np.split(amounts[free:], [self.always.size])
        slopes[self.always] = always
        moved = np.zeros((2, self.nodes.size))
        moved[0, 1 + self._pairs] = -paired / right[self._pairs]
        moved[1, 1 + self._pairs] = paired / left[self._pairs]
        slopes += moved[(self.facings < 0).astype(np.intp), self.node]
        return (
            float(amounts[0]) if self.bias else 0.0,
            float(amounts[free - 1]) if self.linear else 0.0,
            slopes,
        )

    def _amounts(self, line: FloatArray) -> FloatArray:
        """Return how much of each maker gives `line`, with the smallest cost."""
        makers, costs = self._makers
        roots = np.sqrt(costs)
        directions = self._directions
        if directions.shape[1] == 2:
            # The columns of Q stay what they are however differently value and rise are scaled.
            q, r = np.linalg.qr((makers / roots).T)
            amounts: FloatArray = q @ np.linalg.solve(r.T, line)
        else:
            along = directions.T @ (makers / roots)
            amounts = along.T @ ((directions.T @ line) / np.square(along).sum(axis=1))
        return amounts / roots


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
    order = np.argsort(knots, kind="stable")
    ordered = knots[order]
    first = int(ordered.searchsorted(start + nearest, side="right"))
    last = max(first, int(ordered.searchsorted(end - nearest, side="left")))
    inside = ordered[first:last]
    # One node for all knots within reach of the one before; the first of them stands for all.
    new = np.ones(inside.size, dtype=bool)
    np.greater(inside[1:] - inside[:-1], nearest, out=new[1:])
    node = np.zeros(knots.size, dtype=np.intp)
    node[order[first:last]] = new.cumsum()
    outside = np.concatenate([order[:first], order[last:]])
    reaches_in = (facings[outside] > 0) == (np.arange(outside.size) < first)
    return Span(
        np.concatenate([[start], inside[new], [end]]),
        node,
        facings,
        outside[reaches_in],
        outside[~reaches_in],
        knots,
        bias,
        linear,
    )

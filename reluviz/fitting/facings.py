"""Which way hinges should face where bias or linear term are not free.

Turning a hinge round keeps its bend and adds a line: s·max(0, x - t) = s·max(0, t - x) + s·(x - t). So
the facings decide which straight line is left for the bias and the linear term to make, and if these are not
free, a choice that leaves hardly any is worth much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray

__all__ = ["Turns"]

#: So many hinges are turned in every combination.
_MOST_COMBINED = 12


class Turns:
    """The choices of facings for a spline, as rows of 0 (right) and 1 (left).

    Parameters
    ----------
    nodes, values : arrays of shape (n + 1,)
        The spline, both ends of the interval included: n - 1 hinges.

    Attributes
    ----------
    left : array of shape (m, n - 1)
        Every combination for a few hinges; for many, those that turn all hinges up to one of them, and
        others from there by single turns that leave less.
    values, slopes : arrays of shape (m,)
        The line that is left, in the middle of the interval, and its slope.
    """

    def __init__(self, nodes: FloatArray, values: FloatArray) -> None:
        self._middle, self._length = 0.5 * (nodes[0] + nodes[-1]), nodes[-1] - nodes[0]
        pieces = np.diff(values) / np.diff(nodes)
        self._bends, self._knots = np.diff(pieces), nodes[1:-1]
        self._first = values[0] + pieces[0] * (self._middle - nodes[0]), pieces[0]
        count = self._bends.size
        if count <= _MOST_COMBINED:
            bits = np.arange(2**count)[:, None] >> np.arange(count)
            self.left = (bits & 1).astype(np.float64)
        else:
            self.left = np.tri(count + 1, count, -1)
        self.values, self.slopes = self._lines(self.left)

    def _lines(self, left: FloatArray) -> tuple[FloatArray, FloatArray]:
        value, slope = self._first
        return (
            value + left @ (self._bends * (self._middle - self._knots)),
            slope + left @ self._bends,
        )

    def best(self, most: int, *, bias: bool, linear: bool) -> FloatArray:
        """Return the `most` rows that leave least of what is not free, shape (up to most, n - 1)."""
        left = self.left
        if self._bends.size > _MOST_COMBINED:
            chosen = np.argsort(self._leftover(left, bias, linear), kind="stable")[:most]
            left = np.stack([self._descended(row, bias, linear) for row in left[chosen]])
        order = np.argsort(self._leftover(left, bias, linear), kind="stable")[: most - 1]
        # And all that look away from the piece where that leaves least: a flat middle suits many targets.
        outwards = np.tri(self._bends.size + 1, self._bends.size, -1)
        flattest = int(self._leftover(outwards, bias, linear).argmin())
        return np.concatenate([left[order], outwards[[flattest]]])

    def _leftover(self, left: FloatArray, bias: bool, linear: bool) -> FloatArray:
        """Return the root mean square of the line that nothing can make, over the interval."""
        values, slopes = self._lines(left)
        if linear:
            # The linear term takes the slope along: what remains is the value at x = 0.
            values, slopes = values - slopes * self._middle, np.zeros_like(slopes)
        elif bias:
            values = np.zeros_like(values)
        leftover: FloatArray = np.sqrt(values**2 + (slopes * self._length) ** 2 / 12.0)
        return leftover

    def _descended(self, row: FloatArray, bias: bool, linear: bool) -> FloatArray:
        least = float(self._leftover(row[None], bias, linear)[0])
        for _ in range(2 * row.size):
            # Every row differs from the present one in one hinge.
            turned = np.abs(row - np.eye(row.size))
            leftover = self._leftover(turned, bias, linear)
            best = int(leftover.argmin())
            if leftover[best] >= least:
                break
            row, least = turned[best], float(leftover[best])
        return row

    def vanishing_outside(self) -> tuple[FloatArray, float] | None:
        """Return a row whose line vanishes outside the interval, and where, or None if there is none.

        One more hinge with its knot there makes that line. The nearest place is taken.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            zeros = self._middle - self.values / self.slopes
        outside = np.abs(zeros - self._middle) >= 0.5 * self._length
        usable = np.flatnonzero(outside & np.isfinite(zeros))
        if usable.size == 0:
            return None
        nearest = usable[np.abs(zeros[usable] - self._middle).argmin()]
        return self.left[nearest], float(zeros[nearest])

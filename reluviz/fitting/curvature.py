"""Where a target bends, and grids that are fine where it bends much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.hats import assemble
from reluviz.fitting.segments import ends_of
from reluviz.maths.piecewise import merged
from reluviz.maths.residual import counts_at

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand

__all__ = ["BendDensity", "bend_density"]

#: The density of knots that is best for many of them goes with this power of |f″| in the mean square
#: (for x² uniform, for others by the local balance of h⁵·f″²), and with the next one in the maximum.
POWER = {"l2": 0.4, "max": 0.5, "l1": 1.0 / 3.0}
#: Of the mean density, everywhere: where nothing bends a knot may still be needed.
_FLOOR = 0.02
_PARTS_OF_A_CELL = 8
_FEWEST_SAMPLES = 1024
_MOST_GROUPS, _POINTS_A_GROUP = 48, 4


@dataclass(frozen=True, slots=True, eq=False)
class BendDensity:
    """How densely knots should lie, as a cumulative share.

    Attributes
    ----------
    x : array of shape (m,)
        From one end of the fit to the other.
    share : array of shape (m,)
        Rising from 0 to 1: the share of the knots to the left of each x.
    """

    x: FloatArray
    share: FloatArray

    def spaced(self, count: int) -> FloatArray:
        """Return `count` + 1 places, both ends included, with equal shares between them."""
        places = np.interp(np.linspace(0.0, 1.0, count + 1), self.share, self.x)
        places[0], places[-1] = self.x[0], self.x[-1]
        return merged(places)

    def share_at(self, x: FloatArray) -> FloatArray:
        """Return the share to the left of `x`."""
        result: FloatArray = np.interp(x, self.x, self.share)
        return result


def bend_density(target: Approximand, norm: str = "l2") -> BendDensity:
    """Return the asymptotically best density of knots for `target`.

    Notes
    -----
    A segment of length h where f″ hardly changes contributes h⁵·f″²/720 to the square error and h²·|f″|/16
    to the largest; knots are spread best where all segments contribute alike, that is by |f″| to the power
    2/5 and 1/2 (de Boor 1973 for splines of every degree). f″ is taken from second divided differences:
    of the function on its own cells, and for data of a spline through groups of points. Across a gap there
    is no bend: only the floor lets a knot lie there.
    """
    start, end = ends_of(target)
    if not start < end:
        return BendDensity(np.array([start, end]), np.array([0.0, 1.0]))
    x, bends = _bends(target)
    middle = np.concatenate([[x[0]], 0.5 * (x[1:] + x[:-1]), [x[-1]]])
    density = np.abs(bends) ** POWER[norm] * np.diff(middle)
    total = float(density.sum())
    if not (total > 0 and np.isfinite(total)):
        return BendDensity(x[[0, -1]], np.array([0.0, 1.0]))
    floor = _FLOOR * total / (x[-1] - x[0]) * np.diff(middle)
    share = np.concatenate([[0.0], np.cumsum(density + floor)])
    return BendDensity(middle, share / share[-1])


def _bends(target: Approximand) -> tuple[FloatArray, FloatArray]:
    """Return places and the second derivative there, constant beyond the outermost differences."""
    start, end = ends_of(target)
    points = target.points_inside
    if points is None:
        parts = np.arange(_PARTS_OF_A_CELL) / _PARTS_OF_A_CELL
        cells = target.cells
        x = merged(
            (cells[:-1, None] + np.diff(cells)[:, None] * parts).ravel(),
            [end],
            np.linspace(start, end, _FEWEST_SAMPLES + 1),
        )
        x = x[np.concatenate([[True], np.diff(x) > 1e-12 * (end - start)]) & counts_at(target, x)]
        y = target(x)
    else:
        groups = min(_MOST_GROUPS, max(1, points.x.size // _POINTS_A_GROUP))
        ranks = np.linspace(0, points.x.size - 1, groups + 1).round().astype(np.intp)
        x = merged([start], points.x[ranks], [end])
        system = assemble(target, x)
        y = system.solve(system.right_side)
    slopes = np.diff(y) / np.diff(x)
    if slopes.size < 2:
        return x, np.zeros_like(x)
    inner = np.diff(slopes) / (0.5 * (x[2:] - x[:-2]))
    if target.gaps:
        starts = np.array(target.gaps)[:, 0]
        jumped = np.diff(starts.searchsorted(x, "left")) > 0
        inner[jumped[1:] | jumped[:-1]] = 0.0
    return x, np.concatenate([inner[:1], inner, inner[-1:]])

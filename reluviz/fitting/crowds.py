"""Much data, searched by less: a million points hold no more places for a knot than some thousand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.maths.piecewise import merged
from reluviz.maths.residual import Points
from reluviz.targets.target import Target

if TYPE_CHECKING:
    import numpy.typing as npt

    from reluviz.fitting.norms import Norm
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.quadrature import Gaps
    from reluviz.maths.residual import Approximand

__all__ = ["Condensed", "condensed", "is_crowded", "searchable"]

#: Searches look at every point of data up to this number, and of more at what stands for them.
MOST_SEARCHED = 20_000
_BLOCKS = 5_000


@dataclass(frozen=True, slots=True, eq=False)
class Condensed:
    """Data of which each two points stand for a block, as a target for least squares.

    Attributes
    ----------
    target : Approximand
        The data itself.
    points_inside : Points
    lost : float
        The square error that every fit has beyond what it has here, as long as no knot cuts a block.
    """

    target: Approximand
    points_inside: Points
    lost: float

    @property
    def interval(self) -> tuple[float, float]:
        """Where errors count."""
        return self.target.interval

    @property
    def breaks(self) -> tuple[float, ...]:
        """Data has none."""
        return ()

    @property
    def cells(self) -> FloatArray:
        """What function targets have."""
        return self.target.cells

    @property
    def gaps(self) -> Gaps:
        """Data has none."""
        return ()

    def __call__(self, x: FloatArray) -> FloatArray:
        """Evaluate, for drawing only."""
        return self.target(x)


def is_crowded(target: Approximand) -> bool:
    """Return whether a search had better look at fewer points."""
    points = target.points_inside
    return points is not None and points.x.size > MOST_SEARCHED


def condensed(target: Approximand) -> Condensed:
    """Return fewer points with the same sums of w, wx, wx², wy and wxy over each of many blocks.

    A straight line over a block has then the same square error but for a constant, so least squares on
    those points is least squares on all, wherever no knot cuts a block.
    """
    points = target.points_inside
    assert points is not None
    x, y = points.x, points.y
    w = np.ones_like(x) if points.weights is None else points.weights
    # The ends are blocks of their own, so that they stay where they are.
    starts = np.concatenate([[0], _starts(x.size)])
    counts = np.diff(np.append(starts, x.size))

    def mean(values: FloatArray) -> FloatArray:
        result: FloatArray = np.add.reduceat(w * values, starts) / weight
        return result

    weight = np.add.reduceat(w, starts)
    mean_x, mean_y = mean(x), mean(y)
    off_x, off_y = x - np.repeat(mean_x, counts), y - np.repeat(mean_y, counts)
    spread = np.sqrt(mean(off_x * off_x))
    rise = np.divide(mean(off_x * off_y), spread, out=np.zeros_like(spread), where=spread > 0)
    lost = float(weight @ np.maximum(mean(off_y * off_y) - rise * rise, 0.0))
    places = np.concatenate([mean_x - spread, mean_x + spread]).clip(x[0], x[-1])
    order = np.argsort(places, kind="stable")
    heights, weights = np.concatenate([mean_y - rise, mean_y + rise]), np.tile(0.5 * weight, 2)
    return Condensed(target, Points(places[order], heights[order], weights[order]), lost)


def searchable(target: Target, norm: Norm) -> Target:
    """Return `target` itself, or if it is crowded, one of fewer points for searches in `norm`.

    For minimax the lowest and the highest of each block, which are those that bound a fit; for least
    absolute deviations points evenly spaced in rank, so that medians stay about where they are; for least
    squares see `condensed`.
    """
    points = target.points_inside
    if points is None or not is_crowded(target):
        return target
    if norm == "l2":
        points = condensed(target).points_inside
    else:
        kept = _extremes(points.y) if norm == "max" else _starts(points.x.size, 2 * _BLOCKS)
        kept = merged([0], kept, [points.x.size - 1]).astype(np.intp)
        weights = None if points.weights is None else points.weights[kept]
        points = Points(points.x[kept], points.y[kept], weights)
    return Target.points(points.x, points.y, points.weights, target.interval, target.name)


def _starts(size: int, blocks: int = _BLOCKS) -> npt.NDArray[np.intp]:
    """Return where blocks of about equal size begin, leaving the first and the last point for themselves."""
    return np.linspace(1, size - 1, blocks + 1).round().astype(np.intp)


def _extremes(y: FloatArray) -> npt.NDArray[np.intp]:
    blocks = np.array_split(np.arange(y.size), _BLOCKS)
    low = [block[y[block].argmin()] for block in blocks]
    high = [block[y[block].argmax()] for block in blocks]
    return np.concatenate([low, high])

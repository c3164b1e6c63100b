"""The best spline with free knots in the mean absolute error: several starts, each polished."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.curvature import bend_density
from reluviz.fitting.deviation_polish import DeviationSpline, polish_deviation
from reluviz.fitting.nodes import exactly
from reluviz.fitting.polish import Spline, project
from reluviz.fitting.segments import sample_segments

if TYPE_CHECKING:
    from reluviz.fitting.norms import Watch
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand

__all__ = ["best_deviation"]

_RELOCATIONS = 4
_CHEAPEST, _WORST = 2, 3


def best_deviation(
    target: Approximand, pieces: int, squares: Spline, watch: Watch | None = None
) -> DeviationSpline:
    """Return the best spline found with `pieces` pieces.

    Parameters
    ----------
    squares : Spline
        The best in least squares: the first start.

    Notes
    -----
    The other start has its knots spread by the bend of the target. From the better place that these lead to,
    single knots are moved from where they serve least to the middle of the worst pieces, as long as that
    helps: both may lead to the same place and miss the best.
    """
    spread = project(target, exactly(bend_density(target, "l1").spaced(pieces), pieces))
    tried = [polish_deviation(target, start.nodes, start.values, watch) for start in (squares, spread)]
    return _relocated(target, min(tried, key=_deviation), watch)


def _deviation(spline: DeviationSpline) -> float:
    return spline.deviation


def _relocated(target: Approximand, best: DeviationSpline, watch: Watch | None) -> DeviationSpline:
    for _ in range(_RELOCATIONS):
        nodes, values = best.nodes, best.values
        if nodes.size < 4:
            break
        width = np.diff(nodes)
        bends = np.diff(np.diff(values) / width)
        # What taking a knot away costs: about the area of the triangle it holds between curve and chord.
        loss = np.abs(bends) * width[:-1] * width[1:]
        errors = _errors_of_pieces(target, best)
        moves = [
            (gone, piece)
            for gone in np.argsort(loss, kind="stable")[:_CHEAPEST]
            for piece in np.argsort(-errors, kind="stable")[:_WORST]
            if piece not in (gone, gone + 1)
        ]
        improved = best
        for gone, piece in moves:
            middle = 0.5 * (nodes[piece] + nodes[piece + 1])
            moved = np.sort(np.append(np.delete(nodes, gone + 1), middle))
            start = np.interp(moved, nodes, values)
            tried = polish_deviation(target, moved, start, watch, roughly=True)
            improved = min(improved, tried, key=_deviation)
        if improved is best:
            break
        best = improved
    return polish_deviation(target, best.nodes, best.values, watch)


def _errors_of_pieces(target: Approximand, spline: DeviationSpline) -> FloatArray:
    segments = sample_segments(target, spline.nodes)
    size = np.abs(np.interp(segments.x, spline.nodes, spline.values) - segments.f)
    errors: FloatArray = segments.sums(segments.weights * size)[0]
    return errors

"""What is left of a target once the parts of a sum that stay as they are have been taken off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reluviz.maths.hinges import HingeSum
from reluviz.maths.quadrature import panel_edges
from reluviz.maths.residual import Points

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from reluviz.maths.piecewise import FloatArray, PiecewiseLinear
    from reluviz.maths.quadrature import Gaps
    from reluviz.maths.residual import Approximand

__all__ = ["Remainder", "remainder_of"]


@dataclass(frozen=True, eq=False)
class Remainder:
    """The function f - fixed on the interval of f, for fits of everything that is not fixed.

    Attributes
    ----------
    target : Approximand
        f.
    fixed : PiecewiseLinear
    """

    target: Approximand
    fixed: PiecewiseLinear

    @property
    def interval(self) -> tuple[float, float]:
        """Where errors count."""
        return self.target.interval

    @property
    def breaks(self) -> tuple[float, ...]:
        """Known kinks and jumps: those of the target, and the kinks of the fixed part."""
        return (*self.target.breaks, *self.fixed.breakpoints.tolist())

    @cached_property
    def cells(self) -> FloatArray:
        """Edges of cells that resolve the function."""
        return panel_edges(self.target.cells, self.fixed.breakpoints)

    @property
    def gaps(self) -> Gaps:
        """Where errors do not count."""
        return self.target.gaps

    @cached_property
    def points_inside(self) -> Points | None:
        """The data that counts, or None for a function."""
        points = self.target.points_inside
        if points is None:
            return None
        return Points(points.x, points.y - self.fixed(points.x), points.weights)

    def __call__(self, x: FloatArray) -> FloatArray:
        """Evaluate, vectorised."""
        result: FloatArray = self.target(x) - self.fixed(x)
        return result


def remainder_of(
    model: HingeSum, target: Approximand, fixed: npt.NDArray[np.bool_], *, bias: bool, linear: bool
) -> Approximand:
    """Return what is left for a fit to do.

    Parameters
    ----------
    fixed : boolean array of shape (k,)
        The hinges of `model` that stay as they are.
    bias, linear : bool
        Whether these are free; one that is not stays as it is.
    """
    kept_bias, kept_linear = (0.0 if bias else model.bias), (0.0 if linear else model.slope)
    if not fixed.any() and kept_bias == 0.0 and kept_linear == 0.0:
        return target
    part = HingeSum.from_arrays(
        model.knots[fixed], model.facings[fixed], model.slopes[fixed], kept_bias, kept_linear
    )
    return Remainder(target, part.piecewise())

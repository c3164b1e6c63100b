"""The linear programs of minimax fits: few places, few unknowns, tolerances that are safe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reluviz.fitting.projection import meeting

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray

__all__ = ["Rows", "nearest_within", "smallest_level"]

#: HiGHS takes smaller entries of a matrix for 0 (and says so).
_SMALLEST_ENTRY = 1e-9


@dataclass(frozen=True, eq=False)
class Rows:
    """Inequalities sign·(h(x) - f(x)) <= E, by segment and share of it that lies left of x; shapes (m,)."""

    segment: npt.NDArray[np.intp]
    share: FloatArray
    f: FloatArray
    sign: FloatArray

    def residual(self, values: FloatArray) -> FloatArray:
        """Return h - f at the places of the rows."""
        left = values[self.segment]
        return left + self.share * (values[self.segment + 1] - left) - self.f

    def joined(self, other: Rows) -> Rows:
        """Return these rows and the others."""
        return Rows(
            np.concatenate([self.segment, other.segment]),
            np.concatenate([self.share, other.share]),
            np.concatenate([self.f, other.f]),
            np.concatenate([self.sign, other.sign]),
        )


def smallest_level(
    rows: Rows, values: FloatArray, scale: float, constraints: FloatArray | None
) -> tuple[FloatArray, float] | None:
    """Return the values for which the rows hold with the smallest E, and that E."""
    count = rows.f.size
    right = rows.sign * rows.residual(values) / scale
    left, other = rows.sign * (1.0 - rows.share), rows.sign * rows.share
    entries = np.stack([left, other, np.full(count, -1.0)], axis=1)
    columns = np.stack([rows.segment, rows.segment + 1, np.full(count, values.size)], axis=1)
    solved = _solved(values.size + 1, entries, columns, -right, constraints)
    if solved is None:
        return None
    return meeting(constraints, values + scale * solved[:-1]), scale * max(float(solved[-1]), 0.0)


def nearest_within(
    limit: float, rows: Rows, wanted: FloatArray, scale: float, constraints: FloatArray | None
) -> FloatArray | None:
    """Return the values nearest to the `wanted` ones, by the largest distance, for which the rows hold."""
    size = wanted.size
    every = np.arange(size)
    right = (limit - rows.sign * rows.residual(wanted)) / scale
    entries = np.concatenate(
        [
            np.stack([rows.sign * (1.0 - rows.share), rows.sign * rows.share, 0 * rows.share], axis=1),
            np.repeat([[1.0, 0.0, -1.0], [-1.0, 0.0, -1.0]], size, axis=0),
        ]
    )
    columns = np.concatenate(
        [
            np.stack([rows.segment, rows.segment + 1, np.full(rows.f.size, size)], axis=1),
            np.tile(np.stack([every, every, np.full(size, size)], axis=1), (2, 1)),
        ]
    )
    solved = _solved(size + 1, entries, columns, np.concatenate([right, np.zeros(2 * size)]), constraints)
    return None if solved is None else meeting(constraints, wanted + scale * solved[:-1])


def _solved(
    size: int,
    entries: FloatArray,
    columns: npt.NDArray[np.intp],
    right: FloatArray,
    constraints: FloatArray | None,
) -> FloatArray | None:
    """Make the last of z smallest, not below 0, where entries·z <= right and the others meet constraints."""
    # Here rather than above: SciPy is not needed before the first fit, and costs start-up time.
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csc_array

    height = right.size
    places = [np.repeat(np.arange(height), 3), columns.ravel()]
    numbers = entries.ravel()
    upper, lower = right, np.full(height, -np.inf)
    if constraints is not None and constraints.shape[0]:
        # Largest entry 1: a row that is small as a whole would count as met.
        scaled = constraints / np.abs(constraints).max(axis=1, keepdims=True)
        row, column = np.nonzero(scaled)
        numbers = np.concatenate([numbers, scaled[row, column]])
        places = [np.concatenate([places[0], height + row]), np.concatenate([places[1], column])]
        height += scaled.shape[0]
        zeros = np.zeros(scaled.shape[0])
        upper, lower = np.concatenate([upper, zeros]), np.concatenate([lower, zeros])
    # Among what goes is the 0 in the middle of a row of distances.
    kept = np.abs(numbers) > _SMALLEST_ENTRY
    matrix = csc_array((numbers[kept], (places[0][kept], places[1][kept])), shape=(height, size))
    cost, low = np.zeros(size), np.full(size, -np.inf)
    cost[-1], low[-1] = 1.0, 0.0
    # With no integers it is a plain linear program; `linprog` spends twice the time on checking its input.
    result = milp(
        cost,
        constraints=LinearConstraint(matrix, lower, upper),
        bounds=Bounds(low, np.inf),
        options={"presolve": False},
    )
    found: FloatArray | None = result.x
    return found if found is not None and np.isfinite(found).all() else None

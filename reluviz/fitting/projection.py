"""Least-squares values at given nodes, subject to the few constraints a span may put on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from reluviz.fitting.hats import HatSystem
    from reluviz.maths.piecewise import FloatArray

__all__ = ["least_squares_values", "meeting"]

_REFINEMENTS = 3


def least_squares_values(
    system: HatSystem, constraints: FloatArray | None = None, right_side: FloatArray | None = None
) -> FloatArray:
    """Return the v that makes ½v·Gv - b·v smallest among those with ``constraints @ v = 0``.

    Parameters
    ----------
    system : HatSystem
        G, and b unless another is given.
    constraints : array of shape (0 to 2, n), optional
    right_side : array of shape (n,), optional
        Instead of the b of the system.

    Returns
    -------
    array of shape (n,)

    Notes
    -----
    The range-space method: a Schur complement of at most 2 by 2 (Nocedal and Wright, Numerical
    Optimization, 2006, section 16.2).
    """
    if right_side is None:
        right_side = system.right_side
    if constraints is None:
        constraints = np.zeros((0, right_side.size))
    if constraints.shape[0] == 0 and not system.has_gaps:
        return system.solve(right_side)
    solved = system.solve(np.column_stack([right_side, constraints.T]))
    step, reach = solved[:, 0], solved[:, 1:]
    schur_inverse = np.linalg.pinv(constraints @ reach)
    values, multipliers = np.zeros_like(step), np.zeros(constraints.shape[0])
    # The ridge that fills gaps is tiny but its inverse is not: there, refine against the true system.
    for _ in range(1 + (_REFINEMENTS if system.has_gaps else 0)):
        more = schur_inverse @ (constraints @ (values + step))
        values = values + step - reach @ more
        multipliers = multipliers + more
        step = system.solve(right_side - system.product(values) - multipliers @ constraints)
    return values


def meeting(constraints: FloatArray | None, values: FloatArray) -> FloatArray:
    """Return the nearest values that meet the constraints: what rounding and tolerances left is taken off."""
    if constraints is None or constraints.shape[0] == 0:
        return values
    excess = np.linalg.pinv(constraints @ constraints.T) @ (constraints @ values)
    met: FloatArray = values - excess @ constraints
    return met

"""How fast the error falls with the number of hinges, for three ways to choose the knots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reluviz.fitting.asked import checked_count
from reluviz.fitting.curvature import bend_density
from reluviz.fitting.norms import Norm, Watch, checked_norm, error_in
from reluviz.fitting.par import par
from reluviz.fitting.segments import ends_of
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import HingeSum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.target import Target

__all__ = ["Rates", "rates"]

MOST_COUNTED = 64
#: An error within this share of the heights of h is rounding: nobody has to look for a better one.
_EXACT = 1e-12


@dataclass(frozen=True, eq=False)
class Rates:
    """Errors for growing numbers of hinges, bias and linear term free.

    Attributes
    ----------
    target : Target
    norm : Norm
    counts : integer array of shape (m,)
        Numbers of hinges, increasing.
    uniform, curvature, optimal : arrays of shape (m,)
        The error in the norm with knots spread evenly, by the bend of the target (de Boor 1973), and as
        well as is known. Slopes are the best for the knots each time.
    """

    target: Target
    norm: Norm
    counts: npt.NDArray[np.intp]
    uniform: FloatArray
    curvature: FloatArray
    optimal: FloatArray


def rates(
    target: Target,
    norm: str = "l2",
    *,
    counts: Sequence[int] | None = None,
    watch: Watch | None = None,
) -> Rates:
    """Return the errors for 1 … 64 hinges, or for the `counts` given.

    A smooth target has errors that fall like k⁻² however knots are spread, as long as they are spread
    everywhere: what differs is the factor, ∫|f″|^p to some power against max |f″|.

    Raises
    ------
    InputError
        If there is no such norm, or so many hinges cannot be placed.
    """
    checked = checked_norm(norm)
    wanted = range(1, MOST_COUNTED + 1) if counts is None else counts
    numbers = np.array(sorted({checked_count(count) for count in wanted}), dtype=np.intp)
    density = bend_density(target, checked)
    start, end = ends_of(target)
    errors = np.zeros((3, numbers.size))
    is_exact = False
    for index, count in enumerate(numbers.tolist()):
        share = index / numbers.size
        inner = None if watch is None else partial(_say_again, watch, share)
        if watch is not None:
            watch(share)
        errors[0, index] = _error(target, np.linspace(start, end, count + 2)[1:-1], checked, inner)
        errors[1, index] = _error(target, density.spaced(count + 1)[1:-1], checked, inner)
        if is_exact:
            errors[2, index] = errors[2, index - 1]
            continue
        best = par(target, count, checked, inner)
        errors[2, index] = best.error
        heights = best.sum(np.array([start, *best.sum.knots, end]))
        is_exact = best.error <= _EXACT * float(np.abs(heights).max())
    # More hinges can always do what fewer did: where a search found less, the better one stands.
    optimal = np.minimum.accumulate(np.minimum(errors[2], errors[:2].min(axis=0)))
    return Rates(target, checked, numbers, errors[0], errors[1], optimal)


def _error(target: Target, knots: FloatArray, norm: Norm, watch: Watch | None) -> float:
    model = HingeSum.from_arrays(knots, np.ones(knots.size), np.zeros(knots.size))
    return error_in(norm, fit_slopes(model, target, norm=norm, watch=watch).error)


def _say_again(watch: Watch, share: float, _: float) -> None:
    """Tell a watch what it knows already, so that one search of many can be ended."""
    watch(share)

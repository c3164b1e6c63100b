"""What the fits that move knots return."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reluviz.fitting.norms import error_in
from reluviz.maths.measure import Errors, measure

if TYPE_CHECKING:
    from reluviz.fitting.norms import Norm
    from reluviz.fitting.par import Par
    from reluviz.maths.hinges import HingeSum
    from reluviz.targets.target import Target

__all__ = ["Placement"]


@dataclass(frozen=True, eq=False)
class Placement:
    """Hinges, with their knots and slopes, that a fit has found.

    Attributes
    ----------
    sum : HingeSum
    target : Target
    norm : Norm
        The error that was made small.
    par : Par or None
        How good any sum with as many hinges can be; None where it was not asked for.
    locked_knots, locked_slopes : tuple of int
        Which hinges of `sum` stayed as they were: they may have other places in it than before.
    """

    sum: HingeSum
    target: Target
    norm: Norm
    par: Par | None = None
    locked_knots: tuple[int, ...] = ()
    locked_slopes: tuple[int, ...] = ()

    @cached_property
    def error(self) -> Errors:
        """The errors of the sum, measured when first asked for."""
        return measure(self.sum, self.target)

    @property
    def reached(self) -> float:
        """The error in the norm of the fit."""
        return error_in(self.norm, self.error)

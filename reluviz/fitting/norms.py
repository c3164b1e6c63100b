"""The three measures of error a fit can make smallest, and what may interrupt a long fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.maths.measure import Errors

__all__ = ["NORMS", "Cancelled", "Norm", "Watch", "checked_norm", "error_in"]

#: "l2": least squares. "max": minimax, the smallest largest error. "l1": least absolute deviation.
Norm: TypeAlias = Literal["l2", "max", "l1"]
NORMS: tuple[Norm, ...] = get_args(Norm)

#: Called now and then by fits that take longer than a frame, with the share that is done, from 0 to 1.
#: It may raise `Cancelled`, which every fit lets through.
Watch: TypeAlias = "Callable[[float], None]"


class Cancelled(Exception):
    """Raised by a `Watch` to end a fit that nobody waits for any longer."""


def checked_norm(name: str) -> Norm:
    """Return the norm of that name; "L1" and "MAX" are "l1" and "max".

    Raises
    ------
    InputError
        If it is none.
    """
    asked = str(name).strip().casefold()
    for norm in NORMS:
        if norm == asked:
            return norm
    raise InputError(
        f"there is no norm {name!r}; expected l2 (least squares), max (minimax, L∞) or l1 "
        f"(least absolute deviations)"
    )


def error_in(norm: Norm, errors: Errors) -> float:
    """Return the error that `norm` makes smallest: RMSE, largest or mean absolute error."""
    return {"l2": errors.rmse, "max": errors.max, "l1": errors.mean_abs}[norm]

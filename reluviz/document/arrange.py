"""Edits of several hinges at once: move, mirror, duplicate, put in another order, shape; fit only some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reluviz.document.edits import Edit, hand_wins
from reluviz.errors import InputError
from reluviz.maths.hinges import HingeSum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reluviz.document.document import Document
    from reluviz.maths.piecewise import FloatArray

__all__ = [
    "add_mirror_images",
    "duplicate_hinges",
    "fit_only",
    "mirror_hinges",
    "move_hinge",
    "set_knots",
    "shape",
]


def set_knots(indices: Sequence[int], knots: Sequence[float], *, name: str = "Move knots") -> Edit:
    """Put the knots of hinges at new places, one for each of `indices`."""
    chosen, places = list(indices), np.asarray(knots, dtype=float)

    def change(document: Document) -> Document:
        model = document.model
        _check(document, chosen)
        moved = model.knots.copy()
        moved[chosen] = places
        return document.with_model(
            HingeSum.from_arrays(moved, model.facings, model.slopes, model.bias, model.slope)
        )

    return Edit(name, change)


def mirror_hinges(indices: Iterable[int]) -> Edit:
    """Mirror hinges about the axis x = 0: slope · g(x - t) becomes slope · g(-(x + t))."""
    chosen = sorted(set(indices))

    def change(document: Document) -> Document:
        model = document.model
        _check(document, chosen)
        knots, facings = model.knots.copy(), model.facings.copy()
        # Adding 0 turns -0 into 0.
        knots[chosen] = -knots[chosen] + 0.0
        facings[chosen] *= -1
        return document.with_model(
            HingeSum.from_arrays(knots, facings, model.slopes, model.bias, model.slope)
        )

    return Edit(_counted("Mirror", chosen), change)


def add_mirror_images(indices: Iterable[int], count: int) -> Edit:
    """Add what the mirror at x = 0 shows of hinges, where there are `count` so far; selects the images."""
    return _copied("Add mirror image", sorted(set(indices)), count, lambda knots: -knots + 0.0, -1)


def duplicate_hinges(indices: Iterable[int], count: int, distance: float) -> Edit:
    """Add copies of hinges, moved by `distance`, where there are `count` so far; selects the copies."""
    return _copied("Duplicate", sorted(set(indices)), count, lambda knots: knots + distance, 1)


def move_hinge(index: int, place: int) -> Edit:
    """Give a hinge another place in the order, in which the sum is built up; the sum stays what it is."""

    def change(document: Document) -> Document:
        model = document.model
        _check(document, [index])
        order = np.delete(np.arange(len(model)), index)
        order = np.insert(order, min(max(place, 0), order.size), index)
        ordered = HingeSum.from_arrays(
            model.knots[order], model.facings[order], model.slopes[order], model.bias, model.slope
        )
        return document.with_model(ordered, document.lock_bits[order].tobytes())

    return Edit("Reorder hinges", change, (place,))


def shape(model: HingeSum, name: str, selection: tuple[int, ...] | None = None) -> Edit:
    """Take a curve whose vertices were put in place by hand: the hand wins over keep-fitted."""

    def change(document: Document) -> Document:
        if len(model) < len(document.model):
            raise InputError("only the whole curve can be shaped, not a first part of it")
        locks = document.locks
        if locks and len(model) > len(locks):
            locks += bytes(len(model) - len(locks))
        return hand_wins(document.with_model(model, locks))

    return Edit(name, change, selection)


def fit_only(indices: Iterable[int]) -> Edit:
    """Solve for the slopes of some hinges; all others, the bias and the linear term stay.

    Locked slopes stay too. To keep all fitted would undo it: that is switched off.
    """
    from reluviz.fitting.slopes import fit_slopes

    chosen = sorted(set(indices))

    def change(document: Document) -> Document:
        _check(document, chosen)
        free = set(chosen) - set(document.locked_slopes)
        if not free:
            raise InputError("the slopes of these hinges are locked; unlock one to fit it")
        others = tuple(sorted(set(range(len(document.model))) - free))
        fit = fit_slopes(
            document.model, document.target, norm=document.norm, bias=False, linear=False, locked=others
        )
        return hand_wins(document.with_model(fit.sum))

    return Edit("Fit only this hinge" if len(chosen) == 1 else "Fit only these hinges", change)


def _copied(
    verb: str, chosen: list[int], count: int, placed: Callable[[FloatArray], FloatArray], sign: int
) -> Edit:
    def change(document: Document) -> Document:
        model = document.model
        _check(document, chosen)
        added = HingeSum.from_arrays(
            np.append(model.knots, placed(model.knots[chosen])),
            np.append(model.facings, sign * model.facings[chosen]),
            np.append(model.slopes, model.slopes[chosen]),
            model.bias,
            model.slope,
        )
        # A copy is there to be changed: it has no lock.
        return document.with_model(added, document.locks and document.locks + bytes(len(chosen)))

    return Edit(_counted(verb, chosen), change, tuple(range(count, count + len(chosen))))


def _check(document: Document, indices: list[int]) -> None:
    for index in indices:
        if not 0 <= index < len(document.model):
            raise InputError(f"there is no hinge {index + 1}; the sum has {len(document.model)}")


def _counted(verb: str, chosen: list[int]) -> str:
    of = " of" if verb.endswith("image") else ""
    return f"{verb}{of} hinge" if len(chosen) == 1 else f"{verb}{of} {len(chosen)} hinges"

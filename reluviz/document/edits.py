"""Everything that can be done to a document, as pure functions from Document to Document.

A gesture, a table cell and a menu entry all speak through these; only the store applies them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from reluviz.document.document import KNOT_LOCK, SLOPE_LOCK, Document, refitted
from reluviz.document.figure_style import checked_style
from reluviz.document.fitted import asks_the_same
from reluviz.errors import InputError
from reluviz.fitting.norms import checked_norm
from reluviz.maths.hinges import Hinge, HingeSum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reluviz.document.figure_style import StyleValue
    from reluviz.fitting.norms import Norm, Watch
    from reluviz.targets.target import Target

__all__ = [
    "Edit",
    "add_hinge",
    "apply_edit",
    "apply_fit",
    "apply_unfitted",
    "clear_hinges",
    "count_hinges",
    "delete_hinges",
    "fit",
    "flip_hinges",
    "free",
    "hand_wins",
    "keep_fitted",
    "lock_hinges",
    "nudge_knots",
    "set_affine",
    "set_figure_style",
    "set_hinge",
    "set_model",
    "set_norm",
    "set_target",
]

#: More hinges than this help nobody and would make a slip of the hand (or a file) hang the program.
MOST_HINGES = 100_000
_NORM_EDITS: dict[Norm, str] = {
    "l2": "Fit by least squares",
    "max": "Fit by minimax",
    "l1": "Fit by least absolute deviation",
}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change.

    Attributes
    ----------
    name : str
        What undo calls it: "Move knot".
    change : callable
        Document → Document; pure; may raise InputError.
    selection : tuple of int, optional
        The hinges selected afterwards; None leaves the selection as it is, or empties it where the number
        of hinges changes and the same index means another hinge.
    """

    name: str
    change: Callable[[Document], Document]
    selection: tuple[int, ...] | None = None


def apply_edit(document: Document, edit: Edit, watch: Watch | None = None) -> Document:
    """Return the changed document, with its slopes solved again if it is kept fitted.

    They stay where nothing has changed that they depend on, as a pin.

    Raises
    ------
    InputError
        If the edit cannot be done; the document given is untouched either way.
    """
    changed = apply_unfitted(document, edit)
    if not changed.keep_fitted:
        return changed
    return (
        changed.with_model(document.model) if asks_the_same(document, changed) else refitted(changed, watch)
    )


def apply_unfitted(document: Document, edit: Edit) -> Document:
    """Return the changed document, whose slopes are still to be solved for if it is kept fitted.

    Raises
    ------
    InputError
        If the edit cannot be done.
    """
    changed = edit.change(document)
    count = count_hinges(changed)
    if count > MOST_HINGES:
        with_pins = ", those of its pins included" if changed.pins else ""
        raise InputError(f"a document holds at most {MOST_HINGES:,} hinges{with_pins}, not {count:,}")
    return changed


def count_hinges(document: Document) -> int:
    """Return how many hinges a document holds, those of its pins included."""
    return len(document.model) + sum(len(pin.model) for pin in document.pins)


def add_hinge(hinge: Hinge, index: int, *, by_hand: bool = False, name: str = "Add hinge") -> Edit:
    """Put a hinge in as number `index` (from 0), those after it moving on by one, and select it.

    `by_hand` says that its slope was shaped by hand: the hand wins over keep-fitted, which is switched off.
    """

    def change(document: Document) -> Document:
        model = document.model
        place = min(index, len(model))
        added = HingeSum.from_arrays(
            np.insert(model.knots, place, hinge.knot),
            np.insert(model.facings, place, hinge.facing),
            np.insert(model.slopes, place, hinge.slope),
            model.bias,
            model.slope,
        )
        locks = document.locks and document.locks[:place] + b"\0" + document.locks[place:]
        return hand_wins(document.with_model(added, locks), by_hand)

    return Edit(name, change, (index,))


def set_hinge(index: int, hinge: Hinge, *, name: str, by_hand: bool = False) -> Edit:
    """Replace hinge `index`; `by_hand` as in `add_hinge`."""

    def change(document: Document) -> Document:
        model = document.model
        if not 0 <= index < len(model):
            raise InputError(f"there is no hinge {index + 1}; the sum has {len(model)}")
        knots, facings, slopes = model.knots.copy(), model.facings.copy(), model.slopes.copy()
        knots[index], facings[index], slopes[index] = hinge.knot, hinge.facing, hinge.slope
        changed = HingeSum.from_arrays(knots, facings, slopes, model.bias, model.slope)
        return hand_wins(document.with_model(changed), by_hand)

    return Edit(name, change)


def hand_wins(document: Document, by_hand: bool = True) -> Document:
    """Return the document with keep-fitted off, if what was done to it was done by hand."""
    return replace(document, keep_fitted=False) if by_hand and document.keep_fitted else document


def delete_hinges(indices: Iterable[int]) -> Edit:
    """Remove hinges; nothing is selected afterwards."""
    gone = sorted(set(indices))

    def change(document: Document) -> Document:
        model = document.model
        keep = np.ones(len(model), dtype=bool)
        keep[[index for index in gone if 0 <= index < len(model)]] = False
        kept = HingeSum.from_arrays(
            model.knots[keep], model.facings[keep], model.slopes[keep], model.bias, model.slope
        )
        return document.with_model(kept, document.lock_bits[keep].tobytes())

    return Edit(_counted("Delete", len(gone)), change, ())


def clear_hinges() -> Edit:
    """Remove every hinge, and set bias and linear term to 0: the empty canvas."""
    return Edit("Clear all hinges", lambda document: document.with_model(HingeSum(), b""), ())


def flip_hinges(indices: Iterable[int]) -> Edit:
    """Turn hinges to face the other way, knots and slopes kept."""
    turned = sorted(set(indices))

    def change(document: Document) -> Document:
        model = document.model
        facings = model.facings.copy()
        facings[[index for index in turned if 0 <= index < len(model)]] *= -1
        flipped = HingeSum.from_arrays(model.knots, facings, model.slopes, model.bias, model.slope)
        return document.with_model(flipped)

    return Edit(_counted("Flip", len(turned)), change)


def nudge_knots(indices: Iterable[int], distance: float) -> Edit:
    """Move knots along x by `distance`."""
    moved = sorted(set(indices))

    def change(document: Document) -> Document:
        model = document.model
        knots = model.knots.copy()
        knots[[index for index in moved if 0 <= index < len(model)]] += distance
        nudged = HingeSum.from_arrays(knots, model.facings, model.slopes, model.bias, model.slope)
        return document.with_model(nudged)

    return Edit("Nudge knot" if len(moved) == 1 else "Nudge knots", change)


def set_model(model: HingeSum, name: str) -> Edit:
    """Replace the whole sum, as a typed formula does. What the formula leaves out is 0.

    A formula is shaped by hand: keep-fitted is switched off. Its hinges are new ones: none is locked.
    """
    return Edit(name, lambda document: replace(document, model=model, locks=b"", keep_fitted=False), ())


def apply_fit(
    model: HingeSum,
    name: str,
    *,
    locks: bytes | None = None,
    free_bias: bool | None = None,
    free_linear: bool | None = None,
) -> Edit:
    """Replace the whole sum by what a fit found, which leaves keep-fitted as it is.

    Parameters
    ----------
    model : HingeSum
    name : str
        What undo calls it.
    locks : bytes, optional
        Those of the fit's hinges; else they keep theirs if there are as many as before.
    free_bias, free_linear : bool, optional
        Whether the fit had them free, where that is to hold from now on.
    """

    def change(document: Document) -> Document:
        return replace(
            document.with_model(model, locks),
            free_bias=document.free_bias if free_bias is None else free_bias,
            free_linear=document.free_linear if free_linear is None else free_linear,
        )

    return Edit(name, change)


def set_affine(*, bias: float | None = None, linear: float | None = None) -> Edit:
    """Set the bias or the linear term; one that is kept fitted is fixed at the new value."""

    def change(document: Document) -> Document:
        model = document.model
        changed = HingeSum.from_arrays(
            model.knots,
            model.facings,
            model.slopes,
            model.bias if bias is None else bias,
            model.slope if linear is None else linear,
        )
        return replace(
            document,
            model=changed,
            free_bias=document.free_bias and not (document.keep_fitted and bias is not None),
            free_linear=document.free_linear and not (document.keep_fitted and linear is not None),
        )

    return Edit("Set bias" if linear is None else "Set linear term", change)


def free(*, bias: bool | None = None, linear: bool | None = None) -> Edit:
    """Say whether fits may change the bias or the linear term."""

    def change(document: Document) -> Document:
        return replace(
            document,
            free_bias=document.free_bias if bias is None else bias,
            free_linear=document.free_linear if linear is None else linear,
        )

    what, on = ("linear term", linear) if bias is None else ("bias", bias)
    return Edit(f"{'Free' if on else 'Fix'} {what}", change)


def keep_fitted(on: bool) -> Edit:
    """Switch solving after every change on or off; switching it on solves at once."""
    return Edit("Keep fitted" if on else "Stop fitting", lambda document: replace(document, keep_fitted=on))


def fit() -> Edit:
    """Solve the slopes that are not locked, and the bias and linear term where they are free."""
    return Edit("Fit slopes", refitted)


def set_norm(norm: Norm) -> Edit:
    """Say which error fits make smallest.

    Raises
    ------
    InputError
        If there is no such norm.
    """
    return Edit(_NORM_EDITS[checked_norm(norm)], lambda document: replace(document, norm=norm))


def set_figure_style(style: Iterable[tuple[str, StyleValue]]) -> Edit:
    """Say how the figures of the document look; an empty style leaves that to whoever makes them.

    Raises
    ------
    InputError
        If the style cannot be kept.
    """
    kept = checked_style(style)
    name = "Set figure style" if kept else "Drop figure style"
    return Edit(name, lambda document: replace(document, figure_style=kept))


def lock_hinges(indices: Iterable[int], *, knot: bool | None = None, slope: bool | None = None) -> Edit:
    """Say whether fits leave the knots or the slopes of hinges alone; None leaves a lock as it is."""
    chosen = sorted(set(indices))
    wishes = [(bit, on) for bit, on in ((KNOT_LOCK, knot), (SLOPE_LOCK, slope)) if on is not None]

    def change(document: Document) -> Document:
        bits = document.lock_bits.copy()
        here = [index for index in chosen if 0 <= index < bits.size]
        for bit, on in wishes:
            bits[here] = bits[here] | bit if on else bits[here] & ~np.uint8(bit)
        return replace(document, locks=bits.tobytes())

    if knot is not None and slope is not None and knot is not slope:
        return Edit("Change locks", change)
    what = "hinge" if slope is knot else "knot" if slope is None else "slope"
    return Edit(_counted("Lock" if knot or slope else "Unlock", len(chosen), what), change)


def set_target(target: Target, name: str = "Change target") -> Edit:
    """Approximate something else, or on another interval."""
    return Edit(name, lambda document: replace(document, target=target))


def _counted(verb: str, count: int, what: str = "hinge") -> str:
    return f"{verb} {what}" if count == 1 else f"{verb} {count} {what}s"

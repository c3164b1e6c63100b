"""Edits of pins: keep the present sum under a name, show or hide it, bring it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reluviz.document.document import Pin
from reluviz.document.edits import Edit
from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.document.document import Document
    from reluviz.maths.hinges import HingeSum

__all__ = ["add_pin", "delete_pin", "free_name", "rename_pin", "restore_pin", "show_pin", "show_pins"]

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def free_name(document: Document) -> str:
    """Return the next of h₁, h₂, … that no pin has."""
    taken = {pin.name for pin in document.pins}
    names = (f"h{number}".translate(_SUBSCRIPTS) for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def add_pin(name: str, model: HingeSum | None = None) -> Edit:
    """Keep a sum under a name that no pin has yet; the present one if no other is given."""

    def change(document: Document) -> Document:
        pin = Pin(name.strip(), document.model if model is None else model)
        return replace(document, pins=(*document.pins, pin))

    return Edit("Pin", change)


def delete_pin(index: int) -> Edit:
    """Forget a pin; the sum that is being built stays as it is."""

    def change(document: Document) -> Document:
        _checked(document, index)
        return replace(document, pins=(*document.pins[:index], *document.pins[index + 1 :]))

    return Edit("Delete pin", change)


def rename_pin(index: int, name: str) -> Edit:
    """Give a pin another name."""
    return _changed("Rename pin", index, lambda pin: replace(pin, name=name.strip()))


def show_pin(index: int, *, shown: bool) -> Edit:
    """Draw the curve of a pin, or do not."""
    return _changed("Show pin" if shown else "Hide pin", index, lambda pin: replace(pin, is_shown=shown))


def show_pins(*, shown: bool) -> Edit:
    """Draw the curves of all pins, or of none."""

    def change(document: Document) -> Document:
        return replace(document, pins=tuple(replace(pin, is_shown=shown) for pin in document.pins))

    return Edit("Show pins" if shown else "Hide pins", change)


def restore_pin(index: int) -> Edit:
    """Go on from the sum of a pin; the pin stays. The hand wins over keep-fitted, and nothing is locked."""

    def change(document: Document) -> Document:
        pin = _checked(document, index)
        return replace(document, model=pin.model, locks=b"", keep_fitted=False)

    return Edit("Restore pin", change, ())


def _changed(name: str, index: int, change_pin: Callable[[Pin], Pin]) -> Edit:
    def change(document: Document) -> Document:
        pins = list(document.pins)
        pins[index] = change_pin(_checked(document, index))
        return replace(document, pins=tuple(pins))

    return Edit(name, change)


def _checked(document: Document, index: int) -> Pin:
    if not 0 <= index < len(document.pins):
        raise InputError(f"there is no pin {index + 1}; the document has {len(document.pins)}")
    return document.pins[index]

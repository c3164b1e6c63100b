"""The frozen document: a target, a model of it, and what a fit may change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reluviz.document.figure_style import checked_style
from reluviz.errors import InputError
from reluviz.fitting.norms import checked_norm

if TYPE_CHECKING:
    from reluviz.document.figure_style import FigureStyle
    from reluviz.fitting.norms import Norm, Watch
    from reluviz.maths.hinges import HingeSum
    from reluviz.targets.target import Target

__all__ = ["KNOT_LOCK", "MOST_PINS", "SLOPE_LOCK", "Document", "Pin", "refitted"]

#: The bits of a hinge's lock.
KNOT_LOCK = 1
SLOPE_LOCK = 2
#: More curves than this nobody compares by eye.
MOST_PINS = 50
LONGEST_PIN_NAME = 60
_EVERY_LOCK = bytes(range((KNOT_LOCK | SLOPE_LOCK) + 1))


@dataclass(frozen=True, slots=True)
class Pin:
    """A sum kept under a name, to compare others with.

    Attributes
    ----------
    name : str
    model : HingeSum
    is_shown : bool
        Whether its curve is drawn.

    Raises
    ------
    InputError
        If the name is empty or too long.
    """

    name: str
    model: HingeSum
    is_shown: bool = True

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InputError("a pin needs a name")
        if len(self.name) > LONGEST_PIN_NAME:
            raise InputError(
                f"the name of a pin has at most {LONGEST_PIN_NAME} characters, not {len(self.name):,}"
            )


@dataclass(frozen=True)
class Document:
    """All that is saved. Frozen: every change makes a new one, and undo goes back to an old one.

    Attributes
    ----------
    target : Target
    model : HingeSum
        The union of model kinds; cascades and two-input models will join it.
    free_bias, free_linear : bool
        Whether a fit may change the bias and the linear term.
    keep_fitted : bool
        Whether the slopes are solved again after every change.
    norm : Norm
        Which error a fit makes smallest.
    locks : bytes
        What fits leave alone, one byte for each hinge: 0 for nothing, KNOT_LOCK for its knot, SLOPE_LOCK
        for its slope, both bits for both. Empty where nothing is locked. A lock protects a hinge from
        fits, not from the hand.
    pins : tuple of Pin
        Earlier sums kept to compare with; their names differ.
    figure_style : tuple of (str, value)
        How its figures look, where that is not left to whoever makes them; see `document.figure_style`.

    Raises
    ------
    InputError
        If there is no such norm, the locks are not those of the model's hinges, two pins have one name,
        there are too many of them, or the style cannot be kept.
    """

    target: Target
    model: HingeSum
    free_bias: bool = False
    free_linear: bool = False
    keep_fitted: bool = False
    norm: Norm = "l2"
    locks: bytes = b""
    pins: tuple[Pin, ...] = ()
    figure_style: FigureStyle = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "norm", checked_norm(self.norm))
        self._check_pins()
        if self.figure_style:
            object.__setattr__(self, "figure_style", checked_style(self.figure_style))
        if not self.locks:
            return
        if len(self.locks) != len(self.model):
            raise InputError(
                f"there are locks for {len(self.locks)} hinges, but the sum has {len(self.model)}"
            )
        if unknown := self.locks.translate(None, _EVERY_LOCK):
            raise InputError(f"there is no lock {unknown[0]}; expected 0 (free), 1 (knot), 2 (slope) or 3")
        if self.locks.count(0) == len(self.locks):
            # One way to say it, so that equal documents are equal.
            object.__setattr__(self, "locks", b"")

    def _check_pins(self) -> None:
        if len(self.pins) > MOST_PINS:
            raise InputError(f"a document keeps at most {MOST_PINS} pins, not {len(self.pins):,}")
        names = [pin.name for pin in self.pins]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise InputError(f"there is a pin named {twice!r} already; give it another name")

    @property
    def lock_bits(self) -> npt.NDArray[np.uint8]:
        """The lock of every hinge, shape (k,), zeros where `locks` is empty."""
        if not self.locks:
            return np.zeros(len(self.model), dtype=np.uint8)
        return np.frombuffer(self.locks, dtype=np.uint8)

    @property
    def locked_knots(self) -> tuple[int, ...]:
        """Indices of the hinges whose knots fits leave alone, increasing."""
        return self._locked(KNOT_LOCK)

    @property
    def locked_slopes(self) -> tuple[int, ...]:
        """Indices of the hinges whose slopes fits leave alone, increasing."""
        return self._locked(SLOPE_LOCK)

    def _locked(self, bit: int) -> tuple[int, ...]:
        return tuple(np.flatnonzero(self.lock_bits & bit).tolist()) if self.locks else ()

    def with_model(self, model: HingeSum, locks: bytes | None = None) -> Document:
        """Return the document with another model, whose locks are `locks`.

        Where none are given, the hinges keep theirs if there are as many as before; else none is locked.
        """
        if locks is None:
            locks = self.locks if len(model) == len(self.model) else b""
        return replace(self, model=model, locks=locks)


def refitted(document: Document, watch: Watch | None = None) -> Document:
    """Return the document with what is free of the slopes, the bias and the linear term solved for. Pure.

    Parameters
    ----------
    document : Document
    watch : callable, optional
        Called now and then by a long fit; may raise `Cancelled`.

    Raises
    ------
    InputError
        If there are too many knots for the norm.
    """
    # Loaded when something is fitted first: an empty window needs none of it.
    from reluviz.fitting.slopes import fit_slopes

    fit = fit_slopes(
        document.model,
        document.target,
        norm=document.norm,
        bias=document.free_bias,
        linear=document.free_linear,
        locked=document.locked_slopes,
        watch=watch,
    )
    return document.with_model(fit.sum)

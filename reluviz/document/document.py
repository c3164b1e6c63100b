"""The frozen document: a target, a model of it, and what a fit may change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reluviz.fitting.slopes import fit_slopes

if TYPE_CHECKING:
    from reluviz.maths.hinges import HingeSum
    from reluviz.targets.target import Target

__all__ = ["Document", "refitted"]


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
    """

    target: Target
    model: HingeSum
    free_bias: bool = False
    free_linear: bool = False
    keep_fitted: bool = False

    def with_model(self, model: HingeSum) -> Document:
        """Return the document with another model."""
        return replace(self, model=model)


def refitted(document: Document) -> Document:
    """Return the document with the slopes (and what else is free) solved by least squares. Pure."""
    fit = fit_slopes(document.model, document.target, bias=document.free_bias, linear=document.free_linear)
    return document.with_model(fit.sum)

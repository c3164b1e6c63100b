"""Why a fit makes no sense for a document, in one sentence for the tooltip of its button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from reluviz.document.document import Document

__all__ = ["why_not"]

#: More hinges than this are not improved where their matrix is dense: `fitting.improve` would refuse them.
_MOST_DENSE = 1000


def why_not(action: str, document: Document, to_place: int) -> str:
    """Return why "fit", "place", "improve", "add_best" or "tolerance" makes no sense, or "".

    `to_place` is how many hinges "place" is to place.
    """
    if action == "fit":
        return _why_not_fit(document)
    if action == "improve":
        return _why_not_improve(document)
    locked = sum(bits > 0 for bits in document.locks)
    if action == "place" and to_place < locked:
        return _said("{0} hinges are locked, which is more than are to be placed.").format(locked)
    if action == "tolerance":
        if locked:
            return _said("This places every hinge anew: unlock the hinges first.")
        model = document.model
        if (model.bias and not document.free_bias) or (model.slope and not document.free_linear):
            return _said("This starts from nothing: let bias and linear term be free, or set them to 0.")
    return ""


def _why_not_fit(document: Document) -> str:
    if document.keep_fitted:
        return _said("The slopes are kept fitted already.")
    if len(document.locked_slopes) < len(document.model) or document.free_bias or document.free_linear:
        return ""
    if len(document.model):
        return _said("Every slope is locked, and neither bias nor linear term is free.")
    return _said("There is no hinge, and neither bias nor linear term is free.")


def _why_not_improve(document: Document) -> str:
    if not len(document.model):
        return _said("There is no hinge to improve.")
    if len(document.locked_knots) == len(document.model):
        return _said("Every knot is locked.")
    is_banded = document.norm == "l2" and document.free_bias and document.free_linear
    if len(document.model) > _MOST_DENSE and not (is_banded and not document.locked_slopes):
        return _said(
            "More than {0} hinges are improved only by least squares with bias, linear term and slopes free."
        ).format(f"{_MOST_DENSE:,}")
    return ""


def _said(text: str) -> str:
    return QCoreApplication.translate("FitReasons", text)

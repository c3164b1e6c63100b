"""What the slopes of a document that is kept fitted depend on, and what stands in for them meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reluviz.document.document import SLOPE_LOCK, refitted

if TYPE_CHECKING:
    from reluviz.document.document import Document

__all__ = ["asks_the_same", "check_size", "is_found_within_a_frame", "roughly_refitted", "with_free_heights"]

#: Up to so many hinges, and points or cells of the target, a minimax fit leaves time to paint in a frame.
_FEW_IN_MINIMAX = (8, 20_000)
#: Least absolute deviations from data take a step of Newton's for each few points.
_FEW_IN_DEVIATION = (16, 1_000)


def with_free_heights(document: Document, height: float) -> Document:
    """Return the document with `height` in place of every number that a fit solves for."""
    model = document.model
    slopes = np.where(document.lock_bits & SLOPE_LOCK, model.slopes, height)
    bias = height if document.free_bias else model.bias
    linear = height if document.free_linear else model.slope
    return replace(document, model=model.with_slopes(slopes, bias, linear))


def asks_the_same(before: Document, after: Document) -> bool:
    """Return whether a fit of either finds the same slopes, both being kept fitted."""
    if not (before.keep_fitted and after.keep_fitted):
        return False
    asked, asked_now = (
        replace(with_free_heights(document, 0.0), pins=(), figure_style=()) for document in (before, after)
    )
    return asked == asked_now


def is_found_within_a_frame(document: Document) -> bool:
    """Return whether a fit of the slopes is certainly quick.

    The size alone decides, no clock: what is shown on the way is the same on every machine.
    """
    if document.norm == "l2":
        return True
    points = document.target.points_inside
    if points is None and document.norm == "l1":
        # As many steps as the signs of the error are hard to balance, which no size tells.
        return False
    most_hinges, most_places = _FEW_IN_MINIMAX if document.norm == "max" else _FEW_IN_DEVIATION
    places = document.target.cells.size if points is None else points.x.size
    return len(document.model) <= most_hinges and places <= most_places


def roughly_refitted(document: Document) -> Document:
    """Return the document with the slopes of least squares, which take no time, whatever its norm."""
    return document.with_model(refitted(replace(document, norm="l2")).model)


def check_size(document: Document) -> None:
    """Refuse at once what a fit would refuse, before anything stands in for it.

    Raises
    ------
    InputError
        If there are more knots than a minimax fit takes.
    """
    from reluviz.fitting.minimax import MOST_KNOTS, check_knots
    from reluviz.fitting.segments import ends_of
    from reluviz.fitting.span import span_of

    model = document.model
    if document.norm == "max" and len(model) > MOST_KNOTS:
        free = (document.lock_bits & SLOPE_LOCK) == 0
        ends = ends_of(document.target)
        span = span_of(
            model.knots[free], model.facings[free], ends, bias=document.free_bias, linear=document.free_linear
        )
        check_knots(span.nodes.size - 2)

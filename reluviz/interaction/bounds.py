"""The gesture that drags an end of the interval on which errors count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.document.edits import set_target
from reluviz.interaction.gestures import Dragged
from reluviz.interaction.snapping import snap_x

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.interaction.gestures import Drag, Pointer
    from reluviz.interaction.view import View

__all__ = ["drag_bound"]

#: How many pixels the ends stay apart, so that both can be taken again.
_LEAST_PIXELS = 24.0


def drag_bound(document: Document, end: int, start: Pointer, view: View) -> Drag:
    """Drag the left end (0) or the right end (1) of the target's interval; the sum stays as it is."""
    target = document.target
    offset = target.interval[end] - start.x
    least = _LEAST_PIXELS / view.pixels_per_x

    def drag(pointer: Pointer) -> Dragged:
        place = snap_x(pointer.x + offset, view, suspended=pointer.alt)
        left, right = target.interval
        x = min(place.value, right - least) if end == 0 else max(place.value, left + least)
        other = target.on(x, right) if end == 0 else target.on(left, x)
        return Dragged(
            set_target(other, "Change interval"),
            (("from", other.interval[0]), ("to", other.interval[1])),
            (x, start.y),
            guide_x=x if place.is_round and x == place.value else None,
        )

    return drag

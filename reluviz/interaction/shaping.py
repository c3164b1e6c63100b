"""The gestures of shape mode: vertices of the curve go where they are put, and the slopes are solved for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.document.arrange import shape
from reluviz.interaction.gestures import Dragged
from reluviz.interaction.snapping import snap_x, snap_y
from reluviz.maths.vertices import add_vertex, move_vertex, reach, vertices_of

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.document.edits import Edit
    from reluviz.interaction.gestures import Drag, Pointer
    from reluviz.interaction.view import View

__all__ = ["drag_vertex", "nudge_vertex", "place_vertex", "vertex_of"]


def drag_vertex(document: Document, vertex: int, start: Pointer, view: View) -> Drag:
    """Drag vertex number `vertex` of the curve; its neighbours stay where they are."""
    model, interval = document.model, document.target.interval
    vertices = vertices_of(model, interval)
    offset_x, offset_y = float(vertices.x[vertex]) - start.x, float(vertices.y[vertex]) - start.y
    low, high = reach(model, interval, vertex)

    def drag(pointer: Pointer) -> Dragged:
        x = snap_x(pointer.x + offset_x, view, suspended=pointer.alt)
        y = snap_y(pointer.y + offset_y, view, suspended=pointer.alt)
        at = min(max(x.value, low), high)
        return Dragged(
            shape(move_vertex(model, interval, vertex, at, y.value), "Move vertex"),
            (("x", at), ("h", y.value)),
            (at, y.value),
            guide_x=at if x.is_round and at == x.value else None,
            guide_y=y.value if y.is_round else None,
        )

    return drag


def place_vertex(document: Document, view: View) -> Drag:
    """Add a vertex under the pointer, wherever that goes."""
    model, interval = document.model, document.target.interval

    def drag(pointer: Pointer) -> Dragged:
        x = snap_x(pointer.x, view, suspended=pointer.alt)
        y = snap_y(pointer.y, view, suspended=pointer.alt)
        added = add_vertex(model, interval, x.value, y.value)
        at = float(added.knots[-1])
        return Dragged(
            shape(added, "Add vertex", (len(model),)),
            (("x", at), ("h", y.value)),
            (at, y.value),
            guide_x=at if x.is_round and at == x.value else None,
            guide_y=y.value if y.is_round else None,
        )

    return drag


def vertex_of(document: Document, hinge: int) -> int:
    """Return the number of the vertex on which a hinge stands."""
    vertices = vertices_of(document.model, document.target.interval)
    return next(number for number, there in enumerate(vertices.hinges) if hinge in there)


def nudge_vertex(document: Document, hinge: int, dx: float, dy: float) -> Edit:
    """Move the vertex of a hinge by so much; its neighbours stay."""
    model, interval = document.model, document.target.interval
    vertex = vertex_of(document, hinge)
    vertices = vertices_of(model, interval)
    x, y = float(vertices.x[vertex]) + dx, float(vertices.y[vertex]) + dy
    return shape(move_vertex(model, interval, vertex, float(f"{x:.12g}"), float(f"{y:.12g}")), "Move vertex")

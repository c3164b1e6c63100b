"""What lies under the pointer: a knot, the handle of an arm, a unit, or the open canvas."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Literal

import numpy as np

from reluviz.maths.vertices import vertices_of

if TYPE_CHECKING:
    from reluviz.interaction.view import View
    from reluviz.scene.scene import Scene

__all__ = [
    "GRIP_HEIGHT",
    "GRIP_WIDTH",
    "Handle",
    "Hit",
    "handles",
    "hit_bound",
    "hit_test",
    "hit_vertex",
    "knots_inside",
    "unit_under",
]

KNOT_REACH = 11.0
HANDLE_REACH = 11.0
#: Pixels along the arm between a knot and its handle.
HANDLE_DISTANCE = 58.0
#: Handles are for single hinges; a crowd of them would hide the curve.
MOST_HANDLES = 4
#: The grip of an end of the interval, at the lower edge of the canvas, in pixels, and its reach beyond.
GRIP_WIDTH, GRIP_HEIGHT = 12.0, 14.0
_GRIP_REACH = 3.0
#: How near, in pixels, the pointer must come to the line of a unit, and among how many one can be meant.
_UNIT_REACH = 5.0
_MOST_UNITS = 200


@dataclass(frozen=True, slots=True)
class Handle:
    """Where the arm of hinge `index` can be taken hold of."""

    index: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Hit:
    """What is under the pointer.

    Attributes
    ----------
    kind : {"knot", "handle", "end", "bound", "canvas"}
        An end is where the curve leaves the interval; only in shape mode it can be taken hold of. A bound is
        an end of the interval itself, by its grip at the lower edge of the canvas.
    index : int
        The hinge, or -1 where there is none.
    vertex : int
        In shape mode the vertex of the curve, else -1; of a bound 0 for the left one, 1 for the right one.
    """

    kind: Literal["knot", "handle", "end", "bound", "canvas"]
    index: int = -1
    vertex: int = -1


def handles(scene: Scene, view: View) -> tuple[Handle, ...]:
    """Return the handles of the selected hinges: points of the curve on the side where the arm acts."""
    if len(scene.selection) > MOST_HANDLES:
        return ()
    found = []
    model, h = scene.document.model, scene.sum
    for index in scene.selection:
        knot, facing = float(model.knots[index]), int(model.facings[index])
        place = int(np.searchsorted(h.breakpoints, knot, side="right"))
        steepness = float(h.slopes[place if facing > 0 else max(place - 1, 0)])
        stretch = hypot(view.pixels_per_x, steepness * view.pixels_per_y)
        x = knot + facing * HANDLE_DISTANCE / stretch
        found.append(Handle(index, x, h(x)))
    return tuple(found)


def hit_test(scene: Scene, view: View, x: float, y: float) -> Hit:
    """Return what a press at (x, y) would take hold of.

    Handles lie above knots. Of knots in reach the nearest wins, a selected one first, then the hinge
    that was added last; so that of two hinges on one knot either can be had.
    """
    for handle in handles(scene, view):
        if view.distance(handle.x, handle.y, x, y) <= HANDLE_REACH:
            return Hit("handle", handle.index)
    knots = scene.document.model.knots
    if knots.size == 0:
        return Hit("canvas")
    distances = np.hypot((knots - x) * view.pixels_per_x, (scene.knot_heights - y) * view.pixels_per_y)
    nearest = float(distances.min())
    if nearest > KNOT_REACH:
        return Hit("canvas")
    candidates = np.flatnonzero(distances <= nearest + 1.0).tolist()
    selected = [index for index in candidates if index in scene.selection]
    return Hit("knot", (selected or candidates)[-1])


def hit_bound(scene: Scene, view: View, x: float, y: float) -> Hit | None:
    """Return the end of the interval whose grip is under (x, y), or None."""
    if (y - view.bounds.bottom) * view.pixels_per_y > GRIP_HEIGHT + _GRIP_REACH:
        return None
    distances = [abs(x - end) * view.pixels_per_x for end in scene.interval]
    nearest = distances.index(min(distances))
    reach = 0.5 * GRIP_WIDTH + _GRIP_REACH
    return Hit("bound", -1, nearest) if distances[nearest] <= reach else None


def hit_vertex(scene: Scene, view: View, x: float, y: float) -> Hit:
    """Return what a press at (x, y) takes hold of in shape mode: the nearest vertex in reach."""
    vertices = vertices_of(scene.document.model, scene.interval)
    distances = np.hypot((vertices.x - x) * view.pixels_per_x, (vertices.y - y) * view.pixels_per_y)
    nearest = int(distances.argmin())
    if distances[nearest] > KNOT_REACH:
        return Hit("canvas")
    hinges = vertices.hinges[nearest]
    return Hit("knot", hinges[-1], nearest) if hinges else Hit("end", -1, nearest)


def knots_inside(scene: Scene, start: tuple[float, float], end: tuple[float, float]) -> tuple[int, ...]:
    """Return the hinges whose knots lie in the rectangle between two opposite corners."""
    (left, right), (bottom, top) = (sorted(pair) for pair in zip(start, end, strict=True))
    knots, heights = scene.document.model.knots, scene.knot_heights
    inside = (knots >= left) & (knots <= right) & (heights >= bottom) & (heights <= top)
    return tuple(np.flatnonzero(inside).tolist())


def unit_under(scene: Scene, view: View, x: float, y: float) -> int | None:
    """Return the unit whose thin line runs under (x, y), or None; the nearest of several.

    Where many units cross nobody can mean one of them.
    """
    count = len(scene.document.model)
    if not 0 < count <= _MOST_UNITS:
        return None
    segments = scene.unit_segments(view.bounds.left, view.bounds.right)
    scale = np.array([view.pixels_per_x, view.pixels_per_y])
    start, end = segments[:, 0] * scale, segments[:, 1] * scale
    place, along = np.array([x, y]) * scale, end - start
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((place - start) * along).sum(axis=1) / length, 0.0, 1.0)
    distances = np.hypot(*(start + share[:, None] * along - place).T)
    nearest = int(distances.argmin())
    return nearest if distances[nearest] <= _UNIT_REACH else None

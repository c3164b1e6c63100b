"""What lies under the pointer: a knot, the handle of an arm, or the open canvas."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from reluviz.interaction.view import View
    from reluviz.scene.scene import Scene

__all__ = ["Handle", "Hit", "handles", "hit_test"]

KNOT_REACH = 11.0
HANDLE_REACH = 11.0
#: Pixels along the arm between a knot and its handle.
HANDLE_DISTANCE = 58.0
#: Handles are for single hinges; a crowd of them would hide the curve.
MOST_HANDLES = 4


@dataclass(frozen=True, slots=True)
class Handle:
    """Where the arm of hinge `index` can be taken hold of."""

    index: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Hit:
    """What is under the pointer; `index` is the hinge, or -1 for the open canvas."""

    kind: Literal["knot", "handle", "canvas"]
    index: int = -1


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

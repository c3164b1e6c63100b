"""What a drag does: each gesture turns the place of the pointer into an edit of the document it began on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reluviz.document.arrange import set_knots
from reluviz.document.edits import Edit, add_hinge, delete_hinges, set_hinge
from reluviz.interaction.snapping import snap_slope, snap_x
from reluviz.interaction.view import rounded
from reluviz.maths.hinges import Hinge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.document.document import Document
    from reluviz.interaction.view import View

__all__ = [
    "Drag",
    "Dragged",
    "NewHingeRule",
    "Pointer",
    "bend_new_hinge",
    "move_knot",
    "move_knots",
    "new_hinge",
    "turn_arm",
]

NewHingeRule = Literal["best", "one", "zero"]
#: An arm cannot be held closer to its knot than this many pixels: its slope would be a matter of luck.
_CLOSEST = 3.0


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, in data coordinates, and which modifiers are held."""

    x: float
    y: float
    shift: bool = False
    control: bool = False
    alt: bool = False


@dataclass(frozen=True, slots=True)
class Dragged:
    """What a drag makes of the pointer, and what it shows of it.

    Attributes
    ----------
    edit : Edit
    readings : tuple of (name, value)
        The numbers under the hand, to be shown beside it.
    at : (x, y)
        The point of the curve that the hand holds.
    guide_x, guide_y : float or None
        Where a round number pulled the pointer.
    guide_arm : pair of points or None
        A line along an arm whose slope is a round number.
    """

    edit: Edit
    readings: tuple[tuple[str, float], ...] = ()
    at: tuple[float, float] = (0.0, 0.0)
    guide_x: float | None = None
    guide_y: float | None = None
    guide_arm: tuple[tuple[float, float], tuple[float, float]] | None = None


#: A gesture under way.
Drag = Callable[[Pointer], Dragged]


def new_hinge(document: Document, x: float, rule: NewHingeRule) -> Hinge:
    """Return the hinge that a click at `x` adds.

    It faces the side where it lowers the error most; its slope is the one that does so, or 1, or 0.
    """
    from reluviz.fitting.slopes import best_hinge_at

    best = best_hinge_at(document.model, document.target, x)
    if rule == "best":
        return Hinge(x, best.facing, _short(best.slope))
    return Hinge(x, best.facing, 1.0 if rule == "one" else 0.0)


def _short(value: float) -> float:
    """Twelve digits: what a hand makes should not read 2.4999999999999996."""
    return float(f"{value:.12g}")


def move_knot(document: Document, index: int, start: Pointer, view: View) -> Drag:
    """Drag the knot of hinge `index` along x."""
    hinge = document.model.hinge(index)
    offset = hinge.knot - start.x

    def drag(pointer: Pointer) -> Dragged:
        place = snap_x(pointer.x + offset, view, suspended=pointer.alt)
        moved = Hinge(place.value, hinge.facing, hinge.slope)
        return Dragged(
            set_hinge(index, moved, name="Move knot"),
            (("t", place.value),),
            (place.value, start.y),
            guide_x=place.value if place.is_round else None,
        )

    return drag


def move_knots(document: Document, indices: Sequence[int], held: int, start: Pointer, view: View) -> Drag:
    """Drag the knots of several hinges along x by the same distance; round numbers pull the one held."""
    knots = document.model.knots
    offset = float(knots[held]) - start.x
    before = [float(knots[index]) for index in indices]

    def drag(pointer: Pointer) -> Dragged:
        place = snap_x(pointer.x + offset, view, suspended=pointer.alt)
        distance = place.value - float(knots[held])
        # The others stay as sharp as the screen, and so their numbers as short as that of the one held.
        moved = [rounded(knot + distance, 0.01 / view.pixels_per_x) for knot in before]
        moved[list(indices).index(held)] = place.value
        return Dragged(
            set_knots(indices, moved),
            (("t", place.value),),
            (place.value, start.y),
            guide_x=place.value if place.is_round else None,
        )

    return drag


def turn_arm(document: Document, index: int, view: View) -> Drag:
    """Turn the arm of hinge `index`: the curve goes through the pointer; past the knot it flips."""
    hinge = document.model.hinge(index)
    without = delete_hinges([index]).change(document)

    def drag(pointer: Pointer) -> Dragged:
        turned, is_round = _through_pointer(without, hinge.knot, hinge.facing, pointer, view)
        edit = set_hinge(index, turned, name="Turn arm", by_hand=True)
        return _bent(edit, without, turned, pointer, view, is_round=is_round)

    return drag


def bend_new_hinge(document: Document, x: float, view: View) -> Drag:
    """Add a hinge at `x` and bend it: its arm follows the pointer, to whichever side that is."""
    index = len(document.model)

    def drag(pointer: Pointer) -> Dragged:
        hinge, is_round = _through_pointer(document, x, 1, pointer, view)
        edit = add_hinge(hinge, index, by_hand=True, name="Bend hinge")
        return _bent(edit, document, hinge, pointer, view, is_round=is_round)

    return drag


def _through_pointer(
    document: Document, knot: float, facing: int, pointer: Pointer, view: View
) -> tuple[Hinge, bool]:
    """Return the hinge at `knot` that, added to the document's model, takes the curve through the pointer.

    And whether its slope is a round number that pulled the pointer.
    """
    distance = pointer.x - knot
    closest = _CLOSEST / view.pixels_per_x
    if abs(distance) >= closest:
        facing = 1 if distance > 0 else -1
    distance = max(abs(distance), closest)
    slope = (pointer.y - document.model(knot + facing * distance)) / distance
    settled = snap_slope(slope, distance, view, suspended=pointer.alt)
    return Hinge(knot, facing, settled.value), settled.is_round


def _bent(
    edit: Edit, without: Document, hinge: Hinge, pointer: Pointer, view: View, *, is_round: bool
) -> Dragged:
    """Return a drag that turns an arm; its guide runs along the curve at the pointer, from the knot on."""
    distance = max(abs(pointer.x - hinge.knot), _CLOSEST / view.pixels_per_x)
    x = hinge.knot + hinge.facing * distance
    held = (x, without.model(x) + hinge.slope * distance)
    return Dragged(
        edit,
        (("t", hinge.knot), ("s", hinge.slope)),
        held,
        guide_arm=((hinge.knot, without.model(hinge.knot)), held) if is_round else None,
    )

"""What stays where it is through the pictures of a sequence, so that nothing jumps when slides advance."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reluviz.figures.composing.curve_layers import Crowd
    from reluviz.figures.composing.lens_place import Glass
    from reluviz.figures.composing.plan import Plan
    from reluviz.figures.picture import Entry
    from reluviz.scene.scene import Bounds

__all__ = ["Frame", "merged_slots", "slotted"]

#: Of the texts that a slot must hold, the longest so many are measured: others are no wider.
_MEASURED = 8


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The limits of the panels, what there is room for, and the slots of the legends.

    Attributes
    ----------
    plan : Plan
        What of that which was asked for is shown, and how large.
    curves, error : Bounds
        What each of the two panels shows.
    crowd : Crowd
        How many units and knots the fullest picture has: by them lines are faint and dots small in all.
    tolerance : float or None
        The tolerance whose band is shown, if one is.
    glass : Glass or None
        Where the lens stands, and what it magnifies.
    slots : mapping of str to tuple of Entry
        By panel, every entry that stands there in some picture, in order. Empty for a single picture, where
        entries stand side by side as they come.
    """

    plan: Plan
    curves: Bounds
    error: Bounds
    crowd: Crowd
    tolerance: float | None = None
    glass: Glass | None = None
    slots: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)


def merged_slots(slots: tuple[Entry, ...], entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return slots that have room for some more entries, each after the one that stands before it."""
    merged = list(slots)
    place = 0
    for entry in entries:
        keys = [slot.key for slot in merged]
        if entry.key in keys:
            place = keys.index(entry.key)
            merged[place] = _with_room(merged[place], entry)
        else:
            merged.insert(place, replace(entry, text="", short="", room=(entry,)))
        place += 1
    return tuple(merged)


def slotted(entries: Iterable[Entry], slots: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return entries in the order and with the room of their slots; all as they are if there are no slots."""
    if not slots:
        return tuple(entries)
    own = {entry.key: entry for entry in entries}
    return tuple(replace(own[slot.key], room=slot.room) if slot.key in own else slot for slot in slots)


def _with_room(slot: Entry, entry: Entry) -> Entry:
    if any((other.text, other.short) == (entry.text, entry.short) for other in slot.room):
        return slot
    longest = sorted((*slot.room, entry), key=lambda other: -len(other.text))
    return replace(slot, room=tuple(longest[:_MEASURED]))

"""The hand: from presses, moves and releases to gestures, and from gestures to the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.document.edits import Edit, add_hinge
from reluviz.errors import InputError
from reluviz.interaction.gestures import (
    Drag,
    NewHingeRule,
    Pointer,
    bend_new_hinge,
    move_knot,
    new_hinge,
    turn_arm,
)
from reluviz.interaction.hits import Hit, hit_test
from reluviz.interaction.snapping import snap_x

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.document.store import Store
    from reluviz.interaction.view import View
    from reluviz.scene.scene import Scene

__all__ = ["Hand"]

#: A press that moves less than this many pixels is a click.
DRAG_THRESHOLD = 4.0


class Hand:
    """Plays the gestures of one pointer on a store.

    One gesture, press to release, is one undo step; `escape` in the middle puts everything back.

    Parameters
    ----------
    store : Store
    refused : callable, optional
        Called with the error where the document takes no such change; what was last shown stays.
    """

    def __init__(self, store: Store, refused: Callable[[InputError], None] | None = None) -> None:
        self._store = store
        self._refused = refused
        self.rule: NewHingeRule = "best"
        self.guide_x: float | None = None
        self._drag: Drag | None = None
        self._start: Pointer | None = None
        self._view: View | None = None
        self._has_moved = False
        self._click_selects: int | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way; undo or a command in the middle of one ends it."""
        if self._drag is not None and not self._store.gesture_is_running:
            self._let_go()
        return self._drag is not None

    def press(self, pointer: Pointer, scene: Scene, view: View) -> None:
        """Take hold of what lies under the pointer, or place a hinge on the open canvas.

        Shift adds a knot to the selection or takes it out; Ctrl places a hinge even on top of a knot.
        """
        hit = Hit("canvas") if pointer.control else hit_test(scene, view, pointer.x, pointer.y)
        self._click_selects = None
        if hit.kind == "knot" and pointer.shift:
            self._store.select(set(scene.selection) ^ {hit.index})
            return
        self._start, self._view, self._has_moved = pointer, view, False
        document = self._store.document
        self._store.begin()
        if hit.kind == "handle":
            self._drag = turn_arm(document, hit.index, view)
        elif hit.kind == "knot":
            if scene.selection == (hit.index,):
                self._click_selects = _twin(scene, hit.index)
            self._store.select((hit.index,))
            self._drag = move_knot(document, hit.index, pointer, view)
        else:
            place = snap_x(pointer.x, view, suspended=pointer.alt)
            self.guide_x = place.value if place.is_round else None
            self._drag = bend_new_hinge(document, place.value, view)
            hinge = new_hinge(document, place.value, self.rule)
            self._preview(add_hinge(hinge, len(document.model)))

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer; nothing happens below the drag threshold, so that clicks stay clicks."""
        if not self.is_busy or self._drag is None or self._start is None or self._view is None:
            return
        travelled = self._view.distance(self._start.x, self._start.y, pointer.x, pointer.y)
        if not self._has_moved and travelled < DRAG_THRESHOLD:
            return
        self._has_moved = True
        try:
            dragged = self._drag(pointer)
        except InputError:
            return  # off the edge of the numbers: what was last shown stays
        self.guide_x = dragged.guide_x
        self._preview(dragged.edit)

    def release(self, pointer: Pointer) -> None:
        """End the gesture; what it shows stays, as one undo step."""
        if not self.is_busy:
            return
        self.move(pointer)
        twin = None if self._has_moved else self._click_selects
        self._let_go()
        self._store.commit()
        if twin is not None:
            self._store.select((twin,))

    def escape(self) -> bool:
        """Take the running gesture back, or else clear the selection; False if there was neither."""
        if self.escape_gesture():
            return True
        if self._store.selection:
            self._store.select(())
            return True
        return False

    def escape_gesture(self) -> bool:
        """Take the running gesture back; False if there was none."""
        if not self.is_busy:
            return False
        self._let_go()
        self._store.cancel()
        return True

    def _let_go(self) -> None:
        self._drag = self._start = self._view = self.guide_x = None

    def _preview(self, edit: Edit) -> None:
        try:
            self._store.preview(edit)
        except InputError as error:
            if self._refused is not None:
                self._refused(error)


def _twin(scene: Scene, index: int) -> int | None:
    """Return the next hinge on the same knot, going round, so that a second click reaches it."""
    knots = scene.document.model.knots
    same = [other for other in range(len(knots)) if knots[other] == knots[index]]
    return same[(same.index(index) + 1) % len(same)] if len(same) > 1 else None

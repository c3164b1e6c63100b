"""The hand: from presses, moves and releases to gestures, and from gestures to the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reluviz.document.edits import add_hinge
from reluviz.errors import InputError
from reluviz.interaction.bounds import drag_bound
from reluviz.interaction.drawing import Stroke
from reluviz.interaction.gestures import (
    Drag,
    Dragged,
    NewHingeRule,
    Pointer,
    bend_new_hinge,
    move_knot,
    move_knots,
    new_hinge,
    turn_arm,
)
from reluviz.interaction.hits import Hit, hit_bound, hit_test, hit_vertex, knots_inside
from reluviz.interaction.shaping import drag_vertex, place_vertex
from reluviz.interaction.snapping import snap_x

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.document.store import Store
    from reluviz.interaction.view import View
    from reluviz.scene.scene import Scene

__all__ = ["Hand", "Mode"]

#: What the hand works on.
Mode = Literal["hinges", "corners", "target"]

#: A press that moves less than this many pixels is a click.
DRAG_THRESHOLD = 4.0


class Hand:
    """Plays the gestures of one pointer on a store.

    One gesture, press to release, is one undo step; `escape` in the middle puts everything back. What is on
    the screen may be a first part of the sum: a new hinge comes after that part.

    Parameters
    ----------
    store : Store
    refused : callable, optional
        Called with the error where the document takes no such change; what was last shown stays.

    Attributes
    ----------
    rule : {"best", "one", "zero"}
        How a click chooses the slope of its hinge.
    mode : {"hinges", "corners", "target"}
        What the hand works on: hinges, the vertices of the curve (shape mode), or the target, which it draws.
    dragged : Dragged or None
        What the running gesture shows beside the pointer.
    band : pair of points or None
        Opposite corners of the rubber band.
    """

    def __init__(self, store: Store, refused: Callable[[InputError], None] | None = None) -> None:
        self._store = store
        self._refused = refused
        self.rule: NewHingeRule = "best"
        self.mode: Mode = "hinges"
        self.dragged: Dragged | None = None
        self.band: tuple[tuple[float, float], tuple[float, float]] | None = None
        self._drag: Drag | None = None
        self._start: Pointer | None = None
        self._view: View | None = None
        self._scene: Scene | None = None
        self._has_moved = False
        self._click_selects: tuple[int, ...] | None = None
        self._selected_before: tuple[int, ...] = ()

    @property
    def shapes(self) -> bool:
        """Whether the hand holds vertices of the curve rather than hinges."""
        return self.mode == "corners"

    @property
    def draws(self) -> bool:
        """Whether the hand draws the target."""
        return self.mode == "target"

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way; undo or a command in the middle of one ends it."""
        if self._drag is not None and not self._store.gesture_is_running:
            self._let_go()
        return self._drag is not None or self._is_banding

    @property
    def has_moved(self) -> bool:
        """Whether the running gesture is more than a press."""
        return self._has_moved

    @property
    def _is_banding(self) -> bool:
        return self._drag is None and self._start is not None

    def hit(self, scene: Scene, view: View, pointer: Pointer) -> Hit:
        """Return what a press would take hold of; Ctrl goes past all that is there, and so does a pencil."""
        if pointer.control or self.draws:
            return Hit("canvas")
        hit = (hit_vertex if self.shapes else hit_test)(scene, view, pointer.x, pointer.y)
        if hit.kind != "canvas":
            return hit
        return hit_bound(scene, view, pointer.x, pointer.y) or hit

    def press(self, pointer: Pointer, scene: Scene, view: View) -> None:
        """Take hold of what lies under the pointer, or place a hinge on the open canvas.

        Shift adds a knot to the selection or takes it out, and draws a rubber band on the open canvas. Ctrl
        places a hinge even on top of a knot.
        """
        hit = self.hit(scene, view, pointer)
        self._click_selects = None
        if pointer.shift and hit.kind == "knot":
            self._store.select(set(scene.selection) ^ {hit.index})
            return
        self._start, self._view, self._scene, self._has_moved = pointer, view, scene, False
        self._selected_before = scene.selection
        if pointer.shift and hit.kind == "canvas" and not self.draws:
            return
        self._store.begin()
        try:
            self._drag = self._gesture(hit, pointer, scene, view)
        except InputError as error:
            self._let_go()
            self._store.cancel()
            self._refuse(error)

    def _gesture(self, hit: Hit, pointer: Pointer, scene: Scene, view: View) -> Drag:
        """Return what a press begins; a new hinge or vertex is there at once."""
        document = scene.document
        if self.draws:
            return Stroke(self._store.committed, pointer, view)
        if hit.kind == "handle":
            return turn_arm(document, hit.index, view)
        if hit.kind == "bound":
            return drag_bound(document, hit.vertex, pointer, view)
        if hit.kind == "canvas":
            return self._new(pointer, scene, view)
        if hit.kind == "knot":
            together = scene.selection if hit.index in scene.selection and not self.shapes else ()
            if scene.selection == (hit.index,):
                self._click_selects = _twin(scene, hit.index)
            elif len(together) > 1:
                # A click means one of them; a drag moves all.
                self._click_selects = (hit.index,)
            if len(together) < 2:
                self._store.select((hit.index,))
            else:
                return move_knots(document, together, hit.index, pointer, view)
        if hit.vertex >= 0:
            return drag_vertex(document, hit.vertex, pointer, view)
        return move_knot(document, hit.index, pointer, view)

    def _new(self, pointer: Pointer, scene: Scene, view: View) -> Drag:
        document = scene.document
        if self.shapes:
            drag = place_vertex(document, view)
            self._show(drag(pointer))
            return drag
        place = snap_x(pointer.x, view, suspended=pointer.alt)
        hinge = new_hinge(document, place.value, self.rule)
        edit = add_hinge(hinge, len(document.model))
        readings = (("t", hinge.knot), ("s", hinge.slope))
        at = (place.value, document.model(place.value))
        self._show(Dragged(edit, readings, at, guide_x=place.value if place.is_round else None))
        return bend_new_hinge(document, place.value, view)

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer; nothing happens below the drag threshold, so that clicks stay clicks."""
        if not self.is_busy or not self._leaves_start(pointer):
            return
        if self._drag is None:
            self._stretch_band(pointer)
            return
        try:
            dragged = self._drag(pointer)
        except InputError:
            return  # off the edge of the numbers: what was last shown stays
        self._show(dragged)

    def pass_by(self, pointer: Pointer) -> None:
        """Note a place on the way to the next `move`: a stroke goes through it, other gestures need not."""
        if self.is_busy and isinstance(self._drag, Stroke):
            self._leaves_start(pointer)
            self._drag.pass_by(pointer)

    def _leaves_start(self, pointer: Pointer) -> bool:
        """Return whether the gesture has been farther from where it began than a click ever is."""
        assert self._start is not None
        assert self._view is not None
        travelled = self._view.distance(self._start.x, self._start.y, pointer.x, pointer.y)
        self._has_moved = self._has_moved or travelled >= DRAG_THRESHOLD
        return self._has_moved

    def _stretch_band(self, pointer: Pointer) -> None:
        assert self._start is not None
        assert self._scene is not None
        self.band = ((self._start.x, self._start.y), (pointer.x, pointer.y))
        self._store.select({*self._selected_before, *knots_inside(self._scene, *self.band)})

    def release(self, pointer: Pointer) -> None:
        """End the gesture; what it shows stays, as one undo step."""
        if not self.is_busy:
            return
        self.move(pointer)
        chosen = None if self._has_moved else self._click_selects
        had_band = self._is_banding
        self._let_go()
        if had_band:
            return
        self._store.commit()
        if chosen is not None:
            self._store.select(chosen)

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
        had_band = self._is_banding
        self._let_go()
        if had_band:
            self._store.select(self._selected_before)
        else:
            self._store.cancel()
        return True

    def _let_go(self) -> None:
        self._drag = self._start = self._view = self._scene = self.dragged = self.band = None

    def _show(self, dragged: Dragged) -> None:
        before, self.dragged = self.dragged, dragged
        try:
            self._store.preview(dragged.edit)
        except InputError as error:
            self.dragged = before
            self._refuse(error)

    def _refuse(self, error: InputError) -> None:
        if self._refused is not None:
            self._refused(error)


def _twin(scene: Scene, index: int) -> tuple[int, ...] | None:
    """Return the next hinge on the same knot, going round, so that a second click reaches it."""
    knots = scene.document.model.knots
    same = [other for other in range(len(knots)) if knots[other] == knots[index]]
    return (same[(same.index(index) + 1) % len(same)],) if len(same) > 1 else None

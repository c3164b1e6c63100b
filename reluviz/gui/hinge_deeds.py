"""What commands do with hinges that needs the canvas: where its middle is, how large a small step is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.document import arrange, edits
from reluviz.errors import InputError
from reluviz.gui.sentences import sentence
from reluviz.interaction.gestures import new_hinge
from reluviz.interaction.shaping import nudge_vertex
from reluviz.interaction.snapping import snap_x
from reluviz.interaction.view import round_steps
from reluviz.maths.hinges import Hinge

if TYPE_CHECKING:
    from reluviz.gui.window import Window
    from reluviz.interaction.view import View

__all__ = [
    "add_hinge_at",
    "add_mirror_images",
    "duplicate",
    "nudge",
    "put_in_order",
    "steepen",
    "type_numbers",
]

_NUDGE_PIXELS = 3.0
#: How far beside a hinge its copy lies.
_COPY_PIXELS = 40.0


def add_hinge_at(window: Window, x: float | None) -> None:
    """Add a hinge at `x`, or in the middle of the view, by the rule for new hinges."""
    session, view = window.session, _view(window)
    if x is None:
        x = 0.5 * (view.bounds.left + view.bounds.right)
    document = session.scene.document
    hinge = new_hinge(document, snap_x(x, view).value, session.hand.rule)
    session.dispatch(edits.add_hinge(hinge, len(document.model)))


def nudge(window: Window, steps: float) -> None:
    """Move the selected knots by so many small round steps; in shape mode a vertex of the curve."""
    session = window.session
    distance = steps * _step(_view(window).pixels_per_x, _NUDGE_PIXELS)
    if session.hand.shapes:
        _shape(window, distance, 0.0)
        return
    session.dispatch(edits.nudge_knots(session.scene.selection, distance))


def steepen(window: Window, steps: float) -> None:
    """Add so many tenths to the slope of the selected hinge; in shape mode raise its vertex."""
    session = window.session
    if session.hand.shapes:
        _shape(window, 0.0, steps * _step(_view(window).pixels_per_y, _NUDGE_PIXELS))
        return
    if len(session.scene.selection) != 1:
        session.message.emit(window.tr("Select one hinge to change its slope with the keys."))
        return
    index = session.scene.selection[0]
    old = session.scene.document.model.hinge(index)
    hinge = Hinge(old.knot, old.facing, round(old.slope + 0.1 * steps, 10))
    session.dispatch(edits.set_hinge(index, hinge, name="Set slope", by_hand=True))


def _shape(window: Window, dx: float, dy: float) -> None:
    session = window.session
    if len(session.scene.selection) != 1:
        session.message.emit(window.tr("Select one hinge to move its corner with the keys."))
        return
    try:
        session.dispatch(nudge_vertex(session.scene.document, session.scene.selection[0], dx, dy))
    except InputError as error:
        session.message.emit(sentence(error))


def duplicate(window: Window) -> None:
    """Copy the selected hinges a little to the right, and select the copies."""
    session = window.session
    distance = _step(_view(window).pixels_per_x, _COPY_PIXELS)
    chosen, count = session.scene.selection, len(session.store.document.model)
    session.show_step(None)
    session.dispatch(arrange.duplicate_hinges(chosen, count, distance))


def add_mirror_images(window: Window) -> None:
    """Add what a mirror at x = 0 shows of the selected hinges."""
    session = window.session
    chosen, count = session.scene.selection, len(session.store.document.model)
    session.show_step(None)
    session.dispatch(arrange.add_mirror_images(chosen, count))


def put_in_order(window: Window, places: int) -> None:
    """Move the selected hinge so many places on in the order of the build-up."""
    session = window.session
    if len(session.scene.selection) != 1:
        session.message.emit(window.tr("Select one hinge to give it another place in the order."))
        return
    index = session.scene.selection[0]
    place = min(max(index + places, 0), len(session.store.document.model) - 1)
    if place != index:
        session.dispatch(arrange.move_hinge(index, place))


def type_numbers(window: Window, index: int | None = None) -> None:
    """Open the card in which the numbers of a hinge are typed; of the selected one if none is given."""
    from reluviz.gui.canvas.number_entry import NumberEntry

    session, canvas = window.session, window.canvas
    if index is None:
        if len(session.scene.selection) != 1:
            session.message.emit(window.tr("Select one hinge to type its numbers."))
            return
        index = session.scene.selection[0]
    for open_card in canvas.findChildren(NumberEntry):
        open_card.close()
    session.store.select((index,))
    scene = session.scene
    knot = float(scene.document.model.knots[index])
    place = canvas.widget_place(knot, float(scene.knot_heights[index]))
    NumberEntry(session, index, canvas).open_at(place.toPoint())


def _view(window: Window) -> View:
    """Return what part of the plane is looked at: where a presentation runs, on its canvas."""
    running = window.presenting.running
    return window.canvas.view if running is None else running.canvas.view


def _step(pixels_per_unit: float, most_pixels: float) -> float:
    """Return the largest round step of at most so many pixels."""
    for step, pixels in round_steps(pixels_per_unit, 0.1):
        if pixels <= most_pixels:
            return step
    return 1.0 / pixels_per_unit

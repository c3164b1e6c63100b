"""Commands on hinges: add, select, change, lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.document import arrange, edits
from reluviz.document.document import KNOT_LOCK, SLOPE_LOCK
from reluviz.gui import hinge_deeds
from reluviz.gui.commands.command import Command, Keys, has_hinges, has_selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.gui.window import Window

__all__ = ["HINGES"]


def _delete(window: Window) -> None:
    window.session.dispatch(edits.delete_hinges(window.session.scene.selection))


def _flip(window: Window) -> None:
    window.session.dispatch(edits.flip_hinges(window.session.scene.selection))


def _toggle_lock(lock: int) -> Callable[[Window], None]:
    """Return what locks the selected hinges, or unlocks them where all of them are locked already."""

    def run(window: Window) -> None:
        scene = window.session.scene
        bits = scene.document.lock_bits[list(scene.selection)]
        on = bool((bits & lock != lock).any())
        edit = edits.lock_hinges(
            scene.selection,
            knot=on if lock & KNOT_LOCK else None,
            slope=on if lock & SLOPE_LOCK else None,
        )
        window.session.dispatch(edit)

    return run


def _select_all(window: Window) -> None:
    window.session.store.select(range(len(window.session.scene.document.model)))


def _mirror(window: Window) -> None:
    window.session.dispatch(arrange.mirror_hinges(window.session.scene.selection))


def _nudge(steps: float) -> Callable[[Window], None]:
    return lambda window: hinge_deeds.nudge(window, steps)


def _steepen(steps: float) -> Callable[[Window], None]:
    return lambda window: hinge_deeds.steepen(window, steps)


HINGES: tuple[Command, ...] = (
    Command("select_all", "Select &all", _select_all, ("Ctrl+A",), Keys.SelectAll, True, has_hinges),
    Command(
        "delete", "&Delete hinge", _delete, ("Del", "Backspace"), None, True, has_selection, icon="delete"
    ),
    Command(
        "clear",
        "&Clear all hinges",
        lambda w: w.session.dispatch(edits.clear_hinges()),
        enabled=has_hinges,
    ),
    Command(
        "add",
        "&Add hinge in the middle",
        lambda w: hinge_deeds.add_hinge_at(w, None),
        ("Ins", "A"),
        None,
        True,
        icon="add",
        tip="Add a hinge in the middle of the canvas; move it with the arrow keys",
    ),
    Command("add_here", "Add hinge &here", lambda w: hinge_deeds.add_hinge_at(w, w.menu_x)),
    Command(
        "flip",
        "&Flip",
        _flip,
        ("F",),
        None,
        True,
        has_selection,
        icon="flip",
        tip="Turn the selected hinges to face the other way",
    ),
    Command(
        "mirror",
        "&Mirror",
        _mirror,
        ("M",),
        None,
        True,
        has_selection,
        icon="mirror",
        tip="Mirror the selected hinges at the axis x = 0: g(x − t) becomes g(−(x + t))",
    ),
    Command(
        "add_mirrored",
        "Add mirror &image",
        hinge_deeds.add_mirror_images,
        ("Shift+M",),
        None,
        True,
        has_selection,
        tip="Add what a mirror at x = 0 shows of the selected hinges",
    ),
    Command(
        "duplicate",
        "D&uplicate",
        hinge_deeds.duplicate,
        ("D", "Ctrl+D"),
        None,
        True,
        has_selection,
        icon="duplicate",
        tip="Copy the selected hinges a little to the right",
    ),
    Command(
        "type_numbers",
        "Type &numbers…",
        hinge_deeds.type_numbers,
        ("N",),
        None,
        True,
        has_selection,
        tip="Type knot and slope of the selected hinge beside it on the canvas",
    ),
    Command(
        "shape_mode",
        "&Shape the curve",
        lambda w: w.session.work_on("hinges" if w.session.hand.shapes else "corners"),
        ("S",),
        None,
        True,
        icon="shape",
        tip="Put the corners of the curve where you want them: neighbours stay, slopes are solved for",
        checked=lambda w: w.session.hand.shapes,
    ),
    Command(
        "draw_mode",
        "&Draw the target",
        lambda w: w.session.work_on("hinges" if w.session.hand.draws else "target"),
        ("W",),
        None,
        True,
        icon="draw",
        tip="Draw the target with the mouse, all of it or a part; it is smoothed to what was meant",
        checked=lambda w: w.session.hand.draws,
    ),
    Command(
        "earlier",
        "&Earlier in the order",
        lambda w: hinge_deeds.put_in_order(w, -1),
        ("Alt+Up",),
        None,
        True,
        has_selection,
        tip="Let the selected hinge come one step earlier in the build-up; colours and numbers follow",
    ),
    Command(
        "later",
        "&Later in the order",
        lambda w: hinge_deeds.put_in_order(w, 1),
        ("Alt+Down",),
        None,
        True,
        has_selection,
    ),
    Command(
        "lock",
        "L&ock or unlock",
        _toggle_lock(KNOT_LOCK | SLOPE_LOCK),
        ("L",),
        None,
        True,
        has_selection,
        icon="lock",
        tip="Keep fits from changing the selected hinges, or let them again; the hand always may",
    ),
    Command(
        "lock_knot",
        "Lock or unlock &knot",
        _toggle_lock(KNOT_LOCK),
        enabled=has_selection,
        tip="Keep fits from moving the knots of the selected hinges, or let them again",
    ),
    Command(
        "lock_slope",
        "Lock or unlock slo&pe",
        _toggle_lock(SLOPE_LOCK),
        enabled=has_selection,
        tip="Keep fits from changing the slopes of the selected hinges, or let them again",
    ),
    Command("nudge_left", "Nudge &left", _nudge(-1), ("Left",), None, True, has_selection),
    Command("nudge_right", "Nudge &right", _nudge(1), ("Right",), None, True, has_selection),
    Command("nudge_far_left", "Nudge left ×10", _nudge(-10), ("Shift+Left",), None, True, has_selection),
    Command("nudge_far_right", "Nudge right ×10", _nudge(10), ("Shift+Right",), None, True, has_selection),
    Command("steeper", "&Steeper", _steepen(1), ("Up",), None, True, has_selection),
    Command("flatter", "Fla&tter", _steepen(-1), ("Down",), None, True, has_selection),
)

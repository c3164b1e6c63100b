"""Commands on hinges: add, select, change, lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.document import edits
from reluviz.document.document import KNOT_LOCK, SLOPE_LOCK
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


def _nudge(pixels: float) -> Callable[[Window], None]:
    return lambda window: window.nudge(pixels)


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
        lambda w: w.add_hinge_at(None),
        ("Ins", "A"),
        None,
        True,
        icon="add",
        tip="Add a hinge in the middle of the canvas; move it with the arrow keys",
    ),
    Command("add_here", "Add hinge &here", lambda w: w.add_hinge_at(w.menu_x)),
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
    Command("steeper", "&Steeper", lambda w: w.steepen(1), ("Up",), None, True, has_selection),
    Command("flatter", "Fla&tter", lambda w: w.steepen(-1), ("Down",), None, True, has_selection),
)

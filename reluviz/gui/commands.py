"""Every command of the window in one list: it feeds menus, toolbar, palette, shortcuts and help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from reluviz.document import edits
from reluviz.document.document import KNOT_LOCK, SLOPE_LOCK

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.fitting.norms import Norm
    from reluviz.gui.window import Window

__all__ = ["COMMANDS", "Command"]

Keys = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the window can do.

    Attributes
    ----------
    key : str
        Its name in settings and tests.
    text : str
        What menus call it; "{0}" stands for what `detail` returns.
    run : callable
        Called with the window; what it returns is not looked at.
    shortcuts : tuple of str
        The first is shown. Standard keys first where the system has them.
    standard : QKeySequence.StandardKey, optional
    on_canvas : bool
        The shortcut works while the canvas has the focus, and leaves text fields alone.
    enabled : callable, optional
        Window → bool; always enabled if not given.
    detail : callable, optional
        Window → str, put into `text`.
    icon : str
        File name under resources/icons, without suffix.
    tip : str
        One sentence for the status bar.
    """

    key: str
    text: str
    run: Callable[[Window], object]
    shortcuts: tuple[str, ...] = ()
    standard: QKeySequence.StandardKey | None = None
    on_canvas: bool = False
    enabled: Callable[[Window], bool] | None = None
    detail: Callable[[Window], str] | None = None
    icon: str = ""
    tip: str = ""


def _has_selection(window: Window) -> bool:
    return bool(window.session.scene.selection)


def _has_hinges(window: Window) -> bool:
    return len(window.session.scene.document.model) > 0


def _can(fit: str) -> Callable[[Window], bool]:
    return lambda window: not window.session.fits.why_not(fit)


def _use_norm(norm: Norm) -> Callable[[Window], object]:
    return lambda window: window.session.apply_fit(edits.set_norm(norm))


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


def _keep_fitted(window: Window) -> None:
    window.session.apply_fit(edits.keep_fitted(not window.session.scene.document.keep_fitted))


def _nudge(pixels: float) -> Callable[[Window], None]:
    return lambda window: window.nudge(pixels)


COMMANDS: tuple[Command, ...] = (
    Command(
        "new",
        "&New",
        lambda w: w.files.new(),
        ("Ctrl+N",),
        Keys.New,
        icon="new",
        tip="Start with an empty canvas",
    ),
    Command(
        "open", "&Open…", lambda w: w.files.open(), ("Ctrl+O",), Keys.Open, icon="open", tip="Open a document"
    ),
    Command(
        "save",
        "&Save",
        lambda w: w.files.save(),
        ("Ctrl+S",),
        Keys.Save,
        icon="save",
        tip="Save the document",
    ),
    Command("save_as", "Save &as…", lambda w: w.files.save_as(), ("Ctrl+Shift+S",), Keys.SaveAs),
    Command(
        "export",
        "&Export figure…",
        lambda w: w.export_figure(),
        ("Ctrl+E",),
        icon="export",
        tip="Write a picture for slides or print: PNG, SVG or PDF",
    ),
    Command("quit", "&Quit", lambda w: w.quit(), ("Ctrl+Q",), Keys.Quit),
    Command(
        "undo",
        "&Undo {0}",
        lambda w: w.session.store.undo(),
        ("Ctrl+Z",),
        Keys.Undo,
        enabled=lambda w: w.session.store.undo_name is not None or w.session.store.gesture_is_running,
        detail=lambda w: w.session.store.undo_name or "",
        icon="undo",
    ),
    Command(
        "redo",
        "&Redo {0}",
        lambda w: w.session.store.redo(),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        Keys.Redo,
        enabled=lambda w: w.session.store.redo_name is not None,
        detail=lambda w: w.session.store.redo_name or "",
        icon="redo",
    ),
    Command("select_all", "Select &all", _select_all, ("Ctrl+A",), Keys.SelectAll, True, _has_hinges),
    Command(
        "delete", "&Delete hinge", _delete, ("Del", "Backspace"), None, True, _has_selection, icon="delete"
    ),
    Command(
        "clear",
        "&Clear all hinges",
        lambda w: w.session.dispatch(edits.clear_hinges()),
        enabled=_has_hinges,
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
    Command(
        "flip",
        "&Flip",
        _flip,
        ("F",),
        None,
        True,
        _has_selection,
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
        _has_selection,
        icon="lock",
        tip="Keep fits from changing the selected hinges, or let them again; the hand always may",
    ),
    Command(
        "lock_knot",
        "Lock or unlock &knot",
        _toggle_lock(KNOT_LOCK),
        enabled=_has_selection,
        tip="Keep fits from moving the knots of the selected hinges, or let them again",
    ),
    Command(
        "lock_slope",
        "Lock or unlock slo&pe",
        _toggle_lock(SLOPE_LOCK),
        enabled=_has_selection,
        tip="Keep fits from changing the slopes of the selected hinges, or let them again",
    ),
    Command("nudge_left", "Nudge &left", _nudge(-1), ("Left",), None, True, _has_selection),
    Command("nudge_right", "Nudge &right", _nudge(1), ("Right",), None, True, _has_selection),
    Command("nudge_far_left", "Nudge left ×10", _nudge(-10), ("Shift+Left",), None, True, _has_selection),
    Command("nudge_far_right", "Nudge right ×10", _nudge(10), ("Shift+Right",), None, True, _has_selection),
    Command("steeper", "&Steeper", lambda w: w.steepen(1), ("Up",), None, True, _has_selection),
    Command("flatter", "Fla&tter", lambda w: w.steepen(-1), ("Down",), None, True, _has_selection),
    Command(
        "fit",
        "Fit &slopes",
        lambda w: w.session.fits.fit_slopes(),
        ("Ctrl+F",),
        enabled=_can("fit"),
        icon="fit",
        tip="Solve for the slopes that make the error smallest",
    ),
    Command(
        "keep_fitted", "&Keep fitted", _keep_fitted, ("Ctrl+Shift+F",), tip="Solve again after every change"
    ),
    Command(
        "place",
        "&Place hinges",
        lambda w: w.session.fits.place(),
        ("Ctrl+P",),
        enabled=_can("place"),
        tip="Put as many hinges as the Fit panel says where they make the error smallest",
    ),
    Command(
        "improve",
        "&Improve from here",
        lambda w: w.session.fits.improve(),
        ("Ctrl+I",),
        enabled=_can("improve"),
        tip="Move the hinges from where they are until the error grows no smaller",
    ),
    Command(
        "add_best",
        "Add &best hinge",
        lambda w: w.session.fits.add_best(),
        ("B",),
        None,
        True,
        tip="Add the one hinge that lowers the error most",
    ),
    Command(
        "tolerance",
        "&Fewest hinges for the tolerance",
        lambda w: w.session.fits.reach_tolerance(),
        enabled=_can("tolerance"),
        tip="Place as few hinges as keep the error within the tolerance of the Fit panel",
    ),
    Command("norm_l2", "&Least squares", _use_norm("l2"), tip="Fits make the mean square error smallest"),
    Command("norm_max", "&Minimax", _use_norm("max"), tip="Fits make the largest error smallest"),
    Command("norm_l1", "Least &absolute", _use_norm("l1"), tip="Fits make the mean absolute error smallest"),
    Command(
        "rate_plot",
        "&Rate plot…",
        lambda w: w.show_rates(),
        ("Ctrl+R",),
        tip="See how fast the error can fall with the number of hinges, and where your own attempts stand",
    ),
    Command("fit_view", "&Fit the view", lambda w: w.canvas.fit_view(), ("0",), None, True, icon="fit-view"),
    Command(
        "zoom_in",
        "Zoom &in",
        lambda w: w.canvas.zoom(1.25),
        ("Ctrl++", "Ctrl+="),
        Keys.ZoomIn,
        icon="zoom-in",
    ),
    Command(
        "zoom_out", "Zoom &out", lambda w: w.canvas.zoom(0.8), ("Ctrl+-",), Keys.ZoomOut, icon="zoom-out"
    ),
    Command("error_signed", "&Signed: h − f", lambda w: w.canvas.strip.show_reading("signed")),
    Command("error_square", "&Half square: ½(h − f)²", lambda w: w.canvas.strip.show_reading("square")),
    Command("error_absolute", "&Absolute: |h − f|", lambda w: w.canvas.strip.show_reading("absolute")),
    Command(
        "error_next",
        "&Next reading",
        lambda w: w.canvas.strip.next_reading(),
        ("E",),
        None,
        True,
        tip="Read the error strip as h − f, as ½(h − f)² or as |h − f|",
    ),
    Command(
        "tolerance_band",
        "&Tolerance band",
        lambda w: w.canvas.strip.toggle_band(),
        ("T",),
        None,
        True,
        tip="Show a tolerance on the error strip, and where the error stays within it",
    ),
    Command("tolerance_value", "Tolerance of the &band…", lambda w: w.canvas.strip.edit_tolerance()),
    Command("full_screen", "F&ull screen", lambda w: w.toggle_full_screen(), ("F11",), Keys.FullScreen),
    Command("theme_system", "Follow the &system", lambda w: w.theme.choose("system")),
    Command("theme_light", "&Light", lambda w: w.theme.choose("light")),
    Command("theme_dark", "&Dark", lambda w: w.theme.choose("dark")),
    Command(
        "reduce_motion",
        "Reduce &motion",
        lambda w: w.toggle_reduced_motion(),
        tip="Show what a fit found at once, without moving the hinges there",
    ),
    Command("add_here", "Add hinge &here", lambda w: w.add_hinge_at(w.menu_x)),
    Command(
        "commands",
        "&Find a command…",
        lambda w: w.show_commands(),
        ("Ctrl+K",),
        tip="Find any command by a few letters of its name, and run it",
    ),
    Command("shortcuts", "&Gestures and keys", lambda w: w.show_help(), ("F1",), Keys.HelpContents),
    Command("about", "&About ReLU Viz", lambda w: w.show_about()),
)

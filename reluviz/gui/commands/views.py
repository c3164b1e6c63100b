"""Commands about what is looked at, and in which colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.document import pins
from reluviz.gui.commands.command import Command, Keys, has_hinges

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.gui.window import Window
    from reluviz.scene.error_strip import Reading

__all__ = ["VIEWS"]


def _reads(reading: Reading) -> Callable[[Window], bool]:
    return lambda window: window.canvas.strip.look.reading == reading


def _has_theme(choice: str) -> Callable[[Window], bool]:
    return lambda window: window.theme.choice == choice


def _shows_pins(window: Window) -> bool:
    every = window.session.store.document.pins
    return bool(every) and all(pin.is_shown for pin in every)


def _toggle_pins(window: Window) -> None:
    window.session.dispatch(pins.show_pins(shown=not _shows_pins(window)))


VIEWS: tuple[Command, ...] = (
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
    Command(
        "error_signed",
        "&Signed: h − f",
        lambda w: w.canvas.strip.show_reading("signed"),
        checked=_reads("signed"),
        group="error",
    ),
    Command(
        "error_square",
        "&Half square: ½(h − f)²",
        lambda w: w.canvas.strip.show_reading("square"),
        checked=_reads("square"),
        group="error",
    ),
    Command(
        "error_absolute",
        "&Absolute: |h − f|",
        lambda w: w.canvas.strip.show_reading("absolute"),
        checked=_reads("absolute"),
        group="error",
    ),
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
        checked=lambda w: w.canvas.strip.look.shows_band,
    ),
    Command("tolerance_value", "Tolerance of the &band…", lambda w: w.canvas.strip.edit_tolerance()),
    Command(
        "lens",
        "&Lens",
        lambda w: w.canvas.toggle_lens(),
        tip="Magnify the curve under the pointer: a smooth one becomes a line (hold Z)",
        checked=lambda w: w.canvas.has_lens,
    ),
    Command(
        "pin",
        "&Pin the sum",
        lambda w: w.docks.pins.pin_sum(),
        ("P",),
        None,
        True,
        icon="pin",
        tip="Keep the sum as it is under a name, as a ghost to compare with",
    ),
    Command(
        "pins_shown",
        "Show p&ins",
        _toggle_pins,
        enabled=lambda w: bool(w.session.store.document.pins),
        tip="Draw the curves and errors of all pins, or of none",
        checked=_shows_pins,
    ),
    Command(
        "step_back",
        "One hinge &less",
        lambda w: w.build_up.walk(-1),
        (",",),
        None,
        True,
        has_hinges,
        tip="Go one step back in the build-up",
    ),
    Command(
        "step_on",
        "One hinge &more",
        lambda w: w.build_up.walk(1),
        (".",),
        None,
        True,
        has_hinges,
        tip="Go one step on in the build-up",
    ),
    Command("step_first", "&No hinge", lambda w: w.session.show_step(0), ("Home",), None, True, has_hinges),
    Command(
        "step_last", "&All hinges", lambda w: w.session.show_step(None), ("End",), None, True, has_hinges
    ),
    Command(
        "play",
        "&Play or stop",
        lambda w: w.build_up.toggle_playing(),
        ("Space",),
        None,
        True,
        has_hinges,
        icon="play",
        tip="Build the sum up hinge by hinge",
    ),
    Command(
        "present",
        "&Present",
        lambda w: w.presenting.toggle(),
        ("F5",),
        icon="present",
        tip="Show the canvas alone on a screen, large; arrows walk the build-up, Esc returns",
    ),
    Command(
        "form_unit",
        "w · g(a&x + b)",
        lambda w: w.show_form("unit"),
        checked=lambda w: w.formula_line.form == "unit",
        group="form",
        tip="Write hinges as the units of a network",
    ),
    Command(
        "form_slope",
        "slope · g(±(x − &t))",
        lambda w: w.show_form("slope"),
        checked=lambda w: w.formula_line.form == "slope",
        group="form",
        tip="Write hinges by their knots and slopes",
    ),
    Command("full_screen", "F&ull screen", lambda w: w.toggle_full_screen(), ("F11",), Keys.FullScreen),
    Command(
        "theme_system",
        "Follow the &system",
        lambda w: w.theme.choose("system"),
        checked=_has_theme("system"),
        group="theme",
    ),
    Command(
        "theme_light", "&Light", lambda w: w.theme.choose("light"), checked=_has_theme("light"), group="theme"
    ),
    Command(
        "theme_contrast",
        "&High contrast",
        lambda w: w.theme.choose("contrast"),
        checked=_has_theme("contrast"),
        group="theme",
        tip="Black on white with strong colours, for projectors",
    ),
    Command(
        "theme_dark", "&Dark", lambda w: w.theme.choose("dark"), checked=_has_theme("dark"), group="theme"
    ),
    Command(
        "reduce_motion",
        "Reduce &motion",
        lambda w: w.toggle_reduced_motion(),
        tip="Show what a fit found at once, without moving the hinges there",
        checked=lambda w: w.session.tween.is_reduced,
    ),
)

"""Commands about what is looked at, and in which colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.gui.commands.command import Command, Keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.gui.window import Window
    from reluviz.scene.error_strip import Reading

__all__ = ["VIEWS"]


def _reads(reading: Reading) -> Callable[[Window], bool]:
    return lambda window: window.canvas.strip.look.reading == reading


def _has_theme(choice: str) -> Callable[[Window], bool]:
    return lambda window: window.theme.choice == choice


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

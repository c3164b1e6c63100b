"""Commands that help."""

from __future__ import annotations

from reluviz.gui.commands.command import Command, Keys

__all__ = ["HELP"]

HELP: tuple[Command, ...] = (
    Command(
        "commands",
        "&Find a command…",
        lambda w: w.show_commands(),
        ("Ctrl+K",),
        tip="Find any command by a few letters of its name, and run it",
    ),
    Command("shortcuts", "&Gestures and keys", lambda w: w.show_help(), ("F1",), Keys.HelpContents),
    Command(
        "symbols",
        "What the &symbols mean",
        lambda w: w.show_symbols(),
        ("I",),
        None,
        True,
        tip="Say what f, h, e, g, t, s, w, a, b, c and m stand for, with the numbers of now",
    ),
    Command(
        "edit_shortcuts",
        "&Keyboard shortcuts…",
        lambda w: w.edit_shortcuts(),
        tip="Give commands other keys",
    ),
    Command("about", "&About ReLU Viz", lambda w: w.show_about()),
)

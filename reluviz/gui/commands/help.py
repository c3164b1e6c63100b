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
    Command("about", "&About ReLU Viz", lambda w: w.show_about()),
)

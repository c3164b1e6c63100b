"""What a command is: one thing the window can do, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.gui.window import Window

__all__ = ["Command", "Keys", "has_hinges", "has_selection"]

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
    checked : callable, optional
        Window → bool, for a command that switches something on and off.
    group : str
        Commands of one group are choices: one of them is checked.
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
    checked: Callable[[Window], bool] | None = None
    group: str = ""


def has_selection(window: Window) -> bool:
    """Return whether a hinge is selected."""
    return bool(window.session.scene.selection)


def has_hinges(window: Window) -> bool:
    """Return whether there is a hinge, shown or still to come in the build-up."""
    return len(window.session.store.document.model) > 0

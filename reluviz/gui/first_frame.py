"""What can wait until the window is on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["after_first_frame"]

#: Counted from the first turn of the event loop, which begins to paint.
_MILLISECONDS = 250


def after_first_frame(owner: QObject, deed: Callable[[], object]) -> None:
    """Do something a moment after the event loop has begun, unless its owner is gone by then.

    A timer that runs from now on would not do: on a slow machine it is over before there is a window, and
    what was put off is done before the first frame after all.
    """
    QTimer.singleShot(0, owner, lambda: QTimer.singleShot(_MILLISECONDS, owner, deed))

"""Frees Python's reference cycles in the window's thread alone.

Left to itself Python does so in whichever thread happens to make an object. A cycle may hold widgets and
pictures; freed by a thread that fits or draws a figure, they go while the window still paints them, and the
program crashes.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

__all__ = ["GarbageCollector"]

_MILLISECONDS = 400
#: While a button is held a pause would be felt; with more new objects than this memory counts for more.
_MOST_WHILE_HELD = 2_000_000


class GarbageCollector(QObject):
    """Takes over from Python's own collector for as long as it lives; made in the window's thread.

    Each turn collects the generations that Python's thresholds say are due, as Python itself would.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.collect)
        self._timer.start()
        # Without its timer nobody would collect any more.
        self.destroyed.connect(gc.enable)

    def collect(self) -> None:
        """Free what is due, unless a hand is busy that would feel the pause."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        held = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if counts[0] <= thresholds[0] or (held and counts[0] < _MOST_WHILE_HELD):
            return
        due = [generation for generation in (0, 1, 2) if counts[generation] > thresholds[generation]]
        gc.collect(max(due))

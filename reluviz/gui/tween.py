"""A short motion between two sums: the eye sees where each hinge goes when a fit moves them all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QEvent, QObject, Qt, QVariantAnimation, Signal
from PySide6.QtWidgets import QApplication, QStyle

from reluviz.maths.in_between import in_between

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.maths.hinges import HingeSum

__all__ = ["MOST_HINGES", "Tween", "system_reduces_motion"]

#: With more hinges nobody follows a single one.
MOST_HINGES = 200
_MILLISECONDS = 280
#: What a person does next shows that they have seen enough.
_IMPATIENT = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
        QEvent.Type.NativeGesture,
    )
)


class Tween(QObject):
    """Plays one motion at a time. It changes no document: it only says what to show meanwhile.

    Any press, key or turn of the wheel ends the motion before the program acts on it.

    Signals
    -------
    moved(HingeSum)
        What to show now.
    arrived()
        The motion is over: show what is.
    """

    moved = Signal(object)
    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        #: Whether the person asked for no motion; where the system does, there is none either.
        self.is_reduced = False
        self._path: Callable[[float], HingeSum] | None = None
        self._clock = QVariantAnimation(self)
        self._clock.setStartValue(0.0)
        self._clock.setEndValue(1.0)
        self._clock.setDuration(_MILLISECONDS)
        self._clock.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._clock.valueChanged.connect(self._move)
        self._clock.finished.connect(self.finish)

    @property
    def is_running(self) -> bool:
        """Whether something else than the document is shown."""
        return self._path is not None

    def start(self, before: HingeSum, after: HingeSum) -> bool:
        """Move from one sum to another; False if there is nothing to be seen or it is not wanted."""
        self.stop()
        few = len(before) <= MOST_HINGES and len(after) <= MOST_HINGES
        if before == after or not few or self.is_reduced or system_reduces_motion():
            return False
        self._path = in_between(before, after)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._clock.start()
        return True

    def finish(self) -> None:
        """Be there at once."""
        if self.is_running:
            self.stop()
            self.arrived.emit()

    def stop(self) -> None:
        """End the motion without a word: something else is shown from now on."""
        if self._path is None:
            return
        self._path = None
        self._clock.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at every event of the program while a motion runs, and let all of them through."""
        if event.type() in _IMPATIENT:
            self.finish()
        return False

    def _move(self, share: float) -> None:
        # 0 is on the screen already, and 1 is the end, which `finish` says.
        if self._path is not None and 0.0 < share < 1.0:
            self.moved.emit(self._path(share))


def system_reduces_motion() -> bool:
    """Return whether the system or its style asks for no animations.

    A style says so by durations of 0. The switch for effects is asked on Windows alone: elsewhere Qt reports
    what a desktop theme sets, and without one every effect counts as off though nobody refused it.
    """
    if QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0:
        return True
    return sys.platform == "win32" and not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)

"""A number on the screen that changes on every frame without making the window lay itself out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

__all__ = ["Elided", "Reading"]


class Reading(QLabel):
    """A label of fixed size hint: QLabel asks every layout around it to start over for each new text.

    Parameters
    ----------
    widest : str
        The widest text it is made for.
    """

    def __init__(self, widest: str) -> None:
        super().__init__()
        self._widest = widest
        self._shown = ""
        # It fills its own ground, so that no panel below has to be painted for a new number.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_text(self, text: str) -> None:
        """Show `text`; nothing is laid out anew."""
        if text != self._shown:
            self._shown = text
            self.setAccessibleDescription(text)
            self.update()

    def text(self) -> str:
        """Return what is shown."""
        return self._shown

    def sizeHint(self) -> QSize:
        """Return room for the widest text."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._widest) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Return the height; the width may be less."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text in the style sheet's font and colour."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.palette().base())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), flags, self._shown)


class Elided(Reading):
    """A reading on any ground that shows what fits of its text, and dots in place of the rest."""

    def __init__(self, widest: str = "", alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
        super().__init__(widest)
        self._side = alignment
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        painter = QPainter(self)
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, self._side | Qt.AlignmentFlag.AlignVCenter, text)

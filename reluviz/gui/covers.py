"""What can lie over a presentation: a black screen, a dot of light, or a card with the keys."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QRadialGradient
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent

    from reluviz.scene.palette import Palette

__all__ = ["Blank", "KeyCard", "Laser"]

_DOT = 11.0
_CARD_PIXELS, _CARD_EDGE, _CARD_ROW, _CARD_GAP = 14, 18, 3, 24
#: How the light falls off from the middle of the dot: share of the radius, colour, opacity.
_GLOW = ((0.0, "#FF5A4F", 255), (0.38, "#F01010", 255), (0.45, "#F01010", 110), (1.0, "#F01010", 0))


class _Cover(QWidget):
    """Lies over the whole window, when it is there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.hide()

    def toggle(self) -> None:
        """Cover the window, or uncover it."""
        self.setVisible(not self.isVisible())
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let no press through."""
        event.accept()


class Blank(_Cover):
    """A black screen: the room looks at the speaker."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.BlankCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it black."""
        QPainter(self).fillRect(self.rect(), Qt.GlobalColor.black)


class Laser(_Cover):
    """A dot of red light that follows the pointer and touches nothing."""

    def __init__(self, parent: QWidget, magnification: float) -> None:
        super().__init__(parent)
        self._radius = _DOT * magnification
        self._place: QPointF | None = None
        self.setCursor(Qt.CursorShape.BlankCursor)

    def toggle(self) -> None:
        """Switch the light on where the pointer is, or off."""
        super().toggle()
        self._place = QPointF(self.mapFromGlobal(self.cursor().pos()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer; only where the dot was and is the window is painted again."""
        before, self._place = self._place, event.position()
        for place in (before, self._place):
            if place is not None:
                self.update(self._spot(place).toAlignedRect())

    def _spot(self, place: QPointF) -> QRectF:
        return QRectF(place.x() - self._radius, place.y() - self._radius, 2 * self._radius, 2 * self._radius)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dot with its glow."""
        if self._place is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        light = QRadialGradient(self._place, self._radius)
        for share, value, alpha in _GLOW:
            glow = QColor(value)
            glow.setAlpha(alpha)
            light.setColorAt(share, glow)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(light)
        painter.drawEllipse(self._spot(self._place))


class KeyCard(_Cover):
    """A card that says what the keys do. A click puts it away.

    Parameters
    ----------
    rows : iterable of (key, what it does)
    """

    def __init__(self, parent: QWidget, magnification: float, rows: Iterable[tuple[str, str]]) -> None:
        super().__init__(parent)
        self._magnification = magnification
        height, gap = round(_CARD_ROW * magnification), round(_CARD_GAP * magnification)
        written = "".join(
            f"<tr><td style='padding: {height}px {gap}px {height}px 0'><b>{escape(key)}</b></td>"
            f"<td style='padding: {height}px 0'>{escape(what)}</td></tr>"
            for key, what in rows
        )
        self._card = QLabel(f"<table>{written}</table>")
        QVBoxLayout(self).addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        pixels, edge = round(_CARD_PIXELS * self._magnification), round(_CARD_EDGE * self._magnification)
        self._card.setStyleSheet(
            f"color: {colours.text}; background: {colours.panel}; border: 1px solid {colours.axis}; "
            f"border-radius: {edge // 2}px; padding: {edge}px; font-size: {pixels}px;"
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go away."""
        super().mousePressEvent(event)
        self.hide()

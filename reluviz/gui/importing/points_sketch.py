"""A small picture of the points that were read: the right columns are known at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QWidget

from reluviz.gui.canvas.dots import paint_points
from reluviz.gui.canvas.layer import colour, pen
from reluviz.interaction.view import View
from reluviz.scene.scene import Bounds

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from reluviz.maths.residual import Points
    from reluviz.scene.palette import Palette

__all__ = ["PointsSketch"]

_SIZE = QSize(230, 116)
_MARGIN = 0.06


class PointsSketch(QWidget):
    """Paints points on a card, all of them in view."""

    def __init__(self, colours: Palette) -> None:
        super().__init__()
        self._colours = colours
        self._points: Points | None = None
        self.setFixedSize(_SIZE)
        self.setAccessibleName(self.tr("The points that were read"))

    def show_points(self, points: Points | None) -> None:
        """Show other points, or none."""
        self._points = points
        self.update()

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self._colours = colours
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card and the points on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QPainterPath()
        card.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.fillPath(card, colour(self._colours.background))
        if self._points is not None:
            painter.setClipPath(card)
            bounds = _around(self._points)
            paint_points(
                painter, View(bounds, self.width(), self.height()), self._points, None, self._colours
            )
            painter.setClipping(False)
        painter.setPen(pen(self._colours.border, 1))
        painter.drawPath(card)


def _around(points: Points) -> Bounds:
    left, right, bottom, top = (
        float(value) for value in (points.x[0], points.x[-1], points.y.min(), points.y.max())
    )
    across = _MARGIN * (right - left) or max(abs(left), 1.0)
    up = 2 * _MARGIN * (top - bottom) or max(abs(top), 1.0)
    return Bounds(left - across, right + across, bottom - up, top + up)

"""The layer of the pointer: the ghost of what a click would add, guides, rubber band, live numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from reluviz.gui.canvas.layer import Layer, colour, columns_of, mixed, pen, rows_of
from reluviz.gui.numbers import spoken

if TYPE_CHECKING:
    import pyqtgraph as pg

    from reluviz.interaction.gestures import Dragged
    from reluviz.interaction.view import View
    from reluviz.scene.palette import Palette

__all__ = ["Hover", "PointerLayer"]

_Corners = tuple[tuple[float, float], tuple[float, float]]
#: A line of a card, and the card's width, margin and distance from what it is about, in pixels.
_LINE, _WIDTH, _MARGIN, _AWAY = 16.0, 118.0, 9.0, 18.0


@dataclass(frozen=True, slots=True)
class Hover:
    """What the pointer shows on the open canvas: the place a click would take, with its numbers."""

    x: float
    h: float
    f: float | None


class PointerLayer(Layer):
    """What belongs to the pointer alone, above everything else."""

    def __init__(self, box: pg.ViewBox, colours: Palette) -> None:
        super().__init__(box, 30)
        self.colours = colours
        self._hover: Hover | None = None
        self._dragged: Dragged | None = None
        self._band: _Corners | None = None

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self.colours = colours
        self.update()

    def show_hover(self, hover: Hover | None) -> None:
        """Show a ghost, or none; only what differs is painted again."""
        if hover == self._hover:
            return
        before = self._touched()
        self._hover = hover
        for rectangle in (*before, *self._touched()):
            self.update(rectangle)

    def show_drag(self, dragged: Dragged | None, band: _Corners | None = None) -> None:
        """Show what a gesture holds, or the rubber band, or neither."""
        if dragged is not self._dragged or band != self._band:
            self._dragged, self._band = dragged, band
            self.update()

    def _touched(self) -> list[QRectF]:
        if self.view is None or self._hover is None:
            return []
        column = float(columns_of(self.view, self._hover.x))
        card = self._card(self.view, self._hover.x, self._hover.h, 4)
        return [QRectF(column - 16, 0, 32, self.view.height), card.adjusted(-2, -2, 2, 2)]

    @staticmethod
    def _card(view: View, x: float, y: float, lines: int) -> QRectF:
        """Return the rectangle of a card about a point, beside it and within the canvas."""
        column, row = float(columns_of(view, x)), float(rows_of(view, y))
        height = lines * _LINE + 10
        left = column + _AWAY if column + _AWAY + _WIDTH < view.width else column - _AWAY - _WIDTH
        top = min(max(row - height - 14, 4), view.height - height - 4)
        return QRectF(min(max(left, 4), view.width - _WIDTH - 4), top, _WIDTH, height)

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint guides, band, ghost and card."""
        if self._dragged is not None:
            self._paint_guides(painter, view, self._dragged)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._band is not None:
            self._paint_band(painter, view, self._band)
        if self._dragged is not None and self._dragged.readings:
            (x, y), readings = self._dragged.at, self._dragged.readings
            rows = [(name, spoken(value), self.colours.text) for name, value in readings]
            self._paint_card(painter, self._card(view, x, y, len(rows)), rows)
        elif self._hover is not None:
            self._paint_hover(painter, view, self._hover)

    def _paint_guides(self, painter: QPainter, view: View, dragged: Dragged) -> None:
        painter.setPen(pen(self.colours.ghost, 1, Qt.PenStyle.DashLine))
        if dragged.guide_x is not None:
            column = float(columns_of(view, dragged.guide_x))
            painter.drawLine(QLineF(column, 0, column, view.height))
        if dragged.guide_y is not None:
            row = float(rows_of(view, dragged.guide_y))
            painter.drawLine(QLineF(0, row, view.width, row))
        if dragged.guide_arm is not None:
            line = QLineF(*(QPointF(*view.to_pixels(*point)) for point in dragged.guide_arm))
            if line.length() > 0:
                line.setLength(line.length() + view.width + view.height)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.drawLine(line)

    def _paint_band(self, painter: QPainter, view: View, band: _Corners) -> None:
        start, end = (QPointF(*view.to_pixels(*corner)) for corner in band)
        painter.setPen(pen(self.colours.accent, 1))
        painter.setBrush(colour(self.colours.accent, 0.1))
        painter.drawRect(QRectF(start, end).normalized())
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_hover(self, painter: QPainter, view: View, hover: Hover) -> None:
        column, row = view.to_pixels(hover.x, hover.h)
        painter.setPen(QPen(colour(self.colours.ghost), 2))
        painter.setBrush(colour(self.colours.background, 0.85))
        painter.drawEllipse(QRectF(column - 6, row - 6, 12, 12))
        rows = [("x", spoken(hover.x), self.colours.text), ("h", spoken(hover.h), self.colours.sum)]
        if hover.f is not None:
            rows.append(("f", spoken(hover.f), self.colours.target))
            rows.append(("h − f", spoken(hover.h - hover.f), self.colours.error))
        self._paint_card(painter, self._card(view, hover.x, hover.h, 4), rows)

    def _paint_card(self, painter: QPainter, card: QRectF, rows: list[tuple[str, str, str]]) -> None:
        painter.setPen(pen(self.colours.border, 1))
        painter.setBrush(colour(mixed(self.colours.panel, self.colours.background, 0.94)))
        painter.drawRoundedRect(card, 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        font = QFont(painter.font())
        font.setPixelSize(12)
        painter.setFont(font)
        for number, (name, value, own) in enumerate(rows):
            line = QRectF(
                card.left() + _MARGIN, card.top() + 5 + _LINE * number, card.width() - 2 * _MARGIN, _LINE
            )
            painter.setPen(colour(own))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, name)
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, value)

"""The layers that are marks: knots, handles, the pointer's ghost and guide, the empty canvas's hint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from reluviz.gui.canvas.curves import SceneLayer
from reluviz.gui.canvas.layer import Layer, colour, columns_of, pen, rows_of
from reluviz.gui.canvas.painting import Sprites
from reluviz.gui.numbers import spoken
from reluviz.interaction.hits import handles

if TYPE_CHECKING:
    import pyqtgraph as pg

    from reluviz.interaction.view import View
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["HintLayer", "Hover", "KnotsLayer", "PointerLayer"]


class KnotsLayer(SceneLayer):
    """The knots on the curve, locked ones in another shape, and the handles of the selected hinges."""

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, 20, scene, colours)
        self._sprites: Sprites | None = None

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint handles first, then all knots in one call, the selected ones last."""
        scene = self.scene_shown
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_handles(painter, view)
        ratio = painter.device().devicePixelRatioF()
        if self._sprites is None or (self._sprites.ratio, self._sprites.colours) != (ratio, self.colours):
            self._sprites = Sprites(self.colours, ratio)
        x = columns_of(view, scene.document.model.knots)
        y = rows_of(view, scene.knot_heights)
        selected = np.zeros(x.size)
        selected[list(scene.selection)] = 1.0
        order = np.argsort(selected, kind="stable")
        order = order[(x[order] > -20) & (x[order] < view.width + 20)]
        locks = scene.document.lock_bits[order]
        self._sprites.stamp(painter, x[order], y[order], order, selected[order], locks)

    def _paint_handles(self, painter: QPainter, view: View) -> None:
        scene = self.scene_shown
        for handle in handles(scene, view):
            knot = float(scene.document.model.knots[handle.index])
            start = QPointF(*view.to_pixels(knot, float(scene.knot_heights[handle.index])))
            end = QPointF(*view.to_pixels(handle.x, handle.y))
            own = self.colours.unit(handle.index)
            painter.setPen(QPen(colour(own, 0.35), 5))
            painter.drawLine(QLineF(start, end))
            painter.setPen(QPen(colour(own), 2.5))
            painter.setBrush(colour(self.colours.background))
            painter.drawEllipse(QRectF(end.x() - 6, end.y() - 6, 12, 12))


@dataclass(frozen=True, slots=True)
class Hover:
    """What the pointer shows on the open canvas: the place a click would take, with its numbers."""

    x: float
    h: float
    f: float | None


class PointerLayer(Layer):
    """The ghost of the hinge that a click would add, its card of numbers, and the guide of a snapped knot."""

    CARD = QRectF(0, 0, 118, 74)

    def __init__(self, box: pg.ViewBox, colours: Palette) -> None:
        super().__init__(box, 30)
        self.colours = colours
        self._hover: Hover | None = None
        self._guide_x: float | None = None

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self.colours = colours
        self.update()

    def show_hover(self, hover: Hover | None, guide_x: float | None = None) -> None:
        """Show a ghost, a guide, or neither; only what differs is painted again."""
        if (hover, guide_x) == (self._hover, self._guide_x):
            return
        before = self._touched()
        self._hover, self._guide_x = hover, guide_x
        for rectangle in (*before, *self._touched()):
            self.update(rectangle)

    def _touched(self) -> list[QRectF]:
        if self.view is None:
            return []
        touched = []
        for x in (self._guide_x, None if self._hover is None else self._hover.x):
            if x is not None:
                column = float(columns_of(self.view, x))
                touched.append(QRectF(column - 16, 0, 32, self.view.height))
        if self._hover is not None:
            touched.append(self._card(self.view, self._hover).adjusted(-2, -2, 2, 2))
        return touched

    def _card(self, view: View, hover: Hover) -> QRectF:
        column, row = view.to_pixels(hover.x, hover.h)
        left = (
            column + 18 if column + 18 + self.CARD.width() < view.width else column - 18 - self.CARD.width()
        )
        top = min(max(row - self.CARD.height() - 14, 4), view.height - self.CARD.height() - 4)
        return self.CARD.translated(left, top)

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint guide, ghost and card."""
        if self._guide_x is not None:
            column = float(columns_of(view, self._guide_x))
            painter.setPen(pen(self.colours.ghost, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(column, 0, column, view.height))
        hover = self._hover
        if hover is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        column, row = view.to_pixels(hover.x, hover.h)
        painter.setPen(QPen(colour(self.colours.ghost), 2))
        painter.setBrush(colour(self.colours.background, 0.85))
        painter.drawEllipse(QRectF(column - 6, row - 6, 12, 12))
        card = self._card(view, hover)
        painter.setPen(pen(self.colours.border, 1))
        painter.setBrush(colour(self.colours.panel, 0.94))
        painter.drawRoundedRect(card, 6, 6)
        font = QFont(painter.font())
        font.setPixelSize(12)
        painter.setFont(font)
        rows = [("x", spoken(hover.x), self.colours.text), ("h", spoken(hover.h), self.colours.sum)]
        if hover.f is not None:
            rows.append(("f", spoken(hover.f), self.colours.target))
            rows.append(("h − f", spoken(hover.h - hover.f), self.colours.error))
        for number, (name, value, own) in enumerate(rows):
            line = QRectF(card.left() + 9, card.top() + 5 + 16 * number, card.width() - 18, 16)
            painter.setPen(colour(own))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, name)
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, value)


class HintLayer(SceneLayer):
    """What the empty canvas says: how to begin."""

    LINES = ("Click to place a hinge", "Press and drag to bend the line where you want it")

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, 5, scene, colours)

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint the hint while there is no hinge."""
        if len(self.scene_shown.document.model):
            return
        font = QFont(painter.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self.colours.background, 0.9))
        painter.drawRoundedRect(QRectF(view.width / 2 - 230, view.height * 0.4 - 12, 460, 80), 10, 10)
        for number, text in enumerate(self.LINES):
            font.setPixelSize(20 if number == 0 else 14)
            font.setWeight(QFont.Weight.DemiBold if number == 0 else QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(colour(self.colours.text if number == 0 else self.colours.muted))
            line = QRectF(0, view.height * 0.4 + 30 * number, view.width, 28)
            painter.drawText(line, Qt.AlignmentFlag.AlignHCenter, text)

"""The layers that are marks: knots, handles, what the canvas says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from reluviz.gui.canvas.curves import SceneLayer
from reluviz.gui.canvas.layer import colour, columns_of, pixel_ratio, polygon, rows_of
from reluviz.gui.canvas.painting import Sprites
from reluviz.interaction.hits import GRIP_HEIGHT, GRIP_WIDTH, handles
from reluviz.maths.vertices import vertices_of

if TYPE_CHECKING:
    import pyqtgraph as pg

    from reluviz.interaction.view import View
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["BoundsLayer", "HintLayer", "KnotsLayer"]


class KnotsLayer(SceneLayer):
    """The knots on the curve, locked ones in another shape, and the handles of the selected hinges."""

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, 20, scene, colours)
        self._sprites: Sprites | None = None
        self._shapes = False

    def show_shape_mode(self, *, on: bool) -> None:
        """Show what can be taken hold of in shape mode: the ends of the curve too, and no handles."""
        self._shapes = on
        self.update()

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint handles first, then all knots in one call, the selected ones last."""
        scene = self.scene_shown
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._shapes:
            self._paint_ends(painter, view)
        else:
            self._paint_handles(painter, view)
        ratio = pixel_ratio(painter)
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

    def _paint_ends(self, painter: QPainter, view: View) -> None:
        """Paint the vertices that no hinge makes, where the curve leaves the interval."""
        vertices = vertices_of(self.scene_shown.document.model, self.scene_shown.interval)
        painter.setPen(QPen(colour(self.colours.sum), 2))
        painter.setBrush(colour(self.colours.background))
        for x, y, hinges in zip(vertices.x, vertices.y, vertices.hinges, strict=True):
            if not hinges:
                column, row = float(columns_of(view, x)), float(rows_of(view, y))
                painter.drawRect(QRectF(column - 5, row - 5, 10, 10))
        painter.setBrush(Qt.BrushStyle.NoBrush)

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


class BoundsLayer(SceneLayer):
    """The grips by which the ends of the interval are dragged, at the lower edge of the canvas."""

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, 15, scene, colours)

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint a small flag at each end, pointing to where errors count."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(self.colours.background), 1))
        painter.setBrush(colour(self.colours.axis))
        bottom = view.height
        for column, inwards in zip(
            columns_of(view, self.scene_shown.interval).tolist(), (1, -1), strict=True
        ):
            x = np.array([column, column, column + inwards * 0.5 * GRIP_WIDTH, column])
            y = np.array([bottom, bottom - GRIP_HEIGHT, bottom - 0.5 * GRIP_HEIGHT, bottom])
            painter.drawPolygon(polygon(x, y))
        painter.setBrush(Qt.BrushStyle.NoBrush)


class HintLayer(SceneLayer):
    """What the canvas says: how to begin while it is empty, and that it is being drawn on."""

    LINES = ("Click to place a hinge", "Press and drag to bend the line where you want it")

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, 18, scene, colours)
        self._draws = False

    def show_drawing(self, *, on: bool) -> None:
        """Say that a press draws the target, or no longer."""
        if on != self._draws:
            self._draws = on
            self.update()

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint the hint while there is no hinge, or what the mouse is for while it draws."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._draws:
            self._paint_mode(painter, view)
        elif not len(self.scene_shown.document.model) and self.scene_shown.whole is None:
            self._paint_beginning(painter, view)

    def _paint_mode(self, painter: QPainter, view: View) -> None:
        """Paint a small sign at the top, through which a curve is still seen."""
        font = QFont(painter.font())
        font.setPixelSize(13)
        painter.setFont(font)
        text = QCoreApplication.translate("HintLayer", "Draw the target. Esc ends.")
        width = painter.fontMetrics().horizontalAdvance(text) + 24
        room = QRectF((view.width - width) / 2, 8.5, width, 27)
        painter.setPen(QPen(colour(self.colours.accent), 1))
        painter.setBrush(colour(self.colours.background, 0.8))
        painter.drawRoundedRect(room, 13.5, 13.5)
        painter.setPen(colour(self.colours.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_beginning(self, painter: QPainter, view: View) -> None:
        font = QFont(painter.font())
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

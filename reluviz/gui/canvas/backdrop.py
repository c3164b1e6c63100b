"""What stays on the plots while the hand moves: grid, interval, target and pins, painted once and kept."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPixmap

from reluviz.gui.canvas.curves import SceneLayer
from reluviz.gui.canvas.dots import paint_points
from reluviz.gui.canvas.layer import colour, columns_of, mixed, pen, pixel_ratio, polygon, rows_of
from reluviz.gui.canvas.painting import pieces, thinned
from reluviz.scene.error_strip import strip_curve

if TYPE_CHECKING:
    import pyqtgraph as pg

    from reluviz.interaction.view import View
    from reluviz.scene.error_strip import Reading
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["Backdrop", "CanvasBackdrop", "StripBackdrop", "pin_pen"]

TARGET_WIDTH = 4.5
PIN_WIDTH = 1.6
_DASHES = (
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
)


class Backdrop(SceneLayer):
    """The grid and the interval, and what else stays while the hand moves: painted once and kept."""

    def __init__(
        self, box: pg.ViewBox, axes: tuple[pg.AxisItem, pg.AxisItem], scene: Scene, colours: Palette
    ) -> None:
        super().__init__(box, -10, scene, colours)
        self._picture: QPixmap | None = None
        self._bottom, self._left = axes

    def forget_picture(self) -> None:
        """Paint anew: something of what stays has changed."""
        self._picture = None
        self.update()

    def show_scene(self, scene: Scene) -> None:
        """Repaint only for another target or other pins: the picture kept serves while hinges move."""
        before, after = self.scene_shown.document, scene.document
        if after.target is not before.target or after.pins is not before.pins:
            self._picture = None
        super().show_scene(scene)

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self._picture = None
        super().set_colours(colours)

    def set_view(self, view: View) -> None:
        """Show another part of the plane."""
        if view != self.view:
            self._picture = None
        super().set_view(view)

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Copy the picture kept; an opaque one of our own is copied faster than Qt's cached layers."""
        ratio = pixel_ratio(painter)
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = QPixmap(ceil(view.width * ratio), ceil(view.height * ratio))
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(colour(self.colours.background))
            inside = QPainter(self._picture)
            self._paint_all(inside, view)
            inside.end()
        painter.drawPixmap(QPointF(0, 0), self._picture)

    def _paint_all(self, painter: QPainter, view: View) -> None:
        """Paint grid lines at the labelled ticks, what does not count darker, the target on top."""
        start, end = columns_of(view, self.scene_shown.interval)
        outside = colour(self.colours.outside)
        painter.fillRect(QRectF(0, 0, max(start, 0), view.height), outside)
        painter.fillRect(QRectF(end, 0, max(view.width - end, 0), view.height), outside)
        for left, right in self.scene_shown.document.target.gaps:
            column, width = float(columns_of(view, left)), (right - left) * view.pixels_per_x
            painter.fillRect(QRectF(column, 0, width, view.height), outside)
        painter.setPen(pen(self.colours.grid, 1))
        for x in columns_of(view, _ticks(self._bottom, view.bounds.left, view.bounds.right, view.width)):
            painter.drawLine(QLineF(round(x) + 0.5, 0, round(x) + 0.5, view.height))
        for y in rows_of(view, _ticks(self._left, view.bounds.bottom, view.bounds.top, view.height)):
            painter.drawLine(QLineF(0, round(y) + 0.5, view.width, round(y) + 0.5))
        painter.setPen(pen(mixed(self.colours.axis, self.colours.background, 0.7), 1))
        zero_x, zero_y = round(float(columns_of(view, 0.0))) + 0.5, round(float(rows_of(view, 0.0))) + 0.5
        painter.drawLine(QLineF(0, zero_y, view.width, zero_y))
        painter.drawLine(QLineF(zero_x, 0, zero_x, view.height))
        painter.setPen(pen(self.colours.axis, 1, Qt.PenStyle.DashLine))
        for x in (start, end):
            painter.drawLine(QLineF(round(x) + 0.5, 0, round(x) + 0.5, view.height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_more(painter, view)

    def paint_more(self, painter: QPainter, view: View) -> None:
        """Paint what lies on the grid and stays: nothing unless a kind of backdrop has something."""


class CanvasBackdrop(Backdrop):
    """The backdrop of the canvas: grid, interval, target and pins."""

    def paint_more(self, painter: QPainter, view: View) -> None:
        """Paint the target, and the pins as ghosts on it."""
        self._paint_target(painter, view)
        for number, scene in enumerate(self.scene_shown.pinned):
            part = scene.sum.restrict(view.bounds.left, view.bounds.right)
            painter.setPen(pin_pen(self.colours, number))
            painter.drawPolyline(polygon(*thinned(view, part.breakpoints, part.values)))
        self._name_pins(painter, view)

    def _name_pins(self, painter: QPainter, view: View) -> None:
        """Write the name of each pin beside its curve, one under the other, where the curves leave."""
        scene = self.scene_shown
        font = QFont(painter.font())
        font.setPixelSize(13)
        painter.setFont(font)
        end = min(scene.interval[1], view.bounds.right)
        column = min(float(columns_of(view, end)), view.width) - 8
        rows = [float(rows_of(view, pinned.sum(end - 8 / view.pixels_per_x))) for pinned in scene.pinned]
        lowest = 0.0
        for number in sorted(range(len(rows)), key=rows.__getitem__):
            name = scene.pin_names[number]
            row = min(max(rows[number] - 9.0, lowest, 2.0), view.height - 20.0)
            lowest = row + 19.0
            width = painter.fontMetrics().horizontalAdvance(name) + 10
            plate = QRectF(column - width - 18, row, width, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(self.colours.background))
            painter.drawRoundedRect(plate, 4, 4)
            painter.setPen(colour(self.colours.ghost))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, name)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_target(self, painter: QPainter, view: View) -> None:
        scene = self.scene_shown
        if scene.points is not None:
            paint_points(painter, view, scene.points, scene.points_held_out, self.colours)
            return
        start, end = scene.interval
        # Outside the interval the target goes on, thin: it is there, but nothing is measured on it.
        for left, right, strength in (
            (view.bounds.left, min(start, view.bounds.right), 0.35),
            (max(end, view.bounds.left), view.bounds.right, 0.35),
            (max(start, view.bounds.left), min(end, view.bounds.right), 0.8),
        ):
            x, y = scene.target_curve(left, right, 1 + int(view.width / 2))
            columns, rows = columns_of(view, x), rows_of(view, y)
            own = mixed(self.colours.target, self.colours.background, self.colours.strength(strength))
            # So wide a line needs round joins; it is painted only when the view or the target changes.
            stroke = QPen(colour(own), TARGET_WIDTH if strength > 0.5 else 2)
            stroke.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(stroke)
            for part in pieces(np.where(np.isfinite(y), rows, np.nan), np.diff(columns) < 1e-6):
                painter.drawPolyline(polygon(columns[part], rows[part]))


class StripBackdrop(Backdrop):
    """The backdrop of the error strip: grid, interval and the errors of the pins."""

    def __init__(
        self, box: pg.ViewBox, axes: tuple[pg.AxisItem, pg.AxisItem], scene: Scene, colours: Palette
    ) -> None:
        super().__init__(box, axes, scene, colours)
        self._reading: Reading = "signed"

    def show_reading(self, reading: Reading) -> None:
        """Read the errors in another way."""
        if reading != self._reading:
            self._reading = reading
            self.forget_picture()

    def paint_more(self, painter: QPainter, view: View) -> None:
        """Paint the error curve of each pin, dashed as the pin is."""
        for number, scene in enumerate(self.scene_shown.pinned):
            x, y = strip_curve(scene, self._reading, view.bounds.left, view.bounds.right)
            painter.setPen(pin_pen(self.colours, number))
            columns, rows = thinned(view, x, y)
            for part in pieces(rows):
                painter.drawPolyline(polygon(columns[part], rows[part]))


def pin_pen(colours: Palette, number: int) -> QPen:
    """Return the pen of a pin: they differ by their dashes, since all of them are ghosts."""
    return pen(mixed(colours.ghost, colours.background, 0.85), PIN_WIDTH, _DASHES[number % len(_DASHES)])


def _ticks(axis: pg.AxisItem, low: float, high: float, length: float) -> list[float]:
    levels = axis.tickValues(low, high, length * axis.magnification)
    return list(levels[0][1]) if levels else []

"""The layers that are curves: grid and target, units, sum."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from reluviz.gui.canvas.layer import Layer, colour, columns_of, mixed, pen, polygon, rows_of
from reluviz.gui.canvas.painting import LineBundle, thinned

if TYPE_CHECKING:
    import pyqtgraph as pg

    from reluviz.interaction.view import View
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["Backdrop", "SceneLayer", "SumLayer", "UnitsLayer"]

TARGET_WIDTH = 4.5
SUM_WIDTH = 2.4
UNIT_WIDTH = 1.2
#: Units beyond this many are drawn without antialiasing: nobody tells them apart, and it costs a frame.
_MOST_SMOOTH_UNITS = 100


class SceneLayer(Layer):
    """A layer that shows something of a scene in the colours of a palette."""

    def __init__(self, box: pg.ViewBox, depth: float, scene: Scene, colours: Palette) -> None:
        super().__init__(box, depth)
        self.scene_shown = scene
        self.colours = colours

    def show_scene(self, scene: Scene) -> None:
        """Show another scene."""
        self.scene_shown = scene
        self.update()

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self.colours = colours
        self.update()


class Backdrop(SceneLayer):
    """What stays while the hand moves: the grid, the interval, and (on the canvas) the target."""

    def __init__(
        self,
        box: pg.ViewBox,
        axes: tuple[pg.AxisItem, pg.AxisItem],
        scene: Scene,
        colours: Palette,
        *,
        with_target: bool,
    ) -> None:
        super().__init__(box, -10, scene, colours)
        self._picture: QPixmap | None = None
        self._bottom, self._left = axes
        self._with_target = with_target

    def show_scene(self, scene: Scene) -> None:
        """Repaint only for another target: the picture kept serves while hinges move."""
        if scene.document.target is not self.scene_shown.document.target:
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
        ratio = painter.device().devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = QPixmap(ceil(view.width * ratio), ceil(view.height * ratio))
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(colour(self.colours.background))
            inside = QPainter(self._picture)
            self._paint_all(inside, view)
            inside.end()
        painter.drawPixmap(QPointF(0, 0), self._picture)

    def _paint_all(self, painter: QPainter, view: View) -> None:
        """Paint grid lines at the labelled ticks, the outside of the interval darker, the target on top."""
        start, end = columns_of(view, self.scene_shown.interval)
        outside = colour(self.colours.outside)
        painter.fillRect(QRectF(0, 0, max(start, 0), view.height), outside)
        painter.fillRect(QRectF(end, 0, max(view.width - end, 0), view.height), outside)
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
        if self._with_target:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_target(painter, view)

    def _paint_target(self, painter: QPainter, view: View) -> None:
        scene = self.scene_shown
        if scene.points is not None:
            self._paint_points(painter, view)
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
            own = mixed(self.colours.target, self.colours.background, strength)
            # So wide a line needs round joins; it is painted only when the view or the target changes.
            stroke = QPen(colour(own), TARGET_WIDTH if strength > 0.5 else 2)
            stroke.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(stroke)
            for part in np.split(np.arange(x.size), np.flatnonzero(np.diff(columns) < 1e-6) + 1):
                if part.size > 1:
                    painter.drawPolyline(polygon(columns[part], rows[part]))

    def _paint_points(self, painter: QPainter, view: View) -> None:
        points = self.scene_shown.points
        assert points is not None
        columns, rows = columns_of(view, points.x), rows_of(view, points.y)
        inside = (columns > -5) & (columns < view.width + 5) & (rows > -5) & (rows < view.height + 5)
        # One dot for all points of a pixel: the rest could not be seen.
        places = np.unique(np.round(np.stack([columns[inside], rows[inside]])), axis=1)
        crowded = places.shape[1] > 2000
        own = mixed(self.colours.target, self.colours.background, 0.6 if crowded else 0.8)
        dots = QPen(colour(own), 3 if crowded else 6)
        dots.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(dots)
        painter.drawPoints(polygon(places[0], places[1]))


def _ticks(axis: pg.AxisItem, low: float, high: float, length: float) -> list[float]:
    levels = axis.tickValues(low, high, length)
    return list(levels[0][1]) if levels else []


class UnitsLayer(SceneLayer):
    """The units as thin lines, each from its knot along its arm, in its own colour."""

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, 0, scene, colours)
        self._bundle = LineBundle()

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint all units of one colour in one call."""
        segments = self.scene_shown.unit_segments(view.bounds.left, view.bounds.right)
        count = segments.shape[0]
        pixels = np.empty((count, 4))
        pixels[:, 0::2] = columns_of(view, segments[:, :, 0])
        pixels[:, 1::2] = rows_of(view, segments[:, :, 1])
        smooth = count <= _MOST_SMOOTH_UNITS
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        chosen = np.zeros(count, dtype=bool)
        chosen[list(self.scene_shown.selection)] = True
        kinds = len(self.colours.units)
        for kind in range(min(kinds, count)):
            group = pixels[kind::kinds][~chosen[kind::kinds]]
            painter.setPen(pen(mixed(self.colours.unit(kind), self.colours.background, 0.6), UNIT_WIDTH))
            self._bundle.draw(painter, group)
        for index in self.scene_shown.selection[:_MOST_SMOOTH_UNITS]:
            painter.setPen(pen(self.colours.unit(index), 2))
            self._bundle.draw(painter, pixels[index : index + 1])


class SumLayer(SceneLayer):
    """The sum h by its exact vertices."""

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, 10, scene, colours)
        self._lines = LineBundle()

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint the line through the vertices."""
        part = self.scene_shown.sum.restrict(view.bounds.left, view.bounds.right)
        x, y = columns_of(view, part.breakpoints), rows_of(view, part.values)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen(self.colours.sum, SUM_WIDTH))
        self._lines.draw_polyline(painter, *thinned(x, y, view.width))

"""The layers that are curves and move with the hand: units and sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from reluviz.gui.canvas.layer import Layer, colour, columns_of, mixed, pen, polygon, rows_of
from reluviz.gui.canvas.painting import LineBundle, thinned
from reluviz.maths.hinges import HingeSum

if TYPE_CHECKING:
    import pyqtgraph as pg

    from reluviz.interaction.view import View
    from reluviz.maths.piecewise import FloatArray
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["SceneLayer", "SumLayer", "UnitsLayer"]

SUM_WIDTH = 2.4
UNIT_WIDTH = 1.2
#: Units beyond this many are drawn without antialiasing: nobody tells them apart, and it costs a frame.
_MOST_SMOOTH_UNITS = 100
ISOLATED_WIDTH = 3.0
#: How strong unit lines are: mostly, and where one of them stands out or they are still to come.
_STRENGTH, _FAINT, _TO_COME = 0.6, 0.25, 0.5
#: How strong the area under a unit that stands out is.
_SHADE = 0.13


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


class UnitsLayer(SceneLayer):
    """The units as thin lines, each from its knot along its arm, in its own colour.

    Those that the sum is not built up to yet are there, but hardly. One that is isolated stands out.
    """

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, 0, scene, colours)
        self._bundle = LineBundle()
        self._isolated: int | None = None

    def show_isolated(self, unit: int | None) -> None:
        """Have one unit stand out, or none."""
        self._isolated = unit
        self.update()

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint all units of one colour in one call."""
        self._paint_to_come(painter, view)
        pixels = _pixels(view, self.scene_shown.unit_segments(view.bounds.left, view.bounds.right))
        count = pixels.shape[0]
        strength = self.colours.strength(_STRENGTH) if self._isolated is None else _FAINT
        smooth = count <= _MOST_SMOOTH_UNITS
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        chosen = np.zeros(count, dtype=bool)
        chosen[list(self.scene_shown.selection)] = True
        kinds = len(self.colours.units)
        for kind in range(min(kinds, count)):
            group = pixels[kind::kinds][~chosen[kind::kinds]]
            painter.setPen(pen(mixed(self.colours.unit(kind), self.colours.background, strength), UNIT_WIDTH))
            self._bundle.draw(painter, group)
        for index in self.scene_shown.selection[:_MOST_SMOOTH_UNITS]:
            painter.setPen(pen(self.colours.unit(index), 2))
            self._bundle.draw(painter, pixels[index : index + 1])
        if self._isolated is not None and self._isolated < count:
            self._paint_isolated(painter, view, self._isolated, pixels[self._isolated])

    def _paint_to_come(self, painter: QPainter, view: View) -> None:
        segments = self.scene_shown.segments_to_come(view.bounds.left, view.bounds.right)
        if segments.shape[0] == 0:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, segments.shape[0] <= _MOST_SMOOTH_UNITS)
        painter.setPen(pen(mixed(self.colours.axis, self.colours.background, _TO_COME), 1))
        self._bundle.draw(painter, _pixels(view, segments))

    def _paint_isolated(self, painter: QPainter, view: View, unit: int, pixels: FloatArray) -> None:
        """Paint one unit strongly on both sides of its knot, the area under it, and its formula."""
        own, hinge = self.colours.unit(unit), self.scene_shown.document.model.hinge(unit)
        left, top, right, bottom = pixels.tolist()
        zero = float(rows_of(view, 0.0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(own, _SHADE))
        painter.drawPolygon(polygon(np.array([left, right, right]), np.array([top, bottom, zero])))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(own, ISOLATED_WIDTH))
        flat = 0.0 if hinge.facing > 0 else view.width
        self._bundle.draw(painter, np.array([[flat, zero, left, zero], pixels]))
        self._write_formula(painter, view, own, HingeSum([hinge]).formula(4), (left, top, right, bottom))

    def _write_formula(
        self,
        painter: QPainter,
        view: View,
        own: str,
        text: str,
        arm: tuple[float, float, float, float],
    ) -> None:
        """Write a formula beside the part of an arm that can be seen."""
        left, top, right, bottom = arm
        shares = np.linspace(0.08, 0.92, 15)
        columns, rows = left + shares * (right - left), top + shares * (bottom - top)
        seen = (columns > 60) & (columns < view.width - 60) & (rows > 24) & (rows < view.height - 24)
        if not seen.any():
            return
        place = np.flatnonzero(seen)[int(seen.sum()) // 2]
        font = QFont(painter.font())
        font.setPixelSize(14)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        text = text.replace("-", "−")
        width = painter.fontMetrics().horizontalAdvance(text) + 12
        x = min(max(float(columns[place]) - width / 2, 4.0), view.width - width - 4)
        plate = QRectF(x, float(rows[place]) - 11, width, 22)
        painter.setPen(pen(own, 1))
        painter.setBrush(colour(self.colours.background))
        painter.drawRoundedRect(plate, 5, 5)
        painter.setPen(colour(own))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _pixels(view: View, segments: FloatArray) -> FloatArray:
    """Return segments, shape (n, 2, 2), in pixels as (n, 4)."""
    pixels = np.empty((segments.shape[0], 4))
    pixels[:, 0::2] = columns_of(view, segments[:, :, 0])
    pixels[:, 1::2] = rows_of(view, segments[:, :, 1])
    return pixels


class SumLayer(SceneLayer):
    """The sum h by its exact vertices."""

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, 10, scene, colours)
        self._lines = LineBundle()

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint the line through the vertices."""
        part = self.scene_shown.sum.restrict(view.bounds.left, view.bounds.right)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen(self.colours.sum, SUM_WIDTH))
        self._lines.draw_polyline(painter, *thinned(view, part.breakpoints, part.values))

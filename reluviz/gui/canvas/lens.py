"""The lens: the plane under the pointer, magnified, and how far the target is from a straight line there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath

from reluviz.errors import InputError
from reluviz.gui.canvas.curves import SUM_WIDTH, SceneLayer
from reluviz.gui.canvas.layer import colour, columns_of, mixed, pen, polygon, rows_of
from reluviz.gui.canvas.painting import LineBundle, thinned
from reluviz.gui.numbers import spoken
from reluviz.gui.sentences import sentence
from reluviz.interaction.view import View, can_be_drawn
from reluviz.maths.lens import lens_reading
from reluviz.maths.quadrature import in_gaps
from reluviz.scene.scene import Bounds

if TYPE_CHECKING:
    import pyqtgraph as pg

    from reluviz.maths.lens import LensReading
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["MAGNIFICATIONS", "LensLayer"]

MAGNIFICATIONS = (10.0, 100.0, 1000.0)
#: The glass, the room for words below it, and its distance from the edges, in pixels.
_WIDTH, _HEIGHT, _WORDS, _EDGE = 300.0, 210.0, 44.0, 14.0
TARGET_WIDTH = 4.0
#: So many places of the window tell whether it reaches into a gap of the target.
_LOOKS = 65


class LensLayer(SceneLayer):
    """An inset in the corner that the pointer is not in; it shows target, sum, and the best line."""

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, 40, scene, colours)
        self._lines = LineBundle()
        self._place: tuple[float, float] | None = None
        self.magnification = MAGNIFICATIONS[0]
        self.setVisible(False)

    def show_place(self, place: tuple[float, float] | None) -> None:
        """Hold the lens over a point of the plane, over the target there if it is a curve; None: away."""
        if place is not None and self.scene_shown.points is None:
            x, height = place[0], float(self.scene_shown.document.target(np.array([place[0]]))[0])
            place = (x, height if np.isfinite(height) else place[1])
        if place != self._place:
            self._place = place
            self.setVisible(place is not None)
            self.update()

    def magnify(self, steps: int) -> None:
        """Take a stronger glass, or a weaker one if negative."""
        number = MAGNIFICATIONS.index(self.magnification) + steps
        self.magnification = MAGNIFICATIONS[min(max(number, 0), len(MAGNIFICATIONS) - 1)]
        self.update()

    def reading(self, view: View) -> LensReading | str:
        """Return how straight the target is under the lens, or why that cannot be said."""
        assert self._place is not None
        scene, x = self.scene_shown, self._place[0]
        if scene.points is not None:
            return "Data points are no curve: they stay points under every lens."
        half_width = 0.5 * _WIDTH / (view.pixels_per_x * self.magnification)
        target = scene.document.target
        if in_gaps(np.linspace(x - half_width, x + half_width, _LOOKS), target.gaps).any():
            return "Errors do not count here: the target has no values, or a pole."
        try:
            return lens_reading(target, x, half_width, breaks=target.breaks)
        except InputError as error:
            return sentence(error)

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint the frame of what is magnified, the glass and the words."""
        if self._place is None:
            return
        column, row = view.to_pixels(*self._place)
        width, height = _WIDTH / self.magnification, _HEIGHT / self.magnification
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen(self.colours.text, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        frame = QRectF(column - width / 2, row - height / 2, width, height)
        # What is too small to be seen as a frame is seen as the middle of a ring.
        if width < 8:
            painter.drawEllipse(QRectF(column - 7, row - 7, 14, 14))
        else:
            painter.drawRect(frame)
        left = _EDGE if column > view.width / 2 else view.width - _EDGE - _WIDTH
        glass = QRectF(left, _EDGE, _WIDTH, _HEIGHT)
        painter.setPen(pen(self.colours.axis, 1))
        painter.setBrush(colour(self.colours.background))
        painter.drawRoundedRect(glass.adjusted(0, 0, 0, _WORDS), 8, 8)
        reading = self.reading(view)
        inside = self._magnified(view)
        if can_be_drawn(inside):
            painter.save()
            edge = QPainterPath()
            edge.addRoundedRect(glass, 8, 8)
            painter.setClipPath(edge)
            painter.translate(glass.topLeft())
            self._paint_inside(painter, View(inside, _WIDTH, _HEIGHT), reading)
            painter.restore()
        else:
            reading = "So near, numbers cannot be told apart here: take a weaker glass."
        painter.setPen(pen(self.colours.axis, 1))
        painter.drawLine(QLineF(glass.left(), glass.bottom(), glass.right(), glass.bottom()))
        self._write(painter, glass, reading)

    def _magnified(self, view: View) -> Bounds:
        assert self._place is not None
        x, y = self._place
        half_width = 0.5 * _WIDTH / (view.pixels_per_x * self.magnification)
        half_height = 0.5 * _HEIGHT / (view.pixels_per_y * self.magnification)
        return Bounds(x - half_width, x + half_width, y - half_height, y + half_height)

    def _paint_inside(self, painter: QPainter, view: View, reading: LensReading | str) -> None:
        scene, bounds = self.scene_shown, view.bounds
        if scene.points is None:
            start, end = scene.interval
            x, y = scene.target_curve(max(bounds.left, start), min(bounds.right, end), 151)
            painter.setPen(pen(mixed(self.colours.target, self.colours.background, 0.8), TARGET_WIDTH))
            self._lines.draw_polyline(painter, columns_of(view, x), rows_of(view, y))
        else:
            painter.setPen(pen(self.colours.target, 7))
            near = (scene.points.x >= bounds.left) & (scene.points.x <= bounds.right)
            painter.drawPoints(
                polygon(columns_of(view, scene.points.x[near]), rows_of(view, scene.points.y[near]))
            )
        part = scene.sum.restrict(bounds.left, bounds.right)
        painter.setPen(pen(self.colours.sum, SUM_WIDTH))
        columns, rows = thinned(view, part.breakpoints, part.values)
        self._lines.draw_polyline(painter, columns, rows)
        if not isinstance(reading, str):
            x = np.array([bounds.left, bounds.right])
            painter.setPen(pen(self.colours.text, 1.2, Qt.PenStyle.DashLine))
            ends = rows_of(view, reading.line.at(x))
            painter.drawLine(QLineF(0.0, float(ends[0]), view.width, float(ends[1])))

    def _write(self, painter: QPainter, glass: QRectF, reading: LensReading | str) -> None:
        font = QFont(painter.font())
        font.setPixelSize(12)
        painter.setFont(font)
        strong, quiet = self._words(reading)
        words = QRectF(glass.left() + 10, glass.bottom() + 5, _WIDTH - 20, 17)
        painter.setPen(colour(self.colours.text))
        if quiet:
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft, strong)
            painter.setPen(colour(self.colours.muted))
            painter.drawText(words.translated(0, 17), Qt.AlignmentFlag.AlignLeft, quiet)
        else:
            flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
            painter.drawText(words.adjusted(0, 0, 0, 17), int(flags), strong)

    def _words(self, reading: LensReading | str) -> tuple[str, str]:
        """Return what the lens says, on two lines."""
        if isinstance(reading, str):
            return reading, ""
        times = f"×{self.magnification:g}"
        if reading.line.is_rounding:
            return f"{times}: f is a line, as far as numbers go", "what is left is rounding"
        strong = f"{times}: f is a line within {spoken(reading.line.deviation)}"
        if reading.ratio is None:
            return strong, "in half the width only rounding is left"
        return strong, f"in half the width within {spoken(reading.half.deviation)}: ÷ {reading.ratio:.3g}"

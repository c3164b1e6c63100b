"""The layers of the error strip that are its curve: the error in one reading, and its largest size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from reluviz.gui.canvas.curves import SceneLayer
from reluviz.gui.canvas.layer import colour, columns_of, mixed, pen, polygon, rows_of
from reluviz.gui.canvas.painting import LineBundle, pieces, thinned
from reluviz.gui.numbers import spoken
from reluviz.scene.error_strip import ErrorLook, height, strip_curve

if TYPE_CHECKING:
    import pyqtgraph as pg

    from reluviz.interaction.view import View
    from reluviz.maths.piecewise import FloatArray
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["ErrorLayer", "LargestLayer", "StripLayer"]

ERROR_WIDTH = 1.4
#: Half the diagonal of a diamond on the error strip, and how many of them can be told apart.
_MARK = 5.0
_MOST_MARKS = 400
_NAMES = {"signed": "|h − f|", "absolute": "|h − f|", "square": "½(h − f)²"}


class StripLayer(SceneLayer):
    """A layer that shows the error of a scene the way it is looked at."""

    def __init__(self, box: pg.ViewBox, depth: float, scene: Scene, colours: Palette) -> None:
        super().__init__(box, depth, scene, colours)
        self.look = ErrorLook()

    def show_look(self, look: ErrorLook) -> None:
        """Look at the error in another way."""
        self.look = look
        self.update()


class ErrorLayer(StripLayer):
    """The error on its strip, filled towards 0."""

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, 10, scene, colours)
        self._lines = LineBundle()

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint the area and the curve."""
        x, y = strip_curve(self.scene_shown, self.look.reading, view.bounds.left, view.bounds.right)
        columns, rows = thinned(view, x, y)
        zero = float(rows_of(view, 0.0))
        # A curve with several points in each pixel column is a texture: smooth edges would not be seen.
        crowded = columns.size > 1.5 * view.width
        self._paint_area(painter, columns, rows, zero, crowded=crowded)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not crowded)
        painter.setPen(pen(self.colours.error, ERROR_WIDTH))
        self._lines.draw_polyline(painter, columns, rows)

    def _paint_area(
        self, painter: QPainter, columns: FloatArray, rows: FloatArray, zero: float, *, crowded: bool
    ) -> None:
        fill = mixed(self.colours.error_fill, self.colours.background, 0.25)
        if crowded:
            # Filling one polygon with thousands of teeth takes Qt many frames; upright lines do not.
            painter.setPen(pen(fill, 1))
            there = np.isfinite(rows)
            columns, rows = columns[there], rows[there]
            self._lines.draw(painter, np.column_stack([columns, np.full_like(rows, zero), columns, rows]))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(fill))
        for part in pieces(rows):
            x, y = columns[part], rows[part]
            x = np.concatenate([x[:1], x, x[-1:]])
            painter.drawPolygon(polygon(x, np.concatenate([[zero], y, [zero]])))
        painter.setBrush(Qt.BrushStyle.NoBrush)


class LargestLayer(StripLayer):
    """Where the error is largest, and where a minimax fit levelled it; above the lines of the tolerance."""

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, 18, scene, colours)

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint the level, the marks on it, and the words."""
        marks = self.scene_shown.alternation
        if marks.size:
            self._paint_level(painter, view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if marks.shape[0] <= _MOST_MARKS:
            heights = height(marks[:, 1], self.look.reading)
            self._paint_marks(painter, columns_of(view, marks[:, 0]), rows_of(view, heights))
        self._paint_largest(painter, view)

    def _paint_level(self, painter: QPainter, view: View) -> None:
        """Paint the lines between which the error stays; one of them where it is never below 0."""
        largest = self.scene_shown.errors.max
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen(mixed(self.colours.error, self.colours.background, 0.55), 1))
        levels = np.unique(height(np.array([-largest, largest]), self.look.reading))
        for y in rows_of(view, levels):
            painter.drawLine(QLineF(0, round(y) + 0.5, view.width, round(y) + 0.5))

    def _paint_marks(self, painter: QPainter, columns: FloatArray, rows: FloatArray) -> None:
        """Paint a small diamond wherever the error takes its largest size."""
        painter.setPen(pen(self.colours.background, 1))
        painter.setBrush(colour(self.colours.error))
        for column, row in zip(columns.tolist(), rows.tolist(), strict=True):
            painter.drawPolygon(
                polygon(
                    np.array([column - _MARK, column, column + _MARK, column]),
                    np.array([row, row - _MARK, row, row + _MARK]),
                )
            )
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_largest(self, painter: QPainter, view: View) -> None:
        at, signed = self.scene_shown.largest_error
        level = float(height(np.array([signed]), self.look.reading)[0])
        column, row = float(columns_of(view, at)), float(rows_of(view, level))
        painter.setPen(pen(self.colours.background, 1.5))
        painter.setBrush(colour(self.colours.error))
        painter.drawEllipse(QRectF(column - 4, row - 4, 8, 8))
        font = QFont(painter.font())
        font.setPixelSize(12)
        painter.setFont(font)
        taken = self.scene_shown.alternation.shape[0]
        text = f"max {_NAMES[self.look.reading]} = {spoken(abs(level))}"
        text += f", taken {taken} times" if taken > 1 else f" at x = {spoken(at)}"
        width = painter.fontMetrics().horizontalAdvance(text)
        left = min(max(column - width / 2, 6), view.width - width - 6)
        # On the empty side of 0, where no curve can be under it; above the curve where there is no such side.
        is_above = self.look.reading != "signed" or (signed < 0 and taken < 2)
        top = 3.0 if is_above else view.height - 17
        painter.fillRect(QRectF(left - 3, top, width + 6, 16), colour(self.colours.background))
        painter.setPen(colour(self.colours.text))
        painter.drawText(QRectF(left, top, width + 2, 16), Qt.AlignmentFlag.AlignLeft, text)

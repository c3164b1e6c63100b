"""The layers of the tolerance: its lines on the error strip, and where the error stays between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from reluviz.gui.canvas.curves import SceneLayer
from reluviz.gui.canvas.layer import colour, columns_of, mixed, pen, rows_of
from reluviz.gui.canvas.strip import StripLayer
from reluviz.scene.error_strip import height

if TYPE_CHECKING:
    import pyqtgraph as pg

    from reluviz.interaction.view import View
    from reluviz.scene.error_strip import ErrorLook, Reading
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["GoodLayer", "ToleranceLayer"]

#: How strong the shade of the good interval is, over the grid and the target.
_SHADE = 0.1
#: The grip on a line of the tolerance, and how far from the right edge it sits.
_GRIP_WIDTH, _GRIP_HEIGHT, _GRIP_MARGIN = 26.0, 6.0, 10.0
#: How near, in pixels, the pointer must come to a line to take it.
_REACH = 5.0


def _band_colour(colours: Palette) -> str:
    """Return the colour of all that belongs to the tolerance: the first of the units, a green."""
    return colours.unit(0)


def _band_rows(tolerance: float, reading: Reading, view: View) -> list[float]:
    """Return the pixel rows of the lines of a tolerance; one beyond the strip is kept at its edge."""
    errors = np.array([tolerance, -tolerance] if reading == "signed" else [tolerance])
    rows = rows_of(view, height(errors, reading))
    return [min(max(row, 1.0), view.height - 2.0) for row in rows.tolist()]


class GoodLayer(SceneLayer):
    """The shade of the interval on which the error is within the tolerance.

    One rectangle is the only thing on the canvas that is translucent: it must let the target through,
    which is part of a picture kept, and costs little.
    """

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, -5, scene, colours)
        self.interval: tuple[float, float] | None = None
        self.around: float | None = None
        # What is hidden is not even asked for its rectangle, which every frame would do several times.
        self.setVisible(False)

    def show_good(self, interval: tuple[float, float] | None, around: float | None = None) -> None:
        """Shade an interval, or nothing; `around` is marked below it."""
        if (interval, around) != (self.interval, self.around):
            self.interval, self.around = interval, around
            self.setVisible(interval is not None or around is not None)
            self.update()

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint the shade, its ends, and the point of interest."""
        own = _band_colour(self.colours)
        if self.interval is not None:
            left, right = (float(column) for column in columns_of(view, self.interval))
            visible = QRectF(max(left, 0), 0, min(right, view.width) - max(left, 0), view.height)
            if visible.width() > 0:
                painter.fillRect(visible, colour(own, _SHADE))
            painter.setPen(pen(mixed(own, self.colours.background, 0.75), 1, Qt.PenStyle.DashLine))
            for column in (left, right):
                painter.drawLine(QLineF(round(column) + 0.5, 0, round(column) + 0.5, view.height))
        if self.around is not None:
            column = float(columns_of(view, self.around))
            bottom = view.height
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(own))
            corners = ((column - 5, bottom), (column, bottom - 8), (column + 5, bottom))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


class ToleranceLayer(StripLayer):
    """The lines at the tolerance on both sides of 0, with grips to drag them by."""

    def __init__(self, box: pg.ViewBox, scene: Scene, colours: Palette) -> None:
        super().__init__(box, 15, scene, colours)
        self.is_hot = False
        self.setVisible(False)

    def show_look(self, look: ErrorLook) -> None:
        """Look at the error in another way; without a band there is nothing to paint."""
        super().show_look(look)
        self.setVisible(look.band is not None)

    def set_hot(self, *, is_hot: bool) -> None:
        """Show that a press would take the lines, or that they are held."""
        if is_hot != self.is_hot:
            self.is_hot = is_hot
            self.update()

    def is_hit(self, column: float, row: float) -> bool:
        """Return whether a press at this pixel takes a line."""
        if self.view is None or self.look.band is None:
            return False
        if not (0 <= column <= self.view.width and 0 <= row <= self.view.height):
            return False
        rows = _band_rows(self.look.band, self.look.reading, self.view)
        return any(
            abs(line - row) <= _REACH
            or _grip(self.view, line, rows).adjusted(-3, -3, 3, 3).contains(column, row)
            for line in rows
        )

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint the lines and their grips."""
        if self.look.band is None:
            return
        own = _band_colour(self.colours)
        rows = _band_rows(self.look.band, self.look.reading, view)
        for row in rows:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(pen(own, 2 if self.is_hot else 1))
            painter.drawLine(QLineF(0, round(row) + 0.5, view.width, round(row) + 0.5))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(pen(self.colours.background, 1))
            painter.setBrush(colour(own))
            painter.drawRoundedRect(_grip(view, row, rows), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _grip(view: View, row: float, rows: list[float]) -> QRectF:
    """Return the grip of one line, on its far side from 0 if there is room: near 0 both can be taken."""
    above, below = row - _GRIP_HEIGHT + 1, row
    top = above if row == rows[0] else below
    if top < 0:
        top = below
    elif top + _GRIP_HEIGHT > view.height:
        top = above
    return QRectF(view.width - _GRIP_MARGIN - _GRIP_WIDTH, top, _GRIP_WIDTH, _GRIP_HEIGHT)

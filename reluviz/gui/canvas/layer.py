"""The base of all layers: painted in pixels of the plot's rectangle, so that pens scale with the screen."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

if TYPE_CHECKING:
    from reluviz.interaction.view import View
    from reluviz.maths.piecewise import FloatArray

__all__ = ["Layer", "colour", "columns_of", "mixed", "pen", "pixel_ratio", "polygon", "rows_of"]

_log = logging.getLogger("reluviz")
#: Far outside any screen, near enough for the rasteriser.
_FARTHEST = 1e7


class Layer(QGraphicsItem):
    """One layer over the rectangle of a view box, built once and repainted when what it shows changes.

    Painting in pixels rather than in data coordinates keeps pens as wide as they should be on every
    screen (cosmetic pens ignore the pixel ratio) and lets a layer thin out what pixels cannot show.

    Parameters
    ----------
    box : pyqtgraph.ViewBox
    depth : float
        Layers of larger depth lie above.
    """

    def __init__(self, box: pg.ViewBox, depth: float) -> None:
        super().__init__(box)
        self.view: View | None = None
        self._has_failed = False
        self.setZValue(depth)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Return the whole rectangle of the plot."""
        return QRectF() if self.view is None else QRectF(0, 0, self.view.width, self.view.height)

    def set_view(self, view: View) -> None:
        """Show another part of the plane."""
        if self.view is None or (self.view.width, self.view.height) != (view.width, view.height):
            self.prepareGeometryChange()
        self.view = view
        self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint, once there is a view; called by Qt."""
        if self.view is None or self.view.width <= 1 or self.view.height <= 1:
            return
        painter.save()
        try:
            self.paint_view(painter, self.view)
        except Exception:  # noqa: BLE001 - the edge between painting and Qt
            # An error that leaves a paint event ends the program. Said once, or each frame would say it.
            if not self._has_failed:
                self._has_failed = True
                _log.exception("a layer of the canvas cannot be painted: %s", type(self).__name__)
        finally:
            painter.restore()

    def paint_view(self, painter: QPainter, view: View) -> None:
        """Paint what the layer shows of `view`."""
        raise TypeError(f"{type(self).__name__} paints nothing")


def columns_of(view: View, x: npt.ArrayLike) -> FloatArray:
    """Return the pixel columns of data `x`."""
    result = (np.asarray(x) - view.bounds.left) * view.pixels_per_x
    return np.clip(result, -_FARTHEST, _FARTHEST)


def rows_of(view: View, y: npt.ArrayLike) -> FloatArray:
    """Return the pixel rows of data `y`."""
    result = (view.bounds.top - np.asarray(y)) * view.pixels_per_y
    return np.clip(result, -_FARTHEST, _FARTHEST)


def polygon(x: FloatArray, y: FloatArray) -> QPolygonF:
    """Return pixel coordinates as a polygon."""
    if len(x) == 0:  # pyqtgraph has no way to make this one
        return QPolygonF()
    result: QPolygonF = pg.functions.arrayToQPolygonF(x, y)
    return result


def pixel_ratio(painter: QPainter) -> float:
    """Return the device pixels per logical pixel, a canvas that is shown larger included."""
    return float(painter.deviceTransform().m11())


@lru_cache(maxsize=256)
def pen(value: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen of `width` logical pixels with square ends, which close the corners of joined lines.

    Pens and mixed colours are kept: making them anew would be a good part of a frame.
    """
    result = QPen(QColor(value), width, style)
    result.setCapStyle(Qt.PenCapStyle.SquareCap if style == Qt.PenStyle.SolidLine else Qt.PenCapStyle.FlatCap)
    return result


@lru_cache(maxsize=256)
def mixed(value: str, ground: str, share: float) -> str:
    """Return an opaque colour: `share` of `value` on `ground`.

    Qt paints opaque lines five to ten times faster than translucent ones.
    """
    over, under = QColor(value), QColor(ground)

    def part(a: int, b: int) -> int:
        return round(share * a + (1.0 - share) * b)

    red, green = part(over.red(), under.red()), part(over.green(), under.green())
    return QColor(red, green, part(over.blue(), under.blue())).name()


def colour(value: str, alpha: float = 1.0) -> QColor:
    """Return ``#RRGGBB`` as a colour with `alpha` from 0 to 1."""
    result = QColor(value)
    result.setAlphaF(alpha)
    return result

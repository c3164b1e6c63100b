"""Paints the edges of the network diagram, and keeps a picture of those that stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

if TYPE_CHECKING:
    from PySide6.QtCore import QSize

    from reluviz.scene.network_parts import Point

__all__ = ["EdgeLayer", "Stroke"]

_DASHES = [3.5, 2.5]
#: So many lines that have come to rest are worth a new picture.
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Stroke:
    """An edge as it is painted; two that are equal look the same."""

    pieces: tuple[tuple[Point, ...], ...]
    colour: str
    width: float
    is_dashed: bool


class EdgeLayer:
    """Paints strokes on a plain ground.

    Curves are what costs time. In a drag most of them rest: those that were the same the last time are kept
    in a picture, and only the others are painted.
    """

    def __init__(self) -> None:
        self._picture = QPixmap()
        self._within: frozenset[Stroke] = frozenset()
        self._last: frozenset[Stroke] = frozenset()
        self._made_for: tuple[object, ...] = ()

    def paint(self, painter: QPainter, strokes: list[Stroke], size: QSize, ratio: float, ground: str) -> None:
        """Paint strokes, the last ones on top, and the ground below them."""
        now, made_for = frozenset(strokes), (size.width(), size.height(), ratio, ground)
        resting = now & self._last
        if made_for != self._made_for or not self._within <= now or len(resting - self._within) >= _ENOUGH:
            self._within, self._made_for = resting, made_for
            self._picture = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(QColor(ground))
            inner = QPainter(self._picture)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            for stroke in strokes:
                if stroke in resting:
                    _paint_stroke(inner, stroke)
            inner.end()
        self._last = now
        painter.drawPixmap(QPointF(0, 0), self._picture)
        for stroke in strokes:
            if stroke not in self._within:
                _paint_stroke(painter, stroke)


def _paint_stroke(painter: QPainter, stroke: Stroke) -> None:
    """Paint an edge, only its curves dashed: beside a number a dash would be a minus sign."""
    pen = QPen(QColor(stroke.colour), stroke.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    for piece in stroke.pieces:
        if len(piece) == 2:
            painter.drawLine(QPointF(*piece[0]), QPointF(*piece[1]))
    if stroke.is_dashed:
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
    for piece in stroke.pieces:
        if len(piece) == 4:
            path = QPainterPath(QPointF(*piece[0]))
            path.cubicTo(*piece[1], *piece[2], *piece[3])
            painter.drawPath(path)

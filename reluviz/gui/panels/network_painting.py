"""Paints the network diagram: edges, nodes with a small picture of their hinge, numbers on plates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from reluviz.gui.panels.network_edges import EdgeLayer, Stroke

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtCore import QSize

    from reluviz.scene.network_parts import Box, Edge, Network, Node, Number, Place
    from reluviz.scene.palette import Palette

__all__ = ["Looks", "NetworkPainter"]

_TYPE_SIZE, _SMALL_SIZE = 12, 11
#: How much is left of what does not belong to the isolated unit.
_DIMMED = 0.28
_EDGE_STRENGTH = 0.75
#: Round a node in its picture, for the ring.
_MARGIN = 5.0
_CENTRE = Qt.AlignmentFlag.AlignCenter
#: As many widths and colours as these are remembered at most.
_MOST_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Looks:
    """What stands out: what is selected, looked at, pointed at or in focus."""

    selection: Collection[int] = ()
    isolated: int | None = None
    hovered: Place | None = None
    focused: Place | None = None
    note: str = ""


class NetworkPainter:
    """Paints layouts in the colours of a palette.

    All of it is painted on every frame of a drag: nodes are kept as pictures, and colours are mixed rather
    than made translucent, which Qt paints several times as fast.
    """

    def __init__(self, colours: Palette, font: QFont) -> None:
        self._font = _sized(font, _TYPE_SIZE)
        self._small = _sized(font, _SMALL_SIZE)
        self._bold = _sized(font, _TYPE_SIZE)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._slanted = _sized(font, _SMALL_SIZE)
        self._slanted.setItalic(True)
        self._metrics = QFontMetricsF(self._font)
        self._widths: dict[str, float] = {}
        self._edges = EdgeLayer()
        self.set_colours(colours)

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self._colours = colours
        self._ground, self._accent = QColor(colours.panel), QColor(colours.accent)
        self._strong: dict[str, QColor] = {}
        self._sprites: dict[tuple[object, ...], QPixmap] = {}

    def width(self, text: str) -> float:
        """Return how wide a number is."""
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) > _MOST_KEPT:
                self._widths.clear()
            width = self._widths[text] = self._metrics.horizontalAdvance(text)
        return width

    def paint(self, painter: QPainter, network: Network, looks: Looks, size: QSize) -> None:
        """Paint a layout and the ground of a drawing of that size."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        isolated = looks.isolated
        ratio = painter.device().devicePixelRatio()
        # What stands out lies above what does not.
        edges = sorted(network.edges, key=lambda edge: edge.unit == isolated)
        strokes = [self._stroke(edge, is_dim=_is_dim(edge.unit, isolated)) for edge in edges]
        self._edges.paint(painter, strokes, size, ratio, self._colours.panel)
        for node in network.nodes:
            is_dim = node.kind == "unit" and _is_dim(node.unit, isolated)
            sprite = self._sprite(node, node.unit in looks.selection, is_dim, ratio)
            painter.drawPixmap(QPointF(node.box.left - _MARGIN, node.box.top - _MARGIN), sprite)
        for number in network.numbers:
            if number.kind != "b":  # those have no line behind them, but the ring of a node near by
                painter.fillRect(_rect(number.box), self._ground)
        painter.setFont(self._font)
        for number in network.numbers:
            self._paint_number(painter, number, looks)
        painter.setPen(self._colour(self._colours.muted))
        painter.setFont(self._slanted)
        for text, box in network.captions:
            painter.drawText(_rect(box), _CENTRE, text)
        if looks.note:
            painter.setFont(self._small)
            painter.drawText(_rect(network.note), _CENTRE, looks.note)

    def _stroke(self, edge: Edge, *, is_dim: bool) -> Stroke:
        name = self._colours.muted if edge.unit < 0 else self._colours.unit(edge.unit)
        strength = self._colours.strength(_EDGE_STRENGTH)
        colour = self._colour(name, is_dim=is_dim, strength=strength).name()
        return Stroke(edge.pieces, colour, edge.width, edge.weight < 0)

    def _sprite(self, node: Node, is_selected: bool, is_dim: bool, ratio: float) -> QPixmap:
        """Return the picture of a node, painted once."""
        wanted = (node.text, node.unit, node.facing, is_selected, is_dim, ratio)
        sprite = self._sprites.get(wanted)
        if sprite is not None:
            return sprite
        if len(self._sprites) > _MOST_KEPT:
            self._sprites.clear()
        width, height = node.box.width, node.box.height
        sprite = QPixmap(
            round((width + 2 * _MARGIN) * ratio),
            round((height + 2 * _MARGIN) * ratio),
        )
        sprite.setDevicePixelRatio(ratio)
        sprite.fill(Qt.GlobalColor.transparent)
        painter = QPainter(sprite)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(_MARGIN, _MARGIN, width, height)
        if node.kind == "unit":
            self._paint_unit(painter, node, box, is_selected=is_selected, is_dim=is_dim)
        else:
            painter.setPen(QPen(self._colour(self._colours.axis), 1.4))
            painter.setBrush(self._colour(self._colours.window))
            painter.drawEllipse(box.adjusted(0.7, 0.7, -0.7, -0.7))
            painter.setPen(self._colour(self._colours.text))
            painter.setFont(self._bold)
            painter.drawText(box.translated(0, -1 if node.text == "x" else 0), _CENTRE, node.text)
        painter.end()
        self._sprites[wanted] = sprite
        return sprite

    def _paint_unit(
        self, painter: QPainter, node: Node, box: QRectF, *, is_selected: bool, is_dim: bool
    ) -> None:
        name, radius = self._colours.unit(node.unit), box.height() / 2
        colour = self._colour(name, is_dim=is_dim)
        if is_selected:
            painter.setPen(QPen(self._colour(self._colours.accent, is_dim=is_dim), 2))
            painter.setBrush(self._ground)
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), radius + 3, radius + 3)
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(_mixed(colour, self._ground, 0.12))
        painter.drawRoundedRect(box.adjusted(0.7, 0.7, -0.7, -0.7), radius - 0.7, radius - 0.7)
        painter.setPen(self._colour(self._colours.text, is_dim=is_dim))
        painter.setFont(self._bold if len(node.text) < 4 else self._small)
        painter.drawText(QRectF(box.left() + 2, box.top(), 24, box.height()), _CENTRE, node.text)
        pen = QPen(colour, 2.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        middle, floor = box.right() - 16.5, box.center().y() + 4.5
        arm = 8.0 * node.facing
        ends = QPointF(middle - arm, floor), QPointF(middle + arm, floor - 9)
        painter.drawPolyline(QPolygonF([ends[0], QPointF(middle, floor), ends[1]]))

    def _paint_number(self, painter: QPainter, number: Number, looks: Looks) -> None:
        box, is_hovered = _rect(number.box), number.place == looks.hovered
        is_dim = _is_dim(number.unit, looks.isolated)
        name = self._colours.accent if is_hovered else self._colours.text
        painter.setPen(self._colour(name, is_dim=is_dim))
        painter.drawText(box, _CENTRE, number.text)
        if is_hovered:
            half, y = self.width(number.text) / 2, box.bottom() - 1.5
            painter.drawLine(QPointF(box.center().x() - half, y), QPointF(box.center().x() + half, y))
        if number.place == looks.focused:
            painter.setPen(QPen(self._accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 4, 4)

    def _colour(self, name: str, *, is_dim: bool = False, strength: float = 1.0) -> QColor:
        """Return a colour as an opaque one: translucent lines that cross would make a darker spot."""
        share = strength * (_DIMMED if is_dim else 1.0)
        wanted = f"{name}{share}"
        kept = self._strong.get(wanted)
        if kept is None:
            kept = self._strong[wanted] = _mixed(QColor(name), self._ground, share)
        return kept


def _sized(font: QFont, pixels: int) -> QFont:
    sized = QFont(font)
    sized.setPixelSize(pixels)
    return sized


def _is_dim(unit: int, isolated: int | None) -> bool:
    return isolated is not None and unit != isolated


def _mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    rest = 1 - share
    return QColor(
        round(share * colour.red() + rest * ground.red()),
        round(share * colour.green() + rest * ground.green()),
        round(share * colour.blue() + rest * ground.blue()),
    )


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)

"""The network that a sum is, as a drawing: the layout of the network panel with the type of the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.composing.strokes import blended
from reluviz.figures.picture import Drawing, Labels, Layer, Line, Shape
from reluviz.scene.network import lay_out
from reluviz.scene.network_parts import estimated_width

if TYPE_CHECKING:
    from typing import Literal

    from reluviz.figures.composing.strokes import Pen
    from reluviz.figures.composing.words import Words
    from reluviz.maths.hinges import HingeSum
    from reluviz.maths.piecewise import FloatArray
    from reluviz.scene.network_parts import Box, Edge, Network, Node, Number, Point

__all__ = ["NARROWEST", "WIDEST", "needed_height", "network_drawing"]

#: The layout counts in pixels for a type of 12; a figure's numbers are somewhat smaller than its other texts.
_PIXELS, _TYPE = 12.0, 0.84
_PIXEL = _TYPE / _PIXELS
#: How wide it is at least and at most, in multiples of the type size of the figure.
NARROWEST, WIDEST = 16.2, 19.5
_ROW, _STRAIGHT_ROW, _AROUND = 44.0, 30.0, 52.0
_SMALL = 0.92
_EDGE_WIDTH, _NODE_WIDTH, _ICON_WIDTH = 0.8, 1.1, 1.7
_EDGE_STRENGTH, _NODE_STRENGTH = 0.75, 0.12
_CURVE_POINTS, _ROUND_POINTS = 17, 49
#: Room on each side of a number for the line that it stands on.
_PLATE_GAP = -1.0
_DASH = (3.0, 2.0)


def needed_height(model: HingeSum) -> float:
    """Return how high all units would stand, in multiples of the type size."""
    straight = _STRAIGHT_ROW * ((model.bias != 0) + (model.slope != 0))
    return _PIXEL * (_AROUND + straight + _ROW * max(len(model), 1))


def network_drawing(
    model: HingeSum,
    width: float,
    height: float,
    side: Literal["beside", "below"],
    pen: Pen,
    words: Words,
    whole: HingeSum | None = None,
) -> Drawing:
    """Return the drawing of a sum as a network.

    Parameters
    ----------
    model : HingeSum
    width, height : float
        The room there is, in multiples of the type size.
    side : {"beside", "below"}
    words : Words
        Of the language that the figure is in.
    whole : HingeSum, optional
        The sum that `model` is the beginning of: its units keep the places that they have there.
    """
    laid = lay_out(
        whole or model, width / _PIXEL, height / _PIXEL, measure=lambda text: estimated_width(text, _PIXELS)
    )
    drawn = _Drawn(laid, len(model), height * pen.type_size, pen, words)
    hidden = laid.hidden - (len(whole) - len(model) if whole else 0)
    return Drawing(
        "network",
        width * pen.type_size,
        height * pen.type_size,
        tuple(drawn.layers(max(hidden, 0))),
        side,
    )


class _Drawn:
    """Makes layers of a layout, in points from the lower left corner."""

    def __init__(self, network: Network, count: int, height: float, pen: Pen, words: Words) -> None:
        self._network, self._count, self._height, self._pen = network, count, height, pen
        self._words = words
        self._scale = _PIXEL * pen.type_size

    def layers(self, hidden: int) -> list[Layer]:
        """Return all layers, from bottom to top."""
        network = self._network
        numbers = [number for number in network.numbers if self._is_there(number.unit)]
        nodes = [node for node in network.nodes if self._is_there(node.unit)]
        layers: list[Layer] = [
            self._edge(edge, numbers) for edge in network.edges if self._is_there(edge.unit)
        ]
        for node in nodes:
            layers += self._node(node)
        text, muted = self._pen.palette.text, self._pen.palette.muted
        layers.append(self._labels("node-names", [(_name(node), self._middle(node)) for node in nodes], text))
        said = [(self._words.plain(number.text), self._centre(number.box)) for number in numbers]
        # The name of a bias is mathematics, as those of the columns are.
        layers.append(
            self._labels("numbers", [(each.replace("b", "$b$", 1), place) for each, place in said], text)
        )
        notes = [(f"${caption}$", self._centre(box)) for caption, box in network.captions]
        if hidden:
            more = f"…{self._words.counted(self._words.and_more_hinges, hidden)}"
            notes.append((more, self._centre(network.note)))
        elif not self._count:
            notes.append((self._words.no_hinges, self._centre(network.note)))
        if notes:
            layers.append(self._labels("notes", notes, muted, _SMALL))
        return layers

    def _is_there(self, unit: int) -> bool:
        return unit < self._count

    def _edge(self, edge: Edge, numbers: list[Number]) -> Line:
        palette = self._pen.palette
        color = palette.muted if edge.unit < 0 else palette.unit(edge.unit)
        color = blended(color, palette.background, palette.strength(_EDGE_STRENGTH))
        boxes = [number.box for number in numbers if number.unit == edge.unit]
        paths = [self._points(path) for piece in edge.pieces for path in _around(_flat(piece), boxes)]
        name = edge.kind if edge.unit < 0 else f"{edge.kind}-{edge.unit + 1}"
        return Line(
            f"edge-{name}",
            _chained(paths),
            (color,),
            round(_EDGE_WIDTH * self._scale * edge.width, 3),
            dash=_DASH if edge.weight < 0 else (),
        )

    def _node(self, node: Node) -> list[Layer]:
        palette = self._pen.palette
        is_unit = node.kind == "unit"
        color = palette.unit(node.unit) if is_unit else palette.axis
        fill = blended(color, palette.background, _NODE_STRENGTH) if is_unit else palette.window
        width = round(_NODE_WIDTH * self._scale, 3)
        key = f"node-{node.unit + 1}" if is_unit else f"node-{node.kind}"
        layers: list[Layer] = [Shape(key, (self._points(_stadium(node.box)),), fill, 1.0, color, width)]
        if is_unit:
            middle, floor = node.box.right - 16.5, node.box.top + node.box.height / 2 + 4.5
            arm = 8.0 * node.facing
            icon = ((middle - arm, floor), (middle, floor), (middle + arm, floor - 9.0))
            layers.append(
                Line(
                    f"icon-{node.unit + 1}",
                    (self._points(icon),),
                    (color,),
                    round(_ICON_WIDTH * self._scale, 3),
                )
            )
        return layers

    def _labels(self, key: str, texts: list[tuple[str, Point]], color: str, size: float = 1.0) -> Labels:
        points = self._points([point for _, point in texts])
        size = round(size * _PIXELS * self._scale, 3)
        return Labels(key, points, tuple(text for text, _ in texts), color, size)

    def _middle(self, node: Node) -> Point:
        """Return where the name of a node stands: left of the icon of a unit."""
        x, y = self._centre(node.box)
        return (node.box.left + 14.0, y) if node.kind == "unit" else (x, y)

    @staticmethod
    def _centre(box: Box) -> Point:
        return box.left + box.width / 2, box.top + box.height / 2

    def _points(self, pixels: list[Point] | tuple[Point, ...] | FloatArray) -> FloatArray:
        points = self._scale * np.asarray(pixels, dtype=np.float64).reshape(-1, 2)
        points[:, 1] = self._height - points[:, 1]
        return points


def _name(node: Node) -> str:
    return f"${node.text}$" if node.kind in ("input", "output") else node.text


def _flat(piece: tuple[Point, ...]) -> FloatArray:
    """Return a straight piece as it is, and a cubic curve (Bernstein's form) as a polyline."""
    points = np.array(piece)
    if len(points) == 2:
        return points
    t = np.linspace(0.0, 1.0, _CURVE_POINTS)[:, None]
    curve: FloatArray = sum(
        factor * (1 - t) ** (3 - power) * t**power * point
        for power, (factor, point) in enumerate(zip((1, 3, 3, 1), points, strict=True))
    )
    return curve


def _around(path: FloatArray, boxes: list[Box]) -> list[FloatArray]:
    """Return a level piece without what is behind the numbers on it; others as they are."""
    (start, y), (end, last) = path[0], path[-1]
    if len(path) != 2 or y != last:
        return [path]
    pieces, left = [], start
    for box in sorted(boxes, key=lambda box: box.left):
        if box.top < y < box.bottom and left < box.right and box.left < end:
            if box.left + _PLATE_GAP > left:
                pieces.append(np.array([[left, y], [box.left + _PLATE_GAP, y]]))
            left = max(left, box.right - _PLATE_GAP)
    if left < end:
        pieces.append(np.array([[left, y], [end, y]]))
    return pieces


def _chained(paths: list[FloatArray]) -> tuple[FloatArray, ...]:
    """Join polylines that meet end to end, so that dashes and corners run on."""
    chained: list[FloatArray] = []
    for path in paths:
        if chained and np.allclose(chained[-1][-1], path[0]):
            chained[-1] = np.vstack([chained[-1], path[1:]])
        else:
            chained.append(path)
    return tuple(chained)


def _stadium(box: Box) -> FloatArray:
    """Return the outline of a box with round ends."""
    radius = box.height / 2
    angles = np.linspace(0.0, 2 * np.pi, _ROUND_POINTS)[:-1] + np.pi / (_ROUND_POINTS - 1)
    x = radius * np.cos(angles) + np.where(np.cos(angles) > 0, box.width / 2 - radius, radius - box.width / 2)
    outline: FloatArray = np.column_stack(
        [box.left + box.width / 2 + x, box.top + radius + radius * np.sin(angles)]
    )
    return outline

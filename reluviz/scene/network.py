"""A sum of hinges drawn as the network that it is: where its nodes, edges and numbers stand.

``h(x) = c + m·x + sum of w·g(ax + b)``: the input x on the left, one node for each hidden unit in the middle,
the output h on the right. Everything is in pixels from the upper left corner of the drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reluviz.scene.network_parts import Box, Edge, Network, Node, Number, estimated_width, number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reluviz.maths.formula import Unit
    from reluviz.maths.hinges import HingeSum
    from reluviz.scene.network_parts import NumberKind, Place, Point

__all__ = ["MOST_UNITS", "lay_out", "shown_units", "unit_of"]


#: More units than this make a picture of lines rather than of numbers.
MOST_UNITS = 12
#: A row holds a node with b below it. Few units stand farther apart, up to a limit.
_ROW, _TALLEST_ROW = 44.0, 72.0
_STRAIGHT_ROW = 30.0
_HEADER, _FOOTER = 24.0, 24.0
_ROUND, _NODE_WIDTH, _NODE_HEIGHT = 26.0, 50.0, 24.0
_PLATE_HEIGHT = 15.0
#: From a node down to its b: there is the ring of a selected one.
_BELOW = 4.0
_GAP = 4.0
#: Numbers keep their column while they change by a digit.
_NARROWEST_PLATE, _PADDING = 46.0, 10.0
#: How wide the fans of edges at x and at h are; where there is no such room numbers lose digits.
_NARROWEST_FAN, _WIDEST_FAN = 12.0, 96.0
_DIGITS = (4, 3, 2)


def unit_of(model: HingeSum, index: int) -> Unit:
    """Return hinge `index` as w·g(ax + b) with w = ±1, without making objects of all the others."""
    return model.hinge(index).unit()


def shown_units(count: int, room: int, selection: Iterable[int] = ()) -> tuple[int, ...]:
    """Return which of `count` units are shown where there is room for so many.

    The first ones; selected ones take the places of the last of those.
    """
    room = min(count, max(room, 1), MOST_UNITS)
    wanted = [index for index in sorted(selection) if 0 <= index < count][:room]
    shown = list(range(room))
    for index in wanted:
        if index not in shown:
            shown.remove(max(other for other in shown if other not in wanted))
            shown.append(index)
    return tuple(sorted(shown))


def lay_out(
    model: HingeSum,
    width: float,
    height: float,
    *,
    selection: Sequence[int] = (),
    form: Callable[[int], Unit] | None = None,
    measure: Callable[[str], float] = estimated_width,
    kept: Iterable[Place] = (),
) -> Network:
    """Lay a sum out as a network.

    Parameters
    ----------
    model : HingeSum
    width, height : float
        The room there is, in pixels.
    selection : sequence of int
        Hinges that are shown whether or not they are among the first.
    form : callable, optional
        Unit index → its w, a, b; by default those with w = ±1.
    measure : callable
        Text → its width in pixels.
    kept : iterable of Place
        Of m and c those that are shown even if they are 0.
    """
    kept = set(kept)
    has_linear = model.slope != 0 or ("m", -1) in kept
    has_bias = model.bias != 0 or ("c", -1) in kept
    straight = _STRAIGHT_ROW * (has_linear + has_bias)
    count = len(model)
    room = height - _HEADER - straight
    fitting = int((room + 2) // _ROW)
    if count > min(fitting, MOST_UNITS):
        fitting = int((room - _FOOTER + 2) // _ROW)
    indices = shown_units(count, fitting, selection)
    hidden = count - len(indices)
    units = [(form or (lambda index: unit_of(model, index)))(index) for index in indices]
    columns = _Columns.choose(units, width, measure)

    footer = _FOOTER if hidden or not count else 0.0
    pitch = min(max((room - footer) / max(len(indices), 1), _ROW), _TALLEST_ROW) if indices else 0.0
    block = _HEADER + straight + pitch * len(indices) + footer
    top = max((height - block) / 2, 0.0) + _HEADER
    if not count:
        top += 8.0
    linear_y = top + 12.0
    top += _STRAIGHT_ROW if has_linear else 0.0
    # The node with b below it stands in the middle of its row.
    lines = [top + pitch * row + (pitch - _ROW) / 2 + 1.0 + _NODE_HEIGHT / 2 for row in range(len(indices))]
    bottom = top + pitch * len(indices)
    bias_y = bottom + (14.0 if indices else 22.0 if has_linear else 40.0)
    middle = (lines[0] + lines[-1]) / 2 if lines else linear_y

    draft = _Draft(columns, middle, measure)
    if has_linear:
        draft.add_linear(model.slope, linear_y)
    for index, unit, y in zip(indices, units, lines, strict=True):
        draft.add_unit(index, unit, y)
    if has_bias:
        draft.add_bias(model.bias, bias_y)
    draft.nodes.append(Node("input", "x", _round(columns.input, middle)))
    draft.nodes.append(Node("output", "h", _round(columns.output, middle)))
    end = bottom + (_STRAIGHT_ROW if has_bias else 0.0)
    if not count:
        end = max(end, (bias_y if has_bias else middle) + 18.0)
    captions: tuple[tuple[str, Box], ...] = ()
    if lines:
        y = lines[0] - _NODE_HEIGHT / 2 - 21.0 if not has_linear else linear_y - 28.0
        captions = (
            _caption("a", columns.a + columns.a_width / 2, 18.0, y),
            _caption("g(ax + b)", columns.centre, 72.0, y),
            _caption("w", columns.w + columns.w_width / 2, 18.0, y),
        )
    return Network(
        tuple(draft.edges),
        tuple(draft.nodes),
        tuple(draft.numbers),
        captions,
        hidden,
        Box(0.0, end + 4.0, width, _FOOTER - 4.0),
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """Left edges of the plates and nodes, and where the round nodes have their centres."""

    digits: int
    input: float
    a: float
    a_width: float
    node: float
    w: float
    w_width: float
    output: float

    @classmethod
    def choose(cls, units: list[Unit], width: float, measure: Callable[[str], float]) -> _Columns:
        """Return columns that the numbers fit into, with as many digits as there is room for."""
        for digits in _DIGITS:
            a_width, w_width = (
                max([_NARROWEST_PLATE, *(measure(number_text(value, digits)) + _PADDING for value in values)])
                for values in ([unit.a for unit in units], [unit.weight for unit in units])
            )
            fans = width - 2 * _ROUND - _NODE_WIDTH - 2 * _GAP - a_width - w_width - 4.0
            if fans >= 2 * _NARROWEST_FAN:
                break
        fan = min(max(fans / 2, 8.0), _WIDEST_FAN)
        # Wider than it needs to be, the drawing stands in the middle.
        left = max((fans - 2 * fan) / 2, 0.0) + 2.0
        a = left + _ROUND + fan
        node = a + a_width + _GAP
        w = node + _NODE_WIDTH + _GAP
        end = w + w_width + fan
        return cls(digits, left + _ROUND / 2, a, a_width, node, w, w_width, end + _ROUND / 2)

    @property
    def centre(self) -> float:
        """The middle of the hidden nodes."""
        return self.node + _NODE_WIDTH / 2


class _Draft:
    """Collects the parts of a layout."""

    def __init__(self, columns: _Columns, middle: float, measure: Callable[[str], float]) -> None:
        self._columns, self._middle, self._measure = columns, middle, measure
        self.edges: list[Edge] = []
        self.nodes: list[Node] = []
        self.numbers: list[Number] = []

    def add_unit(self, index: int, unit: Unit, y: float) -> None:
        """Add a node, its two edges and three numbers."""
        at = self._columns
        box = Box(at.node, y - _NODE_HEIGHT / 2, _NODE_WIDTH, _NODE_HEIGHT)
        self.nodes.append(Node("unit", str(index + 1), box, index, 1 if unit.a > 0 else -1))
        self.edges.append(Edge("a", index, unit.a, (self._from_input(y), ((at.a, y), (at.node, y)))))
        pieces = (((box.right, y), (at.w + at.w_width, y)), self._to_output(y))
        self.edges.append(Edge("w", index, unit.weight, pieces))
        self._add("a", index, unit.a, "", at.a + at.a_width / 2, y)
        self._add("b", index, unit.b, "b = ", at.centre, box.bottom + _BELOW + _PLATE_HEIGHT / 2)
        self._add("w", index, unit.weight, "", at.w + at.w_width / 2, y)

    def add_linear(self, slope: float, y: float) -> None:
        """Add the edge that goes past the hidden units."""
        at = self._columns
        across = ((at.a, y), (at.w + at.w_width, y))
        self.edges.append(Edge("m", -1, slope, (self._from_input(y), across, self._to_output(y))))
        self._add("m", -1, slope, "m = ", at.centre, y)

    def add_bias(self, bias: float, y: float) -> None:
        """Add the node that is always 1, and its edge."""
        at = self._columns
        node = Node("one", "1", _round(at.input, y))
        self.nodes.append(node)
        across = ((node.box.right, y), (at.w + at.w_width, y))
        self.edges.append(Edge("c", -1, bias, (across, self._to_output(y))))
        self._add("c", -1, bias, "c = ", at.centre, y)

    def _add(self, kind: NumberKind, unit: int, value: float, name: str, x: float, y: float) -> None:
        text = name + number_text(value, self._columns.digits if kind in ("a", "w") else _DIGITS[0])
        width = max(self._measure(text) + _PADDING, 24.0)
        box = Box(x - width / 2, y - _PLATE_HEIGHT / 2, width, _PLATE_HEIGHT)
        self.numbers.append(Number(kind, unit, value, text, box))

    def _from_input(self, y: float) -> tuple[Point, ...]:
        return _bend(self._columns.input + _ROUND / 2, self._middle, self._columns.a, y)

    def _to_output(self, y: float) -> tuple[Point, ...]:
        at = self._columns
        return _bend(at.w + at.w_width, y, at.output - _ROUND / 2, self._middle)


def _bend(x0: float, y0: float, x1: float, y1: float) -> tuple[Point, ...]:
    """Return a curve that leaves and arrives level."""
    half = (x0 + x1) / 2
    return (x0, y0), (half, y0), (half, y1), (x1, y1)


def _round(x: float, y: float) -> Box:
    return Box(x - _ROUND / 2, y - _ROUND / 2, _ROUND, _ROUND)


def _caption(text: str, x: float, width: float, y: float) -> tuple[str, Box]:
    return text, Box(x - width / 2, y, width, _PLATE_HEIGHT)

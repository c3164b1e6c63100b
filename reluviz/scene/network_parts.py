"""What the drawing of a network is made of: nodes, edges and numbers, in pixels, for screens and figures."""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p
from typing import Literal

__all__ = [
    "Box",
    "Edge",
    "Network",
    "Node",
    "Number",
    "NumberKind",
    "Place",
    "Point",
    "estimated_width",
    "number_text",
]

NumberKind = Literal["a", "b", "w", "m", "c"]
NodeKind = Literal["input", "unit", "one", "output"]
Point = tuple[float, float]
#: Which number: its kind, and the index of its unit, or -1 for m and c.
Place = tuple[NumberKind, int]

#: Widths of digits and signs in ems, somewhat generous.
_EM_SHARES = {".": 0.3, " ": 0.3, "e": 0.56, "=": 0.64, "−": 0.64, "m": 0.9}


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in pixels, y downwards."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def contains(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Return whether a point lies inside, or at most `margin` outside."""
        return (
            self.left - margin <= x <= self.right + margin and self.top - margin <= y <= self.bottom + margin
        )

    def overlaps(self, other: Box) -> bool:
        """Return whether two boxes have more than their edges in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Node:
    """A node; `unit` is the hinge of a hidden one, or -1, and `facing` is where its hinge rises."""

    kind: NodeKind
    text: str
    box: Box
    unit: int = -1
    facing: int = 1


@dataclass(frozen=True, slots=True)
class Number:
    """A number on its plate; `text` is what stands there."""

    kind: NumberKind
    unit: int
    value: float
    text: str
    box: Box

    @property
    def place(self) -> Place:
        """Which number it is, also in another layout."""
        return self.kind, self.unit


@dataclass(frozen=True, slots=True)
class Edge:
    """A line through `weight`: cubic curves and straight pieces, each four or two points, end to end."""

    kind: NumberKind
    unit: int
    weight: float
    pieces: tuple[tuple[Point, ...], ...]

    @property
    def width(self) -> float:
        """How thick it is: grows gently with the weight."""
        return min(1.2 + 0.8 * log1p(abs(self.weight)), 4.0)


@dataclass(frozen=True, slots=True)
class Network:
    """What is drawn, in the order in which it is drawn; numbers are in the order in which one reads them.

    Attributes
    ----------
    captions : tuple of (str, Box)
        What the columns of numbers are called.
    hidden : int
        How many units there was no room for.
    note : Box
        Room for a line about those, or about there being none.
    """

    edges: tuple[Edge, ...]
    nodes: tuple[Node, ...]
    numbers: tuple[Number, ...]
    captions: tuple[tuple[str, Box], ...]
    hidden: int
    note: Box

    def number_at(self, x: float, y: float) -> Number | None:
        """Return the number under a point, or None."""
        return next((number for number in self.numbers if number.box.contains(x, y, 1.0)), None)

    def unit_at(self, x: float, y: float) -> int | None:
        """Return the unit whose node is under a point, or None."""
        for node in self.nodes:
            if node.kind == "unit" and node.box.contains(x, y, 2.0):
                return node.unit
        return None

    def number(self, place: Place | None) -> Number | None:
        """Return the number of that place if it is shown."""
        return next((number for number in self.numbers if number.place == place), None)


def number_text(value: float, digits: int = 4) -> str:
    """Return a number in so many digits, with a true minus sign and a short exponent."""
    mantissa, _, exponent = f"{value + 0.0:.{digits}g}".partition("e")
    text = f"{mantissa}e{int(exponent)}" if exponent else mantissa
    if exponent and abs(value) >= 1.0 and len(whole := f"{value:.0f}") <= len(text):
        # Two digits of 763 are no shorter as 7.6e2, and far harder to read.
        text = whole
    return text.replace("-", "−")


def estimated_width(text: str, size: float = 12.0) -> float:
    """Return about how wide a number is in a sans-serif type of `size` pixels."""
    return size * sum(_EM_SHARES.get(letter, 0.58) for letter in text)

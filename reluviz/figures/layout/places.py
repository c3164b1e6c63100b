"""Places of texts and boxes on a page, in points from its lower left corner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from reluviz.figures.picture import Entry

__all__ = ["Box", "Measure", "Placed", "Sample"]

#: Width, height above the baseline and depth below it of a text of some size, all in points.
Measure: TypeAlias = Callable[[str, float], tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page, in points from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.bottom + self.height

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Placed:
    """A text at a place: `anchor` is "left" or "center", `y` the baseline.

    An upright text is turned to read upwards; `x` is then its baseline, and `y` its middle.
    """

    text: str
    x: float
    y: float
    size: float
    anchor: str = "left"
    upright: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The sample of an entry's layer: from `left` to `right` at height `y`."""

    entry: Entry
    left: float
    right: float
    y: float

"""A figure described plainly: panels, axes and layers in data coordinates, in the order they are drawn.

Every writer of figures reads a picture and nothing else, whether it draws, or writes source text. Lengths
of the page are inches, type and strokes are points, colours are ``#RRGGBB``. Texts are plain, with
mathematics between dollar signs in the part of LaTeX that all writers understand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray

__all__ = ["Area", "Axis", "Band", "Dots", "Entry", "Layer", "Line", "Panel", "Picture"]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Polylines, each an array of shape (n, 2) with its exact vertices.

    Attributes
    ----------
    key : str
        What it is: the layer's id in an SVG, a comment in source text.
    colors : tuple of str
        Taken in turn by the paths.
    dash : tuple of float
        Lengths on and off in multiples of the width; empty for solid.
    """

    key: str
    paths: tuple[FloatArray, ...]
    colors: tuple[str, ...]
    width: float
    dash: tuple[float, ...] = ()
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Dots:
    """Filled marks at `points` of shape (n, 2); the rim sets them off from the lines below.

    Attributes
    ----------
    shape : {"disc", "square", "diamond", "triangle"}
    """

    key: str
    points: FloatArray
    color: str
    diameter: float
    rim: str
    rim_width: float
    shape: str = "disc"


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """What lies between polylines and the line y = 0."""

    key: str
    paths: tuple[FloatArray, ...]
    color: str
    opacity: float


@dataclass(frozen=True, slots=True)
class Band:
    """Everything from x = `left` to x = `right`, over the whole height of the panel."""

    key: str
    left: float
    right: float
    color: str


Layer: TypeAlias = Line | Dots | Area | Band


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: its limits, the places of its ticks with their texts, and what is measured along it."""

    label: str
    low: float
    high: float
    ticks: tuple[float, ...]
    tick_labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A name in the legend, or a number worth reading: `text` beside a sample of `layer`, if it has one.

    `short` stands in its place where the row would become too long. `dots` are the marks on a line, and
    one of them on its sample.
    """

    text: str
    layer: Line | Dots | None = None
    short: str = ""
    dots: Dots | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One pair of axes.

    Attributes
    ----------
    entries : tuple of Entry
        Stand in a row above the panel, where they cover nothing.
    share : float
        The panel's part of the height that all panels have together, in relation to the others.
    """

    key: str
    x: Axis
    y: Axis
    layers: tuple[Layer, ...]
    entries: tuple[Entry, ...]
    share: float

    def layer(self, key: str) -> Layer | None:
        """Return the layer of that name, or None where the panel does not show it."""
        return next((layer for layer in self.layers if layer.key == key), None)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A whole figure.

    Attributes
    ----------
    panels : tuple of Panel
        From top to bottom; all share the x-axis, whose texts stand under the last.
    background : str or None
        None for transparent.
    text_color, axis_color, grid_color : str
    grid_opacity : float
    name, description : str
        For those who cannot see it and for file properties; plain text.
    """

    width: float
    height: float
    type_size: float
    title: str
    panels: tuple[Panel, ...]
    background: str | None
    text_color: str
    axis_color: str
    grid_color: str
    grid_opacity: float
    name: str
    description: str

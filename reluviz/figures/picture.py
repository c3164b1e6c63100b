"""A figure described plainly: panels, axes and layers in data coordinates, in the order they are drawn.

Every writer of figures reads a picture and nothing else, whether it draws, or writes source text. Lengths
of the page are inches, type and strokes are points, colours are ``#RRGGBB``. Texts are plain, with
mathematics between dollar signs in the part of LaTeX that all writers understand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray

__all__ = [
    "Area",
    "Axis",
    "Band",
    "Dots",
    "Drawing",
    "Entry",
    "Inset",
    "Labels",
    "Layer",
    "Line",
    "Panel",
    "Picture",
    "Shape",
]


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
    color : str
        "none" for rings, which show what is below them.
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
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Filled outlines, each the corners of a polygon, shape (n, 2), that is closed by itself.

    Attributes
    ----------
    edge : str
        The colour of the outline; empty for none.
    width : float
        Of the outline.
    """

    key: str
    paths: tuple[FloatArray, ...]
    color: str
    opacity: float = 1.0
    edge: str = ""
    width: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Texts at `points` of shape (n, 2), one each.

    Attributes
    ----------
    anchor : {"left", "center", "right"}
        Which part of a text stands at its point.
    level : {"baseline", "middle"}
        Whether the point is on the baseline, or half as high as a capital above it.
    """

    key: str
    points: FloatArray
    texts: tuple[str, ...]
    color: str
    size: float
    anchor: Literal["left", "center", "right"] = "center"
    level: Literal["baseline", "middle"] = "middle"


Layer: TypeAlias = Line | Dots | Area | Band | Shape | Labels


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

    Attributes
    ----------
    short : str
        Stands in its place where the row would become too long.
    dots : Dots, optional
        The marks on a line, and one of them on its sample.
    key : str
        Which slot of the legend it stands in: the same through a sequence, whatever the text.
    rank : int
        Where there is no room for all, those of the highest rank are left out first.
    room : tuple of Entry
        What stands in its place in the other pictures of a sequence, and must fit there, too. Where `text`
        is empty, nothing is shown and the place is kept.
    """

    text: str
    layer: Line | Dots | Shape | None = None
    short: str = ""
    dots: Dots | None = None
    key: str = ""
    rank: int = 0
    room: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Inset:
    """A part of a panel shown larger, in a frame that stands on the panel.

    Attributes
    ----------
    left, bottom, width, height : float
        Where the frame stands, in shares of the panel from its lower left corner.
    x, y : (float, float)
        Its limits: the part of the panel that it shows. A layer of the panel marks it there.
    background : str
        Hides what is below; it is no part of a transparent page either.
    frame, frame_width
        Colour and width of its outline.
    """

    key: str
    left: float
    bottom: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    layers: tuple[Layer, ...]
    background: str
    frame: str
    frame_width: float


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One pair of axes.

    Attributes
    ----------
    entries : tuple of Entry
        Stand in a row above the panel, where they cover nothing.
    share : float
        The panel's part of the height that all panels have together, in relation to the others.
    insets : tuple of Inset
        Stand on top of the layers.
    is_equal : bool
        Whether one unit of x is as long on the page as one unit of y.
    """

    key: str
    x: Axis
    y: Axis
    layers: tuple[Layer, ...]
    entries: tuple[Entry, ...]
    share: float
    insets: tuple[Inset, ...] = ()
    is_equal: bool = False

    def layer(self, key: str) -> Layer | None:
        """Return the layer of that name, or None where the panel does not show it."""
        return next((layer for layer in self.layers if layer.key == key), None)


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A part of a figure without axes, such as the diagram of a network.

    Its coordinates are points on the page, from its lower left corner; it is shown in its true size or, where
    there is less room, smaller as a whole with its texts and strokes.

    Attributes
    ----------
    width, height : float
        In points.
    side : {"beside", "below"}
        Where it stands: right of all panels, or below them.
    """

    key: str
    width: float
    height: float
    layers: tuple[Layer, ...]
    side: Literal["beside", "below"]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A whole figure.

    Attributes
    ----------
    panels : tuple of Panel
        From top to bottom; all share the x-axis, whose texts stand under the last.
    formula : tuple of str
        Lines of mathematics, each between dollar signs, below the title. An empty one keeps its place.
    drawing : Drawing, optional
    background : str or None
        None for transparent.
    text_color, axis_color, grid_color : str
    grid_opacity : float
    has_grid : bool
    spines : {"open", "box", "none"}
        Which lines stand around each panel: left and lower, all, or none.
    font : str
        The wanted family of typefaces; empty for the usual one.
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
    formula: tuple[str, ...] = ()
    drawing: Drawing | None = None
    has_grid: bool = True
    spines: str = "open"
    font: str = ""

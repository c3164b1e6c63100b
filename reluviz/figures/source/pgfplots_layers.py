"""Layers of a picture as commands and styles of PGFPlots and TikZ."""

from __future__ import annotations

from itertools import cycle, pairwise
from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.picture import Area, Band, Dots, Labels, Layer, Line, Shape
from reluviz.figures.source.tex_text import tex_text
from reluviz.figures.source.vertices import Scale, clipped, is_sampled, scattered, thinned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reluviz.figures.picture import Inset, Panel
    from reluviz.maths.piecewise import FloatArray

__all__ = ["Pen", "drawing_commands", "has_colors", "inset_commands", "layer_commands"]

#: Filled, and as a ring: PGF fills the first kind whatever the colour.
_MARKS = {
    "disc": ("*", "o"),
    "square": ("square*", "square"),
    "diamond": ("diamond*", "diamond"),
    "triangle": ("triangle*", "triangle"),
}
#: A line is cut where it is so many heights of the panel away: TeX has no larger lengths than some metres.
_ROOM = 1.0
_POINTS_A_LINE = 6
_COLORED = ("units", "partial-sums")
#: Lines of one layer that are plots of their own; more become one plot for each colour.
_MOST_PLOTS = 40
#: TeX has no room for more in one figure.
_MOST_DOTS = 4000


class Pen:
    """Names for the colours and the styles of a figure, in the order of their first use.

    Parameters
    ----------
    type_size : float
        Lengths of the page are written as multiples of it, so that a document's own type decides.
    """

    def __init__(self, type_size: float) -> None:
        self.type_size = type_size
        self.colors: dict[str, str] = {}
        self.styles: dict[str, str] = {}

    def color(self, color: str, wish: str) -> str:
        """Return the name of a colour: `wish`, if it has none yet and the name is free."""
        if color == "none":
            return color
        return self.colors.setdefault(color, _free(wish, self.colors, color))

    def style(self, layer: Layer) -> str:
        """Return the name of a layer's style; its kind is in it, since short names may be keys of TikZ."""
        style = _style(layer, self)
        return self.styles.setdefault(
            style, _free(f"{layer.key} {type(layer).__name__.lower()}", self.styles, style)
        )

    def ems(self, points: float) -> str:
        """Return a length of the page."""
        return f"{round(points / self.type_size, 3):g}em"


def _free(wish: str, names: dict[str, str], meaning: str) -> str:
    taken = set(names.values()) - {names.get(meaning)}
    return next(
        n for n in (wish, *(f"{wish}-{count}" for count in range(2, len(taken) + 3))) if n not in taken
    )


def _style(layer: Layer, pen: Pen) -> str:
    if isinstance(layer, Line):
        return _line_style(layer, pen)
    if isinstance(layer, Labels):
        return _labels_style(layer, pen)
    color = pen.color(layer.color, layer.key)
    if isinstance(layer, Dots):
        # PGF strokes every mark.
        rim = f"draw={color}, line width=0.01em"
        if layer.rim_width:
            rim = f"draw={pen.color(layer.rim, 'rim')}, line width={pen.ems(layer.rim_width)}"
        filled, ring = _MARKS[layer.shape]
        is_ring = layer.color == "none"
        mark = f"mark={ring if is_ring else filled}, mark size={pen.ems(0.5 * layer.diameter)}"
        fill = "" if is_ring else f"fill={color}, "
        return f"only marks, {mark}, mark options={{solid, {fill}{rim}}}"
    edge = "draw=none"
    if isinstance(layer, Shape) and layer.edge:
        edge = f"draw={pen.color(layer.edge, layer.key)}, line width={pen.ems(layer.width)}"
    return f"fill={color}, fill opacity={layer.opacity:g}, {edge}"


def has_colors(layer: Line) -> bool:
    """Whether the paths of a layer have colours of their own, in some step at least."""
    return layer.key in _COLORED or len(set(layer.colors)) > 1


def _line_style(layer: Line, pen: Pen) -> str:
    parts = [f"line width={pen.ems(layer.width)}", "line join=round"]
    if not has_colors(layer):
        parts.insert(0, f"draw={pen.color(layer.colors[0], layer.key)}")
    if layer.dash:
        lengths = [pen.ems(share * layer.width) for share in layer.dash]
        pairs = zip(lengths[::2], lengths[1::2], strict=False)
        parts.append("dash pattern=" + " ".join(f"on {on} off {off}" for on, off in pairs))
    if layer.opacity < 1.0:
        parts.append(f"opacity={layer.opacity:g}")
    return ", ".join(parts)


def layer_commands(layer: Layer, panel: Panel, pen: Pen) -> list[str]:
    """Return the commands that draw a layer of a panel."""
    place = _place_in((Scale(panel.x), Scale(panel.y)))
    span = panel.x.high - panel.x.low, panel.y.high - panel.y.low
    if isinstance(layer, Band):
        x, y = (layer.left, layer.right), (panel.y.low, panel.y.high)
        corners = np.array([[x[0], y[0]], [x[1], y[0]], [x[1], y[1]], [x[0], y[1]]])
        # A full band would hide the grid.
        under = ", on layer=axis background" if layer.opacity == 1.0 else ""
        return [
            rf"\addplot[{pen.style(layer)}{under}] coordinates {{{_coordinates(corners, place)}}} -- cycle;"
        ]
    low = (panel.x.low - _ROOM * span[0], panel.y.low - _ROOM * span[1])
    high = (panel.x.high + _ROOM * span[0], panel.y.high + _ROOM * span[1])
    return _plots(layer, pen, place, span, (low, high))


def _place_in(scales: tuple[Scale, Scale]) -> Callable[..., str]:
    def place(point: FloatArray, system: str = "") -> str:
        return f"({system}{scales[0].text(point[0])},{scales[1].text(point[1])})"

    return place


def _coordinates(path: FloatArray, place: Callable[..., str]) -> str:
    """Return points in rows; those that rounding makes equal to the one before are left out of a line."""
    texts = [place(point) for point in path]
    if len(texts) > 2:
        texts = [texts[0], *(after for before, after in pairwise(texts) if after != before)]
    return _in_rows(texts)


def _in_rows(texts: list[str]) -> str:
    rows = [" ".join(texts[start : start + _POINTS_A_LINE]) for start in range(0, len(texts), _POINTS_A_LINE)]
    return "\n    ".join(["", *rows]) if len(rows) > 1 else " ".join(rows)


def _plots(
    layer: Layer,
    pen: Pen,
    place: Callable[..., str],
    span: tuple[float, float],
    box: tuple[tuple[float, float], tuple[float, float]],
) -> list[str]:
    """Return the commands that draw a layer inside a pair of axes."""
    style = pen.style(layer)
    match layer:
        case Line():
            return _lines(layer, pen, place, span, box)
        case Area():
            return [_area(path, style, place, span, box) for path in layer.paths if len(path)]
        case Shape():
            return [
                rf"\addplot[{style}] coordinates {{{_coordinates(path, place)}}} -- cycle;"
                for path in layer.paths
            ]
        case Dots():
            if not len(layer.points):
                return []
            points = scattered(layer.points, span, _MOST_DOTS)
            inside = _in_rows([place(point) for point in points])
            plot = rf"\addplot[{style}] coordinates {{{inside}}};"
            left_out = f"% {len(points)} of {len(layer.points)} points, spread as all of them."
            return [plot] if len(points) == len(layer.points) else [left_out, plot]
        case Labels():
            return _labels(layer, pen, lambda point: place(point, "axis cs:"))
        case Band():
            raise AssertionError("bands are drawn behind the grid")


def _lines(
    layer: Line,
    pen: Pen,
    place: Callable[..., str],
    span: tuple[float, float],
    box: tuple[tuple[float, float], tuple[float, float]],
) -> list[str]:
    style, many_colors = pen.style(layer), has_colors(layer)
    pieces: dict[str, list[str]] = {}
    plots = []
    for path, color in zip(layer.paths, cycle(layer.colors), strict=False):
        options = f"{style}, draw={pen.color(color, layer.key)}" if many_colors else style
        whole = thinned(path, span) if is_sampled(layer.key) else path
        for piece in clipped(whole, *box):
            coordinates = _coordinates(piece, place)
            pieces.setdefault(options, []).append(coordinates)
            plots.append(rf"\addplot[{options}] coordinates {{{coordinates}}};")
    if len(plots) <= _MOST_PLOTS:
        return plots
    # A plot takes TeX a tenth of a second, however short.
    return [
        rf"\addplot[{options}, unbounded coords=jump] coordinates {{"
        + "".join("\n    " + one for one in _joined(texts))
        + "};"
        for options, texts in pieces.items()
    ]


def _joined(texts: list[str]) -> list[str]:
    return [*(f"{text} (nan,nan)" for text in texts[:-1]), texts[-1]]


def _area(
    path: FloatArray,
    style: str,
    place: Callable[..., str],
    span: tuple[float, float],
    box: tuple[tuple[float, float], tuple[float, float]],
) -> str:
    whole = thinned(path, span)
    held = np.column_stack([whole[:, 0], np.clip(whole[:, 1], box[0][1], box[1][1])])
    floor = np.clip(0.0, box[0][1], box[1][1])
    outline = np.vstack([[held[0, 0], floor], held, [held[-1, 0], floor]])
    return rf"\addplot[{style}] coordinates {{{_coordinates(outline, place)}}} -- cycle;"


def inset_commands(inset: Inset, panel: Panel, pen: Pen) -> list[str]:
    """Return what draws an inset, in the coordinates of its panel."""
    place = _place_in((Scale(panel.x), Scale(panel.y)))
    span = np.array([panel.x.high - panel.x.low, panel.y.high - panel.y.low])
    corner = np.array([panel.x.low, panel.y.low]) + span * (inset.left, inset.bottom)
    size = span * (inset.width, inset.height)
    low = np.array([inset.x[0], inset.y[0]])
    factor = size / np.array([inset.x[1] - inset.x[0], inset.y[1] - inset.y[0]])
    box = (tuple(corner), tuple(corner + size))
    background = pen.color(inset.background, "background")
    frame = rf"draw={pen.color(inset.frame, 'axis')}, line width={pen.ems(inset.frame_width)}"
    first, second = place(corner, "axis cs:"), place(corner + size, "axis cs:")
    commands = [rf"\fill[fill={background}] {first} rectangle {second};"]

    def moved(path: FloatArray) -> FloatArray:
        mapped: FloatArray = corner + (path - low) * factor
        return mapped

    for layer in inset.layers:
        if isinstance(layer, Line):
            own = Line(
                layer.key,
                tuple(map(moved, layer.paths)),
                layer.colors,
                layer.width,
                layer.dash,
                layer.opacity,
            )
            commands += _plots(own, pen, place, (span[0], span[1]), box)
        elif isinstance(layer, Dots):
            points = moved(layer.points)
            inside = ((points >= corner) & (points <= corner + size)).all(axis=1)
            if inside.any():
                listed = " ".join(place(point) for point in points[inside])
                commands.append(rf"\addplot[{pen.style(layer)}] coordinates {{{listed}}};")
    return [*commands, rf"\draw[{frame}] {first} rectangle {second};"]


def _labels_style(layer: Labels, pen: Pen) -> str:
    base = "base" if layer.level == "baseline" else "mid"
    anchor = {"left": f"{base} west", "center": base, "right": f"{base} east"}[layer.anchor]
    scale = round(layer.size / pen.type_size, 3)
    smaller = f", scale={scale:g}" if scale != 1.0 else ""
    return f"anchor={anchor}, inner sep=0pt, text={pen.color(layer.color, layer.key)}{smaller}"


def _labels(layer: Labels, pen: Pen, place: Callable[[FloatArray], str]) -> list[str]:
    return [
        rf"\node[{pen.style(layer)}] at {place(point)} {{{tex_text(text)}}};"
        for point, text in zip(layer.points, layer.texts, strict=True)
    ]


def drawing_commands(layers: Sequence[Layer], pen: Pen) -> list[str]:
    """Return the commands for what has no axes; its coordinates are multiples of the type size."""

    def place(point: FloatArray) -> str:
        return f"({point[0] / pen.type_size:.4g},{point[1] / pen.type_size:.4g})"

    commands: list[str] = []
    for layer in layers:
        match layer:
            case Line():
                for path, color in zip(layer.paths, cycle(layer.colors), strict=False):
                    own = f", draw={pen.color(color, layer.key)}" if has_colors(layer) else ""
                    commands.append(rf"\draw[{pen.style(layer)}{own}] {' -- '.join(map(place, path))};")
            case Shape() | Area():
                style = pen.style(layer)
                commands += [
                    rf"\filldraw[{style}] {' -- '.join(map(place, path))} -- cycle;" for path in layer.paths
                ]
            case Dots():
                points = " ".join(map(place, layer.points))
                commands.append(rf"\draw plot[{pen.style(layer)}] coordinates {{{points}}};")
            case Labels():
                commands += _labels(layer, pen, place)
            case Band():
                raise AssertionError("a band needs axes")
    return commands

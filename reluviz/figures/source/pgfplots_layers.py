"""Layers of a picture as commands of PGFPlots and TikZ."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, pairwise
from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.picture import Area, Band, Dots, Labels, Layer, Line, Shape
from reluviz.figures.source.pgfplots_pen import has_colors
from reluviz.figures.source.tex_text import tex_text
from reluviz.figures.source.vertices import Scale, clipped, is_sampled, scattered, thinned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reluviz.figures.picture import Inset, Panel
    from reluviz.figures.source.pgfplots_pen import Pen
    from reluviz.maths.piecewise import FloatArray

__all__ = ["drawing_commands", "inset_commands", "layer_commands"]

#: A line is cut where it is so many heights of the panel away: TeX has no larger lengths than some metres.
_ROOM = 1.0
_POINTS_A_LINE = 6
#: Lines of one layer that are plots of their own; more become one plot for each colour.
_MOST_PLOTS = 40
#: TeX has no room for more in one figure.
_MOST_DOTS = 4000


@dataclass(frozen=True, slots=True)
class _Plane:
    """How points are written, and what can be seen: the size of the panel, and corners of what is drawn."""

    place: Callable[..., str]
    span: tuple[float, float]
    low: tuple[float, float]
    high: tuple[float, float]


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
    return _plots(layer, pen, _Plane(place, span, low, high))


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


def _plots(layer: Layer, pen: Pen, plane: _Plane) -> list[str]:
    """Return the commands that draw a layer inside a pair of axes."""
    style = pen.style(layer)
    match layer:
        case Line():
            return _lines(layer, pen, plane)
        case Area():
            return [_area(path, style, plane) for path in layer.paths if len(path)]
        case Shape():
            return [
                rf"\addplot[{style}] coordinates {{{_coordinates(path, plane.place)}}} -- cycle;"
                for path in layer.paths
            ]
        case Dots():
            if not len(layer.points):
                return []
            points = scattered(layer.points, plane.span, _MOST_DOTS)
            inside = _in_rows([plane.place(point) for point in points])
            plot = rf"\addplot[{style}] coordinates {{{inside}}};"
            left_out = f"% {len(points)} of {len(layer.points)} points, spread as all of them."
            return [plot] if len(points) == len(layer.points) else [left_out, plot]
        case Labels():
            return _labels(layer, pen, lambda point: plane.place(point, "axis cs:"))
        case Band():
            raise AssertionError("bands are drawn behind the grid")


def _lines(layer: Line, pen: Pen, plane: _Plane) -> list[str]:
    style, many_colors = pen.style(layer), has_colors(layer)
    pieces: dict[str, list[str]] = {}
    plots = []
    for path, color in zip(layer.paths, cycle(layer.colors), strict=False):
        options = f"{style}, draw={pen.color(color, layer.key)}" if many_colors else style
        whole = thinned(path, plane.span) if is_sampled(layer.key) else path
        for piece in clipped(whole, plane.low, plane.high):
            coordinates = _coordinates(piece, plane.place)
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


def _area(path: FloatArray, style: str, plane: _Plane) -> str:
    whole, ends = thinned(path, plane.span), (plane.low[1], plane.high[1])
    held = np.column_stack([whole[:, 0], np.clip(whole[:, 1], *ends)])
    floor = np.clip(0.0, *ends)
    outline = np.vstack([[held[0, 0], floor], held, [held[-1, 0], floor]])
    return rf"\addplot[{style}] coordinates {{{_coordinates(outline, plane.place)}}} -- cycle;"


def inset_commands(inset: Inset, panel: Panel, pen: Pen) -> list[str]:
    """Return what draws an inset, in the coordinates of its panel."""
    place = _place_in((Scale(panel.x), Scale(panel.y)))
    span = np.array([panel.x.high - panel.x.low, panel.y.high - panel.y.low])
    corner = np.array([panel.x.low, panel.y.low]) + span * (inset.left, inset.bottom)
    size = span * (inset.width, inset.height)
    low = np.array([inset.x[0], inset.y[0]])
    factor = size / np.array([inset.x[1] - inset.x[0], inset.y[1] - inset.y[0]])
    plane = _Plane(place, (span[0], span[1]), tuple(corner), tuple(corner + size))
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
            commands += _plots(own, pen, plane)
        elif isinstance(layer, Dots):
            points = moved(layer.points)
            inside = ((points >= corner) & (points <= corner + size)).all(axis=1)
            if inside.any():
                listed = " ".join(place(point) for point in points[inside])
                commands.append(rf"\addplot[{pen.style(layer)}] coordinates {{{listed}}};")
    return [*commands, rf"\draw[{frame}] {first} rectangle {second};"]


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

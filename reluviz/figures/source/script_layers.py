"""Layers of a picture as lines of a script for matplotlib."""

from __future__ import annotations

import re
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.layout.typesetting import typeset
from reluviz.figures.picture import Area, Band, Dots, Labels, Layer, Line, Shape
from reluviz.figures.source.vertices import is_sampled, thinned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reluviz.maths.piecewise import FloatArray

__all__ = ["layer_lines", "line_style", "listed", "variable"]

_MARKERS = {"disc": "o", "square": "s", "diamond": "D", "triangle": "^"}
_NUMBERS_A_LINE = 8
#: Of the height of a capital, in multiples of the size.
_HALF_CAPITAL = 0.36
#: Everything on one level is drawn in the order of the script.
_LEVEL = "zorder=3"


def variable(key: str) -> str:
    """Return the name of what draws a layer: ``drawn_sum`` (``sum`` alone would hide Python's own)."""
    return "drawn_" + re.sub(r"\W", "_", key, flags=re.ASCII)


def listed(numbers: Iterable[float]) -> str:
    """Return numbers as they stand in a list, exact to the last bit."""
    return ", ".join(repr(float(number)) for number in numbers)


def layer_lines(layers: Sequence[Layer], axes: str, scale: float = 1.0) -> list[str]:
    """Return what draws layers into `axes`, strokes and texts `scale` times as large as they say."""
    lines = []
    for layer in layers:
        lines += [f"# {layer.key}", *_layer(layer, axes, scale)]
    return lines


def _layer(layer: Layer, axes: str, scale: float) -> list[str]:
    name = variable(layer.key)
    match layer:
        case Line():
            return _line(layer, axes, scale)
        case Dots():
            style = (
                f"linestyle='none', marker={_MARKERS[layer.shape]!r}, "
                f"markersize={scale * layer.diameter:.4g}, markerfacecolor={layer.color!r}, "
                f"markeredgecolor={layer.rim!r}, "
                f"markeredgewidth={scale * layer.rim_width:.4g}, clip_on=False, {_LEVEL}"
            )
            return [f"({name},) = {axes}.plot({_points(layer.points)}, {style})"]
        case Area():
            style = f"color={layer.color!r}, alpha={layer.opacity!r}, linewidth=0, {_LEVEL}"
            paths = [_thin(path, layer.key) for path in layer.paths]
            return [f"{name} = {axes}.fill_between({_points(path)}, {style})" for path in paths]
        case Shape():
            edge = f"edgecolor={layer.edge or 'none'!r}, linewidth={scale * layer.width:.4g}"
            style = f"facecolor=({layer.color!r}, {layer.opacity!r}), {edge}, {_LEVEL}"
            return [f"({name},) = {axes}.fill({_points(path)}, {style})" for path in layer.paths]
        case Band():
            # Full ones would hide the grid.
            level = 0 if layer.opacity == 1.0 else 2.9
            style = f"color={layer.color!r}, alpha={layer.opacity!r}, linewidth=0, zorder={level}"
            return [f"{name} = {axes}.axvspan({listed((layer.left, layer.right))}, {style})"]
        case Labels():
            return _labels(layer, axes, scale)


def _line(layer: Line, axes: str, scale: float) -> list[str]:
    name, style = variable(layer.key), line_style(layer, scale)
    if not layer.paths:
        return [f"({name},) = {axes}.plot([], [], color={layer.colors[0]!r}, {style})"]
    plots = [
        f"{axes}.plot({_points(_thin(path, layer.key))}, color={color!r}, {style})"
        for path, color in zip(layer.paths, cycle(layer.colors), strict=False)
    ]
    # The first of several stands for all in the legend.
    return [f"({name},) = {plots[0]}", *plots[1:]]


def line_style(layer: Line, scale: float = 1.0) -> str:
    """Return the arguments for all but place and colour of a line."""
    dash = f", linestyle={(0, tuple(map(float, layer.dash)))!r}" if layer.dash else ""
    alpha = f", alpha={layer.opacity!r}" if layer.opacity < 1.0 else ""
    return f"linewidth={scale * layer.width:.4g}{dash}{alpha}, {_LEVEL}"


def _labels(layer: Labels, axes: str, scale: float) -> list[str]:
    drop = _HALF_CAPITAL * scale * layer.size if layer.level == "middle" else 0.0
    style = (
        f"xytext=(0, {-drop:.4g}), textcoords='offset points', fontsize={scale * layer.size:.4g}, "
        f"color={layer.color!r}, ha={layer.anchor!r}, va='baseline', annotation_clip=False, {_LEVEL}"
    )
    return [
        f"{axes}.annotate({typeset(text)[0]!r}, ({listed(point)}), {style})"
        for point, text in zip(layer.points, layer.texts, strict=True)
    ]


def _thin(path: FloatArray, key: str) -> FloatArray:
    """Return a path; of one that samples a smooth curve, no more points than the eye can tell apart."""
    if not is_sampled(key) or len(path) < 3:
        return path
    width, height = np.ptp(path, axis=0)
    return thinned(path, (float(width) or 1.0, float(height) or 1.0))


def _points(path: FloatArray) -> str:
    """Return the x and the y of points as two lists."""
    return ", ".join(_list(column) for column in path.T) if len(path) else "[], []"


def _list(numbers: FloatArray) -> str:
    rows = [
        listed(numbers[start : start + _NUMBERS_A_LINE]) for start in range(0, len(numbers), _NUMBERS_A_LINE)
    ]
    return f"[{rows[0]}]" if len(rows) == 1 else "[\n    " + ",\n    ".join(rows) + ",\n]"

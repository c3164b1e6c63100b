"""Draws the layers of a picture with matplotlib, and their samples in the legend."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D

from reluviz.figures.layout.typesetting import typeset
from reluviz.figures.picture import Area, Band, Dots, Labels, Layer, Line, Shape

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from reluviz.figures.layout.places import Sample
    from reluviz.maths.piecewise import FloatArray

__all__ = ["add_layers", "sample_artists", "scaled"]

_MOST_SAMPLE_COLORS, _SMALLEST_SAMPLE, _SHAPE_SAMPLE = 3, 0.6, 0.4
#: Of the height of a capital, in multiples of the size.
_HALF_CAPITAL = 0.36
_MARKERS = {"disc": "o", "square": "s", "diamond": "D", "triangle": "^"}


def add_layers(axes: Axes, name: str, layers: tuple[Layer, ...]) -> None:
    """Draw layers, each on the one before, under ids that begin with `name`."""
    for order, layer in enumerate(layers):
        artists = _texts(axes, layer) if isinstance(layer, Labels) else [_artist(axes, layer)]
        key = layer.key if layer.key.startswith(name) else f"{name}-{layer.key}"
        for number, artist in enumerate(artists):
            if not isinstance(layer, Band):
                artist.set_zorder(3 + 0.01 * order)
            artist.set_gid(key if len(artists) == 1 else f"{key}-{number + 1}")


def _artist(axes: Axes, layer: Line | Dots | Area | Band | Shape) -> Artist:
    """Draw one layer and return what was drawn."""
    match layer:
        case Band():
            return axes.axvspan(
                layer.left,
                layer.right,
                facecolor=layer.color,
                edgecolor="none",
                # Faint ones lie on the grid, full ones under it.
                zorder=0 if layer.opacity == 1.0 else 2.9,
                alpha=layer.opacity,
            )
        case Shape():
            shape = PolyCollection(
                layer.paths,
                facecolor=to_rgba(layer.color, layer.opacity),
                edgecolor=layer.edge or "none",
                linewidth=layer.width,
            )
            axes.add_collection(shape, autolim=False)
            return shape
        case Area():
            outlines = [np.vstack([[path[0, 0], 0.0], path, [path[-1, 0], 0.0]]) for path in layer.paths]
            area = PolyCollection(outlines, facecolor=layer.color, edgecolor="none", alpha=layer.opacity)
            axes.add_collection(area, autolim=False)
            return area
        case Line() if len(set(layer.colors)) > 1:
            lines = LineCollection(
                layer.paths,
                # A tuple of two would count as a colour and an opacity.
                colors=list(layer.colors),
                linewidth=layer.width,
                linestyle=_dashes(layer),
                alpha=layer.opacity,
                capstyle="butt",
            )
            axes.add_collection(lines, autolim=False)
            return lines
        case Line():
            line = Line2D(*_joined(layer.paths), **_stroke(layer))
            axes.add_line(line)
            return line
        case Dots():
            # Whole dots at the edge of the panel: what is out of view is not in the layer.
            dots = Line2D(*layer.points.T, clip_on=False, **_disc(layer))
            axes.add_artist(dots)
            return dots


def _texts(axes: Axes, labels: Labels) -> list[Text]:
    """Write texts at their points."""
    # Half the height of a capital below the middle is the baseline.
    drop = _HALF_CAPITAL * labels.size if labels.level == "middle" else 0.0
    return [
        axes.annotate(
            typeset(text)[0],
            (x, y),
            xytext=(0.0, -drop),
            textcoords="offset points",
            size=labels.size,
            family=list(typeset(text)[1]),
            color=labels.color,
            ha=labels.anchor,
            va="baseline",
            annotation_clip=False,
        )
        for (x, y), text in zip(labels.points, labels.texts, strict=True)
    ]


def _joined(paths: tuple[FloatArray, ...]) -> FloatArray:
    """Return polylines as one of shape (2, n), with NaN where the pen is lifted."""
    gap = np.full((1, 2), np.nan)
    pieces = [piece for path in paths for piece in (path, gap)][:-1]
    return np.vstack(pieces).T if pieces else np.empty((2, 0))


def _stroke(layer: Line) -> dict[str, Any]:
    return {
        "color": layer.colors[0],
        "linewidth": layer.width,
        "linestyle": _dashes(layer),
        "alpha": layer.opacity,
        "solid_capstyle": "butt",
        "solid_joinstyle": "round",
    }


def _dashes(layer: Line) -> str | tuple[float, tuple[float, ...]]:
    return (0, layer.dash) if layer.dash else "solid"


def _disc(layer: Dots) -> dict[str, Any]:
    return {
        "linestyle": "none",
        "marker": _MARKERS[layer.shape],
        "markersize": layer.diameter,
        "markerfacecolor": layer.color,
        "markeredgecolor": layer.rim,
        "markeredgewidth": layer.rim_width,
    }


def scaled(layer: Layer, scale: float) -> Layer:
    """Return a layer with its strokes and texts so many times as large."""
    if isinstance(layer, Labels):
        return replace(layer, size=scale * layer.size)
    if isinstance(layer, Line | Shape):
        return replace(layer, width=scale * layer.width)
    if isinstance(layer, Dots):
        return replace(layer, diameter=scale * layer.diameter, rim_width=scale * layer.rim_width)
    return layer


def sample_artists(sample: Sample) -> list[Line2D]:
    """Return the sample of a layer as it stands beside its name in the legend."""
    layer = sample.entry.layer
    if isinstance(layer, Shape):
        return [
            Line2D(
                [sample.left, sample.right],
                [sample.y] * 2,
                color=layer.color,
                alpha=layer.opacity,
                linewidth=_SHAPE_SAMPLE * (sample.right - sample.left),
                solid_capstyle="butt",
            )
        ]
    if isinstance(layer, Dots):
        # Where dots are many they are too small to be known again by one.
        disc = {
            **_disc(layer),
            "markersize": max(layer.diameter, _SMALLEST_SAMPLE * (sample.right - sample.left)),
        }
        return [Line2D([0.5 * (sample.left + sample.right)], [sample.y], **disc)]
    assert layer is not None
    # A layer of many colours shows some of them.
    colors = list(dict.fromkeys(layer.colors))[:_MOST_SAMPLE_COLORS]
    ends = np.linspace(sample.left, sample.right, len(colors) + 1)
    stroke = {**_stroke(layer), "alpha": 1.0}
    lines = [
        Line2D([ends[index], ends[index + 1]], [sample.y, sample.y], **{**stroke, "color": color})
        for index, color in enumerate(colors)
    ]
    if sample.entry.dots is not None:
        middle = 0.5 * (sample.left + sample.right)
        lines.append(Line2D([middle], [sample.y], **_disc(sample.entry.dots)))
    return lines

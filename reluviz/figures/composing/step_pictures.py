"""What the pictures of a sequence have that a single figure has not: a beginning, names, dots that grow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.composing.page import name_text
from reluviz.figures.picture import Area, Band, Dots, Line, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.figures.picture import Entry, Layer, Panel, Picture
    from reluviz.maths.hinges import HingeSum

__all__ = ["fading_in", "target_alone", "with_growing_knots", "with_legend_of", "with_name"]

#: What there is to see before there is a sum, as the names of layers and entries begin.
_BEFORE = ("outside-", "interval", "zero", "target", "held-out", "pin", "more pins")
#: Of the names of pins in place of h, in characters.
_LONGEST_NAME = 24
#: What is called by names and counts that belong to a step.
_NAMES = frozenset(("sum", "units"))
_SUM = "$h(x)$"


def target_alone(picture: Picture) -> Picture:
    """Return a picture without the sum and all that comes of it; what stays keeps its place."""

    def emptied(panel: Panel) -> Panel:
        entries = tuple(
            entry if _is_before(panel, entry.key) else replace(entry, text="", short="")
            for entry in panel.entries
        )
        layers = tuple(layer for layer in panel.layers if _is_before(panel, layer.key))
        return replace(panel, layers=layers, entries=entries, insets=())

    return replace(picture, panels=tuple(emptied(panel) for panel in picture.panels))


def _is_before(panel: Panel, key: str) -> bool:
    """Whether a layer or an entry is there before there is a sum."""
    # In the panel of errors, the points held out are errors of the sum.
    return key.startswith(_BEFORE) and (panel.key == "curves" or key != "held-out")


def fading_in(picture: Picture, share: float) -> Picture:
    """Return a picture on the way from the target alone, in which all that comes is `share` as strong."""

    def faded(layer: Layer) -> Layer:
        if isinstance(layer, Line | Area | Band | Shape):
            return replace(layer, opacity=share * layer.opacity)
        if isinstance(layer, Dots):
            return replace(layer, diameter=share * layer.diameter, rim_width=share * layer.rim_width)
        return layer

    def begun(panel: Panel) -> Panel:
        layers = (layer if _is_before(panel, layer.key) else faded(layer) for layer in panel.layers)
        return replace(panel, layers=tuple(layers))

    return replace(picture, panels=tuple(begun(panel) for panel in picture.panels))


def with_name(picture: Picture, names: tuple[str, ...], index: int) -> Picture:
    """Return a picture in which the sum has one of some names; its place in the legend fits them all."""
    texts = [f"{_SUM}: {name_text(name, _LONGEST_NAME)}" for name in names]

    def named(entry: Entry, text: str) -> Entry:
        return replace(
            entry, text=entry.text.replace(_SUM, text, 1), short=entry.short.replace(_SUM, text, 1)
        )

    def called(entry: Entry) -> Entry:
        if entry.key != "sum":
            return entry
        room = tuple(named(other, text) for other in entry.room or (entry,) for text in texts)
        return replace(named(entry, texts[index]), room=room)

    panels = tuple(
        replace(panel, entries=tuple(called(entry) for entry in panel.entries)) for panel in picture.panels
    )
    return replace(picture, panels=panels, name=f"{names[index]}: {picture.name}")


def with_legend_of(picture: Picture, step: Picture) -> Picture:
    """Return a picture on the way to a step that calls the sum and its hinges as they are called there.

    On the way there can be the hinges of both steps, which nobody should count.
    """
    names = {entry.key: entry for panel in step.panels for entry in panel.entries if entry.key in _NAMES}

    def called(entry: Entry) -> Entry:
        name = names.get(entry.key)
        return entry if name is None else replace(entry, text=name.text, short=name.short, room=name.room)

    panels = tuple(
        replace(panel, entries=tuple(called(entry) for entry in panel.entries)) for panel in picture.panels
    )
    return replace(picture, panels=panels, name=step.name)


def with_growing_knots(picture: Picture, path: Callable[[float], HingeSum], share: float) -> Picture:
    """Return a picture on the way between two sums with small dots for what has just come or has nearly gone.

    Parameters
    ----------
    path : function
        The sums on the way, as from `in_between`.
    share : float
        How far the picture is on it.
    """
    before, now, after = path(0.0), path(share), path(1.0)
    comes, goes = before.slopes == 0.0, after.slopes == 0.0
    sizes = np.where(comes & ~goes, share, np.where(goes & ~comes, 1.0 - share, 1.0))

    def grown(dots: Dots) -> list[Dots]:
        # Hinges with one knot share a dot, as large as the largest would be.
        own = np.array([sizes[now.knots == x].max() for x in dots.points[:, 0]])
        return [
            replace(
                dots,
                key=dots.key if size == 1.0 else f"{dots.key}-{'grow' if size == share else 'shrink'}",
                points=dots.points[own == size],
                diameter=size * dots.diameter,
                rim_width=size * dots.rim_width,
            )
            for size in np.unique(own).tolist()
        ]

    def moved(panel: Panel) -> Panel:
        layers = [
            grown(layer) if isinstance(layer, Dots) and layer.key == "knots" else [layer]
            for layer in panel.layers
        ]
        return replace(panel, layers=tuple(layer for part in layers for layer in part))

    return replace(picture, panels=tuple(moved(panel) for panel in picture.panels))

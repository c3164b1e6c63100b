"""The lower panel: the error of the sum, where it is largest, and where it is small enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.composing.axes import axis_across, axis_upwards
from reluviz.figures.composing.comparison_layers import pin_error_layers
from reluviz.figures.composing.curve_layers import edge_layers
from reluviz.figures.composing.dictionaries import words_in
from reluviz.figures.composing.error_entries import (
    DIGITS,
    FEWER_DIGITS,
    largest_entry,
    largest_level,
    tolerance_entry,
)
from reluviz.figures.composing.error_layers import (
    alternation_layer,
    error_layers,
    held_out_error_layer,
    mark_layer,
)
from reluviz.figures.composing.page import LONGEST_PIN, MOST_NAMED, name_text
from reluviz.figures.composing.plan import ERROR_SHARE
from reluviz.figures.composing.tolerance_layers import band_layers, good_layers
from reluviz.figures.picture import Entry, Panel
from reluviz.scene.error_strip import height
from reluviz.scene.scene import Bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.composing.frame import Frame
    from reluviz.figures.composing.strokes import Pen
    from reluviz.figures.picture import Layer
    from reluviz.maths.piecewise import FloatArray
    from reluviz.scene.error_strip import Reading
    from reluviz.scene.scene import Scene

__all__ = ["error_bounds", "error_panel"]

#: Empty room above and below the error curve, as a share of its height.
_ROOM = 0.14
#: An error below this share of the largest height is rounding, and is shown as none.
_ROUNDING = 1e-13
#: The band of a tolerance that is larger than this many times the errors is shown as far as they reach.
_LARGEST_BAND = 2.0
_NAMES: dict[Reading, str] = {"signed": "h-f", "square": r"\frac{1}{2}(h-f)^2", "absolute": "|h-f|"}


def error_bounds(
    scenes: Sequence[Scene], options: FigureOptions, curves: Bounds, tolerance: float | None
) -> Bounds:
    """Return what the panel shows, so that the errors of all scenes and of their pins have room in it."""
    pinned = [pin for scene in scenes for pin in scene.pinned] if options.show_pins else []
    shown = [scene for scene in (*scenes, *pinned) if not _is_exact(scene, curves)]
    if not shown:
        room = 0.1 * (curves.top - curves.bottom)
        return Bounds(curves.left, curves.right, -room, room)
    heights = [each for scene in shown for each in _heights(scene, options)]
    # Where the curves above are cut off, so are their errors; those of the last scene have room, as it has.
    largest = max(curves.top - curves.bottom, scenes[-1].errors.max)
    most = float(height(np.array([largest]), options.error_reading)[0])
    low = max(-most, min(0.0, *(float(each.min()) for each in heights)))
    high = min(most, max(0.0, *(float(each.max()) for each in heights)))
    if tolerance is not None:
        top = float(height(np.array([tolerance]), options.error_reading)[0])
        if top <= _LARGEST_BAND * max(high, -low):
            high = max(high, top)
            low = min(low, -top) if options.error_reading == "signed" else low
    room = _ROOM * (high - low)
    # Below a reading without negative values there is nothing to see but the line at 0.
    below = room if low < 0.0 or options.error_reading == "signed" else 0.4 * room
    return Bounds(curves.left, curves.right, low - below, high + room)


def error_panel(scene: Scene, options: FigureOptions, pen: Pen, frame: Frame) -> Panel:
    """Return the panel with the error."""
    view, reading, words = frame.error, options.error_reading, words_in(options.language)
    layers: list[Layer] = list(edge_layers(scene, view, pen, shaded=not options.transparent))
    entries: list[Entry] = []
    if frame.tolerance is not None:
        layers += good_layers(scene.good_interval(frame.tolerance, options.good_around), view, pen)
        band = band_layers(frame.tolerance, reading, view, pen)
        layers += band
        entries.append(tolerance_entry(scene, options, frame.tolerance, band[0]))
    pins = pin_error_layers(scene, reading, pen) if options.show_pins else ()
    layers += pins
    layers += error_layers(scene, reading, view, pen)
    held_out = held_out_error_layer(scene, reading, view, pen)
    if held_out is not None:
        layers.append(held_out)
    if _is_exact(scene, frame.curves):
        text = words.exact_on_interval if scene.points is None else words.exact_at_points
        text = words.exact_where_counted if scene.document.target.gaps else text
        entries = [Entry(text, key="largest"), *entries]
    else:
        alternation = alternation_layer(scene, reading, pen)
        if alternation is not None:
            layers.append(alternation)
        at, signed = scene.largest_error
        level = float(height(np.array([signed]), reading)[0])
        mark = mark_layer(at, level, pen)
        if view.bottom <= level <= view.top:
            layers.append(mark)
        mean = words.number(scene.errors.mean_half_square, DIGITS)
        entries = [
            largest_entry(scene, reading, words, mark),
            Entry(words.mean.format(f"(h-f)^2/2={mean}"), key="mean", rank=2),
            *entries,
        ]
    if scene.test_errors is not None and held_out is not None:
        test = words.number(scene.test_errors.mean_half_square, FEWER_DIGITS)
        entries.append(Entry(words.held_out_mean.format(test), held_out, key="held-out", rank=2))
    for pinned, name, pin in list(zip(scene.pinned, scene.pin_names, pins, strict=False))[:MOST_NAMED]:
        largest = words.number(largest_level(pinned, reading), FEWER_DIGITS)
        text = words.pin_max.format(name_text(name, LONGEST_PIN), largest)
        entries.append(Entry(text, pin, key=f"pin {name}", rank=3))
    return Panel(
        "error",
        words.axis(axis_across(scene, options, view, frame.plan.width)),
        words.axis(axis_upwards(_NAMES[reading], options, view, frame.plan.error_height)),
        tuple(layers),
        tuple(entries),
        ERROR_SHARE,
    )


def _heights(scene: Scene, options: FigureOptions) -> list[FloatArray]:
    """Return how high the errors stand, those at points held out as well."""
    r = scene.error_curve()[1]
    # In gaps of the target there is none.
    errors = [r[np.isfinite(r)]]
    if (held_out := scene.points_held_out) is not None:
        errors.append(scene.sum(held_out.x) - held_out.y)
    return [height(r, options.error_reading) for r in errors]


def _is_exact(scene: Scene, curves: Bounds) -> bool:
    return scene.errors.max <= _ROUNDING * max(abs(curves.bottom), abs(curves.top))

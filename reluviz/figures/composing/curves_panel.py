"""The upper panel: target, sum, what the sum is made of, and what it is compared with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reluviz.figures.composing.axes import axis_across, axis_upwards
from reluviz.figures.composing.comparison_layers import partial_layer, pin_layers
from reluviz.figures.composing.curve_layers import (
    data_layer,
    edge_layers,
    held_out_layer,
    knot_layer,
    sum_layer,
    target_layer,
    unit_layer,
)
from reluviz.figures.composing.dictionaries import words_in
from reluviz.figures.composing.error_entries import largest_entry, tolerance_entry
from reluviz.figures.composing.lens_inset import lens_parts
from reluviz.figures.composing.page import LONGEST_PIN, MOST_NAMED, name_text, target_text
from reluviz.figures.composing.plan import CURVES_SHARE
from reluviz.figures.composing.tolerance_layers import band_layers, good_layers
from reluviz.figures.picture import Entry, Layer, Line, Panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.composing.frame import Frame
    from reluviz.figures.composing.strokes import Pen
    from reluviz.figures.composing.words import Words
    from reluviz.figures.picture import Inset
    from reluviz.scene.scene import Scene

__all__ = ["curves_panel"]


def curves_panel(scene: Scene, options: FigureOptions, pen: Pen, frame: Frame) -> Panel:
    """Return the panel with the curves."""
    bounds, plan, words = frame.curves, frame.plan, words_in(options.language)
    layers: list[Layer] = list(edge_layers(scene, bounds, pen, shaded=not options.transparent))
    entries: list[Entry] = []
    insets: tuple[Inset, ...] = ()
    if frame.tolerance is not None:
        good = scene.good_interval(frame.tolerance, options.good_around)
        layers += good_layers(good, bounds, pen)
    for part in (_target, _sum):
        more_layers, more_entries = part(scene, options, frame, pen)
        layers += more_layers
        entries += more_entries
    if frame.glass is not None:
        lens = lens_parts(scene, options, pen, bounds, frame.glass, plan)
        layers += lens.marks
        insets = (lens.inset,)
        entries.append(lens.entry)
    if not plan.shows_error:
        entries += _error_in_brief(scene, options, pen, frame)
    return Panel(
        "curves",
        words.axis(axis_across(scene, options, bounds, plan.width)),
        words.axis(axis_upwards("y", options, bounds, plan.curves_height)),
        tuple(layers),
        tuple(entries) if options.show_legend else (),
        CURVES_SHARE,
        insets,
        is_equal=options.aspect == "equal",
    )


def _target(scene: Scene, options: FigureOptions, frame: Frame, pen: Pen) -> tuple[list[Layer], list[Entry]]:
    """Return the target, a curve or points, with those held out."""
    if not options.show_target:
        return [], []
    bounds, words = frame.curves, words_in(options.language)
    target = target_layer(scene, bounds, pen) if scene.points is None else data_layer(scene, bounds, pen)
    name = Entry(target_text(scene.document.target, words), target, key="target")
    held_out = held_out_layer(scene, bounds, pen)
    if held_out is None:
        return [target], [name]
    return [target, held_out], [name, Entry(words.held_out, held_out, key="held-out", rank=2)]


def _sum(scene: Scene, options: FigureOptions, frame: Frame, pen: Pen) -> tuple[list[Layer], list[Entry]]:
    """Return the sum on top of what it is made of and of what it is compared with."""
    bounds, crowd = frame.curves, frame.crowd
    count, words = len(scene.document.model), words_in(options.language)
    counted = words.counted(words.hinges, count)
    h = sum_layer(scene, bounds, pen)
    partial = partial_layer(scene, bounds, pen, words) if options.show_partial_sums else None
    units = unit_layer(scene, bounds, pen, crowd) if options.show_units else None
    pins = pin_layers(scene, bounds, pen) if options.show_pins else ()
    knots = knot_layer(scene, bounds, pen, crowd) if options.show_knots else None
    entries = []
    if units is not None:
        entries += [Entry("$h(x)$", h, key="sum"), Entry(counted, units, key="units", rank=1)]
    else:
        entries.append(Entry(f"$h(x)$, {counted}" if count else "$h(x)$", h, "$h(x)$", key="sum"))
    if knots is not None:
        entries.append(Entry(words.knots, knots, key="knots", rank=3))
    if partial is not None:
        entries.append(partial[1])
    entries += _pin_entries(pins, scene.pin_names, words)
    layers = (partial[0] if partial else None, units, *pins, h, knots)
    return [layer for layer in layers if layer is not None], entries


def _error_in_brief(scene: Scene, options: FigureOptions, pen: Pen, frame: Frame) -> list[Entry]:
    """Return what is most important of the error where it has no panel."""
    entries = []
    if frame.tolerance is not None:
        shade = band_layers(frame.tolerance, "signed", frame.curves, pen)[0]
        entries.append(tolerance_entry(scene, options, frame.tolerance, shade))
    if options.show_error:
        entries.append(replace(largest_entry(scene, "signed", words_in(options.language)), rank=2))
    return entries


def _pin_entries(pins: Sequence[Line], names: Sequence[str], words: Words) -> list[Entry]:
    """Return the names of the first pins, and how many there are besides."""
    named = [
        Entry(name_text(name, LONGEST_PIN), pin, key=f"pin {name}", rank=1)
        for pin, name in zip(pins[:MOST_NAMED], names, strict=False)
    ]
    others = len(pins) - MOST_NAMED
    if others > 0:
        text = words.counted(words.more_pins, others)
        named.append(Entry(text, pins[MOST_NAMED], key="more pins", rank=3))
    return named

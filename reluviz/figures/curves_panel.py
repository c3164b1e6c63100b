"""The upper panel: target, sum, what the sum is made of, and what it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.comparison_layers import partial_layer, pin_layers
from reluviz.figures.error_layers import good_layers
from reluviz.figures.layers import (
    data_layer,
    edge_layers,
    held_out_layer,
    knot_layer,
    sum_layer,
    target_layer,
    unit_layer,
)
from reluviz.figures.lens_inset import lens_parts
from reluviz.figures.page import LONGEST_PIN, MOST_NAMED, name_text, target_text
from reluviz.figures.picture import Entry, Layer, Line, Panel
from reluviz.figures.plan import CURVES_SHARE
from reluviz.figures.ticks import is_in_pi, make_axis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.figures.frame import Frame
    from reluviz.figures.options import FigureOptions
    from reluviz.figures.picture import Inset
    from reluviz.figures.strokes import Pen
    from reluviz.scene.scene import Scene

__all__ = ["curves_panel"]


def curves_panel(scene: Scene, options: FigureOptions, pen: Pen, frame: Frame) -> Panel:
    """Return the panel with the curves."""
    bounds = frame.curves
    count = len(scene.document.model)
    h = sum_layer(scene, bounds, pen)
    layers: list[Layer] = list(edge_layers(scene, bounds, pen, shaded=not options.transparent))
    entries = []
    insets: tuple[Inset, ...] = ()
    if frame.tolerance is not None:
        good = scene.good_interval(frame.tolerance, options.good_around)
        if good is not None:
            layers += good_layers(good, bounds, pen)
    if options.show_target:
        target = target_layer(scene, bounds, pen) if scene.points is None else data_layer(scene, bounds, pen)
        entries.append(Entry(target_text(scene.document.target), target, key="target"))
        layers.append(target)
        held_out = held_out_layer(scene, bounds, pen)
        if held_out is not None:
            layers.append(held_out)
            entries.append(Entry("held out", held_out, key="held-out", rank=2))
    pins = pin_layers(scene, bounds, pen) if options.show_pins else ()
    entries += _pin_entries(pins, scene.pin_names)
    partial = partial_layer(scene, bounds, pen) if options.show_partial_sums else None
    if partial is not None:
        layers.append(partial[0])
        entries.append(partial[1])
    units = unit_layer(scene, bounds, pen) if options.show_units else None
    counted = f"{count:,} hinge{'' if count == 1 else 's'}"
    if units is not None:
        layers.append(units)
        entries += [Entry("$h(x)$", h, key="sum"), Entry(counted, units, key="units", rank=1)]
    else:
        entries.append(Entry(f"$h(x)$, {counted}" if count else "$h(x)$", h, "$h(x)$", key="sum"))
    layers += pins
    layers.append(h)
    knots = knot_layer(scene, bounds, pen) if options.show_knots else None
    if knots is not None:
        layers.append(knots)
        entries.append(Entry("knots", knots, key="knots", rank=3))
    if frame.glass is not None:
        lens = lens_parts(scene, options, pen, bounds, frame.glass)
        layers += lens.marks
        insets = (lens.inset,)
        entries.append(lens.entry)
    return Panel(
        "curves",
        make_axis("x", bounds.left, bounds.right, frame.plan.width, in_pi=is_in_pi(*scene.interval)),
        make_axis("y", bounds.bottom, bounds.top, frame.plan.curves_height, upright=True),
        tuple(layers),
        tuple(entries) if options.show_legend else (),
        CURVES_SHARE,
        insets,
    )


def _pin_entries(pins: Sequence[Line], names: Sequence[str]) -> list[Entry]:
    """Return the names of the first pins, and how many there are besides."""
    named = [
        Entry(name_text(name, LONGEST_PIN), pin, key=f"pin {name}", rank=1)
        for pin, name in zip(pins[:MOST_NAMED], names, strict=False)
    ]
    others = len(pins) - MOST_NAMED
    if others > 0:
        text = f"{others} more pin{'' if others == 1 else 's'}"
        named.append(Entry(text, pins[MOST_NAMED], key="more pins", rank=3))
    return named

"""The upper panel: target, sum, and what the sum is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.layers import (
    data_layer,
    edge_layers,
    held_out_layer,
    knot_layer,
    sum_layer,
    target_layer,
    unit_layer,
)
from reluviz.figures.page import CURVES_SHARE, panel_lengths, target_text
from reluviz.figures.picture import Entry, Layer, Panel
from reluviz.figures.ticks import is_in_pi, make_axis

if TYPE_CHECKING:
    from reluviz.figures.frame import Frame
    from reluviz.figures.layers import Pen
    from reluviz.figures.options import FigureOptions
    from reluviz.scene.scene import Scene

__all__ = ["curves_panel"]


def curves_panel(scene: Scene, options: FigureOptions, pen: Pen, frame: Frame) -> Panel:
    """Return the panel with the curves."""
    bounds = frame.curves
    count = len(scene.document.model)
    h = sum_layer(scene, bounds, pen)
    layers: list[Layer] = list(edge_layers(scene, bounds, pen, shaded=not options.transparent))
    entries = []
    if options.show_target:
        target = target_layer(scene, pen) if scene.points is None else data_layer(scene, bounds, pen)
        entries.append(Entry(target_text(scene.document.target), target, key="target"))
        layers.append(target)
        held_out = held_out_layer(scene, bounds, pen)
        if held_out is not None:
            layers.append(held_out)
            entries.append(Entry("held out", held_out, key="held-out"))
    units = unit_layer(scene, bounds, pen) if options.show_units else None
    counted = f"{count:,} hinge{'' if count == 1 else 's'}"
    if units is not None:
        layers.append(units)
        entries += [Entry("$h(x)$", h, key="sum"), Entry(counted, units, key="units")]
    else:
        entries.append(Entry(f"$h(x)$, {counted}" if count else "$h(x)$", h, key="sum"))
    layers.append(h)
    knots = knot_layer(scene, bounds, pen) if options.show_knots else None
    if knots is not None:
        layers.append(knots)
        entries.append(Entry("knots", knots, key="knots"))
    width, height = panel_lengths(options)[0]
    return Panel(
        "curves",
        make_axis("x", bounds.left, bounds.right, width, in_pi=is_in_pi(*scene.interval)),
        make_axis("y", bounds.bottom, bounds.top, height, upright=True),
        tuple(layers),
        tuple(entries) if options.show_legend else (),
        CURVES_SHARE,
    )

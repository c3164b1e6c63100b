"""From a scene to a picture: which panels, limits, texts and layers a figure has."""

from __future__ import annotations

from math import nextafter
from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.layers import (
    Pen,
    data_layer,
    edge_layers,
    error_layers,
    held_out_layer,
    knot_layer,
    mark_layer,
    sum_layer,
    target_layer,
    unit_layer,
)
from reluviz.figures.page import make_page, panel_size, target_text
from reluviz.figures.picture import Entry, Layer, Panel
from reluviz.figures.ticks import is_in_pi, make_axis, maths_number
from reluviz.scene.palette import palette
from reluviz.scene.scene import Bounds

if TYPE_CHECKING:
    from reluviz.figures.options import FigureOptions
    from reluviz.figures.picture import Picture
    from reluviz.scene.scene import Scene

__all__ = ["compose"]

_CURVES_SHARE, _ERROR_SHARE = 2.7, 1.0
_DIGITS = 4
#: Empty room above and below the error curve, as a share of its height.
_ERROR_ROOM = 0.14
#: An error below this share of the largest height is rounding, and is shown as none.
_ROUNDING = 1e-13


def compose(scene: Scene, options: FigureOptions) -> Picture:
    """Return the picture of a scene. Pure: the same scene and options give an equal picture."""
    pen = Pen(palette(options.theme), options.figure_size.type_size)
    bounds = _widened(scene.comfortable_bounds())
    shaded = not options.transparent
    panels = [_curves(scene, bounds, options, pen, shaded=shaded)]
    if options.show_error:
        panels.append(_error(scene, bounds, options, pen, shaded=shaded))
    return make_page(tuple(panels), options, pen, *_words(scene))


def _curves(scene: Scene, bounds: Bounds, options: FigureOptions, pen: Pen, *, shaded: bool) -> Panel:
    count = len(scene.document.model)
    h = sum_layer(scene, bounds, pen)
    layers: list[Layer] = list(edge_layers(scene, bounds, pen, shaded=shaded))
    entries = []
    if options.show_target:
        target = target_layer(scene, pen) if scene.points is None else data_layer(scene, bounds, pen)
        entries.append(Entry(target_text(scene.document.target), target))
        layers.append(target)
        held_out = held_out_layer(scene, bounds, pen)
        if held_out is not None:
            layers.append(held_out)
            entries.append(Entry("held out", held_out))
    units = unit_layer(scene, bounds, pen) if options.show_units else None
    counted = f"{count:,} hinge{'' if count == 1 else 's'}"
    if units is not None:
        layers.append(units)
        entries += [Entry("$h(x)$", h), Entry(counted, units)]
    else:
        entries.append(Entry(f"$h(x)$, {counted}" if count else "$h(x)$", h))
    layers.append(h)
    knots = knot_layer(scene, bounds, pen) if options.show_knots else None
    if knots is not None:
        layers.append(knots)
        entries.append(Entry("knots", knots))
    width, height = _lengths(options)
    return Panel(
        "curves",
        make_axis("x", bounds.left, bounds.right, width, in_pi=is_in_pi(*scene.interval)),
        make_axis("y", bounds.bottom, bounds.top, height, upright=True),
        tuple(layers),
        tuple(entries) if options.show_legend else (),
        _CURVES_SHARE,
    )


def _error(scene: Scene, bounds: Bounds, options: FigureOptions, pen: Pen, *, shaded: bool) -> Panel:
    _, r = scene.error_curve()
    errors = scene.errors
    height = max(abs(bounds.bottom), abs(bounds.top))
    is_exact = errors.max <= _ROUNDING * height
    if is_exact:
        room = 0.1 * (bounds.top - bounds.bottom)
        low, high = -room, room
    else:
        low, high = min(0.0, float(r.min())), max(0.0, float(r.max()))
        room = _ERROR_ROOM * (high - low)
        low, high = low - room, high + room
    view = Bounds(bounds.left, bounds.right, low, high)
    layers = [*edge_layers(scene, view, pen, shaded=shaded), *error_layers(scene, view, pen)]
    if is_exact:
        entries = [Entry(r"$h=f$ on the whole interval")]
        if scene.points is not None:
            entries = [Entry(r"$h=f$ at every point")]
    else:
        mark = mark_layer(*scene.largest_error, pen)
        layers.append(mark)
        largest = f"max $|h-f|={maths_number(errors.max, _DIGITS)}$"
        where = maths_number(errors.max_at, _DIGITS)
        entries = [
            Entry(f"{largest} at $x={where}$", mark, short=largest),
            Entry(f"mean $(h-f)^2/2={maths_number(errors.mean_half_square, _DIGITS)}$"),
        ]
    width, all_height = _lengths(options)
    length = all_height * _ERROR_SHARE / _CURVES_SHARE
    return Panel(
        "error",
        make_axis("x", view.left, view.right, width, in_pi=is_in_pi(*scene.interval)),
        make_axis("h-f", low, high, length, upright=True),
        tuple(layers),
        tuple(entries),
        _ERROR_SHARE,
    )


def _lengths(options: FigureOptions) -> tuple[float, float]:
    """Return about how long the axes of the upper panel are, in multiples of the type size."""
    width, height = panel_size(options, options.show_legend + options.show_error)
    shares = _CURVES_SHARE + (_ERROR_SHARE if options.show_error else 0.0)
    return width, height * _CURVES_SHARE / shares


def _widened(bounds: Bounds) -> Bounds:
    """Make sure that the limits differ by more than float64 needs to place ticks between them."""
    largest = max(abs(bounds.bottom), abs(bounds.top))
    room = 1e-12 * largest
    if bounds.top - bounds.bottom > room:
        return bounds
    return Bounds(
        bounds.left,
        bounds.right,
        nextafter(bounds.bottom - room, -np.inf),
        nextafter(bounds.top + room, np.inf),
    )


def _words(scene: Scene) -> tuple[str, str]:
    """Return a name and a description for those who cannot see the figure."""
    target, count = scene.document.target, len(scene.document.model)
    start, end = (f"{bound:.4g}".replace("-", "−") for bound in scene.interval)
    hinges = f"{count:,} hinge{'' if count == 1 else 's'}"
    name = f"{target.text} and a sum of {hinges}"
    errors = scene.errors
    at = f"{errors.max_at:.4g}".replace("-", "−")
    description = (
        f"The target {target.text} on the interval from {start} to {end}, and the sum h of {hinges}. "
        f"The largest error |h − f| is {errors.max:.4g}, at x = {at}; "
        f"the mean of ½(h − f)² is {errors.mean_half_square:.4g}."
    )
    return name, description

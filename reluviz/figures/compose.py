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
    knot_layer,
    mark_layer,
    sum_layer,
    target_layer,
    unit_layer,
)
from reluviz.figures.picture import Dots, Entry, Layer, Line, Panel, Picture
from reluviz.figures.ticks import is_in_pi, make_axis, maths_number
from reluviz.scene.palette import palette
from reluviz.scene.scene import Bounds

if TYPE_CHECKING:
    from reluviz.figures.options import FigureOptions
    from reluviz.figures.sizes import FigureSize
    from reluviz.scene.scene import Scene

__all__ = ["compose"]

_CURVES_SHARE, _ERROR_SHARE = 2.7, 1.0
_DIGITS = 4
#: Of a data set in the legend, in characters.
_LONGEST_NAME = 40
_TRANSPARENT_GRID = 0.25
#: Empty room above and below the error curve, as a share of its height.
_ERROR_ROOM = 0.14
#: An error below this share of the largest height is rounding, and is shown as none.
_ROUNDING = 1e-13
#: Height that texts take from the panels, in multiples of the type size: margins and x-axis, each row above.
_TEXT_HEIGHT, _ROW_HEIGHT, _TEXT_WIDTH = 3.6, 1.8, 5.5


def compose(scene: Scene, options: FigureOptions) -> Picture:
    """Return the picture of a scene. Pure: the same scene and options give an equal picture."""
    size = options.figure_size
    pen = Pen(palette(options.theme), size.type_size)
    bounds = _widened(scene.comfortable_bounds())
    shaded = not options.transparent
    panels = [_curves(scene, bounds, options, pen, shaded=shaded)]
    if options.show_error:
        panels.append(_error(scene, bounds, options, pen, shaded=shaded))
    name, description = _words(scene, options)
    return Picture(
        width=size.width,
        height=size.height,
        type_size=size.type_size,
        title=_shown(options.title),
        panels=tuple(panels),
        background=None if options.transparent else pen.palette.background,
        text_color=pen.palette.text,
        axis_color=pen.palette.axis,
        # What is faint on the theme's own background may glare on a slide's.
        grid_color=pen.palette.axis if options.transparent else pen.palette.grid,
        grid_opacity=_TRANSPARENT_GRID if options.transparent else 1.0,
        name=name,
        description=description,
    )


def _curves(scene: Scene, bounds: Bounds, options: FigureOptions, pen: Pen, *, shaded: bool) -> Panel:
    count = len(scene.document.model)
    h = sum_layer(scene, bounds, pen)
    layers: list[Layer] = list(edge_layers(scene, bounds, pen, shaded=shaded))
    entries = []
    target: Line | Dots
    if options.show_target:
        if scene.points is None:
            target = target_layer(scene, pen)
            entries.append(Entry(f"$f(x)={_large(scene.document.target.latex)}$", target))
        else:
            target = data_layer(scene, bounds, pen)
            entries.append(Entry(_escaped(scene.document.target.name), target))
        layers.append(target)
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
    width, height = _lengths(options.figure_size, options)
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
    width, all_height = _lengths(options.figure_size, options)
    length = all_height * _ERROR_SHARE / _CURVES_SHARE
    return Panel(
        "error",
        make_axis("x", view.left, view.right, width, in_pi=is_in_pi(*scene.interval)),
        make_axis("h-f", low, high, length, upright=True),
        tuple(layers),
        tuple(entries),
        _ERROR_SHARE,
    )


def _lengths(size: FigureSize, options: FigureOptions) -> tuple[float, float]:
    """Return about how long the axes of the upper panel are, in multiples of the type size."""
    em = size.type_size / 72
    rows = bool(_shown(options.title)) + options.show_legend + options.show_error
    height = size.height / em - _TEXT_HEIGHT - _ROW_HEIGHT * rows
    shares = _CURVES_SHARE + (_ERROR_SHARE if options.show_error else 0.0)
    return size.width / em - _TEXT_WIDTH, max(height, 4.0) * _CURVES_SHARE / shares


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


def _shown(title: str) -> str:
    """Return a title in one line, without what cannot be seen (and what no XML may contain)."""
    return "".join(sign for sign in " ".join(title.split()) if sign.isprintable())


def _large(formula: str) -> str:
    """Return a formula with its fractions as large as if they stood alone, to be read from afar."""
    return formula.replace(r"\frac", r"\dfrac")


def _escaped(text: str) -> str:
    """Return a name of bearable length with its dollar signs meant as such."""
    name = _shown(text)
    name = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
    return name.replace("$", r"\$")


def _words(scene: Scene, options: FigureOptions) -> tuple[str, str]:
    """Return a name and a description for those who cannot see the figure."""
    target, count = scene.document.target, len(scene.document.model)
    start, end = (f"{bound:.4g}".replace("-", "−") for bound in scene.interval)
    hinges = f"{count:,} hinge{'' if count == 1 else 's'}"
    name = _shown(options.title) or f"{target.text} and a sum of {hinges}"
    errors = scene.errors
    at = f"{errors.max_at:.4g}".replace("-", "−")
    description = (
        f"The target {target.text} on the interval from {start} to {end}, and the sum h of {hinges}. "
        f"The largest error |h − f| is {errors.max:.4g}, at x = {at}; "
        f"the mean of ½(h − f)² is {errors.mean_half_square:.4g}."
    )
    return name, description

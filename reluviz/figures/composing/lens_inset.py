"""The lens: a piece of the curves magnified, its place marked, and how straight the target is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.errors import InputError
from reluviz.figures.composing.curve_layers import data_layer, sum_layer, target_layer
from reluviz.figures.composing.dictionaries import words_in
from reluviz.figures.composing.strokes import RIM_WIDTH, RULE_WIDTH, THIN_WIDTH
from reluviz.figures.picture import Dots, Entry, Inset, Layer, Line
from reluviz.maths.lens import lens_reading
from reluviz.maths.quadrature import in_gaps

if TYPE_CHECKING:
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.composing.lens_place import Glass
    from reluviz.figures.composing.plan import Plan
    from reluviz.figures.composing.strokes import Pen
    from reluviz.maths.lens import LensReading
    from reluviz.scene.scene import Bounds, Scene

__all__ = ["LensParts", "lens_parts"]

#: A mark smaller than this, in multiples of the type size, is a ring around the place.
_SMALLEST_MARK, _RING = 0.55, 0.8
_DIGITS = 3
#: At so many places it is looked whether the target counts under the lens.
_LOOKS = 241


@dataclass(frozen=True, slots=True, eq=False)
class LensParts:
    """The inset, the layers of the panel that mark what it magnifies, and what it says."""

    inset: Inset
    marks: tuple[Layer, ...]
    entry: Entry


def lens_parts(
    scene: Scene, options: FigureOptions, pen: Pen, bounds: Bounds, glass: Glass, plan: Plan
) -> LensParts:
    """Return what is drawn of a lens."""
    shown = glass.shown
    inside: list[Layer] = []
    if scene.points is None:
        inside.append(target_layer(scene, shown, pen))
    else:
        inside.append(data_layer(scene, shown, pen))
    inside.append(sum_layer(scene, shown, pen))
    reading = _reading(scene, shown)
    words = words_in(options.language)
    times = words.lens.format(words.number(options.lens_magnification, _DIGITS))
    entry = Entry(times, key="lens", rank=1)
    if reading is not None:
        x = np.array([shown.left, shown.right])
        path = np.column_stack([x, reading.line.at(x)])
        line = Line("best-line", (path,), (pen.palette.text,), pen.width(THIN_WIDTH), dash=(4.0, 3.0))
        inside.append(line)
        if reading.line.is_rounding:
            entry = Entry(words.lens_line.format(times), line, key="lens", rank=1)
        else:
            deviation = words.number(reading.line.deviation, _DIGITS)
            text = words.lens_line_within.format(times, deviation)
            entry = Entry(text, line, words.lens_within.format(times, deviation), key="lens", rank=1)
    inset = Inset(
        "lens",
        glass.left,
        glass.bottom,
        glass.width,
        glass.height,
        (shown.left, shown.right),
        (shown.bottom, shown.top),
        tuple(inside),
        pen.palette.background,
        pen.palette.text,
        pen.width(THIN_WIDTH),
    )
    return LensParts(inset, _marks(bounds, glass, pen, plan, options), entry)


def _reading(scene: Scene, shown: Bounds) -> LensReading | None:
    """Return how straight the target is under the lens; None where it is no curve or errors do not count."""
    target, x = scene.document.target, np.linspace(shown.left, shown.right, _LOOKS)
    if scene.points is not None or in_gaps(x, target.gaps).any():
        return None
    middle, half = 0.5 * (shown.left + shown.right), 0.5 * (shown.right - shown.left)
    try:
        return lens_reading(target, middle, half, breaks=target.breaks)
    except InputError:
        return None


def _marks(bounds: Bounds, glass: Glass, pen: Pen, plan: Plan, options: FigureOptions) -> tuple[Layer, ...]:
    """Return the frame of what is magnified, or a ring where it is too small, and lines to the glass."""
    shown, color = glass.shown, pen.palette.text
    width, height = bounds.right - bounds.left, bounds.top - bounds.bottom
    left, right = bounds.left + glass.left * width, bounds.left + (glass.left + glass.width) * width
    bottom, top = (
        bounds.bottom + glass.bottom * height,
        bounds.bottom + (glass.bottom + glass.height) * height,
    )
    middle = 0.5 * (shown.left + shown.right), 0.5 * (shown.bottom + shown.top)
    thin = pen.width(RULE_WIDTH)
    if middle[1] < bottom:
        ends = ((left, bottom), (right, bottom))
        starts = ((shown.left, shown.top), (shown.right, shown.top))
    elif middle[1] > top:
        ends = ((left, top), (right, top))
        starts = ((shown.left, shown.bottom), (shown.right, shown.bottom))
    else:
        beyond, near = (left, shown.right) if middle[0] < left else (right, shown.left)
        ends = ((beyond, bottom), (beyond, top))
        starts = ((near, shown.bottom), (near, shown.top))
    leads = tuple(np.array([start, end]) for start, end in zip(starts, ends, strict=True))
    layers: list[Layer] = [Line("lens-leads", leads, (pen.palette.axis,), thin)]
    ems = glass.width * plan.width / options.lens_magnification
    if ems < _SMALLEST_MARK:
        ring = Dots("lens-mark", np.array([middle]), "none", pen.width(_RING), color, pen.width(RIM_WIDTH))
        return (*layers, ring)
    corners = np.array(
        [
            (shown.left, shown.bottom),
            (shown.right, shown.bottom),
            (shown.right, shown.top),
            (shown.left, shown.top),
            (shown.left, shown.bottom),
        ]
    )
    return (*layers, Line("lens-mark", (corners,), (color,), pen.width(THIN_WIDTH)))

"""The axes of the panels with the ticks that were asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reluviz.figures.composing.ticks import is_in_pi, make_axis, maths_number, text_width

if TYPE_CHECKING:
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.picture import Axis
    from reluviz.scene.scene import Bounds, Scene

__all__ = ["axis_across", "axis_upwards"]

#: Few ticks are as many as an axis has that is this part of its length.
_FEW = 0.45
_KNOT_DIGITS = 3
#: Between the texts of two ticks, in multiples of the type size.
_GAP = 0.8


def axis_across(scene: Scene, options: FigureOptions, bounds: Bounds, length: float) -> Axis:
    """Return the x-axis of a panel that is `length` times the type size wide."""
    usual = make_axis(
        "x", bounds.left, bounds.right, _part(options) * length, in_pi=is_in_pi(*scene.interval)
    )
    return _at_knots(scene, usual, length) if options.ticks == "knots" else usual


def axis_upwards(name: str, options: FigureOptions, bounds: Bounds, length: float) -> Axis:
    """Return the y-axis of a panel that is `length` times the type size high."""
    return make_axis(name, bounds.bottom, bounds.top, _part(options) * length, upright=True)


def _part(options: FigureOptions) -> float:
    return _FEW if options.ticks == "few" else 1.0


def _at_knots(scene: Scene, usual: Axis, length: float) -> Axis:
    """Return an axis with ticks at the ends of the interval and at the knots, as far as there is room."""
    # The steps of a sequence have the ticks of the whole sum, or they would jump.
    document = scene.document if scene.whole is None else scene.whole
    em = length / (usual.high - usual.low)
    kept: dict[float, str] = {}
    for place in (*scene.interval, *sorted(set(document.model.knots.tolist()))):
        text = maths_number(place, _KNOT_DIGITS)
        if usual.low <= place <= usual.high and all(
            abs(place - other) * em >= 0.5 * (text_width(text) + text_width(label)) + _GAP
            for other, label in kept.items()
        ):
            kept[place] = text
    if len(set(kept.values())) < len(kept) or len(kept) <= 1:
        # So far from 0, rounded numbers say nothing.
        return usual
    ticks = tuple(sorted(kept))
    # Of the usual axis, the name may count from another place.
    return replace(usual, label="$x$", ticks=ticks, tick_labels=tuple(f"${kept[tick]}$" for tick in ticks))

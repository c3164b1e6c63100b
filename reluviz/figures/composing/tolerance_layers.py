"""The layers of a tolerance: its band in the panel of the error, and where the error keeps to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.composing.strokes import RULE_WIDTH
from reluviz.figures.picture import Band, Layer, Line, Shape
from reluviz.scene.error_strip import height

if TYPE_CHECKING:
    from reluviz.figures.composing.strokes import Pen
    from reluviz.scene.error_strip import Reading
    from reluviz.scene.scene import Bounds

__all__ = ["band_layers", "good_layers"]

_BAND_STRENGTH, _GOOD_STRENGTH = 0.16, 0.12


def band_layers(
    tolerance: float, reading: Reading, bounds: Bounds, pen: Pen
) -> tuple[Shape, *tuple[Line, ...]]:
    """Return the band of errors up to a tolerance, and the lines that bound it as far as they are in view."""
    color = pen.palette.unit(0)
    top = float(height(np.array([tolerance]), reading)[0])
    bottom = -top if reading == "signed" else 0.0
    low, high = max(bottom, bounds.bottom), min(top, bounds.top)
    corners = [(bounds.left, low), (bounds.right, low), (bounds.right, high), (bounds.left, high)]
    lines = tuple(
        np.array([[bounds.left, y], [bounds.right, y]])
        for y in ((bottom, top) if reading == "signed" else (top,))
        if bounds.bottom < y < bounds.top
    )
    band = Shape("tolerance-band", (np.array(corners),), color, _BAND_STRENGTH)
    if not lines:
        return (band,)
    return (band, Line("tolerance", lines, (color,), pen.width(RULE_WIDTH), dash=(5.0, 4.0)))


def good_layers(interval: tuple[float, float] | None, bounds: Bounds, pen: Pen) -> tuple[Layer, ...]:
    """Return the shade of the good interval and the lines at its ends; nothing if there is none."""
    if interval is None:
        return ()
    color = pen.palette.unit(0)
    ends = tuple(np.array([[x, bounds.bottom], [x, bounds.top]]) for x in interval)
    return (
        Band("good", *interval, color, _GOOD_STRENGTH),
        Line("good-ends", ends, (color,), pen.width(RULE_WIDTH), dash=(5.0, 4.0)),
    )

"""Drawing the target: a stroke over the canvas gives the heights it passes, and leaves all others."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from reluviz.document.edits import set_target
from reluviz.interaction.gestures import Drag, Dragged, Pointer
from reluviz.interaction.view import rounded
from reluviz.maths.hinges import LARGEST_NUMBER
from reluviz.targets.drawn import USUAL_SMOOTHING, DrawnCurve
from reluviz.targets.target import Target

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.interaction.view import View
    from reluviz.maths.piecewise import FloatArray

__all__ = ["GRID", "draw_target"]

#: A drawing is kept by its heights at so many even places: about as many as a canvas has pixels.
GRID = 513
#: The old curve bends to a stroke over so many of them.
_SEAM = 18
#: Heights are as sharp as a tenth of a pixel.
_SHARPNESS = 0.1


def draw_target(document: Document, start: Pointer, view: View) -> Drag:
    """Draw a stroke of the target, from where the pointer was pressed.

    A stroke over a drawing or another function replaces the part that it passes; data is replaced as a
    whole. Going back along x draws over what the stroke itself drew. Only the interval is drawn on.
    """
    interval, source = document.target.interval, document.target.source
    grid = np.linspace(*interval, GRID)
    before, drawn = _before(document.target, grid), np.full(GRID, np.nan)
    smoothing = source.smoothing if isinstance(source, DrawnCurve) else USUAL_SMOOTHING
    last = start

    def drag(pointer: Pointer) -> Dragged:
        nonlocal last
        _pass(drawn, interval, last, pointer, _SHARPNESS / view.pixels_per_y)
        last = pointer
        heights = _joined(before, drawn)
        known = np.isfinite(heights)
        target = document.target
        # A stroke straight up, or beside the interval, has drawn nothing yet.
        if known.sum() > 1:
            target = Target.drawn(np.column_stack([grid, heights])[known], interval, smoothing)
        return Dragged(set_target(target, "Draw target"), (), (pointer.x, pointer.y))

    return drag


def _before(target: Target, grid: FloatArray) -> FloatArray:
    """Return the heights that a stroke starts from, NaN where there are none."""
    if target.data is not None:
        return np.full(grid.size, np.nan)
    source = target.source
    if isinstance(source, DrawnCurve):
        # As drawn: to smooth what is smooth already would wear it away, stroke by stroke.
        return np.interp(grid, source.x, source.y)
    heights = np.array(target(grid))
    heights[~(np.abs(heights) <= LARGEST_NUMBER)] = np.nan
    return heights


def _joined(before: FloatArray, drawn: FloatArray) -> FloatArray:
    """Return a stroke within the curve that was there, which bends to its ends: no jump was meant there."""
    places = np.flatnonzero(np.isfinite(drawn))
    if not places.size:
        return before
    heights = np.where(np.isfinite(drawn), drawn, before)
    for end, direction in ((int(places[0]), -1), (int(places[-1]), 1)):
        step = drawn[end] - before[end]
        beside = end + direction * np.arange(1, _SEAM)
        beside = beside[(beside >= 0) & (beside < before.size)]
        if np.isfinite(step):
            # Level at both ends of the seam.
            t = np.abs(beside - end) / _SEAM
            heights[beside] = before[beside] + step * (1.0 - t) ** 2 * (1.0 + 2.0 * t)
    return heights


def _pass(
    heights: FloatArray, interval: tuple[float, float], start: Pointer, end: Pointer, sharpness: float
) -> None:
    """Give the heights between two places of the pointer those of the line between them."""
    low, high = interval
    left, right = (start, end) if start.x <= end.x else (end, start)
    # Not below, or a place that is no number would pass.
    if not (low <= right.x and left.x <= high and abs(left.y) < np.inf and abs(right.y) < np.inf):
        return
    step = (high - low) / (heights.size - 1)
    first = max(ceil(max(left.x - low, 0.0) / step), 0)
    last = min(floor(min(right.x - low, high - low) / step), heights.size - 1)
    if first > last:
        return
    places = low + step * np.arange(first, last + 1)
    line = np.interp(places, [left.x, right.x], [left.y, right.y])
    line = np.clip(line, -LARGEST_NUMBER, LARGEST_NUMBER)
    heights[first : last + 1] = [rounded(height, sharpness) for height in line.tolist()]

"""Drawing the target: a stroke over the canvas gives the heights it passes, and leaves all others."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from reluviz.document.edits import set_target
from reluviz.interaction.gestures import Dragged
from reluviz.interaction.view import rounded
from reluviz.maths.hinges import LARGEST_NUMBER
from reluviz.targets.drawn import MOST_DRAWN, USUAL_SMOOTHING, DrawnCurve
from reluviz.targets.target import Target

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.interaction.gestures import Pointer
    from reluviz.interaction.view import View
    from reluviz.maths.piecewise import FloatArray

__all__ = ["GRID", "Stroke"]

#: A stroke is kept by its heights at so many even places of the interval: about one for each pixel.
GRID = 513
#: The old curve bends to a stroke over so many of them.
_SEAM = 18
#: Heights are as sharp as a tenth of a pixel.
_SHARPNESS = 0.1


class Stroke:
    """A drag that draws the target, from where the pointer was pressed.

    A stroke over a drawing or another function replaces the part that it passes, and the points of a drawing
    beside it stay what they are; data is replaced as a whole. Going back along x draws over what the stroke
    itself drew. Only the interval is drawn on.

    Parameters
    ----------
    document : Document
    start : Pointer
    view : View
    """

    def __init__(self, document: Document, start: Pointer, view: View) -> None:
        self._target = document.target
        self._grid = np.linspace(*self._target.interval, GRID)
        self._known = _known(self._target, self._grid)
        self._drawn = np.full(GRID, np.nan)
        self._sharpness = _SHARPNESS / view.pixels_per_y
        self._last = start

    def pass_by(self, pointer: Pointer) -> None:
        """Draw on to a place, and tell nobody yet."""
        _pass(self._drawn, self._target.interval, self._last, pointer, self._sharpness)
        self._last = pointer

    def __call__(self, pointer: Pointer) -> Dragged:
        """Draw on to a place, and return what has become of the target."""
        self.pass_by(pointer)
        target, source = self._target, self._target.source
        x, y = _joined(self._known, self._grid, self._drawn)
        # A stroke straight up, or beside the interval, has drawn nothing yet.
        if np.isfinite(self._drawn).any() and x.size > 1:
            smoothing = source.smoothing if isinstance(source, DrawnCurve) else USUAL_SMOOTHING
            target = Target.drawn(np.column_stack([x, y]), target.interval, smoothing)
        return Dragged(set_target(target, "Draw target"), (), (pointer.x, pointer.y))


def _known(target: Target, grid: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the points, x and y, that a stroke starts from; none where there is data."""
    if target.data is not None:
        return np.empty(0), np.empty(0)
    source = target.source
    if isinstance(source, DrawnCurve):
        # As drawn: to smooth what is smooth already would wear it away, stroke by stroke.
        return source.x, source.y
    heights = target(grid)
    usable = np.abs(heights) <= LARGEST_NUMBER
    return grid[usable], heights[usable]


def _joined(
    known: tuple[FloatArray, FloatArray], grid: FloatArray, drawn: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the points of a stroke among those that were there.

    The curve beside its ends bends to them: no jump was meant there. Farther off all points stay.
    """
    is_drawn = np.isfinite(drawn)
    places = np.flatnonzero(is_drawn)
    known_x, known_y = known
    if not places.size or not known_x.size:
        return (grid[places], drawn[places]) if places.size else known
    first, last = int(places[0]), int(places[-1])
    before = np.interp(grid, known_x, known_y)
    heights = np.where(is_drawn, drawn, before)
    for end, direction in ((first, -1), (last, 1)):
        beside = end + direction * np.arange(1, _SEAM)
        beside = beside[(beside >= 0) & (beside < grid.size)]
        # Level at both ends of the seam.
        t = np.abs(beside - end) / _SEAM
        heights[beside] += (drawn[end] - before[end]) * (1.0 - t) ** 2 * (1.0 + 2.0 * t)
    # The last place of each seam lies on the curve that was there, and holds it.
    new = slice(max(first - _SEAM, 0), min(last + _SEAM, grid.size - 1) + 1)
    left, right = known_x < grid[new][0], known_x > grid[new][-1]
    x = np.concatenate([known_x[left], grid[new], known_x[right]])
    y = np.concatenate([known_y[left], heights[new], known_y[right]])
    if x.size > MOST_DRAWN:
        # Not before a drawing of very many points was drawn on: the longest strokes bring a few hundred.
        even = np.linspace(x[0], x[-1], GRID)
        return even, np.interp(even, x, y)
    return x, y


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

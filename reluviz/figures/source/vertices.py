"""Vertices as source text: short numbers, no more points than the eye can tell apart, none far away."""

from __future__ import annotations

from itertools import pairwise
from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from reluviz.figures.picture import Axis
    from reluviz.maths.piecewise import FloatArray

__all__ = ["Scale", "clipped", "is_sampled", "scattered", "thinned"]

#: Layers that are samples of a smooth curve, as errors of pins are; all other vertices are exact, and none
#: is ever left out.
_SAMPLED, _PIN = ("target", "error", "error-area"), "pin-"
#: A straight piece may stray so far from the samples that it stands for, as a share of the panel: on a
#: slide about a twentieth of a millimetre.
_TOLERANCE = 1.5e-4
#: Points closer than this share of the panel cover each other.
_CLOSEST = 2e-3
#: Digits after the first one of the length of an axis: finer than any printer.
_DIGITS = 5
#: TeX reckons with seven digits: axes beyond are counted from their middle, or in a power of ten.
_MOST_OFFSET, _SMALLEST_SPAN, _LARGEST_SPAN = 1e2, 1e-2, 1e4


class Scale:
    """How the coordinates along one axis are written: ``(value - origin) / unit``, rounded.

    The rounding is 1e-5 of the length of the axis or finer, round numbers stay what they are.
    """

    def __init__(self, axis: Axis) -> None:
        span = axis.high - axis.low
        largest = max(abs(axis.low), abs(axis.high))
        usual = _SMALLEST_SPAN <= span <= _LARGEST_SPAN
        self.origin = 0.0 if largest <= _MOST_OFFSET * span else 0.5 * (axis.low + axis.high)
        self.unit = 1.0 if usual else 10.0 ** floor(log10(span))
        self._decimals = max(0, _DIGITS - floor(log10(span / self.unit)))

    @property
    def is_plain(self) -> bool:
        """Whether coordinates are written as they are."""
        return self.origin == 0.0 and self.unit == 1.0

    def text(self, value: float) -> str:
        """Return one coordinate."""
        text = f"{(value - self.origin) / self.unit:.{self._decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "") else text


def is_sampled(key: str) -> bool:
    """Whether the lines of a layer may lose vertices that no one can see."""
    return key in _SAMPLED or key.startswith(_PIN)


def thinned(path: FloatArray, span: tuple[float, float]) -> FloatArray:
    """Return the fewest vertices of a path that no one can tell from all, by Ramer, Douglas and Peucker.

    Parameters
    ----------
    path : array of shape (n, 2)
    span : (float, float)
        Width and height of the panel in the units of the path.
    """
    points = path / np.array(span)
    kept = np.zeros(len(path), dtype=np.bool_)
    kept[[0, -1]] = True
    ranges = [(0, len(path) - 1)]
    while ranges:
        first, last = ranges.pop()
        if last - first < 2:
            continue
        chord = points[last] - points[first]
        offsets = points[first + 1 : last] - points[first]
        distance = np.abs(chord[0] * offsets[:, 1] - chord[1] * offsets[:, 0]) / max(np.hypot(*chord), 1e-300)
        furthest = int(np.argmax(distance))
        if distance[furthest] > _TOLERANCE:
            middle = first + 1 + furthest
            kept[middle] = True
            ranges += [(first, middle), (middle, last)]
    thin: FloatArray = path[kept]
    return thin


def clipped(path: FloatArray, low: tuple[float, float], high: tuple[float, float]) -> list[FloatArray]:
    """Return the pieces of a path inside a rectangle; its corners are `low` and `high`."""
    pieces: list[list[FloatArray]] = []
    for first, second in pairwise(path):
        step = second - first
        enter, leave = 0.0, 1.0
        for axis in (0, 1):
            if step[axis] == 0.0:
                if not low[axis] <= first[axis] <= high[axis]:
                    leave = -1.0
                continue
            # The next step in height may be beyond all numbers away.
            with np.errstate(over="ignore"):
                ends = sorted((edge[axis] - first[axis]) / step[axis] for edge in (low, high))
            enter, leave = max(enter, ends[0]), min(leave, ends[1])
        if enter > leave or (enter == leave and len(path) > 2):
            continue
        start = first if enter == 0.0 else first + enter * step
        end = second if leave == 1.0 else first + leave * step
        if enter == 0.0 and pieces and np.array_equal(pieces[-1][-1], start):
            pieces[-1].append(end)
        else:
            pieces.append([start, end])
    return [np.array(piece) for piece in pieces]


def scattered(points: FloatArray, span: tuple[float, float], most: int) -> FloatArray:
    """Return at most so many points, spread over the panel as all are: one in each cell of a grid.

    Parameters
    ----------
    points : array of shape (n, 2)
    span : (float, float)
        Width and height of the panel in the units of the points.
    """
    if len(points) <= most:
        return points
    # Any of a cell, but the same each time: the first of all would stand in rows.
    order = np.random.default_rng(0).permutation(len(points))
    cell, chosen = _CLOSEST, order
    while len(chosen) > most:
        cells = np.floor(points[order] / (np.array(span) * cell)).astype(np.int64)
        _, first = np.unique(cells, axis=0, return_index=True)
        chosen = order[first]
        cell *= 1.3
    kept: FloatArray = points[np.sort(chosen)]
    return kept

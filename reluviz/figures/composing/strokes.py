"""What all layers go by: the widths of strokes, the sizes of dots, and how curves are cut to the view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.picture import Dots

if TYPE_CHECKING:
    import numpy.typing as npt

    from reluviz.maths.piecewise import FloatArray
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Bounds

__all__ = [
    "DATA_DIAMETER",
    "ERROR_WIDTH",
    "KNOT_DIAMETER",
    "LEAST_CROWDED",
    "MANY_POINTS",
    "RIM_WIDTH",
    "RULE_WIDTH",
    "SAMPLES",
    "SUM_WIDTH",
    "TARGET_WIDTH",
    "THIN_WIDTH",
    "Pen",
    "blended",
    "clip",
    "clipped_path",
    "crowded_by",
    "cut",
    "thinned",
]

#: Samples of the target and of the error: closer together than anyone can tell apart.
SAMPLES = 1001
# Strokes and dots in multiples of the type size. The target is the broadest line and lies below, so that it
# shows on both sides of the sum where the two agree.
TARGET_WIDTH, SUM_WIDTH, ERROR_WIDTH = 0.26, 0.15, 0.12
THIN_WIDTH, RULE_WIDTH, RIM_WIDTH = 0.075, 0.045, 0.06
KNOT_DIAMETER, DATA_DIAMETER = 0.5, 0.34
#: From here on a point more makes all of them smaller, or they become a blot; down to that share.
MANY_POINTS = 200
LEAST_CROWDED = 0.3
#: More data points than this are thinned to one for each cell of a raster finer than a dot.
_MOST_POINTS, _RASTER = 5_000, 500
#: Points so near to each other, in shares of the view, are one.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Pen:
    """What all strokes depend on: the palette and the type size in points."""

    palette: Palette
    type_size: float

    def width(self, share: float) -> float:
        """Return a length in points, given in multiples of the type size."""
        return round(share * self.type_size, 3)

    def dots(self, key: str, points: FloatArray, color: str, share: float, rim: float) -> Dots:
        """Return dots with a rim in the colour of the background; the numbers as for `width`."""
        return Dots(key, points, color, self.width(share), self.palette.background, self.width(rim))


def blended(color: str, ground: str, share: float) -> str:
    """Return a colour of which `share` is left before a ground, as ``#RRGGBB``."""
    pairs = zip(bytes.fromhex(color[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + "".join(f"{round(share * own + (1 - share) * other):02X}" for own, other in pairs)


def cut(x: FloatArray, y: FloatArray, after: npt.NDArray[np.bool_]) -> tuple[FloatArray, ...]:
    """Split a curve after the samples marked in `after` and at NaN; single points left over are dropped."""
    there = ~np.isnan(y)
    pieces = np.split(np.column_stack([x, y]), np.flatnonzero(after | (there[1:] != there[:-1])) + 1)
    return tuple(piece for piece in pieces if len(piece) > 1 and not np.isnan(piece[0, 1]))


def crowded_by(count: int, many: int) -> float:
    """Return by what to make dots smaller or lines fainter when there are `count` of them."""
    return max(LEAST_CROWDED, (many / count) ** 0.5) if count > many else 1.0


def thinned(points: FloatArray, bounds: Bounds) -> FloatArray:
    """Return the points in view, of shape (n, 2); of very many as many as cover the same places."""
    x, y = points.T
    points = points[(bounds.left <= x) & (x <= bounds.right) & (bounds.bottom <= y) & (y <= bounds.top)]
    if len(points) <= _MOST_POINTS:
        return points
    low = np.array([bounds.left, bounds.bottom])
    span = np.array([bounds.right, bounds.top]) - low
    across, up = np.floor((points - low) / span * _RASTER).astype(np.int64).T
    # One number for each cell: of a million rows NumPy finds those that differ far slower.
    first = np.unique(across * (4 * _RASTER) + up, return_index=True)[1]
    kept: FloatArray = points[np.sort(first)]
    return kept


def clip(segments: FloatArray, bounds: Bounds) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Cut segments, shape (k, 2, 2), at the edges of the view (Liang and Barsky's method).

    A steep unit leaves the picture by many orders of magnitude; files must not contain such coordinates.

    Returns
    -------
    segments : array of shape (k, 2, 2)
    seen : array of bool, shape (k,)
        Where something remains.
    """
    first, step = segments[:, 0], segments[:, 1] - segments[:, 0]
    enter, leave = np.zeros(len(segments)), np.ones(len(segments))
    seen = np.abs(step).sum(axis=1) > 0
    sides = ((0, bounds.left, bounds.right), (1, bounds.bottom, bounds.top))
    for axis, low, high in sides:
        with np.errstate(divide="ignore", invalid="ignore"):
            at_low = (low - first[:, axis]) / step[:, axis]
            at_high = (high - first[:, axis]) / step[:, axis]
        flat = step[:, axis] == 0
        inside = (first[:, axis] >= low) & (first[:, axis] <= high)
        enter = np.where(flat, enter, np.maximum(enter, np.minimum(at_low, at_high)))
        leave = np.where(flat, leave, np.minimum(leave, np.maximum(at_low, at_high)))
        seen &= ~flat | inside
    seen &= enter < leave
    ends = np.stack([enter, leave], axis=1)[:, :, None]
    return first[:, None] + ends * step[:, None], seen


def clipped_path(path: FloatArray, bounds: Bounds) -> tuple[FloatArray, ...]:
    """Return what can be seen of a polyline of shape (n, 2), in as many pieces as it takes."""
    parts, seen = clip(np.stack([path[:-1], path[1:]], axis=1), bounds)
    parts = parts[seen]
    # The end of a segment is worked out, and may be one rounding from the start of the next.
    span = np.array([bounds.right - bounds.left, bounds.top - bounds.bottom])
    apart = (np.abs(parts[:-1, 1] - parts[1:, 0]) > _ROUNDING * span).any(axis=1)
    pieces = np.split(parts, np.flatnonzero(apart) + 1)
    return tuple(np.vstack([piece[:, 0], piece[-1:, 1]]) for piece in pieces if len(piece))

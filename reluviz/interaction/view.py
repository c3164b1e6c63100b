"""What part of the plane is on the screen, and how data and pixels relate."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, hypot, isfinite, log10
from typing import TYPE_CHECKING

from reluviz.scene.scene import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["View", "can_be_drawn", "round_steps", "rounded"]

#: A view narrower than this share of its distance from 0 cannot be drawn in float64.
_NARROWEST = 1e-11
_WIDEST = 1e80


@dataclass(frozen=True, slots=True)
class View:
    """A rectangle of data shown on `width` by `height` pixels (logical ones, y upwards in data)."""

    bounds: Bounds
    width: float
    height: float

    @property
    def pixels_per_x(self) -> float:
        """Pixels per unit of x."""
        return self.width / (self.bounds.right - self.bounds.left)

    @property
    def pixels_per_y(self) -> float:
        """Pixels per unit of y."""
        return self.height / (self.bounds.top - self.bounds.bottom)

    def to_pixels(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a point, from the upper left corner."""
        return (x - self.bounds.left) * self.pixels_per_x, (self.bounds.top - y) * self.pixels_per_y

    def to_data(self, column: float, row: float) -> tuple[float, float]:
        """Return the point under a pixel."""
        return self.bounds.left + column / self.pixels_per_x, self.bounds.top - row / self.pixels_per_y

    def distance(self, x0: float, y0: float, x1: float, y1: float) -> float:
        """Return how many pixels two points lie apart."""
        return hypot((x1 - x0) * self.pixels_per_x, (y1 - y0) * self.pixels_per_y)

    def zoomed(self, factor: float, x: float, y: float) -> View:
        """Return the view magnified by `factor` with (x, y) staying where it is on the screen."""
        return self.zoomed_by(factor, factor, x, y)

    def zoomed_by(self, factor_x: float, factor_y: float, x: float, y: float) -> View:
        """Return the view magnified by a factor for each axis; too near or too far changes nothing."""
        bounds = Bounds(
            x + (self.bounds.left - x) / factor_x,
            x + (self.bounds.right - x) / factor_x,
            y + (self.bounds.bottom - y) / factor_y,
            y + (self.bounds.top - y) / factor_y,
        )
        return View(bounds, self.width, self.height) if can_be_drawn(bounds) else self

    def panned(self, columns: float, rows: float) -> View:
        """Return the view with its content moved by so many pixels to the right and downwards."""
        dx, dy = columns / self.pixels_per_x, rows / self.pixels_per_y
        old = self.bounds
        bounds = Bounds(old.left - dx, old.right - dx, old.bottom + dy, old.top + dy)
        return View(bounds, self.width, self.height) if can_be_drawn(bounds) else self


def can_be_drawn(bounds: Bounds) -> bool:
    """Return whether float64 can tell the places in a rectangle apart."""
    for low, high in ((bounds.left, bounds.right), (bounds.bottom, bounds.top)):
        largest = max(abs(low), abs(high))
        if not (isfinite(low) and isfinite(high) and largest < _WIDEST):
            return False
        if high - low <= _NARROWEST * max(largest, 1e-60):
            return False
    return True


def round_steps(per_unit: float, finest: float) -> Iterator[tuple[float, float]]:
    """Yield (step, pixels between multiples of it) for the steps 1 and 5 times powers of ten.

    From the coarsest that can be seen down to `finest` pixels; `per_unit` is pixels per unit.
    """
    if not (isfinite(per_unit) and per_unit > 0):
        return
    exponent = floor(log10(1000.0 / per_unit)) + 1
    while True:
        for digit in (10.0, 5.0):
            step = digit * 10.0 ** (exponent - 1)
            pixels = step * per_unit
            if pixels < finest:
                return
            yield step, pixels
        exponent -= 1


def rounded(value: float, resolution: float) -> float:
    """Return `value` with the decimals that a distance of `resolution` deserves, and no more."""
    if not (isfinite(resolution) and resolution > 0):
        return value
    digits = -floor(log10(resolution))
    return round(value, digits) + 0.0 if abs(digits) < 300 else value

"""Round numbers pull: knots and slopes settle on them when the pointer comes near."""

from __future__ import annotations

from dataclasses import dataclass

from reluviz.interaction.view import View, round_steps, rounded

__all__ = ["Snapped", "snap_number", "snap_slope", "snap_x", "snap_y"]

#: Round numbers closer together than this would leave no room between them.
_FINEST = 14.0
#: How near, in pixels, the pointer must come; never more than a quarter of the way to the next one.
_REACH = 7.0
#: Off the round numbers, values keep the decimals that this fraction of a pixel deserves.
_SHARPNESS = 0.25


@dataclass(frozen=True, slots=True)
class Snapped:
    """A number, and whether it is a round one that pulled the pointer."""

    value: float
    is_round: bool


def snap_x(x: float, view: View, *, suspended: bool = False) -> Snapped:
    """Return the place that `x` settles on."""
    return _snap(x, view.pixels_per_x, suspended)


def snap_y(y: float, view: View, *, suspended: bool = False) -> Snapped:
    """Return the height that `y` settles on."""
    return _snap(y, view.pixels_per_y, suspended)


def snap_slope(slope: float, distance: float, view: View, *, suspended: bool = False) -> Snapped:
    """Return the slope that settles when the pointer holds an arm at `distance` (in x) from its knot."""
    return _snap(slope, abs(distance) * view.pixels_per_y, suspended)


def snap_number(value: float, pixels_per_unit: float, *, suspended: bool = False) -> Snapped:
    """Return what any number settles on that the pointer changes by one for so many pixels."""
    return _snap(value, pixels_per_unit, suspended)


def _snap(value: float, per_unit: float, suspended: bool) -> Snapped:
    if not suspended:
        for step, pixels in round_steps(per_unit, _FINEST):
            nearest = round(value / step) * step
            if abs(nearest - value) * per_unit <= min(_REACH, pixels / 4):
                return Snapped(rounded(nearest, step / 10), True)
    return Snapped(rounded(value, _SHARPNESS / per_unit) if per_unit > 0 else value, False)

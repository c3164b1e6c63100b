"""What the error strip shows of a scene: one of three readings of the error, and a band of tolerance."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray
    from reluviz.scene.scene import Scene

__all__ = [
    "READINGS",
    "ErrorLook",
    "Reading",
    "first_tolerance",
    "height",
    "read_curve",
    "strip_curve",
    "tolerance_at",
]

Reading = Literal["signed", "square", "absolute"]

#: The readings in the order in which they are offered: h - f, ½(h - f)² and |h - f|.
READINGS: tuple[Reading, ...] = get_args(Reading)

#: With fewer samples between the edges of the screen the curve would show its corners.
_FEWEST_SAMPLES = 150
#: The tolerance of the thread about x², where the error is neither far larger nor smaller.
_USUAL_TOLERANCE = 0.25
_MOST_TIMES_USUAL = 60.0


@dataclass(frozen=True, slots=True)
class ErrorLook:
    """How the error is looked at; no part of a document.

    Attributes
    ----------
    reading : {"signed", "square", "absolute"}
    tolerance : float or None
        The tolerance τ, above 0; None until one was chosen.
    shows_band : bool
        Whether the band |h - f| <= τ is shown.
    around : float or None
        The point of interest of the good interval; the middle of the target's interval if None.
    """

    reading: Reading = "signed"
    tolerance: float | None = None
    shows_band: bool = False
    around: float | None = None

    @property
    def band(self) -> float | None:
        """The tolerance, if its band is shown."""
        return self.tolerance if self.shows_band else None


def height(r: FloatArray, reading: Reading) -> FloatArray:
    """Return how high errors `r` = h - f of any shape stand in a reading."""
    if reading == "signed":
        return r
    return np.abs(r) if reading == "absolute" else 0.5 * r * r


def tolerance_at(level: float, reading: Reading) -> float:
    """Return the size of the errors that stand at `level`, on either side of 0."""
    return sqrt(2.0 * abs(level)) if reading == "square" else abs(level)


def first_tolerance(largest: float) -> float:
    """Return a round tolerance to begin with, where errors go up to `largest`."""
    if not largest > 0 or _USUAL_TOLERANCE <= largest <= _MOST_TIMES_USUAL * _USUAL_TOLERANCE:
        return _USUAL_TOLERANCE
    return float(f"{largest / 3:.0e}")


def strip_curve(scene: Scene, reading: Reading, left: float, right: float) -> tuple[FloatArray, FloatArray]:
    """Return x and the error in a reading, each of shape (n,), to be drawn from `left` to `right`.

    There are always enough samples between the two, however close they are. Where a curve that has no
    negative values comes down to 0 it does so exactly: a sample stands there. In each gap of the target there
    is a NaN. Data points come as they are.
    """
    x, r = scene.error_curve()
    if scene.residual is None:
        return x, height(r, reading)
    low, high = max(left, scene.interval[0]), min(right, scene.interval[1])
    if low < high and np.searchsorted(x, high) - np.searchsorted(x, low) < _FEWEST_SAMPLES:
        # What stands already stays as it is: at a jump only those samples know both heights.
        between = np.setdiff1d(np.linspace(low, high, 4 * _FEWEST_SAMPLES), x)
        between = between[scene.counts(between)]
        x, r = np.concatenate([x, between]), np.concatenate([r, scene.residual.evaluate(between)])
        order = np.argsort(x, kind="stable")
        x, r = x[order], r[order]
    return read_curve(x, r, reading)


def read_curve(x: FloatArray, r: FloatArray, reading: Reading) -> tuple[FloatArray, FloatArray]:
    """Return a curve of errors `r`, shape (n,), as it stands in a reading.

    There is a 0 wherever `r` changes sign between samples; where it jumps across, it is nowhere 0.
    """
    if reading == "signed":
        return x, r
    y = height(r, reading)
    before = np.flatnonzero((r[:-1] * r[1:] < 0) & (x[:-1] < x[1:]))
    share = r[before] / (r[before] - r[before + 1])
    zeros = x[before] + share * (x[before + 1] - x[before])
    return np.insert(x, before + 1, zeros), np.insert(y, before + 1, 0.0)

"""Ticks of logarithmic axes, whose coordinates are decimal logarithms: decades, or powers of two."""

from __future__ import annotations

from math import ceil, floor, log10

from reluviz.figures.composing.ticks import maths_number
from reluviz.figures.picture import Axis

__all__ = ["LEAST_DECADES", "decade_axis", "doubling_axis"]

#: On so short a part of a decade there are still two of the numbers 1, 2 and 5 with powers of ten.
LEAST_DECADES = 0.75
_MANTISSAS = (1, 2, 5)
_FEWEST_TICKS, _MOST_TICKS = 2, 8
# In multiples of the type size: a line of text with an exponent, a digit, the least gap between numbers.
_LEADING, _DIGIT, _GAP = 1.9, 0.62, 1.0
#: Rounding must not lose the tick at the very end of an axis.
_ROUNDING = 1e-9


def decade_axis(label: str, low: float, high: float, length: float) -> Axis:
    """Return an upright axis with ticks at decades, and at twos and fives where it spans few of them.

    Parameters
    ----------
    label : str
    low, high : float
        Decimal logarithms of the limits, at least `LEAST_DECADES` apart.
    length : float
        Of the axis on the page, in multiples of the type size.
    """
    least = (high - low) * max(_LEADING / length, 1.0 / _MOST_TICKS)
    step = max(1, ceil(least))
    decades = [step * count for count in range(ceil(low / step), floor(high / step) + 1)]
    if len(decades) >= _FEWEST_TICKS:
        labels = tuple(f"$10^{{{decade}}}$" for decade in decades)
        return Axis(label, low, high, tuple(float(decade) for decade in decades), labels)
    found = [
        (decade + log10(mantissa), f"${maths_number(mantissa * 10.0**decade, 1)}$")
        for decade in range(floor(low), ceil(high))
        for mantissa in _MANTISSAS
        if low <= decade + log10(mantissa) <= high
    ]
    return Axis(label, low, high, tuple(place for place, _ in found), tuple(text for _, text in found))


def doubling_axis(label: str, low: float, high: float, length: float) -> Axis:
    """Return a level axis with ticks at 1, 2, 4, 8 …, or at each second or third of them where it is short.

    Parameters
    ----------
    label : str
    low, high : float
        Decimal logarithms of the limits.
    length : float
        Of the axis on the page, in multiples of the type size.
    """
    doubling = log10(2.0)
    first, last = ceil(low / doubling - _ROUNDING), floor(high / doubling + _ROUNDING)
    widest = len(str(2 ** max(last, 0))) * _DIGIT + _GAP
    step = max(1, ceil(widest * (high - low) / (doubling * length)))
    powers = range(step * ceil(max(first, 0) / step), last + 1, step)
    ticks = tuple(min(max(power * doubling, low), high) for power in powers)
    return Axis(label, low, high, ticks, tuple(f"{2**power}" for power in powers))

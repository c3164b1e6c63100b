"""Where the ticks of an axis stand and what is written beside them."""

from __future__ import annotations

import re
from math import ceil, floor, gcd, isclose, log10, pi

from reluviz.figures.picture import Axis

__all__ = ["is_in_pi", "make_axis", "maths_number", "text_width"]

_STEPS = (1, 2, 5)
#: Numbers on an axis from here on are written with a common power of ten.
_SMALLEST_PLAIN, _LARGEST_PLAIN = 1e-3, 1e5
#: Ticks that differ only after this many digits are written as differences from a round number.
_MOST_DIGITS = 5
#: Widths in multiples of the type size: a digit, the least gap between texts side by side, a line of text.
_DIGIT, _GAP, _LEADING = 0.62, 1.6, 1.75
_LEAST_SPACING = 3.2
#: Where so much less than the least spacing is left, texts touch.
_TIGHT = 0.7
_FEWEST_TICKS, _MOST_TICKS, _MOST_UPRIGHT_TICKS = 2, 11, 8
#: Beyond, an interval whose ends are multiples of π/2 is one by chance.
_MOST_HALVES_OF_PI = 64
#: What needs no brackets more.
_CLOSED = re.compile(r"\([^()]*\)|\|[^|]*\|")
_COMMAND = re.compile(r"\\[a-z]+|[{}^,]")


def maths_number(value: float, digits: int) -> str:
    r"""Return `value` for use between dollar signs, rounded: ``-0.25``, ``1.5\times10^{-8}``."""
    text = f"{value:.{digits}g}"
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return "0" if float(text) == 0.0 else text
    power = f"10^{{{int(exponent)}}}"
    return {"1": power, "-1": f"-{power}"}.get(mantissa, rf"{mantissa}\times {power}")


def make_axis(
    name: str, low: float, high: float, length: float, *, upright: bool = False, in_pi: bool = False
) -> Axis:
    """Return an axis with as many ticks at round numbers as can be read with ease.

    Parameters
    ----------
    name : str
        What is measured along it, as mathematics without dollar signs.
    low, high : float
        The limits, low < high.
    length : float
        Of the axis on the page, in multiples of the type size.
    upright : bool
        Whether it is a y-axis, whose texts stand above each other.
    in_pi : bool
        Whether to count in multiples of π.
    """
    if in_pi:
        for eighths in (4, 8, 16, 32, 64):
            step = eighths * pi / 8
            if (high - low) / step * (_GAP + 4 * _DIGIT) <= length:
                counts = range(ceil(low / step), floor(high / step) + 1)
                labels = [f"${_pi_text(count * eighths)}$" for count in counts]
                return Axis(f"${name}$", low, high, tuple(count * step for count in counts), tuple(labels))
    exponent = floor(log10(high - low)) - 2
    choices = [
        factor * 10 ** max(power, 0) / 10 ** max(-power, 0)
        for power in range(exponent, exponent + 4)
        for factor in _STEPS
    ]
    best, spacing, least = Axis(f"${name}$", low, high, (), ()), 0.0, 0.0
    for step in choices:
        axis = _with_step(name, low, high, step)
        if best.ticks and len(axis.ticks) < _FEWEST_TICKS:
            # Between the numbers that are too close together and those that are too few: every second one.
            doubled = _with_step(name, low, high, 2.0 * (best.ticks[1] - best.ticks[0]))
            if spacing < _TIGHT * least and len(doubled.ticks) >= _FEWEST_TICKS:
                best = doubled
            break
        best = axis
        spacing = length * step / (high - low)
        widest = max((text_width(text[1:-1]) for text in axis.tick_labels), default=0.0)
        least = _LEADING if upright else max(widest + _GAP, _LEAST_SPACING)
        if spacing >= max(least, length / (_MOST_UPRIGHT_TICKS if upright else _MOST_TICKS)):
            break
    return best


def text_width(text: str) -> float:
    """Return about how wide mathematics of one line is, in multiples of the type size."""
    return len(_COMMAND.sub("", text)) * _DIGIT


def _with_step(name: str, low: float, high: float, step: float) -> Axis:
    """Return the axis with its ticks at the multiples of `step`."""
    ticks = [count * step for count in range(ceil(low / step), floor(high / step) + 1)]
    largest = max(abs(low), abs(high))
    offset = _offset(low, high, step)
    if offset:
        name = f"{name} {'-' if offset > 0 else '+'} {_exactly(abs(offset))}"
        largest = max(abs(low - offset), abs(high - offset))
    power = 0
    if not _SMALLEST_PLAIN <= largest < _LARGEST_PLAIN:
        # Rounding must not make 1 out of 0.9999999.
        power = floor(log10(largest * (1 + 1e-6)))
        name = rf"{f'({name})' if set(_CLOSED.sub('', name)) & {'-', '+'} else name}\,/\,10^{{{power}}}"
    decimals = max(0, power - floor(log10(step) + 1e-9))
    labels = []
    for tick in ticks:
        scaled = (tick - offset) / 10.0**power if power > -300 else 0.0
        text = f"{scaled:.{decimals}f}"
        labels.append(f"${'0' if float(text) == 0.0 else text}$")
    return Axis(f"${name}$", low, high, tuple(ticks), tuple(labels))


def _exactly(value: float) -> str:
    """Return a positive number in full, by a power of ten where that is shorter."""
    text = f"{value:.15g}"
    mantissa = text.rstrip("0")
    if "." in text or "e" in text or len(text) - len(mantissa) < _MOST_DIGITS:
        return maths_number(value, 15)
    return maths_number(value, len(mantissa))


def _offset(low: float, high: float, step: float) -> float:
    """Return the round number to count from where ticks would need too many digits, else 0."""
    largest = max(abs(low), abs(high))
    if step >= largest * 10.0**-_MOST_DIGITS:
        return 0.0
    middle = 0.5 * (low + high)
    finest = floor(log10(high - low))
    for power in range(floor(log10(largest)), finest - 1, -1):
        unit = 10.0**power
        offset = round(middle / unit) * unit
        if step >= max(abs(low - offset), abs(high - offset)) * 10.0 ** (1 - _MOST_DIGITS):
            return offset
    return middle


def _pi_text(eighths: int) -> str:
    r"""Return so many eighths of π: ``-\pi/2``."""
    if eighths == 0:
        return "0"
    shared = gcd(abs(eighths), 8)
    above, below = abs(eighths) // shared, 8 // shared
    text = r"\pi" if above == 1 else rf"{above}\pi"
    return ("-" if eighths < 0 else "") + text + (f"/{below}" if below > 1 else "")


def is_in_pi(start: float, end: float) -> bool:
    """Whether an interval was plainly meant in halves of π."""
    halves = [2 * bound / pi for bound in (start, end)]
    near = all(abs(half) <= _MOST_HALVES_OF_PI for half in halves)
    return near and any(halves) and all(isclose(half, round(half), abs_tol=1e-9) for half in halves)

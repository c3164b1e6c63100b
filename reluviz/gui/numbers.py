"""How numbers are shown and read in the window."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QLocale

from reluviz.errors import InputError

__all__ = ["read_number", "shown", "spoken"]


def shown(value: float, digits: int = 6) -> str:
    """Return `value` with so many digits and a true minus sign, the shortest way."""
    text = f"{value + 0.0:.{digits}g}"
    mantissa, _, exponent = text.partition("e")
    if exponent:
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", "−")


def spoken(value: float) -> str:
    """Return a measured number in four digits."""
    return shown(value, 4)


def read_number(text: str) -> float:
    """Return the number that a person typed: dots, the locale's comma, a true minus sign, or n/m.

    Raises
    ------
    InputError
        If it is no finite number.
    """
    cleaned = text.strip().replace("−", "-").replace("\u00a0", "").replace(" ", "")
    top, slash, bottom = cleaned.partition("/")
    try:
        value = _plain(top) / _plain(bottom) if slash else _plain(top)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise InputError(f"“{text.strip()}” is not a number; write it like 1.5, −2 or 3/4") from None
    if not isfinite(value):
        raise InputError(f"“{text.strip()}” is not a finite number")
    return value


def _plain(text: str) -> float:
    if text in ("π", "pi"):
        text = "3.141592653589793"
    elif text in ("-π", "-pi"):
        text = "-3.141592653589793"
    if "_" in text:
        raise ValueError(text)
    try:
        return float(text)
    except ValueError:
        value, valid = QLocale().toDouble(text)
        if valid:
            return float(value)
        if text.count(",") == 1 and "." not in text:
            return float(text.replace(",", "."))
        raise

"""Texts of a figure: how large they are, and what to do about signs that the typeface does not have."""

from __future__ import annotations

from functools import lru_cache
from threading import RLock

from matplotlib.cbook import is_math_text
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.mathtext import MathTextParser
from matplotlib.textpath import TextToPath

__all__ = ["FAMILY", "ONE_AT_A_TIME", "measure", "typeset"]

#: Comes with matplotlib, so figures look the same everywhere.
FAMILY = "DejaVu Sans"
_NO_SIGN = "\N{REPLACEMENT CHARACTER}"
_CACHED_TEXTS = 512
_TEXT_TO_PATH = TextToPath()
#: matplotlib's settings and its reader of mathematics are there once for all threads.
ONE_AT_A_TIME = RLock()


@lru_cache(maxsize=_CACHED_TEXTS)
def measure(text: str, size: float) -> tuple[float, float, float]:
    """Return width, height above the baseline and depth below it in points, unhinted.

    The width is the advance. The height is that of the letters that occur, not of the typeface.
    """
    shown, families = typeset(text)
    font = FontProperties(family=list(families), size=size)
    is_maths = is_math_text(shown)
    plain = shown if is_maths else shown.replace(r"\$", "$")
    with ONE_AT_A_TIME:
        width, height, depth = _TEXT_TO_PATH.get_text_width_height_descent(plain, font, is_maths)
    return float(width), float(height - depth), float(depth)


@lru_cache(maxsize=_CACHED_TEXTS)
def typeset(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text that can be set without a warning, and the typefaces to set it in.

    What is no valid mathematics is shown as it was typed. Signs that the usual typeface lacks, such as
    Chinese ones, come from an installed one that has them; a text with such signs is set without
    mathematics, which knows one typeface only. A sign that no typeface has becomes a replacement sign.
    """
    known = get_font(findfont(FontProperties(family=[FAMILY]))).get_charmap()
    missing = {sign for sign in text if ord(sign) not in known}
    families = [FAMILY]
    if missing:
        text = _without_mathematics(text)
        for family, signs in _coverage(frozenset(missing)):
            if signs & missing:
                families.append(family)
                missing -= signs
        for sign in missing:
            text = text.replace(sign, _NO_SIGN)
    elif is_math_text(text):
        try:
            with ONE_AT_A_TIME:
                MathTextParser("path").parse(text)
        except ValueError:
            text = _without_mathematics(text)
    return text, tuple(families)


def _without_mathematics(text: str) -> str:
    return text.replace(r"\$", "$").replace("$", r"\$")


def _coverage(wanted: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    """Return the installed typefaces with some of the wanted signs, the best first, then by name."""
    found: dict[str, frozenset[str]] = {}
    for entry in fontManager.ttflist:
        # The last resort has a box for every sign there is, and so no sign at all.
        usual = entry.style == "normal" and entry.weight in (400, "normal", "regular")
        usual = usual and not entry.name.startswith("Last Resort")
        if usual and entry.fname.lower().endswith((".ttf", ".ttc")) and entry.name not in found:
            charmap = get_font(entry.fname).get_charmap()
            found[entry.name] = frozenset(sign for sign in wanted if ord(sign) in charmap)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))

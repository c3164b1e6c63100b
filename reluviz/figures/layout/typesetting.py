"""Texts of a figure: how large they are, and what to do about signs that the typeface does not have."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from matplotlib import rc_context
from matplotlib.cbook import is_math_text
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.textpath import TextToPath

from reluviz.figures.layout.families import FAMILY, ONE_AT_A_TIME, is_upright, maths_of, maths_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "FAMILY",
    "ONE_AT_A_TIME",
    "TEXT_TO_PATH",
    "measure",
    "set_in",
    "typeset",
]

_NO_SIGN = "\N{REPLACEMENT CHARACTER}"
_CACHED_TEXTS = 512
#: One for all texts: each has a reader of its own, which remembers what it has read last.
TEXT_TO_PATH = TextToPath()


_family = FAMILY


@contextmanager
def set_in(family: str) -> Iterator[None]:
    """Have texts and mathematics set in a family that is there; only by who holds `ONE_AT_A_TIME`."""
    global _family
    before, _family = _family, family
    try:
        with rc_context(maths_settings(family)):
            yield
    finally:
        _family = before


def measure(text: str, size: float) -> tuple[float, float, float]:
    """Return width, height above the baseline and depth below it in points, unhinted.

    The width is the advance. The height is that of the letters that occur, not of the typeface.
    """
    with ONE_AT_A_TIME:
        width, height, depth = _extent(text, _family)
    # Without hints a text grows with its type; matplotlib sets none smaller than a point.
    scale = max(size, 1.0) / TextToPath.FONT_SCALE
    return scale * width, scale * height - scale * depth, scale * depth


@lru_cache(maxsize=_CACHED_TEXTS)
def _extent(text: str, family: str) -> tuple[float, float, float]:
    """Return width, whole height and depth in the type that matplotlib makes all outlines of."""
    shown, names = _typeset(text, family)
    is_maths = is_math_text(shown)
    plain = shown if is_maths else shown.replace(r"\$", "$")
    width, height, depth = TEXT_TO_PATH.get_text_width_height_descent(plain, _font(names), is_maths)
    # Layouts share out room by width, and mathematics such as $\mathrm{}$ on the way to more has none.
    return max(float(width), 1.0), float(height), float(depth)


def _font(names: tuple[str, ...]) -> FontProperties:
    size = TextToPath.FONT_SCALE
    return FontProperties(family=list(names), size=size, math_fontfamily=maths_of(names[0]))


def typeset(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text that can be set without a warning, and the typefaces to set it in.

    What is no valid mathematics is shown as it was typed. Signs that the usual typeface lacks, such as
    Chinese ones, come from an installed one that has them; a text with such signs is set without
    mathematics, which knows one typeface only. A sign that no typeface has becomes a replacement sign.
    """
    with ONE_AT_A_TIME:
        return _typeset(text, _family)


@lru_cache(maxsize=_CACHED_TEXTS)
def _typeset(text: str, family: str) -> tuple[str, tuple[str, ...]]:
    own, usual = _signs(family), _signs(FAMILY)
    names = [family]
    if family != FAMILY and any(ord(sign) not in own for sign in text):
        # The usual family has nearly every sign there is.
        names.append(FAMILY)
    missing = {sign for sign in text if ord(sign) not in own and ord(sign) not in usual}
    if missing:
        text = _without_mathematics(text)
        for name, signs in _coverage(frozenset(missing)):
            if signs & missing:
                names.append(name)
                missing -= signs
        for sign in missing:
            text = text.replace(sign, _NO_SIGN)
    elif is_math_text(text) and not _is_readable(text, tuple(names)):
        text = _without_mathematics(text)
    return text, tuple(names)


def _signs(family: str) -> Mapping[int, int]:
    return get_font(findfont(FontProperties(family=[family]))).get_charmap()


def _is_readable(text: str, names: tuple[str, ...]) -> bool:
    """Whether the mathematics in a text can be set; `maths_faults` says why not."""
    try:
        # As for its extent, so that it is read once.
        TEXT_TO_PATH.mathtext_parser.parse(text, 72, _font(names))
    except (ValueError, RecursionError):
        return False
    return True


def _without_mathematics(text: str) -> str:
    return text.replace(r"\$", "$").replace("$", r"\$")


def _coverage(wanted: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    """Return the installed typefaces with some of the wanted signs, the best first, then by name."""
    found: dict[str, frozenset[str]] = {}
    for entry in fontManager.ttflist:
        if (
            is_upright(entry)
            and entry.fname.lower().endswith((".ttf", ".ttc", ".otf"))
            and entry.name not in found
        ):
            charmap = get_font(entry.fname).get_charmap()
            found[entry.name] = frozenset(sign for sign in wanted if ord(sign) in charmap)
    return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))

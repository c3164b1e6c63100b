"""Texts of a figure: how large they are, and what to do about signs that the typeface does not have."""

from __future__ import annotations

import re
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
    "label_problem",
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
    return float(width), float(height), float(depth)


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
    elif is_math_text(text) and _fault(text, tuple(names)):
        text = _without_mathematics(text)
    return text, tuple(names)


def _signs(family: str) -> Mapping[int, int]:
    return get_font(findfont(FontProperties(family=[family]))).get_charmap()


def label_problem(text: str) -> str | None:
    """Return what is wrong with the mathematics in a title or a label, in one sentence; None: nothing."""
    if not is_math_text(text):
        dollars = text.replace(r"\$", "").count("$")
        alone = "a dollar sign has no partner; write \\$ for one that is meant as such"
        return alone if dollars % 2 else None
    with ONE_AT_A_TIME:
        fault = _fault(text, (_family,))
    return f"{text!r} is no mathematics that figures can set: {fault}" if fault else None


def _fault(text: str, names: tuple[str, ...]) -> str:
    """Return where mathematics cannot be read, or nothing."""
    try:
        # As for its extent, so that it is read once.
        TEXT_TO_PATH.mathtext_parser.parse(text, 72, _font(names))
    except RecursionError:
        return "it is nested too deeply"
    except ValueError as error:
        # Of several lines the last says what was expected, and the first where.
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        found = re.search(r"\(at char (\d+)\)", lines[-1]) if lines else None
        rest = text[int(found[1]) :][:20] if found else ""
        return f"it cannot be read from {rest!r} on" if rest else "it ends too early"
    return ""


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

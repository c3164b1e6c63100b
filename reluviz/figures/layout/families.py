"""Families of typefaces: which there are, and in which letters their mathematics is set."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from threading import RLock
from typing import TYPE_CHECKING

from matplotlib.font_manager import FontProperties, findfont, findSystemFonts, fontManager, get_font

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from matplotlib.font_manager import FontEntry

__all__ = [
    "FAMILY",
    "ONE_AT_A_TIME",
    "families",
    "generic_family",
    "is_upright",
    "known_family",
    "maths_of",
    "maths_settings",
]

#: Comes with matplotlib, so figures look the same everywhere.
FAMILY = "DejaVu Sans"
#: matplotlib's settings, fonts and reader of mathematics are there once for all threads.
ONE_AT_A_TIME = RLock()
_KINDS = (".ttf", ".otf")
#: What every figure has: letters of European languages, digits, the minus sign.
_NEEDED = frozenset(map(ord, "AZaz09é−"))
#: One name for several sizes of drawing; texts of figures are best in the middle one.
_LATIN_MODERN = re.compile(r"latin modern (.+)")
_OWN_MATHS = (
    (("dejavu serif",), "dejavuserif"),
    (("dejavu",), "dejavusans"),
    (("stix",), "stix"),
)
#: A letter l is wider than this share of its height if it has serifs; measured at a size in points.
_LEAST_FEET, _MEASURED = 0.29, 100.0


def families() -> tuple[str, ...]:
    """Return the families of typefaces that figures can be set in, by name."""
    with ONE_AT_A_TIME:
        return tuple(sorted(filter(_has_letters, _named().values()), key=str.casefold))


def known_family(wanted: str) -> str:
    """Return a family as it is called here, or the usual one where there is no such family."""
    name = wanted.strip().casefold()
    if not name or name == FAMILY.casefold():
        return FAMILY
    with ONE_AT_A_TIME:
        if (found := _LATIN_MODERN.fullmatch(name)) and f"lm {found[1]} 10" in _named():
            name = f"lm {found[1]} 10"
        family = _named().get(name, FAMILY)
        return family if _has_letters(family) else FAMILY


@lru_cache(maxsize=1)
def _named() -> Mapping[str, str]:
    """Return the names of all families with an upright face of usual weight, by their lower case."""
    # matplotlib keeps a list from its first start, and fonts may have come since.
    known = {entry.fname for entry in fontManager.ttflist}
    found = set(findSystemFonts()) - known
    for path in sorted(path for path in found if path.lower().endswith(_KINDS)):
        try:
            fontManager.addfont(path)
        except (OSError, RuntimeError, ValueError):
            # It is no typeface that can be read.
            continue
    usable = (entry for entry in fontManager.ttflist if entry.fname.lower().endswith(_KINDS))
    return {entry.name.casefold(): entry.name for entry in usable if is_upright(entry)}


def is_upright(entry: FontEntry) -> bool:
    """Whether a face is one that texts are set in."""
    usual = entry.style == "normal" and entry.weight in (400, "normal", "regular")
    # The last resort has a box for every sign there is, and so no sign at all.
    return usual and not entry.name.startswith("Last Resort")


@cache
def _has_letters(family: str) -> bool:
    """Whether a family is for texts, and not for ornaments or pictures."""
    return get_font(findfont(FontProperties(family=[family]))).get_charmap().keys() >= _NEEDED


@cache
def maths_of(family: str) -> str:
    """Return which of matplotlib's sets of mathematical signs goes with a family.

    A family with an italic sets its own letters and digits, "custom"; the signs it lacks come from another.
    """
    name = family.casefold()
    for beginnings, own in _OWN_MATHS:
        if name.startswith(beginnings):
            return own
    if any(entry.name == family and entry.style in ("italic", "oblique") for entry in fontManager.ttflist):
        return "custom"
    return "stix" if _has_serifs(family) else "dejavusans"


@cache
def _has_serifs(family: str) -> bool:
    """Whether the letter l of a family stands on feet; many a typeface says nothing about itself."""
    font = get_font(findfont(FontProperties(family=[family])))
    font.set_size(_MEASURED, 72)
    left, bottom, right, top = font.load_char(ord("l")).bbox
    return (right - left) > _LEAST_FEET * (top - bottom)


def generic_family(family: str) -> str:
    """Return what a page is to show where it has not got a family, as CSS calls it."""
    if "mono" in family.casefold():
        return "monospace"
    return "serif" if _has_serifs(family) else "sans-serif"


def maths_settings(family: str) -> dict[Any, Any]:
    """Return matplotlib's settings with which mathematics looks like the text around it."""
    fontset = maths_of(family)
    if fontset != "custom":
        return {"mathtext.fontset": fontset}
    name = re.sub(r"([\\:,-])", r"\\\1", family)
    upright = dict.fromkeys(("mathtext.rm", "mathtext.sf", "mathtext.tt", "mathtext.cal"), name)
    return {
        "mathtext.fontset": fontset,
        **upright,
        "mathtext.it": f"{name}:italic",
        "mathtext.bf": f"{name}:bold",
        "mathtext.bfit": f"{name}:italic:bold",
        "mathtext.fallback": "stix" if _has_serifs(family) else "stixsans",
    }

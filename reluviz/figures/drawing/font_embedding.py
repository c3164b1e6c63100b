"""Fonts in PDF files: only the outlines that are shown, all of one kind, without tables for running text."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib import newTable  # type: ignore[import-untyped]
from matplotlib.backends import _backend_pdf_ps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from fontTools.ttLib import TTFont

__all__ = ["lent", "outlines_only"]

#: Ligatures, kerning and the like. In a file every glyph has its place already.
_SHAPING = ("GSUB", "GPOS", "GDEF", "kern", "MATH")
#: How matplotlib takes the glyphs that are shown out of a typeface.
_SUBSETTER = "get_glyphs_subset"
#: How far outlines of another degree may lie from their own, in shares of the type size: nobody sees it.
_ERROR = 0.0005
_QUADRATIC = "\x00\x01\x00\x00"


@contextmanager
def outlines_only() -> Iterator[None]:
    """Have matplotlib embed fonts as TrueType, without tables for shaping.

    Those take most of the time to read and follow; files are the same but for the unused tables. OpenType
    fonts with cubic outlines would be embedded under a wrong name, which some readers refuse. Only for one
    thread at a time.
    """
    with (
        lent(subset, "load_font", _without_shaping),
        lent(_backend_pdf_ps, _SUBSETTER, _with_quadratic_outlines),
    ):
        yield


@contextmanager
def lent(holder: object, name: str, changed: Callable[[Any], Any]) -> Iterator[None]:
    """Change what another package calls by a name, for a while and only if it is there."""
    usual = getattr(holder, name, None)
    if usual is None:
        yield
        return
    setattr(holder, name, changed(usual))
    try:
        yield
    finally:
        setattr(holder, name, usual)


def _without_shaping(load: Callable[..., TTFont]) -> Callable[..., TTFont]:
    def loaded(*arguments: object, **options: object) -> TTFont:
        font = load(*arguments, **options)
        for tag in _SHAPING:
            if tag in font:
                del font[tag]
        return font

    return loaded


def _with_quadratic_outlines(take: Callable[..., Any]) -> Callable[..., Any]:
    @contextmanager
    def taken_out(*arguments: object) -> Iterator[Any]:
        with take(*arguments) as result:
            if "CFF " in result.font:
                _to_true_type(result.font)
            yield result

    return taken_out


def _to_true_type(font: TTFont) -> None:
    """Replace cubic outlines by quadratic ones, as in fontTools' own example for whole fonts."""
    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    error = _ERROR * font["head"].unitsPerEm
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, error, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    for name in order:
        glyph = glyphs[name]
        glyph.recalcBounds(table)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    del font["CFF "]
    if "VORG" in font:
        del font["VORG"]
    most = font["maxp"]
    most.tableVersion = 0x00010000
    for name in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"):
        setattr(most, name, 0)
    most.maxStackElements = most.maxSizeOfInstructions = most.maxComponentElements = 0
    most.maxZones = 1
    most.recalc(font)
    names = font["post"]
    names.formatType, names.extraNames, names.mapping, names.glyphOrder = 2.0, [], {}, order
    font.sfntVersion = _QUADRATIC

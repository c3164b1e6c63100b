"""The families that figures can be set in, whatever kind of file they come in, and where they reach."""

import re
import subprocess
import sys
from io import BytesIO
from zipfile import ZipFile

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from matplotlib.backends import _backend_pdf_ps
from matplotlib.font_manager import findfont, fontManager, get_font

from reluviz.document.opening import opening_store
from reluviz.figures import FigureOptions, figure_bytes
from reluviz.figures.drawing.font_embedding import outlines_only
from reluviz.figures.layout import families as families_module
from reluviz.figures.layout.families import FAMILY, families, generic_family, known_family, maths_of
from reluviz.figures.notes import notes

SERIF, OTHER = "DejaVu Serif", "Cubic Serif"


@pytest.fixture(scope="module")
def document():
    return opening_store().document


@pytest.fixture
def cubic(tmp_path):
    """A family of a kind that is no TrueType, known for the length of a test."""
    path = tmp_path / "cubic.otf"
    usual = TTFont(findfont(SERIF))
    cmap = {code: name for code, name in usual.getBestCmap().items() if code < 0x2300}
    outlines, order = usual.getGlyphSet(), [".notdef", *sorted(set(cmap.values()))]
    builder = FontBuilder(usual["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(cmap)
    shapes = {}
    for name in order:
        pen = T2CharStringPen(outlines[name].width, outlines)
        outlines[name].draw(pen)
        shapes[name] = pen.getCharString()
    builder.setupCFF("CubicSerif", {"FullName": OTHER}, shapes, {})
    builder.setupHorizontalMetrics({name: (outlines[name].width, 0) for name in order})
    builder.setupHorizontalHeader(ascent=1900, descent=-500)
    builder.setupNameTable({"familyName": OTHER, "styleName": "Regular", "psName": "CubicSerif"})
    builder.setupOS2(usWeightClass=400)
    builder.setupPost()
    builder.save(path)
    before = list(fontManager.ttflist)
    fontManager.addfont(path)
    forget()
    yield str(path)
    fontManager.ttflist[:] = before
    forget()


def forget():
    fontManager._findfont_cached.cache_clear()
    for function in (families_module._named, families_module._has_letters, families_module.maths_of):
        function.cache_clear()


def test_a_family_of_another_kind_of_file_can_be_chosen(document, cubic):
    assert OTHER in families()
    assert known_family(OTHER.lower()) == OTHER
    options = FigureOptions(size="column", font=OTHER, title="Größe −0.5")
    assert notes(options) == ()
    pdf = figure_bytes(document, "pdf", options)
    assert b"CubicSerif" in pdf
    assert pdf.count(b"/FontFile2") > 0
    assert figure_bytes(document, "pdf", options) == pdf
    for format in ("png", "svg"):
        assert figure_bytes(document, format, options) != figure_bytes(
            document, format, FigureOptions(size="column", title="Größe −0.5")
        )


def test_in_a_pdf_its_outlines_are_those_that_the_file_says(cubic):
    file = findfont(OTHER)
    letters = {get_font(cubic).get_char_index(ord(letter)) for letter in "Aé−"}
    with _backend_pdf_ps.get_glyphs_subset(file, letters) as result:
        assert "CFF " in result.font
    with outlines_only(), _backend_pdf_ps.get_glyphs_subset(file, letters) as result:
        font = TTFont(BytesIO(_backend_pdf_ps.font_as_file(result.font).getvalue()))
        assert "glyf" in font
        assert "CFF " not in font
        assert font.sfntVersion == "\x00\x01\x00\x00"
        name = TTFont(cubic).getBestCmap()[ord("A")]
        box = font["glyf"][name]
        usual = TTFont(findfont(SERIF))["glyf"]["A"]
        assert (box.xMin, box.yMax) == pytest.approx((usual.xMin, usual.yMax), abs=4)


def test_families_without_letters_are_not_offered():
    names = families()
    assert FAMILY in names
    assert not {"STIXSizeOneSym", "cmex10", "cmsy10", "DejaVu Sans Display"} & set(names)
    assert known_family("cmex10") == FAMILY


def test_mathematics_is_set_in_the_letters_of_the_text(document, cubic):
    assert maths_of(FAMILY) == "dejavusans"
    assert maths_of(SERIF) == "dejavuserif"
    assert maths_of("STIXGeneral") == "stix"
    # It has no italic of its own.
    assert maths_of(OTHER) == "stix"
    with_italic = next((name for name in families() if maths_of(name) == "custom"), None)
    if with_italic is not None:
        live = figure_bytes(document, "svg", FigureOptions(font=with_italic, live_text=True)).decode()
        italics = re.findall(r"font-style: italic[^\"]*?font-family: '([^']+)'", live)
        assert with_italic in italics


def test_a_page_without_the_family_shows_one_like_it(document):
    assert [generic_family(name) for name in (FAMILY, SERIF, "DejaVu Sans Mono")] == [
        "sans-serif",
        "serif",
        "monospace",
    ]
    live = figure_bytes(
        document, "svg", FigureOptions(font=SERIF, live_text=True, title="it's 'so'")
    ).decode()
    styles = re.findall(r'style="([^"]*font[^"]*)"', live)
    assert styles
    assert all("', serif" in style for style in styles)
    assert "it's 'so'</text>" in live


def test_the_family_reaches_decks_films_and_scripts(document, tmp_path):
    def differs(format, read=lambda data: data, **choices):
        usual, serif = (
            figure_bytes(document, format, FigureOptions(size="column", font=font, dpi=40, **choices))
            for font in ("", SERIF)
        )
        return read(usual) != read(serif)

    def picture(deck):
        return ZipFile(BytesIO(deck)).read("ppt/media/image1.png")

    assert differs("pptx", picture, steps="1")
    assert differs("gif", steps="1", fps=2.0)
    script = figure_bytes(document, "matplotlib", FigureOptions(font=SERIF)).decode()
    assert f"'font.family': ['{SERIF}']" in script
    assert "'mathtext.fontset': 'dejavuserif'" in script
    (tmp_path / "figure.py").write_text(script, encoding="utf-8")
    out = tmp_path / "figure.pdf"
    subprocess.run([sys.executable, tmp_path / "figure.py", out], check=True, env={"MPLBACKEND": "agg"})
    assert b"DejaVuSerif" in out.read_bytes()

"""The files: formats, sizes, metadata, and the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

import reluviz
from reluviz.document.document import Document
from reluviz.errors import InputError
from reluviz.figures import (
    FigureOptions,
    compose,
    export,
    export_picture,
    figure_bytes,
    preview_picture,
    render,
    render_preview,
)
from reluviz.maths.hinges import HingeSum
from reluviz.scene.scene import Scene
from reluviz.targets.target import Target

ROOT = Path(reluviz.__path__[0]).parent
SVG = "{http://www.w3.org/2000/svg}"


def image(data):
    return Image.open(BytesIO(data))


def run_python(code, **environment):
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def test_importing_the_figures_does_not_load_matplotlib():
    code = "import sys, reluviz.figures; print('matplotlib' in sys.modules, 'PIL' in sys.modules)"
    assert run_python(code) == "False False"


def test_making_a_figure_does_not_load_pyplot_or_a_window_toolkit():
    code = """
import sys
from reluviz.document.opening import new_document
from reluviz.figures import figure_bytes
for format in ("png", "svg", "pdf"):
    figure_bytes(new_document(), format)
print([name for name in ("matplotlib.pyplot", "PySide6", "tkinter") if name in sys.modules])
"""
    assert run_python(code) == "[]"


@pytest.mark.parametrize(
    "call",
    [
        'figure_bytes(new_document(), "svg", FigureOptions(title="\\u4e8c", size="beamer"))',
        'notes(FigureOptions(font="No such"))',
        "font_families()",
    ],
)
def test_no_word_of_matplotlib_reaches_the_terminal_where_it_cannot_keep_its_cache(call):
    code = f"""
from reluviz.document.opening import new_document
from reluviz.figures import FigureOptions, figure_bytes
from reluviz.figures.notes import font_families, notes
print(len({call}) > 0)
"""
    assert run_python(code, MPLCONFIGDIR="/dev/null/nowhere") == "True"


@pytest.mark.parametrize("format", ["png", "svg", "pdf"])
def test_one_process_writes_the_same_bytes_again_from_another_thread(document, format):
    with ThreadPoolExecutor(3) as pool:
        digests = {
            hashlib.sha256(data).hexdigest()
            for data in pool.map(lambda name: figure_bytes(document(name), format), ["h2"] * 3)
        }
    digests.add(hashlib.sha256(figure_bytes(document("h2"), format)).hexdigest())
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("size", "dpi", "pixels"),
    [
        ("slide", 150, (2000, 1125)),
        ("slide", 96, (1280, 720)),
        ("slide", 144, (1920, 1080)),
        ("beamer", 300, (1650, 870)),
        ("column", 72, (245, 202)),
        ("5inx5in", 33.3, (166, 166)),
        ("1920x1080px", 150, (1920, 1080)),
    ],
)
def test_a_png_has_as_many_pixels_as_its_size_times_its_resolution(document, size, dpi, pixels):
    assert image(figure_bytes(document("h1"), "png", FigureOptions(size=size, dpi=dpi))).size == pixels


def test_a_png_knows_its_resolution_its_title_and_its_program(document):
    picture = image(figure_bytes(document("h2"), "png", FigureOptions(dpi=150)))
    assert picture.info["dpi"] == pytest.approx((150, 150), abs=0.1)
    assert picture.text == {"Title": "x² and a sum of 4 hinges", "Software": "ReLU Viz"}


def test_a_transparent_png_has_a_clear_corner_and_an_opaque_one_has_none(document):
    clear = image(figure_bytes(document("h2"), "png", FigureOptions(dpi=40, transparent=True))).convert(
        "RGBA"
    )
    solid = image(figure_bytes(document("h2"), "png", FigureOptions(dpi=40, theme="dark"))).convert("RGBA")
    assert clear.getpixel((0, 0))[3] == 0
    assert clear.getchannel("A").getextrema() == (0, 255)
    assert solid.getpixel((0, 0)) == (0x14, 0x18, 0x1F, 255)
    assert solid.getchannel("A").getextrema() == (255, 255)


def test_the_curves_are_drawn_in_the_colours_of_the_theme(document):
    picture = image(figure_bytes(document("h1"), "png", FigureOptions(size="half"))).convert("RGB")
    colors = {color for _, color in picture.getcolors(1 << 24)}
    assert {(0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (0xFF, 0xFF, 0xFF)} <= colors


def test_a_preview_is_the_file_at_another_resolution(document):
    options = FigureOptions(size="half", dpi=100)
    preview = render_preview(document("h2"), options, width=620)
    assert preview == figure_bytes(document("h2"), "png", options)
    assert image(render_preview(document("h2"), FigureOptions(), width=801)).size == (801, 451)


@pytest.mark.parametrize("width", [0, -5, 10**6, float("nan")])
def test_a_preview_of_no_sensible_width_is_refused(document, width):
    with pytest.raises(InputError, match="from 16 to 16384 pixels wide"):
        render_preview(document("h1"), width=width)


def test_an_svg_names_its_layers_and_describes_itself(document):
    root = ET.fromstring(figure_bytes(document("h2"), "svg"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {"panel-curves", "curves-target", "curves-sum", "curves-units", "curves-knots"} <= set(ids)
    assert {"panel-error", "error", "error-area", "error-largest-error"} <= set(ids)
    assert root.find(f"{SVG}title").text == "x² and a sum of 4 hinges"
    assert "largest error |h − f| is 2" in root.find(f"{SVG}desc").text
    assert (root.get("width"), root.get("height")) == ("960pt", "540pt")


def test_an_svg_has_its_text_as_outlines_and_no_date(document):
    text = figure_bytes(document("h2"), "svg").decode()
    assert "<text" not in text
    assert "<dc:date>" not in text
    assert "<dc:title>ReLU Viz</dc:title>" in text


def test_the_vertices_of_the_sum_reach_the_svg(document):
    root = ET.fromstring(figure_bytes(document("h2"), "svg"))
    (group,) = (element for element in root.iter(f"{SVG}g") if element.get("id") == "curves-sum")
    path = group.find(f"{SVG}path").get("d")
    assert len(re.findall("[ML]", path)) == 5


@pytest.mark.parametrize(
    "title",
    [
        'a < b & c > "d" \' </title>',
        "二次関数 $x^2$",
        "$\\frac{x$",
        "\x00\x1b",
        "\u200b \u200b",
        "$\\mathrm{}$",
        r"$\hspace{-3}$",
    ],
)
def test_any_title_gives_a_sound_file(document, title):
    options = FigureOptions(size="beamer", title=title, x_label=title, y_label=title)
    assert ET.fromstring(figure_bytes(document("h1"), "svg", options)).find(f"{SVG}desc") is not None
    assert figure_bytes(document("h1"), "pdf", options).rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize("formula", ["1e-322*x", "1e-290*x", "1e-155*x"])
@pytest.mark.parametrize("format", ["svg", "pgfplots"])
def test_heights_and_squares_too_small_for_their_digits_are_drawn(formula, format):
    tiny = Document(Target.expression(formula), HingeSum())
    assert figure_bytes(tiny, format, FigureOptions(error_reading="square"))


def streams_of(pdf):
    return [
        zlib.decompress(match[1])
        for match in re.finditer(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    ]


def test_a_pdf_has_the_size_of_the_preset_and_its_typeface_inside(document):
    data = figure_bytes(document("h2"), "pdf", FigureOptions(size="beamer"))
    box = re.search(rb"/MediaBox \[\s*([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\s*\]", data)
    assert [float(number) for number in box.groups()] == pytest.approx([0, 0, 5.5 * 72, 2.9 * 72], abs=0.01)
    assert b"/FontFile2" in data
    assert b"DejaVuSans" in data
    assert b"/Type3" not in data
    assert b"(ReLU Viz)" in data
    assert b"CreationDate" not in data
    assert streams_of(data)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_the_text_of_a_pdf_can_be_found(document, tmp_path):
    path = tmp_path / "figure.pdf"
    export(document("h2"), path, title="Two more hinges")
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    for words in ("Two more hinges", "4 hinges", "knots", "0.1833"):
        assert words in text


def test_export_writes_what_the_suffix_asks_for(document, tmp_path):
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "PDF": b"%PDF"}
    for suffix, start in starts.items():
        path = tmp_path / f"figure.{suffix}"
        export(document("h1"), path, size="beamer")
        assert path.read_bytes().startswith(start)


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_picture_is_written_and_previewed_like_the_document_it_shows(document, tmp_path, suffix):
    options = FigureOptions(size="beamer", dpi=40)
    picture = compose(Scene(document("h2")), options)
    export_picture(picture, tmp_path / f"a.{suffix}", options)
    assert (tmp_path / f"a.{suffix}").read_bytes() == figure_bytes(document("h2"), suffix, options)
    assert preview_picture(picture, 400) == render_preview(document("h2"), options, width=400)


def test_options_and_single_choices_can_be_given_together(document, tmp_path):
    export(document("h1"), str(tmp_path / "a.png"), FigureOptions(size="beamer", dpi=300), dpi=40)
    assert image((tmp_path / "a.png").read_bytes()).size == (220, 116)


@pytest.mark.parametrize("name", ["figure.jpeg", "figure", "figure.", ".png", "figure.png.zip"])
def test_another_suffix_is_refused_with_those_that_work_and_nothing_is_written(document, tmp_path, name):
    with pytest.raises(InputError, match=r"must end in \.png, \.svg"):
        export(document("h1"), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_bad_choice_leaves_the_old_file_alone(document, tmp_path):
    path = tmp_path / "figure.png"
    path.write_bytes(b"old")
    with pytest.raises(InputError):
        export(document("h1"), path, size="poster")
    assert path.read_bytes() == b"old"


def test_a_format_that_is_none_is_refused(document):
    picture = compose(Scene(document("h1")), FigureOptions())
    with pytest.raises(InputError, match="there is no figure format 'bmp'; expected png, svg, pdf"):
        render(picture, "bmp")


def test_any_document_becomes_a_png(any_document):
    assert len(figure_bytes(any_document, "png", FigureOptions(size="column", dpi=60))) > 3000


@pytest.mark.parametrize("name", ["thousand", "data", "steep", "far", "jump"])
@pytest.mark.parametrize("format", ["svg", "pdf"])
def test_an_unusual_document_becomes_a_vector_file_without_absurd_coordinates(document, name, format):
    data = figure_bytes(document(name), format, FigureOptions(size="column"))
    if format == "svg":
        text = " ".join(re.findall(r'\bd="[^"]*"|\b[xy]="[^"]*"', data.decode()))
    else:
        text = streams_of(data)[0].decode("latin-1")
    assert len(text) > 1000
    assert not re.search(r"(?<![\d.])\d{6,}|\de\+|nan|inf", text)

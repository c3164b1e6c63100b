"""Figures as source text for LaTeX: compiled alone and in documents, and safe whatever people typed."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reluviz.document.document import Document, Pin
from reluviz.figures import FigureOptions, figure_bytes
from reluviz.figures.source.tex_text import tex_text
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target
from tests.unit.figures.latex import compiled, needs_latex, needs_poppler, pages_of, pixels_of, words_of

GOLDEN = Path(__file__).with_name("golden")
EVERYTHING = FigureOptions(
    size="beamer",
    theme="dark",
    title=r"All of it: $\frac{1}{2}x^2$ and 50% of #1",
    show_partial_sums=True,
    show_formula=True,
    show_network=True,
    show_lens=True,
    show_tolerance=True,
)
PREAMBLE = r"\usepackage{pgfplots}\usepgfplotslibrary{groupplots}"
HOSTILE = [
    r"\input{/etc/passwd} \write18{ls} }{ }}} {{{ \end{document}",
    r"100% of #1 & ~x^2_3 $ \$ \\ `quoted' -- --- ?` <<>> |a|",
    "$\\input{x}$ $\\def\\a{b}$ $x^2^3$ ${$ \\begin{x}",
    "中文 ÄÖü ß é ñ ł \u0130 π² ∑ ½ ∞ ∂ \U0001f600 \u202e naïve œuvre",
]


def test_the_text_of_a_simple_figure_is_as_a_person_would_write_it(document):
    written = figure_bytes(document("h2"), "pgfplots", FigureOptions(size="beamer", show_error=False))
    assert written.decode("ascii") == (GOLDEN / "h2.tex").read_text(encoding="ascii")


def test_exact_vertices_are_in_the_text(document):
    text = figure_bytes(document("h2"), "pgfplots", FigureOptions()).decode("ascii")
    assert "coordinates {(-3.36,8.08) (-1,1) (0,0) (1,1) (3.36,8.08)};" in text
    assert r"\font" not in text.partition(r"\begingroup")[2]


def test_the_place_of_a_lens_is_a_ring_that_shows_what_is_below_it(document):
    written = figure_bytes(
        document("h2"), "pgfplots", FigureOptions(show_lens=True, lens_magnification=50.0)
    ).decode("ascii")
    (style,) = [line for line in written.splitlines() if "lens-mark dots/.style" in line]
    assert "mark=o," in style
    assert "fill" not in style


@needs_latex
def test_a_figure_compiles_alone_at_its_size(document, tmp_path):
    pdf, log = compiled(tmp_path, figure_bytes(document("h2"), "pgfplots", FigureOptions(size="beamer")))
    assert pages_of(log) == 1
    assert b"/MediaBox [0 0 396" in pdf
    assert "Overfull" not in log


@needs_latex
def test_the_size_in_a_document_is_that_of_its_line_or_what_it_says(document, tmp_path):
    for size in ("slide", "column"):
        source = figure_bytes(document("h2"), "pgfplots", FigureOptions(size=size))
        (tmp_path / f"{size}.tex").write_bytes(source)
    body = r"""
        \def\told#1{\sbox9{\input{#1}}\typeout{told=\the\wd9}}
        \told{slide}\told{column}
        \newcommand{\reluvizwidth}{6cm}\newcommand{\reluvizheight}{5cm}
        \told{slide}
    """
    whole = rf"\documentclass{{article}}\textwidth=12cm{PREAMBLE}\begin{{document}}{body}\end{{document}}"
    _, log = compiled(tmp_path, whole, "paper")
    told = [float(width) / 72.27 * 2.54 for width in re.findall(r"told=([\d.]+)pt", log)]
    assert told == pytest.approx([12.0, 3.4 * 2.54, 6.0], abs=0.01)


def test_a_chosen_family_is_said_to_be_left_to_the_document(document):
    text = figure_bytes(document("h2"), "pgfplots", FigureOptions(font="DejaVu Serif")).decode("ascii")
    assert "% No typeface is chosen here; for DejaVu Serif, choose it in the document." in text


@needs_latex
def test_figures_stand_inside_a_presentation_in_its_type(document, tmp_path):
    for name in ("h2", "jump"):
        source = figure_bytes(document(name), "pgfplots", FigureOptions(size="beamer"))
        (tmp_path / f"{name}.tex").write_bytes(source)
    steps = FigureOptions(size="beamer", steps="hinges")
    (tmp_path / "steps.tex").write_bytes(figure_bytes(document("h1"), "pgfplots", steps))
    frames = "".join(
        rf"\begin{{frame}}{{Title}}\input{{{name}}}\end{{frame}}" for name in ("h2", "jump", "steps")
    )
    whole = rf"\documentclass{{beamer}}{PREAMBLE}\begin{{document}}{frames}\end{{document}}"
    _, log = compiled(tmp_path, whole, "talk")
    # One frame each, and the steps: the target alone, one hinge, two.
    assert pages_of(log) == 5
    assert "lmr10" not in log


@needs_latex
def test_steps_are_slides_and_what_stays_is_written_once(document, tmp_path):
    options = FigureOptions(size="beamer", steps="hinges")
    source = figure_bytes(document("h2"), "pgfplots", options)
    assert source == figure_bytes(document("h2"), "beamer", options)
    text = source.decode("ascii")
    assert text.count("[target line]") == 1
    assert text.count(r"\nextgroupplot") == 2
    _, log = compiled(tmp_path, source)
    assert pages_of(log) == 5


@needs_latex
def test_everything_that_can_be_shown_compiles(document, tmp_path):
    _, log = compiled(tmp_path, figure_bytes(document("library-runge"), "pgfplots", EVERYTHING))
    assert pages_of(log) == 1


@needs_latex
@needs_poppler
@pytest.mark.parametrize("theme", ["light", "dark", "contrast", "grey"])
def test_axes_are_seen_in_every_theme(document, tmp_path, theme):
    # Numbers on the axes have places of their own: the strip left of the panels is empty without them.
    options = replace(EVERYTHING, theme=theme, title="", show_network=False, size="half")
    compiled(tmp_path, figure_bytes(document("h2"), "pgfplots", options))
    shown = pixels_of(tmp_path / "figure.pdf").astype(int)
    strip = shown[shown.shape[0] // 2 :, : shown.shape[1] // 12]
    assert np.ptp(strip, axis=(0, 1)).max() > 60


@needs_latex
def test_a_figure_compiles_from_another_folder(document, tmp_path):
    for name, options in (("one", FigureOptions()), ("steps", FigureOptions(steps="hinges"))):
        (tmp_path / "sub").mkdir(exist_ok=True)
        (tmp_path / "sub" / f"{name}.tex").write_bytes(figure_bytes(document("h1"), "pgfplots", options))
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", f"sub/{name}.tex"]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120)
        assert run.returncode == 0, run.stdout[-1500:]
        assert (tmp_path / f"{name}.pdf").exists()


@needs_latex
@needs_poppler
def test_a_figure_is_no_wider_and_no_higher_than_where_it_stands(document, tmp_path):
    sizes = ("slide", "slide-4x3", "column")
    for size in sizes:
        options = replace(EVERYTHING, size=size, theme="light", title="A title that is much longer " * 3)
        (tmp_path / f"{size}.tex").write_bytes(figure_bytes(document("h2"), "pgfplots", options))
    frames = "".join(
        rf"\begin{{frame}}{{Title}}\input{{{size}}}\end{{frame}}"
        rf"\begin{{frame}}{{Title}}\begin{{minipage}}{{0.6\textwidth}}\input{{{size}}}"
        r"\end{minipage}\end{frame}"
        for size in sizes
    )
    whole = rf"\documentclass[11pt]{{beamer}}{PREAMBLE}\begin{{document}}{frames}\end{{document}}"
    _, log = compiled(tmp_path, whole, "talk")
    assert "Overfull" not in log
    for words in words_of(tmp_path / "talk.pdf"):
        assert [text for text, _, _ in words].count("longer") == 3


@needs_latex
@needs_poppler
def test_nothing_stands_elsewhere_when_the_slides_advance(document, tmp_path):
    options = FigureOptions(steps="hinges", show_formula=True, show_partial_sums=True, show_tolerance=True)
    (tmp_path / "steps.tex").write_bytes(figure_bytes(document("h2"), "pgfplots", options))
    whole = (
        rf"\documentclass[aspectratio=169,11pt]{{beamer}}{PREAMBLE}"
        r"\begin{document}\begin{frame}{Title}\input{steps}\end{frame}\end{document}"
    )
    compiled(tmp_path, whole, "talk")
    pages = words_of(tmp_path / "talk.pdf")
    assert len(pages) == 5
    # The names of the axes, the numbers along them, and the first words of each legend.
    standing = [{word for word in words if word[0] in ("y", "x", "8", "f", "max", "mean")} for words in pages]
    assert len(standing[0]) >= 6
    assert all(standing[0] <= others for others in standing)


@needs_latex
@needs_poppler
@pytest.mark.parametrize("size", ["column", "8cmx6cm"])
def test_long_names_of_everything_fit_on_the_page(document, tmp_path, size):
    names = (r"costs 5 $ & 10% of #1 {x_1} ~ ^ \ done", "Größenübersicht αβγ \U0001f600", "a long name " * 5)
    pinned = replace(document("h2"), pins=tuple(Pin(name.strip(), document("h1").model) for name in names))
    options = replace(
        EVERYTHING,
        size=size,
        theme="light",
        title=r"Übermäßig lang: $\frac{x$ costs 5 $ & 10% α " + "and on " * 10,
        x_label="Ångström $\\lambda$ of_all 10%",
        y_label="Größe {y} & a very long name of the axis",
    )
    _, log = compiled(tmp_path, figure_bytes(pinned, "pgfplots", options))
    assert pages_of(log) == 1
    assert "Overfull" not in log
    words = [word for word, _, _ in words_of(tmp_path / "figure.pdf")[0]]
    assert words.count("and") == 10
    assert {"Übermäßig", "lang:", "Ångström", "of_all"} <= set(words)


@needs_latex
@pytest.mark.parametrize("name", ["far", "tiny", "steep", "empty", "data"])
def test_axes_that_tex_cannot_reckon_with_compile(document, tmp_path, name):
    _, log = compiled(tmp_path, figure_bytes(document(name), "pgfplots", FigureOptions(size="column")))
    assert pages_of(log) == 1


@needs_latex
def test_a_thousand_hinges_are_few_plots_and_compile(document, tmp_path):
    source = figure_bytes(document("thousand"), "pgfplots", FigureOptions(size="beamer"))
    assert source.count(rb"\addplot") < 40
    _, log = compiled(tmp_path, source)
    assert pages_of(log) == 1


def test_no_more_points_are_written_than_tex_has_room_for():
    x = np.linspace(0.0, 10.0, 50_000)
    noise = np.random.default_rng(1).normal(size=x.size)
    document = Document(Target.points(x, np.sin(x) + noise), HingeSum())
    text = figure_bytes(document, "pgfplots", FigureOptions(show_error=False)).decode("ascii")
    dots = text.partition(r"\addplot[target dots] coordinates {")[2].partition("}")[0]
    written = np.array([pair.strip("()").split(",") for pair in dots.split()], dtype=float)
    assert 1500 < len(written) <= 4000
    assert f"% {len(written)} of " in text
    # Spread as all of them, not in rows.
    assert len(np.unique(written[:, 0])) > 0.5 * len(written)


def test_errors_of_pins_are_not_written_sample_by_sample(document):
    pinned = replace(document("h2"), pins=(Pin("h1", document("h1").model),))
    assert len(figure_bytes(pinned, "pgfplots", FigureOptions())) < 20_000


def test_what_a_step_adds_is_written_once(document):
    text = figure_bytes(document("h2"), "beamer", FigureOptions(steps="hinges")).decode("ascii")
    assert text.count(r"\addplot[units line") == 4
    assert r"\only<2->{\addplot[units line, draw=units]" in text


@needs_latex
def test_what_people_type_is_shown_and_never_run(tmp_path):
    lines = "\n\n".join(tex_text(text) for text in HOSTILE)
    _, log = compiled(tmp_path, rf"\documentclass{{article}}\begin{{document}}{lines}\end{{document}}")
    assert pages_of(log) == 1
    assert "passwd" not in log


@needs_latex
def test_a_hostile_title_is_a_title(document, tmp_path):
    options = FigureOptions(size="beamer", title=" ".join(HOSTILE)[:300])
    _, log = compiled(tmp_path, figure_bytes(document("h2"), "pgfplots", options))
    assert pages_of(log) == 1


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("$x^2$", "$x^{2}$"),
        (r"$\frac{1}{2}$ off", r"$\frac{1}{2}$ off"),
        ("50% of #1", r"50\% of \#1"),
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        (r"$\input{x}$", r"\$\textbackslash{}input\{x\}\$"),
        ("costs $5", r"costs \$5"),
        ("$x^2^3$", r"\$x\textasciicircum{}2\textasciicircum{}3\$"),
        ("naïve 中", r"na\"{\i}ve ?"),
    ],
)
def test_texts_for_latex(typed, written):
    assert tex_text(typed) == written

"""How figures look: fonts, themes for paper, lines, labels; and what is said where it cannot be as asked."""

import os
import re
import subprocess
import sys

import pytest

from reluviz.document.opening import opening_store
from reluviz.errors import InputError
from reluviz.figures import FigureOptions, compose, figure_bytes
from reluviz.figures.layout.arrange import arrange
from reluviz.figures.layout.families import FAMILY
from reluviz.figures.layout.typesetting import measure
from reluviz.figures.notes import check_labels, font_families, label_problem, notes, text_notes
from reluviz.scene.palette import palette
from reluviz.scene.scene import Scene

SERIF = "DejaVu Serif"


@pytest.fixture(scope="module")
def document():
    return opening_store().document


def svg(document, **choices):
    return figure_bytes(document, "svg", FigureOptions(size="column", **choices)).decode()


def test_the_usual_family_and_its_relatives_come_along():
    assert {FAMILY, SERIF, "DejaVu Sans Mono"} <= set(font_families())
    assert list(font_families()) == sorted(font_families(), key=str.casefold)


def test_texts_are_set_in_the_family_that_was_chosen(document):
    live = svg(document, font="dejavu serif", live_text=True)
    assert "DejaVu Serif" in live
    assert svg(document, font=SERIF) != svg(document)
    pdf = figure_bytes(document, "pdf", FigureOptions(font=SERIF))
    assert b"DejaVuSerif" in pdf
    assert b"DejaVuSerif" not in figure_bytes(document, "pdf", FigureOptions())


def test_a_missing_family_is_replaced_and_said(document):
    assert svg(document, font="No Such Sans") == svg(document)
    (note,) = notes(FigureOptions(font="No Such Sans"))
    assert "No Such Sans" in note
    assert FAMILY in note
    assert notes(FigureOptions(font=SERIF)) == notes(FigureOptions()) == ()


def test_an_svg_holds_text_or_its_outlines(document):
    live, outlined = svg(document, live_text=True, title="Two hinges"), svg(document, title="Two hinges")
    assert re.search(r"<text[^>]*>Two hinges</text>", live)
    assert "<text" not in outlined


def test_grey_is_grey_and_its_lines_differ_in_lightness(document):
    colours = palette("grey")
    own = (colours.target, colours.sum, colours.error, colours.background, *colours.units)
    assert all(value[1:3] == value[3:5] == value[5:7] for value in own)
    lightness = {name: int(getattr(colours, name)[1:3], 16) / 255 for name in ("target", "sum", "background")}
    assert lightness["background"] - lightness["target"] > 0.3
    assert lightness["target"] - lightness["sum"] > 0.3
    # Nothing else brings colour in.
    found = set(re.findall(r"#[0-9a-f]{6}", svg(document, theme="grey")))
    assert found
    assert all(value[1:3] == value[3:5] == value[5:7] for value in found)


def test_type_has_the_size_that_was_chosen_and_strokes_follow(document):
    usual = compose(Scene(document), FigureOptions(size="square"))
    large = compose(Scene(document), FigureOptions(size="square", font_size=2 * usual.type_size))
    assert large.type_size == 2 * usual.type_size
    assert large.panels[0].layer("sum").width == pytest.approx(
        2 * usual.panels[0].layer("sum").width, rel=1e-3
    )


def test_grid_numbers_and_lines_around_can_be_left_out(document):
    plain = compose(Scene(document), FigureOptions(show_grid=False, show_ticks=False, spines="none"))
    assert not plain.has_grid
    assert all(panel.x.ticks == panel.y.ticks == () for panel in plain.panels)
    sizes = [len(svg(document, spines=spines)) for spines in ("none", "open", "box")]
    assert sizes == sorted(set(sizes))
    assert len(svg(document, show_grid=False)) < len(svg(document))


def test_axes_are_called_as_was_typed(document):
    picture = compose(Scene(document), FigureOptions(x_label="time $t$", y_label="height"))
    assert [panel.x.label for panel in picture.panels] == ["time $t$"] * 2
    assert picture.panels[0].y.label == "height"
    assert picture.panels[1].y.label != "height"


@pytest.mark.parametrize(
    "text",
    ["", "plain", "$x^2$", r"costs 5 \$", "costs 5 $", "$x", r"$\frac{1}{2}$ and $y$", r"5 \$ for $x$"],
)
def test_labels_that_can_be_set_have_no_problem(text):
    assert label_problem(text) is None
    check_labels(FigureOptions(title=text))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (r"$\frac{x$", r"“$\frac{x$” cannot be set: the brace “{x” is not closed"),
        (r"a $y$ or $\frac{1}{2$", r"“$\frac{1}{2$” cannot be set: the brace “{2” is not closed"),
        ("$x}$", "“$x}$” cannot be set: the brace } after “x” has no partner"),
        (r"$\nonsense$", r"“$\nonsense$” cannot be set: there is no command \nonsense"),
        ("$x^$", "“$x^$” cannot be set: after “x^” something is missing"),
        (
            r"$\frac{1}$",
            r"“$\frac{1}$” cannot be set: a command is not complete; it is written \frac{num}{den}",
        ),
        (r"$\left(x$", r"“$\left(x$” cannot be set: \left has no \right after it"),
        (r"$x\right)$", r"“$x\right)$” cannot be set: \right has no \left before it"),
        ("$50%$", r"“$50%$” cannot be set: write \% for %"),
        ("5 $ for $x$", r"one of 3 dollar signs has no partner; write \$ for one that is meant as such"),
        ("$$", r"“$$” cannot be set: there is nothing between the dollar signs; write \$ for one that is"),
    ],
)
def test_labels_that_cannot_be_set_are_said_in_one_sentence_with_the_place(text, problem):
    found = label_problem(text)
    assert problem in found
    assert "\n" not in found
    with pytest.raises(InputError, match="the mathematics of the x-label: "):
        check_labels(FigureOptions(x_label=text))


def test_what_is_no_mistake_of_a_sign_is_said_too():
    assert "nested too deeply" in label_problem("$" + "{" * 3000 + "}" * 3000 + "$")
    assert "two indices" in label_problem("$x_1_2$")
    assert "two exponents" in label_problem("$x^1^2$")


def test_one_dollar_sign_is_shown_as_such_everywhere(document, tmp_path):
    options = FigureOptions(title="costs 5 $", live_text=True)
    assert "costs 5 $</text>" in figure_bytes(document, "svg", options).decode()
    assert r"costs 5 \$" in figure_bytes(document, "pgfplots", options).decode()
    script = figure_bytes(document, "matplotlib", options).decode()
    assert "'costs 5 $'" in script
    compile(script, "figure.py", "exec")


def test_a_title_is_broken_once_and_what_finds_no_room_is_said(document):
    def said(title, size="column"):
        return text_notes(compose(Scene(document), FigureOptions(title=title, size=size)))

    assert said("") == said("Short") == said("A title of two lines, " * 3) == ()
    (note,) = said("A very long title of a figure " * 8)
    assert note.startswith("the title has no room")
    assert note.endswith("…”")
    assert said("A very long title of a figure " * 4, "slide") == ()


def test_names_of_axes_stay_on_the_page_and_what_finds_no_room_is_said(document):
    long = "a long name of an axis " * 6
    picture = compose(Scene(document), FigureOptions(size="column", x_label=long, y_label=long))
    layout = arrange(picture, measure)
    y_label, x_label = layout.labels[0], layout.labels[-1]
    half = 0.5 * measure(x_label.text, x_label.size)[0]
    assert x_label.x - half > 0.0
    assert x_label.x + half < 72 * picture.width
    assert measure(y_label.text, y_label.size)[0] < 1.2 * layout.boxes[0].height
    said = text_notes(picture)
    assert [note.partition(" has no room")[0] for note in said] == [
        "the name of the y-axis of curves",
        "the name of the x-axis",
    ]


def test_everything_shown_in_a_style_has_the_same_bytes_in_another_process():
    options = (
        "font='DejaVu Serif', theme='grey', spines='box', size='beamer', dpi=30, fps=1, language='de', "
        "title='Quadrat $x^2$', show_grid=False, aspect='equal', show_partial_sums=True, show_lens=True, "
        "show_formula=True, show_network=True, show_tolerance=True"
    )
    formats = ("png", "svg", "pdf", "pgfplots", "pptx", "gif")
    script = (
        "import hashlib; from reluviz.document.opening import opening_store; "
        "from reluviz.figures import FigureOptions, figure_bytes; d = opening_store().document; "
        f"o = FigureOptions({options}); "
        f"print([hashlib.sha256(figure_bytes(d, k, o)).hexdigest() for k in {formats}])"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment(seed)
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def environment(seed):
    # Some libraries take their dates from SOURCE_DATE_EPOCH; figures have none.
    own = {"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    return {**os.environ, **own}

"""What formulas, tables and code look like, and that no name of data breaks out of a comment."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from reluviz.document.document import Document
from reluviz.figures import FORMATS, FigureOptions, figure_bytes
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target
from tests.unit.figures.code.readers import numpy_values

GOLDEN = Path(__file__).with_name("golden")
KEYS = [key for key, row in FORMATS.items() if row.kind == "model"]
CODE = ("numpy", "pytorch", "jax")
STRAIGHT = Document(
    Target.named("sine"), HingeSum.parse("0.5 - 2x + g(x) - g(-x/3) + g(1e-9x) + 0.25g(-2e21x-2)")
)


def text_of(document, key, **choices):
    return figure_bytes(document, key, FigureOptions(**choices)).decode()


def body(text):
    """Return the lines that TeX reads."""
    return [line for line in text.splitlines() if not line.startswith("%")]


@pytest.mark.parametrize("key", KEYS)
def test_a_small_sum_is_written_as_in_the_golden_file(document, key):
    text = text_of(document("h2"), key)
    assert text == (GOLDEN / f"h2-{key}.{FORMATS[key].suffix}").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", KEYS)
def test_every_document_is_written_the_same_every_time(any_document, key):
    first = figure_bytes(any_document, key)
    assert first.endswith(b"\n")
    assert not first.endswith(b"\n\n")
    assert figure_bytes(any_document, key) == first


def test_a_long_formula_is_aligned_and_rounded_and_says_so():
    text = text_of(STRAIGHT, "latex", form="slope", digits=3)
    assert "% Rounded to 3 significant digits.\n" in text
    assert body(text) == [
        r"\[",
        r"\begin{aligned}",
        r"  h(x) &\approx 0.5 - 2x + g(x) - 0.333g(-x) + 10^{-9}g(x) \\",
        r"    &\quad + 5 \cdot 10^{20}g(-(x + 10^{-21}))",
        r"\end{aligned}",
        r"\]",
    ]


def test_a_formula_far_from_the_origin_has_the_digits_that_tell_its_knots_apart(document):
    assert "% Rounded to 13 significant digits.\n" in text_of(document("far"), "latex")
    assert "on [1000000, 1000001]." in text_of(document("far"), "numpy")
    assert "$1000000.25$" in text_of(document("far"), "tabular")


def test_a_formula_that_needs_no_rounding_says_nothing_of_it():
    text = text_of(Document(Target.named("sine"), HingeSum.parse("g(0.25x) - 0.5")), "latex", digits=2)
    assert "ounded" not in text
    assert body(text) == [r"\[", "  h(x) = -0.5 + g(0.25x)", r"\]"]


@pytest.mark.parametrize("key", ["latex", "tabular"])
def test_of_a_thousand_hinges_latex_shows_some_and_says_how_many_are_left_out(document, key):
    short = text_of(document("thousand"), key)
    assert "% 988 of the 1,000 hinges are left out.\n" in short
    assert len(short) < 3000
    assert r"\dots" in short or r"\vdots" in short
    whole = text_of(document("thousand"), key, all_terms=True)
    assert "left out" not in whole
    assert "dots" not in whole
    assert whole.count("g(") >= 1000 or whole.count(r" \\") >= 1000


@pytest.mark.parametrize("key", [*CODE, "csv", "text", "desmos"])
def test_rounding_reaches_every_format(key):
    document = Document(Target.named("sine"), HingeSum([Hinge(1 / 3, 1, 1.0)], 2 / 3, 1 / 7))
    text = text_of(document, key, digits=3)
    assert "0.333" in text
    assert "0.3333" not in text
    assert "0.667" in text
    assert "0.143" in text
    assert ("Rounded to 3 significant digits." in text) == (key in CODE)


def test_an_empty_sum_is_0_everywhere(document):
    empty = document("empty")
    assert body(text_of(empty, "latex")) == [r"\[", "  h(x) = 0", r"\]"]
    assert text_of(empty, "text") == "h(x) = 0\n"
    assert text_of(empty, "desmos") == "h\\left(x\\right)=0\n"
    assert text_of(empty, "csv") == "term,knot,facing,slope,w,a,b\n"
    assert numpy_values(text_of(empty, "numpy"), [1.0, 2.0]).tolist() == [0.0, 0.0]


def test_the_linear_term_of_a_network_is_two_more_units_and_says_so():
    text = text_of(STRAIGHT, "pytorch")
    assert "# The last two are the linear term: m * x = m * relu(x) - m * relu(-x).\n" in text
    assert "nn.Linear(1, 6, dtype=torch.float64)" in text
    assert text_of(STRAIGHT, "csv").count("\nlinear,") == 2


def test_desmos_lines_have_neither_an_e_nor_two_signs_nor_a_thousand_curves(document):
    lines = text_of(STRAIGHT, "desmos").splitlines()
    assert lines[3] == r"u_{3}\left(x\right)=\max\left(0,0.000000001x\right)"
    assert r"\max\left(0,-500000000000000000000x-0.4" in lines[4]
    assert len(text_of(document("thousand"), "desmos").splitlines()) == 26


HOSTILE = (
    'a"""\nimport os\n"""',
    "a\\",
    'a\\"""; raise SystemExit',
    "a\r\nraise SystemExit\r",
    "a\u2028\\end{document}\x0c\x85\x00\x1b",
    "\\N{BULLET} \\x41 \\u0041 {0} %s",
    "-*- coding: latin-1 -*-",
    "\u202eesrever\ud800",
    "x" * 5000,
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_of_data_stays_where_it_stands(name):
    document = Document(Target.points([0.0, 1.0], [0.0, 1.0], name=name), HingeSum.parse("g(x)"))
    plain = Document(Target.points([0.0, 1.0], [0.0, 1.0], name="Data"), HingeSum.parse("g(x)"))
    for key in KEYS:
        text, expected = text_of(document, key), text_of(plain, key)
        assert len(text) < len(expected) + 200
        assert len(text.splitlines()) == len(expected.splitlines())
        if key in CODE:
            tree, other = ast.parse(text), ast.parse(expected)
            # All but the docstring is the same code, and that holds the name as it was.
            assert list(map(ast.dump, tree.body[1:])) == list(map(ast.dump, other.body[1:]))
            shown = " ".join("".join(c if c.isprintable() else " " for c in name).split())
            assert shown[:70] in ast.get_docstring(tree)
        elif FORMATS[key].suffix == "tex":
            assert body(text) == body(expected)
        else:
            assert text == expected


def test_code_is_of_the_width_that_formatters_want(document):
    for key in CODE:
        assert max(map(len, text_of(document("thousand"), key).splitlines())) <= 100


@pytest.mark.parametrize("key", ["latex", "tabular"])
def test_latex_compiles(compile_latex, document, key):
    parts = [text_of(document(name), key) for name in ("h2", "empty", "data", "steep", "far")]
    parts += [text_of(STRAIGHT, key, form="slope"), text_of(document("thousand"), key, digits=4)]
    package = "\\usepackage{amsmath}\n" if key == "latex" else ""
    inside = "\n\n".join(parts)
    text = f"\\documentclass{{article}}\n{package}\\begin{{document}}\n{inside}\\end{{document}}\n"
    assert "Undefined" not in compile_latex(text)


def test_a_thousand_terms_are_broken_over_pages(compile_latex, document):
    text = text_of(document("thousand"), "latex", all_terms=True)
    head = "\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n"
    log = compile_latex(f"{head}{text}\\end{{document}}\n")
    assert "Overfull \\vbox" not in log
    assert "a.pdf (1 page" not in log

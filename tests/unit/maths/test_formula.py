import time

import pytest

from reluviz.maths.formula import FormulaError, number_text, parse_combination
from reluviz.maths.hinges import Hinge, HingeSum


@pytest.mark.parametrize(
    ("text", "value_at_3"),
    [
        ("0", 0),
        ("5", 5),
        ("x", 3),
        ("-x", -3),
        ("2x+1", 7),
        ("g(x)", 3),
        ("G(x) + ReLU(-x)", 3),
        ("h(x) = g(x)", 3),
        ("  y=2", 2),
        ("h ( x ) = x", 3),
        ("abs(x-5)", 2),
        ("max(0, 2x-2)", 4),
        ("max(2x-2, 0)", 4),
        ("min(x, 1)", 1),
        ("max(x, 2x)", 6),
        ("max(1, 2)", 2),
        ("2*g(x)/4", 1.5),
        ("1/2g(x)", 1.5),
        ("(1+2)(x)", 9),
        ("-(g(x) - 2(x - 1))", 1),
        ("g(3)", 3),
        ("g(-3)", 0),
        ("1e1x", 30),
        (".5x", 1.5),
        ("2.x", 6),
        ("x − 1", 2),
        ("2·x × 2", 12),
        ("g(x) + -g(x)", 0),
        ("g(\tx\n)", 3),
        ("0g(x-1)", 0),
    ],
)
def test_these_are_sums_of_hinges(text, value_at_3):
    assert HingeSum.parse(text)(3.0) == pytest.approx(value_at_3)


REFUSED = [
    ("", 0, "expected a sum"),
    ("   ", 0, "expected a sum"),
    ("g(x", 3, r"expected '\)'"),
    ("g(x))", 4, r"expected \+ or -"),
    ("g x", 2, r"expected '\('"),
    ("g()", 2, "expected a number"),
    ("g(x) +", 6, "the end"),
    ("g(x) g(x)", 5, "product of two terms"),
    ("x*x", 1, "product of two terms"),
    ("x^2", 1, "powers"),
    ("x2", 1, r"expected \+ or -"),
    ("2 3", 2, r"expected \+ or -"),
    ("g(x)2", 4, r"expected \+ or -"),
    ("g(g(x))", 2, "cascade"),
    ("max(g(x), 0)", 4, "cascade"),
    ("sin(x)", 0, "not known"),
    ("gx", 0, "not known"),
    ("1/0", 2, "other than 0"),
    ("1/x", 2, "other than 0"),
    ("1/(1-1)x", 2, "other than 0"),
    ("max(x)", 5, "','"),
    ("max(x, 1, 2)", 8, r"'\)'"),
    ("|x|", 0, "expected a number"),
    ("x = 1 = 2", 6, "no meaning"),
    ("h(x) == x", 5, "no meaning"),
    ("x; y", 1, "no meaning"),
    ("__import__('os')", 11, "no meaning"),
    ("__import__(x)", 0, "not known"),
    ("2**x", 2, "expected a number"),
    ("x + ²", 4, "no meaning"),
    ("٣x", 0, "no meaning"),
    ("x + \x00", 4, "no meaning"),
    ("g(x) + 🙂", 7, "no meaning"),
    ("1e400", 0, "beyond"),
    ("x + 1e60", 4, "beyond"),
    ("g(x) + g(1e400x - 1e400x)", 9, "beyond"),
    ("1e40(1e40 x)", 4, "beyond"),
    ("g(1e-40x + 1e40)", 0, "beyond"),
    ("1e40g(1e40x)", 4, "beyond"),
    ("1/1e-320", 2, "beyond"),
    ("1e40*1e40*0*x", 4, "beyond"),
]


@pytest.mark.parametrize(("text", "position", "message"), REFUSED)
def test_what_is_no_sum_of_hinges_is_refused_where_it_stops_being_one(text, position, message):
    with pytest.raises(FormulaError, match=message) as caught:
        HingeSum.parse(text)
    assert caught.value.position == position
    assert f"at character {position + 1} " in str(caught.value)
    assert "\n" not in str(caught.value)


HOSTILE = {
    "brackets": "(" * 100_000,
    "nested hinges": "g(" * 100_000 + "x" + ")" * 100_000,
    "minus signs": "-" * 100_000,
    "blanks after a name": "h" + " " * 500_000 + "!",
    "blanks in a head": "h (" + " " * 500_000 + "x" + " " * 500_000 + "!",
    "digits": "9" * 900_000,
    "points": "." * 500_000,
    "letters": "g" * 900_000,
    "exponents": "1e" * 400_000,
    "too long": "x+" * 600_000,
    "spaces of all kinds": "\u2003\u2028\x1c" * 1000 + "!",
    "combining marks": "x" + "\u0301" * 1000,
    "right to left": "\u202ex + 1",
    "surrogate": "\ud800",
    "capital letters that grow when lowered": "İ(x)",
    "full-width": "ｇ(ｘ)",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_formulas_are_refused_quickly(text):
    started = time.perf_counter()
    with pytest.raises(FormulaError):
        HingeSum.parse(text)
    # A parser that is quadratic in these takes minutes; a linear one a fraction of a second.
    assert time.perf_counter() - started < 3.0


def test_a_formula_of_many_thousand_hinges_is_read_in_linear_time():
    text = " + ".join(["g(x)"] * 100_000)
    started = time.perf_counter()
    assert len(parse_combination(text).units) == 100_000
    assert time.perf_counter() - started < 10.0


def test_brackets_may_nest_a_while():
    assert HingeSum.parse("(" * 40 + "x" + ")" * 40) == HingeSum(slope=1.0)


def test_max_of_0_and_a_line_is_one_plain_hinge():
    assert HingeSum.parse("max(0, 2x-2)") == HingeSum.parse("g(2x-2)") == HingeSum.parse("max(2x-2, 0)")


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "1 + 2x",
        "-1 - 2x - g(x)",
        "-x",
        "g(x) + g(-x) + g(2x-2) + g(-2x-2)",
        "g(0.5x+1) - g(-x+3)",
        "0g(x-2)",
        "1e-07g(x) + g(1e+20x-1)",
    ],
)
def test_these_texts_are_written_as_they_were_read(text):
    assert HingeSum.parse(text).formula().replace("1e-07g(x)", "g(1e-07x)") == text.replace(
        "1e-07g(x)", "g(1e-07x)"
    )


@pytest.mark.parametrize(
    "hinge",
    [
        Hinge(0.3, 1, 5e-324),
        Hinge(0.3, -1, 1e-310),
        Hinge(1e40, -1, 1e40),
        Hinge(-1e50, 1, -1e50),
        Hinge(1e-300, 1, 1e-300),
        Hinge(-0.0, 1, 0.0),
        Hinge(0.1, 1, 0.3),
    ],
)
def test_extreme_hinges_come_back_from_their_text(hinge):
    h = HingeSum([hinge])
    assert HingeSum.parse(h.formula()) == h


def test_numbers_are_written_short():
    texts = [number_text(value) for value in (2.0, -0.0, 0.1, 1e22, -1.5)]
    assert texts == ["2", "0", "0.1", "1e+22", "-1.5"]
    assert number_text(1 / 3, 3) == "0.333"

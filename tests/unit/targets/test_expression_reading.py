import time

import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.targets.expression import ExpressionError, parse_expression

READ = [
    # What the library writes.
    ("x²", 9),
    ("sin x", np.sin(3)),
    ("|x|", 3),
    ("tanh 3x", np.tanh(9)),
    ("1/(1+e⁻ˣ)", 1 / (1 + np.exp(-3))),
    ("eˣ", np.exp(3)),
    ("1/(1+25x²)", 1 / 226),
    ("√x", np.sqrt(3)),
    ("step(x)", 1),
    # Products without a sign, from left to right.
    ("2x(x-1)", 12),
    ("2x^2", 18),
    ("1/2x", 1.5),
    ("x(x)", 9),
    ("(x)(x+1)", 12),
    ("3πx", 9 * np.pi),
    ("2pi x", 6 * np.pi),
    ("2e", 2 * np.e),
    ("2e1x", 60),
    ("e(x)", 3 * np.e),
    ("½x", 1.5),
    ("x sin x", 3 * np.sin(3)),
    ("g(x)g(2x)", 18),
    # Signs and powers.
    ("-x^2", -9),
    ("(-x)^2", 9),
    ("2^-x", 1 / 8),
    ("2^3^2", 512),
    ("x**2", 9),
    ("x^-1", 1 / 3),
    ("--x", 3),
    ("x - -1", 4),
    ("2*-x", -6),
    ("-2x+1", -5),
    ("x³⁺ˣ", 3**6),
    ("x⁽ˣ⁺¹⁾", 81),
    ("2²x", 12),
    # Signs as they are typed, and as they are copied from elsewhere.
    ("x − 1", 2),
    ("2·x × 2 ⋅ 1", 12),
    ("6 ÷ x", 2),
    ("\u00a02\tx\n", 6),
    # Functions without brackets.
    ("sin 3x", np.sin(9)),
    ("sin 2x cos x", np.sin(6) * np.cos(3)),
    ("sin x/2", np.sin(3) / 2),
    ("sin x^2", np.sin(9)),
    ("sin²(x)", np.sin(3) ** 2),
    ("sin²x", np.sin(3) ** 2),
    ("sin^2 x", np.sin(3) ** 2),
    ("ln x", np.log(3)),
    ("sin |x|", np.sin(3)),
    ("√2x", np.sqrt(2) * 3),
    ("∛(x+5)", 2),
    ("sin2x", np.sin(6)),
    ("log2(x+5)", 3),
    ("log10(100)", 2),
    # Bars.
    ("||x|-5|", 2),
    ("2|x|", 6),
    ("|x||x|", 9),
    ("|-x|x", 9),
    ("|(|x|)|", 3),
    ("⌊x/2⌋", 1),
    ("2⌈x/2⌉", 4),
    # Conditions.
    ("x<0 ? -1 : 1", 1),
    ("x<0 ? -1 : x<1 ? 0 : 5", 5),
    ("piecewise(x<0, -1, x<1, x, 1)", 1),
    ("where(x>=3 and not x>3, 7, 8)", 7),
    ("where(1<x<=3, 7, 8)", 7),
    ("where(3<x<5, 7, 8)", 8),
    ("where(x≤2 or x≠3, 7, 8)", 8),
    ("where(x==3, 7, 8)", 7),
    ("(x<0 or x>1) and x<5 ? 1 : 0", 1),
    # What stands left of an equals sign is a name only.
    ("f(x) = x + 1", 4),
    ("y=x", 3),
    ("max(1,5)", 5),
]


@pytest.mark.parametrize(("text", "value_at_3"), READ)
def test_these_are_expressions_in_x(text, value_at_3):
    expression = parse_expression(text)
    assert expression(3.0) == pytest.approx(value_at_3)
    assert parse_expression(expression.text).tree == expression.tree
    assert parse_expression(expression.pretty).tree == expression.tree


REFUSED = [
    ("", 0, "expected an expression in x such as x^2 or sin(x), found the end"),
    ("   ", 0, "expected an expression in x such as x^2 or sin(x), found the end"),
    ("1,5", 1, "decimals take a point; write 1.5"),
    ("2(1,5x)", 3, "decimals take a point; write 1.5"),
    ("x, 5", 1, "a comma parts arguments of functions only; expected + - * / ^"),
    (
        "sin(1,5)",
        0,
        "sin takes one argument, sin(u), not 2; if this is a decimal number, write 1.5",
    ),
    ("sin()", 0, "sin takes one argument, sin(u), not 0"),
    ("max(x)", 0, "max takes 2 arguments or more, max(u, v, …), not 1"),
    ("where(x<0,1)", 0, "where takes 3 arguments, where(condition, value, value otherwise), not 2"),
    ("x = 2", 2, "'=' has no place here; write the right-hand side only, or == to compare"),
    ("sn(x)", 0, "'sn' is not known; did you mean sin?"),
    ("1 + sinx", 4, "'sinx' is not known; did you mean sin x?"),
    ("xx", 0, "'xx' is not known; did you mean x*x?"),
    ("pix", 0, "'pix' is not known; did you mean pi*x?"),
    ("Sin(x)", 0, "'Sin' is not known; did you mean sin?"),
    ("X", 0, "'X' is not known; the variable is a small x"),
    ("a", 0, "'a' is not known; expected x, pi, e or a function such as sin, exp, sqrt, abs, max"),
    ("(x", 2, "expected ')' for the bracket opened at character 1, found the end"),
    ("1+|x", 4, "expected '|' for the bar opened at character 3, found the end"),
    ("⌊x", 2, "expected '⌋' for the bracket opened at character 1, found the end"),
    ("⌊x⌉", 2, "expected + - * / ^ or '⌋', found '⌉'"),
    ("x)", 1, "this bracket closes nothing; expected + - * / ^ or the end"),
    ("2 3", 2, "expected a sign between two numbers"),
    ("x2", 1, "a number cannot follow directly; write x^2 or 2x"),
    ("(x)2", 3, "a number cannot follow directly; write * or ^ before it"),
    ("sin -x", 4, "expected brackets after sin, as in sin(x), found '-'"),
    ("sin 2x(x-1)", 6, "expected brackets around all that sin is taken of, found '('"),
    ("sin^-1(x)", 0, "sin^-1 can mean two things; write 1/sin(x) or the inverse function"),
    ("log2x", 4, "expected ( after log2, found 'x'"),
    ("x₁", 1, "there is one variable only, x; it takes no subscript"),
    ("x²^3", 2, "expected brackets around the inner power, as in (x²)^3"),
    ("√x²", 2, "expected brackets, as in √(x²) or (√x)²"),
    ("x^", 2, "expected a number, x, a function or a bracket, found the end"),
    ("*x", 0, "expected a number, x, a function or a bracket before this sign, found '*'"),
    ("x⁽²", 1, "a raised bracket is not closed"),
    ("x²⁾", 2, "this raised bracket closes nothing"),
    ("1e400", 0, "1e400 is too large for a number; expected less than 1e308"),
    ("where(x, 1, 2)", 6, "expected a condition such as x < 0"),
    ("x ? 1 : 2", 0, "expected a condition such as x < 0"),
    ("x<0 ? 1", 7, "expected : and the value otherwise, found the end"),
    ("1 : 2", 2, "expected ? and a condition before this :"),
    (
        "2(x<0)",
        1,
        "this is a condition; expected a number (conditions stand in where(…), in piecewise(…) or before ?)",
    ),
    ("[x]", 0, "'[' is no bracket here; use round brackets ( )"),
    ("x;1", 1, "';' does not part arguments; write a comma"),
    ("x!", 1, "'!' is not known; there are no factorials here"),
    ("٣x", 0, "'٣' is not known; write digits as 0 to 9"),
]


@pytest.mark.parametrize(("text", "position", "message"), REFUSED)
def test_what_is_no_expression_is_refused_with_its_place_and_what_was_expected(text, position, message):
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert str(caught.value) == f"at character {position + 1}: {message}"
    assert caught.value.position == position
    assert isinstance(caught.value, InputError)


HOSTILE = [
    "__import__('os').system('ls')",
    "open('/etc/passwd').read()",
    "().__class__.__bases__[0]",
    "x.real",
    "x.__class__",
    "lambda: x",
    "[x for x in x]",
    "f'{x}'",
    "exec(x)",
    "eval(x)",
    "globals()",
    "x if x else x",
    "x := 1",
    "x\x00",
    "\x00",
    "\ud800",
    "x\udfff2",
    "𝑥²",
    "ｓｉｎ(x)",
    "\u202ex",
    "x\u200b2",
    "9" * 400,
    "1e" + "9" * 900,
    "x" * 2000,
    "x" * 1_000_000,
    "(" * 10_000,
    "(" * 1000,
    "|" * 1000,
    "√" * 999 + "x",
    "x^" * 499 + "x",
    "x<0?" * 249,
    "x<0?1:" * 160 + "1",
    "-" * 999,
    "not " * 249,
    "where(x<0," * 90,
    "sin " * 249,
    "+".join("x" * 500),
    "x" + "²" * 999,
    "x" + "⁽" * 999,
    "max(" + "x," * 400 + "x)",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_refused_with_one_sentence(text):
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert len(str(caught.value)) < 200
    assert 0 <= caught.value.position <= 1000


@pytest.mark.parametrize("text", ["9**9**9**9", "9^9^9^9x", "exp(exp(exp(exp(x))))", "2^2^2^2^2^2^2^2"])
def test_large_powers_are_floats_and_infinite_at_once(text):
    assert parse_expression(text)(np.array([1.0, 9.0]))[1] == np.inf


def test_the_largest_expressions_are_read_and_written():
    for text in (
        "+".join("x" * 150),
        "-" * 998 + "x",
        "(" * 50 + "x" + ")" * 50,
        "where(x<0," * 45 + "1" + ",2)" * 45,
    ):
        expression = parse_expression(text)
        assert parse_expression(expression.text) == expression
        assert np.isfinite(expression(np.linspace(-1, 1, 5))).all()
        assert expression.latex


def test_only_names_of_the_table_are_ever_run():
    # Everything that Python has built in and expressions have not.
    import builtins

    own = {"abs", "max", "min", "round"}
    for name in dir(builtins):
        if name not in own:
            with pytest.raises(ExpressionError):
                parse_expression(f"{name}(x)")


def test_the_limits_hold_before_anything_is_parsed():
    started = time.process_time()
    with pytest.raises(ExpressionError, match="1,000 characters"):
        parse_expression("(" * 10_000_000)
    # Parsing would take minutes.
    assert time.process_time() - started < 5

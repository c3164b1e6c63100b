import math
import subprocess
import sys

import numpy as np
import pytest

from reluviz.targets.expression import parse_expression
from reluviz.targets.expression.tree import ALIASES, FUNCTIONS

X = np.linspace(-3.3, 3.3, 40)
ERF = np.vectorize(math.erf)

REFERENCE = {
    "sin(x)": np.sin,
    "cos(x)": np.cos,
    "tan(x)": np.tan,
    "asin(x/4)": lambda x: np.arcsin(x / 4),
    "acos(x/4)": lambda x: np.arccos(x / 4),
    "atan(x)": np.arctan,
    "sinh(x)": np.sinh,
    "cosh(x)": np.cosh,
    "tanh(x)": np.tanh,
    "exp(x)": np.exp,
    "log(|x|)": lambda x: np.log(np.abs(x)),
    "log2(|x|)": lambda x: np.log2(np.abs(x)),
    "log10(|x|)": lambda x: np.log10(np.abs(x)),
    "sqrt(|x|)": lambda x: np.sqrt(np.abs(x)),
    "cbrt(x)": np.cbrt,
    "abs(x)": np.abs,
    "sign(x)": np.sign,
    "floor(x)": np.floor,
    "ceil(x)": np.ceil,
    "round(x)": np.round,
    "mod(x, 2)": lambda x: x - 2 * np.floor(x / 2),
    "min(x, 1, x^2)": lambda x: np.minimum(np.minimum(x, 1), x * x),
    "max(x, 1, x^2)": lambda x: np.maximum(np.maximum(x, 1), x * x),
    "clip(x, -1, 2)": lambda x: np.clip(x, -1, 2),
    "step(x)": lambda x: 1.0 * (x >= 0),
    "relu(x)": lambda x: np.maximum(x, 0),
    "sigmoid(x)": lambda x: 1 / (1 + np.exp(-x)),
    "softplus(x)": lambda x: np.log1p(np.exp(x)),
    "gelu(x)": lambda x: 0.5 * x * (1 + ERF(x / math.sqrt(2))),
    "silu(x)": lambda x: x / (1 + np.exp(-x)),
    "erf(x)": ERF,
    "gauss(x)": lambda x: np.exp(-x * x / 2),
    "sinc(x)": lambda x: np.sinc(x / np.pi),
    "hat(x)": lambda x: np.interp(x, [-1, 0, 1], [0, 1, 0]),
    "triangle(x)": lambda x: 2 / np.pi * np.arcsin(np.sin(x)),
    "sawtooth(x)": lambda x: np.angle(np.exp(1j * x)) / np.pi,
    "square(x)": lambda x: np.where(np.sin(x) >= 0, 1.0, -1.0),
    "where(x<0, -x, x^2)": lambda x: np.where(x < 0, -x, x * x),
    "piecewise(x<-1, 1, x<1, 2, x<2, x, 3)": lambda x: np.select([x < -1, x < 1, x < 2], [1, 2, x], 3),
}


def test_every_function_has_a_reference():
    assert {text.partition("(")[0] for text in REFERENCE} == set(FUNCTIONS)
    assert set(ALIASES.values()) <= set(FUNCTIONS)


@pytest.mark.parametrize("text", REFERENCE)
def test_a_function_has_the_values_of_its_reference(text):
    np.testing.assert_allclose(parse_expression(text)(X), REFERENCE[text](X), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("power", range(-18, 19))
def test_whole_powers_are_exact_to_some_digits(power):
    got = parse_expression(f"x^({power})")(np.array([-2.0, 1.5, 3.0]))
    np.testing.assert_allclose(got, np.array([-2.0, 1.5, 3.0]) ** power, rtol=1e-14)


def test_values_have_the_shape_of_the_places():
    for text in ("x^2", "3", "x", "where(x<1, x, 2)", "sin(x)/x", "erf(x)", "1/0"):
        expression = parse_expression(text)
        assert expression(0.5).shape == ()
        assert expression([1, 2]).dtype == np.float64
        assert expression(np.zeros((0,))).shape == (0,)
        assert expression(np.ones((2, 3))).shape == (2, 3)


def test_the_places_stay_what_they_are_and_are_never_handed_out():
    x = X.copy()
    for text in ("x", "-x", "(x+1)^2*(x+1)", "where(x<0, x, x)", "|x|", "2(x-1)(x-1)"):
        result = parse_expression(text)(x)
        result[:] = 77.0
        np.testing.assert_array_equal(x, X)


def test_equal_parts_are_worked_out_once():
    expression = parse_expression("sin(x^2) + sin(x^2)^2 + exp(sin(x·x)) + x²")
    functions = [step.function for step in expression._program.steps]
    assert functions.count(np.sin) == 1
    # x², and the square of the sine.
    assert functions.count(np.multiply) == 2


def test_constants_are_worked_out_when_read():
    assert parse_expression("sin(pi/2) + 2^10")._program.steps == ()
    assert parse_expression("1/0")(1.0) == np.inf
    assert np.isnan(parse_expression("log(-1)")(1.0))


def test_where_there_is_no_value_nothing_is_warned_of():
    x = np.array([-1.0, 0.0, 1.0, 1e200])
    # Warnings are errors here.
    for text in (
        "log(x)",
        "1/x",
        "x^x",
        "sqrt(x)",
        "exp(x)",
        "asin(x)",
        "mod(x,0)",
        "0/0",
        "x^100",
        "tan(1/x)",
    ):
        parse_expression(text)(x)


def test_a_choice_without_the_right_case_has_no_value():
    np.testing.assert_array_equal(parse_expression("piecewise(x<0, 1)")([-1.0, 1.0]), [1.0, np.nan])


@pytest.mark.parametrize(
    ("text", "place", "limit"),
    [
        ("sin(3x)/x", 0, 3),
        ("(1-cos x)/x^2", 0, 0.5),
        ("(e^x-1-x)/x^2", 0, 0.5),
        ("(x^2-1)/(x-1)", 1, 2),
        ("x log x", 0, 0),
        ("x log|x|", 0, 0),
        ("x/|x|^0.5", 0, 0),
        ("log(x)/(x-1)", 1, 1),
        ("sin(1000x)/x", 0, 1000),
        ("sin(x)/(x-pi)", math.pi, -1),
    ],
)
def test_a_single_hole_is_closed_by_the_limit(text, place, limit):
    assert parse_expression(text)(float(place)) == pytest.approx(limit, abs=1e-6)


@pytest.mark.parametrize(
    "text", ["x/|x|", "sin(1/x)", "0/0", "0*log(-1-x^2)", "sin(1/x)/x", "(1/x)/(1/x^2)^0.5"]
)
def test_where_there_is_no_limit_there_is_no_value(text):
    assert np.isnan(parse_expression(text)(0.0))


def test_scipy_is_loaded_by_the_first_expression_that_needs_it():
    code = (
        "import sys\nfrom reluviz.targets.expression import parse_expression\n"
        "parse_expression('sin(x)/x')([0.0, 1.0])\nassert 'scipy' not in sys.modules\n"
        "parse_expression('erf(x)')(1.0)\nassert 'scipy.special' in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, timeout=60)

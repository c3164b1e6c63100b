import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reluviz.maths.formula import FormulaError
from reluviz.maths.hinges import LARGEST_NUMBER, Hinge, HingeSum

X = np.linspace(-4.0, 4.0, 33)

sizes = st.floats(-1e50, 1e50)
hinges = st.builds(Hinge, sizes, st.sampled_from([1, -1]), sizes)
sums = st.builds(HingeSum, st.lists(hinges, max_size=6), sizes, sizes)
short = st.decimals(0, 50, places=2).map(str)


@given(sums)
def test_a_sum_comes_back_from_its_text_exactly(h):
    text = h.formula()
    assert HingeSum.parse(text) == h
    assert HingeSum.parse(text).formula() == text


# Nine digits cannot hold a knot whose product with the slope has fallen below the smallest number.
moderate = st.floats(-1e9, 1e9).filter(lambda size: size == 0 or abs(size) > 1e-9)
moderate_hinges = st.builds(Hinge, moderate, st.sampled_from([1, -1]), moderate)


@given(st.builds(HingeSum, st.lists(moderate_hinges, max_size=6), moderate, moderate))
def test_a_rounded_text_is_read_as_nearly_the_same_sum(h):
    again = HingeSum.parse(h.formula(9))
    np.testing.assert_allclose(again.knots, h.knots, rtol=2e-8)
    np.testing.assert_allclose(again.slopes, h.slopes, rtol=1e-8)


@st.composite
def lines(draw, depth=1):
    """Text of a straight line, and the same in NumPy."""
    kind = draw(st.integers(0, 4 if depth else 2))
    if kind == 0:
        number = draw(short)
        return number, lambda x: float(number) + 0 * x
    if kind == 1:
        return "x", lambda x: x
    if kind == 2:
        number, blank = draw(short), draw(st.sampled_from(["", " ", "*", " * "]))
        return f"{number}{blank}x", lambda x: float(number) * x
    (a, f), (b, g) = draw(lines(depth=depth - 1)), draw(lines(depth=depth - 1))
    if kind == 3:
        return f"({a} - {b})", lambda x: f(x) - g(x)
    divisor, value = draw(st.sampled_from([("2", 2.0), ("0.25", 0.25), ("(1+3)", 4.0)]))
    return f"({a})/{divisor} + {b}", lambda x: f(x) / value + g(x)


@st.composite
def formulas(draw, depth=3):
    """Text of a sum of hinges, and the same in NumPy."""
    kind = draw(st.integers(0, 7 if depth else 4))
    if kind == 0:
        return draw(lines())
    if kind in (1, 2, 3, 4):
        name, function = {
            1: ("g", lambda u: np.maximum(0, u)),
            2: ("abs", np.abs),
            3: ("max", np.maximum),
            4: ("min", np.minimum),
        }[kind]
        (a, f), (b, g) = draw(lines()), draw(lines())
        if kind < 3:
            return f"{name}({a})", lambda x: function(f(x))
        return f"{name}({a}, {b})", lambda x: function(f(x), g(x))
    (a, f), (b, g) = draw(formulas(depth=depth - 1)), draw(formulas(depth=depth - 1))
    if kind == 5:
        return f"{a} + {b}", lambda x: f(x) + g(x)
    if kind == 6:
        return f"{a} - ({b})", lambda x: f(x) - g(x)
    number = draw(short)
    return f"-{number}({a}) + {b}", lambda x: -float(number) * f(x) + g(x)


@given(formulas())
def test_a_formula_means_what_numpy_makes_of_it(formula):
    text, function = formula
    # Up to 2^3 terms, each multiplied up to three times by up to 50.
    scale = 1.0 + np.abs(function(X)).max()
    np.testing.assert_allclose(HingeSum.parse(text)(X), function(X), rtol=1e-9, atol=1e-9 * scale + 1e-6)


@given(st.one_of(st.text(max_size=60), st.text("gxmaxin(),+-*/^|.0123456789e ", max_size=60)))
def test_any_text_is_read_or_refused_and_nothing_else(text):
    refused = []
    try:
        h = HingeSum.parse(text)
    except FormulaError as error:
        refused.append(error)
    if refused:
        assert 0 <= refused[0].position <= len(text)
        return
    assert np.isfinite(h(X)).all()
    assert abs(h.bias) <= LARGEST_NUMBER
    assert HingeSum.parse(h.formula()) == h

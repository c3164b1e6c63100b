"""Expressions: every tree comes back from its texts, has NumPy's values, and no text does any harm."""

import re
import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reluviz.targets.expression import Expression, ExpressionError, parse_expression
from reluviz.targets.expression.tree import ALIASES, COMPARISONS, CONSTANTS, FUNCTIONS, Call, Name, Number

X = np.array([-7.5, -2.0, -1.0, -0.3, 0.0, 1e-3, 0.5, 1.0, 2.0, 3.7, 40.0])

numbers = st.one_of(
    st.integers(0, 20).map(float), st.floats(0, 1e300), st.decimals(0, 9, places=2).map(float)
)
leaves = st.one_of(
    st.just(Name("x")),
    st.sampled_from(sorted(CONSTANTS)).map(Name),
    numbers.map(lambda value: Number(value + 0.0)),
)


VALUED = sorted(set(FUNCTIONS) - {"where", "piecewise"})
OPERATIONS = ["+", "-", "*", "/", "^", "neg", "-", "*", "^", "function", "function", "choice"]


@st.composite
def trees(draw, depth=4):
    """A tree as `read` could have made it."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(leaves)
    part = trees(depth - 1)
    name = draw(st.sampled_from(OPERATIONS))
    if name == "neg":
        return Call("neg", (draw(part),))
    if name == "function":
        name = draw(st.sampled_from(VALUED))
        count = FUNCTIONS[name].fewest + (draw(st.integers(0, 2)) if FUNCTIONS[name].most else 0)
        return Call(name, tuple(draw(part) for _ in range(count)))
    if name == "choice":
        cases = draw(st.integers(1, 2))
        arguments = [draw(part) if i % 2 else draw(conditions(depth - 1)) for i in range(2 * cases)]
        otherwise = [draw(part)] if draw(st.booleans()) else []
        is_where = len(arguments) == 2 and otherwise
        return Call("where" if is_where else "piecewise", (*arguments, *otherwise))
    return Call(name, (draw(part), draw(part)))


@st.composite
def conditions(draw, depth):
    """A condition between trees, or some of them put together."""
    name = draw(st.sampled_from([*COMPARISONS, "and", "or", "not"] if depth else COMPARISONS))
    if name in COMPARISONS:
        return Call(name, (draw(trees(depth)), draw(trees(depth))))
    return Call(name, tuple(draw(conditions(depth - 1)) for _ in range(1 if name == "not" else 2)))


@given(trees())
def test_a_tree_comes_back_from_its_texts(tree):
    expression = Expression(tree)
    assert parse_expression(expression.text).tree == tree
    assert parse_expression(expression.pretty).tree == tree
    assert parse_expression(expression.text) == expression


@given(trees())
def test_latex_has_its_brackets_in_pairs(tree):
    latex = Expression(tree).latex
    for opening, closing in (("{", "}"), ("(", ")"), (r"\left(", r"\right)"), (r"\left|", r"\right|")):
        assert latex.count(opening) == latex.count(closing)
    # Signs need something on both sides, and a name a blank before a letter.
    assert not re.search(r"[+-] *[+-]|\\pi[a-z]|\\cdot[a-z0-9]", latex)


TWO = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
    "and": np.logical_and,
    "or": np.logical_or,
    "min": np.minimum,
    "max": np.maximum,
}
ONE = {"neg": np.negative, "not": np.logical_not, "abs": np.abs, "relu": lambda u: np.maximum(u, 0)}
ONE |= {name: getattr(np, name) for name in ("sin", "cos", "tanh", "sqrt", "floor", "sign")}
SMALL = st.recursive(
    st.one_of(st.just(Name("x")), st.integers(0, 4).map(lambda value: Number(float(value)))),
    lambda values: st.one_of(
        *(
            st.builds(lambda a, b, name=name: Call(name, (a, b)), values, values)
            for name in ("+", "-", "*", "/", "min", "max")
        ),
        *(st.builds(lambda a, name=name: Call(name, (a,)), values) for name in ONE if name != "not"),
        st.builds(
            lambda name, a, b, c, d: Call("where", (Call(name, (a, b)), c, d)),
            st.sampled_from(["<", "<=", ">", ">="]),
            values,
            values,
            values,
            values,
        ),
    ),
    max_leaves=15,
)


def reference(node, x):
    """The values of a tree, worked out step by step."""
    if isinstance(node, Number):
        return np.full_like(x, node.value)
    if isinstance(node, Name):
        return x
    inside = [reference(argument, x) for argument in node.arguments]
    if node.function == "where":
        return np.where(*inside)
    return TWO[node.function](*inside) if len(inside) == 2 else ONE[node.function](*inside)


@given(SMALL)
def test_values_are_those_of_numpy(tree):
    with np.errstate(all="ignore"):
        wanted = reference(tree, X)
    # Before holes are closed by their limits.
    np.testing.assert_array_equal(Expression(tree)._program.run(X), wanted)


@given(SMALL)
def test_evaluating_is_the_same_point_by_point(tree):
    expression = Expression(tree)
    together = expression(X)
    one_by_one = [float(expression(place)) for place in X]
    # NumPy's vectorised sine and its like may differ in the last digit from those of one number.
    np.testing.assert_allclose(together, one_by_one, rtol=1e-9, atol=1e-9)


words = st.sampled_from(
    [
        *FUNCTIONS,
        *ALIASES,
        *CONSTANTS,
        *"xxx0123456789.,+-*/^()()()|<>=!?:²³⁻ˣ√πτ½⌊⌋⌈⌉ _;[]{}'\"\\@#$&~",
        "and",
        "or",
        "not",
        "1e9",
    ]
)
garbage = st.one_of(st.text(max_size=1100), st.lists(words, max_size=200).map("".join))


@given(garbage)
def test_any_text_is_an_expression_or_refused_with_its_place(text):
    started = time.process_time()
    refusal = expression = None
    try:
        expression = parse_expression(text)
    except ExpressionError as error:
        refusal = error
    if refusal is not None:
        assert 0 <= refusal.position <= len(text)
        assert str(refusal).startswith(f"at character {refusal.position + 1}: ")
    else:
        assert parse_expression(expression.text) == expression
        assert parse_expression(expression.pretty) == expression
        assert expression(X).shape == X.shape
        assert expression.latex
    # Milliseconds; hanging is what must not be.
    assert time.process_time() - started < 5


@given(trees(), st.sampled_from([(-1.0, 1.0), (0.0, 3.0), (-10.0, 10.0), (1e-9, 2e-9), (-1e40, 1e40)]))
def test_a_domain_has_values_whatever_the_expression(tree, interval):
    expression = Expression(tree)
    started = time.process_time()
    domain = expression.domain(*interval)
    kinks = expression.kinks_and_jumps(*interval)
    assert time.process_time() - started < 5
    assert all(interval[0] < kink < interval[1] for kink in kinks)
    assert list(kinks) == sorted(set(kinks))
    assert bool(domain.remarks) == bool(domain.gaps) == (not domain.is_whole)
    last = interval[0]
    for start, end in domain.parts:
        assert last <= start < end <= interval[1]
        last = end
        assert np.isfinite(expression(np.array([start, end]))).all()

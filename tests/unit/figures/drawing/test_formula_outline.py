import numpy as np
import pytest

from reluviz.figures.drawing.formula_outline import CLOSE, CUBIC, LINE_TO, MOVE_TO, QUADRATIC, formula_outline
from reluviz.targets.expression import parse_expression
from reluviz.targets.library import LIBRARY


@pytest.mark.parametrize("entry", LIBRARY.values(), ids=LIBRARY.keys())
def test_every_formula_of_the_library_can_be_set(entry):
    outline = formula_outline(f"f(x) = {entry.latex}", 14.0)
    x, y = outline.points.T
    assert set(outline.codes.tolist()) <= {MOVE_TO, LINE_TO, QUADRATIC, CUBIC, CLOSE}
    # The points of a curve may lie a little outside of it.
    assert -2.0 <= x.min() <= x.max() <= outline.width + 2.0
    assert -outline.depth - 2.0 <= y.min() <= y.max() <= outline.rise + 2.0


def test_type_of_twice_the_size_is_twice_as_large():
    small, large = (formula_outline(r"\frac{\sin(3x)}{x}", size) for size in (10.0, 20.0))
    np.testing.assert_array_equal(small.codes, large.codes)
    np.testing.assert_allclose(2 * small.points, large.points, rtol=1e-9, atol=1e-9)
    # Lengths are rounded to the grid of hinting, a fraction of a point.
    assert large.width == pytest.approx(2 * small.width, rel=0.05)


@pytest.mark.parametrize(
    "text", ["sin(3x)/x", "x<0 ? -x : x^2", "piecewise(x<0, -1, x<1, x, 1)", "floor(x) + |x|/2"]
)
def test_typed_formulas_can_be_set(text):
    assert formula_outline(parse_expression(text).latex_line, 14.0) is not None


@pytest.mark.parametrize(
    "latex", [r"\nonsense", "{", "$", "x^2^3", "1+" * 400, r"\sqrt{" * 40 + "x" + "}" * 40]
)
def test_what_cannot_be_set_gives_none(latex):
    assert formula_outline(latex, 14.0) is None

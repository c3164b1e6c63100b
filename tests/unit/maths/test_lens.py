import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from reluviz.errors import InputError
from reluviz.maths.lens import best_line, lens_reading

heights = st.floats(-1e6, 1e6)


def deviation_by_linear_programming(x, y):
    """The smallest d with |y - a - bx| <= d, as a linear program."""
    one = np.ones_like(x)
    above, below = np.column_stack([x, one, -one]), np.column_stack([-x, -one, -one])
    found = linprog(
        [0, 0, 1],
        A_ub=np.vstack([above, below]),
        b_ub=np.concatenate([y, -y]),
        bounds=[(None, None), (None, None), (0, None)],
    )
    return found.fun


@st.composite
def points(draw):
    steps = draw(st.lists(st.integers(0, 8), min_size=2, max_size=40))
    x = np.cumsum(steps) / 8.0 + draw(st.integers(-5, 5))
    y = draw(st.lists(heights, min_size=x.size, max_size=x.size))
    return x, np.array(y)


@given(points())
def test_no_line_does_better_than_the_one_found(cloud):
    x, y = cloud
    line = best_line(x, y)
    scale = max(1.0, np.abs(y).max())
    assert np.abs(y - line.at(x)).max() == pytest.approx(line.deviation, rel=1e-12, abs=1e-13 * scale)
    assert line.deviation == pytest.approx(deviation_by_linear_programming(x, y), rel=1e-6, abs=1e-7 * scale)


@given(points(), st.floats(-100, 100), st.floats(-100, 100))
def test_adding_a_line_leaves_the_deviation_as_it_is(cloud, intercept, slope):
    x, y = cloud
    plain, tilted = best_line(x, y), best_line(x, y + intercept + slope * x)
    scale = np.abs(y).max() + abs(intercept) + 10 * abs(slope)
    assert tilted.deviation == pytest.approx(plain.deviation, rel=1e-9, abs=1e-11 * (1 + scale))


@pytest.mark.parametrize("middle", [0.0, 5.0, -300.0])
@pytest.mark.parametrize("width", [1.0, 0.125, 2.0**-10])
def test_a_parabola_deviates_by_half_the_square_of_half_the_width(middle, width):
    # (x - c)² on [c - w, c + w] runs from 0 to w²: the best line is level, halfway up.
    reading = lens_reading(np.square, middle, width)
    assert reading.line.deviation == pytest.approx(width**2 / 2, rel=1e-7)
    assert reading.line.slope == pytest.approx(2 * middle, abs=1e-12)
    assert reading.line.middle == middle
    assert reading.line.height == pytest.approx(middle**2 + width**2 / 2, rel=1e-12)
    assert reading.ratio == pytest.approx(4, rel=1e-6)


def test_a_kink_deviates_by_half_of_half_the_width():
    reading = lens_reading(np.abs, 0.0, 0.25, breaks=(0.0,))
    assert reading.line.deviation == 0.125
    assert reading.ratio == 2.0


def test_a_kink_between_two_samples_is_seen_if_it_is_named():
    def tent(x):
        return np.abs(x - 0.1001)

    assert lens_reading(tent, 0.1, 0.25, samples=3, breaks=(0.1001, 7.0)).line.deviation == pytest.approx(
        (0.25**2 - 1e-8) / 0.5, rel=1e-9
    )


@pytest.mark.parametrize("line", [np.zeros_like, np.ones_like, lambda x: 0.1 * x - 7, lambda x: -1e9 * x])
def test_a_line_leaves_rounding_only(line):
    reading = lens_reading(line, 0.3, 0.01)
    assert reading.line.is_rounding
    assert reading.half.is_rounding
    assert reading.ratio is None


@pytest.mark.parametrize("function", [np.exp, np.sin, np.sqrt, np.log])
@pytest.mark.parametrize("middle", [0.7, 5.0])
def test_a_smooth_curve_gets_four_times_straighter_at_each_halving(function, middle):
    for width in (1e-2, 1e-3, 1e-4, 1e-5):
        assert lens_reading(function, middle, width).ratio == pytest.approx(4, rel=1e-3)
    assert lens_reading(function, middle, 1e-6).line.is_rounding is False
    assert lens_reading(function, middle, 1e-9).ratio is None


def test_a_narrow_window_far_from_0_keeps_its_digits():
    reading = lens_reading(lambda x: (x - 5) ** 2, 5.0, 1e-6)
    assert reading.line.deviation == pytest.approx(5e-13, rel=1e-6)
    assert reading.ratio == pytest.approx(4, rel=1e-6)


def test_a_step_does_not_get_straighter():
    reading = lens_reading(np.sign, 0.0, 1e-3, breaks=(0.0,))
    assert reading.line.deviation == pytest.approx(1.0, abs=1e-9)
    assert reading.ratio == pytest.approx(1.0, abs=1e-9)


def test_at_a_jump_the_same_x_may_stand_twice():
    assert best_line([0.0, 1.0, 1.0, 2.0], [0.0, 0.0, 1.0, 1.0]).deviation == pytest.approx(0.5)
    upright = best_line([1.0, 1.0], [0.0, 3.0])
    assert (upright.slope, upright.height, upright.deviation) == (0.0, 1.5, 1.5)


def test_two_points_lie_on_their_line():
    line = best_line([1.0, 3.0], [5.0, 9.0])
    assert (line.slope, line.middle, line.height) == (2.0, 2.0, 7.0)
    assert line.is_rounding
    assert line.at([0.0, 1.0]).tolist() == [3.0, 5.0]


def test_a_window_too_narrow_for_float64_is_rounding():
    assert lens_reading(np.exp, 5.0, 1e-16).line.is_rounding


@pytest.mark.parametrize("count", [5, 1001])
def test_ragged_curves_of_any_length_end_at_the_best_line(count):
    rng = np.random.default_rng(count)
    x, y = np.sort(rng.uniform(-3, 3, count)), rng.standard_cauchy(count)
    assert best_line(x, y).deviation == pytest.approx(deviation_by_linear_programming(x, y), rel=1e-7)


def test_where_a_curve_has_no_value_is_said():
    with pytest.raises(InputError, match=r"no value at x = -0\.5"):
        lens_reading(np.sqrt, 0.0, 0.5)
    with pytest.raises(InputError, match="no value at x = 0"):
        lens_reading(np.reciprocal, 0.0, 0.5)
    with pytest.raises(InputError, match="no value at x = 1"):
        best_line([0.0, 1.0], [1.0, 1e300])
    with pytest.raises(InputError, match="no value at x = nan"):
        best_line([0.0, np.nan, 2.0], [1.0, 1.0, 1.0])


@pytest.mark.parametrize("width", [0.0, -1.0, np.nan, np.inf])
def test_an_empty_window_is_refused(width):
    with pytest.raises(InputError, match="width above 0"):
        lens_reading(np.exp, 0.0, width)


def test_points_that_make_no_line_are_refused():
    with pytest.raises(InputError, match="two points"):
        best_line([1.0], [1.0])
    with pytest.raises(InputError, match="not 2 and 3"):
        best_line([1.0, 2.0], [1.0, 2.0, 3.0])
    with pytest.raises(InputError, match="sorted"):
        best_line([2.0, 1.0], [1.0, 2.0])

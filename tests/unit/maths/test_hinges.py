import math

import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.maths.hinges import LARGEST_NUMBER, Hinge, HingeSum
from tests.oracles import direct_sum, random_sum

H2 = "g(x) + g(-x) + g(2x-2) + g(-2x-2)"


def test_a_unit_and_its_hinge_are_the_same_function():
    x = np.linspace(-5, 5, 101)
    for weight, a, b in [(1, 1, 0), (-2.5, -3, 1), (0.5, 4, -7)]:
        hinge = Hinge.from_unit(weight, a, b)
        np.testing.assert_allclose(hinge(x), weight * np.maximum(0, a * x + b), atol=1e-14)
        unit = hinge.unit()
        np.testing.assert_allclose(hinge(x), unit.weight * np.maximum(0, unit.a * x + unit.b), atol=1e-14)


def test_the_second_answer_of_the_thread_in_hinges():
    h2 = HingeSum.parse(H2)
    assert [(h.knot, h.facing, h.slope) for h in h2.hinges] == [(0, 1, 1), (0, -1, 1), (1, 1, 2), (-1, -1, 2)]
    assert h2.formula() == H2


def test_the_misprint_of_the_thread_gives_2_at_0():
    assert HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x+2)")(0.0) == 2.0


def test_a_hinge_of_slope_0_keeps_its_knot_through_the_unit_form():
    hinge = Hinge(3.5, -1, 0.0)
    unit = hinge.unit()
    assert Hinge.from_unit(unit.weight, unit.a, unit.b) == hinge


def test_a_constant_unit_has_no_knot():
    with pytest.raises(InputError, match="a = 0"):
        Hinge.from_unit(1.0, 0.0, 1.0)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e60, -1e300])
def test_numbers_that_are_none_are_refused_with_their_name(value):
    with pytest.raises(InputError, match="the knot of a hinge"):
        Hinge(value)
    with pytest.raises(InputError, match="the slope of a hinge"):
        Hinge(0.0, 1, value)
    with pytest.raises(InputError, match="the knot of hinge 2"):
        HingeSum.from_arrays([0.0, value], [1, 1], [1.0, 1.0])
    with pytest.raises(InputError, match="the slope of hinge 1"):
        HingeSum.from_arrays([0.0], [1], [value])
    with pytest.raises(InputError, match="the bias"):
        HingeSum(bias=value)
    with pytest.raises(InputError, match="the linear term"):
        HingeSum(slope=value)


@pytest.mark.parametrize("facing", [0, 2, -2, 255, 257, 1.7, math.nan])
def test_a_hinge_faces_right_or_left(facing):
    with pytest.raises(InputError, match="faces right"):
        Hinge(0.0, facing)
    for column in ([facing], np.array([facing])):
        with pytest.raises(InputError, match="faces right"):
            HingeSum.from_arrays([0.0], column, [1.0])


def test_columns_of_different_length_are_refused():
    with pytest.raises(InputError, match="as many"):
        HingeSum.from_arrays([0.0, 1.0], [1], [1.0, 1.0])
    with pytest.raises(InputError, match="as many"):
        HingeSum.parse("g(x)").with_slopes([1.0, 2.0], 0.0, 0.0)


def test_other_slopes_leave_the_sum_they_were_taken_from_as_it_is():
    h = HingeSum.parse(H2)
    other = h.with_slopes([1, 2, 3, 4], 5, 6)
    assert h == HingeSum.parse(H2)
    assert (other.slopes.tolist(), other.bias, other.slope) == ([1, 2, 3, 4], 5, 6)
    assert other.knots.tolist() == h.knots.tolist()
    with pytest.raises(InputError, match="the slope of hinge 1"):
        h.with_slopes([np.nan, 2, 3, 4], 5, 6)


def test_equal_sums_have_equal_hashes_whatever_the_sign_of_their_zeros():
    plus, minus = (HingeSum.from_arrays([zero], [1], [zero], zero, zero) for zero in (0.0, -0.0))
    assert plus == minus
    assert hash(plus) == hash(minus)


def test_an_empty_sum_is_its_line():
    assert HingeSum(bias=2.0, slope=3.0)(np.array([0.0, 1.0])).tolist() == [2.0, 5.0]
    assert HingeSum().formula() == "0"


def test_a_sum_can_be_neither_changed_nor_confused_with_something_else():
    h = HingeSum.parse("g(x)")
    with pytest.raises(ValueError, match="read-only"):
        h.knots[0] = 1.0
    assert h != "g(x)"
    assert h != HingeSum.parse("g(-x)")


@pytest.mark.parametrize("count", [1, 10, 1000, 10_000])
def test_evaluation_stays_exact_with_many_hinges(count):
    h = random_sum(np.random.default_rng(count), count, bias=0.5, slope=-0.25)
    x = np.linspace(-5, 5, 57)
    # Each value is a sum of `count` terms of size up to 8·3; float64 loses about √count·1e-16 of that.
    np.testing.assert_allclose(h(x), direct_sum(h, x), rtol=0, atol=1e-13 * count)


def test_a_huge_hinge_does_not_disturb_where_it_is_not_active():
    x = np.array([-1.5, 0.0, 0.75])
    for huge in (Hinge(-10.0, -1, 1e40), Hinge(10.0, 1, 1e40), Hinge(-10.0, -1, -1e50)):
        h = HingeSum((*HingeSum.parse(H2).hinges, huge))
        np.testing.assert_allclose(h(x), HingeSum.parse(H2)(x), rtol=1e-15)


def test_the_largest_numbers_allowed_give_numbers():
    rng = np.random.default_rng(0)
    knots = LARGEST_NUMBER * rng.uniform(-1, 1, 1000)
    slopes = np.full(1000, LARGEST_NUMBER)
    h = HingeSum.from_arrays(knots, rng.choice([-1, 1], 1000), slopes, LARGEST_NUMBER, -LARGEST_NUMBER)
    assert np.isfinite(h(np.linspace(-LARGEST_NUMBER, LARGEST_NUMBER, 999))).all()


def test_knots_one_rounding_apart_are_two_knots():
    near = np.nextafter(1.0, 2.0)
    h = HingeSum.from_arrays([1.0, near], [1, 1], [1.0, -1.0])
    assert h.piecewise().breakpoints.size == 2
    assert h(2.0) == pytest.approx(2.2e-16, rel=0.1)


def test_a_hundred_thousand_hinges_are_evaluated_at_once():
    h = random_sum(np.random.default_rng(1), 100_000)
    x = np.linspace(-3, 3, 5)
    np.testing.assert_allclose(h(x), direct_sum_in_blocks(h, x), rtol=0, atol=1e-9)


def direct_sum_in_blocks(h, x):
    return (h.slopes * np.maximum(0.0, h.facings * (x[:, None] - h.knots))).sum(axis=1)


@pytest.mark.parametrize("far", [1e9, 1e20, 1e50])
def test_a_knot_far_away_leaves_the_digits_near_by(far):
    x = np.array([-2.0, -1e-3, 0.0, 0.5, 3.0, 1e4])
    near = HingeSum.parse("0.3x - 0.1 + g(x-1)")
    for hinge in (Hinge(-far, -1, 1.0), Hinge(far, 1, 1.0), Hinge(-far, 1, 0.0), Hinge(far, -1, 0.0)):
        np.testing.assert_allclose(HingeSum((*near.hinges, hinge), -0.1, 0.3)(x), near(x), rtol=1e-11)

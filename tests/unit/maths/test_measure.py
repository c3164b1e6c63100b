import math
from dataclasses import astuple

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq

from reluviz.errors import InputError
from reluviz.maths.hinges import HingeSum
from reluviz.maths.measure import good_interval, measure
from reluviz.maths.residual import sample_residual
from reluviz.targets.target import Target
from tests.oracles import (
    composite_edges,
    composite_integral,
    function_target,
    largest_by_search,
    random_sum,
    root_of,
    weierstrass,
)

SQUARE = Target.named("square")
H1 = HingeSum.parse("g(x) + g(-x)")
H2 = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")


def test_the_first_answer_of_the_thread_is_off_by_2_85_on_average_and_6_at_most():
    errors = measure(H1, SQUARE)
    assert errors.mean_half_square == pytest.approx(2.85, rel=1e-14)
    assert errors.rmse == pytest.approx(math.sqrt(5.7), rel=1e-14)
    assert (errors.max, abs(errors.max_at)) == (6.0, 3.0)


def test_the_second_answer_of_the_thread_is_off_by_eleven_sixtieths_and_2_at_most():
    errors = measure(H2, SQUARE)
    assert errors.mean_half_square == pytest.approx(11 / 60, rel=1e-14)
    assert (errors.max, abs(errors.max_at)) == (2.0, 3.0)


def test_the_second_answer_of_the_thread_is_off_by_a_quarter_on_the_inner_interval():
    errors = measure(H2, SQUARE.on(-2.0, 2.0))
    assert errors.max == pytest.approx(0.25, rel=1e-15)
    assert abs(errors.max_at) in (pytest.approx(0.5, abs=1e-7), pytest.approx(1.5, abs=1e-7))


@pytest.mark.parametrize(("h", "half"), [(H1, (1 + math.sqrt(2)) / 2), (H2, (3 + math.sqrt(2)) / 2)])
def test_the_good_intervals_of_the_thread(h, half):
    low, high = good_interval(h, SQUARE, 0.25)
    assert low == pytest.approx(-half, abs=1e-12)
    assert high == pytest.approx(half, abs=1e-12)


def test_a_good_interval_reaches_the_ends_if_all_is_good():
    assert good_interval(H1, SQUARE, 6.0) == (-3.0, 3.0)


def test_there_is_no_good_interval_around_a_bad_point():
    assert good_interval(H1, SQUARE, 0.25, around=2.5) is None


def test_a_good_interval_starts_from_the_point_of_interest():
    # |x² - x| passes 1/10 on both sides of 1 where x² - x = ±1/10.
    low, high = good_interval(H1, SQUARE, 0.1, around=1.0)
    assert low == pytest.approx((1 + math.sqrt(0.6)) / 2, abs=1e-12)
    assert high == pytest.approx((1 + math.sqrt(1.4)) / 2, abs=1e-12)


@pytest.mark.parametrize("tolerance", [0.0, -1.0, math.nan, math.inf])
def test_a_tolerance_is_above_0(tolerance):
    with pytest.raises(InputError, match="tolerance"):
        good_interval(H1, SQUARE, tolerance)


@pytest.mark.parametrize("around", [-4.0, 3.1, math.nan])
def test_the_point_of_interest_lies_in_the_interval(around):
    with pytest.raises(InputError, match="point of interest"):
        good_interval(H1, SQUARE, 1.0, around)


def test_a_good_interval_of_data_ends_at_points():
    data = Target.points([0, 1, 2, 3, 4], [0, 0.1, 0.0, 5.0, 0.0])
    assert good_interval(HingeSum(), data, 0.2, around=1.0) == (0.0, 2.0)
    assert good_interval(HingeSum(), data, 0.2, around=3.0) is None


TARGETS = {
    "x²": (SQUARE, ()),
    "sin": (Target.named("sine"), ()),
    "|x|": (Target.named("abs"), (0.0,)),
    "step": (Target.named("step"), (0.0,)),
    "tanh": (Target.named("tanh"), ()),
    "runge": (Target.named("runge"), ()),
    "exp": (Target.named("exp"), ()),
    "√x": (function_target(root_of, (0.0, 1.0)), tuple(2.0 ** -np.arange(1, 50))),
    "weierstrass": (function_target(weierstrass, (-1.0, 1.0)), ()),
    "sin 200x": (function_target(lambda x: np.sin(200 * x), (-1.0, 1.0)), ()),
}


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("count", [0, 7, 40])
def test_errors_on_functions_are_true_integrals_and_true_maxima(name, count):
    target, breaks = TARGETS[name]
    start, end = target.interval
    h = random_sum(np.random.default_rng(count), count, target.interval, bias=0.1)

    def r(x):
        return h(x) - target(x)

    breaks = (*breaks, *h.knots)
    edges = composite_edges(r, start, end, breaks)
    mean_square = composite_integral(lambda x: r(x) ** 2, edges) / (end - start)
    mean_abs = composite_integral(lambda x: np.abs(r(x)), edges) / (end - start)
    largest = largest_by_search(r, start, end, breaks)
    errors = measure(h, target)
    # The reference resolves √x down to 2^-50 only, hence 1e-9; all others agree to 1e-12.
    assert errors.rmse == pytest.approx(math.sqrt(mean_square), rel=1e-10)
    assert errors.mean_half_square == pytest.approx(0.5 * mean_square, rel=1e-10)
    assert errors.mean_abs == pytest.approx(mean_abs, rel=1e-9)
    # A jump has two heights: the higher one counts, though one of them is only a limit.
    jumps = [abs(float(h(b)) - float(target(np.nextafter(b, -np.inf)))) for b in target.breaks]
    assert errors.max == pytest.approx(max(largest, *jumps) if jumps else largest, rel=1e-9)
    assert start <= errors.max_at <= end


def test_the_mean_error_agrees_with_adaptive_quadrature_between_roots():
    h = HingeSum.parse("x/2")
    root = brentq(lambda x: x / 2 - math.sin(x), 1.0, 3.0, xtol=1e-15)
    parts = [
        quad(lambda x: abs(x / 2 - math.sin(x)), *ends, epsabs=1e-14)[0]
        for ends in ((0, root), (root, math.pi))
    ]
    assert measure(h, Target.named("sine")).mean_abs == pytest.approx(sum(parts) / math.pi, rel=1e-12)


def test_the_mean_error_of_a_wave_around_0_is_two_over_pi():
    wave = function_target(lambda x: np.sin(50 * np.pi * x), (-1.0, 1.0))
    errors = measure(HingeSum(), wave)
    assert errors.mean_abs == pytest.approx(2 / math.pi, rel=1e-12)
    assert errors.rmse == pytest.approx(math.sqrt(0.5), rel=1e-13)
    assert errors.max == pytest.approx(1.0, rel=1e-12)


def test_the_root_has_its_textbook_integrals():
    errors = measure(HingeSum(), function_target(root_of, (0.0, 1.0)))
    assert errors.rmse == pytest.approx(math.sqrt(0.5), rel=1e-12)
    assert errors.mean_abs == pytest.approx(2 / 3, rel=1e-12)


def test_an_exact_model_has_no_error():
    errors = measure(HingeSum.parse("abs(x)"), Target.named("abs"))
    assert (errors.rmse, errors.max, errors.mean_half_square, errors.mean_abs) == (0, 0, 0, 0)


def test_errors_at_data_are_sums_over_the_points_by_weight():
    data = Target.points([0.0, 1.0, 2.0], [1.0, -2.0, 3.0], weights=[1.0, 2.0, 1.0])
    errors = measure(HingeSum(), data)
    assert errors.mean_half_square == pytest.approx((1 + 8 + 9) / 4 / 2, rel=1e-15)
    assert errors.mean_abs == pytest.approx(2.0, rel=1e-15)
    assert (errors.max, errors.max_at) == (3.0, 2.0)


def test_weights_count_by_their_ratio_however_small_or_large():
    plain = measure(HingeSum(), Target.points([0, 1], [1, 2], weights=[1, 3]))
    for factor in (1e-310, 1e-100, 1e40):
        scaled = measure(HingeSum(), Target.points([0, 1], [1, 2], weights=[factor, 3 * factor]))
        assert scaled.rmse == pytest.approx(plain.rmse, rel=1e-9)
        assert scaled.mean_abs == pytest.approx(plain.mean_abs, rel=1e-9)


@pytest.mark.parametrize("formula", ["g(x) + g(-x)", "1e50 - 1e50x", "g(1e25x+1e50)", "1e-50x"])
@pytest.mark.parametrize(
    "interval", [(-1e50, 1e50), (-1e6, 1e6), (1e6, 1e6 + 1e-2), (0.0, 1e-45), (-1e-40, 1e-40), (1e49, 1e50)]
)
@pytest.mark.parametrize("name", ["square", "sine", "step", "exp", "runge"])
def test_extreme_intervals_give_numbers_or_are_refused(formula, interval, name):
    try:
        target = Target.named(name, interval)
    except InputError:
        # Millions of periods, or a peak a millionth as wide as the interval: any number would be a guess.
        assert name in ("sine", "runge")
        return
    errors = measure(HingeSum.parse(formula), target)
    assert all(math.isfinite(value) for value in astuple(errors))


def test_a_jump_shows_with_both_its_heights():
    residual = sample_residual(HingeSum(), Target.named("step"))
    panel = int(np.flatnonzero(residual.x[:, 0] == 0.0)[0])
    assert residual.r[panel - 1, -1] == 0.0
    assert residual.r[panel, 0] == -1.0

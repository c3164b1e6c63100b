"""Errors against functions that have no values on parts of their interval, or grow without bound."""

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.maths.hinges import HingeSum
from reluviz.maths.measure import good_interval, measure, usual_place
from reluviz.maths.quadrature import in_gaps, panels_between, resolve_cells
from reluviz.maths.residual import counts_at, sample_residual
from reluviz.targets.target import Target
from tests.oracles import composite_edges, composite_integral, largest_by_search, random_sum

ZERO = HingeSum()
RECIPROCAL = Target.expression("1/x", (-1, 1))
LOGARITHM = Target.expression("log(x)", (-1, 1))
TANGENT = Target.expression("tan(x)", (-3, 3))
#: Differs from 1/x only where errors do not count.
OTHER_RECIPROCAL = Target.expression("where(abs(x) < 0.015, 3/x, 1/x)", (-1, 1))


def parts_of(target):
    start, end = target.interval
    edges = [start, *(place for gap in target.gaps for place in gap), end]
    return [(left, right) for left, right in zip(edges[::2], edges[1::2], strict=True) if left < right]


def test_places_in_a_gap_are_told_from_its_ends():
    gaps = ((-1.0, 0.0), (0.0, 2.0), (3.0, 4.0))
    x = np.array([[-1.0, -0.5, 0.0, 1.0], [2.0, 3.0, 3.5, 4.0]])
    assert in_gaps(x, gaps).tolist() == [[False, True, False, True], [False, False, True, False]]
    assert not in_gaps(x, ()).any()


def test_panels_go_round_gaps_however_close_a_knot_is_to_them():
    cells, gaps = np.array([0.0, 1.0, 2.0, 3.0]), ((1.0, 2.0),)
    near = np.nextafter([1.0, 2.0], [2.0, 1.0])
    left, right = panels_between(cells, gaps, np.array([0.5, *near, 1.5, 2.5]))
    assert left.tolist() == [0.0, 0.5, 2.0, 2.5]
    assert right.tolist() == [0.5, 1.0, 2.5, 3.0]


def test_without_gaps_panels_are_no_copies():
    left, right = panels_between(np.array([0.0, 1.0, 2.0]), (), np.array([0.5]))
    assert left.base is right.base is not None


def test_nothing_is_looked_at_in_a_gap():
    looked = []

    def function(x):
        looked.append(x.ravel())
        return np.sin(x)

    cells = resolve_cells(function, (0.0, 4.0), (1.5,), ((0.0, 0.5), (1.0, 2.0), (3.5, 4.0)))
    assert (cells[0], cells[-1]) == (0.5, 3.5)
    assert {1.0, 2.0} <= set(cells.tolist())
    assert not ((cells > 1.0) & (cells < 2.0)).any()
    x = np.concatenate(looked)
    assert not in_gaps(x, ((-1.0, 0.5), (1.0, 2.0), (3.5, 5.0))).any()


def test_the_errors_of_nothing_against_a_reciprocal_are_those_of_its_two_branches():
    errors = measure(ZERO, RECIPROCAL)
    # ∫1/x² = 2(50 - 1) over a length of 1.96.
    assert errors.mean_half_square == pytest.approx(25.0, rel=1e-12)
    assert errors.rmse == pytest.approx(math.sqrt(50.0), rel=1e-12)
    assert errors.mean_abs == pytest.approx(2 * math.log(50.0) / 1.96, rel=1e-12)
    assert (errors.max, errors.max_at) == (50.0, -0.02)


def test_the_errors_against_a_logarithm_count_where_it_has_values():
    def primitive(x):
        return x * (math.log(x) ** 2 - 2 * math.log(x) + 2)

    errors = measure(ZERO, LOGARITHM)
    mean_square = (primitive(1.0) - primitive(0.02)) / 0.98
    assert errors.mean_half_square == pytest.approx(0.5 * mean_square, rel=1e-12)
    assert errors.mean_abs == pytest.approx((0.98 + 0.02 * math.log(0.02)) / 0.98, rel=1e-12)
    assert (errors.max, errors.max_at) == (-math.log(0.02), 0.02)


def test_the_errors_against_a_tangent_count_on_its_three_branches():
    assert TANGENT.gaps == ((-1.62, -1.52), (1.52, 1.62))
    errors = measure(ZERO, TANGENT)
    # ∫tan² = tan x - x.
    square = 2 * (math.tan(1.52) - 1.52 + (math.tan(3.0) - 3.0) - (math.tan(1.62) - 1.62))
    assert errors.rmse == pytest.approx(math.sqrt(square / 5.8), rel=1e-11)
    absolute = -2 * math.log(math.cos(1.52)) + 2 * math.log(math.cos(3.0) / math.cos(1.62))
    assert errors.mean_abs == pytest.approx(absolute / 5.8, rel=1e-11)
    assert (errors.max, errors.max_at) == pytest.approx((-math.tan(1.62), -1.62))


def test_the_same_function_on_both_sides_of_a_gap_is_largest_at_both_its_ends():
    x, r = sample_residual(ZERO, Target.expression("1/x^2", (-1, 1))).peaks()
    assert x.tolist() == [-1.0, -0.1, 0.1, 1.0] or x.tolist() == [-0.1, 0.1]
    assert np.abs(r).max() == pytest.approx(100.0)


@given(st.integers(0, 2**32 - 1), st.sampled_from([RECIPROCAL, LOGARITHM, TANGENT]))
def test_errors_beside_gaps_are_those_that_a_slow_computation_finds_part_by_part(seed, target):
    model = random_sum(np.random.default_rng(seed), 5, target.interval, bias=0.5, slope=-0.3)
    h = model.piecewise()

    def error(x):
        return h(x) - target(x)

    square = absolute = length = largest = 0.0
    for start, end in parts_of(target):
        edges = composite_edges(error, start, end, model.knots, panels=2000)
        square += composite_integral(lambda x: error(x) ** 2, edges)
        absolute += composite_integral(lambda x: np.abs(error(x)), edges)
        length += end - start
        largest = max(largest, largest_by_search(error, start, end, model.knots, 2001))
    errors = measure(model, target)
    assert errors.rmse == pytest.approx(math.sqrt(square / length), rel=1e-9)
    assert errors.mean_abs == pytest.approx(absolute / length, rel=1e-8)
    assert errors.max == pytest.approx(largest, rel=1e-9)
    assert counts_at(target, np.array(errors.max_at))


@given(st.integers(0, 2**32 - 1))
def test_what_a_target_does_inside_a_gap_changes_no_error(seed):
    assert OTHER_RECIPROCAL.gaps == RECIPROCAL.gaps
    model = random_sum(np.random.default_rng(seed), 5, (-1.0, 1.0))
    assert astuple(measure(model, OTHER_RECIPROCAL)) == astuple(measure(model, RECIPROCAL))


class TestGoodIntervals:
    def test_they_end_at_a_gap(self):
        assert good_interval(ZERO, RECIPROCAL, 100.0, 0.5) == (0.02, 1.0)
        assert good_interval(ZERO, RECIPROCAL, 100.0, -0.5) == (-1.0, -0.02)
        assert good_interval(ZERO, RECIPROCAL, 4.0, 0.5) == pytest.approx((0.25, 1.0))

    def test_there_is_none_around_a_place_that_does_not_count(self):
        assert good_interval(ZERO, RECIPROCAL, 100.0, 0.0) is None
        assert good_interval(ZERO, LOGARITHM, 100.0, -0.5) is None

    def test_they_are_looked_for_around_the_middle_of_a_part(self):
        assert usual_place(TANGENT) == 0.0
        assert usual_place(LOGARITHM) == pytest.approx(0.51)
        assert good_interval(ZERO, LOGARITHM, 100.0) == (0.02, 1.0)
        assert abs(usual_place(RECIPROCAL)) == pytest.approx(0.51)

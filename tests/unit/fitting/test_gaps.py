"""Fits to functions with gaps: what lies inside a gap weighs nothing."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reluviz.fitting.curvature import bend_density
from reluviz.fitting.growth import add_best_hinge
from reluviz.fitting.improve import improve_hinges
from reluviz.fitting.minimax import minimax_values
from reluviz.fitting.norms import NORMS, error_in
from reluviz.fitting.par import par, spline_sum
from reluviz.fitting.placement import place_hinges
from reluviz.fitting.polish import project
from reluviz.fitting.rates import rates
from reluviz.fitting.segments import ends_of
from reluviz.fitting.slopes import best_hinge_at, fit_slopes
from reluviz.fitting.spline_search import relaxed_bound
from reluviz.fitting.tolerance import hinges_for_tolerance
from reluviz.maths.hinges import HingeSum
from reluviz.maths.measure import measure
from reluviz.maths.residual import counts_at
from reluviz.targets.target import Target
from tests.oracles import dense_fit, sum_of

RECIPROCAL = Target.expression("1/x", (-1, 1))
OTHER_RECIPROCAL = Target.expression("where(abs(x) < 0.015, 3/x, 1/x)", (-1, 1))
LOGARITHM = Target.expression("log(x)", (-1, 1))
TANGENT = Target.expression("tan(x)", (-3, 3))
HOLE = Target.expression("where(abs(x) < 0.5, sqrt(-1), x^2)", (-2, 2))
EVERY = [RECIPROCAL, LOGARITHM, TANGENT, HOLE]

knots = st.integers(-30, 30).map(lambda n: n / 10)
sums = st.lists(st.tuples(knots, st.sampled_from([1, -1])), min_size=1, max_size=7).map(
    lambda found: sum_of(*found)
)


def dense_samples(target, model, panels=160):
    """Places and weights of a Gauss rule of another order on the parts, panel by panel, as data."""
    at, weights = np.polynomial.legendre.leggauss(6)
    start, end = target.interval
    ends = [place for gap in target.gaps for place in gap]
    # Finer towards the ends of gaps, where the functions are steep.
    near = [place + side * 0.7**power for place in ends for side in (-1, 1) for power in range(40)]
    edges = np.unique([*np.linspace(start, end, panels + 1), *ends, *near, *model.knots])
    edges = edges[(edges >= start) & (edges <= end)]
    middles = 0.5 * (edges[1:] + edges[:-1])
    kept = counts_at(target, middles)
    left, width = edges[:-1][kept], np.diff(edges)[kept]
    x = (left[:, None] + width[:, None] * (0.5 + 0.5 * at)).ravel()
    return x, target(x), (0.5 * width[:, None] * weights).ravel()


def test_a_gap_is_there():
    assert HOLE.gaps == ((-0.5, 0.5),)


@given(sums, st.sampled_from(EVERY), st.booleans(), st.booleans())
def test_least_squares_is_as_good_as_dense_algebra_on_the_parts(model, target, bias, linear):
    fit = fit_slopes(model, target, bias=bias, linear=linear)
    x, y, weights = dense_samples(target, model)
    dense = dense_fit(model, x, y, weights, bias=bias, linear=linear)
    assert np.isfinite([*fit.sum.slopes, fit.sum.bias, fit.sum.slope]).all()
    # Gauss rules of two orders differ by far less; what is left is rounding of the dense basis.
    assert fit.error.rmse <= measure(dense, target).rmse * (1 + 1e-7) + 1e-9


@settings(max_examples=25)
@given(st.sets(knots, max_size=7), st.sampled_from(EVERY))
def test_minimax_values_reach_their_own_lower_bound_which_no_other_fit_gets_below(places, target):
    start, end = ends_of(target)
    nodes = np.array([start, *sorted(place for place in places if start < place < end), end])
    found = minimax_values(target, nodes)
    # A linear program is solved to about 1e-9 of the error, and the exchange to 1e-7.
    assert found.error <= found.lower_bound * (1 + 1e-6) + 1e-9
    others = [
        project(target, nodes).values,
        np.interp(nodes, nodes[counts_at(target, nodes)], target(nodes[counts_at(target, nodes)])),
    ]
    for values in others:
        largest = measure(spline_sum(nodes, values), target).max
        assert found.lower_bound <= largest * (1 + 1e-7)


@settings(max_examples=25)
@given(sums, st.sampled_from(EVERY), st.integers(0, 2**32 - 1))
def test_no_change_makes_a_least_absolute_fit_better(model, target, seed):
    fit = fit_slopes(model, target, norm="l1")
    rng = np.random.default_rng(seed)
    for size in (1.0, 1e-2, 1e-4):
        change = size * rng.standard_normal(len(model) + 2)
        other = fit.sum.with_slopes(
            fit.sum.slopes + change[2:], fit.sum.bias + change[0], fit.sum.slope + change[1]
        )
        assert fit.error.mean_abs <= measure(other, target).mean_abs * (1 + 1e-6) + 1e-9


@pytest.mark.parametrize("norm", NORMS)
def test_what_a_target_does_inside_a_gap_changes_no_fit(norm):
    model = sum_of((-0.5, 1), (-0.1, -1), (0.01, 1), (0.2, 1))
    one, other = (fit_slopes(model, target, norm=norm) for target in (RECIPROCAL, OTHER_RECIPROCAL))
    assert one.sum == other.sum
    assert astuple(one.error) == astuple(other.error)
    one, other = (place_hinges(target, 3, norm=norm) for target in (RECIPROCAL, OTHER_RECIPROCAL))
    assert one.sum == other.sum


@pytest.mark.parametrize("norm", NORMS)
def test_hinges_inside_a_gap_alone_go_straight_on(norm):
    # On each part x² is x² still; three knots in the gap leave the heights between them open.
    inside = fit_slopes(sum_of((-0.3, 1), (0.0, 1), (0.3, 1)), HOLE, norm=norm)
    two = fit_slopes(sum_of((-0.3, 1), (0.3, 1)), HOLE, norm=norm)
    assert error_in(norm, inside.error) == pytest.approx(error_in(norm, two.error), rel=1e-6)
    heights = inside.sum(np.array([-0.5, -0.3, 0.0, 0.3, 0.5]))
    assert np.abs(heights).max() < 4.0


def test_hinges_that_are_active_only_where_nothing_counts_are_named():
    fit = fit_slopes(sum_of((-0.5, -1), (0.01, -1), (0.5, 1)), LOGARITHM)
    assert fit.unseen == (0, 1)
    assert fit.sum.slopes[:2].tolist() == [0.0, 0.0]


def test_the_best_hinge_inside_a_gap_has_a_finite_slope():
    for target in EVERY:
        hinge = best_hinge_at(HingeSum(), target, 0.005)
        assert np.isfinite(hinge.slope)
        assert hinge.slope != 0.0


@pytest.mark.parametrize("target", EVERY, ids=lambda target: target.text)
@pytest.mark.parametrize("norm", NORMS)
def test_every_search_comes_to_an_end_with_a_finite_error(target, norm):
    few, more = (par(target, count, norm) for count in (2, 5))
    for found in (few, more):
        assert found.lower_bound <= found.error * (1 + 1e-9)
        assert found.error == pytest.approx(error_in(norm, measure(found.sum, target)))
    assert more.error <= few.error * (1 + 1e-9)
    grown = add_best_hinge(few.sum, target, norm=norm)
    assert grown.reached <= few.error * (1 + 1e-9)
    assert improve_hinges(grown.sum, target, norm=norm).reached <= grown.reached * (1 + 1e-9)


def test_par_beside_a_gap_is_the_one_worked_out_by_hand():
    # Five pieces of a spline: a level one over [-a, a], with errors (a² - 1/4)/2 on both sides of the gap,
    # two more on each side, which leave h²/8 on a length of h = (2 - a)/2. All are alike if 15a² + 4a = 8.
    a = (np.sqrt(496.0) - 4.0) / 30.0
    found = par(HOLE, 4, "max")
    assert found.error == pytest.approx((2.0 - a) ** 2 / 32.0, rel=1e-3)
    assert found.is_certain


@pytest.mark.parametrize("norm", ["l2", "max"])
def test_a_tolerance_is_kept_with_as_few_hinges_as_pieces_allow(norm):
    wanted = par(HOLE, 4, norm).error * 1.001
    found = hinges_for_tolerance(HOLE, wanted, norm=norm)
    assert len(found.sum) == 4
    assert found.reached <= wanted


def test_relaxed_bounds_count_what_counts_alone():
    bounds = relaxed_bound(HOLE, 4)
    assert bounds[0] == pytest.approx(measure(fit_slopes(HingeSum(), HOLE).sum, HOLE).rmse ** 2 * 3.0)
    assert (np.diff(bounds) <= 0).all()


def test_knots_by_curvature_lie_on_the_parts():
    places = bend_density(RECIPROCAL).spaced(20)[1:-1]
    assert counts_at(RECIPROCAL, places).sum() >= 17


def test_rates_beside_a_gap_fall():
    found = rates(RECIPROCAL, counts=[1, 4, 8])
    for errors in (found.uniform, found.curvature, found.optimal):
        assert np.isfinite(errors).all()
    assert (np.diff(found.optimal) < 0).all()


def test_hinges_that_hardly_see_anything_stop_no_least_absolute_fit():
    # On the way a knot comes so near to the end of the gap that next to nothing depends on a value beside it.
    target = Target.expression("where(abs(x) < 0.5, sqrt(-1), x)", (-1, 1.82))
    model = sum_of(
        (-0.8, 1, 1.0), (-0.3, -1, 1.0), (0.1, 1, 1.0), (0.6, 1, 1.0), (1.2, -1, 1.0), (1.5, 1, 1.0)
    )
    assert improve_hinges(model, target, norm="l1", bias=True, linear=False).reached < 1e-9

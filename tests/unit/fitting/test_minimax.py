import itertools

import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.fitting.minimax import minimax_values
from reluviz.fitting.norms import Cancelled
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import HingeSum
from reluviz.maths.measure import measure
from reluviz.targets.target import Target
from tests.oracles import dense_programme, function_target, random_sum, root_of, sum_of, weierstrass
from tests.unit.fitting.test_slopes import FREEDOMS, MODELS, noisy_data

FUNCTIONS = {
    "exp": Target.named("exp"),
    "sin": Target.named("sine"),
    "step": Target.named("step"),
    "√x": function_target(root_of, (0.0, 3.0)),
    "weierstrass": function_target(weierstrass, (-1.0, 1.0)),
}


@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
@pytest.mark.parametrize("name", MODELS)
def test_data_is_fitted_as_well_as_by_a_dense_program(name, bias, linear):
    model, data = MODELS[name], noisy_data(weighted=True)
    points = data.points_inside
    found = fit_slopes(model, data, norm="max", bias=bias, linear=linear).error.max
    # Both programs are solved to about 1e-9 of the residual.
    dense = dense_programme(model, points.x, points.y, norm="max", bias=bias, linear=linear)
    assert found == pytest.approx(dense, rel=1e-7)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("count", [3, 8, 20])
def test_data_that_leaves_gaps_is_fitted_as_well_and_without_wild_values(seed, count):
    data = noisy_data(seed, count)
    points = data.points_inside
    model = random_sum(np.random.default_rng(seed), 12)
    fit = fit_slopes(model, data, norm="max")
    dense = dense_programme(model, points.x, points.y, norm="max")
    # Staying near least squares costs 1e-9, rounding against data of size 1 the rest.
    assert fit.error.max == pytest.approx(dense, rel=1e-7, abs=1e-9)
    assert np.abs(fit.sum(np.linspace(points.x[0], points.x[-1], 200))).max() < 30.0


@pytest.mark.parametrize("pieces", [1, 2, 5, 33, 101])
def test_the_parabola_with_uniform_knots_has_its_textbook_error(pieces):
    nodes = np.linspace(-3.0, 3.0, pieces + 1)
    model = HingeSum.from_arrays(nodes[1:-1], np.ones(pieces - 1), np.ones(pieces - 1))
    error = fit_slopes(model, Target.named("square"), norm="max").error.max
    assert error == pytest.approx(4.5 / pieces**2, rel=1e-9)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("count", [1, 4, 13])
def test_the_error_of_a_function_is_levelled_and_no_sample_does_better(name, count):
    target = FUNCTIONS[name]
    model = random_sum(np.random.default_rng(count), count, target.interval)
    fit = fit_slopes(model, target, norm="max")
    share = np.linspace(0.0, 1.0, 901)
    # Closer to the start as well, where the root is steep.
    share = np.union1d(share, share**3)
    x = target.interval[0] + (target.interval[1] - target.interval[0]) * share
    dense = dense_programme(model, x, target(x), norm="max")
    # A sample can only be below the true minimax; this fine, by less than 2 per cent here.
    assert dense * (1 - 1e-9) <= fit.error.max <= dense * 1.02
    nodes = np.concatenate([[x[0]], np.sort(model.knots), [x[-1]]])
    found = minimax_values(target, nodes)
    # What is asked for is .1 per cent.
    assert found.lower_bound <= found.error <= found.lower_bound * (1 + 1e-5)
    assert fit.error.max == pytest.approx(found.error, rel=1e-6)


def test_no_other_slopes_have_a_smaller_largest_error():
    rng = np.random.default_rng(0)
    target = Target.named("exp")
    fit = fit_slopes(random_sum(rng, 4, target.interval), target, norm="max", bias=False)
    for _ in range(20):
        slopes = fit.sum.slopes + 1e-4 * rng.standard_normal(4)
        other = fit.sum.with_slopes(slopes, fit.sum.bias, fit.sum.slope + 1e-4 * rng.standard_normal())
        assert measure(other, target).max >= fit.error.max * (1 - 1e-7)


def test_weights_do_not_enter_a_largest_error():
    plain = fit_slopes(sum_of((0, 1)), noisy_data(), norm="max").error.max
    points = noisy_data().points_inside
    weighted = Target.points(points.x, points.y, np.linspace(0.1, 5.0, points.x.size))
    assert fit_slopes(sum_of((0, 1)), weighted, norm="max").error.max == pytest.approx(plain, rel=1e-9)


def test_a_watch_can_end_the_fit():
    def watch(share):
        raise Cancelled

    with pytest.raises(Cancelled):
        fit_slopes(sum_of((0.3, 1)), Target.named("sine"), norm="max", watch=watch)


@pytest.mark.parametrize(("bias", "linear"), list(itertools.product([True, False], repeat=2)))
def test_the_largest_numbers_are_fitted_to_numbers(bias, linear):
    data = Target.points([0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 1e49, -1e49, 1e49, 0.0])
    fit = fit_slopes(sum_of((1.5, 1), (2.5, -1)), data, norm="max", bias=bias, linear=linear)
    assert np.isfinite(fit.sum.slopes).all()


def test_more_knots_than_a_linear_program_can_take_are_refused():
    knots = np.linspace(-3.0, 3.0, 5003)[1:-1]
    model = HingeSum.from_arrays(knots, np.ones(5001), np.zeros(5001))
    with pytest.raises(InputError, match="at most 5,000 knots, not 5,001; least squares takes any number"):
        fit_slopes(model, Target.named("sine"), norm="max")

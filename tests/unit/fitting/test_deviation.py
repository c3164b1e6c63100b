import numpy as np
import pytest

from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.measure import measure
from reluviz.targets.target import Target
from tests.oracles import dense_programme, function_target, random_sum, root_of, weierstrass
from tests.unit.fitting.test_slopes import FREEDOMS, MODELS, noisy_data

FUNCTIONS = {
    "exp": Target.named("exp"),
    "sin": Target.named("sine"),
    "step": Target.named("step"),
    "√x": function_target(root_of, (0.0, 3.0)),
    "weierstrass": function_target(weierstrass, (-1.0, 1.0)),
}


@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
@pytest.mark.parametrize("weighted", [True, False])
@pytest.mark.parametrize("name", MODELS)
def test_data_is_fitted_as_well_as_by_a_dense_program(name, weighted, bias, linear):
    model, data = MODELS[name], noisy_data(weighted=weighted)
    points = data.points_inside
    found = fit_slopes(model, data, norm="l1", bias=bias, linear=linear).error.mean_abs
    dense = dense_programme(model, points.x, points.y, points.weights, norm="l1", bias=bias, linear=linear)
    # The duality gap is 1e-10; the dense program is solved to about 1e-9.
    assert found == pytest.approx(dense, rel=1e-8)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("count", [3, 8, 20])
def test_data_that_leaves_gaps_is_fitted_as_well_and_without_wild_values(seed, count):
    data = noisy_data(seed, count)
    points = data.points_inside
    model = random_sum(np.random.default_rng(seed), 12)
    fit = fit_slopes(model, data, norm="l1")
    dense = dense_programme(model, points.x, points.y, norm="l1")
    # Rounding against data of size 1 where the fit is exact.
    assert fit.error.mean_abs == pytest.approx(dense, rel=1e-7, abs=1e-9)
    assert np.abs(fit.sum(np.linspace(points.x[0], points.x[-1], 200))).max() < 30.0


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("count", [1, 4, 13])
def test_nothing_near_the_fit_of_a_function_is_better(name, count):
    target = FUNCTIONS[name]
    rng = np.random.default_rng(count)
    fit = fit_slopes(random_sum(rng, count, target.interval), target, norm="l1")
    for size in (1e-2, 1e-4):
        for _ in range(10):
            # The cuts of the panels settle to 1e-6 to 2e-4 of the integral, no closer.
            slopes = fit.sum.slopes + size * rng.standard_normal(count)
            other = fit.sum.with_slopes(slopes, fit.sum.bias + size * rng.standard_normal(), fit.sum.slope)
            assert measure(other, target).mean_abs >= fit.error.mean_abs * (1 - 3e-4)

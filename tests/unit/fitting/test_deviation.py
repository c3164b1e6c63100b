import numpy as np
import pytest

from reluviz.fitting.deviation import deviation_values
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.measure import measure
from reluviz.maths.quadrature import GAUSS_NODES
from reluviz.maths.residual import Residual
from reluviz.targets.target import Target
from tests.oracles import dense_programme, function_target, random_sum, root_of, weierstrass
from tests.unit.fitting.test_slopes import FREEDOMS, MODELS, noisy_data

FUNCTIONS = {
    "exp": Target.named("exp"),
    "sin": Target.named("sine"),
    "runge": Target.named("runge"),
    "abs": Target.named("abs"),
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
@pytest.mark.parametrize("count", [1, 4, 13, 32])
def test_nothing_near_the_fit_of_a_function_is_better(name, count):
    target = FUNCTIONS[name]
    rng = np.random.default_rng(count)
    fit = fit_slopes(random_sum(rng, count, target.interval), target, norm="l1")
    for size in (1e-2, 1e-4, 1e-6):
        for _ in range(10):
            slopes = fit.sum.slopes + size * rng.standard_normal(count)
            other = fit.sum.with_slopes(slopes, fit.sum.bias + size * rng.standard_normal(), fit.sum.slope)
            assert measure(other, target).mean_abs >= fit.error.mean_abs * (1 - 1e-8)


@pytest.mark.parametrize("name", ["exp", "sin", "runge", "√x", "weierstrass"])
@pytest.mark.parametrize("count", [1, 4, 13, 32])
def test_the_signs_of_the_error_of_a_function_balance_under_every_hat(name, count):
    target = FUNCTIONS[name]
    start, end = target.interval
    inner = np.random.default_rng(count).uniform(start, end, count)
    nodes = np.concatenate([[start], np.sort(inner), [end]])
    values = deviation_values(target, nodes)
    # Closer to the start as well, where the root is steep.
    edges = start + (end - start) * np.union1d(np.linspace(0, 1, 40_001), np.linspace(0, 1, 40_001) ** 3)
    edges = np.union1d(edges, nodes)
    middle, width = 0.5 * (edges[1:] + edges[:-1]), np.diff(edges)
    signs = width * np.sign(np.interp(middle, nodes, values) - target(middle))
    hats = np.array([np.interp(middle, nodes, unit) for unit in np.eye(nodes.size)])
    # Each of the at most 60 changes of sign is known to half a step of 2.5e-5 of the interval.
    assert np.abs(hats @ signs).max() <= 60 * 1.3e-5 * (end - start)


def test_an_error_that_is_0_at_a_sample_has_its_change_of_sign_there():
    # A linear program leaves such errors; they once counted for less than they are.
    x = np.concatenate([[0.0], GAUSS_NODES, [1.0]])[None]
    place = float(GAUSS_NODES[2])
    residual = Residual(x, x - place, lambda at: at - place)
    assert residual.integral_of_absolute() == pytest.approx(0.5 * (place**2 + (1 - place) ** 2), rel=1e-14)


def test_an_error_that_dips_below_0_between_two_samples_counts_as_negative_there():
    x = np.concatenate([[0.0], GAUSS_NODES, [1.0]])[None]
    middle, reach = 0.5, 0.01

    def error(at):
        return (at - middle) ** 2 - reach**2

    residual = Residual(x, error(x), error)
    exact = 1 / 12 - reach**2 + 2 * (4 / 3) * reach**3
    assert residual.integral_of_absolute() == pytest.approx(exact, rel=1e-12)


def test_all_three_roots_between_two_samples_count():
    x = np.concatenate([[0.0], GAUSS_NODES, [1.0]])[None]

    def error(at):
        return (at - 0.45) * (at - 0.5) * (at - 0.55)

    residual = Residual(x, error(x), error)
    np.testing.assert_allclose(residual.sign_changes().x, [0.45, 0.5, 0.55], rtol=1e-9)
    # ∫|s³ - d²s| over |s| < 1/2 with d = 0.05.
    exact = 2 * (0.5**4 / 4 - 0.05**2 * 0.5**2 / 2 + 2 * 0.05**4 / 4)
    assert residual.integral_of_absolute() == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize("rest", [0.0, -1e-13, 1e-13])
def test_a_sample_next_to_a_root_does_not_hide_the_root_beside_it(rest):
    x = np.concatenate([[0.0], GAUSS_NODES, [1.0]])[None]
    first, second = float(GAUSS_NODES[3]), float(GAUSS_NODES[3]) + 0.1

    def error(at):
        return (at - first) * (at - second) + rest

    residual = Residual(x, error(x), error)
    # A root is found where the error is 1e-8 of what it was beside it.
    np.testing.assert_allclose(residual.sign_changes().x, [first, second], rtol=1e-8)

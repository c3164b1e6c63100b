import numpy as np
import pytest

from reluviz.fitting.polish import _newton_step, _project, polish, project
from reluviz.targets.target import Target
from tests.oracles import composite_integral, function_target, weierstrass

WAVE = function_target(lambda x: np.exp(0.4 * x) * np.cos(2 * x), (-2.0, 2.0))


def weighted_data(count=80, seed=0):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-2.0, 2.0, count))
    y = np.sin(2 * x) + 0.2 * rng.standard_normal(count)
    return Target.points(x, y, rng.uniform(0.5, 2.0, count))


def half_square_error(target, parameters):
    """½∫(h - f)² by other means; parameters are v₀, t₀, v₁, t₁, …"""
    values, nodes = parameters[0::2], parameters[1::2]
    points = target.points_inside
    if points is not None:
        return 0.5 * float(points.weights @ (np.interp(points.x, nodes, values) - points.y) ** 2)
    return 0.5 * composite_integral(lambda x: (np.interp(x, nodes, values) - target(x)) ** 2, nodes, nodes=40)


def differences(target, parameters, step):
    """Gradient and Hessian by central differences."""
    size = parameters.size
    unit = step * np.eye(size)

    def error(*moves):
        return half_square_error(target, parameters + sum(moves))

    gradient = np.array([error(u) - error(-u) for u in unit]) / (2 * step)
    hessian = np.array(
        [[error(u, w) - error(u, -w) - error(-u, w) + error(-u, -w) for w in unit] for u in unit]
    )
    return gradient, hessian / (4 * step**2)


@pytest.mark.parametrize("target", [WAVE, weighted_data()], ids=["function", "data"])
def test_gradient_and_hessian_agree_with_differences(target):
    start, end = (-2.0, 2.0) if target is WAVE else target.points_inside.x[[0, -1]]
    nodes = np.array([start, -1.1, 0.05, 1.3, end])
    state = _project(target, nodes)
    step = _newton_step(target, state, np.array([True, False, False, False, True]))
    size = 2 * nodes.size
    matrix = np.zeros((size, size))
    for offset in range(4):
        band = step._bands[3 - offset, offset:]
        matrix[np.arange(size - offset), np.arange(offset, size)] = band
        matrix[np.arange(offset, size), np.arange(size - offset)] = band
    parameters = np.stack([state.spline.values, nodes], axis=1).ravel()
    # No data point may change its segment on the way.
    gradient, hessian = differences(target, parameters, 3e-4)
    free = [i for i in range(size) if i not in (1, size - 1)]
    scale = step._scale
    # A central difference is off by the square of its step and by rounding over that square.
    np.testing.assert_allclose(
        (step._gradient / scale)[free], gradient[free], atol=1e-5 * np.abs(hessian).max()
    )
    found = matrix / scale[:, None] / scale
    np.testing.assert_allclose(
        found[np.ix_(free, free)], hessian[np.ix_(free, free)], atol=1e-5 * np.abs(hessian).max()
    )


@pytest.mark.parametrize("pieces", [1, 2, 3, 7, 32])
def test_the_parabola_gets_uniform_knots_and_its_textbook_error(pieces):
    target = Target.named("square")
    share = np.linspace(0.0, 1.0, pieces + 1)
    spline = polish(target, -3.0 + 6.0 * (0.7 * share + 0.3 * share**2))
    # At the optimum the error is flat, so the knots are known to half as many digits only.
    np.testing.assert_allclose(spline.nodes, np.linspace(-3, 3, pieces + 1), atol=1e-4)
    rmse = np.sqrt(spline.square_error / 6.0)
    assert rmse == pytest.approx(36 / (np.sqrt(180) * pieces**2), rel=1e-9)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("target", [WAVE, weighted_data(), function_target(weierstrass, (-1.0, 1.0))])
def test_polishing_never_makes_it_worse_and_keeps_the_order(target, seed):
    start, end = target.interval if target.points_inside is None else target.points_inside.x[[0, -1]]
    inner = np.sort(np.random.default_rng(seed).uniform(start, end, 9))
    nodes = np.concatenate([[start], inner, [end]])
    before, after = project(target, nodes), polish(target, nodes)
    assert after.square_error <= before.square_error
    assert (np.diff(after.nodes) > 0).all()
    assert after.nodes[0] == start
    assert after.nodes[-1] == end
    assert after.square_error == project(target, after.nodes).square_error


def test_locked_nodes_stay_exactly_and_the_others_move():
    nodes = np.array([-2.0, -1.3, -0.2, 0.9, 1.5, 2.0])
    locked = np.array([False, True, False, False, True, False])
    spline = polish(WAVE, nodes, locked)
    assert (spline.nodes[locked] == nodes[locked]).all()
    assert (spline.nodes[[2, 3]] != nodes[[2, 3]]).all()
    assert not locked[[0, -1]].any(), "the caller's array is left alone"


def test_with_all_nodes_locked_nothing_moves():
    nodes = np.array([-2.0, -1.0, 1.0, 2.0])
    spline = polish(WAVE, nodes, np.ones(4, dtype=bool))
    assert (spline.nodes == nodes).all()


def test_a_kink_is_found_from_nearby():
    target = Target.named("abs")
    spline = polish(target, np.array([-2.0, 0.31, 2.0]))
    assert spline.square_error < 1e-15


def test_knots_that_would_fall_together_keep_room():
    spline = polish(Target.named("step"), np.linspace(-1.0, 1.0, 4))
    # Two knots close in on the jump; `fit_slopes` must still tell them apart.
    assert np.diff(spline.nodes).min() > 2e-9
    assert np.isfinite(spline.values).all()

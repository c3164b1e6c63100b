import numpy as np
import pytest

from reluviz.fitting.deviation_moments import rounded_moments, sign_moments
from reluviz.fitting.improve import improve_hinges
from reluviz.fitting.norms import Cancelled
from reluviz.fitting.par import forget_pars, par
from reluviz.fitting.polish import NewtonStep
from reluviz.maths.measure import measure
from reluviz.targets.target import Target
from tests.oracles import composite_integral, function_target, random_sum, weierstrass

WAVE = function_target(lambda x: np.exp(0.4 * x) * np.cos(2 * x), (-2.0, 2.0))


def noisy_data(count=120, seed=0):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-2.0, 2.0, count))
    y = np.sin(2 * x) + 0.2 * rng.standard_t(2.0, count)
    return Target.points(x, y, rng.uniform(0.5, 2.0, count))


DATA = noisy_data()
REACH = 0.05


def integral(target, parameters):
    """∫|h - f|, or the sum of √(r² + REACH²), by other means; parameters are v₀, t₀, v₁, t₁, …"""
    values, nodes = parameters[0::2], parameters[1::2]
    points = target.points_inside
    if points is not None:
        r = np.interp(points.x, nodes, values) - points.y
        return float(points.weights @ np.sqrt(r * r + REACH * REACH))
    x = np.linspace(nodes[0], nodes[-1], 200_001)
    r = np.interp(x, nodes, values) - target(x)
    roots = x[:-1] - r[:-1] * np.diff(x) / np.where(np.diff(r) == 0.0, 1.0, np.diff(r))
    roots = roots[r[:-1] * r[1:] < 0]
    edges = np.union1d(nodes, roots)
    return composite_integral(lambda x: np.abs(np.interp(x, nodes, values) - target(x)), edges, nodes=40)


def moments_of(target, nodes, values):
    if target.points_inside is None:
        return sign_moments(target, nodes, values)
    return rounded_moments(target, nodes, values, REACH)


@pytest.mark.parametrize("target", [WAVE, DATA], ids=["function", "data"])
def test_the_newton_step_has_the_derivatives_that_finite_differences_show(target):
    start, end = (-2.0, 2.0) if target is WAVE else target.points_inside.x[[0, -1]]
    nodes = np.array([start, -1.1, 0.05, 1.3, end])
    values = np.array([-0.1, -0.5, 0.9, -1.2, -1.0])
    found = moments_of(target, nodes, values)
    parameters = np.stack([values, nodes], axis=1).ravel()
    assert found.integral == pytest.approx(integral(target, parameters), rel=1e-7)
    step = NewtonStep(
        nodes, values, found.gram, found.moments, found.at_knots, np.array([True, *[False] * 3, True])
    )
    # Small enough that no data point changes its segment.
    size = 1e-4
    for index in range(parameters.size):
        if index in (1, parameters.size - 1):
            continue
        sides = []
        for sign in (-1, 1):
            moved = parameters.copy()
            moved[index] += sign * size
            sides.append((integral(target, moved), moments_of(target, moved[1::2], moved[0::2])))
        (below, before), (above, after) = sides
        slope = (above - below) / (2 * size)
        # A central difference is off by the square of its step, and by rounding over it.
        assert (step._gradient / step._scale)[index] == pytest.approx(slope, abs=1e-5)
        # Of the Hessian, what belongs to the values alone: the change of the moments themselves.
        rows = (np.concatenate([after.moments[0], [0.0]]) + np.concatenate([[0.0], after.moments[1]])) - (
            np.concatenate([before.moments[0], [0.0]]) + np.concatenate([[0.0], before.moments[1]])
        )
        for row in range(nodes.size):
            first, second = sorted((2 * row, index))
            if second - first > 3:
                continue
            entry = step._bands[3 - (second - first), second] / step._scale[first] / step._scale[second]
            assert entry == pytest.approx(rows[row] / (2 * size), abs=2e-3)


@pytest.mark.parametrize("count", [0, 1, 2, 5, 16, 33])
def test_a_parabola_is_met_as_well_as_theory_says(count):
    # On each of n equal pieces of length d the best line is off by d²/16 on average.
    pieces = count + 1
    found = par(Target.named("square"), count, "l1")
    assert found.error == pytest.approx(36.0 / (16.0 * pieces**2), rel=1e-7)


@pytest.mark.parametrize(("name", "second"), [("exp", np.exp), ("sine", np.sin)])
def test_many_hinges_come_near_the_asymptotic_error(name, second):
    target = Target.named(name)
    start, end = target.interval
    x = np.linspace(start, end, 200_001)
    bend = np.abs(second(x)) ** (1 / 3)
    whole = float(np.sum(0.5 * (bend[1:] + bend[:-1]) * np.diff(x)))
    expected = whole**3 / (32.0 * (end - start) * 33**2)
    # Where the bend changes its sign, pieces are long: there it has not come to its limit.
    assert par(target, 32, "l1").error == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize(
    "target",
    [Target.named("tanh"), Target.named("runge"), function_target(weierstrass, (-1.0, 1.0)), DATA],
    ids=["tanh", "runge", "weierstrass", "data"],
)
@pytest.mark.parametrize("count", [2, 8, 16])
def test_no_descent_from_anywhere_else_comes_lower(target, count):
    found = par(target, count, "l1").error
    start, end = target.interval
    for seed in range(2):
        model = random_sum(np.random.default_rng(seed), count, (start, end))
        # Descent stops a little above its place.
        assert improve_hinges(model, target, norm="l1").reached >= found * (1 - 1e-6)


def test_the_search_can_be_cancelled_at_any_of_its_steps():
    forget_pars()
    calls = []
    par(DATA, 6, "l1", calls.append)
    assert len(calls) > 10
    for last in (1, len(calls) // 2, len(calls) - 1):
        forget_pars()
        left = [last]

        def watch(_, left=left):
            left[0] -= 1
            if left[0] < 0:
                raise Cancelled

        with pytest.raises(Cancelled):
            par(DATA, 6, "l1", watch)
    forget_pars()
    assert measure(par(DATA, 6, "l1").sum, DATA).mean_abs == par(DATA, 6, "l1").error


@pytest.mark.parametrize("size", [1e-300, 1e-160, 1e45])
@pytest.mark.parametrize("weight", [1.0, 1e-300, 1e49])
def test_data_of_any_size_and_weight_is_placed_without_a_warning(size, weight):
    rng = np.random.default_rng(3)
    x = np.sort(rng.uniform(-2.0, 2.0, 40))
    y = size * (np.sin(2 * x) + 0.2 * rng.standard_normal(40))
    found = par(Target.points(x, y, rng.choice([1.0, weight], 40)), 3, "l1")
    assert 0.0 < found.error <= 2.0 * size

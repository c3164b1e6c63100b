from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.fitting.norms import NORMS, error_in
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import HingeSum
from reluviz.maths.measure import measure
from reluviz.targets.target import Target
from tests.oracles import dense_programme, design_matrix, function_target, random_sum, root_of, sum_of

# Quarters coincide often; the rest is anything, but no closer to its neighbours than a thousandth: nearer
# ones only test how the oracle rounds.
places = st.one_of(
    st.integers(-16, 16).map(lambda n: n / 4), st.integers(-4000, 4000).map(lambda n: n / 1000)
)
heights = st.one_of(st.integers(-8, 8).map(float), st.floats(-10, 10, allow_subnormal=False))


@dataclass(frozen=True)
class Task:
    """What to fit to what, and what of it is free."""

    model: HingeSum
    target: Target
    norm: str
    bias: bool
    linear: bool
    locked: tuple[int, ...]

    def fit(self):
        return fit_slopes(
            self.model, self.target, norm=self.norm, bias=self.bias, linear=self.linear, locked=self.locked
        )


@st.composite
def data(draw):
    x = draw(st.lists(places, min_size=2, max_size=30).filter(lambda found: min(found) < max(found)))
    y = draw(st.lists(heights, min_size=len(x), max_size=len(x)))
    weights = st.lists(st.floats(0.1, 10.0), min_size=len(x), max_size=len(x))
    return Target.points(x, y, draw(st.none() | weights))


functions = st.sampled_from(
    [
        Target.named("exp"),
        Target.named("sine", (-4.0, 2.0)),
        Target.named("abs"),
        Target.named("step"),
        function_target(root_of, (0.0, 3.0)),
        Target.expression("1/x", (-2.0, 3.0)),
        Target.expression("log(x + 1)", (-3.0, 2.0)),
    ]
)


@st.composite
def tasks(draw, targets):
    hinges = draw(st.lists(st.tuples(places, st.sampled_from([1, -1]), heights), max_size=8))
    model = sum_of(*hinges, bias=draw(heights), slope=draw(heights))
    locked = draw(st.sets(st.integers(0, len(hinges) - 1))) if hinges else set()
    norm, bias, linear = draw(st.sampled_from(NORMS)), draw(st.booleans()), draw(st.booleans())
    return Task(model, draw(targets), norm, bias, linear, tuple(sorted(locked)))


def dense_error(task):
    """The smallest error on data by dense linear algebra in the basis of the hinges."""
    points, model = task.target.points_inside, task.model
    weights = None if task.norm == "max" else points.weights
    if task.norm != "l2":
        return dense_programme(
            model,
            points.x,
            points.y,
            weights,
            norm=task.norm,
            bias=task.bias,
            linear=task.linear,
            locked=task.locked,
        )
    free = [i for i in range(len(model)) if i not in task.locked]
    fixed = HingeSum(
        [model.hinges[i] for i in task.locked],
        0.0 if task.bias else model.bias,
        0.0 if task.linear else model.slope,
    )
    matrix = design_matrix(
        HingeSum([model.hinges[i] for i in free]), points.x, bias=task.bias, linear=task.linear
    )
    root = np.ones_like(points.x) if weights is None else np.sqrt(weights)
    missing = root * (points.y - fixed(points.x))
    found = np.linalg.lstsq(root[:, None] * matrix, missing, rcond=1e-12)[0]
    return np.linalg.norm(missing - (root[:, None] * matrix) @ found) / np.linalg.norm(root)


def assert_rest_is_untouched(task, fitted):
    kept = list(task.locked)
    np.testing.assert_array_equal(fitted.slopes[kept], task.model.slopes[kept])
    np.testing.assert_array_equal(fitted.knots, task.model.knots)
    np.testing.assert_array_equal(fitted.facings, task.model.facings)
    assert task.bias or fitted.bias == task.model.bias
    assert task.linear or fitted.slope == task.model.slope
    assert np.isfinite([*fitted.slopes, fitted.bias, fitted.slope]).all()


@given(tasks(data()))
def test_data_is_fitted_as_well_as_by_dense_algebra_and_what_is_locked_stays(task):
    fit = task.fit()
    assert_rest_is_untouched(task, fit.sum)
    # Programs are solved to about 1e-9 of the error; rounding is against data of size 10, locked hinges of
    # slope 10 up to 8 away, and coefficients of a thousand times that where knots are a thousandth apart.
    assert error_in(task.norm, fit.error) <= dense_error(task) * (1 + 1e-7) + 1e-8


@given(tasks(functions), st.integers(0, 2**32 - 1))
def test_no_change_of_what_is_free_makes_the_fit_of_a_function_better(task, seed):
    fit = task.fit()
    assert_rest_is_untouched(task, fit.sum)
    rng = np.random.default_rng(seed)
    free = np.ones(len(task.model))
    free[list(task.locked)] = 0.0
    error = error_in(task.norm, fit.error)
    for size in (1.0, 1e-2, 1e-4):
        for _ in range(3):
            other = fit.sum.with_slopes(
                fit.sum.slopes + size * free * rng.standard_normal(free.size),
                fit.sum.bias + task.bias * size * rng.standard_normal(),
                fit.sum.slope + task.linear * size * rng.standard_normal(),
            )
            # A linear program of a minimax fit is solved to 1e-7; rounding as above.
            assert error_in(task.norm, measure(other, task.target)) >= error * (1 - 1e-7) - 1e-10


@given(tasks(data()))
def test_a_fit_of_a_fit_changes_nothing_of_its_error(task):
    once = task.fit()
    again = Task(once.sum, task.target, task.norm, task.bias, task.linear, task.locked).fit()
    first, second = (error_in(task.norm, fit.error) for fit in (once, again))
    assert second == pytest.approx(first, rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("place", [0.0, 1.0, -1e3])
def test_the_shortest_interval_is_fitted_to_numbers(norm, place):
    length = 2e-9 * max(abs(place), 1e-9)
    target = Target.named("exp" if place <= 1 else "square", (place, place + length))
    model = sum_of((place + 0.3 * length, 1), (place + 0.6 * length, -1))
    fit = fit_slopes(model, target, norm=norm)
    assert np.isfinite([*fit.sum.slopes, fit.sum.bias, fit.sum.slope]).all()
    # Over so short a way a straight line is exact, but for the rounding of x against slopes of size 1.
    size = 1.0 + float(np.abs(target(np.array([place])))[0])
    assert error_in(norm, fit.error) <= 1e-8 * size


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("height", [0.0, 1.0, -9e49, 1e-44])
def test_a_constant_is_met_exactly(norm, height):
    constant = function_target(lambda x: np.full_like(x, height), (-1.0, 2.0))
    points = Target.points(np.linspace(-1.0, 2.0, 900), np.full(900, height))
    for target in (constant, points):
        fit = fit_slopes(random_sum(np.random.default_rng(1), 5, (-1.0, 2.0)), target, norm=norm)
        assert error_in(norm, fit.error) <= 1e-13 * abs(height)
        assert fit.sum.bias == pytest.approx(height, rel=1e-12)
        # Slopes of what rounding leaves would be read as findings.
        assert np.abs(fit.sum.slopes).max() <= 1e-11 * abs(height)


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("scale", [1e40, 1e-40])
def test_the_unit_of_y_makes_no_difference(norm, scale):
    rng = np.random.default_rng(3)
    x, y = np.sort(rng.uniform(-3, 3, 40)), rng.standard_normal(40)
    model = random_sum(rng, 6)
    plain = error_in(norm, fit_slopes(model, Target.points(x, y), norm=norm).error)
    scaled = error_in(norm, fit_slopes(model, Target.points(x, scale * y), norm=norm).error)
    assert scaled == pytest.approx(scale * plain, rel=1e-7)
    wave = function_target(lambda at: scale * np.sin(at), (-3.0, 3.0))
    plain = error_in(norm, fit_slopes(model, Target.named("sine", (-3.0, 3.0)), norm=norm).error)
    assert error_in(norm, fit_slopes(model, wave, norm=norm).error) == pytest.approx(scale * plain, rel=1e-7)


@pytest.mark.parametrize("norm", NORMS)
def test_more_hinges_than_points_meet_them_all_without_wild_values(norm):
    rng = np.random.default_rng(4)
    x, y = np.linspace(-3, 3, 6), rng.uniform(-1, 1, 6)
    fit = fit_slopes(random_sum(rng, 50), Target.points(x, y), norm=norm)
    # Rounding against values of size 1.
    assert error_in(norm, fit.error) <= 1e-8
    assert np.abs(fit.sum(np.linspace(-3, 3, 500))).max() < 10.0


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("target", [Target.named("sine"), Target.points([-3, -1, 0, 2], [1, 0, 3, -1])])
def test_knots_outside_the_interval_leave_a_straight_line(norm, target):
    outside = sum_of((-9, 1), (50, -1), (8, 1), (-7, -1))
    line = fit_slopes(sum_of(), target, norm=norm)
    fit = fit_slopes(outside, target, norm=norm)
    assert error_in(norm, fit.error) == pytest.approx(error_in(norm, line.error), rel=1e-7)
    assert set(fit.unseen) == {2, 3}


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("bias", [True, False])
def test_data_at_one_place_with_huge_values_is_fitted_to_numbers(norm, bias):
    target = Target.points([2.0, 2.0, 2.0], [1e50, -1e50, 3e49])
    fit = fit_slopes(sum_of((0, 1), (1, -1)), target, norm=norm, bias=bias, linear=False)
    middle = {"l2": 1e49, "max": 0.0, "l1": 3e49}[norm]
    assert np.isfinite(fit.sum.slopes).all()
    assert float(fit.sum(2.0)) == pytest.approx(middle, rel=1e-12, abs=1e36)

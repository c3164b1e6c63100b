import itertools
import math

import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.fitting.slopes import best_hinge_at, fit_slopes
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.measure import measure
from reluviz.targets.target import Target
from tests.oracles import (
    composite_edges,
    dense_fit,
    dense_programme,
    design_matrix,
    function_target,
    random_sum,
    root_of,
    sum_of,
    weierstrass,
)

FREEDOMS = list(itertools.product([True, False], repeat=2))


def noisy_data(seed=0, count=60, interval=(-3.0, 3.0), weighted=False):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(*interval, count))
    weights = rng.uniform(0.1, 3.0, count) if weighted else None
    return Target.points(x, np.sin(x) + 0.3 * rng.standard_normal(count), weights)


MODELS = {
    "no hinge": sum_of(bias=0.5, slope=-0.25),
    "one": sum_of((0.2, 1), bias=0.5, slope=-0.25),
    "all right-facing": sum_of((-2, 1), (-0.5, 1), (1, 1), (2.5, 1), bias=0.5, slope=-0.25),
    "all left-facing": sum_of((-2, -1), (-0.5, -1), (1, -1), (2.5, -1), bias=0.5, slope=-0.25),
    "both facings": sum_of((-2, 1), (-0.5, -1), (1, 1), (2.5, -1), bias=0.5, slope=-0.25),
    "two on one knot, one facing": sum_of((0, 1), (0, 1), (1, 1)),
    "pair": sum_of((0, 1), (0, -1)),
    "pair and more": sum_of((0, 1), (0, -1), (1, 1), (-1, -1), bias=1.0),
    "two pairs": sum_of((0, 1), (0, -1), (1, 1), (1, -1)),
    "three pairs": sum_of((0, 1), (0, -1), (1, 1), (1, -1), (-2, 1), (-2, -1)),
    "many on one knot": sum_of((0, 1), (0, 1), (0, 1), (0, -1), (0, -1), (1.5, 1)),
    "always active, right": sum_of((-5, 1), (0, 1), bias=0.3),
    "always active, both": sum_of((-5, 1), (7, -1), (0.5, 1)),
    "three always active": sum_of((-5, 1), (7, -1), (-9, 1), (0.5, -1)),
    "never active": sum_of((5, 1), (-8, -1), (0.5, 1), slope=2.0),
    "only never active": sum_of((5, 1), (-8, -1)),
    "always active and pair": sum_of((-5, 1), (1, 1), (1, -1), (2, -1)),
}


def root_mean_square(model, data):
    points = data.points_inside
    weights = np.ones_like(points.x) if points.weights is None else points.weights
    return math.sqrt(np.average((model(points.x) - points.y) ** 2, weights=weights))


def assert_as_good_as_dense(model, data, bias, linear):
    points = data.points_inside
    fitted = fit_slopes(model, data, bias=bias, linear=linear).sum
    dense = dense_fit(model, points.x, points.y, points.weights, bias=bias, linear=linear)
    # Both solve a least-squares problem to rounding; 1e-9 of the data leaves room for the conditions here.
    scale = 1.0 + np.abs(points.y).max() + abs(model.bias) + abs(model.slope)
    assert root_mean_square(fitted, data) <= root_mean_square(dense, data) + 1e-9 * scale
    return fitted, dense


@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("name", MODELS)
def test_the_fit_to_data_is_the_dense_one_of_smallest_norm(name, weighted, bias, linear):
    data = noisy_data(weighted=weighted)
    fitted, dense = assert_as_good_as_dense(MODELS[name], data, bias, linear)
    # The condition of these small ReLU bases is below 1e4, so dense coefficients are good to 1e-11.
    np.testing.assert_allclose(fitted.slopes, dense.slopes, rtol=0, atol=1e-9)
    assert fitted.bias == pytest.approx(dense.bias, abs=1e-9)
    assert fitted.slope == pytest.approx(dense.slope, abs=1e-9)


@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
@pytest.mark.parametrize("seed", range(12))
def test_random_sums_are_fitted_as_well_as_by_dense_least_squares(seed, bias, linear):
    rng = np.random.default_rng(seed)
    model = random_sum(rng, int(rng.integers(1, 15)), (-4.0, 4.0), bias=0.5, slope=0.1)
    assert_as_good_as_dense(model, noisy_data(seed, 200, weighted=bool(seed % 2)), bias, linear)


@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
@pytest.mark.parametrize("seed", range(12))
def test_too_few_points_for_the_knots_are_fitted_as_well_as_they_can_be(seed, bias, linear):
    rng = np.random.default_rng(seed)
    model = random_sum(rng, 12, (-3.0, 3.0), bias=0.5, slope=0.1)
    count = 2 + seed
    assert_as_good_as_dense(model, noisy_data(seed, count), bias, linear)


@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
def test_gaps_between_clusters_of_data_do_not_spoil_the_fit(bias, linear):
    rng = np.random.default_rng(3)
    x = np.concatenate([rng.uniform(-3, -2.5, 30), rng.uniform(1, 1.2, 30), [2.9, 3.0]])
    data = Target.points(x, np.cos(x) + 0.1 * rng.standard_normal(x.size))
    for model in (random_sum(rng, 20), sum_of(*((t, 1) for t in np.linspace(-2.9, 2.9, 15)))):
        fitted, _ = assert_as_good_as_dense(model, data, bias, linear)
        if bias and linear:
            # Across a gap the straightest continuation is taken: no wild values between the clusters.
            assert np.abs(fitted(np.linspace(-3, 3, 200))).max() < 10.0


@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
def test_repeated_points_count_as_often_as_they_occur(bias, linear):
    x = np.array([-2.0, -1.0, 0.5, 1.0, 2.0])
    y = np.array([1.0, -1.0, 2.0, 0.0, 3.0])
    times = np.array([1, 3, 2, 1, 4])
    model = sum_of((-1.5, 1), (0.0, -1), (1.5, 1))
    data = Target.points(np.repeat(x, times), np.repeat(y, times))
    repeated = fit_slopes(model, data, bias=bias, linear=linear)
    weighted = fit_slopes(model, Target.points(x, y, times), bias=bias, linear=linear)
    grid = x[:, None] * np.ones(3)
    np.testing.assert_allclose(repeated.sum(grid), weighted.sum(grid), rtol=0, atol=1e-9)
    assert_as_good_as_dense(model, data, bias, linear)


@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
@pytest.mark.parametrize("place", [0.0, 1.0, -2.0, 1e6, 1e-9])
@pytest.mark.parametrize("name", MODELS)
def test_data_at_one_place_is_met_by_the_smallest_coefficients(name, place, bias, linear):
    model = MODELS[name]
    data = Target.points([place] * 3, [1.0, 2.0, 6.0], [1.0, 1.0, 2.0])
    fit = fit_slopes(model, data, bias=bias, linear=linear)
    dense = dense_fit(model, *(data.source.x, data.source.y, data.source.weights), bias=bias, linear=linear)
    size = 1.0 + np.abs(dense.slopes).max(initial=0.0) + abs(dense.bias) + abs(dense.slope)
    np.testing.assert_allclose(fit.sum.slopes, dense.slopes, rtol=0, atol=1e-9 * size)
    tolerance = 1e-9 * (1 + abs(model.slope * place)) + 1e-14 * size
    assert fit.sum(place) == pytest.approx(dense(place), abs=tolerance)
    unseen = [i for i, hinge in enumerate(model.hinges) if Hinge(hinge.knot, hinge.facing)(place) == 0.0]
    assert fit.unseen == tuple(unseen)


@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
def test_points_one_rounding_apart_count_as_one_place(bias, linear):
    data = Target.points([1.0, np.nextafter(1.0, 2.0)], [0.0, 2.0])
    fitted = fit_slopes(sum_of((0.0, 1), (0.5, 1)), data, bias=bias, linear=linear).sum
    assert fitted(1.0) == pytest.approx(1.0, rel=1e-12)


def test_two_points_are_met_exactly():
    for model in (sum_of(), sum_of((0.3, 1)), sum_of((0.3, 1), (0.7, -1))):
        fitted = fit_slopes(model, Target.points([0.0, 1.0], [2.0, -1.0])).sum
        np.testing.assert_allclose(fitted(np.array([0.0, 1.0])), [2.0, -1.0], atol=1e-10)


@pytest.mark.parametrize("scale", [1e-40, 1e-12, 1e-3, 1e3, 1e12, 1e30])
@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
@pytest.mark.parametrize("name", MODELS)
def test_the_unit_of_x_makes_no_difference_to_the_fit(name, scale, bias, linear):
    model, data = MODELS[name], noisy_data(5)
    model = model.with_slopes(model.slopes, model.bias, 0.0)
    scaled = HingeSum.from_arrays(model.knots * scale, model.facings, model.slopes, model.bias)
    stretched = Target.points(data.source.x * scale, data.source.y)
    plain = root_mean_square(fit_slopes(model, data, bias=bias, linear=linear).sum, data)
    fitted = fit_slopes(scaled, stretched, bias=bias, linear=linear).sum
    # Rounding of the places alone; what a coefficient costs depends on the unit, how well it fits does not.
    assert root_mean_square(fitted, stretched) == pytest.approx(plain, rel=1e-7)


@pytest.mark.parametrize("offset", [1e3, 1e6])
@pytest.mark.parametrize("name", MODELS)
def test_data_far_from_0_is_fitted_as_well(name, offset):
    model, data = MODELS[name], noisy_data(6)
    moved = HingeSum.from_arrays(model.knots + offset, model.facings, model.slopes)
    far = Target.points(data.source.x + offset, data.source.y)
    plain = root_mean_square(fit_slopes(model, data).sum, data)
    # The bias alone is as large as offset times slope, and rounded to 1e-16 of that.
    assert root_mean_square(fit_slopes(moved, far).sum, far) == pytest.approx(plain, abs=1e-14 * offset)


FUNCTIONS = {
    "x²": Target.named("square"),
    "sin": Target.named("sine"),
    "|x|": Target.named("abs"),
    "step": Target.named("step"),
    "√x": function_target(root_of, (0.0, 3.0)),
    "weierstrass": function_target(weierstrass, (-1.0, 1.0)),
}


def continuous_fit(model, target, *, bias, linear):
    """Dense minimum-norm least squares over a fine Gauss rule split at the knots."""
    nodes, gauss = np.polynomial.legendre.leggauss(10)
    breaks = (*model.knots, *target.breaks)
    panels = composite_edges(lambda x: 1 + 0 * x, *target.interval, breaks, panels=200)
    if target.name == "test":
        panels = np.union1d(panels, 2.0 ** -np.arange(0, 40))
        panels = panels[(panels >= target.interval[0]) & (panels <= target.interval[1])]
    width = np.diff(panels)
    x = (panels[:-1, None] + width[:, None] * (0.5 + 0.5 * nodes)).ravel()
    weights = (0.5 * width[:, None] * gauss).ravel()
    return dense_fit(model, x, target(x), weights, bias=bias, linear=linear)


@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("seed", range(3))
def test_the_fit_to_a_function_is_its_continuous_projection(name, seed, bias, linear):
    target = FUNCTIONS[name]
    model = random_sum(np.random.default_rng(seed), 5, target.interval, bias=0.3, slope=-0.2)
    fitted = fit_slopes(model, target, bias=bias, linear=linear).sum
    reference = continuous_fit(model, target, bias=bias, linear=linear)
    x = np.linspace(*target.interval, 101)
    # The reference's rule resolves these integrands to about 1e-10.
    np.testing.assert_allclose(fitted(x), reference(x), rtol=0, atol=1e-7)
    np.testing.assert_allclose(fitted.slopes, reference.slopes, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
def test_every_kind_of_sum_is_projected_with_the_smallest_norm(name, bias, linear):
    target = Target.named("exp", (-2.9, 2.95))
    fitted = fit_slopes(MODELS[name], target, bias=bias, linear=linear).sum
    reference = continuous_fit(MODELS[name], target, bias=bias, linear=linear)
    np.testing.assert_allclose(fitted.slopes, reference.slopes, rtol=0, atol=1e-7)
    assert fitted.bias == pytest.approx(reference.bias, abs=1e-7)
    assert fitted.slope == pytest.approx(reference.slope, abs=1e-7)


@pytest.mark.parametrize("pieces", [1, 2, 3, 5, 9, 33, 101, 1001])
@pytest.mark.parametrize("interval", [(-3.0, 3.0), (0.0, 1.0), (100.0, 101.0), (-1e-3, 1e6)])
def test_the_parabola_with_uniform_knots_has_its_textbook_error(pieces, interval):
    start, end = interval
    knots = np.linspace(start, end, pieces + 1)[1:-1]
    model = HingeSum.from_arrays(knots, np.resize([1, -1, -1], knots.size), np.ones(knots.size))
    target = Target.named("square", interval)
    exact = (end - start) ** 2 / (math.sqrt(180) * pieces**2)
    # h is as large as x² and rounded to 1e-16 of that and of the bias and linear term it is added up from.
    rounding = 1e-15 * max(abs(start), abs(end)) ** 2
    fit = fit_slopes(model, target)
    assert fit.error.rmse == pytest.approx(exact, rel=1e-8, abs=100 * rounding)
    # The best line on each piece misses the parabola at both its ends by h²/6; that is the largest error.
    assert fit.error.max == pytest.approx((end - start) ** 2 / (6 * pieces**2), rel=1e-6, abs=1e4 * rounding)


def test_what_a_sum_can_make_is_made_exactly():
    target = Target.named("abs")
    fit = fit_slopes(sum_of((0, 1), (0, -1), (1, 1), (-1, -1)), target, bias=False, linear=False)
    np.testing.assert_allclose(fit.sum.slopes, [1, 1, 0, 0], atol=1e-12)
    assert fit.error.max < 1e-12


def test_the_fit_is_a_projection():
    model = random_sum(np.random.default_rng(8), 9)
    target = Target.named("sine")
    once = fit_slopes(model, target).sum
    np.testing.assert_allclose(fit_slopes(once, target).sum.slopes, once.slopes, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_no_other_slopes_do_better(seed):
    rng = np.random.default_rng(seed)
    target = Target.named("sine")
    fit = fit_slopes(random_sum(rng, 4), target, bias=False, linear=False)
    for _ in range(20):
        step = 1e-3 * rng.standard_normal(4)
        other = fit.sum.with_slopes(fit.sum.slopes + step, 0.0, 0.0)
        assert measure(other, target).rmse >= fit.error.rmse * (1 - 1e-12)


def test_bias_and_linear_term_keep_their_values_unless_free():
    model = sum_of((0, 1), (1, -1), bias=0.75, slope=-1.25)
    for bias, linear in FREEDOMS:
        fitted = fit_slopes(model, noisy_data(), bias=bias, linear=linear).sum
        assert (fitted.bias == 0.75) != bias
        assert (fitted.slope == -1.25) != linear


def test_knots_order_and_facings_stay_as_they_are():
    model = sum_of((1, -1), (-2, 1), (1, 1), (9, -1), (0, 1))
    fitted = fit_slopes(model, noisy_data()).sum
    assert fitted.knots is model.knots
    assert fitted.facings is model.facings


def test_hinges_that_see_nothing_get_slope_0_and_are_named():
    model = sum_of((9, 1, 5.0), (0, 1, 5.0), (-9, -1, 5.0), (9, -1, 5.0))
    for target in (noisy_data(), Target.named("square")):
        fit = fit_slopes(model, target)
        assert fit.unseen == (0, 2)
        assert fit.sum.slopes[[0, 2]].tolist() == [0.0, 0.0]


def test_a_hinge_on_an_end_of_the_interval_lies_outside_it():
    fit = fit_slopes(sum_of((3, 1), (-3, -1), (3, -1), (-3, 1)), Target.named("square"))
    assert fit.unseen == (0, 1)


def test_hinges_on_nearly_the_same_knot_share_its_bend():
    near = 1.0 + 1e-12
    fitted = fit_slopes(sum_of((1.0, 1), (near, 1), (near, -1)), Target.named("square")).sum
    assert fitted.slopes[0] == pytest.approx(fitted.slopes[1], rel=1e-12)
    apart = fit_slopes(sum_of((1.0, 1)), Target.named("square")).error.rmse
    assert measure(fitted, Target.named("square")).rmse == pytest.approx(apart, rel=1e-9)


def test_one_point_between_two_knots_is_no_gap_if_its_neighbours_determine_the_rest():
    x = np.array([0.0, 0.4, 1.0, 1.5, 2.1, 2.6, 3.0])
    data = Target.points(x, x**2)
    model = sum_of((0.8, 1), (1.2, 1), (1.8, 1), (2.3, 1))
    assert_as_good_as_dense(model, data, True, True)
    design = design_matrix(model, x, bias=True, linear=True)
    assert np.linalg.matrix_rank(design) == 6


@pytest.mark.parametrize("count", [1000, 100_000])
def test_very_many_hinges_are_fitted_without_a_warning(count):
    rng = np.random.default_rng(0)
    model = random_sum(rng, count)
    for target in (Target.named("sine"), noisy_data(0, 5000)):
        for bias, linear in ((True, True), (False, False)):
            fit = fit_slopes(model, target, bias=bias, linear=linear)
            assert np.isfinite(fit.sum.slopes).all()
            assert fit.error.rmse < 0.35


@pytest.mark.parametrize(
    "hinges",
    [
        [(1e50, 1), (-1e50, -1), (0, 1)],
        [(1e50, -1), (-1e50, 1), (0, 1)],
        [(1e-50, 1), (-1e-50, -1), (0, 1)],
        [(5e-324, 1), (0.0, 1), (-5e-324, -1)],
        [(1e50, -1)],
        [(1e40, -1), (1e50, -1), (-1e45, 1)],
    ],
)
@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
def test_extreme_knots_are_fitted_to_numbers(hinges, bias, linear):
    for target in (Target.named("square"), noisy_data()):
        fit = fit_slopes(sum_of(*hinges), target, bias=bias, linear=linear)
        assert np.isfinite(fit.sum(np.linspace(-3, 3, 7))).all()
        assert math.isfinite(fit.error.rmse)
        if bias and linear:
            line = fit_slopes(sum_of(), target).error.rmse
            assert fit.error.rmse <= line * (1 + 1e-6)


def test_slopes_too_steep_to_be_numbers_are_refused_in_one_sentence():
    with pytest.raises(InputError, match="must be a number between"):
        fit_slopes(sum_of((5e-46, 1)), Target.points([0.0, 5e-46, 1e-45], [0.0, 1e50, -1e50]))


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("knot", [-3.0, -2.0, 0.3, 2.5])
def test_the_best_hinge_has_the_best_slope_of_the_better_facing(knot, facing):
    model = HingeSum.parse("g(x) + g(-x)")
    for target in (Target.named("square"), noisy_data(4), noisy_data(4, weighted=True)):
        best = best_hinge_at(model, target, knot)
        found = measure(HingeSum((*model.hinges, best)), target).rmse
        for slope in best.slope + np.linspace(-2, 2, 41):
            other = measure(HingeSum((*model.hinges, Hinge(knot, facing, slope))), target).rmse
            assert found <= other * (1 + 1e-12)
        assert (best.knot, abs(best.facing)) == (knot, 1)


@pytest.mark.parametrize("knot", [-0.9, 0.123, 0.7])
def test_the_best_hinge_is_found_on_a_wavy_target_and_at_its_jump(knot):
    for target in (function_target(weierstrass, (-1.0, 1.0)), Target.named("step")):
        best = best_hinge_at(HingeSum(), target, knot)
        rmse = measure(HingeSum([best]), target).rmse
        for facing, factor in itertools.product((1, -1), (0.99, 1.01)):
            assert rmse <= measure(HingeSum([Hinge(knot, facing, best.slope * factor)]), target).rmse


def test_on_equal_terms_the_best_hinge_faces_right():
    assert best_hinge_at(HingeSum(), Target.named("square"), 0.0).facing == 1


@pytest.mark.parametrize("knot", [3.0, 3.0 - 1e-12, 1e40, -3.0, -1e40])
def test_the_best_hinge_at_an_end_or_outside_looks_inwards(knot):
    best = best_hinge_at(HingeSum(), Target.named("square"), knot)
    assert best.facing == (-1 if knot > 0 else 1)
    assert abs(best.slope) < 10


def test_nothing_is_missing_from_an_exact_sum():
    best = best_hinge_at(HingeSum.parse("abs(x)"), Target.named("abs"), 0.5)
    assert best.slope == 0.0


@pytest.mark.parametrize("knot", [math.nan, math.inf, 1e60])
def test_a_best_hinge_needs_a_knot_that_is_a_number(knot):
    with pytest.raises(InputError, match="knot"):
        best_hinge_at(HingeSum(), Target.named("square"), knot)


@pytest.mark.parametrize("knot", [-1e50, 0.0, 1e50])
def test_a_best_hinge_against_the_largest_numbers_is_a_number(knot):
    model = HingeSum.parse("1e49x - 1e49")
    for interval in ((-1e50, 1e50), (-3.0, 3.0)):
        assert math.isfinite(best_hinge_at(model, Target.named("square", interval), knot).slope)


def test_a_single_point_asks_for_a_hinge_that_sees_it():
    best = best_hinge_at(HingeSum(), Target.points([1.0], [2.0]), 0.5)
    assert best == Hinge(0.5, 1, 4.0)
    assert best_hinge_at(HingeSum(), Target.points([1.0], [2.0]), 1.5) == Hinge(1.5, -1, 4.0)


def test_rounding_is_no_part_of_the_answer():
    sine = Target.named("sine")
    fit = fit_slopes(HingeSum.from_arrays([-2.0, -1.0, 0.0, 1.0, 2.0], [1] * 5, [1.0] * 5), sine)
    assert fit.sum.slopes[2] == 0.0
    parabola = Target.named("square")
    kept = fit_slopes(HingeSum.parse("g(x) + g(-x) + g(x-1) + g(-x-1)"), parabola, bias=True, linear=False)
    assert kept.sum.bias == 0.0 or abs(kept.sum.bias) > 1e-12


@pytest.mark.parametrize("norm", ["l2", "max", "l1"])
def test_an_exact_fit_is_exact_in_every_norm(norm):
    fit = fit_slopes(sum_of((0, 1), (0.7, -1)), Target.named("abs"), norm=norm)
    assert fit.error.max < 1e-12
    assert fit.norm == norm


@pytest.mark.parametrize("norm", ["l2", "max", "l1"])
@pytest.mark.parametrize(("bias", "linear"), FREEDOMS)
def test_locked_hinges_keep_their_slope_and_the_rest_is_as_good_as_it_can_be(norm, bias, linear):
    model = sum_of((-2, 1, 0.5), (0, -1, 2.0), (1, 1, -1.0), (9, 1, 3.0), bias=0.5, slope=0.25)
    data = noisy_data(weighted=True)
    points = data.points_inside
    fit = fit_slopes(model, data, norm=norm, bias=bias, linear=linear, locked=[1, 3])
    assert fit.sum.slopes[[1, 3]].tolist() == [2.0, 3.0]
    assert fit.unseen == ()
    if norm == "l2":
        part = HingeSum([model.hinges[i] for i in (0, 2)], model.bias, model.slope)
        left = points.y - model.hinges[1](points.x)
        dense = dense_fit(part, points.x, left, points.weights, bias=bias, linear=linear)
        # As good as dense least squares but for rounding; see the tests above.
        np.testing.assert_allclose(fit.sum.slopes[[0, 2]], dense.slopes, rtol=0, atol=1e-9)
        return
    error = fit.error.max if norm == "max" else fit.error.mean_abs
    options = {"norm": norm, "bias": bias, "linear": linear, "locked": (1, 3)}
    # Both programs are solved to about 1e-9.
    expected = dense_programme(model, points.x, points.y, points.weights, **options)
    assert error == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize(("norm", "height"), [("l2", 3.0), ("max", 5.0), ("l1", 1.5)])
def test_data_at_one_place_has_the_mean_the_middle_or_the_median(norm, height):
    data = Target.points([1.0] * 4, [0.0, 1.0, 2.0, 10.0], [1.0, 1.0, 1.0, 1.0])
    data = data if norm != "l2" else Target.points([1.0] * 3, [0.0, 1.0, 8.0])
    fit = fit_slopes(sum_of((0, 1, 7.0), (0.5, 1, 2.0)), data, norm=norm, locked=[0])
    assert fit.sum(1.0) == pytest.approx(height, rel=1e-12)
    assert fit.sum.slopes[0] == 7.0


@pytest.mark.parametrize("index", [-1, 1])
def test_a_hinge_that_is_not_there_cannot_be_locked(index):
    with pytest.raises(InputError, match="no hinge"):
        fit_slopes(sum_of((0, 1)), Target.named("sine"), locked=[index])

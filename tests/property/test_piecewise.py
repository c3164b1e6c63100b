import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.piecewise import PiecewiseLinear
from tests.oracles import direct_piecewise, direct_sum

# Eighths are exact in binary and coincide often; the rest is anything of moderate size.
numbers = st.one_of(st.integers(-80, 80).map(lambda n: n / 8), st.floats(-100, 100, allow_subnormal=False))


@st.composite
def piecewise(draw):
    breakpoints = sorted(draw(st.sets(numbers, min_size=1, max_size=8)))
    # Breakpoints nearer to each other than this only test how a quotient of roundings rounds.
    kept = [breakpoints[0]]
    kept += [b for a, b in itertools.pairwise(breakpoints) if b - a > 1e-6]
    values = draw(st.lists(numbers, min_size=len(kept), max_size=len(kept)))
    return PiecewiseLinear(np.array(kept), np.array(values), draw(numbers), draw(numbers))


@st.composite
def hinge_sums(draw, largest=12):
    hinges = draw(st.lists(st.tuples(numbers, st.sampled_from([1, -1]), numbers), max_size=largest))
    return HingeSum([Hinge(*hinge) for hinge in hinges], draw(numbers), draw(numbers))


places = st.lists(numbers, min_size=1, max_size=10).map(np.array)


def steepness(function):
    return max(np.abs(function.slopes).max(), np.abs(function.values).max(), 1.0)


@given(piecewise(), places)
def test_evaluation_agrees_with_the_piece_that_x_lies_on(function, x):
    # Rounding of a product of a slope with a distance of at most 200.
    tolerance = 1e-13 * steepness(function) * 200
    expected = [direct_piecewise(function, place) for place in x]
    np.testing.assert_allclose(function(x), expected, rtol=0, atol=tolerance)
    assert [function(float(place)) for place in x] == function(x).tolist()


@given(piecewise(), piecewise(), places)
def test_a_sum_is_the_sum_of_the_values(f, g, x):
    tolerance = 1e-13 * (steepness(f) + steepness(g)) * 200
    np.testing.assert_allclose((f + g)(x), f(x) + g(x), rtol=0, atol=tolerance)


@given(piecewise(), numbers, places)
def test_scaling_scales_the_values(f, factor, x):
    np.testing.assert_allclose(
        f.scale(factor)(x), factor * f(x), rtol=0, atol=1e-11 * steepness(f) * (1 + abs(factor))
    )


@given(piecewise(), piecewise(), places)
def test_composition_is_one_function_after_the_other(f, g, x):
    # Off by the steepness of f times the rounding of g, whose places of crossing are rounded as well.
    tolerance = 1e-12 * steepness(f) * steepness(g) * 200
    composed = f.compose(g)
    np.testing.assert_allclose(composed(x), f(g(x)), rtol=0, atol=tolerance)
    far = np.array([-1e4, 1e4])
    np.testing.assert_allclose(composed(far), f(g(far)), rtol=0, atol=100 * tolerance)


@given(piecewise(), numbers, numbers, places)
def test_a_restriction_is_the_same_function_inside(f, a, b, x):
    start, end = min(a, b), max(a, b) + 1.0
    part = f.restrict(start, end)
    inside = np.clip(x, start, end)
    np.testing.assert_allclose(part(inside), f(inside), rtol=0, atol=1e-11 * steepness(f))
    assert part.breakpoints[0] == start
    assert part.breakpoints[-1] == end
    kinks = f.breakpoints[(f.breakpoints > start) & (f.breakpoints < end)]
    assert part.breakpoints[1:-1].tolist() == kinks.tolist()


@given(piecewise(), numbers, numbers, places)
def test_extrema_bound_the_function_and_are_taken(f, a, b, x):
    start, end = min(a, b), max(a, b) + 1.0
    found = f.extrema(start, end)
    values = f(np.clip(x, start, end))
    slack = 1e-11 * steepness(f)
    assert found.minimum - slack <= values.min()
    assert values.max() <= found.maximum + slack
    assert f(found.minimum_at) == found.minimum
    assert f(found.maximum_at) == found.maximum


@given(hinge_sums(), numbers, numbers)
def test_an_integral_is_the_sum_of_the_triangles_of_the_hinges(h, a, b):
    def antiderivative(x):
        rises = np.maximum(0.0, h.facings * (x - h.knots)) ** 2 / 2
        return h.bias * x + h.slope * x * x / 2 + float(np.sum(h.slopes * h.facings * rises))

    # Triangles of a base of at most 200 and slopes of at most 100.
    tolerance = 1e-9 * (1 + np.abs(h.slopes).sum() + abs(h.bias) + abs(h.slope))
    assert abs(h.piecewise().integrate(a, b) - (antiderivative(b) - antiderivative(a))) <= tolerance


@given(hinge_sums(), places)
def test_a_sum_of_hinges_is_evaluated_as_written(h, x):
    scale = 1 + np.abs(h.slopes).sum() + abs(h.bias) + abs(h.slope)
    np.testing.assert_allclose(h(x), direct_sum(h, x), rtol=0, atol=1e-12 * scale * 200)
    np.testing.assert_allclose(h(h.knots), direct_sum(h, h.knots), rtol=0, atol=1e-12 * scale * 200)


@given(hinge_sums())
def test_a_sum_of_hinges_has_one_breakpoint_for_each_distinct_knot(h):
    distinct = np.unique(h.knots)
    assert h.piecewise().breakpoints.tolist() == (distinct.tolist() or [0.0])


@given(hinge_sums(), hinge_sums(), places)
def test_sums_of_sums_agree_with_sums_of_their_exact_forms(h, k, x):
    both = HingeSum((*h.hinges, *k.hinges), h.bias + k.bias, h.slope + k.slope)
    scale = 1 + np.abs(both.slopes).sum() + abs(both.bias) + abs(both.slope)
    np.testing.assert_allclose(both(x), (h.piecewise() + k.piecewise())(x), rtol=0, atol=1e-11 * scale * 200)


@given(hinge_sums(), st.integers(0, 12))
def test_build_steps_add_up(h, count):
    step = h.partial(count)
    assert step.hinges == h.hinges[:count]
    assert (step.bias, step.slope) == (h.bias, h.slope)


@given(piecewise(), st.integers(0, 5000), st.integers(0, 2**32 - 1))
def test_at_many_sorted_places_it_has_the_same_values(function, count, seed):
    rng = np.random.default_rng(seed)
    reach = np.abs(function.breakpoints).max() + 1.0
    x = np.sort(np.concatenate([rng.uniform(-reach, reach, count), function.breakpoints]))
    # Rounding of a product of a slope with a distance of at most twice the reach.
    close = 1e-14 * steepness(function) * (2 * reach + 1.0)
    np.testing.assert_allclose(function.at_sorted(x), function(x), rtol=0, atol=close)

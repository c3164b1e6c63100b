import numpy as np
import pytest

from reluviz.fitting.crowds import condensed, is_crowded, searchable
from reluviz.fitting.norms import NORMS
from reluviz.targets.target import Target


def crowd(count=30_000, seed=0):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-2.0, 2.0, count))
    return Target.points(x, np.exp(x) + rng.standard_normal(count), rng.uniform(0.5, 2.0, count))


def square_error(points, intercept, slope):
    return float(points.weights @ (points.y - intercept - slope * points.x) ** 2)


def test_lines_have_the_same_square_error_on_condensed_data_but_for_a_constant():
    data = crowd()
    few = condensed(data)
    assert few.points_inside.x.size < data.points_inside.x.size / 2
    for line in ((0.0, 0.0), (1.0, -2.0), (-30.0, 5.0)):
        full = square_error(data.points_inside, *line)
        assert square_error(few.points_inside, *line) + few.lost == pytest.approx(full, rel=1e-10)


@pytest.mark.parametrize("norm", NORMS)
def test_fewer_points_reach_as_far_and_are_in_order(norm):
    data = crowd()
    x = searchable(data, norm).points_inside.x
    assert x.size < 20_000
    assert (x[0], x[-1]) == (data.points_inside.x[0], data.points_inside.x[-1])
    assert (np.diff(x) >= 0).all()


def test_the_extremes_of_a_crowd_are_searched_for_minimax():
    data = crowd()
    y = searchable(data, "max").points_inside.y
    assert (y.min(), y.max()) == (data.points_inside.y.min(), data.points_inside.y.max())


@pytest.mark.parametrize("norm", NORMS)
def test_functions_and_little_data_are_searched_as_they_are(norm):
    for target in (Target.named("sine"), crowd(100)):
        assert not is_crowded(target)
        assert searchable(target, norm) is target


def test_a_crowd_at_few_places_is_condensed_without_a_fault():
    x = np.repeat([0.0, 1.0, 2.0], 10_000)
    few = condensed(Target.points(x, x + np.tile([-1.0, 1.0], 15_000)))
    # Blocks do not end where places do, so the spread of a few of them is taken for a rise.
    assert few.lost == pytest.approx(30_000, rel=1e-3)
    assert 0.0 <= few.points_inside.x.min() <= few.points_inside.x.max() <= 2.0

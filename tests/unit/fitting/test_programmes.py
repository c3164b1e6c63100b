import itertools

import numpy as np
import pytest

from reluviz.fitting.programmes import Grid, continuous_programme, relaxed_programme
from reluviz.fitting.segments import sample_segments
from reluviz.targets.target import Target
from tests.oracles import composite_integral, function_target

WAVE = function_target(lambda x: np.sin(3 * x) + 0.3 * x, (-1.0, 2.0))
FAR = function_target(lambda x: (x - 1e6) ** 2, (1e6, 1e6 + 1.0))
DATA = Target.points(np.arange(12.0), np.random.default_rng(3).standard_normal(12), np.linspace(1, 3, 12))


def places_of(target, cells):
    if target.points_inside is None:
        return np.linspace(*target.interval, cells + 1)
    return np.concatenate([[0.0], np.arange(0.5, 11.0), [11.0]])[: cells + 1]


def line_cost(target, start, end):
    """What the best line leaves over, by another quadrature and a dense solve."""
    points = target.points_inside
    if points is not None:
        # Points on a cut belong to its right, except the last one.
        chosen = (points.x >= start) & ((points.x < end) | ((points.x == end) & (end == points.x[-1])))
        x, f, w = points.x[chosen], points.y[chosen], points.weights[chosen]
    else:
        at, weights = np.polynomial.legendre.leggauss(30)
        x, w = start + (end - start) * 0.5 * (at + 1), 0.5 * (end - start) * weights
        f = target(x)
    matrix = np.stack([np.ones_like(x), x - start], axis=1) * np.sqrt(w)[:, None]
    rest = np.sqrt(w) * f
    return float(np.sum((rest - matrix @ np.linalg.lstsq(matrix, rest, rcond=None)[0]) ** 2))


def all_partitions(places, pieces):
    for cuts in itertools.combinations(range(1, places.size - 1), pieces - 1):
        yield places[[0, *cuts, places.size - 1]]


@pytest.mark.parametrize("target", [WAVE, FAR, DATA], ids=["function", "far from 0", "data"])
def test_the_relaxed_programme_agrees_with_trying_all_partitions(target):
    places = places_of(target, 12 if target is DATA else 9)
    partition = relaxed_programme(Grid(target, places), 5)
    for pieces in range(1, 6):
        costs = {
            tuple(nodes): sum(line_cost(target, a, b) for a, b in itertools.pairwise(nodes))
            for nodes in all_partitions(places, pieces)
        }
        best = min(costs.values())
        # Far from 0 the digits of the target itself end at 1e-10 of it.
        slack = 1e-9 * costs[min(costs)] + 1e-13
        assert partition.square_errors[pieces - 1] == pytest.approx(best, rel=1e-6, abs=slack)
        assert costs[tuple(partition.nodes(pieces))] == pytest.approx(best, rel=1e-6, abs=slack)


def test_pieces_no_wider_than_the_best_ones_need_change_nothing():
    grid = Grid(WAVE, np.linspace(-1.0, 2.0, 61))
    free, bounded = relaxed_programme(grid, 8), relaxed_programme(grid, 8, 30)
    assert bounded.square_errors[-1] == free.square_errors[-1]
    assert (bounded.nodes(8) == free.nodes(8)).all()


@pytest.mark.parametrize("target", [WAVE, DATA], ids=["function", "data"])
def test_more_pieces_than_cells_are_as_many_as_there_are_cells(target):
    grid = Grid(target, places_of(target, 3) if target is WAVE else np.array([0.0, 4.5, 11.0]))
    cells = grid.places.size - 1
    partition = relaxed_programme(grid, 7)
    assert (partition.nodes(7) == grid.places).all()
    assert partition.square_errors.shape == (cells,)
    assert (continuous_programme(grid, np.zeros((cells + 1, 1)), 7) == grid.places).all()


def joined_cost(target, nodes, values):
    points = target.points_inside
    if points is not None:
        return float(points.weights @ (np.interp(points.x, nodes, values) - points.y) ** 2)
    return composite_integral(lambda x: (np.interp(x, nodes, values) - target(x)) ** 2, nodes, nodes=30)


@pytest.mark.parametrize("target", [WAVE, DATA], ids=["function", "data"])
@pytest.mark.parametrize("pieces", [1, 2, 3])
def test_the_continuous_programme_agrees_with_trying_everything(target, pieces):
    places = np.linspace(-1.0, 2.0, 6) if target is WAVE else np.array([0.0, 2.5, 4.5, 6.5, 8.5, 11.0])
    grid = Grid(target, places)
    levels = np.random.default_rng(pieces).uniform(-0.6, 0.6, (places.size, 3))
    line = grid.line[0] + grid.line[1] * grid.local

    def least_cost(path):
        return min(
            joined_cost(target, places[path], levels[path, list(heights)] + line[path])
            for heights in itertools.product(range(3), repeat=pieces + 1)
        )

    for widest in (None, 3):
        costs = [
            least_cost([0, *cuts, places.size - 1])
            for cuts in itertools.combinations(range(1, places.size - 1), pieces - 1)
            if widest is None or max(np.diff([0, *cuts, places.size - 1])) <= widest
        ]
        if costs:
            nodes = continuous_programme(grid, levels, pieces, widest)
            found = least_cost(places.searchsorted(nodes).tolist())
            assert found == pytest.approx(min(costs), rel=1e-9)


@pytest.mark.parametrize("target", [WAVE, FAR, DATA], ids=["function", "far from 0", "data"])
def test_moments_of_hats_are_those_of_a_quadrature(target):
    grid = Grid(target, places_of(target, 12))
    first, last = np.array([0, 2, 3]), np.array([1, 5, grid.places.size - 1])
    found = grid.hat_moments(first, last)
    for index, (i, j) in enumerate(zip(first, last, strict=True)):
        segments = sample_segments(target, grid.places[np.unique([0, i, j, grid.places.size - 1])])
        start, end = grid.places[[i, j]]
        inside = (segments.x >= start) & (segments.x < end if j < grid.places.size - 1 else segments.x <= end)
        x, w = segments.x[inside], segments.weights[inside]
        f = segments.f[inside] - grid.line[0]
        f -= grid.line[1] * ((x - grid.places[0]) / (grid.places[-1] - grid.places[0]) - 0.5)
        xi = (x - start) / (end - start)
        expected = (
            np.sum(w * column) for column in ((1 - xi) ** 2, (1 - xi) * xi, xi**2, (1 - xi) * f, xi * f)
        )
        for moment, sum_ in zip(found, expected, strict=True):
            # Of a parabola 1e12 high, rounding is what is left.
            assert moment[index] == pytest.approx(sum_, rel=1e-6, abs=1e-4 if target is FAR else 1e-10)


def test_moments_between_places_are_those_of_the_target():
    grid = Grid(DATA, places_of(DATA, 12))
    segments = sample_segments(DATA, grid.places)
    total = grid.between(np.array([0]), np.array([grid.places.size - 1]))[:, 0]
    assert total[0] == pytest.approx(segments.weights.sum())
    assert total[5] == pytest.approx(line_cost(DATA, 0.0, 11.0))
    assert grid.total == total[5]

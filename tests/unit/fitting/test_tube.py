import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from reluviz.fitting.tube import fewest_links, sample_tube
from reluviz.targets.target import Target


def smallest_tolerance(x, y, pieces):
    """The smallest largest error of `pieces` joined lines at the points: all ways to share the points out.

    Lines that follow on each other cross between the last point of the one and the first of the next, which
    is two linear constraints, either way round. A piece without a point costs nothing: it joins any two
    lines, and a linear program without it does as well.
    """
    best = np.inf
    for cuts in itertools.combinations(range(1, x.size), pieces - 1):
        owner = np.searchsorted(cuts, np.arange(x.size), side="right")
        rows, right = [], []
        for point in range(x.size):
            row = np.zeros(2 * pieces + 1)
            row[2 * owner[point] : 2 * owner[point] + 2] = 1.0, x[point]
            rows += [row - np.eye(row.size)[-1], -row - np.eye(row.size)[-1]]
            right += [y[point], -y[point]]
        for signs in itertools.product((-1.0, 1.0), repeat=pieces - 1):
            crossing = []
            for line, (cut, sign) in enumerate(zip(cuts, signs, strict=True)):
                for place, side in ((x[cut - 1], sign), (x[cut], -sign)):
                    row = np.zeros(2 * pieces + 1)
                    row[2 * line : 2 * line + 4] = side, side * place, -side, -side * place
                    crossing.append(row)
            bounds = [(None, None)] * (2 * pieces) + [(0, None)]
            cost = np.eye(2 * pieces + 1)[-1]
            limits = [*right, *np.zeros(len(crossing))]
            found = linprog(cost, [*rows, *crossing], limits, bounds=bounds, method="highs")
            if found.status == 0:
                best = min(best, found.fun)
    return best


def samples_of(x, y):
    return sample_tube(Target.points(x, y), np.empty(0))


def random_points(seed, count):
    rng = np.random.default_rng(seed)
    return np.sort(rng.uniform(0.0, 5.0, count)), rng.standard_normal(count)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("count", "pieces"), [(9, 1), (8, 2), (7, 3)])
def test_links_are_as_few_as_a_linear_program_can_prove(seed, count, pieces):
    x, y = random_points(seed, count)
    tolerance = smallest_tolerance(x, y, pieces)
    if pieces > 1:
        # Fewer pieces may do as well.
        tolerance = min(tolerance, smallest_tolerance(x, y, pieces - 1))
    samples = samples_of(x, y)
    # The linear program is solved to about 1e-9.
    enough = fewest_links(samples, tolerance * (1 + 1e-6), 20)
    assert enough.is_whole
    assert enough.nodes.size - 1 <= pieces
    too_narrow = fewest_links(samples, tolerance * (1 - 1e-6), 20)
    assert too_narrow.nodes.size - 1 > pieces


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("tolerance", [0.01, 0.1, 0.5, 1.0, 3.0])
def test_the_path_stays_in_the_tube_and_goes_from_end_to_end(seed, tolerance):
    x, y = random_points(seed, 60)
    links = fewest_links(samples_of(x, y), tolerance, 200)
    assert links.is_whole
    assert links.nodes[0] == x[0]
    assert links.nodes[-1] == x[-1]
    assert (np.diff(links.nodes) >= 0).all()
    assert np.abs(np.interp(x, links.nodes, links.values) - y).max() <= tolerance * (1 + 1e-7)


def test_a_wider_tube_never_needs_more_links():
    x, y = random_points(0, 80)
    counts = [
        fewest_links(samples_of(x, y), tolerance, 200).nodes.size for tolerance in np.geomspace(1e-3, 10, 60)
    ]
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("pieces", [1, 2, 3, 10, 40])
def test_a_parabola_needs_as_many_links_as_the_textbook_says(pieces):
    target = Target.named("square")
    samples = sample_tube(target, np.linspace(-3.0, 3.0, 2001))
    exact = 4.5 / pieces**2
    assert fewest_links(samples, exact, 100).nodes.size - 1 <= pieces
    # Samples bound the path less than the target does, by up to the square of a step.
    assert fewest_links(samples, exact * (1 - 3e-3), 100).nodes.size - 1 == pieces + 1


def test_samples_prove_no_more_than_is_true():
    target = Target.named("square")
    for count, pieces in itertools.product((3, 7, 20, 100), (2, 5, 9)):
        samples = sample_tube(target, np.linspace(-3.0, 3.0, count))
        assert fewest_links(samples, 4.5 / pieces**2 * (1 + 1e-12), 100).nodes.size - 1 <= pieces


def test_a_jump_wider_than_the_tube_lets_nothing_pass():
    samples = sample_tube(Target.named("step"), np.linspace(-1.0, 1.0, 50))
    assert samples.widest == 0.5
    assert not fewest_links(samples, 0.49, 20).is_whole
    passed = fewest_links(samples, 0.5 + 1e-9, 20)
    assert passed.is_whole


def test_points_at_one_place_bound_the_tube_together():
    x, y = np.array([0.0, 1.0, 1.0, 1.0, 2.0]), np.array([0.0, -1.0, 0.5, 3.0, 0.0])
    samples = samples_of(x, y)
    assert samples.x.tolist() == [0.0, 1.0, 2.0]
    assert (samples.low[1], samples.high[1]) == (-1.0, 3.0)
    assert samples.widest == 2.0


def test_the_path_ends_after_as_many_links_as_allowed():
    x, y = random_points(3, 50)
    links = fewest_links(samples_of(x, y), 0.05, 4)
    assert not links.is_whole
    assert links.nodes.size == 5
    assert links.nodes[-1] < x[-1]


def test_a_single_sample_and_two_are_one_link():
    for count in (1, 2):
        samples = samples_of(np.arange(count, dtype=float), np.ones(count))
        links = fewest_links(samples, 0.1, 5)
        assert links.is_whole
        assert np.isfinite(links.values).all()

import numpy as np
import pytest

from reluviz.fitting.norms import Cancelled
from reluviz.fitting.polish import polish, project
from reluviz.fitting.programmes import Grid
from reluviz.fitting.relocation import errors_of_moves, relocated
from reluviz.targets.target import Target
from tests.oracles import function_target, weierstrass

WAVE = function_target(lambda x: np.sin(3 * x) + 0.3 * x, (-1.0, 2.0))
ROUGH = function_target(weierstrass, (-1.0, 1.0))


def noisy_data(count=150, seed=2):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-1.0, 2.0, count))
    return Target.points(x, np.sin(3 * x) + 0.2 * rng.standard_normal(count), rng.uniform(0.5, 2.0, count))


DATA = noisy_data()
TARGETS = pytest.mark.parametrize("target", [WAVE, ROUGH, DATA], ids=["function", "rough", "data"])


def ends(target):
    return target.interval if target.points_inside is None else target.points_inside.x[[0, -1]]


@TARGETS
@pytest.mark.parametrize("pieces", [2, 3, 9])
def test_the_error_of_every_move_is_that_of_a_fit(target, pieces):
    start, end = ends(target)
    places = np.linspace(start, end, 25)
    at = np.linspace(0, 24, pieces + 1).round().astype(int)
    new = np.setdiff1d(np.arange(1, 24), at)
    errors = errors_of_moves(Grid(target, places), at, new)
    assert errors.shape == (pieces - 1, new.size)
    for knot in range(pieces - 1):
        for index in range(0, new.size, 3):
            nodes = places[np.sort(np.append(np.delete(at, knot + 1), new[index]))]
            assert errors[knot, index] == pytest.approx(project(target, nodes).square_error, rel=1e-7)


@TARGETS
def test_no_single_move_makes_it_better_any_more(target):
    start, end = ends(target)
    places = np.linspace(start, end, 41)
    # All knots crowd at one end.
    first = project(target, np.append(start + (end - start) * np.arange(8) / 40, end))
    found = relocated(target, first, places)
    assert found.nodes.size == first.nodes.size
    assert found.square_error <= polish(target, first.nodes).square_error
    for knot in range(1, found.nodes.size - 1):
        for place in places[1:-1]:
            nodes = np.sort(np.append(np.delete(found.nodes, knot), place))
            if np.diff(nodes).min() > 1e-3:
                # A move that gains less than a millionth is not made.
                assert project(target, nodes).square_error >= found.square_error * (1 - 2e-6)


def test_where_no_knot_is_there_none_is_moved():
    spline = project(WAVE, np.array([-1.0, 2.0]))
    assert relocated(WAVE, spline, np.linspace(-1.0, 2.0, 9)).square_error == spline.square_error


def test_a_watch_can_end_it():
    def enough(share):
        raise Cancelled

    with pytest.raises(Cancelled):
        relocated(WAVE, project(WAVE, np.linspace(-1.0, 2.0, 5)), np.linspace(-1.0, 2.0, 41), enough)


def test_hundreds_of_knots_are_moved_in_a_few_rounds():
    rounds = []
    nodes = np.concatenate([np.linspace(-1.0, -0.5, 120), [1.0]])
    relocated(ROUGH, project(ROUGH, nodes), np.linspace(-1.0, 1.0, 1000), rounds.append)
    assert 1 <= len(rounds) <= 8

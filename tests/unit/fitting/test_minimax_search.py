import numpy as np
import pytest

from reluviz.fitting.minimax_search import Tube, best_minimax
from reluviz.fitting.norms import Cancelled
from reluviz.targets.target import Target
from tests.benchmarks.best_known import BEST_KNOWN, COUNTS
from tests.oracles import function_target, largest_by_search
from tests.unit.fitting.test_tube import random_points, smallest_tolerance


@pytest.mark.parametrize("key", BEST_KNOWN)
def test_the_best_known_largest_errors_are_reached_and_never_bounded_from_above(key):
    target = Target.named(key)
    for count, best in zip(COUNTS, BEST_KNOWN[key][1], strict=True):
        found = best_minimax(target, count + 1)
        assert found.error <= 1.005 * best
        # The table has five digits.
        assert found.bound <= best * (1 + 5e-5)
        assert found.bound >= 0.995 * found.error
        assert found.nodes.size == found.values.size == count + 2


@pytest.mark.parametrize("key", ["sine", "sqrt", "runge"])
def test_the_error_that_is_claimed_is_the_true_one(key):
    target = Target.named(key)
    found = best_minimax(target, 6)
    true = largest_by_search(
        lambda x: np.interp(x, found.nodes, found.values) - target(x),
        *target.interval,
        [*found.nodes, *target.breaks],
    )
    assert found.error == pytest.approx(true, rel=1e-7)


@pytest.mark.parametrize("pieces", [1, 2, 5, 33])
def test_the_parabola_has_its_textbook_error(pieces):
    found = best_minimax(Target.named("square"), pieces)
    exact = 4.5 / pieces**2
    assert found.bound <= exact * (1 + 1e-9)
    assert exact * (1 - 1e-9) <= found.error <= exact * (1 + 5e-4)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("count", "pieces"), [(9, 1), (8, 2), (7, 3)])
def test_data_is_met_as_closely_as_any_joined_lines_can(seed, count, pieces):
    x, y = random_points(seed, count)
    best = min(smallest_tolerance(x, y, fewer) for fewer in range(max(1, pieces - 1), pieces + 1))
    found = best_minimax(Target.points(x, y), pieces)
    assert found.bound <= best * (1 + 1e-6)
    assert best * (1 - 1e-6) <= found.error <= best * (1 + 1e-3)


def test_more_pieces_than_gaps_between_points_meet_them_all():
    x, y = random_points(1, 6)
    for pieces in (5, 6, 20):
        found = best_minimax(Target.points(x, y), pieces)
        assert found.error <= 1e-9
        assert np.isfinite(found.values).all()


def test_many_points_are_bounded_by_those_that_matter():
    rng = np.random.default_rng(0)
    x = np.linspace(0.0, 6.0, 30_000)
    y = np.sin(x) + rng.uniform(-0.1, 0.1, x.size)
    found = best_minimax(Target.points(x, y), 5)
    residual = np.interp(x, found.nodes, found.values) - y
    assert found.error == pytest.approx(np.abs(residual).max(), rel=1e-12)
    # Noise of ±.1 leaves at least that much, and the sine itself a little more.
    assert 0.095 < found.bound <= found.error < 0.16


@pytest.mark.parametrize("interval", [(1e6, 1e6 + 1), (0.0, 1e-30)])
def test_far_from_zero_and_on_tiny_intervals_the_bound_holds(interval):
    start, length = interval[0], interval[1] - interval[0]
    target = function_target(lambda x: ((x - start) / length) ** 2, interval)
    found = best_minimax(target, 4)
    # On [0, 1]: 1/(8·16).
    assert found.error == pytest.approx(1 / 128, rel=1e-3)
    assert found.bound <= 1 / 128 * (1 + 1e-6)


def test_a_straight_line_has_no_error_left():
    found = best_minimax(function_target(lambda x: 3 * x - 1, (0.0, 2.0)), 3)
    assert found.error <= 1e-14


def test_tolerances_below_half_a_jump_are_known_to_be_too_small():
    tube = Tube(Target.named("step"), 5)
    assert tube.too_small == pytest.approx(0.5, rel=1e-9)
    assert tube.needed(0.3) == 6


def test_a_watch_can_end_the_search():
    def enough(share):
        raise Cancelled

    with pytest.raises(Cancelled):
        best_minimax(Target.named("sine"), 4, enough)


@pytest.mark.parametrize("pieces", [2, 3, 4])
def test_points_too_close_for_knots_are_met_no_worse_than_by_a_line(pieces):
    x = np.append(np.linspace(0.0, 6e-9, 40), 100.0)
    y = np.append(np.random.default_rng(0).uniform(-1.0, 1.0, 40), 0.5)
    target = Target.points(x, y)
    found = best_minimax(target, pieces)
    assert found.error == np.abs(np.interp(x, found.nodes, found.values) - y).max()
    assert found.error <= best_minimax(target, 1).error * (1 + 1e-9)

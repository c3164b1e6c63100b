"""Points held out: which ones, that nothing else sees them, and that they stay the same."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.errors import InputError
from reluviz.fitting.placement import place_hinges
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.measure import measure, measure_at
from reluviz.targets.held_out import LARGEST_SHARE, HeldOut
from reluviz.targets.target import Target


def wave(count=40, **options):
    x = np.linspace(0.0, 6.0, count)
    return Target.points(x, np.sin(x), **options)


def test_they_are_spread_along_x_and_leave_the_ends():
    chosen = HeldOut(0.2, seed=3).among(1000)
    assert chosen.sum() == 200
    assert not chosen[0]
    assert not chosen[-1]
    # One in each run of five, so never more than two runs' worth of points between two of them.
    assert np.diff(np.flatnonzero(chosen)).max() < 10


def test_the_same_seed_holds_out_the_same_points():
    assert np.flatnonzero(HeldOut(0.25, seed=7).among(20)).tolist() == [2, 7, 10, 11, 16]
    assert not np.array_equal(HeldOut(0.3, 1).among(500), HeldOut(0.3, 2).among(500))


@pytest.mark.parametrize(
    ("count", "share", "expected"), [(0, 0.5, 0), (1, 0.5, 0), (2, 0.5, 0), (3, 0.1, 1), (9, 0.9, 7)]
)
def test_of_few_points_as_many_as_there_are(count, share, expected):
    assert HeldOut(share).among(count).sum() == expected


@given(st.integers(0, 300), st.floats(0, LARGEST_SHARE, exclude_min=True), st.integers(0, 2**64 - 1))
def test_there_are_as_many_as_wanted_and_never_the_ends(count, share, seed):
    chosen = HeldOut(share, seed).among(count)
    wanted = 0 if count < 3 else min(max(round(count * share), 1), count - 2)
    assert chosen.shape == (count,)
    assert chosen.sum() == wanted
    assert not chosen[:1].any()
    assert not chosen[-1:].any()
    # One from each of equal runs: no stretch of two whole runs is without one.
    if wanted:
        gaps = np.diff(np.flatnonzero(chosen), prepend=0, append=count - 1)
        assert gaps.max() <= 2 * -(-(count - 2) // wanted)


@pytest.mark.parametrize("arguments", [(-0.1,), (0.0,), (0.91,), (math.nan,), (0.5, -1), (0.5, 2**64)])
def test_a_share_or_seed_that_is_none_is_refused(arguments):
    with pytest.raises(InputError):
        HeldOut(*arguments)


def test_the_points_of_a_target_are_parted():
    target = wave(weights=np.arange(1.0, 41.0)).holding_out(0.25)
    kept, held_out = target.points_inside, target.points_held_out
    assert (kept.x.size, held_out.x.size) == (30, 10)
    assert sorted([*kept.x, *held_out.x]) == target.source.x.tolist()
    assert held_out.y == pytest.approx(np.sin(held_out.x))
    # Only the ratios of weights mean something.
    place = np.searchsorted(target.source.x, held_out.x)
    assert held_out.weights / held_out.weights[0] == pytest.approx((place + 1) / (place[0] + 1))


def test_all_points_come_back():
    target = wave()
    assert target.holding_out(0.2).holding_out(0.0) == target
    assert target.points_held_out is None
    assert Target.named("sine").holding_out(0.0).points_held_out is None


def test_no_point_changes_sides_when_the_interval_is_moved():
    target = wave().holding_out(0.3, seed=5)
    part = target.on(1.0, 4.0)
    held_out = target.points_held_out.x
    assert part.points_held_out.x.tolist() == held_out[(held_out >= 1) & (held_out <= 4)].tolist()
    assert part.held_out == target.held_out


def test_an_interval_with_none_but_points_held_out_is_refused():
    target = wave().holding_out(0.3)
    place = float(target.points_held_out.x[0])
    with pytest.raises(InputError, match=r"no data point lies in the interval .* but those held out"):
        target.on(place - 0.01, place + 0.01)


def test_an_interval_without_points_held_out_has_no_test_error():
    target = wave().holding_out(0.1)
    between = target.points_held_out.x[:2]
    assert target.on(between[0] + 0.01, between[1] - 0.01).points_held_out is None


def test_a_function_has_no_points_to_hold_out():
    with pytest.raises(InputError, match="only points of data can be held out"):
        Target.named("sine").holding_out(0.2)


def test_fits_and_errors_see_nothing_of_them():
    target = wave().holding_out(0.25)
    # The same data with the points held out far off: for a fit there is no difference.
    y = target.source.y.copy()
    y[HeldOut(0.25).among(40)] += 1000.0
    moved = Target.points(target.source.x, y).holding_out(0.25)
    start = HingeSum([Hinge(2.0), Hinge(4.0)])
    assert fit_slopes(start, moved, bias=True).sum == fit_slopes(start, target, bias=True).sum
    for norm in ("l2", "max", "l1"):
        placed = place_hinges(target, 3, norm=norm)
        assert place_hinges(moved, 3, norm=norm).sum == placed.sum
        assert measure(placed.sum, moved) == measure(placed.sum, target)
    assert measure_at(placed.sum, moved.points_held_out).max > 900


def test_the_test_error_is_that_at_the_points_held_out():
    target = Target.points([0, 1, 2, 3, 4], [0, 0, 3, 0, 0], [1, 1, 2, 1, 1]).holding_out(0.2, seed=1)
    assert target.points_held_out.x.size == 1
    errors = measure_at(HingeSum(), target.points_held_out)
    assert (errors.max, errors.rmse) == (abs(target.points_held_out.y[0]),) * 2

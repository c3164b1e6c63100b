import itertools

import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.fitting.norms import NORMS, Cancelled
from reluviz.fitting.par import par
from reluviz.fitting.rates import rates
from reluviz.targets.target import Target


@pytest.mark.parametrize(
    ("key", "norm"),
    [*itertools.product(["square", "sine", "exp", "tanh"], ["l2", "max"]), ("square", "l1")],
)
def test_smooth_targets_lose_their_error_with_the_square_of_the_number_of_pieces(key, norm):
    found = rates(Target.named(key), norm, counts=[16, 24, 32])
    for errors in (found.uniform, found.curvature, found.optimal):
        slope = np.polyfit(np.log(found.counts + 1), np.log(errors), 1)[0]
        # The law holds for many pieces; at 16 some targets are still on the way to it.
        assert slope == pytest.approx(-2.0, abs=0.2)


@pytest.mark.parametrize(
    ("key", "norm"),
    [*itertools.product(["sine", "sqrt", "weierstrass", "step", "abs"], ["l2", "max"]), ("square", "l1")],
)
def test_the_best_placement_is_never_worse_than_the_others_and_never_rises(key, norm):
    found = rates(Target.named(key), norm, counts=[1, 2, 3, 5, 8])
    assert (np.diff(found.optimal) <= 0).all()
    assert (found.optimal <= found.uniform).all()
    assert (found.optimal <= found.curvature).all()


def test_the_parabola_is_best_served_by_even_knots():
    found = rates(Target.named("square"), counts=[1, 4, 9])
    exact = 36 / (np.sqrt(180) * (found.counts + 1.0) ** 2)
    for errors in (found.uniform, found.optimal):
        np.testing.assert_allclose(errors, exact, rtol=1e-6)


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize(
    "target",
    [Target.points([1.0, 1.0], [2.0, 3.0]), Target.points([1.0, 2.0, 4.0], [2.0, 3.0, -1.0])],
    ids=["one place", "three points"],
)
def test_few_points_have_rates_too(target, norm):
    found = rates(target, norm, counts=[1, 3])
    assert np.isfinite([found.uniform, found.curvature, found.optimal]).all()


def test_counts_are_sorted_and_each_comes_once():
    assert rates(Target.named("square"), counts=[5, 1, 5, 2]).counts.tolist() == [1, 2, 5]


def test_an_unknown_norm_is_refused():
    with pytest.raises(InputError):
        rates(Target.named("square"), "l3")


def test_a_watch_sees_how_far_it_is_and_can_end_it():
    shares = []

    def until(share):
        shares.append(share)
        if len(shares) == 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        rates(Target.named("square"), watch=until)
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] < 1


def test_a_single_search_can_be_ended_too():
    seen = []

    def until(share):
        seen.append(share)
        if len(seen) > 20:
            raise Cancelled

    with pytest.raises(Cancelled):
        rates(Target.named("weierstrass"), "max", counts=[32], watch=until)
    assert set(seen) == {0.0}


def test_nobody_searches_on_where_nothing_is_off(monkeypatch):
    searched = []

    def counted(target, count, *rest):
        searched.append(count)
        return par(target, count, *rest)

    monkeypatch.setattr("reluviz.fitting.rates.par", counted)
    found = rates(Target.named("abs"), "max", counts=[1, 2, 3, 9])
    assert searched == [1]
    assert found.optimal.max() < 1e-11

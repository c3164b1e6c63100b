import itertools
import subprocess
import sys

import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.fitting import par as par_module
from reluviz.fitting.asked import MOST_PLACED
from reluviz.fitting.norms import NORMS, Cancelled
from reluviz.fitting.par import forget_pars, known_par, par, spline_sum
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.measure import measure
from reluviz.targets.target import Target
from tests.oracles import function_target


def noisy(count=60, seed=0):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-3.0, 3.0, count))
    return Target.points(x, np.sin(2 * x) + 0.2 * rng.standard_normal(count), rng.uniform(0.5, 2.0, count))


@pytest.mark.parametrize("count", [0, 1, 2, 8, 31])
def test_the_parabola_has_its_textbook_errors(count):
    target = Target.named("square")
    assert par(target, count).error == pytest.approx(36 / (np.sqrt(180) * (count + 1) ** 2), rel=1e-6)
    largest = par(target, count, "max")
    assert largest.error == pytest.approx(4.5 / (count + 1) ** 2, rel=5e-4)
    assert largest.lower_bound <= 4.5 / (count + 1) ** 2 * (1 + 1e-9)
    assert par(target, count).is_certain
    assert largest.is_certain


@pytest.mark.parametrize("norm", NORMS)
def test_one_hinge_makes_the_absolute_value(norm):
    assert par(Target.named("abs"), 1, norm).error <= 1e-9


def test_two_hinges_make_a_step_all_but_for_a_trace():
    assert par(Target.named("step"), 2).error <= 1e-4
    # Nothing continuous comes closer to a jump than half of it.
    assert par(Target.named("step"), 2, "max").lower_bound == pytest.approx(0.5, rel=1e-9)
    assert par(Target.named("step"), 2, "max").error == pytest.approx(0.5, rel=1e-3)


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize(
    "target", [Target.named("sine"), Target.named("runge"), Target.named("step"), noisy()]
)
def test_more_hinges_never_do_worse_and_no_error_is_below_its_bound(target, norm):
    # Least absolute deviations take their time.
    pars = [par(target, count, norm) for count in range(3 if norm == "l1" else 9)]
    for fewer, more in itertools.pairwise([one.error for one in pars]):
        # A jump, or a search that ends at its precision, leaves a trace.
        assert more <= fewer * (1 + 1e-3) + 1e-12
    for one in pars:
        assert 0 <= one.lower_bound <= one.error
        assert one.stationarity >= 0
        assert len(one.sum) == one.count
        assert (one.sum.facings == 1).all()


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("target", [Target.named("tanh"), noisy()], ids=["function", "data"])
def test_the_error_is_that_of_the_sum(target, norm):
    found = par(target, 5, norm)
    errors = measure(found.sum, target)
    assert found.error == {"l2": errors.rmse, "max": errors.max, "l1": errors.mean_abs}[norm]
    fit = fit_slopes(found.sum, target, norm=norm).error
    refitted = {"l2": fit.rmse, "max": fit.max, "l1": fit.mean_abs}[norm]
    # No other slopes do better; the linear programs end at about 1e-7, the search at 5e-4.
    assert found.error <= refitted * (1 + 1e-3)


def test_the_best_sum_consists_of_least_squares_lines():
    assert par(Target.named("exp"), 6).stationarity < 1e-4


@pytest.mark.parametrize("count", [0, 1, 3, 10, 40])
@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize(
    "target",
    [
        Target.points([1.0], [2.0]),
        Target.points([1.0, 1.0, 1.0], [2.0, 3.0, 7.0]),
        Target.points([1.0, 2.0, 2.0], [2.0, 3.0, 4.0]),
        Target.points([1.0, 2.0, 4.0], [2.0, 3.0, -1.0]),
        function_target(lambda x: 0 * x + 3.7, (-1.0, 2.0)),
        function_target(lambda x: 2.3 * x - 1, (1e6, 1e6 + 1)),
    ],
    ids=["one point", "one place", "two places", "three points", "constant", "far line"],
)
def test_targets_with_next_to_nothing_in_them_have_a_par(target, count, norm):
    found = par(target, count, norm)
    assert np.isfinite([found.error, found.lower_bound, *found.sum.slopes, *found.sum.knots]).all()
    assert len(found.sum) == count


def test_numbers_of_hinges_that_make_no_sense_are_refused():
    for count in (-1, MOST_PLACED + 1):
        with pytest.raises(InputError):
            par(Target.named("sine"), count)
    with pytest.raises(InputError):
        par(Target.named("sine"), 2, "l7")


def test_what_was_found_is_kept_until_it_is_forgotten():
    forget_pars()
    target = Target.named("sine")
    assert known_par(target, 3) is None
    found = par(target, 3)
    # Equal targets share what is known.
    assert known_par(Target.named("sine"), 3) is found
    assert known_par(target, 3, "max") is None
    forget_pars()
    assert known_par(target, 3) is None


def test_no_more_is_kept_than_there_is_room_for(monkeypatch):
    forget_pars()
    monkeypatch.setattr(par_module, "_MOST_KEPT", 3)
    for count in range(5):
        par(Target.named("square"), count)
    assert [known_par(Target.named("square"), count) is None for count in range(5)] == [True] * 2 + [
        False
    ] * 3


@pytest.mark.parametrize("norm", NORMS)
def test_a_search_that_is_cancelled_leaves_nothing_behind(norm):
    forget_pars()
    target = Target.named("weierstrass")
    calls = []

    def until(share):
        calls.append(share)
        if len(calls) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        par(target, 9, norm, until)
    assert known_par(target, 9, norm) is None
    assert all(0.0 <= share <= 1.0 for share in calls)


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("target", [Target.named("weierstrass"), noisy()], ids=["function", "data"])
def test_two_searches_agree_bit_for_bit(target, norm):
    sums = []
    for _ in range(2):
        forget_pars()
        found = par(target, 4, norm).sum
        sums.append((found.knots.tobytes(), found.slopes.tobytes(), found.bias, found.slope))
    assert sums[0] == sums[1]


def test_another_process_finds_the_same_bits():
    script = (
        "from reluviz.fitting.par import par\n"
        "from reluviz.targets.target import Target\n"
        "for norm in ('l2', 'max', 'l1'):\n"
        "    found = par(Target.named('runge'), 5, norm).sum\n"
        "    print(found.knots.tobytes().hex(), found.slopes.tobytes().hex())\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    forget_pars()
    found = [par(Target.named("runge"), 5, norm).sum for norm in NORMS]
    assert NORMS == ("l2", "max", "l1")
    here = [f"{one.knots.tobytes().hex()} {one.slopes.tobytes().hex()}" for one in found]
    assert run.stdout.split("\n")[:-1] == here


def test_a_spline_is_written_as_hinges_exactly():
    nodes, values = np.array([0.0, 1.0, 3.0, 4.0]), np.array([1.0, -1.0, 2.0, 2.5])
    model = spline_sum(nodes, values)
    np.testing.assert_allclose(model(nodes), values, rtol=1e-14)
    assert model.knots.tolist() == [1.0, 3.0]


@pytest.mark.parametrize("count", [2.5, "3", None])
def test_a_number_of_hinges_that_is_no_whole_number_is_refused_with_a_sentence(count):
    with pytest.raises(InputError, match="the number of hinges must be a whole number"):
        par(Target.named("square"), count)


def test_a_whole_number_of_numpy_counts_as_one():
    assert par(Target.named("square"), np.int64(2)).count == 2

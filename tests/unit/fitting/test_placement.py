import itertools

import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.fitting.norms import NORMS, Cancelled
from reluviz.fitting.par import forget_pars, known_par, par
from reluviz.fitting.placement import place_hinges
from reluviz.targets.target import Target
from tests.oracles import function_target, sum_of


def quotient(x, pole):
    return np.divide(1.0, x - pole, out=np.full_like(x, np.inf), where=x != pole)


#: What is wrong with it, and a part of the sentence that says where.
IMPOSSIBLE = {
    "a logarithm of negative numbers": (lambda x: np.log(x), (-1.0, 1.0), "no value at about x = -1;"),
    "a short stretch without values": (
        lambda x: np.where(abs(x - 0.2) < 1e-3, np.nan, x),
        (-1.0, 1.0),
        "no value at about x = 0.199",
    ),
    "one place without a value": (lambda x: np.sin(x) / x, (-1.0, 1.0), "no value at about x = 0;"),
    "an infinite value": (lambda x: np.where(x > 0.9, np.inf, x), (-1.0, 1.0), "at about x = 0.9"),
    "values beyond all bounds": (lambda x: 1e300 * np.cos(x), (-3.0, 3.0), "beyond 1e+100 at about x = -3;"),
    "a pole in the middle": (lambda x: quotient(x, 0.0), (-1.0, 1.0), "at about x = 0;"),
    "a pole elsewhere": (lambda x: quotient(x, 0.3), (-1.0, 1.0), "at about x = 0.3;"),
    "a pole at an end": (lambda x: quotient(x, 0.0), (0.0, 1.0), "at about x = 0;"),
    "a double pole": (lambda x: quotient(x, 0.3) ** 2, (-1.0, 1.0), "at about x = 0.3;"),
    "a tangent": (np.tan, (-3.0, 3.0), "1.5708; choose"),
    "a far pole": (lambda x: quotient(x, 1e6 + 0.3), (1e6, 1e6 + 1), "at about x = 1000000.3;"),
    "a weak pole": (lambda x: np.abs(quotient(x, 0.3)) ** 0.6, (-1.0, 1.0), "at about x = 0.3;"),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_target_without_a_value_somewhere_is_refused_in_a_sentence_that_says_where(name):
    function, interval, where = IMPOSSIBLE[name]
    with pytest.raises(InputError) as refused:
        function_target(function, interval)
    assert where in str(refused.value)


def test_an_endless_slope_or_a_logarithm_that_can_be_integrated_is_no_pole():
    function_target(lambda x: np.sqrt(np.abs(x - 0.3)), (-1.0, 1.0))
    function_target(lambda x: np.log(np.maximum(np.abs(x - 0.3), 1e-300)), (-1.0, 1.0))
    function_target(lambda x: np.sign(x - 1 / 3), (0.0, 1.0))
    function_target(lambda x: np.sign(x - 1e6 - 1 / 3), (1e6, 1e6 + 1.0))


WAVE = function_target(lambda x: np.sin(2 * x) + 0.2 * x * x, (-2.0, 2.0), name="wave")
KEPT = sum_of((-1.4, 1, 0.5), (0.9, -1, 1.0), (0.3, 1, -2.0), bias=0.3, slope=-0.2)


def noisy(count=60, seed=0):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-2.0, 2.0, count))
    return Target.points(x, np.sin(2 * x) + 0.2 * rng.standard_normal(count))


def is_usable(placement):
    model = placement.sum
    numbers = [*model.knots, *model.slopes, model.bias, model.slope, placement.reached]
    return np.isfinite(numbers).all()


@pytest.mark.parametrize("norm", NORMS)
def test_nothing_locked_and_all_free_is_par(norm):
    found = place_hinges(WAVE, 3, norm=norm)
    assert found.par is par(WAVE, 3, norm)
    assert found.sum is found.par.sum
    assert (found.locked_knots, found.locked_slopes) == ((), ())


COMBINATIONS = [
    (norm, bias, linear, knots, slopes)
    for norm, bias, linear in itertools.product(NORMS, (True, False), (True, False))
    for knots, slopes in [((), ()), ((2,), ()), ((), (0,)), ((1, 2), (0, 2))]
    # Least absolute deviations take their time.
    if norm != "l1" or (bias == linear and slopes)
]


@pytest.mark.parametrize(("norm", "bias", "linear", "knots", "slopes"), COMBINATIONS)
def test_what_is_locked_or_not_free_stays_exactly(norm, bias, linear, knots, slopes):
    data = noisy()
    found = place_hinges(
        data, 4, norm=norm, bias=bias, linear=linear, keep=KEPT, locked_knots=knots, locked_slopes=slopes
    )
    model = found.sum
    assert len(model) == 4
    assert is_usable(found)
    locked = sorted({*knots, *slopes})
    for place, index in enumerate(locked):
        assert model.facings[place] == KEPT.facings[index]
        assert (place in found.locked_knots) == (index in knots)
        assert (place in found.locked_slopes) == (index in slopes)
        if index in knots:
            assert model.knots[place] == KEPT.knots[index]
        if index in slopes:
            assert model.slopes[place] == KEPT.slopes[index]
    assert bias or model.bias == KEPT.bias
    assert linear or model.slope == KEPT.slope
    # Nobody does better than par, and what is locked leaves room for most of it here.
    assert found.par.lower_bound * (1 - 1e-9) <= found.reached <= 4 * found.par.error + 0.4


@pytest.mark.parametrize("norm", ["l2", "max"])
@pytest.mark.parametrize("key", ["square", "exp", "tanh"])
def test_two_more_hinges_make_up_for_bias_and_linear_term(key, norm):
    target = Target.named(key)
    found = place_hinges(target, 6, norm=norm, bias=False, linear=False)
    assert (found.sum.bias, found.sum.slope) == (0.0, 0.0)
    assert found.reached <= par(target, 4, norm).error * (1 + 1e-2)


@pytest.mark.parametrize("norm", ["l2", "max"])
def test_a_locked_hinge_at_its_best_costs_nothing(norm):
    best = par(WAVE, 5, norm)
    found = place_hinges(WAVE, 5, norm=norm, keep=best.sum, locked_knots=[2], locked_slopes=[2])
    assert found.reached <= best.error * 1.02


def test_more_locked_than_placed_or_hinges_that_are_not_there_are_refused():
    with pytest.raises(InputError, match="2 hinges are locked"):
        place_hinges(WAVE, 1, keep=KEPT, locked_knots=[0], locked_slopes=[1])
    with pytest.raises(InputError):
        place_hinges(WAVE, 3, keep=KEPT, locked_knots=[7])
    with pytest.raises(InputError):
        place_hinges(WAVE, 3, norm="huge")
    with pytest.raises(InputError):
        place_hinges(WAVE, -1)


def test_a_cancelled_placement_leaves_no_par_behind():
    def enough(share):
        raise Cancelled

    forget_pars()
    for norm in NORMS:
        with pytest.raises(Cancelled):
            place_hinges(WAVE, 4, norm=norm, bias=False, watch=enough)
        assert known_par(WAVE, 4, norm) is None


HOSTILE = {
    "constant": function_target(lambda x: 0 * x + 3.7, (-1.0, 2.0)),
    "line far from 0": function_target(lambda x: 2.3 * x - 1, (1e6, 1e6 + 1)),
    "parabola far from 0": Target.named("square", (1e6, 1e6 + 1)),
    "interval next to nothing": Target.named("exp", (0.0, 1e-40)),
    "as short as can be told": Target.named("exp", (1.0, 1.0 + 2e-9)),
    "huge values": function_target(lambda x: 1e45 * np.sin(x), (-3.0, 3.0)),
    "tiny values": function_target(lambda x: 1e-200 * np.sin(x), (-3.0, 3.0)),
    "square wave": function_target(
        lambda x: np.sign(np.sin(4 * np.pi * x)), (-1.0, 1.0), tuple(np.arange(-3, 4) / 4)
    ),
    "jumps nobody told of": function_target(lambda x: np.floor(3 * x), (-1.0, 1.2)),
    "narrow peak": function_target(lambda x: np.exp(-1e4 * (x - 0.12) ** 2), (-1.0, 1.0)),
    "one point": Target.points([1.0], [2.0]),
    "one place": Target.points([1.0, 1.0, 1.0], [2.0, 3.0, 7.0], interval=(0.0, 3.0)),
    "two places": Target.points([1.0, 2.0, 2.0, 1.0], [2.0, 3.0, 4.0, 4.0]),
    "many at few places": Target.points(
        np.repeat(np.arange(5.0), 4), np.random.default_rng(1).uniform(size=20)
    ),
    "two clusters": Target.points([0.0, 1e-10, 2e-10, 1.0, 1 + 1e-10], [0.0, 1.0, 0.0, 2.0, 3.0]),
    "unequal weights": Target.points(np.arange(20.0), np.arange(20.0) % 3, 10.0 ** np.linspace(-300, 40, 20)),
    "one far value": Target.points(np.arange(30.0), np.where(np.arange(30) == 7, 1e12, 1.0)),
    "steep data": Target.points(1e-15 * np.arange(20.0), 1e15 * np.cos(np.arange(20.0))),
    "noise": Target.points(np.arange(80.0), np.random.default_rng(2).standard_normal(80)),
}


@pytest.mark.parametrize(
    ("name", "norm"),
    [
        *itertools.product(HOSTILE, ["l2", "max"]),
        # Least absolute deviations start from least squares, and take their time.
        *((name, "l1") for name in HOSTILE if HOSTILE[name].points_inside is not None),
    ],
)
def test_hostile_targets_are_fitted_without_a_warning_or_a_number_that_is_none(name, norm):
    target = HOSTILE[name]
    for count in {"l2": (2, 24), "max": (5,), "l1": (2,)}[norm]:
        found = place_hinges(target, count, norm=norm)
        assert is_usable(found)
        assert np.isfinite([found.par.error, found.par.lower_bound, found.par.stationarity]).all()
    if norm == "l2":
        assert is_usable(place_hinges(target, 3, norm=norm, bias=False, linear=False))


@pytest.mark.parametrize("norm", ["l2", "max"])
def test_two_hundred_hinges_are_placed(norm):
    found = place_hinges(Target.named("sine"), 200, norm=norm)
    assert is_usable(found)
    # The law of many pieces is (∫|f″|^p)^(1/p) over n²: about .84 and 1.43.
    assert found.reached * 201**2 == pytest.approx({"l2": 0.83, "max": 1.43}[norm], rel=0.03)


@pytest.mark.parametrize("norm", ["l2", "max"])
def test_a_crowd_of_points_is_placed_in_little_time(norm):
    rng = np.random.default_rng(0)
    x = np.sort(rng.uniform(-2.0, 2.0, 21_000))
    data = Target.points(x, np.sin(2 * x) + rng.uniform(-0.1, 0.1, x.size))
    found = place_hinges(data, 4, norm=norm, bias=False)
    # What the noise leaves alone, and what four hinges leave of the sine.
    assert {"l2": 0.0577, "max": 0.095}[norm] < found.reached < {"l2": 0.085, "max": 0.2}[norm]

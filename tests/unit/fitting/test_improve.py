import itertools

import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.fitting.improve import improve_hinges, mask_of
from reluviz.fitting.norms import NORMS, Cancelled, error_in
from reluviz.fitting.par import par
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target
from tests.oracles import function_target, sum_of

WAVE = function_target(lambda x: np.sin(2 * x) + 0.2 * x * x, (-2.0, 2.0), name="wave")
START = sum_of((-1.4, 1, 0.5), (-0.3, -1, 1.0), (0.8, 1, -2.0), bias=0.3, slope=-0.2)


def noisy(count=80, seed=0):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-2.0, 2.0, count))
    return Target.points(x, np.sin(2 * x) + 0.2 * rng.standard_normal(count), rng.uniform(0.5, 2.0, count))


DATA = noisy()


#: What may be locked, and whether bias and linear term are free.
FREEDOMS = [
    (target, knots, slopes, norm, bias, linear)
    for target, knots, slopes in [
        *itertools.product([DATA], [(), (0,), (0, 1, 2)], [(), (1,), (0, 1, 2)]),
        (WAVE, (), ()),
        (WAVE, (1,), (1, 2)),
    ]
    for norm, bias, linear in itertools.product(NORMS, (True, False), (True, False))
    # Least absolute deviations of a function take their time.
    if norm != "l1" or target is DATA or (slopes and bias != linear)
]


@pytest.mark.parametrize(("target", "locked_knots", "locked_slopes", "norm", "bias", "linear"), FREEDOMS)
def test_it_never_gets_worse_and_what_is_locked_stays(
    target, locked_knots, locked_slopes, norm, bias, linear
):
    free = {"norm": norm, "bias": bias, "linear": linear}
    fitted = fit_slopes(START, target, locked=locked_slopes, **free)
    found = improve_hinges(START, target, locked_knots=locked_knots, locked_slopes=locked_slopes, **free)
    assert found.reached <= error_in(norm, fitted.error)
    assert found.reached == error_in(norm, found.error)
    assert all(found.sum.knots[i] == START.knots[i] for i in locked_knots)
    assert all(found.sum.slopes[i] == START.slopes[i] for i in locked_slopes)
    assert bias or found.sum.bias == START.bias
    assert linear or found.sum.slope == START.slope
    assert (found.sum.facings == START.facings).all()
    assert np.isfinite([*found.sum.knots, *found.sum.slopes, found.sum.bias, found.sum.slope]).all()
    assert (found.locked_knots, found.locked_slopes) == (locked_knots, locked_slopes)


@pytest.mark.parametrize(
    ("key", "norm"), [("square", "l2"), ("square", "max"), ("exp", "l2"), ("exp", "max")]
)
def test_a_target_that_bends_one_way_is_brought_to_its_optimum(key, norm):
    target = Target.named(key)
    start, end = target.interval
    for seed in range(3):
        shares = (np.arange(1, 5) + np.random.default_rng(seed).uniform(-0.3, 0.3, 4)) / 5
        model = HingeSum.from_arrays(start + shares * (end - start), [1, -1, 1, 1], np.zeros(4))
        found = improve_hinges(model, target, norm=norm)
        # The search for par ends at 5e-4. Knots pass edges of the cells that resolve the target on the way.
        assert found.reached == pytest.approx(par(target, 4, norm).error, rel=6e-4)


def test_the_way_down_differs_with_what_is_locked_but_the_optimum_does_not():
    target = Target.named("square")
    uniform = HingeSum.from_arrays([-1.8, -0.5, 0.7, 1.7], [1, -1, 1, 1], [0.0] * 4)
    free = improve_hinges(uniform, target)
    # A hinge whose slope is locked at the best slope stands in nobody's way.
    locked = improve_hinges(
        HingeSum.from_arrays(uniform.knots, uniform.facings, [2.4, 0.0, 0.0, 0.0]), target, locked_slopes=[0]
    )
    assert free.reached == pytest.approx(36 / (np.sqrt(180) * 25), rel=1e-6)
    assert locked.reached == pytest.approx(free.reached, rel=1e-3)


@pytest.mark.parametrize("norm", NORMS)
def test_hinges_that_share_a_knot_or_lie_outside_do_no_harm(norm):
    model = sum_of((0.5, 1, 1.0), (0.5, -1, 1.0), (0.5, 1, 0.0), (-9.0, 1, 1.0), (7.0, 1, 1.0), (2.0, 1, 1.0))
    found = improve_hinges(model, WAVE, norm=norm)
    assert found.reached <= error_in(norm, fit_slopes(model, WAVE, norm=norm).error)
    assert np.isfinite(found.sum.knots).all()


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("model", [HingeSum(), sum_of((-1.0, 1)), sum_of((50.0, 1))])
def test_sums_with_nothing_to_move_are_fitted(model, norm):
    found = improve_hinges(model, DATA, norm=norm, linear=False)
    assert np.isfinite(found.reached)
    assert len(found.sum) == len(model)


@pytest.mark.parametrize("norm", NORMS)
def test_all_data_at_one_place_is_met_by_its_height(norm):
    found = improve_hinges(START, Target.points([1.0, 1.0], [2.0, 4.0]), norm=norm)
    assert found.sum(1.0) == pytest.approx(3.0)
    assert (found.sum.knots == START.knots).all()


@pytest.mark.parametrize("norm", ["l2", "max"])
def test_a_crowd_of_points_is_improved_as_well(norm):
    rng = np.random.default_rng(0)
    x = np.sort(rng.uniform(-2.0, 2.0, 30_000))
    data = Target.points(x, np.sin(2 * x) + 0.2 * rng.uniform(-1, 1, x.size))
    found = improve_hinges(START, data, norm=norm, locked_slopes=[1])
    assert found.reached < error_in(norm, fit_slopes(START, data, norm=norm, locked=[1]).error)
    assert found.sum.slopes[1] == START.slopes[1]


@pytest.mark.parametrize("norm", ["max", "l1"])
def test_a_watch_can_end_it(norm):
    def enough(share):
        raise Cancelled

    with pytest.raises(Cancelled):
        improve_hinges(START, WAVE, norm=norm, watch=enough)


def test_hinges_that_are_not_there_cannot_be_locked():
    assert mask_of([0, 2], 3).tolist() == [True, False, True]
    for index in (-1, 3):
        with pytest.raises(InputError):
            mask_of([index], 3)
    with pytest.raises(InputError):
        improve_hinges(START, WAVE, locked_knots=[5])

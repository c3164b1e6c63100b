import itertools

import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.fitting.growth import add_best_hinge
from reluviz.fitting.norms import NORMS, Cancelled, error_in
from reluviz.fitting.slopes import best_hinge_at
from reluviz.maths.hinges import HingeSum
from reluviz.maths.measure import measure
from reluviz.targets.target import Target
from tests.oracles import function_target
from tests.unit.fitting.test_improve import DATA, START, WAVE

TARGETS = {
    "function": WAVE,
    "data": DATA,
    "step": Target.named("step"),
    "constant": function_target(lambda x: 0 * x + 2.5, (-1.0, 1.0)),
    "far": function_target(lambda x: np.sin(5 * x), (1e6, 1e6 + 1)),
    "very far values": Target.named("square", (1e6, 1e6 + 1)),
    "one place": Target.points([1.0, 1.0], [2.0, 4.0]),
    "two places": Target.points([1.0, 2.0, 2.0], [2.0, 4.0, 5.0]),
    "weights": Target.points(np.arange(20.0), np.arange(20.0) % 3, 10.0 ** np.linspace(-200, 40, 20)),
}


@pytest.mark.parametrize(
    ("name", "norm"),
    [*itertools.product(TARGETS, ["l2", "max"]), ("data", "l1"), ("one place", "l1"), ("two places", "l1")],
)
def test_one_more_hinge_never_makes_it_worse_and_leaves_the_others_alone(name, norm):
    target = TARGETS[name]
    for model in (HingeSum(), START):
        found = add_best_hinge(model, target, norm=norm, locked_knots=range(len(model))[:1])
        assert found.reached <= error_in(norm, measure(model, target))
        assert len(found.sum) == len(model) + 1
        assert (found.sum.knots[:-1] == model.knots).all()
        assert (found.sum.slopes[:-1] == model.slopes).all()
        assert (found.sum.bias, found.sum.slope) == (model.bias, model.slope)
        assert np.isfinite([found.sum.knots[-1], found.sum.slopes[-1]]).all()
        assert found.locked_knots == tuple(range(len(model)))[:1]


@pytest.mark.parametrize("target", [WAVE, DATA], ids=["function", "data"])
def test_no_other_place_helps_least_squares_more(target):
    found = add_best_hinge(START, target)
    others = [
        measure(
            HingeSum([*START.hinges, best_hinge_at(START, target, knot)], START.bias, START.slope), target
        )
        for knot in np.linspace(-1.99, 1.99, 400)
    ]
    assert found.reached <= min(errors.rmse for errors in others) * (1 + 1e-6)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("norm", NORMS)
def test_the_one_hinge_that_is_missing_is_found(facing, norm):
    target = function_target(lambda x: 1.5 * np.maximum(0.0, facing * (x - 0.3)), (-1.0, 1.0), (0.3,))
    found = add_best_hinge(HingeSum(), target, norm=norm).sum
    assert (found.knots[0], found.facings[0], found.slopes[0]) == pytest.approx((0.3, facing, 1.5), abs=1e-6)


def test_far_from_zero_the_hinge_is_found_as_well():
    target = function_target(lambda x: np.maximum(0.0, x - 1e6 - 0.3), (1e6, 1e6 + 1))
    found = add_best_hinge(HingeSum(), target)
    # x itself is known to 1e-10 there.
    assert found.reached < 1e-6


def test_what_is_not_there_cannot_be_locked():
    with pytest.raises(InputError):
        add_best_hinge(START, WAVE, locked_slopes=[3])


@pytest.mark.parametrize("norm", NORMS)
def test_a_watch_can_end_it(norm):
    def enough(share):
        raise Cancelled

    with pytest.raises(Cancelled):
        add_best_hinge(START, WAVE, norm=norm, watch=enough)

import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.fitting.norms import NORMS, Cancelled
from reluviz.fitting.par import par
from reluviz.fitting.placement import place_hinges
from reluviz.fitting.tolerance import _fewest, hinges_for_tolerance
from reluviz.targets.target import Target
from tests.oracles import function_target
from tests.unit.fitting.test_improve import DATA, WAVE


@pytest.mark.parametrize("pieces", [1, 2, 3, 4, 7, 10, 20])
def test_the_parabola_needs_exactly_as_many_as_the_textbook_says(pieces):
    target = Target.named("square")
    exact = 4.5 / pieces**2
    assert len(hinges_for_tolerance(target, exact).sum) == pieces - 1
    assert len(hinges_for_tolerance(target, exact * 1.001).sum) == pieces - 1
    assert len(hinges_for_tolerance(target, exact * 0.999).sum) == pieces


@pytest.mark.parametrize("tolerance", [0.3, 0.05, 0.01, 0.004])
@pytest.mark.parametrize("key", ["sine", "tanh", "sqrt", "exp", "abs"])
def test_one_hinge_fewer_is_proven_to_be_too_few_for_the_largest_error(key, tolerance):
    target = Target.named(key)
    found = hinges_for_tolerance(target, tolerance)
    count = len(found.sum)
    assert found.reached <= tolerance * (1 + 1e-7)
    if count:
        assert par(target, count - 1, "max").lower_bound > tolerance


@pytest.mark.parametrize("norm", ["l2", "l1"])
@pytest.mark.parametrize(("target", "tolerance"), [(WAVE, 0.2), (DATA, 0.25), (DATA, 5.0)])
def test_one_hinge_fewer_does_not_reach_a_mean_error(target, tolerance, norm):
    found = hinges_for_tolerance(target, tolerance, norm=norm)
    assert found.reached <= tolerance * (1 + 1e-7)
    if len(found.sum):
        assert place_hinges(target, len(found.sum) - 1, norm=norm).reached > tolerance


@pytest.mark.parametrize(("bias", "linear"), [(True, False), (False, True)])
def test_without_bias_or_linear_term_they_stay_0_and_it_takes_more(bias, linear):
    found = hinges_for_tolerance(WAVE, 0.3, bias=bias, linear=linear)
    assert found.reached <= 0.3 * (1 + 1e-7)
    assert bias or found.sum.bias == 0
    assert linear or found.sum.slope == 0
    assert len(found.sum) >= len(hinges_for_tolerance(WAVE, 0.3).sum)


@pytest.mark.parametrize("norm", NORMS)
def test_a_straight_line_or_one_place_needs_none(norm):
    line = function_target(lambda x: 2 * x - 1, (0.0, 1.0))
    for target in (line, Target.points([1.0, 1.0], [2.0, 2.0])):
        assert len(hinges_for_tolerance(target, 1e-6, norm=norm).sum) == 0


def test_a_jump_cannot_be_met_closer_than_by_half():
    with pytest.raises(InputError, match=r"jumps.*0\.5"):
        hinges_for_tolerance(Target.named("step"), 0.49)
    assert len(hinges_for_tolerance(Target.named("step"), 0.51).sum) <= 2


@pytest.mark.parametrize("norm", NORMS)
def test_more_hinges_than_allowed_are_refused_in_a_sentence(norm):
    with pytest.raises(InputError, match="hinges"):
        hinges_for_tolerance(WAVE, 1e-4, norm=norm, most=5)


@pytest.mark.parametrize("tolerance", [0.0, -1.0, np.nan, np.inf])
def test_a_tolerance_that_is_none_is_refused(tolerance):
    with pytest.raises(InputError):
        hinges_for_tolerance(WAVE, tolerance)


@pytest.mark.parametrize("norm", NORMS)
def test_data_is_met_point_by_point_if_it_must(norm):
    target = Target.points(np.arange(7.0), [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0])
    found = hinges_for_tolerance(target, 1e-6, norm=norm)
    assert len(found.sum) == 5


def test_a_watch_can_end_it():
    def enough(share):
        raise Cancelled

    with pytest.raises(Cancelled):
        hinges_for_tolerance(Target.named("runge"), 0.0123, watch=enough)


def test_fewer_than_no_hinges_cannot_be_tried():
    with pytest.raises(InputError, match="from 0 to 1,000 hinges can be placed, not -1"):
        hinges_for_tolerance(Target.named("square"), 0.1, most=-1)


@pytest.mark.parametrize("count", range(13))
@pytest.mark.parametrize("fewest", [0, 1, 4, 11, 12])
def test_wherever_counting_begins_the_fewest_are_found(count, fewest):
    asked = []

    def reached(number):
        asked.append(number)
        return 1.0 if number < fewest else 0.5

    assert _fewest(reached, 0.7, count, 12) == fewest
    assert _fewest(reached, 0.2, count, 12) == 13
    assert all(0 <= number <= 12 for number in asked)

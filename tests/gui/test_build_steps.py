from dataclasses import replace

import pytest

from reluviz.document.document import Document
from reluviz.gui.build_steps import BuildSteps
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target


def document(count):
    return Document(Target.named("square"), HingeSum([Hinge(float(place), 1, 1.0) for place in range(count)]))


def step_of(steps, shown_of):
    return len(steps.shown(shown_of).model)


def test_all_is_shown_at_first_and_a_step_is_a_first_part():
    whole = document(4)
    steps = BuildSteps(whole)
    assert steps.shown(whole) is whole
    assert steps.go_to(2, whole)
    assert not steps.go_to(2, whole)
    assert steps.shown(whole).model == whole.model.partial(2)
    assert steps.shown(whole) is steps.shown(whole)


def test_the_locks_go_with_their_hinges():
    whole = replace(document(3), locks=b"\1\0\2")
    steps = BuildSteps(whole)
    steps.go_to(1, whole)
    assert steps.shown(whole).locks == b"\1"


@pytest.mark.parametrize(
    ("step", "knots", "expected"),
    [
        (2, [0, 1, 9, 2, 3], 3),  # a hinge was added after the second
        (0, [9, 0, 1, 2, 3], 1),
        (2, [0, 2, 3], 1),  # the second was taken away
        (3, [1, 2, 3], 2),
        (2, [0, 1, 7, 3], 2),  # something else was changed
        (2, [0, 1, 2, 3, 9], 5),  # one was added that cannot be seen: all are shown
        (0, [1, 2, 3], 3),
        (2, [0, 1, 2, 3, 4, 5, 6, 7], 8),  # a fit: all that it found
        (2, [], 0),
    ],
)
def test_a_step_follows_the_hinges_that_come_and_go(step, knots, expected):
    whole = document(4)
    steps = BuildSteps(whole)
    steps.go_to(step, whole)
    after = Document(whole.target, HingeSum([Hinge(float(knot), 1, 1.0) for knot in knots]))
    steps.follow(after)
    assert step_of(steps, after) == expected


def test_beyond_the_ends_there_is_nothing():
    whole = document(2)
    steps = BuildSteps(whole)
    steps.go_to(-3, whole)
    assert step_of(steps, whole) == 0
    steps.go_to(7, whole)
    assert steps.shown(whole) is whole


def test_another_sum_with_one_hinge_more_or_less_is_shown_whole():
    whole = document(4)
    for formula in ("g(x-7) + g(x-8) + g(x-9)", "g(x-5) + g(x-6) + g(x-7) + g(x-8) + g(x-9)"):
        steps = BuildSteps(whole)
        steps.go_to(2, whole)
        other = Document(whole.target, HingeSum.parse(formula))
        steps.follow(other)
        assert steps.shown(other) is other


@pytest.mark.parametrize("gone", range(3))
def test_whichever_of_the_shown_hinges_goes_the_others_stay(gone):
    whole = document(5)
    steps = BuildSteps(whole)
    steps.go_to(3, whole)
    rest = [hinge for place, hinge in enumerate(whole.model.hinges) if place != gone]
    after = Document(whole.target, HingeSum(rest))
    steps.follow(after)
    assert step_of(steps, after) == 2

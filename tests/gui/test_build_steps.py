from dataclasses import replace

import pytest

from reluviz.document.document import Document
from reluviz.gui.build_steps import BuildSteps
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target


def document(count):
    return Document(Target.named("square"), HingeSum.parse(" + ".join(["g(x)"] * count) or "0"))


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
    ("before", "step", "after", "expected"),
    [
        (4, 2, 5, 3),  # a hinge was added after the second
        (4, 2, 3, 1),  # the second was taken away
        (4, 2, 4, 2),  # something else was changed
        (4, 3, 3, 2),
        (4, 0, 5, 1),
        (4, 0, 3, 3),  # none was shown that could have been taken away
        (4, 2, 8, 8),  # a fit: all that it found
        (4, 2, 0, 0),
    ],
)
def test_a_step_follows_the_hinges_that_come_and_go(before, step, after, expected):
    steps = BuildSteps(document(before))
    steps.go_to(step, document(before))
    steps.follow(document(after))
    assert step_of(steps, document(after)) == expected


def test_beyond_the_ends_there_is_nothing():
    whole = document(2)
    steps = BuildSteps(whole)
    steps.go_to(-3, whole)
    assert step_of(steps, whole) == 0
    steps.go_to(7, whole)
    assert steps.shown(whole) is whole

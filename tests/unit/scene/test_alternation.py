"""Where a minimax fit takes its largest error."""

import numpy as np
import pytest

from reluviz.document.document import Document
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.scene.scene import resolve
from reluviz.targets.target import Target

SQUARE = Target.named("square")  # x² on [-3, 3]


def scene(model, target=SQUARE, norm="max"):
    return resolve(Document(target, model, norm=norm), ())


def minimax_square(hinges):
    """Chords of x² between equally spaced knots, lowered by half of what they miss: the best there is."""
    knots = np.linspace(-3, 3, hinges + 2)
    step = knots[1] - knots[0]
    slope = knots[0] + knots[1]
    lowered = step**2 / 8
    return HingeSum(
        [Hinge(float(knot), 1, 2 * float(step)) for knot in knots[1:-1]],
        bias=float(knots[0] ** 2 - slope * knots[0] - lowered),
        slope=float(slope),
    )


@pytest.mark.parametrize("hinges", [0, 1, 2, 5])
def test_the_best_sum_takes_it_at_ends_knots_and_between_with_alternating_signs(hinges):
    marks = scene(minimax_square(hinges)).alternation
    size = (6 / (hinges + 1)) ** 2 / 8
    assert marks[:, 0] == pytest.approx(np.linspace(-3, 3, 2 * hinges + 3), abs=1e-6)
    assert marks[:, 1] == pytest.approx(size * (-1.0) ** np.arange(1, 2 * hinges + 4))


def test_only_the_largest_count():
    marks = scene(HingeSum.parse("g(x) + g(-x)")).alternation
    assert marks[:, 0].tolist() == [-3.0, 3.0]
    assert marks[:, 1] == pytest.approx([-6.0, -6.0])


@pytest.mark.parametrize("norm", ["l2", "l1"])
def test_other_norms_have_none(norm):
    assert scene(minimax_square(2), norm=norm).alternation.shape == (0, 2)


def test_an_exact_sum_has_none():
    exact = HingeSum.parse("g(x) + g(-x)")
    assert scene(exact, Target.named("abs")).alternation.shape == (0, 2)


def test_data_takes_it_at_points():
    x = np.array([0.0, 1.0, 2.0, 3.0])
    marks = scene(HingeSum(bias=0.5), Target.points(x, np.array([0.0, 1.0, 0.6, 0.0]))).alternation
    assert marks.tolist() == [[0.0, 0.5], [1.0, -0.5], [3.0, 0.5]]


def test_a_jump_of_the_target_has_both_its_sides():
    target = Target.named("step")
    model = HingeSum(bias=0.5)
    marks = scene(model, target).alternation
    assert np.sign(marks[:, 1]).tolist() == [1.0, -1.0]


def test_a_selection_keeps_it():
    first = scene(minimax_square(2))
    marks = first.alternation
    assert resolve(first.document, (1,), first).alternation is marks

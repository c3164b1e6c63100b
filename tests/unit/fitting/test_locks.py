import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.fitting.growth import add_best_hinge
from reluviz.fitting.improve import MOST_FREE, improve_hinges
from reluviz.fitting.locks import mask_of
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target


def crowd(count):
    return HingeSum.from_arrays(np.linspace(-3, 3, count), np.ones(count), np.zeros(count))


def test_indices_name_hinges():
    assert mask_of((0, np.int64(2)), 3).tolist() == [True, False, True]


@pytest.mark.parametrize("locked", [[True, False], np.array([False, True]), [0.5], ["1"], [-1], [2], 5, None])
def test_what_names_no_hinge_is_refused_in_every_fit_with_the_same_sentence(locked):
    target, said = Target.named("sine"), []
    for fit in (
        lambda: fit_slopes(crowd(2), target, locked=locked),
        lambda: improve_hinges(crowd(2), target, locked_slopes=locked),
        lambda: add_best_hinge(crowd(2), target, locked_knots=locked),
    ):
        with pytest.raises(InputError, match="lock") as problem:
            fit()
        said.append(str(problem.value))
    assert len(set(said)) == 1


def test_more_than_memory_holds_is_not_begun():
    with pytest.raises(InputError, match="at most 2,000 knots and slopes can be improved at once"):
        improve_hinges(crowd(MOST_FREE), Target.named("sine"), bias=False)


def test_one_hinge_beside_ten_thousand_costs_what_one_hinge_costs():
    model = crowd(10_000)
    grown = add_best_hinge(model, Target.named("sine"))
    assert len(grown.sum) == 10_001
    # Without bias and linear term there is much left for it.
    assert grown.reached < 0.9 * Target.named("sine")(np.array([np.pi / 2]))[0]

import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.fitting.asked import MOST_PLACED, checked_count, checked_tolerance
from reluviz.fitting.locks import mask_of
from reluviz.fitting.norms import checked_norm
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target


@pytest.mark.parametrize("count", [0, 7, np.int8(7), np.uint64(7), MOST_PLACED])
def test_whole_numbers_of_every_kind_are_counts(count):
    assert checked_count(count) == count
    assert type(checked_count(count)) is int


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (True, "whole number, not True"),
        (np.True_, "whole number"),
        (1.5, "whole number, not 1.5"),
        ("3", "whole number, not '3'"),
        (None, "whole number, not None"),
        (-1, "from 0 to 1,000 hinges can be placed, not -1"),
        (10**9, "not 1,000,000,000"),
        pytest.param(10**5000, "not a number of so many digits", id="long"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(count, said):
    with pytest.raises(InputError, match=said):
        checked_count(count)


@pytest.mark.parametrize("tolerance", [1, 0.25, np.float32(0.25), 5e-324])
def test_numbers_above_0_are_tolerances(tolerance):
    assert checked_tolerance(tolerance) == tolerance
    assert type(checked_tolerance(tolerance)) is float


@pytest.mark.parametrize(
    "tolerance",
    [
        0,
        -1.0,
        float("nan"),
        float("inf"),
        -float("inf"),
        pytest.param(10**5000, id="long"),
        "0.1",
        None,
        True,
        1j,
    ],
)
def test_no_other_tolerance_is_taken(tolerance):
    with pytest.raises(InputError, match="must be a number above 0, not "):
        checked_tolerance(tolerance)


def test_norms_are_known_however_they_are_spelt():
    assert [checked_norm(name) for name in ("L2", " max ", "L1")] == ["l2", "max", "l1"]
    for name in ("minimax", "", None, 2):
        with pytest.raises(InputError, match=r"expected l2 \(least squares\), max \(minimax, L∞\) or l1"):
            checked_norm(name)


def test_one_index_alone_names_no_locks():
    with pytest.raises(InputError, match=r"by their indices, as in \(0, 2\), not 3"):
        mask_of(3, 5)


@pytest.mark.parametrize("no", [0, np.False_])
def test_what_is_free_may_be_told_by_any_truth_value(no):
    model = HingeSum([Hinge(0.0), Hinge(0.0, -1), Hinge(1.0)])
    target = Target.named("sine")
    told = fit_slopes(model, target, bias=no, linear=no)
    assert told.sum == fit_slopes(model, target, bias=False, linear=False).sum

"""The sums on the way from one sum to another."""

import numpy as np
import pytest

from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.in_between import in_between

H1 = HingeSum.parse("g(x) + g(-x)")
MOVED = HingeSum([Hinge(1.0, 1, 3.0), Hinge(-1.0, -1, 2.0)], bias=0.5)
H2 = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")


def test_the_same_facings_move_knots_and_slopes():
    half = in_between(H1, MOVED)(0.5)
    assert half == HingeSum([Hinge(0.5, 1, 2.0), Hinge(-0.5, -1, 1.5)], bias=0.25)


def test_hinges_are_matched_in_the_order_of_their_knots():
    before = HingeSum([Hinge(3.0), Hinge(1.0)])
    after = HingeSum([Hinge(1.5), Hinge(3.5)])
    assert in_between(before, after)(0.5).knots.tolist() == [1.25, 3.25]


def test_other_numbers_fade_into_each_other():
    x = np.linspace(-3, 3, 50)
    path = in_between(HingeSum([Hinge(0.3, 1, 2.0), Hinge(1.0, -1, 1.0)], bias=1.0), H2)
    for share in (0.0, 0.25, 1.0):
        before = HingeSum([Hinge(0.3, 1, 2.0), Hinge(1.0, -1, 1.0)], bias=1.0)(x)
        assert path(share)(x) == pytest.approx((1 - share) * before + share * H2(x))


def test_a_hinge_that_stays_has_no_twin():
    assert len(in_between(H1, H2)(0.5)) == 4

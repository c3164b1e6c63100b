"""Where errors count: gaps around poles and where there are no values, and what is said of them."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.errors import InputError
from reluviz.targets.target import Target

GAPS = [
    ("1/x", (-1, 1), [(-0.02, 0.02)], "errors count on [-1, -0.02] and [0.02, 1]"),
    ("1/x", (0, 1), [(0, 0.01)], "errors count on [0.01, 1]"),
    ("1/(x-1)", (0, 1), [(0.99, 1)], "errors count on [0, 0.99]"),
    ("1/x", (-1e6, 1e6), [(-2e4, 2e4)], "errors count on [-1000000, -20000] and [20000, 1000000]"),
    ("log(x)", (-1, 1), [(-1, 0.02)], "errors count on [0.02, 1]"),
    ("log(|x|)", (-1, 2), [(-0.02, 0.02)], "errors count on [-1, -0.02] and [0.02, 2]"),
    ("sqrt(x)", (-1, 1), [(-1, 0)], "errors count on [0, 1]"),
    ("asin(x)", (-2, 2), [(-2, -1), (1, 2)], "errors count on [-1, 1]"),
    (
        "tan(x)",
        (-3, 3),
        [(-1.62, -1.52), (1.52, 1.62)],
        "errors count on [-3, -1.62], [-1.52, 1.52] and [1.62, 3]",
    ),
    ("1/floor(x)", (-2, 2), [(0, 1)], "errors count on [-2, 0] and [1, 2]"),
    # Poles nearer to each other than a gap needs are in one gap.
    ("1/(x^2-1e-8)", (-1, 1), [(-0.1, 0.1)], "errors count on [-1, -0.1] and [0.1, 1]"),
]


@pytest.mark.parametrize(("text", "interval", "gaps", "where"), GAPS)
def test_gaps_end_at_readable_places_and_are_said(text, interval, gaps, where):
    target = Target.expression(text, interval)
    np.testing.assert_allclose(target.gaps, gaps, rtol=1e-15, atol=1e-15)
    assert target.remarks[0] == where
    assert len(target.remarks) > 1


@pytest.mark.parametrize("text", ["x^2", "sin(x)/x", "1/(1+25x^2)", "|x|", "(1-cos(x))/x^2"])
def test_what_has_values_everywhere_has_no_gaps(text):
    target = Target.expression(text, (-1, 1))
    assert target.gaps == target.remarks == ()


def test_only_the_side_on_which_it_grows_is_left_out():
    ((start, end),) = Target.expression("where(x < 0, 0, log(x))", (-1, 1)).gaps
    assert start == pytest.approx(0.0, abs=1e-8)
    assert end == 0.02


def test_many_poles_leave_room_between_them():
    target = Target.expression("tan(20x)", (-1, 1))
    assert len(target.gaps) == 12
    assert target.remarks[0] == "errors count on 13 parts of the interval"
    starts, ends = np.array(target.gaps).T
    assert (starts[1:] - ends[:-1] > 0.5 * math.pi / 20).all()


class TestAPlaceWithoutAValue:
    def test_it_is_no_gap(self):
        target = Target.expression("x/|x|", (-1, 1))
        assert target.gaps == ()
        assert target.breaks == (0.0,)
        assert target(np.array([-0.5, 0.0, 0.5])).tolist() == [-1.0, 0.0, 1.0]
        assert target.remarks == ("errors count everywhere else", "x/|x| has no value, and a jump, at x = 0")

    def test_at_an_end_it_has_the_limit(self):
        assert Target.expression("x/|x|", (0, 1))(np.array([0.0])).tolist() == [1.0]


def test_the_logarithm_of_the_library_has_a_gap_where_it_is_dragged_beyond_its_values():
    assert Target.named("log").gaps == ()
    dragged = Target.named("log").on(-1.0, 1.0)
    assert dragged.gaps == ((-1.0, 0.02),)
    assert dragged.remarks == Target.expression("log(x)", (-1.0, 1.0)).remarks
    assert (dragged.cells[0], dragged.cells[-1]) == (0.02, 1.0)


def test_kinks_in_a_gap_are_none():
    assert Target.expression("1/x + |x| + |x - 0.5|", (-1, 1)).breaks == (0.5,)


def test_data_and_the_functions_of_the_library_have_no_gaps():
    assert Target.points([0.0, 1.0], [1.0, 2.0]).gaps == ()
    assert Target.named("step").gaps == ()


@given(
    st.sampled_from(
        ["1/x", "log(x)", "tan(3x)", "sqrt(x)/(x-1)", "1/sin(5x)", "x^x", "exp(1/x)", "asin(x)/x"]
    ),
    st.floats(-3.0, 3.0),
    st.floats(0.01, 6.0),
)
def test_on_any_interval_all_that_counts_has_bounded_values(text, start, length):
    try:
        target = Target.expression(text, (start, start + length))
    except InputError as error:
        assert "choose" in str(error)  # noqa: PT017 - both ways are right
        return
    places = [target.interval[0], *(place for gap in target.gaps for place in gap), target.interval[1]]
    assert all(left <= right for left, right in pairwise(places))
    for left, right in zip(places[::2], places[1::2], strict=True):
        if left < right:
            values = target(np.linspace(left, right, 999))
            assert np.isfinite(values).all()


def test_poles_that_leave_no_room_between_them_are_refused():
    with pytest.raises(InputError, match=r"tan\(4x\) has a pole at x = .* choose an interval"):
        Target.expression("tan(4x)", (0.3, 600.3))

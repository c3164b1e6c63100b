import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.maths.piecewise import PiecewiseLinear


def tent():
    return PiecewiseLinear(np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0, 0.0]), 0.0, 0.0)


def test_a_line_has_the_same_slope_everywhere():
    line = PiecewiseLinear.affine(1.0, 2.0)
    assert line(np.array([-5.0, 0.0, 5.0])).tolist() == [-9.0, 1.0, 11.0]
    assert line.slopes.tolist() == [2.0, 2.0]


def test_a_number_gives_a_number_and_an_array_an_array_of_its_shape():
    assert isinstance(tent()(0.5), float)
    assert tent()(0.5) == 0.5
    assert tent()(np.zeros((2, 3))).shape == (2, 3)
    assert tent()([[0.5]]).tolist() == [[0.5]]


def test_nan_stays_nan_and_nothing_else_becomes_it():
    x = np.array([np.nan, 0.5, -np.inf, np.inf])
    assert np.isnan(tent()(np.nan))
    np.testing.assert_array_equal(tent()(x), [np.nan, 0.5, 0.0, 0.0])
    assert [tent()(float(place)) for place in x[1:]] == [0.5, 0.0, 0.0]


def test_infinity_follows_the_end_slopes():
    line = PiecewiseLinear.affine(1.0, -2.0)
    assert line(np.inf) == -np.inf
    assert line(-np.inf) == np.inf


@pytest.mark.parametrize(
    ("breakpoints", "values", "left"),
    [
        ([], [], 0.0),
        ([0.0, 0.0], [1.0, 1.0], 0.0),
        ([1.0, 0.0], [1.0, 1.0], 0.0),
        ([0.0, np.nan], [1.0, 1.0], 0.0),
        ([0.0, np.inf], [1.0, 1.0], 0.0),
        ([0.0, 1.0], [1.0, np.nan], 0.0),
        ([0.0, 1.0], [1.0], 0.0),
        ([[0.0], [1.0]], [[1.0], [1.0]], 0.0),
        ([0.0], [1.0], np.inf),
    ],
)
def test_what_is_no_function_is_refused(breakpoints, values, left):
    with pytest.raises(InputError):
        PiecewiseLinear(np.array(breakpoints), np.array(values), left, 0.0)


def test_its_arrays_cannot_be_changed_from_outside():
    values = np.zeros(3)
    function = PiecewiseLinear(np.arange(3.0), values, 0.0, 0.0)
    values[0] = 7.0
    assert function(0.0) == 0.0
    with pytest.raises(ValueError, match="read-only"):
        function.values[0] = 7.0


def test_simplifying_drops_what_is_no_corner():
    bent_once = PiecewiseLinear(np.arange(4.0), np.array([0.0, 1.0, 2.0, 5.0]), 1.0, 3.0)
    assert bent_once.simplify().breakpoints.tolist() == [2.0]
    assert PiecewiseLinear.affine(0.0, 1.0).simplify().breakpoints.size == 1


def test_restricting_needs_an_interval():
    with pytest.raises(InputError):
        tent().restrict(1.0, 1.0)


def test_restricting_keeps_the_outermost_slopes_though_an_end_is_cut_to_one_rounding():
    just_after = np.nextafter(1.0, 2.0)
    steep = PiecewiseLinear(np.array([0.0, 1.0, 2.0]), np.array([0.1, 0.3, 5.4]), 0.0, 0.0)
    part = steep.restrict(just_after, 1.5)
    assert part.right_slope == part.left_slope == pytest.approx(5.1, rel=1e-15)
    part = steep.restrict(0.5, just_after)
    assert part.right_slope == pytest.approx(5.1, rel=1e-15)


def test_integrating_backwards_changes_the_sign():
    assert tent().integrate(0.0, 2.0) == 1.0
    assert tent().integrate(2.0, 0.0) == -1.0
    assert tent().integrate(1.0, 1.0) == 0.0


def test_extrema_are_found_first_from_the_left():
    found = tent().extrema(-1.0, 3.0)
    assert (found.minimum, found.minimum_at, found.maximum, found.maximum_at) == (0.0, -1.0, 1.0, 1.0)


def test_tents_inside_tents_double_their_teeth():
    teeth = tent_on_unit = PiecewiseLinear(np.array([0.0, 0.5, 1.0]), np.array([0.0, 1.0, 0.0]), 0.0, 0.0)
    for _ in range(9):
        teeth = tent_on_unit.compose(teeth)
    # 2^9 teeth have 2^10 + 1 vertices, all exact in binary.
    assert teeth.breakpoints.tolist() == (np.arange(1025) / 1024).tolist()
    assert teeth.values.tolist() == [float(i % 2) for i in range(1025)]


def test_composing_survives_a_level_that_an_almost_flat_ray_never_reaches():
    almost_flat = PiecewiseLinear(np.array([0.0]), np.array([0.0]), 0.0, 1e-320)
    composed = tent().compose(almost_flat)
    assert composed.breakpoints.tolist() == [0.0]
    assert composed(5.0) == 0.0

import pytest

from reluviz.interaction.snapping import snap_slope, snap_x
from reluviz.interaction.view import View
from reluviz.scene.scene import Bounds

# 100 pixels per unit of x, 50 per unit of y.
VIEW = View(Bounds(-3.0, 3.0, 0.0, 10.0), 600, 500)


@pytest.mark.parametrize(("x", "round_x"), [(1.05, 1.0), (0.96, 1.0), (-1.53, -1.5), (0.03, 0.0)])
def test_places_near_round_numbers_settle_on_them(x, round_x):
    snapped = snap_x(x, VIEW)
    assert snapped.value == round_x
    assert snapped.is_round


def test_between_round_numbers_places_are_free():
    snapped = snap_x(1.234, VIEW)
    assert snapped.value == pytest.approx(1.234, abs=0.005)
    assert not snapped.is_round


def test_alt_suspends_snapping():
    assert snap_x(1.03, VIEW, suspended=True).value == pytest.approx(1.03)


def test_slopes_settle_by_where_the_pointer_holds_the_arm():
    # Two units out, a slope of 2.05 is 5 pixels off a slope of 2; ten units out it would be 25.
    assert snap_slope(2.05, 2.0, VIEW).value == 2.0
    assert snap_slope(2.05, 10.0, VIEW).value == pytest.approx(2.05, abs=0.01)


def test_zero_has_no_sign():
    assert str(snap_x(-0.01, VIEW).value) == "0.0"


def test_a_pointer_on_the_knot_gives_a_finite_slope():
    assert snap_slope(3.7, 0.0, VIEW).value == 3.7

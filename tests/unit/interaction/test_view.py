import pytest

from reluviz.interaction.view import View, round_steps, rounded
from reluviz.scene.scene import Bounds

VIEW = View(Bounds(-3.0, 3.0, 0.0, 10.0), 600, 500)


def test_pixels_and_data_are_inverse():
    assert VIEW.to_pixels(-3.0, 10.0) == (0.0, 0.0)
    assert VIEW.to_data(*VIEW.to_pixels(1.25, 7.5)) == pytest.approx((1.25, 7.5))


def test_zooming_keeps_the_place_under_the_pointer():
    before = VIEW.to_pixels(1.0, 2.0)
    after = VIEW.zoomed(3.0, 1.0, 2.0)
    assert after.to_pixels(1.0, 2.0) == pytest.approx(before)
    assert after.pixels_per_x == pytest.approx(3 * VIEW.pixels_per_x)


def test_panning_moves_the_content_with_the_hand():
    column, row = VIEW.to_pixels(0.0, 5.0)
    assert VIEW.panned(40, -30).to_pixels(0.0, 5.0) == pytest.approx((column + 40, row - 30))


@pytest.mark.parametrize("factor", [1e200, 1e-200])
def test_a_zoom_beyond_what_float64_can_draw_changes_nothing(factor):
    assert VIEW.zoomed(factor, 1.0, 1.0) == VIEW


def test_zooming_in_for_ever_stays_drawable():
    view = VIEW
    for _ in range(500):
        view = view.zoomed(1.5, 1.2345, 1.2345)
    assert view.bounds.left < 1.2345 < view.bounds.right


def test_round_steps_are_ones_and_fives_from_coarse_to_fine():
    steps = [step for step, _ in round_steps(100.0, 14.0)]
    assert steps[-3:] == pytest.approx([5.0, 1.0, 0.5])
    assert sorted(steps, reverse=True) == steps


def test_rounding_keeps_the_digits_that_the_resolution_deserves():
    assert rounded(1.23456, 0.01) == 1.23
    assert rounded(1234.56, 10) == 1230.0
    assert str(rounded(-0.0001, 0.01)) == "0.0"

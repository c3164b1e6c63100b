from dataclasses import replace

import pytest

from reluviz.document.opening import new_document
from reluviz.interaction.hits import HANDLE_DISTANCE, MOST_HANDLES, handles, hit_test, unit_under
from reluviz.interaction.view import View
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.scene.scene import Bounds, Scene

VIEW = View(Bounds(-3.0, 3.0, -1.0, 9.0), 600, 500)


def scene(formula, selection=()):
    return Scene(replace(new_document(), model=HingeSum.parse(formula)), selection)


def test_a_knot_is_hit_on_the_curve_not_on_the_axis():
    shown = scene("g(x) + g(2x-2)")
    assert hit_test(shown, VIEW, 1.03, 1.02).kind == "knot"
    assert hit_test(shown, VIEW, 1.03, 1.02).index == 1
    assert hit_test(shown, VIEW, 1.0, 0.0).kind == "canvas"


def test_of_two_hinges_on_one_knot_the_selected_one_is_taken_and_else_the_last():
    assert hit_test(scene("g(x) + g(-x)"), VIEW, 0.0, 0.0).index == 1
    assert hit_test(scene("g(x) + g(-x)", (0,)), VIEW, 0.0, 0.0).index == 0


def test_only_selected_hinges_have_handles_and_not_too_many():
    assert handles(scene("g(x) + g(-x)"), VIEW) == ()
    assert [handle.index for handle in handles(scene("g(x) + g(-x)", (0, 1)), VIEW)] == [0, 1]
    many = "+".join(["g(x)"] * (MOST_HANDLES + 1))
    assert handles(scene(many, tuple(range(MOST_HANDLES + 1))), VIEW) == ()


@pytest.mark.parametrize(("formula", "side"), [("g(x) + g(-x)", 1), ("g(-x) + g(x)", -1)])
def test_a_handle_sits_on_the_curve_on_the_side_where_the_arm_acts(formula, side):
    shown = scene(formula, (0,))
    (handle,) = handles(shown, VIEW)
    assert handle.x * side > 0
    assert handle.y == shown.sum(handle.x)
    assert VIEW.distance(0.0, 0.0, handle.x, handle.y) == pytest.approx(HANDLE_DISTANCE)


def test_a_handle_lies_above_a_knot():
    (handle,) = handles(scene("g(x)", (0,)), VIEW)
    crowded = scene(f"g(x) + 0*x + 0g(x-{handle.x})", (0,))
    (handle,) = handles(crowded, VIEW)
    assert hit_test(crowded, VIEW, handle.x, handle.y).kind == "handle"


def test_an_empty_sum_is_all_canvas():
    assert hit_test(scene("0"), VIEW, 0.0, 0.0).kind == "canvas"


class TestUnits:
    SCENE = scene("g(x) + g(-x) + g(2x-2)")

    @pytest.mark.parametrize(
        ("place", "unit"),
        [((2.0, 2.0), 0), ((-2.0, 2.0), 1), ((2.5, 3.0), 2), ((1.6, 0.7), None), ((0.5, 5.0), None)],
    )
    def test_the_unit_whose_line_is_near_is_found(self, place, unit):
        found = unit_under(self.SCENE, VIEW, *place)
        # Where two cross, either is right.
        assert found == unit or (place == (2.0, 2.0) and found == 2)

    def test_the_flat_side_of_a_unit_is_not_its_line(self):
        assert unit_under(self.SCENE, VIEW, -2.0, 0.0) is None

    def test_without_hinges_or_with_a_crowd_there_is_none(self):
        for model in (HingeSum(), HingeSum([Hinge(0.0, 1, 1.0)] * 201)):
            shown = Scene(replace(new_document(), model=model))
            assert unit_under(shown, VIEW, 1.0, 1.0) is None

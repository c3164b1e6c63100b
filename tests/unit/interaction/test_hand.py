from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.document import edits
from reluviz.document.opening import new_document, opening_store
from reluviz.document.store import Store
from reluviz.interaction.gestures import Pointer
from reluviz.interaction.hand import Hand
from reluviz.interaction.hits import handles
from reluviz.interaction.view import View
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.scene.scene import Bounds, resolve
from reluviz.targets.target import Target

H2 = "g(x) + g(-x) + g(2x-2) + g(-2x-2)"
VIEW = View(Bounds(-3.5, 3.5, -1.0, 10.0), 840, 550)


class Desk:
    """A store with a hand on it, played by data coordinates."""

    def __init__(self, store):
        self.store = store
        self.hand = Hand(store)

    @property
    def scene(self):
        return resolve(self.store.document, self.store.selection)

    @property
    def hinges(self):
        return self.store.document.model.hinges

    def press(self, x, y, **held):
        self.hand.press(Pointer(x, y, **held), self.scene, VIEW)

    def drag(self, start, end, steps=5, **held):
        self.press(*start, **held)
        for step in range(1, steps + 1):
            share = step / steps
            place = (a + share * (b - a) for a, b in zip(start, end, strict=True))
            self.hand.move(Pointer(*place, **held))
        self.hand.release(Pointer(*end, **held))

    def click(self, x, y, **held):
        self.press(x, y, **held)
        self.hand.release(Pointer(x, y, **held))


@pytest.fixture
def desk():
    return Desk(opening_store())


@pytest.fixture
def empty():
    return Desk(Store(new_document()))


def test_h2_is_built_by_two_drags_on_h1(desk):
    desk.drag((1.02, 1.6), (3.0, 7.05))
    desk.drag((-1.01, 1.7), (-3.0, 6.95))
    assert desk.store.document.model == HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
    assert desk.scene.errors.mean_half_square == pytest.approx(11 / 60, rel=1e-14)
    assert desk.scene.errors.max == 2.0


def test_undo_goes_back_to_the_empty_canvas_and_redo_returns(desk):
    desk.drag((1.0, 1.6), (3.0, 7.0))
    built = desk.store.document
    for _ in range(3):
        desk.store.undo()
    assert len(desk.store.document.model) == 0
    assert desk.store.undo_name is None
    for _ in range(3):
        desk.store.redo()
    assert desk.store.document == built


def test_a_click_adds_the_hinge_that_lowers_the_error_most(empty):
    empty.click(1.03, 5.0)
    (hinge,) = empty.hinges
    assert (hinge.knot, hinge.facing) == (1.0, 1)
    before = empty.scene.errors.rmse
    for slope in (hinge.slope * 1.01, hinge.slope * 0.99):
        empty.store.dispatch(edits.set_hinge(0, Hinge(1.0, 1, slope), name="try"))
        assert empty.scene.errors.rmse > before
        empty.store.undo()


@pytest.mark.parametrize(("rule", "slope"), [("one", 1.0), ("zero", 0.0)])
def test_the_rule_for_new_hinges_sets_the_slope_of_a_click(empty, rule, slope):
    empty.hand.rule = rule
    empty.click(0.5, 5.0)
    assert empty.hinges[0].slope == slope


def test_a_new_hinge_is_selected_and_one_undo_step(empty):
    empty.click(1.0, 5.0)
    assert empty.store.selection == (0,)
    assert empty.store.undo_name == "Add hinge"
    empty.store.undo()
    assert empty.hinges == ()


@pytest.mark.parametrize(("end", "facing", "slope"), [((2.0, 3.0), 1, 3.0), ((0.0, 2.0), -1, 2.0)])
def test_bending_puts_the_curve_through_the_pointer_on_either_side(empty, end, facing, slope):
    empty.drag((1.0, 0.5), end)
    assert empty.hinges == (Hinge(1.0, facing, slope),)
    assert empty.store.undo_name == "Bend hinge"


def test_bending_reaches_past_the_knots_in_between(desk):
    desk.drag((-2.0, 6.0), (3.0, 8.0))
    assert desk.store.document.model(3.0) == pytest.approx(8.0, abs=0.1)


def test_dragging_a_knot_moves_it_along_x_alone(desk):
    desk.drag((0.0, 0.0), (1.52, 4.0))
    moved = desk.hinges[1]
    assert moved == Hinge(1.5, -1, 1.0)
    assert desk.store.undo_name == "Move knot"


def test_a_second_click_on_a_knot_reaches_the_other_hinge_there(desk):
    desk.click(0.0, 0.0)
    assert desk.store.selection == (1,)
    desk.click(0.0, 0.0)
    assert desk.store.selection == (0,)
    assert desk.store.undo_name == "Add hinge"


def test_the_handle_turns_the_arm_and_flips_it_past_the_knot(desk):
    desk.store.select((0,))
    (handle,) = handles(desk.scene, VIEW)
    desk.drag((handle.x, handle.y), (2.0, 6.0))
    assert desk.hinges[0] == Hinge(0.0, 1, 3.0)
    (handle,) = handles(desk.scene, VIEW)
    desk.drag((handle.x, handle.y), (-2.0, 4.0))
    assert desk.hinges[0] == Hinge(0.0, -1, 1.0)
    assert desk.store.undo_name == "Turn arm"


def test_a_press_below_the_threshold_is_a_click(desk):
    desk.drag((0.0, 0.0), (0.02, 0.02))
    assert desk.store.undo_name == "Add hinge"
    assert desk.hinges[1].knot == 0.0


def test_escape_in_the_middle_of_every_gesture_puts_everything_back(desk):
    desk.store.select((0,))
    (handle,) = handles(desk.scene, VIEW)
    before, undo = desk.store.document, desk.store.undo_name
    for start in ((1.0, 5.0), (0.0, 0.0), (handle.x, handle.y)):
        desk.press(*start)
        desk.hand.move(Pointer(2.3, 3.1))
        assert desk.store.document != before
        assert desk.hand.escape()
        assert desk.store.document == before
        assert (desk.store.undo_name, desk.hand.dragged) == (undo, None)
        desk.hand.release(Pointer(2.3, 3.1))
        assert desk.store.document == before
        desk.store.select((0,))


def test_escape_without_a_gesture_clears_the_selection_first(desk):
    desk.store.select((0,))
    assert desk.hand.escape()
    assert desk.store.selection == ()
    assert not desk.hand.escape()


def test_shift_adds_to_the_selection_and_takes_out_of_it(desk):
    desk.drag((1.0, 3.0), (3.0, 7.0))
    desk.click(0.0, 0.0, shift=True)
    assert desk.store.selection == (1, 2)
    desk.click(0.0, 0.0, shift=True)
    assert desk.store.selection == (2,)


def test_control_places_a_hinge_on_top_of_a_knot(desk):
    desk.click(0.0, 0.0, control=True)
    assert len(desk.hinges) == 3
    assert desk.hinges[2].knot == 0.0


def test_alt_suspends_snapping(empty):
    empty.click(1.03, 5.0, alt=True)
    assert empty.hinges[0].knot == pytest.approx(1.03, abs=0.003)


def test_a_snapped_knot_shows_a_guide_while_it_moves(desk):
    desk.press(0.0, 0.0)
    desk.hand.move(Pointer(1.02, 1.0))
    assert desk.hand.dragged.guide_x == 1.0
    desk.hand.release(Pointer(1.02, 1.0))
    assert desk.hand.dragged is None


def test_keep_fitted_solves_all_slopes_while_a_knot_moves(desk):
    desk.drag((1.0, 3.0), (3.0, 7.0))
    desk.store.dispatch(edits.keep_fitted(True))
    desk.drag((1.0, desk.scene.sum(1.0)), (2.0, 5.0))
    assert desk.store.document.keep_fitted
    assert desk.hinges[2].knot == 2.0
    best = desk.scene.errors.rmse
    for index in range(3):
        old = desk.hinges[index]
        worse = edits.set_hinge(
            index, Hinge(old.knot, old.facing, old.slope + 0.01), name="try", by_hand=True
        )
        desk.store.dispatch(worse)
        assert desk.scene.errors.rmse > best
        desk.store.undo()


def test_the_hand_wins_over_keep_fitted(desk):
    desk.store.dispatch(edits.keep_fitted(True))
    desk.drag((1.0, 5.0), (3.0, 8.0))
    assert not desk.store.document.keep_fitted
    assert desk.store.document.model(3.0) == pytest.approx(8.0, abs=0.1)
    desk.store.undo()
    assert desk.store.document.keep_fitted


def test_a_drag_to_the_edge_of_the_numbers_keeps_what_was_last_shown(desk):
    desk.press(1.0, 5.0)
    desk.hand.move(Pointer(2.0, 3.0))
    shown = desk.store.document
    desk.hand.move(Pointer(2.0, 1e300))
    assert desk.store.document == shown
    desk.hand.release(Pointer(2.0, 1e300))
    assert desk.store.document == shown


@pytest.mark.parametrize("interruption", ["undo", "redo", "dispatch", "replace"])
def test_what_ends_the_gesture_in_the_store_ends_it_in_the_hand(desk, interruption):
    desk.press(1.0, 5.0)
    desk.hand.move(Pointer(2.0, 4.0))
    if interruption == "dispatch":
        desk.store.dispatch(edits.delete_hinges([0]))
    elif interruption == "replace":
        desk.store.replace(new_document())
    else:
        getattr(desk.store, interruption)()
    after = desk.store.document
    assert not desk.hand.is_busy
    desk.hand.move(Pointer(2.5, 6.0))
    desk.hand.release(Pointer(2.5, 6.0))
    assert desk.store.document is after
    assert desk.hand.dragged is None


class TestSeveralAtOnce:
    @pytest.fixture
    def four(self):
        return Desk(Store(replace(new_document(), model=HingeSum.parse(H2))))

    def test_a_rubber_band_selects_what_it_holds_and_adds_to_what_was_selected(self, four):
        four.store.select((2,))
        before = four.store.document
        four.press(-1.5, 2.0, shift=True)
        assert four.hand.is_busy
        four.hand.move(Pointer(-0.5, 0.5, shift=True))
        assert four.hand.band == ((-1.5, 2.0), (-0.5, 0.5))
        assert four.store.selection == (2, 3)
        four.hand.move(Pointer(0.5, -0.5, shift=True))
        assert four.store.selection == (0, 1, 2, 3)
        four.hand.move(Pointer(-0.5, 0.5, shift=True))
        four.hand.release(Pointer(-0.5, 0.5, shift=True))
        assert four.store.selection == (2, 3)
        assert (four.hand.is_busy, four.hand.band, four.store.document) == (False, None, before)

    def test_escape_gives_back_the_selection_there_was(self, four):
        four.store.select((1,))
        four.press(-2.0, 3.0, shift=True)
        four.hand.move(Pointer(2.0, -1.0, shift=True))
        assert len(four.store.selection) == 4
        assert four.hand.escape()
        assert four.store.selection == (1,)

    def test_a_group_moves_by_the_same_distance_in_one_step(self, four):
        four.store.select((0, 2, 3))
        four.drag((1.0, 1.0), (1.5, 1.2))
        assert four.store.document.model.knots.tolist() == [0.5, 0.0, 1.5, -0.5]
        assert four.store.selection == (0, 2, 3)
        assert four.store.undo_name == "Move knots"
        four.store.undo()
        assert four.store.document.model == HingeSum.parse(H2)

    def test_a_click_on_one_of_a_group_selects_it_alone(self, four):
        four.store.select((2, 3))
        four.click(1.0, 1.0)
        assert four.store.selection == (2,)
        assert four.store.undo_name is None

    @given(st.floats(-3, 3), st.sampled_from([(0, 3), (1, 2, 3), (0, 1, 2, 3)]))
    def test_distances_within_a_group_stay(self, to, chosen):
        four = Desk(Store(replace(new_document(), model=HingeSum.parse(H2))))
        before = four.store.document.model.knots
        four.store.select(chosen)
        four.drag((-1.0, 1.0), (to, 1.0), alt=True)
        moved = four.store.document.model.knots - before
        assert moved[list(chosen)] == pytest.approx(moved[3], abs=1e-3)
        others = [index for index in range(4) if index not in chosen]
        assert not moved[others].any()


class TestShapeMode:
    @pytest.fixture
    def shaper(self):
        desk = Desk(Store(replace(new_document(), model=HingeSum.parse(H2))))
        desk.hand.mode = "corners"
        return desk

    def heights(self, desk, *places):
        return [desk.store.document.model(float(x)) for x in places]

    def test_a_vertex_goes_where_it_is_put_and_its_neighbours_stay(self, shaper):
        shaper.drag((1.0, 1.0), (1.5, 3.0))
        assert self.heights(shaper, -3, -1, 0, 1.5, 3) == pytest.approx([7, 1, 0, 3, 7])
        assert shaper.store.undo_name == "Move vertex"
        assert shaper.store.selection == (2,)
        shaper.store.undo()
        assert shaper.store.document.model == HingeSum.parse(H2)

    def test_an_end_of_the_curve_is_lifted(self, shaper):
        shaper.drag((3.0, 7.0), (3.2, 9.0))
        assert self.heights(shaper, -3, -1, 0, 1, 3) == pytest.approx([7, 1, 0, 1, 9])

    def test_a_click_adds_a_vertex_under_the_pointer(self, shaper):
        shaper.click(2.0, 5.0)
        assert len(shaper.hinges) == 5
        assert self.heights(shaper, -3, -1, 0, 1, 2, 3) == pytest.approx([7, 1, 0, 1, 5, 7])
        assert shaper.store.selection == (4,)
        assert shaper.store.undo_name == "Add vertex"

    def test_a_new_vertex_can_be_dragged_on_at_once(self, shaper):
        shaper.drag((2.0, 5.0), (-2.0, 2.0))
        assert self.heights(shaper, -3, -2, -1, 0, 1, 3) == pytest.approx([7, 2, 1, 0, 1, 7])
        assert len(shaper.hinges) == 5

    def test_round_numbers_pull_both_ways_and_alt_suspends_them(self, shaper):
        shaper.press(1.0, 1.0)
        shaper.hand.move(Pointer(1.52, 3.03))
        shown = shaper.hand.dragged
        assert (shown.guide_x, shown.guide_y) == (1.5, 3.0)
        assert dict(shown.readings) == {"x": 1.5, "h": 3.0}
        shaper.hand.move(Pointer(1.52, 3.03, alt=True))
        assert (shaper.hand.dragged.guide_x, shaper.hand.dragged.guide_y) == (None, None)

    def test_a_press_on_a_place_that_has_a_vertex_is_said_and_nothing_is_begun(self):
        refused = []
        store = Store(replace(new_document(), model=HingeSum.parse(H2)))
        hand = Hand(store, refused.append)
        hand.mode = "corners"
        hand.press(Pointer(1.0, 8.0), resolve(store.document, ()), VIEW)
        assert [str(error) for error in refused]
        assert not hand.is_busy
        assert not store.gesture_is_running
        assert store.document.model == HingeSum.parse(H2)

    @given(st.floats(-3.3, 3.3), st.floats(-0.9, 9.0))
    def test_wherever_a_vertex_is_put_the_others_stay(self, x, y):
        desk = Desk(Store(replace(new_document(), model=HingeSum.parse(H2))))
        desk.hand.mode = "corners"
        desk.drag((1.0, 1.0), (x, y), alt=True)
        assert self.heights(desk, -3, -1, 0, 3) == pytest.approx([7, 1, 0, 7], abs=1e-6)


class TestAFirstPartOfTheSum:
    def test_a_new_hinge_comes_after_the_part_that_is_shown(self):
        store = Store(replace(new_document(), model=HingeSum.parse(H2)))
        part = store.document.with_model(store.document.model.partial(2))
        hand = Hand(store)
        hand.press(Pointer(2.0, 5.0), resolve(part, ()), VIEW)
        hand.move(Pointer(3.0, 6.0))
        hand.release(Pointer(3.0, 6.0))
        knots = store.document.model.knots.tolist()
        assert knots == [0, 0, 2, 1, -1]
        assert store.document.model.partial(3)(3.0) == pytest.approx(6.0, abs=0.1)
        assert store.selection == (2,)


def test_an_arm_that_snapped_shows_its_line_and_its_slope(desk):
    desk.press(1.0, 5.0)
    desk.hand.move(Pointer(3.0, 7.02))
    shown = desk.hand.dragged
    assert dict(shown.readings) == {"t": 1.0, "s": 2.0}
    assert shown.guide_arm == ((1.0, 1.0), (3.0, pytest.approx(7.0)))
    desk.hand.move(Pointer(3.0, 7.02, alt=True))
    assert desk.hand.dragged.guide_arm is None
    desk.hand.release(Pointer(3.0, 7.02))
    assert desk.hand.dragged is None


class TestTheEndsOfTheInterval:
    def test_an_end_is_dragged_by_its_grip_in_one_step(self, desk):
        desk.drag((3.0, -0.9), (2.02, -0.9))
        assert desk.store.document.target.interval == (-3.0, 2.0)
        assert desk.store.document.model == HingeSum.parse("g(x) + g(-x)")
        assert desk.store.undo_name == "Change interval"
        desk.drag((-3.0, -0.9), (-1.0, 5.0))
        assert desk.store.document.target.interval == (-1.0, 2.0)
        desk.store.undo()
        desk.store.undo()
        assert desk.store.document.target.interval == (-3.0, 3.0)

    def test_the_ends_never_cross(self, desk):
        desk.drag((3.0, -0.9), (-3.4, -0.9))
        start, end = desk.store.document.target.interval
        assert start == -3.0
        assert start < end < -2.5

    def test_escape_puts_it_back_and_above_the_grip_a_hinge_is_added(self, desk):
        before = desk.store.document
        desk.press(3.0, -0.9)
        desk.hand.move(Pointer(1.0, -0.9))
        assert desk.store.document.target.interval == (-3.0, 1.0)
        desk.hand.escape()
        assert desk.store.document == before
        desk.click(3.0, 5.0)
        assert len(desk.hinges) == 3

    def test_where_there_is_no_value_is_a_gap(self):
        desk = Desk(Store(replace(new_document(), target=Target.expression("log(x)", (0.5, 3.0)))))
        desk.drag((0.5, -0.9), (-2.0, -0.9))
        target = desk.store.document.target
        assert target.interval[0] == -2.0
        assert target.gaps[0][0] == -2.0
        assert 0.0 <= target.gaps[0][1] < 0.1
        assert target.interval[1] == 3.0

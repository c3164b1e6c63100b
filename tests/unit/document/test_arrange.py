from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.document import arrange, edits
from reluviz.document.document import KNOT_LOCK, Document
from reluviz.document.store import Store
from reluviz.errors import InputError
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target

H2 = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
SAMPLES = np.linspace(-5, 5, 101)

hinges = st.builds(Hinge, st.floats(-10, 10), st.sampled_from([-1, 1]), st.floats(-10, 10))
sums = st.builds(HingeSum, st.lists(hinges, min_size=1, max_size=6), st.floats(-9, 9), st.floats(-9, 9))


@pytest.fixture
def store():
    store = Store(Document(Target.named("square"), H2))
    store.dispatch(edits.lock_hinges([1], knot=True))
    return store


def test_knots_are_put_where_they_are_wanted_in_one_step(store):
    store.dispatch(arrange.set_knots([3, 0], [-2.0, 0.5]))
    assert store.document.model.knots.tolist() == [0.5, 0, 1, -2]
    assert store.undo_name == "Move knots"


def test_a_mirror_turns_places_and_sides(store):
    store.dispatch(arrange.mirror_hinges([2]))
    model = store.document.model
    assert (model.knots[2], model.facings[2], model.slopes[2]) == (-1, -1, 2)
    assert store.undo_name == "Mirror hinge"


@given(sums)
def test_all_hinges_mirrored_make_the_mirrored_curve(model):
    straight = HingeSum.from_arrays(model.knots, model.facings, model.slopes)
    document = Document(Target.named("square"), straight)
    mirrored = arrange.mirror_hinges(range(len(model))).change(document).model
    assert mirrored(-SAMPLES) == pytest.approx(straight(SAMPLES), abs=1e-9)


def test_mirror_images_and_copies_are_added_selected_and_free(store):
    store.dispatch(arrange.add_mirror_images([1, 2], 4))
    document = store.document
    assert document.model.knots.tolist() == [0, 0, 1, -1, 0, -1]
    assert document.model.facings.tolist() == [1, -1, 1, -1, 1, -1]
    assert store.selection == (4, 5)
    assert document.locks == bytes([0, KNOT_LOCK, 0, 0, 0, 0])
    assert store.undo_name == "Add mirror image of 2 hinges"
    store.dispatch(arrange.duplicate_hinges([0], 6, 0.5))
    assert store.document.model.knots.tolist()[-1] == 0.5
    assert store.selection == (6,)
    assert store.undo_name == "Duplicate hinge"


def test_another_order_is_the_same_sum_and_takes_the_locks_with_it(store):
    store.dispatch(arrange.move_hinge(1, 3))
    document = store.document
    assert document.model.knots.tolist() == [0, 1, -1, 0]
    assert document.locks == bytes([0, 0, 0, KNOT_LOCK])
    assert document.model(SAMPLES) == pytest.approx(H2(SAMPLES))
    assert store.selection == (3,)


@given(sums, st.data())
def test_any_move_in_the_order_can_be_moved_back(model, data):
    index, place = (data.draw(st.integers(0, len(model) - 1)) for _ in range(2))
    document = Document(Target.named("square"), model)
    moved = arrange.move_hinge(index, place).change(document)
    assert arrange.move_hinge(place, index).change(moved) == document


def test_only_the_chosen_slopes_are_fitted(store):
    store.dispatch(edits.free(bias=True, linear=True))
    before = store.document.model
    store.dispatch(arrange.fit_only([2]))
    after = store.document.model
    assert (after.bias, after.slope) == (before.bias, before.slope)
    assert after.slopes[[0, 1, 3]].tolist() == before.slopes[[0, 1, 3]].tolist()
    assert after.slopes[2] != before.slopes[2]
    assert store.undo_name == "Fit only this hinge"


def test_a_shaped_curve_wins_over_keep_fitted_and_new_hinges_are_free(store):
    store.dispatch(edits.keep_fitted(True))
    longer = HingeSum([*store.document.model.hinges, Hinge(2.0, 1, 1.0)])
    store.dispatch(arrange.shape(longer, "Add vertex", (4,)))
    assert not store.document.keep_fitted
    assert store.document.model == longer
    assert store.document.locks == bytes([0, KNOT_LOCK, 0, 0, 0])
    assert store.selection == (4,)


@pytest.mark.parametrize(
    "edit",
    [
        arrange.mirror_hinges([4]),
        arrange.set_knots([-1], [0.0]),
        arrange.move_hinge(9, 0),
        arrange.fit_only([7]),
        arrange.duplicate_hinges([4], 4, 0.1),
    ],
)
def test_a_hinge_that_is_not_there_is_said(store, edit):
    before = store.document
    with pytest.raises(InputError, match="there is no hinge"):
        store.dispatch(edit)
    assert store.document is before


def test_a_hinge_can_be_put_in_between():
    store = Store(Document(Target.named("square"), H2))
    store.dispatch(edits.lock_hinges([2], knot=True))
    store.dispatch(edits.add_hinge(Hinge(9.0, 1, 1.0), 2))
    assert store.document.model.knots.tolist() == [0, 0, 9, 1, -1]
    assert store.document.locks == bytes([0, 0, 0, KNOT_LOCK, 0])
    assert store.selection == (2,)
    assert replace(store.document, locks=b"").locks == b""


def test_a_first_part_of_a_curve_cannot_take_the_place_of_all_of_it(store):
    before = store.document
    with pytest.raises(InputError, match="only the whole curve can be shaped"):
        store.dispatch(arrange.shape(H2.partial(2), "Move vertex"))
    assert store.document is before


def test_locked_slopes_stay_when_only_some_are_fitted(store):
    store.dispatch(edits.lock_hinges([2], slope=True))
    before = store.document.model.slopes.tolist()
    store.dispatch(arrange.fit_only([2, 3]))
    after = store.document.model.slopes.tolist()
    assert after[:3] == before[:3]
    assert after[3] != before[3]
    with pytest.raises(InputError, match="are locked"):
        store.dispatch(arrange.fit_only([2]))


def test_fitting_only_some_ends_keep_fitted_which_would_fit_all(store):
    store.dispatch(edits.keep_fitted(True))
    before = store.document.model.slopes.tolist()
    store.dispatch(edits.set_hinge(0, Hinge(0.0, 1, 5.0), name="try", by_hand=True))
    store.dispatch(edits.keep_fitted(True))
    store.dispatch(arrange.fit_only([0]))
    assert not store.document.keep_fitted
    assert store.document.model.slopes.tolist()[1:] == pytest.approx(before[1:])

import pytest

from reluviz.document.document import Document
from reluviz.document.edits import (
    add_hinge,
    apply_fit,
    delete_hinges,
    keep_fitted,
    lock_hinges,
    nudge_knots,
    set_affine,
)
from reluviz.document.store import Store
from reluviz.errors import InputError
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target


def first_document():
    return Document(Target.named("square"), HingeSum.parse("g(x) + g(-x)"))


@pytest.fixture
def store():
    return Store(first_document())


def test_a_new_store_has_nothing_to_undo_and_nothing_to_save(store):
    assert store.document == first_document()
    assert (store.undo_name, store.redo_name, store.selection) == (None, None, ())
    assert not store.is_modified
    assert not store.gesture_is_running


def test_an_edit_is_one_undo_step(store):
    store.dispatch(nudge_knots([0], 1.0))
    assert store.undo_name == "Nudge knot"
    store.undo()
    assert store.document == first_document()
    assert store.redo_name == "Nudge knot"
    store.redo()
    assert store.document.model.knots.tolist() == [1.0, 0.0]


def test_a_fit_empties_the_selection_only_where_the_number_of_hinges_changes(store):
    store.select([1])
    store.dispatch(apply_fit(HingeSum.parse("g(x-1) + g(x-2)"), "Fit knots"))
    assert (store.selection, store.undo_name) == ((1,), "Fit knots")
    store.dispatch(apply_fit(HingeSum.parse("g(x-1) + g(x-2) + g(x-3)"), "Place knots"))
    assert store.selection == ()
    store.undo()
    assert store.selection == (1,)


def test_a_lock_is_an_undo_step_unless_it_was_there(store):
    store.dispatch(lock_hinges([0], knot=True))
    assert (store.document.locked_knots, store.undo_name, store.is_modified) == ((0,), "Lock knot", True)
    store.undo()
    assert store.document == first_document()
    store.dispatch(lock_hinges([0], knot=False))
    assert store.undo_name is None


def test_an_edit_that_changes_nothing_is_no_undo_step(store):
    store.dispatch(nudge_knots([0], 0.0))
    assert store.undo_name is None


def test_an_edit_that_cannot_be_done_leaves_everything(store):
    store.select([1])
    with pytest.raises(InputError):
        store.dispatch(set_affine(bias=float("nan")))
    assert (store.document, store.selection, store.undo_name) == (first_document(), (1,), None)


def test_a_gesture_of_many_previews_is_one_undo_step(store):
    store.begin()
    for distance in (0.1, 0.2, 0.3):
        store.preview(nudge_knots([0], distance))
    # Each preview starts from the beginning: they do not add up.
    assert store.document.model.knots[0] == 0.3
    store.commit()
    store.undo()
    assert store.document == first_document()
    assert store.undo_name is None


def test_a_cancelled_gesture_leaves_no_trace(store):
    store.begin()
    store.preview(add_hinge(Hinge(1.0), 2))
    store.cancel()
    assert (store.document, store.selection) == (first_document(), ())
    assert (store.undo_name, store.redo_name) == (None, None)


def test_a_gesture_that_comes_back_to_where_it_began_is_no_undo_step(store):
    store.begin()
    store.preview(nudge_knots([0], 1.0))
    store.preview(nudge_knots([0], 0.0))
    store.commit()
    assert store.undo_name is None


def test_a_preview_that_cannot_be_done_leaves_the_one_before(store):
    store.begin()
    store.preview(nudge_knots([0], 1.0))
    with pytest.raises(InputError):
        store.preview(nudge_knots([0], float("inf")))
    assert store.document.model.knots[0] == 1.0
    store.commit()
    assert store.undo_name == "Nudge knot"


def test_a_preview_needs_a_gesture(store):
    with pytest.raises(RuntimeError, match="without begin"):
        store.preview(nudge_knots([0], 1.0))


def test_ending_a_gesture_that_is_not_running_does_nothing(store):
    store.commit()
    store.cancel()
    assert (store.document, store.undo_name) == (first_document(), None)


def test_whatever_else_happens_takes_a_running_gesture_back(store):
    for act in (store.begin, lambda: store.dispatch(keep_fitted(False)), store.redo, store.undo):
        store.begin()
        store.preview(nudge_knots([0], 1.0))
        act()
        assert store.document == first_document()
        store.cancel()


def test_undo_during_a_gesture_takes_back_the_gesture_alone(store):
    store.dispatch(nudge_knots([0], 1.0))
    before = store.document
    store.begin()
    store.preview(nudge_knots([0], 5.0))
    store.undo()
    assert store.document is before
    assert store.undo_name == "Nudge knot"


def test_what_is_saved_is_the_document_without_the_running_gesture(store):
    store.begin()
    store.preview(nudge_knots([0], 1.0))
    assert store.committed == first_document()
    assert not store.is_modified
    store.commit()
    assert store.committed is store.document
    assert store.is_modified


def test_a_document_is_as_saved_again_after_undo(store):
    store.dispatch(nudge_knots([0], 1.0))
    store.mark_saved(store.document)
    assert not store.is_modified
    store.dispatch(nudge_knots([0], 1.0))
    assert store.is_modified
    store.undo()
    assert not store.is_modified
    store.undo()
    assert store.is_modified


def test_the_selection_is_sorted_and_holds_what_exists(store):
    store.select([1, 0, 1, 7, -1])
    assert store.selection == (0, 1)
    store.dispatch(delete_hinges([0]))
    assert store.selection == ()


def test_a_selection_is_no_undo_step_and_outlives_edits(store):
    store.select([1])
    store.dispatch(nudge_knots([1], 1.0))
    assert store.selection == (1,)
    store.undo()
    assert (store.selection, store.undo_name) == ((1,), None)


def test_a_hinge_selected_while_it_is_only_previewed_is_not_selected_once_it_is_gone(store):
    store.begin()
    store.preview(add_hinge(Hinge(1.0), 2))
    store.select([0, 2])
    store.cancel()
    assert store.selection == (0,)


def test_another_document_starts_its_own_history(store):
    store.dispatch(nudge_knots([0], 1.0))
    store.begin()
    other = Document(Target.named("sine"), HingeSum())
    store.replace(other)
    assert (store.document, store.undo_name, store.gesture_is_running) == (other, None, False)
    assert not store.is_modified


def test_a_document_that_no_file_holds_is_modified_until_it_is_saved(store):
    other = Document(Target.named("sine"), HingeSum())
    store.replace(other, is_saved=False)
    assert store.is_modified
    assert store.undo_name is None
    store.mark_saved(other)
    assert not store.is_modified


def test_listeners_hear_of_every_change_until_they_leave(store):
    heard = []
    leave = store.subscribe(lambda: heard.append(store.document))
    store.dispatch(nudge_knots([0], 1.0))
    store.begin()
    store.preview(nudge_knots([0], 2.0))
    store.commit()
    assert heard[-1] is store.document
    count = len(heard)
    leave()
    store.undo()
    assert len(heard) == count


def test_a_listener_may_leave_while_it_is_told(store):
    heard = []

    def once():
        heard.append(1)
        leave()

    leave = store.subscribe(once)
    store.subscribe(lambda: heard.append(2))
    store.dispatch(nudge_knots([0], 1.0))
    store.dispatch(nudge_knots([0], 1.0))
    assert heard == [1, 2, 2]

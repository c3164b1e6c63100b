"""Rough documents and exact ones: what an edit makes of either, and that haste never changes the end."""

from dataclasses import replace

import numpy as np
import pytest

from reluviz.document import edits
from reluviz.document.arrange import fit_only
from reluviz.document.document import Document, refitted
from reluviz.document.edits import apply_edit
from reluviz.document.fitted import asks_the_same, is_found_within_a_frame
from reluviz.document.pins import add_pin
from reluviz.document.revision import Revision, revise
from reluviz.document.store import Store
from reluviz.errors import InputError
from reluviz.fitting.norms import Cancelled
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target

SINE = Target.named("sine")


def crowd(count=20, **facts):
    """A document whose minimax fit takes longer than a frame."""
    knots = np.linspace(-2.9, 2.8, count)
    facts = {"free_bias": True, "free_linear": True, "norm": "max", **facts}
    return Document(SINE, HingeSum.from_arrays(knots, np.ones(count), np.zeros(count)), **facts)


def kept(**facts):
    return refitted(crowd(keep_fitted=True, **facts))


def moved(revision):
    return revise(revision, edits.nudge_knots([3], 0.05))


def test_a_few_hinges_are_fitted_at_once_and_many_roughly_first():
    few = revise(Revision(refitted(crowd(4, keep_fitted=True))), edits.nudge_knots([1], 0.05))
    assert few.is_exact
    assert few.document == refitted(few.document)
    many = moved(Revision(kept()))
    assert not many.is_exact
    assert many.document.model == refitted(replace(many.document, norm="l2")).model
    exact = many.find()
    assert exact == apply_edit(kept(), edits.nudge_knots([3], 0.05))
    assert exact.model != many.document.model


@pytest.mark.parametrize("norm", ["l2", "max", "l1"])
def test_least_squares_is_always_found_within_a_frame_and_no_other_norm(norm):
    assert is_found_within_a_frame(crowd(norm=norm)) == (norm == "l2")


def test_settling_puts_the_exact_document_in_place_of_the_rough_one():
    revision = moved(Revision(kept()))
    exact = revision.find()
    revision.settle(exact)
    assert revision.is_exact
    assert revision.document is exact
    assert revision.find() is exact


def test_a_search_that_nobody_waits_for_ends():
    def watch(_):
        raise Cancelled

    with pytest.raises(Cancelled):
        moved(Revision(kept())).find(watch)


#: Edits that make use of slopes, which therefore have to be the exact ones.
USERS = [
    edits.keep_fitted(False),
    edits.lock_hinges([3], slope=True),
    edits.free(bias=False),
    edits.free(linear=False),
    edits.set_affine(bias=1.0),
    edits.set_hinge(2, Hinge(0.5, 1, 3.0), name="Turn arm", by_hand=True),
    edits.add_hinge(Hinge(0.1, -1, 1.0), 20, by_hand=True),
    add_pin("h₁"),
    fit_only([4]),
]
#: Edits that solve for all slopes anew, or replace them.
OTHERS = [
    edits.nudge_knots([5], -0.02),
    edits.delete_hinges([0, 1]),
    edits.flip_hinges([2]),
    edits.add_hinge(Hinge(0.1, -1, 1.0), 20),
    edits.set_norm("l1"),
    edits.set_norm("l2"),
    edits.set_target(Target.named("square")),
    edits.lock_hinges([3], knot=True),
    edits.set_figure_style({"language": "de"}.items()),
    edits.set_model(HingeSum.parse("g(x)"), "Type formula"),
    edits.clear_hinges(),
]


@pytest.mark.parametrize("edit", USERS + OTHERS, ids=lambda edit: edit.name)
def test_an_edit_of_a_rough_document_leads_where_it_leads_from_the_exact_one(edit):
    before = moved(Revision(kept()))
    assert revise(before, edit).find() == apply_edit(before.find(), edit)


@pytest.mark.parametrize("edit", USERS, ids=lambda edit: edit.name)
def test_what_took_over_rough_slopes_hands_on_the_exact_ones(edit):
    before = moved(Revision(kept()))
    after = moved(revise(before, edit))
    assert after.find() == apply_edit(apply_edit(before.find(), edit), edits.nudge_knots([3], 0.05))


@pytest.mark.parametrize("edit", OTHERS, ids=lambda edit: edit.name)
def test_an_edit_that_needs_no_slopes_does_not_wait_for_any(edit):
    def never(_):
        raise AssertionError("nobody needs these slopes")

    after = revise(Revision(moved(Revision(kept())).document, never), edit)
    after.find()


def test_what_slopes_do_not_depend_on_solves_for_none():
    document = kept()
    for edit in (add_pin("h₁"), edits.set_figure_style({"language": "de"}.items())):
        after = revise(Revision(document), edit)
        assert after.is_exact
        assert after.document.model is document.model
        assert apply_edit(document, edit) == after.document
    assert not asks_the_same(document, apply_edit(document, edits.set_norm("l2")))
    assert not asks_the_same(document, apply_edit(document, edits.keep_fitted(False)))


def test_more_knots_than_a_minimax_fit_takes_are_refused_before_anything_is_shown():
    with pytest.raises(InputError, match="at most 5,000 knots"):
        revise(Revision(crowd(5001)), edits.keep_fitted(True))
    # The slopes of the others are locked: they are no unknowns.
    locks = b"\2" * 5000 + b"\0"
    assert not revise(Revision(crowd(5001, locks=locks)), edits.keep_fitted(True)).is_exact


@pytest.fixture
def store():
    return Store(kept())


def settle(store):
    while (revision := store.unsettled) is not None:
        store.settle(revision, revision.find())


def test_a_gesture_is_one_undo_step_however_late_its_slopes_come(store):
    first = store.document
    store.begin()
    for distance in (0.01, 0.02, 0.03):
        store.preview(edits.nudge_knots([3], distance))
    store.commit()
    told = []
    store.subscribe(lambda: told.append(store.document))
    settle(store)
    assert told == [apply_edit(first, edits.nudge_knots([3], 0.03))]
    assert store.undo_name == "Nudge knot"
    store.undo()
    assert store.document is first
    assert store.undo_name is None
    store.redo()
    assert store.document == told[0]


def test_a_gesture_that_rests_where_it_is_keeps_its_slopes(store):
    store.begin()
    store.preview(edits.nudge_knots([3], 0.05))
    settle(store)
    exact = store.document
    store.preview(edits.nudge_knots([3], 0.05))
    store.commit()
    assert store.document is exact
    store.begin()
    store.preview(edits.nudge_knots([3], 0.05))
    assert store.document.model != exact.model


def test_slopes_that_come_after_undo_are_there_after_redo(store):
    store.dispatch(edits.nudge_knots([3], 0.05))
    late = store.unsettled
    store.undo()
    assert store.unsettled is None
    store.settle(late, late.find())
    store.redo()
    assert store.unsettled is None
    assert store.document == late.find()


def test_under_a_gesture_the_committed_document_comes_first(store):
    store.dispatch(edits.nudge_knots([3], 0.05))
    store.begin()
    store.preview(edits.nudge_knots([4], 0.05))
    committed = store.unsettled
    assert committed.document is store.committed
    assert not store.committed_revision.is_exact
    store.settle(committed, committed.find())
    assert store.committed_revision.is_exact
    assert store.unsettled is store.revision
    store.cancel()
    assert store.document is committed.document
    assert store.unsettled is None


def test_selecting_does_not_begin_the_search_again(store):
    store.dispatch(edits.nudge_knots([3], 0.05))
    before = store.unsettled
    store.select([1, 2])
    assert store.unsettled is before

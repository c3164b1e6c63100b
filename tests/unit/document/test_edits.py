import numpy as np
import pytest

from reluviz.document.document import Document, refitted
from reluviz.document.edits import (
    MOST_HINGES,
    add_hinge,
    apply_edit,
    clear_hinges,
    delete_hinges,
    fit,
    flip_hinges,
    free,
    keep_fitted,
    nudge_knots,
    set_affine,
    set_hinge,
    set_model,
    set_target,
)
from reluviz.document.opening import new_document, opening_store
from reluviz.errors import InputError
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target


def document(formula="g(x) + g(-x) + g(2x-2)", **options):
    return Document(Target.named("square"), HingeSum.parse(formula), **options)


def test_a_hinge_is_added_last_and_selected():
    edit = add_hinge(Hinge(2.0, -1, 0.5), 3)
    changed = apply_edit(document(), edit)
    assert changed.model.hinges[3] == Hinge(2.0, -1, 0.5)
    assert len(changed.model) == 4
    assert edit.selection == (3,)


def test_an_edit_leaves_the_document_it_was_given_alone():
    before = document()
    edits = (add_hinge(Hinge(0.0), 3), delete_hinges([0]), flip_hinges([1]), nudge_knots([2], 1.0), fit())
    for edit in edits:
        assert apply_edit(before, edit) != before
        assert before == document()


def test_a_hinge_is_replaced_in_its_place():
    changed = apply_edit(document(), set_hinge(1, Hinge(5.0, 1, -2.0), name="Move knot"))
    assert changed.model.hinges[1] == Hinge(5.0, 1, -2.0)
    assert changed.model.hinges[::2] == document().model.hinges[::2]


@pytest.mark.parametrize("index", [-1, 3])
def test_a_hinge_that_is_not_there_cannot_be_replaced(index):
    with pytest.raises(InputError, match=f"no hinge {index + 1}; the sum has 3"):
        apply_edit(document(), set_hinge(index, Hinge(0.0), name="Move knot"))


def test_hinges_are_deleted_and_nothing_stays_selected():
    edit = delete_hinges([2, 0, 2, 99, -1])
    assert apply_edit(document(), edit).model == HingeSum.parse("g(-x)")
    assert edit.selection == ()


def test_clearing_leaves_the_empty_canvas():
    assert apply_edit(document("1 + x + g(x)"), clear_hinges()).model == HingeSum()


def test_flipping_twice_is_nothing():
    once = apply_edit(document(), flip_hinges([0, 2, 99]))
    assert once.model.facings.tolist() == [-1, -1, -1]
    assert apply_edit(once, flip_hinges([0, 2])) == document()


def test_nudging_moves_the_knots_named_and_no_others():
    changed = apply_edit(document(), nudge_knots([0, 2, -1], 0.25))
    assert changed.model.knots.tolist() == [0.25, 0.0, 1.25]


@pytest.mark.parametrize("distance", [np.nan, np.inf, 1e60])
def test_nudging_out_of_the_numbers_is_refused(distance):
    with pytest.raises(InputError, match="knot of hinge 1"):
        apply_edit(document(), nudge_knots([0], distance))


def test_a_formula_replaces_all_and_ends_keeping_fitted():
    changed = apply_edit(document(keep_fitted=True), set_model(HingeSum.parse("x + g(x)"), "Type formula"))
    assert changed.model == HingeSum.parse("x + g(x)")
    assert not changed.keep_fitted


def test_the_hand_wins_over_keeping_fitted():
    for edit in (
        add_hinge(Hinge(1.0, 1, 9.0), 3, by_hand=True),
        set_hinge(0, Hinge(1.0, 1, 9.0), name="Turn", by_hand=True),
    ):
        changed = apply_edit(document(keep_fitted=True), edit)
        assert not changed.keep_fitted
        assert 9.0 in changed.model.slopes


def test_what_is_kept_fitted_is_solved_after_every_change():
    before = apply_edit(document(free_bias=True), keep_fitted(True))
    for edit in (add_hinge(Hinge(-1.0), 3), nudge_knots([2], 0.5), flip_hinges([0]), free(linear=True)):
        changed = apply_edit(before, edit)
        solved = fit_slopes(changed.model, changed.target, bias=True, linear=changed.free_linear).sum
        np.testing.assert_allclose(changed.model.slopes, solved.slopes, atol=1e-12)


def test_a_bias_set_by_hand_while_kept_fitted_is_fixed_there():
    before = document(keep_fitted=True, free_bias=True, free_linear=True)
    changed = apply_edit(before, set_affine(bias=2.0))
    assert (changed.model.bias, changed.free_bias, changed.free_linear) == (2.0, False, True)
    changed = apply_edit(before, set_affine(linear=-1.0))
    assert (changed.model.slope, changed.free_bias, changed.free_linear) == (-1.0, True, False)


def test_bias_and_linear_term_are_set_one_by_one():
    changed = apply_edit(apply_edit(document(), set_affine(bias=2.0)), set_affine(linear=-1.0))
    assert (changed.model.bias, changed.model.slope) == (2.0, -1.0)
    with pytest.raises(InputError, match="bias"):
        apply_edit(document(), set_affine(bias=np.inf))


def test_fitting_once_does_not_keep_fitting():
    changed = apply_edit(document(), fit())
    assert changed == refitted(document())
    assert not changed.keep_fitted


def test_another_target_leaves_the_sum():
    sine = Target.named("sine")
    changed = apply_edit(document(), set_target(sine))
    assert changed.target == sine
    assert changed.model == document().model


def test_more_hinges_than_anyone_needs_are_refused():
    many = HingeSum.from_arrays(np.zeros(MOST_HINGES + 1), np.ones(MOST_HINGES + 1), np.ones(MOST_HINGES + 1))
    with pytest.raises(InputError, match="at most 100,000 hinges, not 100,001"):
        apply_edit(document(), set_model(many, "Type formula"))


@pytest.mark.parametrize(
    ("edit", "name"),
    [
        (add_hinge(Hinge(0.0), 0), "Add hinge"),
        (delete_hinges([1]), "Delete hinge"),
        (delete_hinges([1, 2]), "Delete 2 hinges"),
        (flip_hinges([1, 1]), "Flip hinge"),
        (nudge_knots([1], 1.0), "Nudge knot"),
        (nudge_knots([1, 2], 1.0), "Nudge knots"),
        (set_affine(bias=1.0), "Set bias"),
        (set_affine(linear=1.0), "Set linear term"),
        (free(bias=True), "Free bias"),
        (free(linear=False), "Fix linear term"),
        (keep_fitted(True), "Keep fitted"),
        (keep_fitted(False), "Stop fitting"),
        (fit(), "Fit slopes"),
    ],
)
def test_edits_have_names_for_the_undo_menu(edit, name):
    assert edit.name == name


def test_the_program_opens_on_the_first_answer_built_in_two_steps():
    store = opening_store()
    assert store.document.model == HingeSum.parse("g(x) + g(-x)")
    assert store.document.target == Target.named("square")
    assert not store.is_modified
    store.undo()
    store.undo()
    assert store.document == new_document()
    assert store.undo_name is None

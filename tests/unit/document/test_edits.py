from dataclasses import replace

import numpy as np
import pytest

from reluviz.document.document import Document, refitted
from reluviz.document.edits import (
    MOST_HINGES,
    add_hinge,
    apply_edit,
    apply_fit,
    clear_hinges,
    delete_hinges,
    fit,
    flip_hinges,
    free,
    keep_fitted,
    lock_hinges,
    nudge_knots,
    set_affine,
    set_figure_style,
    set_hinge,
    set_model,
    set_norm,
    set_target,
)
from reluviz.document.opening import new_document, opening_store
from reluviz.document.store import Store
from reluviz.errors import InputError
from reluviz.fitting.norms import NORMS, error_in
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.measure import measure
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


LOCKS = b"\1\2\3"


def test_locks_are_those_of_the_hinges_or_refused():
    assert document(locks=LOCKS).locks == LOCKS
    for wrong in (b"\1\1", b"\1\1\1\1", bytes(4)):
        with pytest.raises(InputError, match="hinges, but the sum has 3"):
            document(locks=wrong)
    with pytest.raises(InputError, match="there is no lock 4"):
        document(locks=b"\0\3\4")
    with pytest.raises(InputError, match="no norm 'l3'"):
        document(norm="l3")


def test_that_nothing_is_locked_is_said_in_one_way():
    assert document(locks=bytes(3)).locks == b""
    assert document(locks=bytes(3)) == document()


def test_what_is_locked_is_told_by_index():
    assert (document(locks=LOCKS).locked_knots, document(locks=LOCKS).locked_slopes) == ((0, 2), (1, 2))
    assert (document().locked_knots, document().locked_slopes) == ((), ())
    assert document(locks=LOCKS).lock_bits.tolist() == [1, 2, 3]
    assert document().lock_bits.tolist() == [0, 0, 0]


def test_knots_and_slopes_are_locked_one_by_one():
    changed = apply_edit(document(), lock_hinges([0, 2, 99, -1], knot=True))
    assert changed.locks == b"\1\0\1"
    changed = apply_edit(changed, lock_hinges([1, 2], slope=True))
    assert changed.locks == b"\1\2\3"
    changed = apply_edit(changed, lock_hinges([0, 2], knot=False))
    assert changed.locks == b"\0\2\2"
    changed = apply_edit(changed, lock_hinges([0, 1], knot=True, slope=False))
    assert changed.locks == b"\1\1\2"
    assert apply_edit(changed, lock_hinges(range(3), knot=False, slope=False)) == document()


def test_locks_go_with_their_hinges():
    before = document(locks=LOCKS)
    assert apply_edit(before, add_hinge(Hinge(5.0), 3)).locks == b"\1\2\3\0"
    assert apply_edit(before, delete_hinges([1])).locks == b"\1\3"
    assert apply_edit(document(locks=b"\0\2\0"), delete_hinges([1])).locks == b""
    for edit in (
        flip_hinges([0, 2]),
        nudge_knots([0], 1.0),
        set_hinge(2, Hinge(4.0), name="Move knot", by_hand=True),
        set_affine(bias=1.0),
        set_target(Target.named("sine")),
        set_norm("max"),
    ):
        assert apply_edit(before, edit).locks == LOCKS


def test_new_hinges_are_not_locked():
    before = document(locks=LOCKS)
    assert apply_edit(before, clear_hinges()).locks == b""
    other = HingeSum.parse("g(x) + g(x-1) + g(x-2)")
    assert apply_edit(before, set_model(other, "Type formula")).locks == b""


def test_the_norm_is_set_and_an_unknown_one_refused():
    assert apply_edit(document(), set_norm("l1")).norm == "l1"
    with pytest.raises(InputError, match="no norm 'l3'"):
        set_norm("l3")


def test_a_fit_of_as_many_hinges_keeps_the_locks_and_what_else_the_document_says():
    fitted = HingeSum.parse("g(x) + g(-x) + g(x-1)")
    before = document(locks=LOCKS, norm="max", free_bias=True)
    changed = apply_edit(before, apply_fit(fitted, "Fit knots"))
    assert changed == replace(before, model=fitted)
    freed = apply_edit(before, apply_fit(fitted, "Fit knots", free_bias=False, free_linear=True))
    assert (freed.free_bias, freed.free_linear) == (False, True)


def test_a_fit_of_more_hinges_says_which_are_locked():
    fitted = HingeSum.parse("g(x) + g(-x)")
    assert apply_edit(document(locks=LOCKS), apply_fit(fitted, "Place")).locks == b""
    assert apply_edit(document(locks=LOCKS), apply_fit(fitted, "Place", locks=b"\0\1")).locks == b"\0\1"
    with pytest.raises(InputError, match="locks for 3 hinges"):
        apply_edit(document(), apply_fit(fitted, "Place", locks=LOCKS))


def test_a_fit_leaves_keeping_fitted_on():
    before = apply_edit(document(), keep_fitted(True))
    changed = apply_edit(before, apply_fit(HingeSum.parse("g(x) + g(-x)"), "Place"))
    assert changed.keep_fitted
    assert changed == refitted(changed)


def test_a_locked_slope_stays_in_a_fit_and_may_be_changed_by_hand():
    before = document(locks=b"\0\0\2")
    fitted = apply_edit(before, fit())
    assert fitted.model.slopes[2] == before.model.slopes[2]
    assert fitted.model.slopes[0] != before.model.slopes[0]
    by_hand = apply_edit(before, set_hinge(2, Hinge(1.0, 1, 7.0), name="Turn", by_hand=True))
    assert by_hand.model.slopes[2] == 7.0


def test_the_norm_says_which_error_a_fit_makes_smallest():
    fits = {
        norm: measure(apply_edit(document(norm=norm), fit()).model, Target.named("square")) for norm in NORMS
    }
    for norm in NORMS:
        best = min(NORMS, key=lambda other: error_in(norm, fits[other]))
        assert error_in(norm, fits[norm]) <= error_in(norm, fits[best]) * (1 + 1e-6)


def test_what_is_kept_fitted_follows_its_norm():
    before = apply_edit(document(), keep_fitted(True))
    changed = apply_edit(before, set_norm("max"))
    assert changed == apply_edit(document(norm="max"), keep_fitted(True))
    assert changed.model != before.model


def test_a_hundred_thousand_locks_are_no_burden():
    count = MOST_HINGES
    many = HingeSum.from_arrays(np.arange(count), np.ones(count), np.ones(count))
    before = Document(Target.named("square"), many)
    changed = apply_edit(before, lock_hinges(range(0, count, 2), slope=True))
    assert changed.locked_slopes == tuple(range(0, count, 2))
    assert changed.locked_knots == ()


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
        (set_norm("l2"), "Fit by least squares"),
        (set_norm("max"), "Fit by minimax"),
        (set_norm("l1"), "Fit by least absolute deviation"),
        (lock_hinges([1], knot=True, slope=True), "Lock hinge"),
        (lock_hinges([1, 1], knot=False, slope=False), "Unlock hinge"),
        (lock_hinges([0, 1, 2], knot=True, slope=True), "Lock 3 hinges"),
        (lock_hinges([1], knot=True), "Lock knot"),
        (lock_hinges([0, 1], slope=False), "Unlock 2 slopes"),
        (lock_hinges([1], knot=True, slope=False), "Change locks"),
        (apply_fit(HingeSum(), "Place knots"), "Place knots"),
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


def test_the_figure_style_is_set_and_dropped_as_steps_that_can_be_undone():
    store = Store(Document(Target.named("square"), HingeSum()))
    store.dispatch(set_figure_style([("theme", "dark"), ("dpi", 300)]))
    assert store.document.figure_style == (("dpi", 300.0), ("theme", "dark"))
    assert store.undo_name == "Set figure style"
    store.dispatch(set_figure_style(()))
    assert store.document.figure_style == ()
    assert store.undo_name == "Drop figure style"
    store.undo()
    assert store.document.figure_style


def test_a_norm_in_capitals_is_kept_in_the_spelling_that_fits_know():
    assert replace(document(), norm="L1").norm == "l1"
    assert apply_edit(document(), set_norm("MAX")).norm == "max"

"""What has been reached by hand: the best of each number of hinges, of this target, bounded."""

import numpy as np
import pytest

from reluviz.document.attempts import MOST_ATTEMPTS, attempts
from reluviz.document.document import Document
from reluviz.document.edits import add_hinge, nudge_knots
from reluviz.document.store import Store
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.measure import measure
from reluviz.targets.target import Target

SQUARE = Target.named("square")


def made(formula, target=SQUARE):
    return Document(target, HingeSum.parse(formula) if formula else HingeSum())


def test_there_is_one_row_for_each_number_of_hinges_with_its_best_error():
    documents = [made(""), made("g(x) + g(-x)"), made("2g(x) + 2g(-x)"), made("g(x)"), made("3g(x)")]
    found = attempts(documents, SQUARE, "l2")
    assert found[:, 0].tolist() == [0, 1, 2]
    for count, error in found:
        errors = [measure(d.model, SQUARE).rmse for d in documents if len(d.model) == count]
        assert error == min(errors)


@pytest.mark.parametrize(("norm", "name"), [("l2", "rmse"), ("max", "max"), ("l1", "mean_abs")])
def test_the_error_is_that_of_the_norm(norm, name):
    document = made("2g(x) + g(-x)")
    expected = getattr(measure(document.model, SQUARE), name)
    assert attempts([document], SQUARE, norm).tolist() == [[2, expected]]


def test_other_targets_and_other_intervals_do_not_count():
    others = [made("g(x)", Target.named("sine")), made("g(x)", SQUARE.on(-1, 1))]
    found = attempts(others, SQUARE, "l2")
    assert found.shape == (0, 2)
    assert attempts([*others, made("g(x)")], Target.named("square"), "l2").shape == (1, 2)


def test_only_the_latest_are_measured(monkeypatch):
    good = made("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
    later = [made("g(x)")] * MOST_ATTEMPTS
    assert attempts([good, *later], SQUARE, "l2")[:, 0].tolist() == [1]
    assert attempts([good, *later[1:]], SQUARE, "l2")[:, 0].tolist() == [1, 4]


def test_the_store_knows_what_was_done_and_not_what_is_being_done():
    first = made("g(x)")
    store = Store(first)
    assert store.documents == (first,)
    store.dispatch(nudge_knots([0], 0.5))
    store.dispatch(add_hinge(Hinge(1.0), 1))
    second = store.documents[1]
    assert [len(document.model) for document in store.documents] == [1, 1, 2]
    assert second.model.knots.tolist() == [0.5]
    store.begin()
    store.preview(nudge_knots([0], 0.25))
    assert store.documents[-1].model.knots[0] == 0.5
    store.cancel()
    store.undo()
    assert store.documents == (first, second)
    np.testing.assert_array_equal(attempts(store.documents, SQUARE, "max")[:, 0], [1])

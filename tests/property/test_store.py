"""Any order of edits, gestures, undo, redo and selecting, against a plain list of documents."""

from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from reluviz.document import edits
from reluviz.document.document import Document
from reluviz.document.store import Store
from reluviz.errors import InputError
from reluviz.fitting.norms import NORMS
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target

numbers = st.integers(-24, 24).map(lambda n: n / 8)
hinges = st.builds(Hinge, numbers, st.sampled_from([1, -1]), numbers)
indices = st.lists(st.integers(0, 4), min_size=1, max_size=3)
switches = st.sampled_from([True, False, None])
any_edit = st.one_of(
    st.builds(edits.add_hinge, hinges, st.integers(0, 4), by_hand=st.booleans()),
    st.builds(edits.set_hinge, st.integers(-1, 4), hinges, name=st.just("Set hinge"), by_hand=st.booleans()),
    st.builds(edits.delete_hinges, indices),
    st.just(edits.clear_hinges()),
    st.builds(edits.flip_hinges, indices),
    st.builds(edits.nudge_knots, indices, st.one_of(numbers, st.just(float("inf")))),
    st.builds(edits.set_affine, bias=numbers),
    st.builds(edits.set_affine, linear=numbers),
    st.builds(edits.free, bias=st.booleans()),
    st.builds(edits.free, linear=st.booleans()),
    st.builds(edits.keep_fitted, st.booleans()),
    st.just(edits.fit()),
    st.sampled_from(["square", "abs", "step"]).map(Target.named).map(edits.set_target),
    st.just(edits.set_model(HingeSum.parse("g(x) + g(-x)"), "Type formula")),
    st.builds(edits.set_norm, st.sampled_from(NORMS)),
    st.builds(edits.lock_hinges, indices, knot=switches, slope=switches),
    st.builds(
        edits.apply_fit,
        st.sampled_from(["g(x) + g(-x)", "g(x-1) + g(x) + g(2-x)"]).map(HingeSum.parse),
        st.just("Place knots"),
        free_bias=switches,
    ),
)


class StoreMachine(RuleBasedStateMachine):
    """`past`, `present` and `future` say what the store has to show."""

    @initialize()
    def open(self):
        self.first = Document(Target.named("square"), HingeSum())
        self.store = Store(self.first)
        self.past, self.present, self.future = [], self.first, []
        self.running = False
        self.told = 0
        self.store.subscribe(self.listen)

    def listen(self):
        self.told += 1
        # Slopes are exact at once here; `test_haste` looks at what comes of those that are late.
        revision = self.store.unsettled
        if revision is not None:
            self.store.settle(revision, revision.find())

    def settle(self, document):
        if document != self.present:
            self.past.append(self.present)
            self.future.clear()
        self.present = document

    @rule(edit=any_edit)
    def dispatch(self, edit):
        self.running = False
        expected = None
        with suppress(InputError):
            expected = edits.apply_edit(self.present, edit)
        if expected is None:
            with pytest.raises(InputError):
                self.store.dispatch(edit)
        else:
            self.store.dispatch(edit)
            self.settle(expected)

    @rule()
    def begin(self):
        self.store.begin()
        self.running = True

    @precondition(lambda self: self.running)
    @rule(edit=any_edit)
    def preview(self, edit):
        shown = self.store.document
        try:
            self.store.preview(edit)
        except InputError:
            assert self.store.document is shown
        else:
            assert self.store.document == edits.apply_edit(self.present, edit)

    @rule()
    def commit(self):
        shown = self.store.document
        self.store.commit()
        assert self.store.document is shown
        self.running = False
        self.settle(shown)

    @rule()
    def cancel(self):
        self.store.cancel()
        self.running = False

    @rule()
    def undo(self):
        self.store.undo()
        if self.running:
            self.running = False
        elif self.past:
            self.future.append(self.present)
            self.present = self.past.pop()

    @rule()
    def redo(self):
        self.store.redo()
        self.running = False
        if self.future:
            self.past.append(self.present)
            self.present = self.future.pop()

    @rule(chosen=indices)
    def select(self, chosen):
        self.store.select(chosen)
        count = len(self.store.document.model)
        assert self.store.selection == tuple(sorted({index for index in chosen if index < count}))

    @invariant()
    def the_store_shows_what_it_should(self):
        assert self.store.gesture_is_running == self.running
        assert self.store.committed == self.present
        if not self.running:
            assert self.store.document == self.present
        assert (self.store.undo_name is None) == (not self.past)
        assert (self.store.redo_name is None) == (not self.future)
        assert self.store.is_modified == (self.present != self.first)

    @invariant()
    def every_hinge_has_a_lock(self):
        document = self.store.document
        assert len(document.locks) in {0, len(document.model)}
        assert document.locks == b"" or any(document.locks)

    @invariant()
    def the_selection_exists(self):
        assert all(0 <= index < len(self.store.document.model) for index in self.store.selection)
        assert list(self.store.selection) == sorted(set(self.store.selection))

    def teardown(self):
        if not hasattr(self, "store"):
            return
        self.store.cancel()
        last = self.store.document
        steps = 0
        while self.store.undo_name is not None:
            self.store.undo()
            steps += 1
        assert self.store.document == self.first
        while self.store.redo_name is not None:
            self.store.redo()
        if not self.future:
            assert self.store.document == last
        assert steps == len(self.past)


TestStore = StoreMachine.TestCase
TestStore.settings = settings(max_examples=60, stateful_step_count=30)

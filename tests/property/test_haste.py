"""Slopes that come at any time, or never before the end, lead to the documents of one who waits each time."""

from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reluviz.document import arrange, edits, pins
from reluviz.document.document import Document, refitted
from reluviz.document.fileformat import decode_document, encode_document
from reluviz.document.store import Store
from reluviz.errors import InputError
from reluviz.fitting.norms import NORMS
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target

MODEL = HingeSum([Hinge(-1.25), Hinge(0.25), Hinge(0.75, -1), Hinge(1.5)])
FIRST = refitted(Document(Target.named("sine"), MODEL, True, True, keep_fitted=True, norm="l1"))

places = st.integers(-20, 20).map(lambda n: n / 8)
hinges = st.builds(Hinge, places, st.sampled_from([1, -1]), places)
indices = st.lists(st.integers(0, 4), min_size=1, max_size=2)
switches = st.sampled_from([True, False, None])
moves = st.builds(edits.nudge_knots, indices, places)
any_edit = st.one_of(
    moves,
    st.builds(edits.add_hinge, hinges, st.integers(0, 4), by_hand=st.booleans()),
    st.builds(edits.set_hinge, st.integers(0, 3), hinges, name=st.just("Set hinge"), by_hand=st.booleans()),
    st.builds(edits.delete_hinges, indices),
    st.builds(edits.flip_hinges, indices),
    st.builds(edits.set_affine, bias=places),
    st.builds(edits.set_affine, linear=places),
    st.builds(edits.free, bias=st.booleans()),
    st.builds(edits.free, linear=st.booleans()),
    st.just(edits.keep_fitted(False)),
    st.just(edits.keep_fitted(True)),
    st.builds(edits.set_norm, st.sampled_from(NORMS)),
    st.builds(edits.lock_hinges, indices, knot=switches, slope=switches),
    st.builds(pins.add_pin, st.sampled_from(["h₁", "h₂"])),
    st.builds(arrange.fit_only, indices),
    st.builds(arrange.mirror_hinges, indices),
)


class HasteMachine(RuleBasedStateMachine):
    """Two stores: in one the slopes are exact after every step, in the other whenever it pleases them."""

    @initialize()
    def open(self):
        self.hasty, self.patient = Store(FIRST), Store(FIRST)
        self.late = []

    def both(self, act):
        """Do the same to both; what the one refuses, the other refuses too."""
        refused = []
        for store in (self.hasty, self.patient):
            try:
                act(store)
                refused.append("")
            except InputError as error:
                refused.append(str(error))
        assert refused[0] == refused[1]
        settle(self.patient)
        if self.hasty.unsettled is not None:
            self.late.append(self.hasty.unsettled)

    @rule(edit=any_edit)
    def dispatch(self, edit):
        self.both(lambda store: store.dispatch(edit))

    @rule(previews=st.lists(st.one_of(moves, any_edit), min_size=1, max_size=3), ends=st.booleans())
    def gesture(self, previews, ends):
        self.both(lambda store: store.begin())
        for edit in previews:
            with suppress(InputError):
                self.both(lambda store, edit=edit: store.preview(edit))
        self.both(lambda store: store.commit() if ends else store.cancel())

    @rule()
    def begin(self):
        self.both(lambda store: store.begin())

    @rule()
    def undo(self):
        self.both(lambda store: store.undo())

    @rule()
    def redo(self):
        self.both(lambda store: store.redo())

    @rule()
    def slopes_come_in_time(self):
        revision = self.hasty.unsettled
        if revision is not None:
            self.hasty.settle(revision, revision.find())

    @rule(data=st.data())
    def slopes_come_late(self, data):
        if self.late:
            revision = data.draw(st.sampled_from(self.late))
            self.hasty.settle(revision, revision.find())

    @invariant()
    def all_but_the_slopes_agrees_at_any_time(self):
        hasty, patient = self.hasty.document, self.patient.document
        assert hasty.model.knots.tolist() == patient.model.knots.tolist()
        assert (hasty.keep_fitted, hasty.norm, hasty.locks) == (
            patient.keep_fitted,
            patient.norm,
            patient.locks,
        )
        assert self.hasty.undo_name == self.patient.undo_name
        assert self.hasty.redo_name == self.patient.redo_name
        assert self.hasty.gesture_is_running == self.patient.gesture_is_running

    @invariant()
    def what_is_exact_is_what_it_will_stay(self):
        if self.hasty.committed_revision.is_exact:
            assert self.hasty.committed == self.patient.committed
            assert encode_document(self.hasty.committed) == encode_document(self.patient.committed)

    def teardown(self):
        if not hasattr(self, "hasty"):
            return
        self.both(lambda store: store.cancel())
        while True:
            settle(self.hasty)
            assert self.hasty.document == self.patient.document
            assert decode_document(encode_document(self.hasty.document)) == self.patient.document
            if self.patient.undo_name is None:
                break
            self.both(lambda store: store.undo())
        assert self.hasty.document == FIRST


def settle(store):
    while (revision := store.unsettled) is not None:
        store.settle(revision, revision.find())


TestHaste = HasteMachine.TestCase
TestHaste.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)

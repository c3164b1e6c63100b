"""Any order of starts, changes, saves, crashes and restorings of programs: no work is lost or mixed up."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from reluviz.document.document import Document
from reluviz.document.origin import Origin
from reluviz.document.recovery import Slot, find_copies, is_open_elsewhere
from reluviz.document.storage import load
from reluviz.errors import InputError
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target

documents = st.integers(0, 5).map(
    lambda slope: Document(Target.named("sine"), HingeSum.from_arrays([0.0], [1], [float(slope)], 0.0, 0.0))
)
files = st.sampled_from([None, "a", "b"])
BROKEN = "broken"


class RecoveryMachine(RuleBasedStateMachine):
    """`running` says what each slot holds, `orphans` what crashes left: (origin, document), by name."""

    slots = Bundle("slots")

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.running = {}
        self.orphans = {}

    def teardown(self):
        for slot in self.running:
            slot.leave()
        shutil.rmtree(self.folder)

    def origin(self, name):
        return None if name is None else Origin.of(self.folder / "documents" / name, name.encode())

    @rule(target=slots, name=files)
    def start(self, name):
        slot = Slot(self.folder)
        slot.keep(self.origin(name), None)
        self.running[slot] = (self.origin(name), None)
        return slot

    @rule(slot=slots, document=documents)
    def change(self, slot, document):
        if slot in self.running:
            origin = self.running[slot][0]
            slot.keep(origin, document)
            self.running[slot] = (origin, document)

    @rule(slot=slots, name=files)
    def save_or_open(self, slot, name):
        if slot in self.running:
            slot.keep(self.origin(name), None)
            self.running[slot] = (self.origin(name), None)

    @rule(slot=consumes(slots))
    def close(self, slot):
        slot.end()
        self.running.pop(slot, None)

    @rule(slot=consumes(slots))
    def crash(self, slot):
        slot.leave()
        kept = self.running.pop(slot, (None, None))
        if kept[1] is not None:
            self.orphans[slot.name] = kept

    @rule(data=st.data())
    def spoil(self, data):
        if self.orphans:
            name = data.draw(st.sampled_from(sorted(self.orphans)))
            (self.folder / f"{name}.reluviz").write_bytes(b'{"format"')
            self.orphans[name] = (self.orphans[name][0], BROKEN)

    @rule(target=slots, data=st.data())
    def restore(self, data):
        """Several programs offer the same copies; the second one that wants a copy gets nothing."""
        copies = find_copies(self.folder)
        if not copies:
            return self.start(None)
        copy = data.draw(st.sampled_from(copies))
        slot = copy.claim()
        assert copy.claim() is None
        if self.orphans[copy.path.stem][1] == BROKEN:
            slot.leave()
            return self.start(None)
        self.running[slot] = self.orphans.pop(copy.path.stem)
        return slot

    @rule(data=st.data())
    def discard(self, data):
        copies = find_copies(self.folder)
        if copies:
            copy = data.draw(st.sampled_from(copies))
            copy.claim().end()
            del self.orphans[copy.path.stem]

    @invariant()
    def every_crash_is_remembered_and_nothing_else(self):
        found = {}
        for copy in find_copies(self.folder):
            try:
                document = load(copy.path)
            except InputError:
                document = BROKEN
            found[copy.path.stem] = (copy.origin, document)
        assert found == self.orphans

    @invariant()
    def files_are_open_in_the_programs_that_run(self):
        for name in ("a", "b"):
            origin = self.origin(name)
            holders = [slot for slot, kept in self.running.items() if kept[0] == origin]
            assert is_open_elsewhere(self.folder, origin.path) == bool(holders)
            if len(holders) == 1:
                assert not is_open_elsewhere(self.folder, origin.path, holders[0].name)


TestRecovery = RecoveryMachine.TestCase

"""Any order of gestures, keys and commands on a real window: all of it agrees, and undo leads back."""

from dataclasses import replace

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reluviz.document.document import Document
from reluviz.document.fileformat import decode_document, encode_document
from reluviz.gui.numbers import read_number
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target
from tests.gui.conftest import Mouse

H2 = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
FIRST = Document(Target.named("square"), H2)

places = st.tuples(st.floats(-3.3, 3.3), st.floats(-0.7, 9.5))
#: Where there is something to take hold of, if the sum is still the one it began with.
things = st.sampled_from([(0.0, 0.0), (1.0, 1.0), (-1.0, 1.0), (3.0, 7.0), (2.0, 2.0)])
modifiers = st.sampled_from(
    [
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
    ]
)
#: Commands that change the document or what is shown of it, and take no time and open nothing.
COMMANDS = (
    *("select_all", "delete", "add", "flip", "mirror", "add_mirrored", "duplicate", "shape_mode"),
    *("earlier", "later", "lock", "lock_knot", "lock_slope", "nudge_left", "nudge_far_right", "steeper"),
    *("flatter", "fit", "fit_only", "keep_fitted", "norm_l2", "norm_max", "norm_l1", "pin", "pins_shown"),
    *("step_back", "step_on", "step_first", "step_last", "fit_view", "zoom_in", "tolerance_band"),
    *("error_next", "form_unit", "form_slope", "draw_mode"),
)


class WindowMachine(RuleBasedStateMachine):
    window = None

    @initialize()
    def open(self):
        self.mouse = Mouse(self.window.canvas)
        self.session = self.window.session
        self.session.work_on("hinges")
        self.session.show_step(None)
        self.session.store.replace(FIRST)
        self.window.canvas.fit_view()
        self.is_held = False

    @precondition(lambda self: not self.is_held)
    @rule(start=st.one_of(places, things), modifier=modifiers)
    def press(self, start, modifier):
        self.mouse.press(*start, modifiers=modifier)
        self.is_held = True

    @precondition(lambda self: not self.is_held)
    @rule(start=places)
    def begin_a_stroke(self, start):
        self.session.work_on("target")
        self.mouse.press(*start)
        self.is_held = True

    @precondition(lambda self: self.is_held)
    @rule(place=places)
    def move(self, place):
        self.mouse.move(*place)

    @precondition(lambda self: self.is_held)
    @rule(place=places)
    def release(self, place):
        self.mouse.release(*place)
        self.is_held = False

    @precondition(lambda self: self.is_held)
    @rule()
    def escape(self):
        before = self.session.store.committed
        draws = self.session.hand.draws
        QTest.keyClick(self.window.canvas, Qt.Key.Key_Escape)
        assert self.session.store.document is before
        assert not draws or not self.session.store.gesture_is_running

    @rule(place=places)
    def hover(self, place):
        if not self.is_held:
            self.mouse.move(*place, button=Qt.MouseButton.NoButton)

    @rule(key=st.sampled_from(COMMANDS))
    def command(self, key):
        self.window.actions_by_key.by_key[key].trigger()

    @rule()
    def undo(self):
        self.window.actions_by_key.by_key["undo"].trigger()

    @rule()
    def redo(self):
        self.window.actions_by_key.by_key["redo"].trigger()

    @precondition(lambda self: not self.session.store.gesture_is_running)
    @rule()
    def save_and_load(self):
        document = self.session.store.document
        again = decode_document(encode_document(document))
        assert again == document
        assert encode_document(again) == encode_document(document)

    @invariant()
    def all_agree(self):
        session, window = self.session, self.window
        document, scene = session.store.document, session.scene
        part = session.document
        assert scene.document is part
        assert window.docks.target.draw.isChecked() == session.hand.draws
        assert session.hand.draws or not window.canvas._hint._draws
        assert part.model == document.model.partial(len(part.model))
        assert (scene.whole is None) == (part is document)
        assert all(index < len(part.model) for index in scene.selection)
        for layer in (*window.canvas._canvas_layers, *window.canvas.strip.layers):
            assert layer.scene_shown is scene
        assert window.build_up.slider.value() == len(part.model)
        assert window.build_up.slider.maximum() == len(document.model)
        self.table_agrees(part)
        if not window.formula_line.field.hasFocus() and 0 < len(part.model) <= 20:
            written = HingeSum.parse(window.formula_line.field.text())
            assert np.allclose(written.knots, part.model.knots, rtol=1e-3, atol=1e-6)

    def table_agrees(self, part):
        model = self.window.docks.hinges.model
        assert model.rowCount() == len(part.model)
        for row in range(min(len(part.model), 4)):
            knot = read_number(model.data(model.index(row, 0), Qt.ItemDataRole.EditRole))
            slope = read_number(model.data(model.index(row, 2), Qt.ItemDataRole.EditRole))
            assert np.isclose(knot, part.model.knots[row], rtol=1e-9)
            assert np.isclose(slope, part.model.slopes[row], rtol=1e-9)
        rows = {index.row() for index in self.window.docks.hinges.table.selectionModel().selectedRows()}
        assert rows == set(self.session.scene.selection)

    def teardown(self):
        if self.window is None or not hasattr(self, "session"):
            return
        self.session.hand.escape_gesture()
        self.window.canvas.viewport().grab()
        for _ in range(200):
            if self.session.store.undo_name is None:
                break
            self.session.store.undo()
        # Looking at other things than the document is no part of it.
        assert encode_document(self.session.store.document) == encode_document(replace(FIRST))


def test_whatever_is_done_all_parts_agree_and_undo_leads_back_to_the_first_byte(window):
    class Machine(WindowMachine):
        pass

    Machine.window = window
    run_state_machine_as_test(Machine, settings=settings(max_examples=25, stateful_step_count=30))

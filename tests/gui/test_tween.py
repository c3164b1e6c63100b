"""The motion between two sums: what is shown on the way, and that the document never waits for it."""

import pytest
from PySide6.QtCore import Qt

from reluviz.document import edits, revision
from reluviz.gui.tween import MOST_HINGES
from reluviz.maths.hinges import Hinge, HingeSum

H1 = HingeSum.parse("g(x) + g(-x)")
MOVED = HingeSum([Hinge(1.0, 1, 3.0), Hinge(-1.0, -1, 2.0)], bias=0.5)
H2 = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")


@pytest.fixture
def moving(window):
    window.session.tween.is_reduced = False
    return window


def shown(window):
    return window.session.scene.document


class TestInTheWindow:
    def test_it_is_one_undo_step_and_the_document_is_there_at_once(self, moving, qtbot):
        session = moving.session
        earlier = session.store.undo_name
        session.apply_fit(edits.apply_fit(MOVED, "Place hinges"), "Done.")
        assert session.store.document.model == MOVED
        assert session.tween.is_running
        assert shown(moving).model == H1
        seen = []
        session.scene_changed.connect(lambda scene, previous: seen.append(scene.document.model))
        qtbot.waitUntil(lambda: not session.tween.is_running)
        assert seen[-1] == MOVED
        assert all(-1.0 <= model.knots.min() <= model.knots.max() <= 1.0 for model in seen)
        assert moving.statusBar().currentMessage() == "Done."
        session.store.undo()
        assert shown(moving).model == H1
        assert session.store.undo_name == earlier

    def test_keep_fitted_stays_on_and_on_the_way_nothing_is_fitted(self, moving, qtbot, monkeypatch):
        session = moving.session
        session.dispatch(edits.keep_fitted(True))
        fits = []
        real = revision.refitted
        monkeypatch.setattr(revision, "refitted", lambda document: fits.append(1) or real(document))
        seen = []
        session.scene_changed.connect(lambda scene, previous: seen.append(scene.document.keep_fitted))
        session.apply_fit(edits.apply_fit(MOVED, "Place hinges"))
        qtbot.waitUntil(lambda: not session.tween.is_running)
        assert len(fits) == 1
        assert seen
        assert all(seen)

    def test_a_press_ends_it_and_then_acts(self, moving, mouse):
        session = moving.session
        session.apply_fit(edits.apply_fit(MOVED, "Place hinges"))
        mouse.click(2.0, 6.0)
        assert not session.tween.is_running
        assert len(session.store.document.model) == 3
        assert session.store.document.model.knots[:2].tolist() == [1.0, -1.0]

    def test_esc_ends_it(self, moving, qtbot):
        moving.session.apply_fit(edits.apply_fit(MOVED, "Place hinges"))
        qtbot.keyClick(moving.canvas, Qt.Key.Key_Escape)
        assert not moving.session.tween.is_running
        assert shown(moving).model == MOVED

    def test_undo_in_the_middle_takes_the_fit_back(self, moving):
        moving.session.apply_fit(edits.apply_fit(MOVED, "Place hinges"))
        moving.actions_by_key.by_key["undo"].trigger()
        assert not moving.session.tween.is_running
        assert shown(moving).model == H1

    def test_a_command_in_the_middle_acts_on_the_final_document(self, moving):
        moving.session.apply_fit(edits.apply_fit(H2, "Place hinges"))
        moving.actions_by_key.by_key["select_all"].trigger()
        moving.actions_by_key.by_key["flip"].trigger()
        assert shown(moving).model.facings.tolist() == (-H2.facings).tolist()

    def test_many_hinges_and_reduced_motion_are_there_at_once(self, moving, monkeypatch):
        session = moving.session
        many = HingeSum([Hinge(k / 100) for k in range(MOST_HINGES + 1)])
        session.apply_fit(edits.apply_fit(many, "Place hinges"))
        assert not session.tween.is_running
        assert shown(moving).model == many
        moving.actions_by_key.by_key["reduce_motion"].trigger()
        session.apply_fit(edits.apply_fit(H1, "Place hinges"))
        assert shown(moving).model == H1
        moving.actions_by_key.by_key["reduce_motion"].trigger()
        monkeypatch.setattr("reluviz.gui.tween.system_reduces_motion", lambda: True)
        session.apply_fit(edits.apply_fit(H2, "Place hinges"))
        assert shown(moving).model == H2

    def test_an_edit_that_cannot_be_done_is_said(self, moving):
        assert moving.session.apply_fit(edits.apply_fit(H2, "Place", locks=b"\1")) is not None
        assert shown(moving).model == H1


def test_a_slope_typed_under_keep_fitted_says_that_it_is_off_now(window, qtbot):
    from reluviz.gui.panels.hinge_model import SLOPE

    window.session.dispatch(edits.keep_fitted(True))
    model = window.docks.hinges.model
    with qtbot.waitSignal(window.session.message, check_params_cb=lambda text: "Keep fitted" in text):
        assert model.setData(model.index(0, SLOPE), "3")
    assert not window.session.store.document.keep_fitted

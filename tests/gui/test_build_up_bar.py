import pytest
from PySide6.QtCore import Qt

from reluviz.document import edits
from reluviz.maths.hinges import HingeSum

H2 = "g(x) + g(-x) + g(2x-2) + g(-2x-2)"


@pytest.fixture
def built(window):
    window.session.dispatch(edits.set_model(HingeSum.parse(H2), "Enter formula"))
    return window


def shown(window):
    return window.session.scene.document.model


def test_the_slider_shows_the_partial_sums_everywhere(built):
    built.build_up.slider.setValue(2)
    assert shown(built) == HingeSum.parse("g(x) + g(-x)")
    assert built.formula_line.field.text() == "g(x) + g(−x)"
    assert built.docks.hinges.model.rowCount() == 2
    assert built.docks.error.readings["max"].text() == "6"
    assert built.build_up.words.text() == "2 of 4 hinges: + g(−x)"
    assert built.session.store.document.model == HingeSum.parse(H2)
    assert len(built.session.scene.segments_to_come(-3, 3)) == 2


def test_the_keys_walk_and_stop_at_the_ends(built, qtbot):
    canvas = built.canvas
    for key, step in (
        (Qt.Key.Key_Comma, 3),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Comma, 0),
        (Qt.Key.Key_Period, 1),
        (Qt.Key.Key_End, 4),
        (Qt.Key.Key_Period, 4),
    ):
        qtbot.keyClick(canvas, key)
        assert built.session.step == step
        assert built.build_up.slider.value() == step


def test_playing_goes_through_all_steps_and_stops(built, qtbot, monkeypatch):
    monkeypatch.setattr("reluviz.gui.build_up_bar._STEP_MILLISECONDS", 1)
    steps = []
    built.session.scene_changed.connect(lambda *_: steps.append(built.session.step))
    built.build_up.toggle_playing()
    assert built.build_up.is_playing
    qtbot.waitUntil(lambda: not built.build_up.is_playing)
    assert steps == [0, 1, 2, 3, 4]


def test_playing_is_stopped_by_its_button_and_goes_on_from_there(built, qtbot):
    built.build_up.toggle_playing()
    built.build_up.toggle_playing()
    assert not built.build_up.is_playing
    assert built.session.step == 0
    assert "Play" in built.build_up.play_button.toolTip()


def test_a_hinge_added_at_a_step_comes_right_after_it(built, mouse):
    built.session.show_step(2)
    mouse.drag((1.0, 3.0), (3.0, 7.0))
    assert built.session.step == 3
    assert built.session.store.document.model.knots.tolist() == [0, 0, 1, 1, -1]
    built.session.store.undo()
    assert built.session.step == 2
    assert shown(built) == HingeSum.parse("g(x) + g(-x)")


def test_a_gesture_taken_back_leaves_the_step(built, mouse, qtbot):
    built.session.show_step(2)
    mouse.press(1.0, 3.0)
    mouse.move(2.0, 6.0)
    assert built.session.step == 3
    qtbot.keyClick(built.canvas, Qt.Key.Key_Escape)
    assert built.session.step == 2


def test_a_fit_and_an_entry_show_the_whole_sum_again(built):
    built.session.show_step(1)
    built.session.fits.fit_slopes()
    assert built.session.step == 4
    built.session.show_step(1)
    built.session.dispatch(edits.set_model(HingeSum.parse("g(x-5) + g(x-1) + g(x-2)"), "Enter formula"))
    assert built.session.step == 3


def test_typing_a_formula_begins_with_the_whole_sum(built, qtbot):
    built.session.show_step(1)
    built.formula_line.field.setFocus()
    qtbot.waitUntil(lambda: built.session.step == 4)
    assert built.formula_line.field.text() == H2.replace("-", "−")


def test_the_order_of_the_steps_is_changed_in_the_table_by_drag_or_by_keys(built, qtbot):
    header = built.docks.hinges.table.verticalHeader()
    header.moveSection(3, 0)
    assert built.session.store.document.model.knots.tolist() == [-1, 0, 0, 1]
    assert built.session.store.undo_name == "Reorder hinges"
    assert [header.logicalIndex(row) for row in range(4)] == [0, 1, 2, 3]
    built.session.store.select((0,))
    qtbot.keyClick(built.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert built.session.store.document.model.knots.tolist() == [0, -1, 0, 1]
    assert built.session.store.selection == (1,)
    built.session.store.undo()
    built.session.store.undo()
    assert built.session.store.document.model == HingeSum.parse(H2)


def test_without_hinges_there_is_nothing_to_play(window):
    window.session.dispatch(edits.clear_hinges())
    assert not window.build_up.slider.isEnabled()
    window.build_up.toggle_playing()
    assert not window.build_up.is_playing
    assert window.build_up.words.text() == "no hinges yet"


def test_the_hint_of_the_empty_canvas_is_for_empty_documents_only(built):
    built.session.show_step(0)
    assert built.session.scene.whole is built.session.store.document


def test_a_document_that_is_opened_is_shown_whole(built):
    built.session.show_step(2)
    other = built.session.store.document.with_model(HingeSum.parse("g(x-1) + g(x) + g(x+1) + g(x+2)"))
    built.session.replace(other)
    assert built.session.scene.document is other


def test_building_up_ends_shape_mode_so_that_nothing_is_lost(built, mouse):
    built.session.work_on("corners")
    built.build_up.walk(-2)
    assert not built.session.hand.shapes
    mouse.drag((0.0, 0.0), (0.5, 2.0))
    assert len(built.session.store.document.model) == 4


def test_playing_with_the_focus_in_the_formula_leaves_all_parts_in_step(built, qtbot):
    built.formula_line.field.setFocus()
    built.build_up.play_button.click()
    built.build_up.stop()
    qtbot.waitUntil(lambda: built.session.step == 4)
    assert built.docks.hinges.model.rowCount() == 4
    assert built.build_up.slider.value() == 4


def test_copies_are_made_of_what_was_selected_at_a_step(built, qtbot):
    built.session.store.select(range(4))
    built.session.show_step(2)
    built.actions_by_key.by_key["duplicate"].trigger()
    assert len(built.session.store.document.model) == 6
    built.session.store.undo()
    built.session.store.select(range(4))
    built.session.show_step(2)
    built.actions_by_key.by_key["add_mirrored"].trigger()
    assert len(built.session.store.document.model) == 6


def test_all_can_be_cleared_at_step_0_too(built):
    built.session.show_step(0)
    assert built.actions_by_key.by_key["clear"].isEnabled()

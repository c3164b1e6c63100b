import numpy as np
import pytest
from PySide6.QtCore import Qt

from reluviz.document import edits
from reluviz.document.document import Document
from reluviz.maths.hinges import HingeSum
from reluviz.targets.held_out import HeldOut
from reluviz.targets.library import GROUPS, LIBRARY
from reluviz.targets.target import Target

pytestmark = pytest.mark.qt_log_ignore(
    "does not support (raise|grabbing the keyboard|propagateSizeHints)", extend=True
)


@pytest.fixture
def panel(window):
    return window.docks.target


def target(window):
    return window.session.store.document.target


def typed(qtbot, panel, text):
    line = panel.chooser.line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_every_entry_stands_under_its_heading_and_headings_cannot_be_chosen(panel):
    model, row = panel.chooser.model(), 0
    for group, entries in GROUPS.items():
        assert model.item(row).text() == group
        assert not model.item(row).isEnabled()
        for entry in entries:
            row += 1
            assert entry.name in model.item(row).text()
            assert model.item(row).isEnabled()
        row += 1
    assert row == model.rowCount()


def test_every_entry_can_be_chosen_and_is_shown(window, panel):
    for key, entry in LIBRARY.items():
        panel.chooser.chosen.emit(key)
        assert target(window) == Target.named(key)
        assert entry.name in panel.chooser.line.text()
        assert panel.why.text() == entry.why
        assert set(panel.parameters.sliders) == {one.key for one in entry.parameters}
        window.canvas.viewport().grab()


@pytest.mark.parametrize(
    ("text", "key"), [("brown", "brownian"), ("GELU", "gelu"), ("sin x", "sine"), ("hat", "hat")]
)
def test_typing_finds_by_any_part_of_a_name_or_formula(window, panel, qtbot, text, key):
    typed(qtbot, panel, text)
    assert target(window) == Target.named(key)


def test_what_is_typed_after_a_click_takes_the_place_of_the_name(window, panel, qtbot):
    window.activateWindow()
    window.canvas.setFocus()
    line = panel.chooser.line
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    assert line.selectedText() == line.text()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    assert not line.hasSelectedText()


@pytest.mark.parametrize(
    ("text", "words"), [("wave", "Several functions are meant"), ("zzz", "no such function")]
)
def test_what_names_none_or_several_is_said_and_changes_nothing(window, panel, qtbot, text, words):
    before = window.session.store.document
    typed(qtbot, panel, text)
    assert words in panel.problem.text()
    qtbot.keyClick(panel.chooser.line, Qt.Key.Key_Escape)
    assert panel.problem.text() == ""
    assert panel.chooser.line.text() == "x²   Parabola"
    assert window.session.store.document is before


def test_a_slider_is_live_and_one_undo_step(window, panel, qtbot):
    panel.chooser.chosen.emit("sine")
    slider = panel.parameters.sliders["frequency"]
    slider.setSliderDown(True)
    for at in (250, 300, 350):
        slider.setValue(at)
        assert window.session.store.gesture_is_running
    shown = target(window).source.values[0]
    assert shown > 5
    assert panel.parameters.fields["frequency"].text() == f"{shown:g}"
    slider.setSliderDown(False)
    assert window.session.store.undo_name == "Change frequency"
    window.session.store.undo()
    assert target(window) == Target.named("sine")
    assert slider.value() != 350


def test_a_value_is_typed_and_keeps_the_interval(window, panel, qtbot):
    panel.chooser.chosen.emit("sine")
    window.session.dispatch(edits.set_target(target(window).on(0.0, 1.0)))
    field = panel.parameters.fields["frequency"]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "2,5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert target(window) == Target.named("sine", (0.0, 1.0), {"frequency": 2.5})
    assert "sin 2.5x" in panel.chooser.line.text()


def test_a_value_out_of_range_is_refused_in_its_field(window, panel, qtbot):
    panel.chooser.chosen.emit("taylor")
    field = panel.parameters.fields["degree"]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "2.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "whole number from 1 to 9" in panel.problem.text()
    assert target(window) == Target.named("taylor")


def test_the_keys_move_a_slider_one_step_at_a_time(window, panel, qtbot):
    panel.chooser.chosen.emit("taylor")
    slider = panel.parameters.sliders["degree"]
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert target(window).source.values == (4.0,)
    assert window.session.store.undo_name == "Change degree"


def test_noisy_data_counts_as_data_and_is_worked_on(window, panel, mouse):
    panel.chooser.chosen.emit("noisy")
    assert window.session.scene.points.x.size == 200
    mouse.drag((0.0, 0.5), (1.5, 1.0))
    assert window.session.scene.errors.rmse > 0


def test_a_target_without_values_on_one_side_is_drawn_with_a_gap(window, panel):
    panel.chooser.chosen.emit("log")
    window.canvas.set_view(window.canvas.view.panned(300, 0))
    window.canvas.viewport().grab()
    window.session.replace(Document(Target.named("log"), HingeSum()))
    window.canvas.viewport().grab()


class TestTypedFormulas:
    def test_the_curve_follows_each_keystroke_that_can_be_read(self, window, panel, qtbot):
        panel.formula.setFocus()
        seen = []
        window.session.scene_changed.connect(lambda scene, _: seen.append(scene.document.target.text))
        qtbot.keyClicks(panel.formula, "x^2+x")
        assert seen[-1] == "x² + x"
        assert window.session.store.gesture_is_running
        qtbot.keyClick(panel.formula, Qt.Key.Key_Return)
        assert target(window) == Target.expression("x^2+x")
        assert window.session.store.undo_name == "Type target"
        assert panel.formula.text() == "x² + x"
        window.session.store.undo()
        assert target(window) == Target.named("square")
        assert panel.formula.text() == ""

    def test_a_mistake_is_said_with_its_place_and_the_last_good_curve_stays(self, window, panel, qtbot):
        panel.formula.setFocus()
        qtbot.keyClicks(panel.formula, "sin(3x)+")
        assert "At character 9" in panel.problem.text()
        assert window.session.scene.document.target.text == "sin(3x)"
        qtbot.keyClick(panel.formula, Qt.Key.Key_Return)
        assert panel.formula.text() == "sin(3x)+"
        assert panel.formula.cursorPosition() == 8
        qtbot.keyClicks(panel.formula, "1")
        assert panel.problem.text() == ""
        qtbot.keyClick(panel.formula, Qt.Key.Key_Return)
        assert target(window).text == "sin(3x) + 1"

    def test_esc_gives_up_and_leaving_keeps_what_was_last_read(self, window, panel, qtbot):
        before = window.session.store.document
        panel.formula.setFocus()
        qtbot.keyClicks(panel.formula, "x^3 - ")
        qtbot.keyClick(panel.formula, Qt.Key.Key_Escape)
        assert window.session.store.document is before
        assert panel.problem.text() == ""
        qtbot.keyClicks(panel.formula, "x^3 - ")
        window.canvas.setFocus()
        assert target(window).text == "x³"
        assert not window.session.store.gesture_is_running

    def test_a_pole_leaves_a_gap_and_is_said(self, window, panel, qtbot):
        panel.formula.setFocus()
        qtbot.keyClicks(panel.formula, "1/x")
        assert panel.problem.text() == ""
        qtbot.keyClick(panel.formula, Qt.Key.Key_Return)
        assert target(window).gaps == ((-0.05, 0.05),)
        said = panel.why.text().replace("\u00a0", " ")
        assert said == "Errors count on [−3, −0.05] and [0.05, 3]: 1/x has a pole at x = 0."
        assert "[0.05,\u00a03]" in panel.why.text()
        # Nothing of the text is cut off, narrow as the panel is.
        assert panel.why.height() >= panel.why.heightForWidth(panel.why.width())

    def test_a_formula_without_values_is_refused(self, window, panel, qtbot):
        panel.formula.setFocus()
        qtbot.keyClicks(panel.formula, "log(-1-x^2)")
        assert "has no value anywhere between -3 and 3" in panel.problem.text()

    def test_another_choice_clears_the_field(self, window, panel, qtbot):
        panel.formula.setFocus()
        qtbot.keyClicks(panel.formula, "x^3")
        qtbot.keyClick(panel.formula, Qt.Key.Key_Return)
        panel.chooser.chosen.emit("exp")
        assert panel.formula.text() == ""
        assert target(window) == Target.named("exp")


def test_points_of_data_are_held_out_by_a_slider_in_one_step(window, panel, qtbot):
    assert panel.hold_out.isHidden()
    panel.chooser.chosen.emit("noisy")
    assert not panel.hold_out.isHidden()
    slider = panel.hold_out.share.sliders["hold_out"]
    slider.setSliderDown(True)
    for per_cent in (10, 30, 20):
        slider.setValue(per_cent)
        assert target(window) == Target.named("noisy").holding_out(per_cent / 100)
    slider.setSliderDown(False)
    assert panel.hold_out.share.fields["hold_out"].text() == "20"
    assert window.session.store.undo_name == "Hold out points"
    window.session.store.undo()
    assert target(window) == Target.named("noisy")
    assert slider.value() == 0


def test_another_seed_holds_out_other_points_in_one_step(window, panel, qtbot):
    panel.chooser.chosen.emit("noisy")
    seed = panel.hold_out.seed
    assert seed.isHidden() or not seed.isVisible()
    panel.hold_out.share.entered.emit("hold_out", 20.0)
    assert seed.isVisible()
    assert seed.value() == 0
    qtbot.keyClick(seed, Qt.Key.Key_Up)
    assert target(window) == Target.named("noisy").holding_out(0.2, 1)
    seed.setFocus()
    seed.selectAll()
    qtbot.keyClicks(seed, "17")
    assert target(window).held_out.seed == 1
    qtbot.keyClick(seed, Qt.Key.Key_Return)
    assert target(window) == Target.named("noisy").holding_out(0.2, 17)
    assert window.session.store.undo_name == "Hold out other points"
    window.session.store.undo()
    assert (target(window).held_out.seed, seed.value()) == (1, 1)
    panel.hold_out.share.entered.emit("hold_out", 30.0)
    assert target(window) == Target.named("noisy").holding_out(0.3, 1)
    panel.hold_out.share.entered.emit("hold_out", 0.0)
    assert not seed.isVisible()


def test_a_seed_that_would_hold_out_every_point_of_the_interval_is_said_and_goes(window, panel, qtbot):
    x = np.arange(10.0)
    few = Target.points(x, x, interval=(3.5, 4.5))
    usable = [seed for seed in range(20) if not HeldOut(0.4, seed).among(10)[4]]
    seed = next(seed for seed in usable if seed + 1 not in usable)
    window.session.dispatch(edits.set_target(few.holding_out(0.4, seed)))
    qtbot.keyClick(panel.hold_out.seed, Qt.Key.Key_Up)
    assert "but those held out" in panel.problem.text()
    assert panel.hold_out.seed.value() == target(window).held_out.seed == seed


def test_a_seed_that_no_spin_box_holds_is_shown_and_kept(window, panel, qtbot):
    held_out = Target.named("noisy").holding_out(0.2, 2**64 - 1)
    window.session.dispatch(edits.set_target(held_out))
    seed = panel.hold_out.seed
    assert seed.text() == str(2**64 - 1)
    seed.setFocus()
    panel.setFocus()
    assert target(window) == held_out
    panel.hold_out.share.entered.emit("hold_out", 30.0)
    assert target(window).held_out.seed == 2**64 - 1


def test_a_share_is_typed_and_one_that_cannot_be_is_said(window, panel, qtbot):
    panel.chooser.chosen.emit("noisy")
    field = panel.hold_out.share.fields["hold_out"]
    for text, share in (("12.5", 0.125), ("95", 0.125), ("7", 0.07)):
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert target(window).held_out.share == share
        assert panel.problem.isHidden() == (text != "95")
    panel.parameters.entered.emit("seed", 7.0)
    assert target(window) == Target.named("noisy", values={"seed": 7.0}).holding_out(0.07)
    panel.chooser.chosen.emit("sine")
    assert target(window).held_out is None

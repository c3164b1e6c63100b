import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon

from reluviz.document import edits
from reluviz.gui.panels.hinge_model import FACING, KNOT, SLOPE
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.scene.palette import palette
from reluviz.targets.target import Target


def document(window):
    return window.session.store.document


def type_into(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


class TestTable:
    def test_rows_follow_the_canvas(self, window, mouse):
        table = window.docks.hinges
        mouse.drag((1.0, 3.0), (3.0, 7.0))
        cells = [table.model.index(2, column).data() for column in (KNOT, FACING, SLOPE)]
        assert cells == ["1", "right →", "2"]
        assert table.model.rowCount() == 3
        assert [index.row() for index in table.table.selectionModel().selectedRows()] == [2]

    def test_cells_edit_the_document_as_one_undo_step(self, window):
        model = window.docks.hinges.model
        assert model.setData(model.index(0, KNOT), "1,5")
        assert model.setData(model.index(0, SLOPE), "−3/4")
        assert document(window).model.hinges[0] == Hinge(1.5, 1, -0.75)
        assert window.session.store.undo_name == "Set slope"
        window.session.store.undo()
        assert document(window).model.hinges[0] == Hinge(1.5, 1, 1.0)

    @pytest.mark.parametrize("text", ["", "one", "1e400", "nan", "inf", "1/0", "1_0", "--1"])
    def test_what_is_no_number_is_said_and_changes_nothing(self, window, qtbot, text):
        model, before = window.docks.hinges.model, document(window)
        assert not model.setData(model.index(0, KNOT), text)
        assert "not a" in window.docks.hinges.problem.text()
        assert document(window) == before
        assert model.setData(model.index(0, KNOT), "2")
        assert not window.docks.hinges.problem.text()

    def test_opening_a_cell_and_leaving_it_keeps_all_digits(self, window):
        window.session.dispatch(edits.set_hinge(0, Hinge(1 / 3, 1, 2 / 3), name="try"))
        model, before = window.docks.hinges.model, document(window)
        index = model.index(0, KNOT)
        assert model.setData(index, index.data(Qt.ItemDataRole.EditRole))
        assert document(window) is before

    def test_a_double_click_on_the_facing_flips_it(self, window, qtbot):
        panel = window.docks.hinges
        panel.table.doubleClicked.emit(panel.model.index(0, FACING))
        assert document(window).model.facings[0] == -1

    def test_selecting_rows_selects_on_the_canvas_and_back(self, window):
        panel = window.docks.hinges
        panel.table.selectRow(1)
        assert window.session.store.selection == (1,)
        window.session.store.select((0,))
        assert [index.row() for index in panel.table.selectionModel().selectedRows()] == [0]
        window.session.store.select(())
        assert panel.table.selectionModel().selectedRows() == []

    def test_deleting_rows_keeps_table_and_selection_in_step(self, window):
        window.session.dispatch(edits.set_model(HingeSum.parse("g(x)+g(x-1)+g(x-2)+g(x-3)"), "try"))
        window.session.store.select((1, 2))
        window.actions_by_key.by_key["delete"].trigger()
        assert window.docks.hinges.model.rowCount() == 2
        assert window.session.store.selection == ()
        window.session.store.undo()
        assert window.docks.hinges.model.rowCount() == 4
        assert window.session.store.selection == (1, 2)

    def test_a_key_locks_the_selected_hinges_and_unlocks_them_again(self, window, qtbot):
        window.session.store.select((0, 1))
        window.canvas.setFocus()
        qtbot.keyClick(window.canvas, Qt.Key.Key_L)
        assert document(window).locks == b"\3\3"
        assert window.session.store.undo_name == "Lock 2 hinges"
        qtbot.keyClick(window.canvas, Qt.Key.Key_L)
        assert document(window).locks == b""
        assert window.session.store.undo_name == "Unlock 2 hinges"

    def test_what_is_locked_only_in_part_is_locked_in_full_first(self, window):
        by_key = window.actions_by_key.by_key
        window.session.store.select((1,))
        by_key["lock_knot"].trigger()
        assert document(window).locks == b"\0\1"
        window.session.store.select((0, 1))
        by_key["lock_slope"].trigger()
        assert document(window).locks == b"\2\3"
        by_key["lock"].trigger()
        assert document(window).locks == b"\3\3"
        by_key["lock_knot"].trigger()
        assert document(window).locks == b"\2\2"

    def test_locking_is_offered_for_selected_hinges_only(self, window):
        for selection in ((), (0,)):
            window.session.store.select(selection)
            for key in ("lock", "lock_knot", "lock_slope"):
                assert window.actions_by_key.by_key[key].isEnabled() == bool(selection)

    def test_a_padlock_stands_beside_what_is_locked_and_says_so(self, window, qtbot):
        model = window.docks.hinges.model

        def padlocks():
            return [
                (row, column)
                for row in range(model.rowCount())
                for column in (KNOT, FACING, SLOPE)
                if model.index(row, column).data(Qt.ItemDataRole.DecorationRole) is not None
            ]

        assert padlocks() == []
        with qtbot.waitSignal(model.dataChanged):
            window.session.dispatch(edits.lock_hinges([0], knot=True))
        window.session.dispatch(edits.lock_hinges([1], slope=True))
        assert padlocks() == [(0, KNOT), (1, SLOPE)]
        assert "knot is locked" in model.index(0, KNOT).data(Qt.ItemDataRole.ToolTipRole)
        assert "slope is locked" in model.index(1, SLOPE).data(Qt.ItemDataRole.ToolTipRole)
        assert model.index(0, SLOPE).data(Qt.ItemDataRole.ToolTipRole) is None

    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_the_padlock_has_the_colour_of_the_text_beside_it(self, window, theme):
        window.theme.choose(theme)
        window.session.dispatch(edits.lock_hinges([0], knot=True))
        padlock = window.docks.hinges.model.index(0, KNOT).data(Qt.ItemDataRole.DecorationRole)
        colours = palette(theme)
        for mode, tint in ((QIcon.Mode.Normal, colours.text), (QIcon.Mode.Selected, colours.accent_text)):
            # The body of the lock, below its middle.
            assert padlock.pixmap(26, 26, mode).toImage().pixelColor(13, 18) == QColor(tint)

    def test_the_rule_for_new_hinges_is_kept(self, window):
        rule = window.docks.hinges.rule
        rule.setCurrentIndex(rule.findData("one"))
        assert window.session.hand.rule == "one"


class TestTarget:
    def test_choosing_a_function_takes_its_interval_and_shows_it(self, window):
        panel = window.docks.target
        panel.chooser.activated.emit(panel.chooser.findData("exp"))
        assert document(window).target == Target.named("exp")
        assert (panel.start.text(), panel.end.text()) == ("0", "3")
        bounds = window.canvas.view.bounds
        assert bounds.left < 0.0
        assert bounds.right > 3.0

    def test_an_interval_is_typed(self, window, qtbot):
        type_into(qtbot, window.docks.target.end, "2,5")
        assert document(window).target.interval == (-3.0, 2.5)
        assert window.session.store.undo_name == "Change interval"

    @pytest.mark.parametrize("text", ["-4", "-3", "x", "1e999"])
    def test_a_wrong_interval_is_said_beside_the_field_and_changes_nothing(self, window, qtbot, text):
        panel, before = window.docks.target, document(window)
        type_into(qtbot, panel.end, text)
        assert document(window) == before
        assert panel.problem.text()
        type_into(qtbot, panel.end, "2")
        assert document(window).target.interval == (-3.0, 2.0)
        assert not panel.problem.text()

    def test_esc_gives_a_wrong_interval_up_and_its_message_goes(self, window, qtbot):
        panel = window.docks.target
        type_into(qtbot, panel.start, "5")
        assert (panel.start.text(), panel.problem.text()[:12]) == ("5", "The interval")
        qtbot.keyClick(panel.start, Qt.Key.Key_Escape)
        assert (panel.start.text(), panel.problem.text()) == ("−3", "")

    def test_undo_brings_the_old_target_back_into_the_panel(self, window):
        panel = window.docks.target
        window.session.dispatch(edits.set_target(Target.named("sine")))
        assert panel.chooser.currentData() == "sine"
        window.session.store.undo()
        assert panel.chooser.currentData() == "square"


class TestFit:
    def test_fit_slopes_solves_once(self, window, qtbot):
        qtbot.mouseClick(window.docks.fit.fit, Qt.MouseButton.LeftButton)
        assert document(window).model.slopes.tolist() == pytest.approx([2.25, 2.25])
        assert window.session.store.undo_name == "Fit slopes"

    def test_keep_fitted_can_be_switched_on_and_is_undone(self, window, qtbot):
        panel = window.docks.fit
        panel.keep.click()
        assert document(window).keep_fitted
        assert not panel.fit.isEnabled()
        window.session.store.undo()
        assert not panel.keep.isChecked()
        assert document(window).model.slopes.tolist() == [1.0, 1.0]

    def test_a_free_bias_is_fitted_and_a_typed_one_is_kept(self, window, qtbot):
        panel = window.docks.fit
        panel.bias_is_free.click()
        panel.fit.click()
        assert document(window).model.bias < -1.0
        assert panel.bias.text().startswith("−")
        panel.bias_is_free.click()
        type_into(qtbot, panel.bias, "2")
        panel.fit.click()
        assert document(window).model.bias == 2.0

    def test_turning_an_arm_by_hand_switches_keep_fitted_off_and_says_so(self, window, qtbot, mouse):
        window.docks.fit.keep.click()
        with qtbot.waitSignal(window.session.message, check_params_cb=lambda text: "Keep fitted" in text):
            mouse.drag((1.0, 5.0), (3.0, 8.0))
        assert not window.docks.fit.keep.isChecked()

    def test_nothing_to_fit_disables_the_button(self, window):
        window.session.dispatch(edits.clear_hinges())
        assert not window.docks.fit.fit.isEnabled()


class TestFormulaLine:
    def test_it_shows_the_sum_and_takes_another(self, window, qtbot):
        field = window.formula_line.field
        assert field.text() == "g(x) + g(−x)"
        type_into(qtbot, field, "g(x) + g(-x) + g(2x-2) + g(-2x-2)")
        assert len(document(window).model) == 4
        assert window.session.store.undo_name == "Enter formula"

    def test_a_wrong_formula_is_said_with_its_position_and_changes_nothing(self, window, qtbot):
        line, before = window.formula_line, document(window)
        type_into(qtbot, line.field, "g(x) + x^2")
        assert document(window) == before
        assert "character 9" in line.problem.text()
        qtbot.keyClick(line.field, Qt.Key.Key_Escape)
        assert line.field.text() == "g(x) + g(−x)"
        assert not line.problem.text()

    def test_editing_one_unit_keeps_all_digits_of_the_others(self, window, qtbot):
        window.session.dispatch(edits.set_model(HingeSum([Hinge(0.0, 1, 1 / 3)]), "try"))
        field = window.formula_line.field
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_End)
        qtbot.keyClicks(field, " + g(x-1)")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert document(window).model == HingeSum([Hinge(0.0, 1, 1 / 3), Hinge(1.0, 1, 1.0)])

    def test_a_long_sum_is_shortened(self, window):
        knots = [float(k) for k in range(600)]
        window.session.dispatch(edits.set_model(HingeSum([Hinge(k) for k in knots]), "try"))
        assert window.formula_line.field.text().endswith("(600 hinges in all)")


def test_a_number_too_large_for_the_model_is_refused_in_its_field(window, qtbot):
    panel = window.docks.fit
    type_into(qtbot, panel.bias, "1e300")
    assert document(window).model.bias == 0.0
    assert panel.problem.text()
    assert panel.bias.property("problem")

import pytest
from PySide6.QtCore import Qt

from reluviz.document import edits
from reluviz.maths.hinges import HingeSum

H2 = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
NONE = Qt.MouseButton.NoButton


@pytest.fixture
def seen(window):
    window.session.dispatch(edits.set_model(H2, "Enter formula"))
    units = []
    window.session.isolated.connect(units.append)
    return units


def test_the_unit_under_the_pointer_stands_out_until_the_pointer_goes(window, mouse, seen):
    mouse.move(2.5, 3.0, NONE)
    mouse.move(0.5, 8.0, NONE)
    assert seen == [2, None]


def test_it_is_painted_strongly_with_its_formula_and_the_others_faintly(window, mouse, seen):
    before = window.canvas.viewport().grab().toImage()
    mouse.move(2.5, 3.0, NONE)
    after = window.canvas.viewport().grab().toImage()
    flat = (mouse.place(-2.9, 0.0) * after.devicePixelRatio()).toPoint()
    assert before.pixelColor(flat).name() != window.theme.palette.unit(2).lower()
    assert after.pixelColor(flat).name() == window.theme.palette.unit(2).lower()


def test_pressing_ends_it(window, mouse, seen):
    mouse.move(2.5, 3.0, NONE)
    mouse.press(2.5, 3.0)
    assert seen == [2, None]
    mouse.release(2.5, 3.0)


def test_a_row_and_a_node_point_at_their_units_too(window, seen, qtbot):
    table = window.docks.hinges.table
    table.entered.emit(window.docks.hinges.model.index(1, 0))
    window.docks.network.unit_hovered.emit(3)
    window.docks.network.unit_hovered.emit(None)
    assert seen == [1, 3, None]


def test_a_unit_that_goes_stands_out_no_longer(window, mouse, seen):
    mouse.move(2.5, 3.0, NONE)
    window.session.dispatch(edits.clear_hinges())
    assert seen == [2, None]
    window.canvas.viewport().grab()


def test_the_status_bar_says_what_is_selected_and_what_a_press_would_do(window, mouse, seen, qtbot):
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_Tab)
    assert window._hint.text() == "Hinge 4 of 4: knot −1, faces left, slope 2"
    qtbot.keyClick(window.canvas, Qt.Key.Key_L)
    assert window._hint.text().endswith("; locked")
    qtbot.keyClick(window.canvas, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert window._hint.text() == "4 of 4 hinges selected"
    mouse.move(1.0, 1.0, NONE)
    assert "Double-click" in window._hint.text()
    mouse.move(0.2, 8.0, NONE)
    assert window._hint.text().startswith("Click: new hinge here.")
    window.session.store.select(())
    window.session.work_on("corners")
    mouse.move(0.5, 8.2, NONE)
    assert "goes through here" in window._hint.text()
    mouse.move(1.0, 1.0, NONE)
    assert "drag it anywhere" in window._hint.text()


def test_in_shape_mode_the_ghost_is_where_the_corner_would_be(window, mouse, seen):
    window.session.work_on("corners")
    mouse.move(2.0, 8.0, NONE)
    ghost = window.canvas._pointer_layer._hover
    assert (ghost.x, ghost.h) == pytest.approx((2.0, 8.0), abs=0.05)


def test_where_locks_do_not_hold_it_is_said(window, mouse, seen):
    window.session.dispatch(edits.lock_hinges([2], slope=True))
    window.session.work_on("corners")
    mouse.move(0.0, 0.0, NONE)
    assert window._hint.text().endswith("Locks hold for fits only.")


def test_a_window_in_which_nothing_is_selected_says_how_one_begins(window):
    window.session.store.select((0,))
    window.session.store.select(())
    assert window._hint.text().startswith("Press on the canvas and drag")


@pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard|propagateSizeHints)", extend=True)
def test_the_dialogs_about_symbols_and_shortcuts_open(window, qtbot):
    from reluviz.gui.shortcuts_dialog import ShortcutsDialog
    from reluviz.gui.symbols_card import SymbolsCard

    window.actions_by_key.by_key["symbols"].trigger()
    (card,) = window.findChildren(SymbolsCard)
    card.close()
    window.actions_by_key.by_key["edit_shortcuts"].trigger()
    (dialog,) = window.findChildren(ShortcutsDialog)
    dialog.close()

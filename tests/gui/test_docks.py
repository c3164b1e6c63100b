"""The column of docks on high and low screens."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication


def is_whole(window, panel):
    return panel.height() >= panel.sizeHint().height() and panel.parentWidget().height() >= panel.height()


def test_a_window_600_pixels_high_is_possible_and_its_panels_scroll(window, qtbot):
    assert window.minimumSizeHint().height() <= 600
    window.resize(1100, 600)
    qtbot.waitUntil(lambda: window.height() == 600)
    target = window.docks.target
    qtbot.waitUntil(lambda: not is_whole(window, target))
    shown = [panel for panel in window.docks.panels if not panel.visibleRegion().isEmpty()]
    assert all(panel.parentWidget().height() > 40 for panel in shown)


def test_on_a_low_window_table_and_fits_take_turns_and_on_a_high_one_they_stand_below_each_other(
    window, qtbot
):
    docks = window.docks
    window.resize(1280, 760)
    qtbot.waitUntil(lambda: docks.fit.visibleRegion().isEmpty() and docks.hinges.height() > 150)
    qtbot.waitUntil(lambda: is_whole(window, docks.error))
    # What a fit has to say comes to the front.
    window.session.fits.said.emit("Something is wrong here.")
    qtbot.waitUntil(lambda: not docks.fit.visibleRegion().isEmpty())
    window.resize(1280, 1010)
    qtbot.waitUntil(lambda: not docks.hinges.visibleRegion().isEmpty())
    assert not docks.fit.visibleRegion().isEmpty()


@pytest.mark.parametrize("through", [940, 600])
def test_with_room_every_panel_is_whole_and_the_table_takes_the_rest(window, qtbot, through):
    docks = window.docks
    for height in (through, 1010):
        window.resize(1280, height)
        qtbot.waitUntil(lambda height=height: window.height() == height)
    qtbot.waitUntil(lambda: all(is_whole(window, panel) for panel in (docks.target, docks.error, docks.fit)))
    qtbot.waitUntil(lambda: docks.hinges.height() > 200)


def test_a_panel_that_says_what_is_wrong_gets_room_for_it(window, qtbot):
    window.resize(1280, 1010)
    docks = window.docks
    qtbot.waitUntil(lambda: docks.fit.height() == docks.fit.sizeHint().height())
    before = docks.fit.height()
    docks.fit.show_problem("Something is wrong here.")
    qtbot.waitUntil(lambda: docks.fit.height() > before and is_whole(window, docks.fit))


def test_a_narrow_number_field_shows_the_start_of_a_long_number_and_all_of_it_with_the_focus(window, qtbot):
    from reluviz.document import edits

    window.session.dispatch(edits.set_affine(bias=-6.1249246))
    field = window.docks.fit.bias
    assert field.text() == "−6.125"
    field.setFocus()
    assert field.text() == "−6.1249246"
    window.canvas.setFocus()
    assert field.text() == "−6.125"
    assert window.session.store.document.model.bias == -6.1249246


@pytest.mark.qt_log_ignore("does not support (raise|propagateSizeHints)", extend=True)
def test_panels_that_float_are_put_back_with_the_others(window, qtbot):
    docks = window.docks._docks
    for dock in docks[:2]:
        dock.setFloating(True)
    window.docks.restore()
    assert not any(dock.isFloating() for dock in docks)
    qtbot.waitUntil(lambda: all(dock.isVisibleTo(window) for dock in docks[:3]))


def test_the_column_keeps_its_width_on_a_narrow_window(window, qtbot):
    window.resize(900, 820)
    qtbot.waitUntil(lambda: window.width() == 900)
    window.resize(1280, 820)
    qtbot.waitUntil(lambda: window.docks.hinges.width() >= 320)


def test_the_plots_stay_where_they_are_when_a_formula_is_refused(window, qtbot):
    before = window.canvas.geometry()
    window.formula_line.field.setFocus()
    window.formula_line.field.selectAll()
    qtbot.keyClicks(window.formula_line.field, "g(x")
    qtbot.keyClick(window.formula_line.field, Qt.Key.Key_Return)
    assert window.formula_line.problem.isVisible()
    QApplication.processEvents()
    assert window.canvas.geometry() == before

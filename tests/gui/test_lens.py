import numpy as np
import pytest
from PySide6.QtCore import Qt

from reluviz.document import edits
from reluviz.gui.canvas.lens import MAGNIFICATIONS
from reluviz.targets.target import Target


@pytest.fixture
def lens(window, mouse, qtbot):
    mouse.move(1.0, 4.0, Qt.MouseButton.NoButton)
    qtbot.keyPress(window.canvas, Qt.Key.Key_Z)
    return window.canvas._lens


def read(window, lens):
    return lens.reading(window.canvas.view)


def test_it_is_there_while_z_is_held(lens, window, qtbot):
    assert window.canvas.has_lens
    qtbot.keyRelease(window.canvas, Qt.Key.Key_Z)
    assert not window.canvas.has_lens


def test_the_wheel_takes_a_stronger_glass_and_does_not_zoom(lens, window, mouse):
    view = window.canvas.view
    for turn, expected in ((120, 100.0), (120, 1000.0), (120, 1000.0), (-120, 100.0)):
        mouse.wheel(1.0, 4.0, turn)
        assert lens.magnification == expected
    assert window.canvas.view == view
    assert expected in MAGNIFICATIONS


def test_on_a_smooth_curve_ten_times_nearer_is_a_hundred_times_straighter(lens, window, mouse):
    first = read(window, lens)
    assert first.ratio == pytest.approx(4, rel=1e-3)
    mouse.wheel(1.0, 4.0, 120)
    assert first.line.deviation / read(window, lens).line.deviation == pytest.approx(100, rel=1e-3)


def test_a_kink_stays_a_kink(window, mouse, qtbot):
    window.session.dispatch(edits.set_target(Target.named("abs")))
    mouse.move(0.0, 0.0, Qt.MouseButton.NoButton)
    qtbot.keyPress(window.canvas, Qt.Key.Key_Z)
    assert read(window, window.canvas._lens).ratio == pytest.approx(2, rel=0.1)


def test_it_follows_the_pointer_on_the_target(lens, window, mouse):
    mouse.move(-2.0, 7.0, Qt.MouseButton.NoButton)
    assert lens._place == pytest.approx((-2.0, 4.0), abs=0.05)


def test_data_points_are_said_to_be_no_curve(window, mouse, qtbot):
    window.session.dispatch(edits.set_target(Target.points([0, 1, 2], [0, 1, 4])))
    mouse.move(1.0, 1.0, Qt.MouseButton.NoButton)
    qtbot.keyPress(window.canvas, Qt.Key.Key_Z)
    assert "no curve" in read(window, window.canvas._lens)
    window.canvas.viewport().grab()


def test_esc_and_a_lost_focus_take_it_away(lens, window, qtbot):
    qtbot.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert not window.canvas.has_lens
    window.actions_by_key.by_key["lens"].trigger()
    assert window.canvas.has_lens
    window.formula_line.field.setFocus()
    qtbot.waitUntil(lambda: not window.canvas.has_lens)


def test_between_data_points_there_is_nothing_to_paint_and_no_harm(window, mouse, qtbot):
    x = np.arange(10.0)
    window.session.dispatch(edits.set_target(Target.points(x, x * x)))
    mouse.move(4.5, 40.0, Qt.MouseButton.NoButton)
    qtbot.keyPress(window.canvas, Qt.Key.Key_Z)
    window.canvas.viewport().grab()
    qtbot.keyRelease(window.canvas, Qt.Key.Key_Z)
    for _ in range(5):
        mouse.wheel(4.5, 40.0, 400)
    window.canvas.viewport().grab()


def test_where_numbers_cannot_be_told_apart_it_says_so(window, mouse, qtbot):
    window.session.dispatch(edits.set_target(Target.named("exp")))
    for _ in range(60):
        mouse.wheel(1.5, 5.0, 120)
    lens = window.canvas._lens
    lens.show_place((1.5, 0.0))
    lens.magnify(2)
    reading = read(window, lens)
    assert reading.line.is_rounding
    assert "as far as numbers go" in lens._words(reading)[0]
    window.canvas.viewport().grab()


def test_its_command_is_checked_while_it_is_there(window, qtbot):
    action = window.actions_by_key.by_key["lens"]
    for _ in range(2):
        action.trigger()
        assert (window.canvas.has_lens, action.isChecked()) == (True, True)
        qtbot.keyClick(window.canvas, Qt.Key.Key_Escape)
        assert (window.canvas.has_lens, action.isChecked()) == (False, False)


def test_over_a_gap_of_the_target_it_says_that_errors_do_not_count(window, mouse, qtbot):
    window.session.dispatch(edits.set_target(Target.expression("1/x", (-3.0, 3.0))))
    mouse.move(0.01, 1.0, Qt.MouseButton.NoButton)
    qtbot.keyPress(window.canvas, Qt.Key.Key_Z)
    assert "Errors do not count here" in read(window, window.canvas._lens)
    window.canvas.viewport().grab()

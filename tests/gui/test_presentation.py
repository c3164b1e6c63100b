import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel
from shiboken6 import isValid

from reluviz.document import edits
from reluviz.gui.canvas.backdrop import _ticks
from reluviz.gui.presentation import KEYS
from reluviz.maths.hinges import Hinge, HingeSum

H2 = "g(x) + g(-x) + g(2x-2) + g(-2x-2)"


@pytest.fixture
def show(window, qtbot):
    window.session.dispatch(edits.set_model(HingeSum.parse(H2), "Enter formula"))
    window.actions_by_key.by_key["present"].trigger()
    show = window.presenting.running
    qtbot.waitExposed(show)
    qtbot.waitUntil(lambda: show.canvas.view.width > 100)
    yield show
    if window.presenting.running is not None:
        window.presenting.running.close()
        qtbot.waitUntil(lambda: window.presenting.running is None)


def press(show, qtbot, *keys):
    for key in keys:
        qtbot.keyClick(show.canvas, key)


def test_it_shows_the_sum_in_large_and_walks_the_build_up(show, window, qtbot):
    assert show.magnification >= 1.3
    assert show.canvas.view.width < show.canvas.width() / show.magnification
    press(show, qtbot, Qt.Key.Key_Left, Qt.Key.Key_PageUp)
    assert window.session.step == 2
    assert show._sum.text() == "h(x) = g(x) + g(−x)"
    assert show._words.text() == "2 of 4 hinges: + g(−x)"
    assert show._error.text() == "max |h − f| = 6"
    press(show, qtbot, Qt.Key.Key_Home, Qt.Key.Key_Left)
    assert window.session.step == 0
    press(show, qtbot, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Right)
    assert window.session.step == 3
    press(show, qtbot, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert window.session.step == 4


def test_the_hand_works_as_in_the_window_at_the_place_where_it_is(show, window, qtbot):
    canvas = show.canvas
    press(show, qtbot, Qt.Key.Key_Home)
    for start, end in (((0.0, 3.0), (3.0, 3.0)), ((0.0, 3.5), (-3.0, 3.0))):
        modifier = Qt.KeyboardModifier.ControlModifier
        places = [canvas.widget_place(*start), canvas.widget_place(*end)]
        left = Qt.MouseButton.LeftButton
        steps = (
            (QEvent.Type.MouseButtonPress, places[0]),
            (QEvent.Type.MouseMove, 0.5 * (places[0] + places[1])),
            (QEvent.Type.MouseMove, places[1]),
            (QEvent.Type.MouseButtonRelease, places[1]),
        )
        for kind, place in steps:
            everywhere = QPointF(canvas.viewport().mapToGlobal(place.toPoint()))
            event = QMouseEvent(kind, place, everywhere, left, left, modifier)
            QApplication.sendEvent(canvas.viewport(), event)
            QApplication.processEvents()
    shown = window.session.scene.document.model
    assert shown.knots.tolist() == pytest.approx([0, 0], abs=0.02)
    assert shown(3.0) == pytest.approx(3.0, abs=0.1)
    assert window.session.step == 2
    assert len(window.session.store.document.model) == 6


def test_b_blanks_and_l_points_and_neither_touches_the_document(show, window, qtbot):
    before = window.session.store.document
    press(show, qtbot, Qt.Key.Key_B)
    assert show.is_blank
    assert show.grab().toImage().pixelColor(50, 50).name() == "#000000"
    press(show, qtbot, Qt.Key.Key_B, Qt.Key.Key_L)
    assert (show.is_blank, show.has_laser) == (False, True)
    place = QPointF(200, 200)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        QPointF(show.mapToGlobal(place.toPoint())),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(show._laser, event)
    colour = show.grab().toImage().pixelColor(200, 200)
    assert colour.red() > 200
    assert colour.green() < 110
    qtbot.mouseClick(show._laser, Qt.MouseButton.LeftButton)
    press(show, qtbot, Qt.Key.Key_L)
    assert not show.has_laser
    assert window.session.store.document is before


def test_f1_says_what_the_keys_do_and_esc_puts_that_away_first(show, window, qtbot):
    press(show, qtbot, Qt.Key.Key_F1)
    assert show.has_keys
    assert all(what in show._keys.findChild(QLabel).text() for _, what in KEYS)
    press(show, qtbot, Qt.Key.Key_Left)
    assert window.session.step == 3
    press(show, qtbot, Qt.Key.Key_F1)
    assert not show.has_keys
    press(show, qtbot, Qt.Key.Key_F1)
    qtbot.mouseClick(show._keys, Qt.MouseButton.LeftButton)
    assert not show.has_keys
    press(show, qtbot, Qt.Key.Key_F1, Qt.Key.Key_Escape)
    assert not show.has_keys
    assert window.presenting.running is show


def test_commands_of_hinges_work_by_their_keys(show, window, qtbot):
    window.session.store.select((2,))
    press(show, qtbot, Qt.Key.Key_M)
    assert window.session.store.undo_name == "Mirror hinge"
    qtbot.keyClick(show.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.store.document.model == HingeSum.parse(H2)


def test_the_strip_is_read_in_other_ways_without_changing_the_window(show, window, qtbot):
    press(show, qtbot, Qt.Key.Key_E, Qt.Key.Key_T)
    assert show.canvas.strip.look.reading == "square"
    assert show.canvas.strip.look.shows_band
    assert window.canvas.strip.look.reading == "signed"


def test_space_plays(show, window, qtbot):
    press(show, qtbot, Qt.Key.Key_Space)
    assert window.build_up.is_playing
    press(show, qtbot, Qt.Key.Key_Space)
    assert not window.build_up.is_playing


def test_esc_takes_back_a_gesture_first_and_then_returns_to_the_window_as_it_was(show, window, qtbot):
    geometry, view = window.geometry(), window.canvas.view
    place = show.canvas.widget_place(1.5, 6.0)
    qtbot.mousePress(show.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert window.session.hand.is_busy
    press(show, qtbot, Qt.Key.Key_Escape)
    assert not window.session.hand.is_busy
    assert window.presenting.running is show
    press(show, qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.presenting.running is None)
    assert window.updatesEnabled()
    assert (window.geometry(), window.canvas.view) == (geometry, view)
    assert window.session.store.document.model == HingeSum.parse(H2)


def test_what_only_the_window_has_is_not_offered_twice(show, window):
    window.actions_by_key.by_key["present"].trigger()
    assert window.presenting.running is None


def test_another_theme_reaches_it(show, window):
    window.theme.choose("dark")
    background = window.theme.palette.background
    assert show.grab().toImage().pixelColor(3, show.height() - 3).name() == background.lower()


def test_the_screens_are_offered(window):
    window.presenting.menu.aboutToShow.emit()
    assert len(window.presenting.menu.actions()) == len(QApplication.screens())


def test_a_second_presentation_takes_the_place_of_the_first(show, window, qtbot):
    window.presenting.choose(QApplication.primaryScreen())
    other = window.presenting.running
    assert other is not show
    assert not isValid(show) or not show.isVisible()
    other.close()
    assert window.presenting.running is None


def test_commands_that_need_a_place_take_it_from_what_is_shown(show, window, qtbot):
    show.canvas.set_view(show.canvas.view.zoomed(6.0, 2.5, 5.0))
    press(show, qtbot, Qt.Key.Key_A)
    assert 2.0 < window.session.store.document.model.knots[-1] < 3.0


def test_a_window_that_somebody_goes_back_to_is_painted(show, window):
    assert not window.updatesEnabled()
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
    assert window.updatesEnabled()
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert not window.updatesEnabled()


def test_a_long_sum_is_not_written_out(show, window):
    window.session.dispatch(edits.set_model(HingeSum([Hinge(0.01 * i, 1, 1.0) for i in range(300)]), "try"))
    assert show._sum.text().endswith(" + …")
    assert len(show._sum.text()) < 1000


def test_the_window_shows_the_whole_sum_again_if_it_did_before(show, window, qtbot):
    press(show, qtbot, Qt.Key.Key_Home, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.presenting.running is None)
    assert window.session.step == 4


def test_its_grid_stands_at_its_ticks(show):
    _, axis = show.canvas._axes
    bounds, pixels = show.canvas.view.bounds, show.canvas.view.height * show.magnification
    shown = axis.tickValues(bounds.bottom, bounds.top, pixels)[0][1]
    assert _ticks(axis, bounds.bottom, bounds.top, show.canvas.view.height) == list(shown)

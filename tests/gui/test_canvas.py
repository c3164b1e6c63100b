import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QNativeGestureEvent, QPointingDevice
from PySide6.QtWidgets import QApplication

from reluviz.document import edits
from reluviz.gui.canvas.number_entry import NumberEntry
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target

H2 = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")


def model(window):
    return window.session.store.document.model


def close_to(first, second, tolerance=70):
    pairs = zip(first.getRgb()[:3], QColor(second).getRgb()[:3], strict=True)
    return all(abs(a - b) <= tolerance for a, b in pairs)


def pixel(window, mouse, x, y):
    grab = window.canvas.viewport().grab().toImage()
    place = mouse.place(x, y) * grab.devicePixelRatio()
    return grab.pixelColor(place.toPoint())


def is_painted(window, mouse, x, y, colour):
    """Whether a place, or a pixel beside it, has a colour: the edges of a line are half background."""
    grab = window.canvas.viewport().grab().toImage()
    at = (mouse.place(x, y) * grab.devicePixelRatio()).toPoint()
    beside = (-1, 0, 1)
    return any(close_to(grab.pixelColor(at.x() + i, at.y() + j), colour) for i in beside for j in beside)


def test_it_opens_on_the_parabola_with_h1(window):
    assert window.session.store.document.target == Target.named("square")
    assert model(window) == HingeSum.parse("g(x) + g(-x)")
    assert not window.isWindowModified()


def test_h2_is_built_with_the_mouse(window, mouse):
    mouse.drag((1.0, 2.0), (3.0, 7.0))
    mouse.drag((-1.0, 2.0), (-3.0, 7.0))
    assert model(window) == H2
    assert window.docks.error.readings["mean_half_square"].text() == "0.1833"
    assert window.docks.error.readings["max"].text() == "2"
    assert window.isWindowModified()


def test_the_curve_is_painted_where_the_sum_is(window, mouse):
    colours = window.theme.palette
    assert is_painted(window, mouse, 2.5, 2.5, colours.sum)
    assert not is_painted(window, mouse, 2.5, 5.5, colours.sum)
    assert close_to(pixel(window, mouse, 1.5, 5.5), colours.background)
    mouse.drag((1.0, 3.0), (3.0, 7.0))
    window.session.store.select(())
    assert is_painted(window, mouse, 2.5, 5.5, colours.sum)


def test_the_target_is_painted_where_it_is(window, mouse):
    for x in (-2.0, 0.8, 2.5):
        assert is_painted(window, mouse, x, x * x, window.theme.palette.target)


def test_a_locked_knot_is_a_square_and_a_locked_slope_carries_a_bar(window, mouse):
    # High above its own arm, which has the same colour.
    window.session.dispatch(edits.set_model(HingeSum([Hinge(0.0, 1, 1.0)], bias=5.0), "try"))
    window.session.store.select(())

    def looks():
        grab = window.canvas.viewport().grab().toImage()
        place = (mouse.place(0.0, 5.0) * grab.devicePixelRatio()).toPoint()
        own = np.array(
            [
                [
                    close_to(grab.pixelColor(place.x() + x, place.y() + y), window.theme.palette.unit(0))
                    for x in range(-9, 10)
                ]
                for y in range(-9, 10)
            ]
        )
        rows, columns = (np.flatnonzero(own.any(axis=axis)) for axis in (1, 0))
        mark = own[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        has_corners = bool(mark[0, 0] and mark[-1, -1])
        return has_corners, not mark[mark.shape[0] // 2, mark.shape[1] // 2]

    assert looks() == (False, False)
    window.session.dispatch(edits.lock_hinges([0], knot=True))
    assert looks() == (True, False)
    window.session.dispatch(edits.lock_hinges([0], slope=True))
    assert looks() == (True, True)
    window.session.dispatch(edits.lock_hinges([0], knot=False))
    assert looks() == (False, True)


def test_moves_are_painted_before_the_button_is_released(window, mouse):
    mouse.press(1.0, 3.0)
    mouse.move(2.0, 4.0)
    mouse.move(3.0, 7.0)
    assert window.docks.error.readings["mean_half_square"].text() not in ("2.85", "0.1833")
    assert len(model(window)) == 3
    mouse.release(3.0, 7.0)


def test_escape_in_the_middle_of_a_drag_takes_it_back(window, mouse, qtbot):
    before = window.session.store.document
    mouse.press(0.0, 0.0)
    mouse.move(1.0, 1.0)
    assert window.session.store.document != before
    qtbot.keyClick(window.canvas, Qt.Key.Key_Escape)
    mouse.move(2.0, 2.0)
    mouse.release(2.0, 2.0)
    assert window.session.store.document == before


def test_a_double_click_on_the_open_canvas_adds_one_hinge(window, mouse):
    mouse.double_click(1.5, 6.0)
    assert len(model(window)) == 3


def test_a_drag_with_the_middle_button_pans_and_changes_nothing(window, mouse):
    before, view = window.session.store.document, window.canvas.view
    start = view.to_data(300, 200)
    mouse.press(*start, button=Qt.MouseButton.MiddleButton)
    mouse.move(*view.to_data(350, 200), button=Qt.MouseButton.MiddleButton)
    mouse.release(*start, button=Qt.MouseButton.MiddleButton)
    assert window.session.store.document == before
    assert window.canvas.view.bounds.left < view.bounds.left


def test_the_wheel_zooms_at_the_pointer(window, mouse):
    view = window.canvas.view
    place = view.to_pixels(1.0, 2.0)
    mouse.wheel(1.0, 2.0, 240)
    assert window.canvas.view.pixels_per_x > 1.2 * view.pixels_per_x
    assert window.canvas.view.to_pixels(1.0, 2.0) == pytest.approx(place, abs=1.0)


def test_the_wheel_does_nothing_while_the_hand_is_busy(window, mouse):
    mouse.press(1.0, 3.0)
    view = window.canvas.view
    mouse.wheel(1.0, 3.0, 240)
    assert window.canvas.view == view
    mouse.release(1.0, 3.0)


def test_fit_view_shows_interval_and_curves_again(window, mouse, qtbot):
    view = window.canvas.view
    mouse.wheel(1.0, 2.0, 900)
    qtbot.keyClick(window.canvas, Qt.Key.Key_0)
    assert window.canvas.view.bounds == view.bounds


def test_the_view_follows_a_fit_that_takes_the_curve_out_of_it(window):
    window.session.dispatch(edits.free(bias=True))
    window.session.dispatch(edits.fit())
    bounds, heights = window.canvas.view.bounds, window.session.scene.knot_heights
    assert bounds.bottom < heights.min() <= heights.max() < bounds.top


def test_a_view_chosen_by_hand_stays(window, mouse):
    mouse.wheel(1.0, 2.0, 240)
    view = window.canvas.view
    window.session.dispatch(edits.set_model(HingeSum.parse("100x"), "try"))
    assert window.canvas.view == view


def test_strip_and_canvas_share_their_x_axis_exactly(window, mouse):
    mouse.wheel(1.0, 2.0, 480)
    canvas = window.canvas
    assert canvas._strip_box.viewRange()[0] == pytest.approx(canvas._box.viewRange()[0])
    assert canvas._strip_box.width() == canvas._box.width()
    assert canvas._strip_box.mapToScene(0, 0).x() == canvas._box.mapToScene(0, 0).x()


@pytest.mark.parametrize("error", [6.0, 0.04, 3e-7, 812.0, 0.0])
def test_the_strip_holds_the_largest_error(window, error):
    sum_ = HingeSum([Hinge(0.0, 1, error / 3.0)])
    window.session.dispatch(edits.set_target(Target.points([-3.0, 0.0, 3.0], [0.0, 0.0, 0.0])))
    window.session.dispatch(edits.set_model(sum_, "try"))
    low, high = window.canvas._strip_box.viewRange()[1]
    assert low == -high
    assert window.session.scene.errors.max <= high


def test_the_keyboard_does_the_whole_job(window, qtbot):
    canvas = window.canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Tab)
    assert window.session.store.selection == (0,)
    qtbot.keyClick(canvas, Qt.Key.Key_Tab)
    assert window.session.store.selection == (1,)
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    assert model(window).facings.tolist() == [1, 1]
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert model(window).knots[1] > 0.05
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert model(window).slopes[1] == pytest.approx(1.1)
    qtbot.keyClick(canvas, Qt.Key.Key_A)
    assert len(model(window)) == 3
    qtbot.keyClick(canvas, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert window.session.store.selection == (0, 1, 2)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(model(window)) == 0
    for _ in range(9):
        qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(model(window)) == 0
    assert not window.actions_by_key.by_key["undo"].isEnabled()


def test_tab_leaves_the_canvas_after_the_last_hinge(window, qtbot):
    window.canvas.setFocus()
    for _ in range(3):
        qtbot.keyClick(window.canvas, Qt.Key.Key_Tab)
    assert not window.canvas.hasFocus()


def ink_in_the_middle(window):
    """How many pixels of the hint's place have the colour of text."""
    view = window.canvas.view
    image = window.canvas.viewport().grab().toImage()
    corner = window.canvas.widget_place(*view.to_data(view.width / 2 - 150, view.height * 0.4)).toPoint()
    text = window.theme.palette.text
    places = ((corner.x() + x, corner.y() + y) for x in range(0, 300, 2) for y in range(28))
    return sum(close_to(image.pixelColor(x, y), text, 40) for x, y in places)


def test_the_empty_canvas_says_how_to_begin_and_stops_with_the_first_hinge(window, mouse):
    window.session.dispatch(edits.clear_hinges())
    assert ink_in_the_middle(window) > 100
    mouse.click(1.0, 5.0)
    mouse.move(2.9, -0.5)
    assert ink_in_the_middle(window) < 20


def test_both_themes_paint_their_own_colours(window, mouse):
    window.theme.choose("dark")
    assert close_to(pixel(window, mouse, 1.5, 6.5), "#14181F", 12)
    assert close_to(pixel(window, mouse, 2.5, 2.5), window.theme.palette.sum)
    window.theme.choose("light")
    assert close_to(pixel(window, mouse, 1.5, 6.5), "#FFFFFF", 12)


def test_a_data_target_is_shown_and_can_be_worked_on(window, mouse):
    x = np.linspace(-2.0, 2.0, 500)
    window.session.dispatch(edits.set_target(Target.points(x, np.sin(3 * x))))
    mouse.click(0.5, 0.5)
    assert len(model(window)) == 3
    assert window.docks.target.why.text() == "500 data points"


def test_a_command_in_the_middle_of_a_drag_takes_the_drag_back_first(window, mouse, qtbot):
    window.session.store.select((0,))
    mouse.press(0.0, 0.0)
    mouse.move(1.0, 1.0)
    qtbot.keyClick(window.canvas, Qt.Key.Key_Up)
    mouse.release(1.0, 1.0)
    assert model(window).knots.tolist() == [0.0, 0.0]
    assert window.session.store.undo_name == "Set slope"


def test_undo_in_the_middle_of_the_very_first_gesture_takes_it_back(window, mouse):
    window.session.store.replace(window.session.store.document)
    mouse.press(1.0, 5.0)
    mouse.move(2.0, 6.0)
    action = window.actions_by_key.by_key["undo"]
    assert action.isEnabled()
    action.trigger()
    assert len(model(window)) == 2


def test_a_lost_release_does_not_leave_the_drag_stuck(window, mouse):
    before = window.session.store.document
    mouse.press(1.0, 5.0)
    mouse.move(2.0, 6.0)
    mouse.move(2.5, 7.0, button=Qt.MouseButton.NoButton)
    assert window.session.store.document == before


def test_a_drag_right_after_a_click_is_a_drag_though_it_begins_with_a_double_click(window, mouse, qtbot):
    left = Qt.MouseButton.LeftButton
    mouse.click(0.0, 0.0)
    mouse._send(QEvent.Type.MouseButtonDblClick, 0.0, 0.0, left, left)
    mouse.move(-1.0, 3.0)
    mouse.release(-1.0, 3.0)
    assert -1.0 in model(window).knots
    assert not window.canvas.findChildren(NumberEntry)


def test_a_layer_that_cannot_be_painted_is_logged_once_and_harms_nothing(window, caplog, monkeypatch):
    def fail(*_):
        raise ValueError("a defect")

    monkeypatch.setattr(window.canvas._units, "paint_view", fail)
    for _ in range(3):
        window.canvas.viewport().grab()
    assert [record.getMessage() for record in caplog.records] == [
        "a layer of the canvas cannot be painted: UnitsLayer"
    ]


def test_thousands_of_selected_hinges_are_one_range_of_the_table(window):
    from reluviz.gui.panels.hinge_table import _runs

    many = HingeSum([Hinge(0.001 * i, 1, 0.001) for i in range(3000)])
    window.session.dispatch(edits.set_model(many, "try"))
    window.session.store.select(range(3000))
    assert len(window.docks.hinges.table.selectionModel().selection()) == 1
    assert _runs((0, 1, 2, 5, 7, 8)) == [(0, 2), (5, 5), (7, 8)]
    assert _runs(()) == []


def test_the_interval_is_dragged_and_the_view_stays_under_the_hand(window, mouse):
    view = window.canvas.view
    low = view.bounds.bottom + 4 / view.pixels_per_y
    mouse.press(3.0, low)
    mouse.move(2.0, low)
    assert window.canvas.view == view
    mouse.release(2.0, low)
    assert window.session.store.document.target.interval == (-3.0, 2.0)
    assert window.docks.target.end.text() == "2"
    assert window.session.store.undo_name == "Change interval"


def test_a_pinch_zooms_where_the_fingers_are(window, mouse):
    def pinch(value):
        place = mouse.place(1.0, 5.0)
        everywhere = QPointF(window.canvas.viewport().mapToGlobal(place.toPoint()))
        event = QNativeGestureEvent(
            Qt.NativeGestureType.ZoomNativeGesture,
            QPointingDevice.primaryPointingDevice(),
            2,
            place,
            place,
            everywhere,
            value,
            QPointF(),
        )
        QApplication.sendEvent(window.canvas.viewport(), event)

    before = window.canvas.view
    pinch(0.25)
    assert window.canvas.view.pixels_per_x == pytest.approx(1.25 * before.pixels_per_x)
    assert window.canvas.view.to_data(*before.to_pixels(1.0, 5.0)) == pytest.approx((1.0, 5.0), abs=0.03)
    mouse.press(2.0, 5.0)
    held = window.canvas.view
    pinch(0.25)
    assert window.canvas.view == held
    mouse.release(2.0, 5.0)


def test_a_gap_of_the_target_is_shaded_as_the_outside_is(window, mouse):
    window.session.dispatch(edits.set_target(Target.expression("where(abs(x) < 1, sqrt(-1), 3)", (-3, 3))))
    colours = window.theme.palette
    assert pixel(window, mouse, 0.37, 2.2).name() == colours.outside.lower()
    assert pixel(window, mouse, 1.57, 2.2).name() == colours.background.lower()

"""The target is drawn with the mouse on the canvas."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt

from reluviz.targets.drawn import USUAL_SMOOTHING, DrawnCurve

pytestmark = pytest.mark.qt_log_ignore(
    "does not support (raise|grabbing the keyboard|propagateSizeHints)", extend=True
)


def target(window):
    return window.session.store.document.target


def stroke(mouse, places):
    mouse.press(*places[0])
    for place in places[1:]:
        mouse.move(*place)
    mouse.release(*places[-1])


@pytest.fixture
def drawing(window, qtbot):
    window.canvas.setFocus()
    window.actions_by_key.by_key["draw_mode"].trigger()
    assert window.session.hand.draws
    return window


def test_a_sketch_becomes_the_target_and_escape_leads_back_to_hinges(drawing, mouse, qtbot):
    hinges = len(drawing.session.store.document.model)
    x = np.linspace(-3.1, 3.1, 60)
    stroke(mouse, list(zip(x, 4 + 3 * np.sin(x), strict=True)))
    assert isinstance(target(drawing).source, DrawnCurve)
    inside = np.linspace(-2.8, 2.8, 30)
    np.testing.assert_allclose(target(drawing)(inside), 4 + 3 * np.sin(inside), atol=0.1)
    assert len(drawing.session.store.document.model) == hinges
    assert drawing.actions_by_key.by_key["draw_mode"].isChecked()
    assert "drawn" in drawing.docks.target.chooser.line.text()
    qtbot.keyClick(drawing.canvas, Qt.Key.Key_Escape)
    assert not drawing.session.hand.draws
    mouse.click(1.0, 5.0)
    assert len(drawing.session.store.document.model) == hinges + 1


def test_a_fast_stroke_goes_through_every_place_though_no_frame_shows_them(drawing, mouse):
    left = Qt.MouseButton.LeftButton
    mouse.press(-3.0, 4.0)
    for x in np.linspace(-3.0, 3.0, 300):
        # No turn of the event loop in between.
        mouse._send(QEvent.Type.MouseMove, x, 4 + 3 * np.sin(3 * x), Qt.MouseButton.NoButton, left)
    mouse.release(3.0, 4 + 3 * np.sin(9.0))
    source = target(drawing).source
    inside = np.linspace(-2.9, 2.9, 200)
    np.testing.assert_allclose(np.interp(inside, source.x, source.y), 4 + 3 * np.sin(3 * inside), atol=0.05)
    drawing.session.store.undo()
    assert target(drawing).source.key == "square"


def test_a_stroke_may_begin_with_the_second_press_of_a_double_click(drawing, mouse):
    mouse.click(-1.0, 2.0)
    left = Qt.MouseButton.LeftButton
    mouse._send(QEvent.Type.MouseButtonDblClick, -1.0, 2.0, left, left)
    mouse.move(1.0, 6.0)
    mouse.release(1.0, 6.0)
    assert isinstance(target(drawing).source, DrawnCurve)


def test_escape_in_the_middle_takes_the_stroke_back_and_goes_on_drawing(drawing, mouse, qtbot):
    before = target(drawing)
    mouse.press(-2.0, 1.0)
    mouse.move(0.0, 5.0)
    assert target(drawing) != before
    qtbot.keyClick(drawing.canvas, Qt.Key.Key_Escape)
    assert target(drawing) == before
    assert drawing.session.hand.draws
    mouse.release(0.0, 5.0)


def test_the_smoothing_is_a_slider_that_acts_at_once_in_one_undo_step(drawing, mouse, qtbot):
    panel = drawing.docks.target
    assert "smoothing" not in panel.parameters.sliders
    stroke(mouse, [(-3.0, 0.0), (-1.0, 6.0), (0.0, 1.0), (3.0, 5.0)])
    slider = panel.parameters.sliders["smoothing"]
    assert panel.parameters.fields["smoothing"].text() == str(USUAL_SMOOTHING)
    slider.setSliderDown(True)
    for place in (50, 100, slider.maximum()):
        slider.setValue(place)
    slider.setSliderDown(False)
    assert target(drawing).source.smoothing == 1.0
    drawing.session.store.undo()
    assert target(drawing).source.smoothing == USUAL_SMOOTHING


def test_shape_mode_and_an_opened_document_end_drawing(drawing, window):
    window.session.work_on("corners")
    assert not window.session.hand.draws
    window.session.work_on("target")
    window.session.replace(window.session.store.document)
    assert not window.session.hand.draws


def test_a_pencil_says_what_it_does_and_shows_no_ghost(drawing, mouse, qtbot):
    said = []
    drawing.canvas.hovered.connect(said.append)
    mouse.move(1.0, 3.0, Qt.MouseButton.NoButton)
    assert any("draw" in text for text in said)
    assert drawing.canvas._pointer_layer._hover is None


def test_the_target_panel_leads_into_the_mode_and_out_of_it(window, qtbot):
    button, canvas = window.docks.target.draw, window.canvas
    canvas.setFocus()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.session.hand.draws
    assert button.isChecked()
    # The keys stay with the canvas, and Esc with them.
    assert canvas.hasFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not window.session.hand.draws
    assert not button.isChecked()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not window.session.hand.draws


def test_escape_ends_the_mode_wherever_the_focus_is(drawing, qtbot):
    drawing.docks.target.draw.setFocus()
    qtbot.keyClick(drawing.docks.target.draw, Qt.Key.Key_Escape)
    assert not drawing.session.hand.draws


def test_the_pointer_is_a_pencil_where_it_draws(drawing, mouse, qtbot):
    viewport = drawing.canvas.viewport()
    mouse.move(1.0, 3.0, Qt.MouseButton.NoButton)
    assert viewport.cursor().shape() == Qt.CursorShape.BitmapCursor
    qtbot.keyClick(drawing.canvas, Qt.Key.Key_Escape)
    mouse.move(1.0, 4.0, Qt.MouseButton.NoButton)
    assert viewport.cursor().shape() == Qt.CursorShape.CrossCursor


def test_the_canvas_says_that_it_is_drawn_on_and_is_free_while_a_stroke_runs(drawing, mouse, qtbot):
    def looks():
        return drawing.canvas.viewport().grab().toImage()

    with_sign = looks()
    mouse.press(-2.0, 0.0)
    mouse.move(-1.9, 0.0)
    assert not drawing.canvas._hint._draws
    qtbot.keyClick(drawing.canvas, Qt.Key.Key_Escape)
    mouse.release(-1.9, 0.0)
    assert looks() == with_sign
    qtbot.keyClick(drawing.canvas, Qt.Key.Key_Escape)
    assert looks() != with_sign


def test_escape_in_a_presentation_ends_drawing_before_the_presentation(drawing, qtbot):
    drawing.presenting.toggle()
    shown = drawing.presenting.running
    qtbot.keyClick(shown.canvas, Qt.Key.Key_Escape)
    assert not drawing.session.hand.draws
    assert shown.isVisible()
    qtbot.keyClick(shown.canvas, Qt.Key.Key_Escape)
    assert drawing.presenting.running is None

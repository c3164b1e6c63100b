"""What someone who has never seen the program does in the first minute, with a real mouse."""

import pytest

from reluviz.figures import FigureOptions, format_of
from reluviz.gui.export.dialog import ExportDialog
from reluviz.gui.export.orders import Order
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target

pytestmark = pytest.mark.window

H1 = HingeSum.parse("g(x) + g(-x)")
H2 = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")


def model(window):
    return window.session.store.document.model


def test_from_h1_to_h2_to_the_empty_canvas_and_back_to_a_figure(window, hand, qtbot, tmp_path):
    readings = window.docks.error.readings
    assert model(window) == H1
    assert readings["mean_half_square"].text() == "2.85"
    hand.drag((1.0, 2.5), (3.0, 7.0))
    hand.drag((-1.0, 2.5), (-3.0, 7.0))
    qtbot.waitUntil(lambda: model(window) == H2)
    assert readings["mean_half_square"].text() == "0.1833"
    assert readings["max"].text() == "2"
    for _ in range(4):
        hand.key("ctrl+z")
    qtbot.waitUntil(lambda: len(model(window)) == 0)
    for _ in range(4):
        hand.key("ctrl+shift+z")
    qtbot.waitUntil(lambda: model(window) == H2)
    hand.open_panel(window.docks.fit)
    qtbot.waitUntil(lambda: not window.docks.fit.visibleRegion().isEmpty())
    hand.click_widget(window.docks.fit.fit)
    qtbot.waitUntil(lambda: readings["mean_half_square"].text() == "0.0375")
    hand.key("ctrl+e")
    qtbot.waitUntil(lambda: window.findChild(ExportDialog) is not None)
    dialog = window.findChild(ExportDialog)
    qtbot.waitUntil(lambda: dialog.preview.picture is not None, timeout=20_000)
    path = tmp_path / "slide.pdf"
    dialog.write(Order(path, format_of(path), FigureOptions()))
    qtbot.waitUntil(lambda: dialog.export_button.isEnabled(), timeout=20_000)
    assert path.read_bytes().startswith(b"%PDF")
    hand.key("Escape")
    qtbot.waitUntil(lambda: window.findChild(ExportDialog) is None or not dialog.isVisible())


def test_ctrl_e_after_a_typed_formula_exports_and_a_name_typed_after_a_click_is_found(window, hand, qtbot):
    hand.click_widget(window.formula_line.field)
    hand.key("ctrl+a")
    hand.type("g(x-1)")
    hand.key("Return", "ctrl+e")
    qtbot.waitUntil(lambda: window.findChild(ExportDialog) is not None)
    assert model(window) == HingeSum.parse("g(x-1)")
    qtbot.waitUntil(window.findChild(ExportDialog).isActiveWindow)
    hand.key("Escape")
    qtbot.waitUntil(lambda: window.findChild(ExportDialog) is None and window.isActiveWindow())
    hand.click_widget(window.docks.target.chooser.line)
    hand.type("brown")
    hand.key("Return")
    qtbot.waitUntil(lambda: window.session.store.document.target.text == Target.named("brownian").text)


def test_knots_and_handles_are_taken_hold_of(window, hand, qtbot):
    hand.click(0.0, 0.0)
    qtbot.waitUntil(lambda: window.session.store.selection == (1,))
    hand.drag((0.0, 0.0), (-1.0, 3.0))
    qtbot.waitUntil(lambda: model(window).knots[1] == -1.0)
    from reluviz.interaction.hits import handles

    (handle,) = handles(window.session.scene, window.canvas.view)
    hand.drag((handle.x, handle.y), (-3.0, 4.0))
    qtbot.waitUntil(lambda: model(window).slopes[1] == 2.0)
    hand.key("f")
    qtbot.waitUntil(lambda: model(window).facings[1] == 1)
    hand.key("Delete")
    qtbot.waitUntil(lambda: len(model(window)) == 1)


def test_escape_in_the_middle_of_a_drag_puts_everything_back(window, hand, qtbot):
    hand.press(1.0, 3.0)
    hand.move(2.0, 4.0)
    hand.move(3.0, 7.0)
    qtbot.waitUntil(lambda: len(model(window)) == 3)
    hand.key("Escape")
    qtbot.waitUntil(lambda: model(window) == H1)
    hand.release()
    assert model(window) == H1
    assert not window.isWindowModified()


def test_a_click_places_a_hinge_and_a_double_click_only_one(window, hand, qtbot):
    hand.click(2.0, 6.0)
    qtbot.waitUntil(lambda: len(model(window)) == 3)
    hand._xdotool("mousemove", *hand.place(-2.0, 7.0), "click", "--repeat", 2, "--delay", 60, 1)
    qtbot.waitUntil(lambda: len(model(window)) >= 4)
    qtbot.wait(100)
    assert len(model(window)) == 4


def test_a_formula_is_typed(window, hand, qtbot):
    hand.click_widget(window.formula_line.field)
    hand.key("ctrl+a")
    hand.type("g(x)+g(-x)+g(2x-2)+g(-2x-2)")
    hand.key("Return")
    qtbot.waitUntil(lambda: model(window) == H2)


def test_a_right_click_offers_what_can_be_done_there(window, hand, qtbot):
    from PySide6.QtWidgets import QApplication

    hand.click(0.0, 0.0, button=3)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    texts = [action.text() for action in QApplication.activePopupWidget().actions()]
    assert "&Flip" in texts
    hand.key("Escape")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert model(window) == H1

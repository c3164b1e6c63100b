"""The grammar of the hand and a lecture given live, with a real mouse and real keys."""

import pytest
from PySide6.QtWidgets import QApplication

from reluviz.document import edits
from reluviz.gui.canvas.number_entry import NumberEntry
from reluviz.maths.hinges import HingeSum

pytestmark = pytest.mark.window

H1 = HingeSum.parse("g(x) + g(-x)")
H2 = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")


def model(window):
    return window.session.store.document.model


@pytest.fixture
def four(window):
    window.session.dispatch(edits.set_model(H2, "Enter formula"))
    return window


def test_a_rubber_band_a_group_that_moves_and_keys_for_it(four, hand, qtbot):
    hand._xdotool("keydown", "shift")
    hand.drag((-1.6, 2.2), (0.5, -0.5))
    hand._xdotool("keyup", "shift")
    qtbot.waitUntil(lambda: four.session.store.selection == (0, 1, 3))
    hand.drag((-1.0, 1.0), (-1.5, 1.4))
    qtbot.waitUntil(lambda: model(four).knots.tolist() == [-0.5, -0.5, 1, -1.5])
    hand.key("m")
    qtbot.waitUntil(lambda: model(four).knots.tolist() == [0.5, 0.5, 1, 1.5])
    hand.key("d")
    qtbot.waitUntil(lambda: len(model(four)) == 7)
    for _ in range(3):
        hand.key("ctrl+z")
    qtbot.waitUntil(lambda: model(four) == H2)


def test_a_corner_is_put_where_it_belongs_in_shape_mode(four, hand, qtbot):
    hand.click(2.5, 8.0)
    hand.key("ctrl+z")
    qtbot.waitUntil(lambda: model(four) == H2)
    hand.key("s")
    qtbot.waitUntil(lambda: four.session.hand.shapes)
    hand.drag((1.0, 1.0), (1.5, 3.0))
    qtbot.waitUntil(lambda: abs(model(four)(1.5) - 3.0) < 1e-9)
    assert [model(four)(float(x)) for x in (-3, -1, 0, 3)] == pytest.approx([7, 1, 0, 7])
    hand.press(0.0, 0.0)
    hand.move(-0.5, 4.0)
    qtbot.waitUntil(lambda: model(four)(-0.5) > 3)
    hand.key("Escape")
    qtbot.waitUntil(lambda: model(four)(0.0) == pytest.approx(0.0))
    hand.release()
    hand.key("s")
    qtbot.waitUntil(lambda: not four.session.hand.shapes)


def test_numbers_are_typed_on_the_canvas(four, hand, qtbot):
    hand._xdotool("mousemove", *hand.place(1.0, 1.0), "click", "--repeat", 2, "--delay", 40, 1)
    qtbot.waitUntil(lambda: any(card.isVisible() for card in four.canvas.findChildren(NumberEntry)))
    for text in ("0.75", "3"):
        hand.type(text)
        hand.key("Return")
    qtbot.waitUntil(lambda: (model(four).knots[2], model(four).slopes[2]) == (0.75, 3.0))
    qtbot.waitUntil(lambda: four.canvas.hasFocus())


def test_the_answer_is_given_live_from_nothing_to_h2_in_presentation_mode(window, hand, qtbot):
    hand.click(2.5, 8.0)
    for _ in range(3):
        hand.key("ctrl+z")
    qtbot.waitUntil(lambda: len(model(window)) == 0)
    hand.key("F5")
    qtbot.waitUntil(lambda: window.presenting.running is not None)
    show = window.presenting.running
    qtbot.waitUntil(lambda: show.isActiveWindow() and show.isFullScreen(), timeout=10_000)
    qtbot.waitUntil(lambda: show.canvas.view.width > 100)
    stage = type(hand)(window)
    stage.canvas = show.canvas
    stage.drag((0.0, 2.0), (3.0, 3.0))
    stage._xdotool("keydown", "ctrl")
    stage.drag((0.0, 2.0), (-3.0, 3.0))
    stage._xdotool("keyup", "ctrl")
    qtbot.waitUntil(lambda: model(window) == H1)
    stage.drag((1.0, 3.0), (3.0, 7.0))
    stage.drag((-1.0, 3.0), (-3.0, 7.0))
    qtbot.waitUntil(lambda: model(window) == H2)
    for key, step in (("Left", 3), ("Prior", 2), ("Home", 0), ("Next", 1), ("End", 4)):
        stage.key(key)
        qtbot.waitUntil(lambda step=step: window.session.step == step)
    stage.key("b")
    qtbot.waitUntil(lambda: show.is_blank)
    stage.key("b")
    stage.key("l")
    qtbot.waitUntil(lambda: show.has_laser and not show.is_blank)
    stage.click(2.0, 2.0)
    stage.key("l")
    stage.key("Escape")
    qtbot.waitUntil(lambda: window.presenting.running is None)
    qtbot.waitUntil(window.isActiveWindow, timeout=10_000)
    assert model(window) == H2
    assert QApplication.focusWidget() is window.canvas


def test_the_lens_is_there_while_its_key_is_held(window, hand, qtbot):
    hand.move(1.5, 4.0)
    hand.click(2.5, 8.0)
    hand.key("ctrl+z")
    hand._xdotool("keydown", "z")
    qtbot.waitUntil(lambda: window.canvas.has_lens)
    hand.move(1.0, 1.0)
    qtbot.waitUntil(lambda: window.canvas._lens._place == pytest.approx((1.0, 1.0), abs=0.03))
    hand._xdotool("click", 4)
    qtbot.waitUntil(lambda: window.canvas._lens.magnification == 100)
    hand._xdotool("keyup", "z")
    qtbot.waitUntil(lambda: not window.canvas.has_lens)

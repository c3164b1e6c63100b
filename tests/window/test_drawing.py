"""The target drawn by a real mouse: as fast as a hand can scribble, part by part, and taken back."""

import numpy as np
import pytest

from reluviz.targets.drawn import DrawnCurve

pytestmark = pytest.mark.window


def drawn(window):
    return window.session.store.document.target.source


def scribble(window, hand, qtbot, places):
    """Move through all places without waiting for the program, as the events of a fast mouse come."""
    hand._xdotool("mousemove", *hand.place(*places[0]), "mousedown", 1)
    # While the window manager looks at a press, the X server itself joins all moves into one.
    qtbot.waitUntil(lambda: window.session.hand.is_busy)
    moves = [part for place in places[1:] for part in ("mousemove", *hand.place(*place))]
    hand._xdotool(*moves, "mouseup", 1)


def wave(x):
    return 4 + 3 * np.sin(4 * x)


def test_a_sine_is_scribbled_at_once_and_a_part_of_it_drawn_anew(window, hand, qtbot):
    hand.key("w")
    qtbot.waitUntil(lambda: window.session.hand.draws)
    x = np.linspace(-3.05, 3.05, 150)
    scribble(window, hand, qtbot, list(zip(x, wave(x), strict=True)))
    qtbot.waitUntil(lambda: window.session.store.undo_name == "Draw target")
    first = drawn(window)
    inside = np.linspace(-2.9, 2.9, 100)
    # Two pixels beside the peaks, where the mouse goes in whole ones.
    np.testing.assert_allclose(np.interp(inside, first.x, first.y), wave(inside), atol=0.15)
    scribble(window, hand, qtbot, [(-0.5, 8.0), (0.0, 2.0), (0.5, 8.0)])
    qtbot.waitUntil(lambda: drawn(window) != first)
    beside = np.abs(first.x) > 1.0
    np.testing.assert_array_equal(drawn(window).y[np.isin(drawn(window).x, first.x[beside])], first.y[beside])
    hand.key("ctrl+z")
    qtbot.waitUntil(lambda: drawn(window) == first)


def test_escape_takes_back_a_stroke_and_then_ends_drawing(window, hand, qtbot):
    before = window.session.store.document
    hand.key("w")
    hand.press(-2.0, 1.0)
    hand.move(0.0, 5.0)
    qtbot.waitUntil(lambda: isinstance(drawn(window), DrawnCurve))
    hand.key("Escape")
    qtbot.waitUntil(lambda: window.session.store.document == before)
    hand.move(1.0, 5.0)
    hand.release()
    assert window.session.store.document == before
    assert window.session.hand.draws
    hand.key("Escape")
    qtbot.waitUntil(lambda: not window.session.hand.draws)

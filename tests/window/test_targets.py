"""Targets of one's own with a real mouse and real keys: a typed formula, an interval, a dropped file."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from reluviz.gui.importing.dialog import ImportDialog
from reluviz.targets.expression import parse_expression

pytestmark = pytest.mark.window

DRAG_SOURCE = Path(__file__).with_name("drag_source.py")
SHEET = "Zeit;Höhe\n0;0\n0,5;1,25\n1;2\n1,5;1,75\n2;1\n"


def target(window):
    return window.session.store.document.target


def test_a_formula_is_typed_and_its_interval_dragged(window, hand, qtbot):
    field = window.docks.target.formula
    hand.click_widget(field)
    qtbot.waitUntil(field.hasFocus)
    hand.type("sin(3x) + |x|/2")
    qtbot.waitUntil(lambda: target(window).source == parse_expression("sin(3x) + |x|/2"))
    # Letters are commands on the canvas, and letters in a field.
    assert not window.session.hand.shapes
    hand.key("Return")
    qtbot.waitUntil(lambda: not window.session.store.gesture_is_running)
    view = window.canvas.view.bounds
    grip = view.bottom + 0.01 * (view.top - view.bottom)
    hand.drag((3.0, grip), (2.0, grip))
    qtbot.waitUntil(lambda: target(window).interval == (-3.0, 2.0))
    hand.key("ctrl+z")
    qtbot.waitUntil(lambda: target(window).interval == (-3.0, 3.0))
    hand.key("ctrl+z")
    qtbot.waitUntil(lambda: target(window).name == "Parabola")


@pytest.fixture
def drag_source(tmp_path, hand, qtbot):
    """The place of another program's window, from which a table can be dragged."""
    path = tmp_path / "heights.csv"
    path.write_text(SHEET, encoding="utf-8")
    command = [sys.executable, str(DRAG_SOURCE), "2", "2", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        yield 30, 30
        process.terminate()


def test_a_file_is_dropped_on_the_window(window, hand, qtbot, drag_source):
    start, end = drag_source, hand.place(0.0, 2.0)
    hand._xdotool("mousemove", *start, "mousedown", 1)
    steps = 12
    for step in range(1, steps + 1):
        share = step / steps
        hand._xdotool("mousemove", *(round(a + share * (b - a)) for a, b in zip(start, end, strict=True)))
        qtbot.wait(20)
    hand._xdotool("mouseup", 1)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ImportDialog), timeout=10_000)
    dialog = QApplication.activeModalWidget()
    qtbot.waitUntil(lambda: dialog.isActiveWindow() and dialog.use.isEnabled(), timeout=10_000)
    hand.key("Return")
    qtbot.waitUntil(lambda: target(window).data is not None, timeout=10_000)
    assert target(window).name == "heights"
    assert target(window).data.x.tolist() == [0, 0.5, 1, 1.5, 2]
    assert QApplication.activeModalWidget() is None


def test_a_sketch_becomes_the_target(window, hand, qtbot):
    hand.click(2.5, 8.0)
    hand.key("ctrl+z")
    hand.key("w")
    qtbot.waitUntil(lambda: window.session.hand.draws)
    hand.drag((-3.0, 1.0), (3.0, 7.0), steps=20)
    qtbot.waitUntil(lambda: target(window).name == "Drawing")
    qtbot.waitUntil(lambda: not window.session.store.gesture_is_running)
    assert target(window)(np.array([-2.0, 0.0, 2.0])) == pytest.approx([2.0, 4.0, 6.0], abs=0.1)
    hand.key("Escape")
    qtbot.waitUntil(lambda: not window.session.hand.draws)

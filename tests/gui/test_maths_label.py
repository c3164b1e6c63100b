import pytest
from PySide6.QtGui import QColor, QPalette

from reluviz.gui.maths_label import MathsLabel
from reluviz.targets.library import LIBRARY


@pytest.fixture
def label(qtbot):
    label = MathsLabel(lambda: False)
    qtbot.addWidget(label)
    label.resize(300, label.sizeHint().height())
    label.show()
    label._delay.setInterval(0)
    return label


def ink(label):
    """The box of what is painted in the colour of text, by columns and rows of the screen."""
    colours = QPalette()
    colours.setColor(QPalette.ColorRole.WindowText, QColor("#FF0000"))
    colours.setColor(QPalette.ColorRole.Window, QColor("#FFFFFF"))
    label.setPalette(colours)
    image = label.grab().toImage()
    places = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).green() < 128
    ]
    columns, rows = zip(*places, strict=True)
    return min(columns), max(columns), min(rows), max(rows)


def test_plain_text_stands_until_the_formula_is_set(label, qtbot):
    label.show_formula(r"f(x) = \frac{1}{1+25x^2}", "f(x) = 1/(1+25x²)")
    assert label.path is None
    before = ink(label)
    qtbot.waitUntil(lambda: label.path is not None)
    after = ink(label)
    # A fraction is higher than a line of text, and shorter.
    assert after[3] - after[2] > 1.5 * (before[3] - before[2])
    assert after[1] < before[1]
    assert label.accessibleName() == "f(x) = 1/(1+25x²)"


def test_a_formula_that_cannot_be_set_stays_plain_text(label, qtbot):
    label.show_formula(r"\nonsense{", "nonsense")
    qtbot.waitUntil(lambda: r"\nonsense{" in label._set)
    assert label.path is None
    ink(label)


def test_a_long_formula_is_made_smaller_and_a_very_long_one_cut(label, qtbot):
    for terms in (5, 60):
        text = " + ".join(f"x^{{{power}}}" for power in range(terms))
        label.show_formula(text, text)
        label.resize(110, label.height())
        qtbot.waitUntil(lambda text=text: text in label._set)
        assert ink(label)[1] < 110


def test_the_newest_formula_wins_and_an_earlier_one_comes_back_at_once(label, qtbot):
    label.show_formula("x^2", "x²")
    label.show_formula("x^3", "x³")
    qtbot.waitUntil(lambda: label.path is not None)
    cube = label.path
    label.show_formula("x^2", "x²")
    qtbot.waitUntil(lambda: label.path is not None and label.path is not cube)
    label.show_formula("x^3", "x³")
    assert label.path is cube


def test_the_target_panel_shows_every_entry_as_maths(window, qtbot):
    panel = window.docks.target
    panel.maths._delay.setInterval(0)
    for key, entry in LIBRARY.items():
        panel.chooser.chosen.emit(key)
        qtbot.waitUntil(lambda: panel.maths.path is not None)
        assert entry.text in panel.maths.text


def test_a_formula_waits_until_the_hand_rests(qtbot):
    hand = {"moves": True, "asked": 0}

    def is_in_motion():
        hand["asked"] += 1
        return hand["moves"]

    label = MathsLabel(is_in_motion)
    qtbot.addWidget(label)
    label._delay.setInterval(0)
    label.show_formula("x", "x")
    qtbot.waitUntil(lambda: hand["asked"] > 3)
    assert label.path is None
    assert not label._work.is_busy
    hand["moves"] = False
    qtbot.waitUntil(lambda: label.path is not None)

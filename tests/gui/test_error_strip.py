from math import sqrt

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reluviz.document.document import Document
from reluviz.gui.app import make_window
from reluviz.gui.menus import STRIP_MENU
from reluviz.gui.settings import Settings
from reluviz.maths.hinges import HingeSum
from reluviz.scene.error_strip import ErrorLook
from reluviz.targets.target import Target
from tests.windows import put_away

H2 = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


class StripMouse:
    """The mouse on the error strip, at places in data coordinates of the strip."""

    def __init__(self, window):
        self.canvas, self.strip = window.canvas, window.canvas.strip

    def place(self, x, y):
        box = self.canvas._strip_box
        (left, right), (low, high) = box.viewRange()
        column, row = (x - left) / (right - left) * box.width(), (high - y) / (high - low) * box.height()
        return QPointF(self.canvas.mapFromScene(box.mapToScene(QPointF(column, row))))

    def send(self, kind, x, y, button, held, modifiers=Qt.KeyboardModifier.NoModifier):
        viewport, place = self.canvas.viewport(), self.place(x, y)
        everywhere = QPointF(viewport.mapToGlobal(place.toPoint()))
        QApplication.sendEvent(viewport, QMouseEvent(kind, place, everywhere, button, held, modifiers))
        QApplication.processEvents()

    def press(self, x, y):
        self.send(QEvent.Type.MouseButtonPress, x, y, LEFT, LEFT)

    def move(self, x, y, held=LEFT, modifiers=Qt.KeyboardModifier.NoModifier):
        self.send(QEvent.Type.MouseMove, x, y, NONE, held, modifiers)

    def release(self, x, y):
        self.send(QEvent.Type.MouseButtonRelease, x, y, LEFT, NONE)

    def click(self, x, y):
        self.press(x, y)
        self.release(x, y)


@pytest.fixture
def strip(window):
    return window.canvas.strip


@pytest.fixture
def hand(window):
    return StripMouse(window)


def with_band(window, tolerance=1.0, reading="signed"):
    window.canvas.strip.set_look(ErrorLook(reading, tolerance, shows_band=True))
    QApplication.processEvents()


def checked(window, *keys):
    return [key for key in keys if window.actions_by_key.by_key[key].isChecked()]


def test_a_key_goes_through_the_three_readings_and_back(window, strip):
    seen = []
    for _ in range(4):
        seen.append(strip.look.reading)
        assert strip.header.buttons[strip.look.reading].isChecked()
        assert checked(window, "error_signed", "error_square", "error_absolute") == [f"error_{seen[-1]}"]
        QTest.keyClick(window.canvas, Qt.Key.Key_E)
    assert seen == ["signed", "square", "absolute", "signed"]


def test_a_reading_is_chosen_by_its_word(window, strip):
    QTest.mouseClick(strip.header.buttons["square"], LEFT)
    assert strip.look.reading == "square"
    assert not strip.header.buttons["signed"].isChecked()


@pytest.mark.parametrize(("reading", "largest"), [("signed", 6.0), ("square", 18.0), ("absolute", 6.0)])
def test_the_strip_holds_the_largest_error_in_every_reading(window, strip, reading, largest):
    strip.show_reading(reading)
    low, high = window.canvas._strip_box.viewRange()[1]
    assert largest < high <= 2 * largest
    assert low == pytest.approx(-high if reading == "signed" else 0.0)


def test_reading_and_tolerance_are_remembered_but_not_the_point_of_interest(window, strip):
    strip.set_look(ErrorLook("absolute", 0.75, shows_band=True, around=1.0))
    assert Settings().error_look == ErrorLook("absolute", 0.75, shows_band=True)
    another = make_window()
    assert another.canvas.strip.look == ErrorLook("absolute", 0.75, shows_band=True)
    assert another.actions_by_key.by_key["tolerance_band"].isChecked()
    put_away(another)


@pytest.mark.parametrize("garbled", ["", "-1", "nan", "inf", "many"])
def test_a_garbled_tolerance_is_none(private_settings, garbled):
    settings = Settings()
    settings.keep_text("tolerance", garbled)
    settings.keep_text("tolerance_band", "yes")
    settings.keep_text("error_reading", "cubic")
    assert settings.error_look == ErrorLook()


def test_a_key_shows_the_band_and_hides_it(window, strip):
    assert strip.look.band is None
    assert not strip.header.field.isVisible()
    QTest.keyClick(window.canvas, Qt.Key.Key_T)
    assert strip.look.band == 0.25
    assert strip.header.field.isVisible()
    assert checked(window, "tolerance_band")
    QTest.keyClick(window.canvas, Qt.Key.Key_T)
    assert strip.look.band is None
    assert strip.look.tolerance == 0.25
    assert strip.canvas_shade.interval is None


@pytest.mark.parametrize(("model", "half"), [(None, (1 + sqrt(2)) / 2), (H2, (3 + sqrt(2)) / 2)])
def test_the_good_intervals_of_the_thread_are_shaded_and_printed(window, strip, model, half):
    if model is not None:
        window.session.store.replace(Document(Target.named("square"), model))
    with_band(window, 0.25)
    assert strip.canvas_shade.interval == pytest.approx((-half, half), rel=1e-12)
    assert strip.header.words.text() == f"good on [−{half:.3g}, {half:.3g}] for |e| ≤"
    assert strip.header.field.text() == "0.25"


@pytest.mark.parametrize(
    ("reading", "start", "end", "sought"),
    [
        ("signed", 1.0, 5.0, 5.0),
        ("signed", -1.0, -5.0, 5.0),
        ("absolute", 1.0, 5.0, 5.0),
        ("square", 0.5, 8.0, 4.0),
    ],
)
def test_a_line_of_the_band_is_dragged(window, strip, hand, reading, start, end, sought):
    with_band(window, 1.0, reading)
    document, undo_name = window.session.store.document, window.session.store.undo_name
    hand.press(2.0, start)
    hand.move(2.0, 0.5 * (start + end))
    before_the_end = Settings().error_look.tolerance
    hand.move(2.0, end)
    hand.release(2.0, end)
    assert before_the_end == 1.0
    assert strip.look.tolerance == pytest.approx(sought, abs=0.1)
    assert Settings().error_look.tolerance == strip.look.tolerance
    assert not window.session.hand.is_busy
    assert window.session.store.document is document
    assert window.session.store.undo_name == undo_name


def test_a_dragged_line_settles_on_round_numbers_unless_alt_is_held(window, strip, hand):
    with_band(window, 1.0)
    hand.press(2.0, 1.0)
    hand.move(2.0, 4.85)
    assert strip.look.tolerance == 5.0
    hand.move(2.0, 4.85, modifiers=Qt.KeyboardModifier.AltModifier)
    assert 4.7 < strip.look.tolerance < 5.0
    hand.release(2.0, 4.85)


def test_escape_puts_a_dragged_line_back(window, strip, hand):
    with_band(window, 1.0)
    hand.press(2.0, 1.0)
    hand.move(2.0, 4.0)
    assert strip.look.tolerance > 3.0
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert strip.look.tolerance == 1.0
    hand.move(2.0, 3.0)
    hand.release(2.0, 3.0)
    assert strip.look.tolerance == 1.0
    assert Settings().error_look.tolerance == 1.0


def test_a_line_whose_release_was_lost_is_put_back(window, strip, hand):
    with_band(window, 1.0)
    hand.press(2.0, 1.0)
    hand.move(2.0, 4.0)
    hand.move(2.0, 4.0, held=NONE)
    assert strip.look.tolerance == 1.0
    assert not strip.is_held


def test_a_line_dragged_to_zero_or_out_of_the_strip_stays_a_tolerance(window, strip, hand):
    with_band(window, 1.0)
    hand.press(2.0, 1.0)
    hand.move(2.0, 0.0)
    assert strip.look.tolerance > 0
    hand.move(2.0, 300.0)
    assert strip.look.tolerance == pytest.approx(strip.limit, rel=0.05)
    hand.release(2.0, 300.0)


def test_a_tolerance_beyond_the_strip_waits_at_its_edge(window, strip, hand):
    with_band(window, 1000.0)
    hand.press(2.0, strip.limit * 0.98)
    hand.move(2.0, 5.0)
    hand.release(2.0, 5.0)
    assert strip.look.tolerance == 5.0


def test_the_pointer_shows_that_a_line_can_be_taken(window, strip, hand):
    with_band(window, 1.0)
    hand.move(2.0, 1.0, held=NONE)
    assert window.canvas.viewport().cursor().shape() == Qt.CursorShape.SizeVerCursor
    hand.move(2.0, 4.0, held=NONE)
    assert window.canvas.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor
    strip.toggle_band()
    hand.move(2.0, 1.0, held=NONE)
    assert window.canvas.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_click_in_the_strip_says_where_it_should_be_good(window, strip, hand):
    window.session.store.replace(Document(Target.named("square"), HingeSum.parse("g(x) + g(-x)")))
    with_band(window, 0.25)
    hand.click(2.5, 5.0)
    assert strip.canvas_shade.interval is None
    assert strip.header.words.text().startswith("not good at x = 2.5")
    hand.click(1.1, 5.0)
    assert strip.canvas_shade.interval == pytest.approx((-(1 + sqrt(2)) / 2, (1 + sqrt(2)) / 2))
    window.session.store.replace(Document(Target.named("sine"), HingeSum()))
    assert strip.look.around is None


def test_a_double_click_on_a_line_lets_the_tolerance_be_typed(window, strip, hand):
    with_band(window, 1.0)
    hand.send(QEvent.Type.MouseButtonDblClick, 2.0, 1.0, LEFT, LEFT)
    assert strip.header.field.hasFocus()
    QTest.keyClicks(strip.header.field, "3/4")
    QTest.keyClick(strip.header.field, Qt.Key.Key_Return)
    assert strip.look.tolerance == 0.75


@pytest.mark.parametrize("typed", ["0", "-1", "wide"])
def test_a_tolerance_that_is_none_is_refused_with_a_sentence(window, strip, typed):
    with_band(window, 1.0)
    said = []
    window.session.message.connect(said.append)
    window.actions_by_key.by_key["tolerance_value"].trigger()
    QTest.keyClicks(strip.header.field, typed)
    QTest.keyClick(strip.header.field, Qt.Key.Key_Return)
    assert strip.look.tolerance == 1.0
    assert any(said)
    QTest.keyClick(strip.header.field, Qt.Key.Key_Escape)
    assert strip.header.field.text() == "1"


def test_the_good_interval_follows_the_hand(window, strip, mouse):
    with_band(window, 0.25)
    before = strip.canvas_shade.interval
    mouse.press(1.0, 2.0)
    mouse.move(3.0, 7.0)
    assert strip.canvas_shade.interval[1] > before[1]
    mouse.release(3.0, 7.0)
    assert strip.canvas_shade.interval[1] == pytest.approx((3 + sqrt(2)) / 2)


def test_with_many_hinges_the_good_interval_waits_until_the_hand_rests(window, strip, mouse):
    knots = np.linspace(-2.9, 2.9, 201)
    model = HingeSum.from_arrays(knots, np.ones(201), np.full(201, 0.02))
    window.session.store.replace(Document(Target.named("square"), model))
    with_band(window, 3.0)
    found = strip.canvas_shade.interval
    assert found is not None
    mouse.press(float(knots[100]), float(model(knots[100])))
    assert window.session.hand.is_busy
    mouse.move(float(knots[100]) + 0.5, 1.0)
    assert strip.canvas_shade.interval is None
    mouse.release(float(knots[100]) + 0.5, 1.0)
    assert strip.canvas_shade.interval == pytest.approx(found, abs=0.1)


def test_the_band_works_with_data(window, strip):
    data = Target.points([0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 0.1, -0.1, 5.0, 0.0])
    window.session.store.replace(Document(data, HingeSum()))
    with_band(window, 0.2)
    assert strip.canvas_shade.interval == (0.0, 2.0)


def test_the_ghost_on_the_canvas_goes_when_the_pointer_comes_to_the_header(window, strip, mouse):
    mouse.move(0.5, 4.0, button=NONE)
    assert window.canvas._pointer_layer._hover is not None
    place = QPointF(3.0, 3.0)
    QApplication.sendEvent(strip.header, QEnterEvent(place, place, strip.header.mapToGlobal(place)))
    assert window.canvas._pointer_layer._hover is None


def test_a_tolerance_that_changes_leaves_the_status_bar_alone(window, strip):
    said = []
    window.session.message.connect(said.append)
    with_band(window, 0.5)
    with_band(window, 0.75)
    strip.header.edit()
    window.canvas.setFocus()
    assert not said


def test_a_narrow_strip_keeps_its_readings_and_drops_the_words(window, strip):
    with_band(window, 0.25)
    assert strip.header.words.isVisible()
    strip.header.resize(260, strip.header.HEIGHT)
    assert (strip.header.words.isVisible(), strip.header.field.isVisible()) == (False, True)
    strip.header.resize(150, strip.header.HEIGHT)
    assert not strip.header.field.isVisible()
    assert all(button.isVisible() for button in strip.header.buttons.values())


def test_the_shade_is_painted_on_canvas_and_strip_and_nowhere_without_the_band(window, strip, hand, mouse):
    def colours():
        grab = window.canvas.viewport().grab().toImage()
        ratio = grab.devicePixelRatio()
        places = [mouse.place(0.3, 6.3), mouse.place(2.0, 6.3), hand.place(0.3, -5.0), hand.place(2.0, 5.0)]
        return [grab.pixelColor((place * ratio).toPoint()).name() for place in places]

    plain = colours()
    with_band(window, 0.25)
    shaded = colours()
    assert shaded[0] != plain[0]
    assert shaded[1] == plain[1]
    assert shaded[2] != plain[2]
    assert shaded[3] == plain[3]
    strip.toggle_band()
    assert colours() == plain


def test_a_right_click_on_the_strip_asks_for_its_menu(window, hand):
    window.canvas.strip_menu_wanted.disconnect()
    asked, right = [], Qt.MouseButton.RightButton
    window.canvas.strip_menu_wanted.connect(asked.append)
    hand.send(QEvent.Type.MouseButtonPress, 0.5, 3.0, right, right)
    assert len(asked) == 1
    names = [action.objectName() for action in window.actions_by_key.menu(STRIP_MENU).actions()]
    assert names[:3] == ["error_signed", "error_square", "error_absolute"]
    assert "tolerance_band" in names

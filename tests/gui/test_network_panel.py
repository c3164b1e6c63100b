"""The network panel: numbers scrubbed, stepped and typed, units selected and looked at."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reluviz.document import edits
from reluviz.gui.panels.network_numbers import Scrub, UnitForms, scrub_step
from reluviz.gui.panels.network_panel import NetworkPanel
from reluviz.maths.formula import Unit
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.scene.palette import palette

NONE = Qt.KeyboardModifier.NoModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
THREAD = "g(x) + g(-x) + g(2x-2) + g(-2x-2)"


@pytest.fixture
def panel(window, qtbot):
    """A panel of its own on the window's session: the window's one lies in a tab."""
    window.session.dispatch(edits.set_model(HingeSum.parse(THREAD), name="Set"))
    window.session.store.mark_saved(window.session.store.document)
    panel = NetworkPanel(window.session, palette("light"))
    window.session.scene_changed.connect(panel.show_scene)
    panel.resize(310, 400)
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    window.session.scene_changed.disconnect(panel.show_scene)
    panel.close()
    panel.deleteLater()


def send(panel, kind, place, button, held, modifiers=NONE):
    drawing = panel.drawing
    event = QMouseEvent(kind, place, QPointF(drawing.mapToGlobal(place.toPoint())), button, held, modifiers)
    QApplication.sendEvent(drawing, event)


def middle(box):
    return QPointF(box.left + box.width / 2, box.top + box.height / 2)


def place_of(panel, place):
    return middle(panel.drawing.network.number(place).box)


def node_of(panel, unit):
    return middle(next(node.box for node in panel.drawing.network.nodes if node.unit == unit))


def press(panel, where, modifiers=NONE):
    send(panel, QEvent.Type.MouseButtonPress, where, LEFT, LEFT, modifiers)


def move(panel, where, held=LEFT, modifiers=NONE):
    send(panel, QEvent.Type.MouseMove, where, NO_BUTTON, held, modifiers)
    QApplication.processEvents()


def release(panel, where):
    send(panel, QEvent.Type.MouseButtonRelease, where, LEFT, NO_BUTTON)


def scrub(panel, place, *distances, modifiers=NONE):
    start = place_of(panel, place)
    press(panel, start, modifiers)
    for distance in distances:
        move(panel, start + QPointF(distance, 0), modifiers=modifiers)
    release(panel, start + QPointF(distances[-1], 0))


def value(panel, place):
    return panel.drawing.network.number(place).value


def hinges(panel):
    return panel.session.document.model.hinges


def focus(panel, place, qtbot):
    panel.activateWindow()
    panel.drawing.setFocus()
    qtbot.waitUntil(panel.drawing.hasFocus)
    panel.drawing._focus(place)


def test_a_scrub_changes_a_number_in_one_undo_step(panel):
    before = panel.session.document
    scrub(panel, ("w", 2), 4, 10, 20)
    assert value(panel, ("w", 2)) == 2
    assert value(panel, ("a", 2)) == 2
    assert hinges(panel)[2] == Hinge(1, 1, 4)
    assert panel.session.store.undo_name == "Scrub weight"
    panel.session.store.undo()
    assert panel.session.document == before
    assert value(panel, ("w", 2)) == 1


def test_b_moves_the_knot(panel):
    scrub(panel, ("b", 2), -20)
    assert value(panel, ("b", 2)) == -3
    assert hinges(panel)[2] == Hinge(1.5, 1, 2)
    assert panel.session.store.undo_name == "Scrub b"


def test_a_unit_scrubbed_goes_on_being_written_as_it_was(panel):
    scrub(panel, ("w", 2), 10)
    scrub(panel, ("b", 2), -20)
    scrub(panel, ("a", 2), 20)
    numbers = [value(panel, (kind, 2)) for kind in "abw"]
    assert numbers == [3, -3, 1.5]
    panel.session.store.undo()
    panel.session.store.undo()
    assert [value(panel, (kind, 2)) for kind in "abw"] == [2, -2, 1.5]
    panel.session.store.redo()
    assert [value(panel, (kind, 2)) for kind in "abw"] == [2, -3, 1.5]


def test_a_unit_changed_elsewhere_is_written_with_weight_1_again(panel):
    scrub(panel, ("w", 2), 10)
    panel.session.dispatch(edits.set_hinge(2, Hinge(1, 1, 5), name="Set slope"))
    assert [value(panel, (kind, 2)) for kind in "abw"] == [5, -5, 1]


def test_a_skips_0_and_the_hinge_flips(panel):
    start = place_of(panel, ("a", 0))
    press(panel, start)
    move(panel, start - QPointF(20, 0))
    assert value(panel, ("a", 0)) == -0.05
    move(panel, start - QPointF(40, 0))
    assert value(panel, ("a", 0)) == -1
    assert hinges(panel)[0].facing == -1
    release(panel, start - QPointF(40, 0))
    assert panel.session.store.undo_name == "Scrub a"


def test_w_may_be_0(panel):
    scrub(panel, ("w", 2), -20)
    assert [value(panel, (kind, 2)) for kind in "abw"] == [2, -2, 0]


def test_esc_takes_the_scrub_back(panel):
    before, undo_name = panel.session.document, panel.session.store.undo_name
    start = place_of(panel, ("b", 3))
    press(panel, start)
    move(panel, start + QPointF(30, 0))
    assert panel.session.document != before
    QTest.keyClick(panel.drawing, Qt.Key.Key_Escape)
    assert panel.session.document == before
    move(panel, start + QPointF(50, 0))
    release(panel, start + QPointF(50, 0))
    assert panel.session.document == before
    assert panel.session.store.undo_name == undo_name
    assert value(panel, ("b", 3)) == -2


def test_undo_in_the_middle_ends_the_scrub(panel):
    before = panel.session.document
    start = place_of(panel, ("w", 0))
    press(panel, start)
    move(panel, start + QPointF(30, 0))
    panel.session.store.undo()
    move(panel, start + QPointF(60, 0))
    release(panel, start + QPointF(60, 0))
    assert panel.session.document == before


def test_a_release_that_is_lost_takes_the_scrub_back(panel):
    before = panel.session.document
    start = place_of(panel, ("w", 0))
    press(panel, start)
    move(panel, start + QPointF(30, 0))
    move(panel, start + QPointF(40, 0), held=NO_BUTTON)
    assert panel.session.document == before
    assert not panel.session.store.gesture_is_running


def test_a_click_changes_nothing(panel):
    undo_name = panel.session.store.undo_name
    scrub(panel, ("w", 0), 2)
    assert panel.session.store.undo_name == undo_name
    assert not panel.session.store.gesture_is_running


def test_shift_is_faster_and_alt_finer(panel):
    scrub(panel, ("b", 0), 10, modifiers=SHIFT)
    assert value(panel, ("b", 0)) == 5
    scrub(panel, ("b", 1), 10, modifiers=ALT)
    assert value(panel, ("b", 1)) == 0.05


def test_other_steps_on_the_way_make_no_jump(panel):
    start = place_of(panel, ("b", 0))
    press(panel, start)
    move(panel, start + QPointF(20, 0))
    move(panel, start + QPointF(20, 0), modifiers=SHIFT)
    assert value(panel, ("b", 0)) == 1
    move(panel, start + QPointF(22, 0), modifiers=SHIFT)
    assert value(panel, ("b", 0)) == 2
    release(panel, start + QPointF(22, 0))


def test_a_number_that_is_refused_is_said_and_the_last_good_one_stays(panel, monkeypatch):
    start = place_of(panel, ("w", 2))
    press(panel, start)
    move(panel, start + QPointF(10, 0))
    kept = panel.session.document
    monkeypatch.setattr(Scrub, "value", lambda *_: 1e300)
    move(panel, start + QPointF(20, 0))
    assert "must be" in panel.problem.text()
    assert panel.session.document == kept
    assert value(panel, ("w", 2)) == 1.5
    panel.drawing._refresh()
    assert value(panel, ("w", 2)) == 1.5
    release(panel, start + QPointF(20, 0))
    assert panel.session.document == kept


def test_bias_and_linear_term_are_scrubbed_even_through_0(panel):
    panel.session.dispatch(edits.set_affine(bias=0.5, linear=1))
    scrub(panel, ("m", -1), 20)
    assert panel.session.document.model.slope == 2
    assert panel.session.store.undo_name == "Scrub linear term"
    start = place_of(panel, ("c", -1))
    press(panel, start)
    move(panel, start - QPointF(50, 0))
    assert value(panel, ("c", -1)) == 0
    move(panel, start - QPointF(60, 0))
    release(panel, start - QPointF(60, 0))
    assert panel.session.document.model.bias == -0.1
    assert panel.session.store.undo_name == "Scrub bias"


def test_the_hand_wins_over_keep_fitted_for_w_but_not_for_b(panel):
    panel.session.dispatch(edits.keep_fitted(on=True))
    a = value(panel, ("a", 2))
    scrub(panel, ("b", 2), 5)
    assert panel.session.document.keep_fitted
    assert value(panel, ("a", 2)) == pytest.approx(a)
    scrub(panel, ("w", 2), 5)
    assert not panel.session.document.keep_fitted


def test_tab_goes_through_the_numbers_and_leaves_at_the_ends(panel, qtbot):
    drawing = panel.drawing
    focus(panel, ("a", 0), qtbot)
    for kind in "bw":
        assert drawing.focusNextPrevChild(True)
        assert drawing._focused == (kind, 0)
    assert drawing.focusNextPrevChild(False)
    assert drawing._focused == ("b", 0)
    QTest.keyClick(drawing, Qt.Key.Key_Right)
    assert drawing._focused == ("w", 0)
    drawing._focus(drawing.network.numbers[-1].place)
    assert not drawing._walk(1)


def test_up_and_down_change_the_number_in_focus_one_undo_step_each(panel, qtbot):
    focus(panel, ("w", 2), qtbot)
    QTest.keyClick(panel.drawing, Qt.Key.Key_Up)
    QTest.keyClick(panel.drawing, Qt.Key.Key_Up)
    assert value(panel, ("w", 2)) == 1.1
    QTest.keyClick(panel.drawing, Qt.Key.Key_Down, SHIFT)
    assert value(panel, ("w", 2)) == pytest.approx(0.5, abs=0.1)
    for name in ("Scrub weight",) * 3:
        assert panel.session.store.undo_name == name
        panel.session.store.undo()
    assert value(panel, ("w", 2)) == 1


def test_by_keys_a_gets_past_0_and_w_to_it(panel, qtbot):
    focus(panel, ("a", 0), qtbot)
    for _ in range(20):
        QTest.keyClick(panel.drawing, Qt.Key.Key_Down)
    assert value(panel, ("a", 0)) == -0.05
    focus(panel, ("w", 1), qtbot)
    for _ in range(20):
        QTest.keyClick(panel.drawing, Qt.Key.Key_Down)
    assert value(panel, ("w", 1)) == 0


def test_enter_lets_a_number_be_typed(panel, qtbot):
    focus(panel, ("b", 2), qtbot)
    QTest.keyClick(panel.drawing, Qt.Key.Key_Return)
    field = panel.drawing._typing
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert value(panel, ("b", 2)) == -2
    QTest.keyClicks(field, "-3")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.drawing._typing is None
    assert hinges(panel)[2] == Hinge(1.5, 1, 2)
    assert panel.session.store.undo_name == "Set b"
    assert panel.drawing.hasFocus()


def test_tab_takes_a_typed_number_and_goes_on(panel, qtbot):
    focus(panel, ("b", 2), qtbot)
    panel.drawing.type_number(("b", 2))
    QTest.keyClicks(panel.drawing._typing, "-4")
    QTest.keyClick(panel.drawing._typing, Qt.Key.Key_Tab)
    assert hinges(panel)[2] == Hinge(2, 1, 2)
    assert panel.drawing._typing is None
    assert panel.drawing.hasFocus()
    assert panel.drawing._focused == ("w", 2)


def test_a_double_click_opens_the_field_and_esc_closes_it(panel, qtbot):
    before = panel.session.document
    where = place_of(panel, ("w", 1))
    press(panel, where)
    release(panel, where)
    send(panel, QEvent.Type.MouseButtonDblClick, where, LEFT, LEFT)
    release(panel, where)
    field = panel.drawing._typing
    assert field.text() == "1"
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert panel.drawing._typing is None
    assert panel.session.document == before


@pytest.mark.parametrize(("text", "words"), [("0", "a = 0"), ("zero", "not a number"), ("1e200", "must be")])
def test_a_typed_number_that_cannot_be_used_is_said(panel, qtbot, text, words):
    before = panel.session.document
    panel.drawing.type_number(("a", 2))
    field = panel.drawing._typing
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert words in panel.problem.text()
    assert panel.drawing._typing is field
    assert field.text() == text
    assert panel.session.document == before
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not panel.problem.isVisible()
    assert value(panel, ("a", 2)) == 2


def test_the_field_closes_when_its_unit_is_gone(panel):
    panel.drawing.type_number(("a", 3))
    panel.session.dispatch(edits.delete_hinges([3]))
    assert panel.drawing._typing is None


def test_a_click_on_a_node_selects_its_hinge_and_shift_adds(panel):
    for unit, modifiers in ((2, NONE), (0, SHIFT)):
        press(panel, node_of(panel, unit), modifiers)
        release(panel, node_of(panel, unit))
    assert panel.session.store.selection == (0, 2)
    press(panel, node_of(panel, 1))
    release(panel, node_of(panel, 1))
    assert panel.session.store.selection == (1,)


def test_pointing_at_a_unit_or_its_numbers_tells_which(panel):
    heard = []
    panel.unit_hovered.connect(heard.append)
    move(panel, node_of(panel, 1), held=NO_BUTTON)
    move(panel, place_of(panel, ("w", 1)), held=NO_BUTTON)
    move(panel, place_of(panel, ("b", 2)), held=NO_BUTTON)
    assert panel.drawing.cursor().shape() == Qt.CursorShape.SizeHorCursor
    QApplication.sendEvent(panel.drawing, QEvent(QEvent.Type.Leave))
    assert heard == [1, 2, None]


def test_an_isolated_unit_stands_out(panel):
    def ink(unit):
        left = panel.drawing.network.number(("a", unit)).box
        image = panel.drawing.grab().toImage()
        ratio = image.devicePixelRatio()
        rows = range(int(left.top * ratio), int(left.bottom * ratio))
        columns = range(int(left.left * ratio), int(left.right * ratio))
        return min(QColor(image.pixel(x, y)).lightness() for x in columns for y in rows)

    panel.show_isolated(1)
    assert ink(1) < 90 < ink(2)
    panel.show_isolated(None)
    assert ink(2) < 90


def test_lines_that_moved_leave_nothing_behind(panel, qtbot):
    panel.drawing.grab()
    panel.drawing.grab()
    scrub(panel, ("w", 1), -10, -30, -60)
    panel.session.dispatch(edits.set_affine(linear=-1))
    panel.set_colours(palette("dark"))
    panel.set_colours(palette("light"))
    panel.drawing._focus(None)
    panel.drawing._point_at(None, None)
    fresh = NetworkPanel(panel.session, palette("light"))
    fresh.resize(panel.size())
    fresh.drawing._forms = panel.drawing._forms
    fresh.show()
    qtbot.waitExposed(fresh)
    one, other = panel.drawing.grab().toImage(), fresh.drawing.grab().toImage()
    fresh.close()
    assert one.size() == other.size()
    different = sum(
        one.pixel(x, y) != other.pixel(x, y) for x in range(one.width()) for y in range(one.height())
    )
    # Where lines cross, another one may lie on top.
    assert different < 60


def test_other_colours_and_odd_sums_can_be_painted(panel):
    panel.set_colours(palette("dark"))
    assert not panel.grab().isNull()
    for model in (HingeSum(), HingeSum((), 1, 2), HingeSum([Hinge(0.1 * i) for i in range(1000)])):
        panel.session.dispatch(edits.set_model(model, name="Set"))
        assert not panel.grab().isNull()


def test_a_scene_that_differs_in_nothing_seen_is_not_painted(panel, monkeypatch):
    shown = []
    monkeypatch.setattr(panel.drawing, "show_scene", shown.append)
    panel.session.dispatch(edits.free(bias=True))
    assert not shown
    panel.session.store.select((1,))
    assert len(shown) == 1


def test_screen_readers_are_told_what_there_is(panel, qtbot):
    drawing = panel.drawing
    assert drawing.accessibleName() == "Network diagram"
    words = "4 hidden units: 1 · g(x), 1 · g(−x), 1 · g(2x − 2), 1 · g(−2x − 2)"
    assert drawing.accessibleDescription() == words
    panel.session.dispatch(edits.set_model(HingeSum([Hinge(0.1 * i) for i in range(1000)], 1.5), name="Set"))
    long = "1,000 hidden units; bias 1.5, linear term 0"
    qtbot.waitUntil(lambda: drawing.accessibleDescription() == long)


def test_each_number_has_a_tip(panel):
    panel.session.dispatch(edits.set_affine(bias=1, linear=1))
    for number in panel.drawing.network.numbers:
        where = middle(number.box)
        assert panel.drawing._tip(where.x(), where.y()).startswith(f"{number.kind}: ")
    assert "unit 1" in panel.drawing._tip(node_of(panel, 0).x(), node_of(panel, 0).y())
    assert panel.drawing._tip(0, 0) == ""


def test_the_arrow_keys_of_a_number_in_focus_are_kept_from_the_window(panel, qtbot):
    panel.session.store.select((0,))
    knot = hinges(panel)[0].knot
    focus(panel, ("w", 0), qtbot)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Return):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, NONE)
        event.ignore()
        QApplication.sendEvent(panel.drawing, event)
        assert event.isAccepted()
    QTest.keyClick(panel.drawing, Qt.Key.Key_Left)
    assert hinges(panel)[0].knot == knot


def test_scenes_of_a_build_up_are_edited_by_index(panel):
    panel.session.show_step(2)
    scrub(panel, ("w", 1), 20)
    assert panel.session.store.document.model.hinges[1].slope == 2
    assert len(panel.session.store.document.model) == 4


@pytest.mark.parametrize(
    ("number", "step"), [(0, 0.05), (1, 0.05), (-7, 0.05), (12, 0.5), (0.5, 0.01), (-0.02, 0.001)]
)
def test_steps_suit_the_size_of_a_number(number, step):
    assert scrub_step(number) == pytest.approx(step)


def test_a_scrubbed_number_settles_on_whole_steps():
    scrub = Scrub(("b", 0), 0.123, 0.01, None)
    assert scrub.value(0) == 0.123
    assert scrub.value(1) == 0.13
    assert scrub.value(-12) == 0
    assert Scrub(("a", 0), 0.05, 0.05, None).value(-1) == -0.05
    assert Scrub(("a", 0), -0.05, 0.05, None).value(1) == 0.05


def test_forms_are_forgotten_when_they_are_not_the_hinge_and_follow_a_fit():
    forms, model = UnitForms(), HingeSum([Hinge(1, 1, 3)])
    forms.remember(0, Unit(1.5, 2, -2))
    assert forms.form(model, 0) == Unit(1.5, 2, -2)
    steeper = HingeSum([Hinge(1, 1, 4)])
    assert forms.form(steeper, 0) == Unit(1, 4, -4)
    assert forms.form(steeper, 0, is_fitted=True) == Unit(2, 2, -2)

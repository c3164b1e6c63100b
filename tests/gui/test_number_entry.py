import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from reluviz.document import edits
from reluviz.gui.canvas.number_entry import NumberEntry
from reluviz.maths.hinges import Hinge


def card(window):
    found = [card for card in window.canvas.findChildren(NumberEntry) if card.isVisible()]
    return found[0] if found else None


@pytest.fixture
def entry(window, mouse, qtbot):
    """The card of the left-facing hinge of h₁, opened by a double click on the knot."""
    mouse.double_click(0.0, 0.0)
    qtbot.waitUntil(lambda: card(window) is not None)
    return card(window)


def hinges(window):
    return window.session.store.document.model.hinges


def type_into(qtbot, field, text):
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_double_click_on_a_knot_opens_its_numbers(entry, window):
    assert (entry.knot.text(), entry.slope.text()) == ("0", "1")
    assert QApplication.focusWidget() is entry.knot
    assert len(hinges(window)) == 2
    assert window.session.store.undo_name == "Add hinge"


def test_knot_and_slope_are_typed_each_as_one_step(entry, window, qtbot):
    type_into(qtbot, entry.knot, "-0,25")
    index = window.session.store.selection[0]
    assert hinges(window)[index].knot == -0.25
    assert QApplication.focusWidget() is entry.slope
    type_into(qtbot, entry.slope, "1/3")
    assert hinges(window)[index].slope == pytest.approx(1 / 3)
    assert window.session.store.undo_name == "Set slope"
    qtbot.waitUntil(lambda: card(window) is None)
    assert window.canvas.hasFocus()


def test_what_is_no_number_is_said_and_the_card_stays(entry, window, qtbot):
    before = window.session.store.document
    type_into(qtbot, entry.knot, "one")
    assert entry.problem.isVisible()
    assert entry.problem.text()
    assert window.session.store.document is before
    qtbot.keyClick(entry.knot, Qt.Key.Key_Escape)
    qtbot.keyClick(entry.knot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: card(window) is None)
    assert window.session.store.document is before


def test_a_press_elsewhere_closes_it_and_keeps_what_was_typed(entry, window, qtbot, mouse):
    entry.slope.setFocus()
    entry.slope.selectAll()
    qtbot.keyClicks(entry.slope, "3")
    index = window.session.store.selection[0]
    mouse.click(-2.0, 8.0)
    qtbot.waitUntil(lambda: card(window) is None)
    assert hinges(window)[index].slope == 3.0
    # The press was for the card: nobody meant another hinge.
    assert len(hinges(window)) == 2


def test_tab_goes_round_in_the_card(entry, qtbot):
    for expected in (entry.slope, entry.facing, entry.knot):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected


def test_the_facing_is_flipped_by_its_button(entry, window, qtbot):
    index = window.session.store.selection[0]
    before = hinges(window)[index].facing
    qtbot.mouseClick(entry.facing, Qt.MouseButton.LeftButton)
    assert hinges(window)[index].facing == -before
    assert entry.facing.text() == ("right →" if before < 0 else "← left")


def test_the_key_opens_it_for_the_selected_hinge_and_says_if_there_is_none(window, qtbot):
    window.session.store.select((0, 1))
    qtbot.keyClick(window.canvas, Qt.Key.Key_N)
    assert card(window) is None
    assert "Select one hinge" in window.statusBar().currentMessage()
    window.session.store.select((1,))
    qtbot.keyClick(window.canvas, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: card(window) is not None)


def test_it_closes_when_its_hinge_goes(entry, window, qtbot):
    window.session.dispatch(edits.delete_hinges([0]))
    qtbot.waitUntil(lambda: card(window) is None)
    assert len(hinges(window)) == 1


def test_it_stays_on_the_canvas_at_its_edges(window, qtbot):
    canvas = window.canvas
    for knot in (canvas.view.bounds.left, canvas.view.bounds.right):
        window.session.dispatch(edits.set_hinge(0, Hinge(knot, 1, 1.0), name="try"))
        window.session.store.select((0,))
        qtbot.keyClick(canvas, Qt.Key.Key_N)
        qtbot.waitUntil(lambda: card(window) is not None)
        assert canvas.rect().contains(card(window).geometry())
        card(window).close()
        qtbot.waitUntil(lambda: card(window) is None)


def test_a_double_click_taken_back_is_forgotten(window, mouse, qtbot):
    left = Qt.MouseButton.LeftButton
    mouse.click(0.0, 0.0)
    mouse._send(QEvent.Type.MouseButtonDblClick, 0.0, 0.0, left, left)
    qtbot.keyClick(window.canvas, Qt.Key.Key_Escape)
    mouse.release(0.0, 0.0)
    window.session.dispatch(edits.clear_hinges())
    mouse.click(1.0, 5.0)
    assert card(window) is None
    assert len(hinges(window)) == 1


def test_there_is_one_card_at_a_time(entry, window, qtbot):
    window.actions_by_key.by_key["type_numbers"].trigger()
    qtbot.waitUntil(lambda: len([c for c in window.canvas.findChildren(NumberEntry) if c.isVisible()]) == 1)

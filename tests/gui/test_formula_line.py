import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from reluviz.document import edits
from reluviz.maths.hinges import HingeSum

H2 = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")


@pytest.fixture
def line(window):
    window.session.dispatch(edits.set_model(H2, "Enter formula"))
    return window.formula_line


def place_of(field, text):
    """The middle of a part of the text that is shown."""
    start = field.text().index(text)
    before = field.fontMetrics().horizontalAdvance(field.text()[: start + len(text) // 2])
    left = next(x for x in range(field.width()) if field.cursorPositionAt(QPoint(x, 10)) > 0)
    return QPoint(left + before, field.height() // 2)


def test_a_click_on_a_term_selects_its_hinge(line, window, qtbot):
    field = line.field
    field.setFocus()
    for term, hinge in (("g(2x−2)", 2), ("g(−x)", 1), ("g(−2x−2)", 3)):
        qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=place_of(field, term))
        assert window.session.store.selection == (hinge,)


def test_pointing_at_a_term_lets_its_unit_stand_out_and_leaving_ends_it(line, window, qtbot):
    seen = []
    window.session.isolated.connect(seen.append)
    qtbot.mouseMove(line.field, place_of(line.field, "g(2x−2)"))
    line.field.pointed_at.emit(line.field.text().index("2x−2"))
    line.field.pointed_at.emit(-1)
    assert seen[-2:] == [2, None]


def test_while_something_is_typed_a_click_only_moves_the_caret(line, window, qtbot):
    line.field.setFocus()
    qtbot.keyClicks(line.field, "1 + ")
    window.session.store.select(())
    qtbot.mouseClick(line.field, Qt.MouseButton.LeftButton, pos=place_of(line.field, "g(2x−2)"))
    assert window.session.store.selection == ()


def test_the_form_is_chosen_remembered_and_read_back(line, window, qtbot):
    window.actions_by_key.by_key["form_slope"].trigger()
    assert line.field.text() == "g(x) + g(−x) + 2g(x−1) + 2g(−(x+1))"
    assert window._settings.formula_form == "slope"
    line.field.setFocus()
    line.field.setCursorPosition(0)
    qtbot.keyClicks(line.field, "1+")
    qtbot.keyClick(line.field, Qt.Key.Key_Return)
    model = window.session.store.document.model
    assert (model.bias, model.slopes.tolist()) == (1.0, [1, 1, 2, 2])
    window.actions_by_key.by_key["form_unit"].trigger()
    assert window.actions_by_key.by_key["form_unit"].isChecked()


def test_the_formula_is_copied_exactly_as_text_and_rounded_as_latex(line, window):
    third = HingeSum.parse("g(x) + g(x/3)")
    window.session.dispatch(edits.set_model(third, "Enter formula"))
    window.actions_by_key.by_key["copy_formula"].trigger()
    text = QApplication.clipboard().text()
    assert HingeSum.parse(text) == third
    window.actions_by_key.by_key["copy_latex"].trigger()
    assert QApplication.clipboard().text() == r"h(x) \approx g(x) + g(0.333333x)"
    assert "Copied" in window.statusBar().currentMessage()


def test_what_is_built_up_is_what_is_copied(line, window):
    window.session.show_step(2)
    window.actions_by_key.by_key["copy_formula"].trigger()
    assert QApplication.clipboard().text() == "g(x) + g(-x)"

import pytest
from PySide6.QtCore import Qt

from reluviz.document import edits, pins
from reluviz.gui.panels.pin_panel import COUNT, LARGEST, NAME, RATIO, RMSE
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target

H1, H2 = HingeSum.parse("g(x) + g(-x)"), HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
CHECK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def panel(window):
    """h₁ pinned by its key, h₂ on the canvas."""
    window.actions_by_key.by_key["pin"].trigger()
    window.session.dispatch(edits.set_model(H2, "Enter formula"))
    return window.docks.pins


def texts(panel, row=0):
    return [panel.model.data(panel.model.index(row, column)) for column in range(5)]


def test_a_pin_is_listed_with_its_errors_and_compared(panel, window):
    assert window.session.store.document.pins[0].model == H1
    assert texts(panel) == ["h₁", "2", "2.39", "6", "3.94"]
    window.session.dispatch(edits.set_norm("max"))
    assert texts(panel)[RATIO] == "3"


def test_the_ghost_is_on_the_canvas_and_its_error_on_the_strip_until_it_is_hidden(panel, window, mouse):
    def ghost_is_there():
        grab = window.canvas.viewport().grab().toImage()
        rows = range(-4, 5)
        places = [mouse.place(2.2 + 0.01 * step, 2.2 + 0.01 * step).toPoint() for step in range(30)]
        ratio = grab.devicePixelRatio()
        colours = {
            grab.pixelColor(round(p.x() * ratio), round((p.y() + row) * ratio)).name()
            for p in places
            for row in rows
        }
        return any(_is_grey(colour) for colour in colours)

    window.session.dispatch(edits.set_model(HingeSum(), "Clear"))
    assert ghost_is_there()
    limit = window.canvas.strip.limit
    assert limit >= 6
    index = panel.model.index(0, NAME)
    assert panel.model.data(index, CHECK) == Qt.CheckState.Checked
    assert panel.model.setData(index, Qt.CheckState.Unchecked, CHECK)
    assert not ghost_is_there()
    assert window.session.store.undo_name == "Hide pin"


def _is_grey(name):
    red, green, blue = (int(name[at : at + 2], 16) for at in (1, 3, 5))
    return 60 < red < 175 and max(red, green, blue) - min(red, green, blue) < 45


def test_the_strip_holds_the_errors_of_the_pins(panel, window):
    assert window.session.scene.errors.max == 2
    assert window.canvas.strip.limit >= 6
    window.session.dispatch(pins.show_pin(0, shown=False))
    window.canvas.strip.fit(shrink=True)
    assert window.canvas.strip.limit < 4


def test_a_pin_is_renamed_and_a_name_twice_is_refused(panel, window):
    index = panel.model.index(0, NAME)
    assert panel.model.setData(index, "first answer")
    assert window.session.store.document.pins[0].name == "first answer"
    window.docks.pins.pin_sum()
    assert not panel.model.setData(panel.model.index(1, NAME), "first answer")
    assert "already" in panel.problem.text()
    assert [pin.name for pin in window.session.store.document.pins] == ["first answer", "h₁"]


def test_restore_goes_on_from_the_pin_and_delete_forgets_it(panel, window, qtbot):
    assert panel.restore.isEnabled()
    panel.restore.click()
    assert window.session.store.document.model == H1
    assert window.session.store.undo_name == "Restore pin"
    panel.delete.click()
    assert window.session.store.document.pins == ()
    assert not panel.table.isVisibleTo(panel)
    assert not panel.restore.isEnabled()
    window.session.store.undo()
    assert texts(panel)[NAME] == "h₁"


def test_a_step_of_the_build_up_can_be_pinned(window):
    window.session.dispatch(edits.set_model(H2, "Enter formula"))
    window.session.show_step(2)
    window.docks.pins.pin_sum()
    assert window.session.store.document.pins[0].model == H1


def test_all_pins_are_hidden_and_shown_together(panel, window):
    action = window.actions_by_key.by_key["pins_shown"]
    assert action.isChecked()
    action.trigger()
    assert not window.session.store.document.pins[0].is_shown
    action.trigger()
    assert window.session.store.document.pins[0].is_shown


def test_a_sum_that_fits_exactly_is_no_division_by_nothing(panel, window):
    window.session.dispatch(edits.set_target(Target.named("abs")))
    window.session.dispatch(edits.set_model(H1, "Enter formula"))
    assert texts(panel)[RATIO] in ("1", "∞")
    assert texts(panel)[COUNT] == "2"
    assert texts(panel)[RMSE] == "0"
    assert texts(panel)[LARGEST] == "0"


def test_another_norm_compares_in_that_norm_at_once(panel, window):
    changed = []
    panel.model.dataChanged.connect(lambda first, last: changed.append((first.column(), last.column())))
    window.session.dispatch(edits.set_norm("max"))
    assert changed == [(RATIO, RATIO)]


def test_a_checkbox_leaves_the_selected_pin_selected(panel, window):
    for _ in range(2):
        panel.pin_sum()
    panel.table.selectRow(0)
    panel.model.setData(panel.model.index(0, NAME), Qt.CheckState.Unchecked, CHECK)
    panel.delete.click()
    assert [pin.name for pin in window.session.store.document.pins] == ["h₂", "h₃"]

"""Styles in the export dialog: used, saved, deleted, and set for the document."""

import pytest
from PySide6.QtWidgets import QInputDialog, QMessageBox

from reluviz.document.edits import set_figure_style
from reluviz.figures import FigureOptions, figure_bytes
from reluviz.figures.choices.saved_styles import keep_style, own_styles
from reluviz.figures.choices.styles import document_style, style_of
from reluviz.figures.formats import checked_format
from reluviz.gui.export.dialog import ExportDialog
from reluviz.gui.export.orders import Order
from reluviz.gui.export.source import figure_of_document
from reluviz.gui.settings import Settings


@pytest.fixture
def open_dialog(window, qtbot):
    opened = []

    def make():
        source = figure_of_document(window.session.scene.document, "figure")
        dialog = ExportDialog(source, Settings(), window.session, window)
        dialog.open()
        opened.append(dialog)
        settle(dialog, qtbot)
        return dialog

    yield make
    for dialog in opened:
        settle(dialog, qtbot)
        dialog.close()


def settle(dialog, qtbot):
    busy = (dialog._previews, dialog._writing)
    qtbot.waitUntil(
        lambda: not (dialog._delay.isActive() or any(each.is_busy for each in busy)), timeout=20_000
    )


def use(dialog, name):
    """Choose a style as a hand does."""
    names = dialog.styles.names
    names.setCurrentText(name)
    assert names.currentText() == name
    names.activated.emit(names.currentIndex())


def choose(dialog, option, value):
    field = dialog.form.fields[option]
    field.show_value(value)
    field.changed.emit()


@pytest.fixture
def answers(monkeypatch):
    """Answer what is asked: the name of a style, and whether that may be."""

    def answer(name="", may=True):
        button = QMessageBox.StandardButton
        monkeypatch.setattr(QInputDialog, "getText", lambda *_: (name, bool(name)))
        monkeypatch.setattr(QMessageBox, "question", lambda *_: button.Yes if may else button.No)

    return answer


def test_a_style_is_used_by_choosing_it_and_the_list_says_which_one_the_choices_are(open_dialog, qtbot):
    dialog = open_dialog()
    assert dialog.styles.names.currentText() == "Lecture, light"
    choose(dialog, "title", "Mine")
    use(dialog, "Paper, grey")
    assert (dialog.options().theme, dialog.options().size, dialog.options().title) == (
        "grey",
        "column",
        "Mine",
    )
    settle(dialog, qtbot)
    assert dialog.styles.names.currentText() == "Paper, grey"
    choose(dialog, "spines", "none")
    settle(dialog, qtbot)
    assert dialog.styles.names.currentText() == ""


def test_a_style_is_saved_replaced_only_when_that_was_wanted_and_deleted(open_dialog, answers, qtbot):
    dialog = open_dialog()
    choose(dialog, "theme", "dark")
    choose(dialog, "spines", "box")
    answers("My lecture")
    dialog.styles.save.trigger()
    assert "My lecture" in dialog.status.text()
    assert dialog.styles.names.currentText() == "My lecture"
    choose(dialog, "spines", "none")
    for same in ("my lecture", " My  lecture "):
        answers(same, may=False)
        dialog.styles.save.trigger()
    use(dialog, "My lecture")
    assert dialog.options().spines == "box"
    dialog.styles.adapt()
    assert dialog.styles.delete.isEnabled()
    answers(may=False)
    dialog.styles.delete.trigger()
    assert list(own_styles()) == ["My lecture"]
    answers(may=True)
    dialog.styles.delete.trigger()
    assert own_styles() == {}
    assert dialog.styles.names.findText("My lecture") < 0
    dialog.styles.adapt()
    assert not dialog.styles.delete.isEnabled()


def test_of_styles_that_say_the_same_the_chosen_one_is_shown(open_dialog, qtbot):
    keep_style("Also light", FigureOptions(dpi=300.0))
    dialog = open_dialog()
    for name in ("Lecture, light", "Also light", "Lecture, light"):
        use(dialog, name)
        settle(dialog, qtbot)
        assert dialog.styles.names.currentText() == name


def test_a_style_may_say_a_resolution_that_is_not_offered(open_dialog):
    keep_style("Fine", FigureOptions(dpi=222.5))
    dialog = open_dialog()
    use(dialog, "Fine")
    assert dialog.options().dpi == 222.5
    assert dialog.form.fields["dpi"].currentText() == "222.5 dpi"


def test_a_name_that_cannot_be_and_a_broken_file_are_said(open_dialog, answers):
    keep_style("Broken", FigureOptions())
    own_styles()["Broken"].write_text("{", encoding="utf-8")
    dialog = open_dialog()
    use(dialog, "Broken")
    assert dialog.status.objectName() == "problem"
    assert "is no style of figures" in dialog.status.text()
    answers("a/b")
    dialog.styles.save.trigger()
    assert "cannot hold '/'" in dialog.status.text()


def test_a_style_is_set_for_the_document_and_dropped_as_edits(open_dialog, window, qtbot):
    store, dialog = window.session.store, open_dialog()
    use(dialog, "Lecture, dark")
    dialog.styles.set_for_document.trigger()
    assert store.document.figure_style == style_of(dialog.options())
    assert store.undo_name == "Set figure style"
    assert dialog.styles.names.currentText() == "that of this document"
    dialog.styles.adapt()
    assert not dialog.styles.set_for_document.isEnabled()
    use(dialog, "Paper, grey")
    settle(dialog, qtbot)
    use(dialog, "that of this document")
    assert dialog.options().theme == "dark"
    dialog.styles.drop_from_document.trigger()
    assert store.document.figure_style == ()
    store.undo()
    assert document_style(store.document).choices["theme"] == "dark"


def test_the_dialog_begins_with_the_style_of_the_document_and_others_do_not(
    open_dialog, window, qtbot, tmp_path
):
    window.session.dispatch(set_figure_style([("theme", "dark"), ("glitter", "much")]))
    dialog = open_dialog()
    assert dialog.options().theme == "dark"
    assert "'glitter', which this program does not know" in dialog.status.text()
    choose(dialog, "show_knots", False)
    dialog.write(Order(tmp_path / "a.svg", checked_format("svg"), dialog.options()))
    settle(dialog, qtbot)
    window.session.dispatch(set_figure_style(()))
    other = open_dialog()
    assert other.options().theme == "light"
    assert not other.options().show_knots


def test_the_same_export_again_takes_a_style_that_the_document_has_got_since(
    open_dialog, window, qtbot, tmp_path
):
    window.exporting.ask()
    (dialog,) = window.findChildren(ExportDialog)
    path = tmp_path / "again.svg"
    dialog.write(Order(path, checked_format("svg"), FigureOptions(size="column")))
    settle(dialog, qtbot)
    assert path.exists()
    dialog.close()
    window.session.dispatch(set_figure_style([("theme", "dark")]))
    with qtbot.waitSignal(window.session.message, check_params_cb=lambda text: text.startswith("Wrote")):
        window.exporting.again()
    options = FigureOptions(size="column", theme="dark")
    assert path.read_bytes() == figure_bytes(window.session.scene.document, "svg", options)

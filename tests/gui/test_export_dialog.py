import errno
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from shiboken6 import isValid

from reluviz.document import edits, storage
from reluviz.figures import PRESETS, FigureOptions, figure_bytes
from reluviz.figures.formats import format_of
from reluviz.gui.background import _Crew
from reluviz.gui.export.dialog import ExportDialog
from reluviz.gui.export.orders import Order
from reluviz.gui.export.source import FigureSource, figure_of_document
from reluviz.gui.export.writing_bar import WritingBar
from reluviz.gui.settings import Settings

SMALL = FigureOptions(size="column", dpi=96)


def order(path, options=SMALL, over=None):
    return Order(path, format_of(path), options, over)


def opened(window):
    source = figure_of_document(window.session.scene.document, "figure")
    return ExportDialog(source, Settings(), window.session, window)


@pytest.fixture
def dialog(window, qtbot):
    made = opened(window)
    made.open()
    qtbot.waitUntil(lambda: made.preview.picture is not None, timeout=20_000)
    yield made
    qtbot.waitUntil(lambda: not (made._previews.is_busy or made._writing.is_busy), timeout=20_000)
    made.close()


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_it_writes_the_figure_that_the_document_makes(dialog, window, qtbot, tmp_path, suffix):
    path = tmp_path / f"figure.{suffix}"
    options = FigureOptions(size="column", dpi=96)
    dialog.write(order(path, options))
    qtbot.waitUntil(lambda: dialog.export_button.isEnabled(), timeout=20_000)
    assert path.read_bytes() == figure_bytes(window.session.scene.document, suffix, options)
    assert "figure" in dialog.status.text()


def test_a_place_that_cannot_be_written_is_said_in_the_dialog(dialog, qtbot, tmp_path):
    dialog.write(order(tmp_path / "no" / "folder.pdf", FigureOptions()))
    qtbot.waitUntil(lambda: dialog.status.objectName() == "problem", timeout=20_000)
    assert "folder.pdf" in dialog.status.text()
    assert dialog.export_button.isEnabled()


@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes])
def test_a_file_is_replaced_only_when_that_was_wanted(dialog, qtbot, tmp_path, monkeypatch, answer):
    path = tmp_path / "mine.pdf"
    path.write_bytes(b"precious")
    dialog.format.setCurrentIndex(dialog.format.findData("pdf"))
    # The suffix is left out, so the file dialog itself has nothing to ask about.
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answer)
    dialog.export_button.click()
    qtbot.waitUntil(lambda: dialog.export_button.isEnabled(), timeout=20_000)
    assert (path.read_bytes() == b"precious") == (answer == QMessageBox.StandardButton.No)


def choose(dialog, option, value):
    """Choose as a hand does, so that the dialog hears of it."""
    field = dialog.form.fields[option]
    field.show_value(value)
    field.changed.emit()


def settled(dialog, qtbot):
    qtbot.waitUntil(lambda: not (dialog._delay.isActive() or dialog._previews.is_busy), timeout=20_000)


def test_every_choice_reaches_the_figure(dialog):
    other = {
        "size": "16cm x 9cm",
        "theme": "dark",
        "dpi": 600.0,
        "title": "Two hinges",
        "error_reading": "square",
        "tolerance": 0.25,
        "lens_x": 0.5,
        "lens_magnification": 100.0,
        "steps": "1,2",
        "fps": 10.0,
        "form": "slope",
        "digits": 4,
        "font": "Any Sans",
        "language": "de",
        "font_size": 11.0,
        "x_label": "$t$",
        "y_label": "height",
        "spines": "box",
        "aspect": "equal",
        "ticks": "knots",
    }
    usual = FigureOptions()
    for option in dialog.form.fields:
        value = other.get(option, not getattr(usual, option))
        assert value != getattr(usual, option)
        choose(dialog, option, value)
        assert getattr(dialog.options(), option) == value


def test_what_cannot_be_used_is_marked_and_said_at_once(dialog, qtbot):
    before = dialog.preview.picture.cacheKey()
    for option, value in (
        ("size", "0cm x 9cm"),
        ("size", "9km x 9km"),
        ("tolerance", "much"),
        ("steps", "3,1"),
    ):
        field = dialog.form.fields[option]
        good = field.value()
        field.setText(value) if hasattr(field, "setText") else field.line.setText(value)
        field.changed.emit()
        qtbot.waitUntil(lambda: dialog.status.objectName() == "problem")
        dialog.export_button.click()
        assert dialog.preview.picture.cacheKey() == before
        choose(dialog, option, good)
        qtbot.waitUntil(lambda: dialog.status.objectName() != "problem")


@pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard|propagateSizeHints)", extend=True)
@pytest.mark.parametrize(("option", "example"), [("size", "16cm x 9cm"), ("steps", "1, 2")])
def test_a_choice_of_ones_own_is_offered_and_put_in_the_line_to_be_changed(dialog, qtbot, option, example):
    field = dialog.form.fields[option]
    field.showPopup()
    qtbot.keyClick(field.view(), Qt.Key.Key_End)
    qtbot.keyClick(field.view(), Qt.Key.Key_Return)
    assert field.line.selectedText() == field.line.text() == example
    assert getattr(dialog.options(), option).replace(" ", "") == example.replace(" ", "")
    settled(dialog, qtbot)
    assert dialog.status.objectName() != "problem"


def test_mathematics_that_cannot_be_set_and_a_missing_font_are_said_in_the_dialog(dialog, qtbot):
    choose(dialog, "title", "$x^$")
    qtbot.waitUntil(lambda: "The mathematics of the title" in dialog.status.text(), timeout=20_000)
    assert dialog.status.objectName() == "problem"
    choose(dialog, "title", "$x^2$")
    qtbot.waitUntil(lambda: not dialog.status.text(), timeout=20_000)
    choose(dialog, "font", "No Such Sans")
    qtbot.waitUntil(lambda: "No Such Sans" in dialog.status.text(), timeout=20_000)
    assert dialog.status.objectName() == "muted"
    settled(dialog, qtbot)


def test_the_field_whose_mathematics_cannot_be_set_is_marked_until_its_text_is_another(dialog, qtbot):
    title, x_label = dialog.form.fields["title"], dialog.form.fields["x_label"]
    choose(dialog, "title", r"$\frac{x$")
    qtbot.waitUntil(lambda: bool(title.property("problem")), timeout=20_000)
    assert not x_label.property("problem")
    choose(dialog, "theme", "dark")
    assert title.property("problem")
    settled(dialog, qtbot)
    assert title.property("problem")
    assert dialog.status.objectName() == "problem"
    choose(dialog, "title", r"$\frac{x}{2}$")
    settled(dialog, qtbot)
    assert not title.property("problem")
    assert dialog.status.objectName() != "problem"


def test_the_fonts_of_the_system_are_offered_and_found_by_a_part_of_their_names(dialog, qtbot):
    font = dialog.form.fields["font"]
    choose(dialog, "font", "My own Sans")
    dialog.form.setCurrentIndex(2)
    qtbot.waitUntil(lambda: font.findData("DejaVu Serif") > 0, timeout=20_000)
    assert font.value() == "My own Sans"
    font.completer().setCompletionPrefix("vu seri")
    assert font.completer().currentCompletion() == "DejaVu Serif"
    font.setCurrentIndex(font.findData("DejaVu Serif"))
    assert dialog.options().font == "DejaVu Serif"
    font.show_value("")
    assert dialog.options().font == ""
    settled(dialog, qtbot)


def test_a_format_offers_what_it_looks_at(dialog, qtbot):
    for key, on, off in (
        ("pdf", ("size", "show_error", "steps"), ("dpi", "digits", "fps")),
        ("png", ("dpi",), ("digits",)),
        ("gif", ("fps", "loop", "size", "dpi"), ("digits",)),
        ("numpy", ("digits", "form"), ("size", "show_error", "steps")),
    ):
        dialog.format.show_value(key)
        dialog.format.changed.emit()
        assert all(dialog.form.fields[name].isEnabled() or not dialog.form.isTabEnabled(0) for name in on)
        assert not any(dialog.form.fields[name].isEnabled() for name in off)
    settled(dialog, qtbot)
    assert "def h(x)" in dialog.pane.text.toPlainText()


def test_a_film_is_never_said_to_be_only_one_figure(dialog, qtbot):
    steps = dialog.form.fields["steps"]
    for key, name in (("gif", "as usual, hinge by hinge"), ("png", "only this figure")):
        dialog.format.setCurrentIndex(dialog.format.findData(key))
        assert steps.currentText() == name
        assert dialog.options().steps == ""
    choose(dialog, "steps", "pins")
    dialog.format.setCurrentIndex(dialog.format.findData("pptx"))
    assert dialog.options().steps == "pins"
    settled(dialog, qtbot)


def test_what_a_format_cannot_hold_is_said_before_a_place_for_it_is_asked_for(dialog, qtbot):
    choose(dialog, "transparent", True)
    dialog.format.setCurrentIndex(dialog.format.findData("gif"))
    qtbot.waitUntil(lambda: "choose APNG or WebP" in dialog.status.text(), timeout=20_000)
    assert dialog.status.objectName() == "problem"
    dialog.format.setCurrentIndex(dialog.format.findData("apng"))
    settled(dialog, qtbot)
    assert dialog.status.objectName() != "problem"


def test_where_there_is_no_figure_the_preview_does_not_say_that_it_comes(window, qtbot):
    made = opened(window)
    choose(made, "title", "$x^$")
    made.open()
    qtbot.waitUntil(lambda: made.preview.instead == "No figure", timeout=20_000)
    choose(made, "title", "$x^2$")
    qtbot.waitUntil(lambda: made.preview.picture is not None, timeout=20_000)
    settled(made, qtbot)
    made.close()


def test_a_step_of_a_sequence_can_be_looked_at(dialog, qtbot):
    choose(dialog, "steps", "hinges")
    qtbot.waitUntil(lambda: dialog.pane.step.maximum() == 3, timeout=20_000)
    settled(dialog, qtbot)
    assert dialog.pane.step.value() == 3
    last = dialog.preview.picture.cacheKey()
    dialog.pane.step.setValue(1)
    qtbot.waitUntil(lambda: dialog.preview.picture.cacheKey() != last, timeout=20_000)
    settled(dialog, qtbot)


def test_in_true_size_an_inch_is_96_pixels(dialog, qtbot):
    choose(dialog, "size", "square")
    dialog.pane.true_size.setChecked(True)
    qtbot.waitUntil(lambda: dialog.preview.widget().width() == 480, timeout=20_000)
    settled(dialog, qtbot)
    assert dialog.preview.picture.width() == 480 * dialog.devicePixelRatioF()


def test_an_animation_is_written_with_progress_and_can_be_cancelled(dialog, qtbot, tmp_path):
    choose(dialog, "size", "column")
    choose(dialog, "fps", 5.0)
    dialog.format.show_value("gif")
    dialog.format.changed.emit()
    height = dialog.height()
    dialog.write(order(tmp_path / "never.gif", dialog.options()))
    assert dialog.stop.isVisible()
    qtbot.waitUntil(lambda: dialog.progress.value() > 0, timeout=20_000)
    assert dialog.status.text() == "Writing never.gif …"
    assert dialog.height() == height
    dialog.stop.click()
    assert not dialog.stop.isEnabled()
    qtbot.waitUntil(lambda: dialog.status.text() == "Cancelled. Nothing was written.", timeout=20_000)
    assert dialog.export_button.isEnabled()
    dialog.write(order(tmp_path / "moving.gif", dialog.options()))
    qtbot.waitUntil(lambda: (tmp_path / "moving.gif").exists(), timeout=60_000)
    qtbot.waitUntil(lambda: "moving.gif" in dialog.status.text(), timeout=20_000)
    assert not (tmp_path / "never.gif").exists()


def test_steps_are_numbered_files_and_the_dialog_says_how_many(dialog, qtbot, tmp_path):
    choose(dialog, "size", "column")
    choose(dialog, "steps", "hinges")
    dialog.write(order(tmp_path / "step.svg", dialog.options()))
    qtbot.waitUntil(lambda: "3 files" in dialog.status.text(), timeout=20_000)
    assert sorted(file.name for file in tmp_path.glob("*.svg")) == ["step-1.svg", "step-2.svg", "step-3.svg"]


def test_numbered_files_are_replaced_only_when_that_was_wanted(dialog, qtbot, tmp_path, monkeypatch):
    (tmp_path / "f-2.png").write_bytes(b"precious")
    choose(dialog, "steps", "hinges")
    dialog.format.show_value("pdf")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "f.png"), ""))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    dialog._ask_and_write()
    settled(dialog, qtbot)
    assert not dialog._writing.is_busy
    assert (tmp_path / "f-2.png").read_bytes() == b"precious"


def test_the_figure_is_written_in_every_size(dialog, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    dialog.format.show_value("svg")
    dialog.format.changed.emit()
    dialog._ask_and_write("sizes")
    qtbot.waitUntil(lambda: f"{len(PRESETS)} files" in dialog.status.text(), timeout=60_000)
    assert len(list(tmp_path.glob("figure-*.svg"))) == len(PRESETS)
    dialog._ask_and_write("pins")
    assert "need a pin" in dialog.status.text()
    dialog.format.show_value("numpy")
    dialog.format.changed.emit()
    assert not dialog.in_sizes.isEnabled()
    assert "same in all sizes" in dialog.in_sizes.toolTip()
    assert dialog.of_pins.isEnabled()


def test_cancel_in_the_middle_of_many_says_how_many_there_are(dialog, qtbot, tmp_path):
    def stop_late(share):
        if share > 0.4:
            dialog.stop.click()

    dialog._writing.progressed.connect(stop_late)
    dialog.write(order(tmp_path / "figure.png", SMALL, "sizes"))
    qtbot.waitUntil(lambda: dialog.export_button.isEnabled(), timeout=60_000)
    kept = len(list(tmp_path.glob("figure-*")))
    assert 0 < kept < len(PRESETS)
    assert dialog.status.text() == f"Cancelled. {kept} of {len(PRESETS)} figures were written."


def test_a_full_disk_in_the_middle_of_many_says_how_many_there_are(dialog, qtbot, tmp_path, monkeypatch):
    def fsync(_):
        if any(tmp_path.glob("figure-*")):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", fsync)
    dialog.write(order(tmp_path / "figure.svg", SMALL, "sizes"))
    qtbot.waitUntil(lambda: dialog.export_button.isEnabled(), timeout=60_000)
    assert len(list(tmp_path.glob("figure-*"))) == 1
    assert dialog.status.objectName() == "problem"
    assert f"no room left on the disk. 1 of {len(PRESETS)} figures were written." in dialog.status.text()


def test_a_dot_in_a_name_is_part_of_it(dialog, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "Fig 1.2"), ""))
    dialog.format.show_value("svg")
    dialog.export_button.click()
    qtbot.waitUntil(lambda: dialog.export_button.isEnabled(), timeout=20_000)
    assert [file.name for file in tmp_path.glob("Fig*")] == ["Fig 1.2.svg"]


def test_who_replaces_many_files_is_told_how_many(dialog, qtbot, tmp_path, monkeypatch):
    asked = []

    def question(parent, title, text, *_):
        asked.append(text)
        return QMessageBox.StandardButton.No

    for number in (1, 2):
        (tmp_path / f"f-{number}.png").write_bytes(b"precious")
    choose(dialog, "steps", "hinges")
    dialog.format.show_value("png")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "f.png"), ""))
    monkeypatch.setattr(QMessageBox, "question", question)
    dialog._ask_and_write()
    settled(dialog, qtbot)
    assert asked == ["“f-1.png” and 1 more exist. Replace them?"]
    assert not dialog._writing.is_busy


@pytest.mark.parametrize("option", ["size", "title", "tolerance", "steps"])
def test_return_in_a_field_takes_what_is_typed_and_no_more(dialog, qtbot, monkeypatch, option):
    opened_dialogs = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: opened_dialogs.append(1) or ("", ""))
    page = next(index for index, names in enumerate(dialog.form._pages) if option in names)
    dialog.form.setCurrentIndex(page)
    field = dialog.form.fields[option].widget()
    field.setFocus()
    for key in (Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(field, key)
    assert dialog.isVisible()
    assert opened_dialogs == []
    settled(dialog, qtbot)


def test_the_dialog_fits_on_a_small_screen(dialog):
    # A notebook of 1366 × 768 pixels at 125 % has 614 of them from top to bottom.
    least = dialog.minimumSizeHint()
    assert least.height() <= 560
    assert least.width() <= 900


@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes])
def test_a_long_sequence_is_begun_only_when_that_was_wanted(dialog, qtbot, tmp_path, monkeypatch, answer):
    asked = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "f.png"), ""))
    monkeypatch.setattr(QMessageBox, "question", lambda *words: asked.append(words[2]) or answer)
    monkeypatch.setattr("reluviz.gui.export.questions.MANY_STEPS", 2)
    choose(dialog, "steps", "hinges")
    dialog.format.show_value("png")
    dialog._ask_and_write()
    assert asked == ["There are 3 pictures to draw, which takes a while. Write them all?"]
    assert dialog._writing.is_busy == (answer == QMessageBox.StandardButton.Yes)
    dialog.stop.click()
    settled(dialog, qtbot)


def test_return_exports_and_escape_leaves(window, qtbot, monkeypatch):
    dialog = opened(window)
    dialog.open()
    opened_dialogs = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: opened_dialogs.append(1) or ("", ""))
    assert dialog.export_button.isDefault()
    assert not dialog.stop.isDefault()
    dialog.form.setFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert opened_dialogs == [1]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_everything_can_be_copied(dialog, qtbot):
    clipboard = QApplication.clipboard()
    for action in dialog.copy.menu().actions():
        if action.isSeparator():
            continue
        clipboard.clear()
        action.trigger()
        qtbot.waitUntil(lambda: not dialog._copying.is_busy, timeout=20_000)
        assert action.text() in dialog.status.text()
        data = clipboard.mimeData()
        if action.text() == "Picture":
            assert not data.imageData().isNull()
            assert {"image/png", "image/svg+xml", "application/pdf"} <= set(data.formats())
        else:
            assert data.formats()
    assert bytes(data.text(), "utf-8") == figure_bytes(dialog._source.document, "csv", dialog.options())


def test_what_is_dragged_out_is_a_file_of_the_chosen_format(dialog, qtbot, monkeypatch):
    dragged = []
    monkeypatch.setattr(
        QDrag, "exec", lambda drag, *_: dragged.append(drag.mimeData().urls()[0].toLocalFile())
    )
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    for key in ("pdf", "numpy"):
        dialog.format.show_value(key)
        dialog.preview.dragged.emit()
        qtbot.waitUntil(lambda: not dialog._copying.is_busy, timeout=20_000)
        content = Path(dragged[-1]).read_bytes()
        assert content == figure_bytes(dialog._source.document, key, dialog.options())
    assert [Path(file).name for file in dragged] == ["figure.pdf", "figure.py"]


def test_the_same_export_again_takes_no_dialog(window, qtbot, tmp_path):
    window.exporting.again()
    (first,) = window.findChildren(ExportDialog)
    first.write(order(tmp_path / "again.svg", FigureOptions(size="column")))
    qtbot.waitUntil(lambda: (tmp_path / "again.svg").exists(), timeout=20_000)
    qtbot.waitUntil(lambda: "Wrote" in first.status.text(), timeout=20_000)
    first.close()
    before = (tmp_path / "again.svg").read_bytes()
    window.session.dispatch(edits.clear_hinges())
    with qtbot.waitSignal(window.session.message, check_params_cb=lambda text: text.startswith("Wrote")):
        window.exporting.again()
    assert (tmp_path / "again.svg").read_bytes() != before
    # Another document must not take the place of this one's figure.
    window.session.replace(window.session.store.document)
    window.exporting.again()
    (other,) = [one for one in window.findChildren(ExportDialog) if one.isVisible()]
    qtbot.waitUntil(lambda: not other._previews.is_busy and not other._delay.isActive(), timeout=20_000)
    other.close()


def test_a_file_that_is_still_being_written_can_be_written_again_without_a_dialog(window, qtbot, tmp_path):
    window.exporting.ask()
    (first,) = window.findChildren(ExportDialog)
    first.write(order(tmp_path / "again.svg"))
    with qtbot.waitSignal(window.session.message, timeout=20_000) as said:
        first.close()
    assert said.args[0].startswith("Wrote")
    (tmp_path / "again.svg").unlink()
    with qtbot.waitSignal(window.session.message, check_params_cb=lambda text: text.startswith("Wrote")):
        window.exporting.again()
    assert (tmp_path / "again.svg").exists()


def test_a_second_export_again_waits_for_the_first_and_shows_the_newest(window, qtbot, tmp_path):
    messages = []
    window.session.message.connect(messages.append)
    path = tmp_path / "again.svg"
    window.exporting._remember(order(path))
    window.exporting.again()
    window.session.dispatch(edits.clear_hinges())
    window.exporting.again()
    assert "still being written" in messages[-1]
    qtbot.waitUntil(lambda: not window.exporting._writing.is_busy, timeout=20_000)
    assert [text[:5] for text in messages if text.startswith("Wr")] == ["Writi", "Wrote", "Writi", "Wrote"]
    assert path.read_bytes() == figure_bytes(window.session.scene.document, "svg", SMALL)


def test_a_long_export_again_shows_how_far_it_is_and_can_be_cancelled(window, qtbot, tmp_path):
    path = tmp_path / "again.gif"
    window.exporting._remember(order(path, replace(SMALL, steps="hinges", fps=50.0)))
    window.exporting.again()
    bar = window.findChild(WritingBar)
    assert not bar.isVisible()
    qtbot.waitUntil(lambda: bar.isVisible() and bar.progress.value() > 0, timeout=20_000)
    window.exporting.again()
    with qtbot.waitSignal(window.session.message, timeout=20_000) as said:
        bar.cancel.click()
    assert said.args[0] == "Cancelled. Nothing was written."
    assert not bar.isVisible()
    assert not window.exporting._writing.is_busy
    assert not path.exists()


def test_where_another_document_was_opened_meanwhile_no_dialog_opens_by_itself(window, qtbot, tmp_path):
    window.exporting._remember(order(tmp_path / "again.svg"))
    window.exporting.again()
    window.exporting.again()
    window.session.replace(window.session.store.document)
    with qtbot.waitSignal(window.session.message, check_params_cb=lambda text: text.startswith("Wrote")):
        pass
    assert not window.findChildren(ExportDialog)


def test_the_figure_can_be_copied_without_a_dialog(window, qtbot):
    QApplication.clipboard().clear()
    with qtbot.waitSignal(window.session.message, timeout=20_000) as said:
        window.actions_by_key.by_key["copy_figure"].trigger()
    assert said.args[0] == "Copied: the figure."
    assert not QApplication.clipboard().mimeData().imageData().isNull()


def test_the_preview_follows_a_change(dialog, qtbot):
    before = dialog.preview.picture.cacheKey()
    dialog.form.fields["show_error"].toggle()
    qtbot.waitUntil(lambda: dialog.preview.picture.cacheKey() != before, timeout=20_000)


def test_the_choices_are_remembered(dialog, qtbot, tmp_path, window):
    choose(dialog, "size", "beamer")
    choose(dialog, "show_knots", False)
    dialog.write(order(tmp_path / "a.svg", dialog.options()))
    qtbot.waitUntil(lambda: dialog.export_button.isEnabled(), timeout=20_000)
    again = opened(window)
    assert again.options().size == "beamer"
    assert not again.options().show_knots
    qtbot.waitUntil(lambda: not again._previews.is_busy, timeout=20_000)
    again.close()


def test_closing_it_while_a_preview_is_drawn_is_harmless(window, qtbot):
    quick = opened(window)
    quick.open()
    qtbot.waitUntil(lambda: quick._previews.is_busy, timeout=20_000)
    quick.close()
    # The preview is drawn to its end, and what it brings finds nobody.
    assert _Crew.of_application().pool.waitForDone(20_000)
    QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: not isValid(quick), timeout=20_000)


@pytest.mark.parametrize("place", ["late.svg", "no/late.svg"])
def test_a_file_still_being_written_when_the_dialog_is_closed_is_reported_in_the_window(
    window, qtbot, tmp_path, place
):
    source = figure_of_document(window.session.scene.document, "figure")
    may_write = Event()

    def compose(options):
        may_write.wait(20)
        return source.compose(options)

    slow = ExportDialog(FigureSource("figure", compose), Settings(), window.session, window)
    slow.open()
    slow.write(order(tmp_path / place, FigureOptions(size="beamer")))
    slow.close()
    QCoreApplication.sendPostedEvents(slow, QEvent.Type.DeferredDelete)
    assert not isValid(slow)
    with qtbot.waitSignal(window.session.message, timeout=20_000) as said:
        may_write.set()
    assert "late.svg" in said.args[0]
    assert said.args[0] == window.statusBar().currentMessage()
    assert (tmp_path / "late.svg").exists() == said.args[0].startswith("Wrote")


def test_a_dialog_closed_after_cancel_leaves_no_writer_behind(window, qtbot, tmp_path):
    before = len(window.session.children())
    gone = opened(window)
    gone.open()
    gone.write(order(tmp_path / "never.gif"))
    gone.stop.click()
    with qtbot.waitSignal(window.session.message, timeout=20_000) as said:
        gone.close()
    assert said.args[0] == "Cancelled. Nothing was written."
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(window.session.children()) == before
    assert not list(tmp_path.glob("*.gif"))


def test_only_choices_that_make_a_difference_are_offered(window, qtbot):
    source = figure_of_document(window.session.scene.document, "figure")
    few = ExportDialog(
        FigureSource("figure", source.compose, offered=("transparent",)), Settings(), window.session, window
    )
    assert list(few.form.fields) == ["transparent"]
    assert few.options().show_legend
    few.close()

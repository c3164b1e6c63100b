from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox
from shiboken6 import isValid

from reluviz.figures import FigureOptions, figure_bytes
from reluviz.gui.export.dialog import ExportDialog
from reluviz.gui.export.source import FigureSource, figure_of_document
from reluviz.gui.settings import Settings


def opened(window):
    source = figure_of_document(window.session.scene.document, "figure")
    return ExportDialog(source, Settings(), window.session, window)


@pytest.fixture
def dialog(window, qtbot):
    made = opened(window)
    made.open()
    qtbot.waitUntil(lambda: made.preview._picture is not None, timeout=20_000)
    yield made
    qtbot.waitUntil(lambda: not (made._previews.is_busy or made._writer.is_busy), timeout=20_000)
    made.close()


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_it_writes_the_figure_that_the_document_makes(dialog, window, qtbot, tmp_path, suffix):
    path = tmp_path / f"figure.{suffix}"
    options = FigureOptions(size="column", dpi=96)
    dialog.write(path, options)
    qtbot.waitUntil(lambda: dialog.export_button.isEnabled(), timeout=20_000)
    assert path.read_bytes() == figure_bytes(window.session.scene.document, suffix, options)
    assert "figure" in dialog.status.text()


def test_a_place_that_cannot_be_written_is_said_in_the_dialog(dialog, qtbot, tmp_path):
    dialog.write(tmp_path / "no" / "folder.pdf", FigureOptions())
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


def test_every_choice_reaches_the_figure(dialog):
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    dialog.size_choice.setCurrentIndex(dialog.size_choice.findData("half"))
    dialog.format.setCurrentIndex(dialog.format.findData("png"))
    dialog.dpi.setCurrentIndex(dialog.dpi.findData("600"))
    dialog.title.setText("  Two hinges  ")
    dialog.boxes["show_units"].setChecked(False)
    assert dialog.options() == FigureOptions(
        size="half", theme="dark", dpi=600, title="Two hinges", show_units=False
    )


def test_the_preview_follows_a_change(dialog, qtbot):
    before = dialog.preview._picture.cacheKey()
    dialog.boxes["show_error"].toggle()
    qtbot.waitUntil(lambda: dialog.preview._picture.cacheKey() != before, timeout=20_000)


def test_the_choices_are_remembered(dialog, qtbot, tmp_path, window):
    dialog.size_choice.setCurrentIndex(dialog.size_choice.findData("beamer"))
    dialog.boxes["show_knots"].setChecked(False)
    dialog.write(tmp_path / "a.svg", dialog.options())
    qtbot.waitUntil(lambda: dialog.export_button.isEnabled(), timeout=20_000)
    again = opened(window)
    assert again.size_choice.currentData() == "beamer"
    assert not again.boxes["show_knots"].isChecked()
    qtbot.waitUntil(lambda: not again._previews.is_busy, timeout=20_000)
    again.close()


def test_closing_it_while_a_preview_is_drawn_is_harmless(window, qtbot):
    quick = opened(window)
    quick.open()
    quick.close()
    qtbot.wait(50)


@pytest.mark.parametrize("place", ["late.svg", "no/late.svg"])
def test_a_file_still_being_written_when_the_dialog_is_closed_is_reported_in_the_window(
    window, qtbot, tmp_path, place
):
    source = figure_of_document(window.session.scene.document, "figure")
    may_write = Event()

    def compose(options):
        may_write.wait(20)
        return source.compose(options)

    slow = ExportDialog(FigureSource("figure", compose, ()), Settings(), window.session, window)
    slow.open()
    slow.write(tmp_path / place, FigureOptions(size="beamer"))
    slow.close()
    QCoreApplication.sendPostedEvents(slow, QEvent.Type.DeferredDelete)
    assert not isValid(slow)
    with qtbot.waitSignal(window.session.message, timeout=20_000) as said:
        may_write.set()
    assert "late.svg" in said.args[0]
    assert said.args[0] == window.statusBar().currentMessage()
    assert (tmp_path / "late.svg").exists() == said.args[0].startswith("Wrote")


def test_only_choices_that_make_a_difference_are_offered(window, qtbot):
    source = figure_of_document(window.session.scene.document, "figure")
    few = ExportDialog(
        FigureSource("figure", source.compose, ("transparent",)), Settings(), window.session, window
    )
    assert list(few.boxes) == ["transparent"]
    assert few.options().show_legend
    few.close()

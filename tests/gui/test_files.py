import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox

import reluviz as rv
from reluviz.document import edits
from reluviz.maths.hinges import HingeSum


@pytest.fixture
def answers(monkeypatch):
    """What the person answers to the next dialogs; the texts they were shown."""
    said = {"open": "", "save": "", "leave": QMessageBox.StandardButton.Cancel, "shown": []}
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (said["open"], ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (said["save"], ""))

    def ask(box):
        said["shown"].append(box.text())
        return said["leave"]

    monkeypatch.setattr(QMessageBox, "exec", ask)
    monkeypatch.setattr(QMessageBox, "warning", lambda *args: said["shown"].append(args[2]))
    return said


def change(window):
    window.session.dispatch(edits.set_model(HingeSum.parse("g(x-1)"), "try"))
    return window.session.store.document


def test_saving_and_opening_brings_the_same_document_back(window, answers, tmp_path):
    document = change(window)
    answers["save"] = str(tmp_path / "mine")
    assert window.files.save_and_wait()
    assert window.files.path == tmp_path / "mine.reluviz"
    assert not window.isWindowModified()
    assert "mine" in window.windowTitle()
    window.files.new()
    assert len(window.session.store.document.model) == 0
    answers["open"] = str(tmp_path / "mine.reluviz")
    window.files.open()
    assert window.session.store.document == document
    assert window.session.store.undo_name is None


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"format": "reluviz", "version": 99}'])
def test_a_broken_or_newer_file_is_refused_and_the_document_stays(window, answers, tmp_path, content):
    broken = tmp_path / "broken.reluviz"
    broken.write_bytes(content)
    document = window.session.store.document
    answers["open"] = str(broken)
    window.files.open()
    assert window.session.store.document is document
    (shown,) = answers["shown"]
    assert "broken.reluviz" in shown
    assert "Traceback" not in shown


def test_a_place_that_cannot_be_written_keeps_the_document_unsaved(window, answers, tmp_path):
    change(window)
    answers["save"] = str(tmp_path / "no" / "folder" / "a.reluviz")
    assert not window.files.save_and_wait()
    assert window.isWindowModified()
    assert answers["shown"]


def test_leaving_unsaved_changes_is_asked_and_cancel_stays(window, answers):
    document = change(window)
    window.files.new()
    assert window.session.store.document is document
    assert "Save the changes" in answers["shown"][0]
    assert not window.close()


def test_discard_leaves_and_save_saves_first(window, answers, tmp_path):
    change(window)
    answers["leave"] = QMessageBox.StandardButton.Save
    answers["save"] = str(tmp_path / "kept.reluviz")
    window.files.new()
    assert rv.load(tmp_path / "kept.reluviz").model == HingeSum.parse("g(x-1)")
    change(window)
    answers["leave"] = QMessageBox.StandardButton.Discard
    window.files.new()
    assert len(window.session.store.document.model) == 0


@pytest.fixture
def opened(window, tmp_path):
    """The path of the file that is open in the window."""
    path = tmp_path / "shared.reluviz"
    rv.save(rv.Document(rv.Target.named("sine"), HingeSum.parse("g(x)")), path)
    assert window.files.open_path(path)
    return path


def save_as_another_program(path):
    document = rv.Document(rv.Target.named("sine"), HingeSum.parse("3g(x)"))
    rv.save(document, path)
    return document


class TestAFileThatChangedOnTheDisk:
    def test_is_not_replaced_unasked(self, window, answers, opened):
        theirs = save_as_another_program(opened)
        change(window)
        answers["leave"] = QMessageBox.StandardButton.Cancel
        assert not window.files.save_and_wait()
        assert "has changed on the disk" in answers["shown"][0]
        assert rv.load(opened) == theirs
        assert window.isWindowModified()

    def test_is_replaced_if_that_is_wanted_and_not_asked_about_again(self, window, answers, opened):
        save_as_another_program(opened)
        mine = change(window)
        answers["leave"] = QMessageBox.StandardButton.Yes
        assert window.files.save_and_wait()
        assert rv.load(opened) == mine
        window.session.dispatch(edits.set_affine(bias=1.0))
        assert window.files.save_and_wait()
        assert len(answers["shown"]) == 1

    def test_and_mine_can_both_be_kept(self, window, answers, opened, tmp_path):
        theirs = save_as_another_program(opened)
        mine = change(window)
        answers["leave"] = QMessageBox.StandardButton.Save
        answers["save"] = str(tmp_path / "mine.reluviz")
        assert window.files.save_and_wait()
        assert (rv.load(opened), rv.load(tmp_path / "mine.reluviz")) == (theirs, mine)
        assert window.files.path == tmp_path / "mine.reluviz"

    def test_keeps_the_window_open_that_was_to_close(self, window, answers, opened, monkeypatch):
        save_as_another_program(opened)
        change(window)
        said = iter([QMessageBox.StandardButton.Save, QMessageBox.StandardButton.Cancel])
        monkeypatch.setattr(QMessageBox, "exec", lambda _: next(said))
        assert not window.close()
        assert window.isVisible()

    def test_is_written_anew_if_it_is_gone(self, window, answers, opened):
        opened.unlink()
        mine = change(window)
        assert window.files.save_and_wait()
        assert rv.load(opened) == mine
        assert answers["shown"] == []


def test_one_save_after_the_other_asks_nothing(window, answers, opened):
    for slope in (1, 2, 3):
        window.session.dispatch(edits.set_model(HingeSum.parse(f"{slope}g(x-1)"), "try"))
        assert window.files.save()
    assert window.files.may_leave()
    assert rv.load(opened).model == HingeSum.parse("3g(x-1)")
    assert answers["shown"] == []


def test_what_is_changed_while_a_save_is_under_way_is_not_called_saved(window, answers, opened):
    document = change(window)
    assert window.files.save()
    window.session.dispatch(edits.set_affine(bias=1.0))
    assert window.files._saving.wait()
    assert rv.load(opened) == document
    assert window.isWindowModified()


def test_a_file_that_is_open_elsewhere_is_opened_only_if_that_is_wanted(window, answers, opened, tmp_path):
    other = tmp_path / "other.reluviz"
    document = save_as_another_program(other)
    window.files.is_open_elsewhere = lambda path: path == other
    assert not window.files.open_path(other)
    assert "open in another window" in answers["shown"][0]
    assert window.files.path == opened
    answers["leave"] = QMessageBox.StandardButton.Open
    assert window.files.open_path(other)
    assert window.session.store.document == document


def test_saving_in_the_middle_of_a_gesture_saves_what_was_before_it(window, answers, tmp_path, mouse):
    document = change(window)
    answers["save"] = str(tmp_path / "a.reluviz")
    mouse.press(2.0, 5.0)
    mouse.move(2.5, 6.0)
    assert window.files.save_and_wait()
    assert rv.load(tmp_path / "a.reluviz") == document
    mouse.release(2.5, 6.0)
    assert window.isWindowModified()


def test_a_dropped_file_is_opened_and_remembered(window, tmp_path):
    path = tmp_path / "dropped.reluviz"
    rv.save(rv.Document(rv.Target.named("sine"), HingeSum.parse("g(x)")), path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy = Qt.DropAction.CopyAction
    window.dropEvent(
        QDropEvent(QPointF(9, 9), copy, data, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)
    )
    assert window.session.store.document.target.name == "Sine"
    window._fill_recent()
    assert window._recent.actions()[0].text() == "dropped.reluviz"


def test_panels_that_were_closed_can_be_restored(window):
    for dock in window.docks._docks:
        dock.close()
    window.docks.restore()
    assert all(dock.isVisible() for dock in window.docks._docks)


def test_the_window_restores_its_layout(window, qtbot):
    from reluviz.gui.app import make_window

    window.docks._docks[0].hide()
    window.close()
    again = make_window()
    qtbot.addWidget(again)
    again.show()
    assert not again.docks._docks[0].isVisible()
    assert again.screen().geometry().intersects(again.frameGeometry())


def test_garbage_in_the_settings_gives_the_defaults(qtbot, private_settings):
    from reluviz.gui.settings import Settings

    settings = Settings()
    for key in ("theme", "new_hinge_rule", "folder", "recent_files", "geometry", "layout", "figure_dpi"):
        settings.keep_text(key, "\x00garbage")
    assert (settings.theme, settings.new_hinge_rule) == ("system", "best")
    assert settings.bytes_of("geometry").isEmpty()
    from reluviz.gui.app import make_window

    window = make_window()
    qtbot.addWidget(window)
    window.show()


def test_a_number_that_is_being_typed_counts_as_a_change(window, answers, qtbot):
    field = window.docks.fit.bias
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "4")
    window.files.new()
    assert answers["shown"]
    assert window.session.store.document.model.bias == 4.0

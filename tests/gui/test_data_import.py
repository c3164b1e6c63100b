import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

TABLE = "t [s];speed\n0;1,5\n1;2,5\n2;n/a\n3;0,5\n"


@pytest.fixture
def said(window):
    words = []
    window.session.message.connect(words.append)
    return words


def target(window):
    return window.session.store.document.target


def test_a_file_becomes_the_target_and_what_was_skipped_is_said(window, said, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "measured.csv"
    path.write_text(TABLE)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window.actions_by_key.by_key["import_data"].trigger()
    qtbot.waitUntil(lambda: target(window).data is not None)
    assert target(window).data.y.tolist() == [1.5, 2.5, 0.5]
    assert target(window).name == "measured"
    assert "1 of 4 rows was skipped" in said[-1]
    assert window.session.store.undo_name == "Import data"
    window.canvas.viewport().grab()


def test_a_table_is_pasted(window, said, qtbot):
    QApplication.clipboard().setText("0\t1\n1\t4\n2\t9\n")
    window.actions_by_key.by_key["paste_data"].trigger()
    qtbot.waitUntil(lambda: target(window).data is not None)
    assert target(window).data.y.tolist() == [1, 4, 9]


def test_an_empty_clipboard_is_said(window, said):
    QApplication.clipboard().setText("  ")
    window.actions_by_key.by_key["paste_data"].trigger()
    assert "no text" in said[-1]


def test_a_dropped_table_is_data_and_no_document(window, qtbot, tmp_path):
    path = tmp_path / "table.tsv"
    path.write_text("x\ty\n0\t1\n1\t2\n")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    qtbot.waitUntil(lambda: target(window).data is not None)
    assert len(window.session.store.document.model) == 2


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0", b"a,b\nc,d\n"])
def test_what_holds_no_table_is_refused_and_nothing_changes(window, qtbot, tmp_path, monkeypatch, content):
    refused = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: refused.append(words[-1]))
    before = window.session.store.document
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    window.data.read(path)
    qtbot.waitUntil(lambda: bool(refused))
    assert "broken.csv" in refused[0]
    assert window.session.store.document is before

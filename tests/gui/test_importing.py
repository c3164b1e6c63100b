"""The import dialog: typical tables come out right at once, others by hand; nothing harms the document."""

import codecs

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from reluviz.gui.importing import dialog as dialog_module
from reluviz.gui.importing.dialog import ImportDialog
from reluviz.maths.measure import measure_at
from reluviz.targets.data import files

GERMAN = "Messreihe 7;;;\r\nZeit [s];Temperatur [°C];Spannung [V];Gewicht\r\n" + "".join(
    f"{row / 10:.1f};{20 + row / 4:.2f};{row * row / 100:.2f};{1 + row % 3}\r\n".replace(".", ",")
    for row in range(40)
)


def target(window):
    return window.session.store.document.target


@pytest.fixture
def opened(window, qtbot):
    """Open the dialog on a file or on bytes, and wait until it has said what it makes of it."""

    def open_dialog(source):
        window.data._open(source) if isinstance(source, bytes) else window.data.read(source)
        return shown(window, qtbot)

    return open_dialog


def shown(window, qtbot):
    found = [one for one in window.findChildren(ImportDialog) if one.isVisible()]
    assert len(found) == 1
    settled(found[0], qtbot)
    return found[0]


def settled(dialog, qtbot):
    qtbot.waitUntil(lambda: not (dialog._opener.is_busy or dialog._reader.is_busy))
    assert dialog.use.isEnabled() == (not dialog.problem.text())
    assert dialog.progress.isHidden()


def choose(dialog, qtbot, part, value):
    field = dialog.choices.lists.get(part)
    if field is None:
        dialog.choices.counts[part].setValue(value)
    else:
        field.setCurrentIndex(next(row for row in range(field.count()) if field.itemData(row) == value))
    settled(dialog, qtbot)


def said(window):
    words = []
    window.session.message.connect(words.append)
    return words


# From the menu, the clipboard, a drop -------------------------------------------------------------


def test_a_file_from_the_menu_becomes_the_target_by_enter(window, qtbot, tmp_path, monkeypatch):
    path, words = tmp_path / "measured.csv", said(window)
    path.write_text("t [s];speed\n0;1,5\n1;2,5\n2;n/a\n3;0,5\n")
    before, undo_name = window.session.store.document, window.session.store.undo_name
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window.actions_by_key.by_key["import_data"].trigger()
    dialog = shown(window, qtbot)
    assert window.session.store.document is before
    assert "1 of 4 rows was skipped: line 4 has 'n/a' in column speed" in dialog.report.text()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert target(window).data.y.tolist() == [1.5, 2.5, 0.5]
    assert target(window).name == "measured"
    assert "1 of 4 rows was skipped" in words[-1]
    assert window.session.store.undo_name == "Import data"
    window.session.store.undo()
    assert window.session.store.document == before
    assert window.session.store.undo_name == undo_name
    assert window._settings.folder == str(tmp_path)


def test_a_table_is_pasted(window, qtbot):
    QApplication.clipboard().setText("0\t1\n1\t4\n2\t9\n")
    window.actions_by_key.by_key["paste_data"].trigger()
    dialog = shown(window, qtbot)
    dialog.use.click()
    assert target(window).data.y.tolist() == [1, 4, 9]
    assert target(window).name == "Pasted data"


def test_an_empty_clipboard_is_said(window):
    QApplication.clipboard().setText("  ")
    words = said(window)
    window.actions_by_key.by_key["paste_data"].trigger()
    assert "no text" in words[-1]
    assert not window.findChildren(ImportDialog)


def drop(window, path):
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


def test_a_dropped_table_is_data_and_no_document(window, qtbot, tmp_path):
    path = tmp_path / "table.tsv"
    path.write_text("x\ty\n0\t1\n1\t2\n")
    drop(window, path)
    shown(window, qtbot).accept()
    assert target(window).data.x.tolist() == [0, 1]
    assert len(window.session.store.document.model) == 2


# What typical programs write ----------------------------------------------------------------------

THREE = ([0.5, 1.5, 2.5], [1, 4, 9])
TYPICAL = {
    "CSV": (b"x,y\n0.5,1\n1.5,4\n2.5,9\n", *THREE, None),
    "TSV with a header": (b"time\tvalue\n0.5\t1\n1.5\t4\n2.5\t9\n", *THREE, None),
    "German Excel": ("Zeit;Größe\r\n0,5;1\r\n1,5;4\r\n2,5;9\r\n".encode("cp1252"), *THREE, None),
    "UTF-16 from Excel": (
        codecs.BOM_UTF16_LE + "x\ty\r\n0,5\t1\r\n1,5\t4\r\n2,5\t9\r\n".encode("utf-16-le"),
        *THREE,
        None,
    ),
    "UTF-8 with its mark": (codecs.BOM_UTF8 + b"x;y\r\n0,5;1\r\n1,5;4\r\n2,5;9\r\n", *THREE, None),
    "blanks and comments": (b"# run 7\n# x   y\n 0.5   1\n 1.5   4\n# a break\n 2.5   9\n", *THREE, None),
    "with weights": (b"x,weight,y\n0.5,1,1\n1.5,2,4\n2.5,1,9\n", *THREE, [1, 2, 1]),
    "Excel's delimiter line": (b"sep=;\nx;y\n0.5;1\n1.5;4\n2.5;9\n", *THREE, None),
    "quoted cells": (b'"x","y, raw"\n"0.5","1"\n"1.5","4"\n"2.5","9"\n', *THREE, None),
    "rows in disorder": (b"x,y\n2.5,9\n0.5,1\n1.5,4\n", *THREE, None),
    "a column of row numbers": (b",x,y\n0,0.5,1\n1,1.5,4\n2,2.5,9\n", *THREE, None),
    "old Mac line ends": (b"x,y\r0.5,1\r1.5,4\r2.5,9\r", *THREE, None),
    "one column": (b"y\n1\n4\n9\n", [0, 1, 2], [1, 4, 9], None),
    "not numbers in some": (b"x,y\n0.5,1\nnan,3\n1.5,4\n2.0,oops\n2.5,9\n", *THREE, None),
}


@pytest.mark.parametrize("kind", TYPICAL)
def test_typical_tables_need_no_correction(window, opened, kind):
    data, x, y, weights = TYPICAL[kind]
    dialog = opened(data)
    assert not dialog.problem.text()
    dialog.accept()
    found = target(window).data
    assert (found.x.tolist(), found.y.tolist()) == (x, y)
    assert (found.weights is None) == (weights is None)
    if weights is not None:
        assert found.weights.tolist() == weights


# By hand ------------------------------------------------------------------------------------------


def test_a_column_is_chosen_by_hand_and_the_points_are_held_out_and_fitted(window, opened, qtbot, tmp_path):
    path = tmp_path / "Messung.csv"
    path.write_bytes(GERMAN.encode("cp1252"))
    dialog = opened(path)
    form = dialog._proposal.form
    assert (form.delimiter, form.decimal, form.encoding) == (";", ",", "cp1252")
    assert (form.lines_before, form.header_rows) == (1, 1)
    assert not dialog.detected.isEnabled()
    choose(dialog, qtbot, "y_column", 2)
    choose(dialog, qtbot, "weight_column", 3)
    assert "y is column Spannung [V] and the weights are column Gewicht" in dialog.report.text()
    assert dialog.detected.isEnabled()
    dialog.accept()
    assert target(window).data.y[-1] == pytest.approx(39 * 39 / 100, abs=0.01)
    assert target(window).data.weights.tolist()[:4] == [1, 2, 3, 1]
    window.docks.target.hold_out.share.entered.emit("hold_out", 20.0)
    assert target(window).points_held_out.x.size == 8
    scene = window.session.scene
    assert scene.test_errors == measure_at(scene.sum, target(window).points_held_out)


def test_corrections_are_taken_back(window, opened, qtbot):
    dialog = opened(GERMAN.encode())
    before = dialog._proposal.form
    choose(dialog, qtbot, "y_column", 2)
    choose(dialog, qtbot, "lines_before", 5)
    choose(dialog, qtbot, "header_rows", 0)
    assert dialog._read[0].x.size == 37
    dialog.detected.click()
    settled(dialog, qtbot)
    assert dialog._proposal.form == before
    assert dialog.choices.lists["y_column"].currentData() == 1
    assert dialog.choices.counts["lines_before"].value() == 1


def test_columns_change_places(window, opened, qtbot):
    dialog = opened(b"a,b,c\n1,10,5\n2,30,6\n3,20,7\n")
    choose(dialog, qtbot, "x_column", 1)
    assert dialog._proposal.form.columns == (1, 0)
    choose(dialog, qtbot, "weight_column", 0)
    assert not dialog.problem.text()
    assert dialog._proposal.form.columns == (1, 2, 0)
    choose(dialog, qtbot, "x_column", None)
    choose(dialog, qtbot, "x_column", 2)
    assert not dialog.problem.text()
    assert sorted(dialog._proposal.form.columns) == [0, 1, 2]


def test_another_delimiter_is_looked_at_anew(window, opened, qtbot):
    dialog = opened(b"a;b,c;d\n1;2,3;4\n5;6,7;8\n")
    for delimiter, columns in ((",", 2), (";", 3), (" ", 1), ("|", 1), ("\t", 1), (";", 3)):
        choose(dialog, qtbot, "delimiter", delimiter)
        assert dialog._proposal.form.delimiter == delimiter
        assert dialog.table.model().columnCount() >= columns
    assert not dialog.problem.text()


def test_a_decimal_mark_that_is_wrong_says_so_and_the_right_one_mends_it(window, opened, qtbot):
    dialog = opened(b"x;y\n0,5;1,5\n1,5;2,5\n")
    choose(dialog, qtbot, "decimal", ".")
    assert "no row with numbers" in dialog.problem.text()
    dialog.accept()
    assert target(window).data is None
    choose(dialog, qtbot, "decimal", ",")
    dialog.accept()
    assert target(window).data.y.tolist() == [1.5, 2.5]


def test_no_choice_by_hand_ends_in_anything_but_points_or_a_sentence(window, opened, qtbot):
    dialog = opened(GERMAN.encode())
    for part, field in dialog.choices.lists.items():
        for row in range(field.count()):
            field.setCurrentIndex(row)
            settled(dialog, qtbot)
            assert dialog.problem.text().count("\n") == 0
            assert getattr(dialog._proposal.form, part) == field.currentData()
        dialog.detected.click()
    for field in dialog.choices.counts.values():
        for value in (9, field.maximum(), 0):
            field.setValue(value)
            settled(dialog, qtbot)
    dialog.detected.click()
    settled(dialog, qtbot)
    assert not dialog.problem.text()


# What is shown ------------------------------------------------------------------------------------


def test_the_first_rows_are_shown_with_their_lines_and_what_is_skipped(window, opened):
    model = opened(b"# comment\nx,y,w\n1,2,3\n\n2,n/a,3\n3,,3\n4,5,3\n").table.model()
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert [model.headerData(column, across) for column in range(3)] == ["x = x", "y = y", "w = w"]
    assert [model.headerData(row, down) for row in range(4)] == ["3", "5", "6", "7"]
    assert [model.index(row, 1).data() for row in range(4)] == ["2", "n/a", "nothing", "5"]
    fonts = [model.index(row, 0).data(Qt.ItemDataRole.FontRole) for row in range(4)]
    assert [font is not None and font.strikeOut() for font in fonts] == [False, True, True, False]
    assert (
        model.index(1, 1).data(Qt.ItemDataRole.ForegroundRole).name() == window.theme.palette.danger.lower()
    )
    assert "skipped" in model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_it_says_how_much_of_a_table_is_shown(window, opened):
    short = opened(b"1,2\n2,3\n")
    assert short.extent.isHidden()
    short.reject()
    long = opened("".join(f"{row},{row}\n" for row in range(150)).encode())
    assert long.extent.text() == "These are the first 100 rows; all of them are read."
    long.reject()
    wide = opened("".join(f"{row}{',12345' * 400}\n" for row in range(90)).encode())
    assert "first 27 rows" in wide.extent.text()
    assert "judged by the first 64 kB" in wide.extent.text()


def test_every_field_has_a_name_and_a_place_for_the_tab_key(window, opened, qtbot):
    dialog = opened(GERMAN.encode())
    fields = [*dialog.choices.lists.values(), *dialog.choices.counts.values(), dialog.table]
    assert all(field.accessibleName() for field in fields)
    assert dialog.use.isDefault()
    dialog.choices.lists["x_column"].setFocus()
    met = []
    while dialog.focusWidget() not in met:
        met.append(dialog.focusWidget())
        dialog.focusNextPrevChild(True)
    assert [widget for widget in met if widget in fields] == fields
    assert {dialog.use, dialog.buttons.button(dialog.buttons.StandardButton.Cancel)} <= set(met)


@pytest.mark.parametrize("part", ["y_column", "encoding", "header_rows"])
def test_enter_in_a_field_takes_the_points_as_they_are_corrected(window, opened, qtbot, part):
    dialog = opened(GERMAN.encode())
    choose(dialog, qtbot, "y_column", 2)
    field = {**dialog.choices.lists, **dialog.choices.counts}[part]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert target(window).data.y[-1] == pytest.approx(15.21)


def test_it_follows_the_theme(window, opened):
    dialog = opened(b"x,y\n1,2\n2,n/a\n3,4\n")
    colours = set()
    for theme in ("light", "dark"):
        window.theme.choose(theme)
        dialog.grab()
        colours.add(dialog.table.model().index(1, 1).data(Qt.ItemDataRole.ForegroundRole).name())
    assert len(colours) == 2


@pytest.mark.parametrize("y", [[1, 1, 1], [1e50, -1e50, 0], [0, 0, 1e-300]])
@pytest.mark.parametrize("x", [[1, 1, 1], [-1e50, 0, 1e50], [1e9, 1e9 + 1e-6, 1e9 + 2e-6]])
def test_points_of_any_size_are_sketched(window, opened, x, y):
    rows = "".join(f"{a!r},{b!r}\n" for a, b in zip(x, y, strict=True))
    dialog = opened(f"x,y\n{rows}".encode())
    image = dialog.sketch.grab().toImage()
    ground = window.theme.palette.background.lower()
    inside = {
        image.pixelColor(column, row).name()
        for column in range(20, image.width() - 20)
        for row in range(8, image.height() - 8)
    }
    assert len(inside - {ground}) > 0


# What cannot be read, and how it ends -------------------------------------------------------------


def test_cancel_and_escape_change_nothing(window, opened, qtbot):
    before, undo_name = window.session.store.document, window.session.store.undo_name
    opened(b"x,y\n0,1\n1,2\n").reject()
    dialog = opened(b"x,y\n0,1\n1,2\n")
    qtbot.keyClick(dialog.choices.lists["encoding"], Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert window.session.store.document is before
    assert window.session.store.undo_name == undo_name


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is empty"),
        (b"\0" * 5000, "it is empty"),
        (b" \r\n\t\n", "it is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "it is a PNG picture"),
        (b"\x7fELF" + bytes(range(256)) * 20, "it is not a text file"),
        (b"PK\x03\x04" + b"\0" * 30 + b"xl/workbook.xml", "Excel workbook"),
        (b'{"format": "reluviz"}', "open it as a document"),
    ],
)
def test_what_is_no_table_is_said_in_one_sentence(window, opened, tmp_path, content, words):
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    before = window.session.store.document
    dialog = opened(path)
    assert words in dialog.problem.text()
    assert "broken.csv" in dialog.problem.text()
    assert dialog.problem.text().count("\n") == 0
    assert not dialog.choices.isEnabled()
    dialog.accept()
    assert window.session.store.document is before


def test_what_is_no_file_is_said(window, opened, tmp_path, monkeypatch):
    (tmp_path / "folder.csv").mkdir()
    assert "is a folder" in opened(tmp_path / "folder.csv").problem.text()
    window.findChildren(ImportDialog)[0].reject()
    assert "there is no file" in opened_again(window, opened, tmp_path / "gone.csv").lower()
    monkeypatch.setattr(files, "LARGEST_DATA_FILE", 1_000_000)
    (tmp_path / "large.csv").write_bytes(b"1,2\n" * 300_000)
    assert "files of data may have 1 MB at most" in opened_again(window, opened, tmp_path / "large.csv")


def opened_again(window, opened, path):
    for dialog in window.findChildren(ImportDialog):
        dialog.reject()
    return opened(path).problem.text()


def test_a_table_that_nobody_makes_out_can_still_be_put_right_by_hand(window, opened, qtbot):
    text = "".join(f"note {row}\n" for row in range(6_000)) + "1,2\n3,4\n"
    dialog = opened(text.encode())
    assert "no row with numbers" in dialog.problem.text() or dialog._read is not None
    assert dialog.choices.isEnabled()
    choose(dialog, qtbot, "lines_before", 6_000)
    choose(dialog, qtbot, "delimiter", ",")
    dialog.accept()
    assert target(window).data.y.tolist() == [2, 4]


def test_the_newest_correction_counts(window, opened, qtbot):
    rows = "".join(f"{row},{row % 7},{row % 11}\n" for row in range(100_000))
    dialog = opened(f"x,a,b\n{rows}".encode())
    field = dialog.choices.lists["y_column"]
    for column in (2, 1, 2, 1, 2):
        field.setCurrentIndex(column)
        assert not dialog.use.isEnabled()
    settled(dialog, qtbot)
    assert dialog._read[0].y.max() == 10


def test_it_can_be_closed_while_it_reads(window, qtbot):
    rows = "".join(f"{row},{row % 7}\n" for row in range(200_000))
    window.data._open(f"x,y\n{rows}".encode())
    (dialog,) = window.findChildren(ImportDialog)
    reader = dialog._reader
    qtbot.waitUntil(lambda: reader.is_busy)
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(ImportDialog))
    assert target(window).data is None


HOSTILE = {
    "a quotation mark never closed": b'x,y\n"1,2\n' + b"3,4\n" * 50,
    "quotation marks everywhere": b'"' * 70_000 + b"\n1,2\n3,4\n",
    "NUL bytes between": b"x,y\n1,2\n3\0,4\n5,6\n",
    "a million columns": b",".join([b"1"] * 1_000_000) + b"\n",
    "a line without end": b"1" * 3_000_000,
    "two encodings": "x;größe\n1;2\n".encode() + "3;4 größe\n5;6\n".encode("cp1252"),
    "lone carriage returns": b"x,y\r\r1,2\r\n3,4\r5,6\n",
    "formulas": b"x,y\n=1+1,2\n\"=cmd|'/c calc'!A0\",3\n4,5\n6,7\n",
    "gigantic numbers": b"x,y\n1e400,1\n2," + b"9" * 5_000 + b"\n3,4\n5,6\n",
    "a header only": b"x,y\n",
    "names without end": b"x" * 100_000 + b"," + b"y" * 100_000 + b"\n1,2\n3,4\n",
    "marks of direction and HTML": "<b>x</b>,\u202ey<img src=a>\n1,2\n3,4\n".encode(),
    "delimiters alone": b",,,,\n" * 1_000,
    "deep rows, then none": b"1,2,3,4\n" + b"1\n" * 500,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_tables_give_points_or_a_sentence(window, opened, kind):
    dialog = opened(HOSTILE[kind])
    dialog.grab()
    if dialog.problem.text():
        assert dialog.problem.text().endswith(".")
        assert len(dialog.problem.text()) < 400
        return
    dialog.accept()
    assert np.isfinite(target(window).data.y).all()
    window.canvas.viewport().grab()


def test_a_defect_while_reading_is_a_sentence_too(window, opened, monkeypatch, caplog):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(dialog_module, "read_points", broken)
    assert "defect of the program" in opened(b"x,y\n0,1\n1,2\n").problem.text()
    assert "ZeroDivisionError" in caplog.text

"""Tables in files: how they are written is found out, and what cannot be read is counted or said."""

import codecs
import io
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from reluviz.document import fileformat
from reluviz.errors import InputError
from reluviz.fitting.norms import Cancelled
from reluviz.targets.data import (
    MOST_ROWS,
    TableFormat,
    files,
    preview,
    read_points,
    read_table,
    rows,
    sniff_table,
)

NAN = float("nan")


def read(text, **options):
    return read_points(text.encode(), **options)


# What a table may look like -------------------------------------------------------------------------------

GOLDEN = {
    "commas": ("x,y\n1,2\n3,4.5\n", [1, 3], [2, 4.5]),
    "no header": ("1,2\n3,4.5\n", [1, 3], [2, 4.5]),
    "German Excel": ("Zeit [s];U [V]\r\n0,5;-1,25\r\n1,5;2E-3\r\n", [0.5, 1.5], [-1.25, 0.002]),
    "German without decimals in x": ("1;2,5\n2;3,5\n", [1, 2], [2.5, 3.5]),
    "thousands with points": ("1.234,5;2.000,25\n7;8\n", [1234.5, 7], [2000.25, 8]),
    "three decimals are no thousands": ("1,234;2,345\n3,456;4,567\n", [1.234, 3.456], [2.345, 4.567]),
    "thousands in quotes": ('"1,234","2"\n"1,235.5","9"\n', [1234, 1235.5], [2, 9]),
    "decimal commas in quotes": ('"1,5","2,25"\n"3,1","4"\n', [1.5, 3.1], [2.25, 4]),
    "tabs": ("t\ty\n1\t2\n3\t4\n", [1, 3], [2, 4]),
    "tabs with decimal commas": ("1,5\t2,5\n3,5\t4,5\n", [1.5, 3.5], [2.5, 4.5]),
    "blanks with decimal commas": ("1,5 2,5\n3,5 4,5\n", [1.5, 3.5], [2.5, 4.5]),
    "commas and blanks": ("1, 2\n3, 4\n", [1, 3], [2, 4]),
    "blanks in front and between": ("  1.0   2e1\n 10.0 \t 3e1\n", [1, 10], [20, 30]),
    "bars": ("| x | y |\n| 1 | 2 |\n| 3 | 4 |\n", [1, 3], [2, 4]),
    "comments": ("# by hand\n1 2\n% nothing\n// nothing\n3 4\n", [1, 3], [2, 4]),
    "quoted": ('"a, b","x","y"\n"foo, 7",1,2\n"say ""no""",3,4\n', [1, 3], [2, 4]),
    "single quotes": ("'x','y'\n'1','2'\n'3','4'\n", [1, 3], [2, 4]),
    "line break in a name": ('"Time\n[s]";"U\n[V]"\n1;2\n3;4\n', [1, 3], [2, 4]),
    "Excel's own line": ("sep=;\nx;y\n1;2\n3;4\n", [1, 3], [2, 4]),
    "delimiters at the end": ("1;2;\n3;4;\n;;\n", [1, 3], [2, 4]),
    "old Mac": ("x,y\r1,2\r3,4", [1, 3], [2, 4]),
    "double line ends": ("1,2\r\r\n3,4\r\r\n", [1, 3], [2, 4]),
    "names and units": ("time;voltage\ns;V\n1;2\n3;4\n", [1, 3], [2, 4]),
    "a logger's preamble": ("Device: A 7\nDate: 2024-01-01\n\nt;U\n1;2\n3;4\n", [1, 3], [2, 4]),
    "y before x": ("y,x\n2,1\n4,3\n", [1, 3], [2, 4]),
    "pandas": (",x,y\n0,1,2\n1,3,4\n", [1, 3], [2, 4]),
    "R": ('"x" "y"\n"1" 1 2\n"2" 3 4\n', [1, 3], [2, 4]),
    "text between": ("1;good;2\n3;bad;4\n", [1, 3], [2, 4]),
    "one column": ("1\n2\n4\n", [0, 1, 2], [1, 2, 4]),
    "one column with decimal commas": ("U\n1,5\n2,5\n", [0, 1], [1.5, 2.5]),
    "dates first": ("day,y\n2024-01-01,5\n2024-01-02,7\n", [0, 1], [5, 7]),
    "dates and decimal commas": ("01.02.2024;1,5\n02.02.2024;2,5\n", [0, 1], [1.5, 2.5]),
    "minus signs of a typesetter": ("−1\t2\n3\t−4\n", [-1, 3], [2, -4]),
    "Fortran": ("1.5D+01  2d-1\n2.5D+01  3d-1\n", [15, 25], [0.2, 0.3]),
    "a faulty first row": ("x,y\n1,broken\n3,4\n5,6\n", [3, 5], [4, 6]),
    "one row": ("1,2", [1], [2]),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_table_is_read_as_it_was_meant(name):
    text, x, y = GOLDEN[name]
    table = read(text)
    assert table.x.tolist() == x
    assert table.y.tolist() == y
    assert table.weights is None


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
        ("utf-8", b""),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("cp1252", b""),
    ],
)
def test_the_encoding_is_found_with_and_without_its_mark(encoding, mark):
    table = read_points(mark + "größe;µ\n1,5;2\n3;4\n".encode(encoding))
    assert table.form.encoding == encoding
    assert table.names == ("größe", "µ")
    assert table.x.tolist() == [1.5, 3.0]


def test_names_and_units_are_kept():
    assert read("t [s],U (V),w\n1,2,3\n").names == ("t [s]", "U (V)", "w")
    assert read("time;voltage\ns;V\n1;2\n").names == ("time s", "voltage V")
    assert read('"Time\n[s]",y\n1,2\n').names == ("Time [s]", "y")
    assert read("# t value\n1 2\n").names == ("t", "value")


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("a,b,c", (0, 1, None)),
        ("a,x,y", (1, 2, None)),
        ("y,a,t [s]", (2, 0, None)),
        ("value,time (ms),weights", (1, 0, 2)),
        ("w,x,y", (1, 2, 0)),
        ("x,y,sigma", (0, 1, None)),
        ("weight,a,b", (1, 2, 0)),
    ],
)
def test_columns_are_chosen_by_name(header, columns):
    form = sniff_table(f"{header}\n1,2,3\n4,5,6\n".encode())
    assert (form.x_column, form.y_column, form.weight_column) == columns


def test_columns_can_be_chosen_by_hand():
    data = b"a,b,c\n1,2,3\n4,5,x\n"
    form = TableFormat(",", header_rows=1, x_column=2, y_column=0, weight_column=1)
    table = read_table(data, form)
    assert (table.x.tolist(), table.y.tolist(), table.weights.tolist()) == ([3], [1], [2])
    assert table.names == ("a", "b", "c")


def test_without_an_x_column_x_counts_the_rows_of_the_file_and_skipped_ones_leave_a_gap():
    table = read_table(b"5\nno\n7\n\n9\n", TableFormat(",", x_column=None, y_column=0))
    assert table.x.tolist() == [0, 2, 3]
    many = "".join(f"{number}\n" if number % 7 else "nan\n" for number in range(5000))
    table = read_table(many.encode(), TableFormat(",", x_column=None, y_column=0))
    assert np.array_equal(table.x, table.y)


# What is skipped and said ---------------------------------------------------------------------------------


def test_skipped_rows_are_counted_with_their_lines_and_reasons():
    bad = {17: "16,n/a", 40: "39,", 41: "40", 50: "49,inf", 60: "oops,5"}
    lines = [bad.get(number, f"{number - 1},1.5") for number in range(2, 216)]
    table = read("x,y\n" + "\n".join(lines))
    assert (table.rows, table.skipped, table.x.size) == (214, 5, 209)
    assert [(reason.line, reason.reason) for reason in table.reasons] == [
        (17, "'n/a' in column y"),
        (40, "nothing in column y"),
        (41, "1 cell only"),
        (50, "'inf' in column y, beyond 1e+50"),
        (60, "'oops' in column x"),
    ]
    assert table.report().startswith(
        "5 of 214 rows were skipped: line 17 has 'n/a' in column y, line 40 has nothing in column y, "
        "line 41 has 1 cell only, and 2 more."
    )


def test_lines_are_counted_as_an_editor_counts_them():
    text = 'note\n\n# comment\n"t\n[s]",y\n\n1,2\n3,?\n5,6\n7,8\n'
    table = read(text)
    assert text.split("\n")[table.reasons[0].line - 1] == "3,?"
    assert "1 line before the table was left out." in table.report()


def test_lines_are_counted_right_far_down_in_a_file():
    lines = [f"{number},{number}" for number in range(40_000)]
    lines[20_000], lines[30_000:30_003], lines[39_999] = "a,b", ["", "# no row", ",,"], "1,nan"
    table = read("\n".join(lines))
    assert [reason.line for reason in table.reasons] == [20_001, 40_000]
    assert (table.skipped, table.rows) == (2, 39_997)


def test_duplicates_and_the_order_are_reported_and_nothing_is_moved():
    table = read("x,y\n3,1\n1,2\n3,3\n")
    assert table.x.tolist() == [3, 1, 3]
    assert (table.duplicates, table.was_sorted) == (1, False)
    assert table.report() == (
        "3 rows were read. x is column x and y is column y. 1 point has the same x as another. "
        "The rows were not in the order of x."
    )


def test_a_negative_weight_skips_its_row():
    table = read("x,y,w\n1,2,1\n2,3,-1\n3,4,0\n")
    assert table.weights.tolist() == [1, 0]
    assert "line 3 has the negative weight '-1'" in table.report()


def test_a_table_becomes_a_target():
    target = read("x,y,w\n3,1,1\n1,2,2\n2,9,0\n", name="Lab").target()
    assert target.name == "Lab"
    assert target.interval == (1, 3)
    assert target.points_inside.x.tolist() == [1, 3]


def test_columns_are_read_only():
    table = read("1,2\n3,4\n")
    with pytest.raises(ValueError, match="read-only"):
        table.x[0] = 5.0


def test_a_comment_with_numbers_is_no_row_whichever_columns_are_read():
    lines = ["# 1 2 3", *(f"a {number} {number}" for number in range(200)), "% 4 5 6"]
    table = read_table("\n".join(lines).encode(), TableFormat(" ", x_column=1, y_column=2))
    assert (table.x.size, table.skipped) == (200, 0)


def test_a_lone_quotation_mark_swallows_no_row():
    lines = [f'{number},{number},"note"' for number in range(300)]
    lines[100] = '100,100,"5 inches'
    lines[200] = '200,"200,'
    table = read("\n".join(lines))
    assert (table.x.size, table.skipped) == (299, 1)
    assert table.reasons[0].line == 201


# What cannot be read --------------------------------------------------------------------------------------


def excel_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


HOSTILE = {
    "empty": (b"", "it is empty"),
    "blank": (b" \r\n\n ", "it is empty"),
    "only a mark": (codecs.BOM_UTF8, "no row of numbers"),
    "only comments": (b"# a\n# b\n", "no row of numbers"),
    "only delimiters": (b";;;\n" * 1000, "no row of numbers"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "PNG picture"),
    "workbook": (excel_workbook(), "Excel workbook; save it as CSV"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "Excel workbook or another"),
    "archive": (b"PK\x03\x04abc", "zip archive"),
    "compressed": (b"\x1f\x8b\x08abc", "gzip"),
    "our document": (b'{"format": "reluviz", "version": 3}', "open it as a document"),
    "noise": (bytes(range(256)) * 100, "not a text file"),
    "zero bytes": (b"1,2\n\0\0\0\n3,4\n", "not a text file"),
    "words": (b"hello\nworld\n", "no column of numbers; line 1 begins with 'hello'"),
    "header only": (b"x,y\n", "no column of numbers"),
    "dates only": (b"2024-01-01,2024-01-02\n" * 5, "no column of numbers"),
    "no number": (b"x,y\nnan,nan\n,\nNA,n/a\n", "no column of numbers"),
    "a million columns": (b",".join([b"1"] * 10**6), "more than 1,000 columns"),
    "an endless number": (b"1" * 3 * 10**6, "more than 1,000,000 characters"),
    "an endless line further down": (b"1,2\n" * 20_000 + b"3," * 10**6, "more than 1,000,000 characters"),
    "quotation marks": (b'"' * 100_000, "no column of numbers"),
    "negative weights only": (b"x,y,w\n1,2,-1\n2,3,-1\n", "no row with numbers in column x and column y"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_table_is_refused_with_one_sentence(name):
    data, message = HOSTILE[name]
    with pytest.raises(InputError) as caught:
        read_points(data)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


ODD = {
    "mixed delimiters": b"1,2\n3;4\n5\t6\n7 8\n",
    "lone quotation marks": b'"1,2\n"3,4\n5,"6\n7,8\n',
    "a zero byte": b"x,y\n" + b"1,2\n" * 100 + b"3\0,4\n",
    "half a character": "1,2\n3,4".encode("utf-16")[:-1],
    "surrogates": "1,2\n\ud800,3".encode("utf-8", "surrogatepass"),
    "a number without end": b"1,2\n3,4\n" * 20_000 + b"1" * 500_000 + b",5\n",
    "a large exponent": b"1e999999999,2\n3,4\n",
}


@pytest.mark.parametrize("name", ODD)
def test_of_an_odd_file_what_is_a_row_is_read(name):
    table = read_points(ODD[name])
    assert table.x.size >= 1
    assert np.isfinite([table.x, table.y]).all()
    assert table.skipped or table.left_out


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(rows, "MOST_ROWS", 1000)
    with pytest.raises(InputError, match=r"more than 1,000 rows of numbers"):
        read("1,2\n" * 1001)
    with pytest.raises(InputError, match=r"more than 1,000 of its rows have no numbers"):
        read_table(b"1,a\n" * 1001, TableFormat(","))
    monkeypatch.setattr(rows, "_MOST_LINES", 2000)
    with pytest.raises(InputError, match=r"more than 2,000 lines"):
        read("1,2\n" + "#\n" * 2001)


def test_a_document_can_hold_all_rows_that_are_read():
    assert MOST_ROWS == fileformat.MOST_POINTS


@pytest.mark.parametrize(
    "options",
    [
        {"delimiter": "x"},
        {"delimiter": ",", "decimal": "-"},
        {"delimiter": ",", "encoding": "zip"},
        {"delimiter": ",", "quote": "q"},
        {"delimiter": ",", "lines_before": -1},
        {"delimiter": ",", "header_rows": 99},
        {"delimiter": ",", "y_column": 1000},
        {"delimiter": ",", "x_column": 1, "y_column": 1},
    ],
)
def test_a_format_that_is_none_is_refused(options):
    with pytest.raises(InputError):
        TableFormat(**options)


# Files ----------------------------------------------------------------------------------------------------


def test_a_file_is_read_and_called_by_its_name(tmp_path):
    path = tmp_path / "falling ball.csv"
    path.write_text("t,h\n0,5\n1,4\n", encoding="utf-8")
    table = read_points(path)
    assert (table.name, table.x.tolist()) == ("falling ball", [0, 1])
    assert read_points(str(path), name="Ball").name == "Ball"


def test_a_file_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    text = tmp_path / "a.txt"
    text.write_text("no table here", encoding="utf-8")
    cases = (
        (tmp_path / "none.csv", "there is no file '"),
        (text / "x.csv", "there is no file '"),
        (tmp_path, "is a folder; expected a table"),
        (text, "a.txt' cannot be read as a table: it has no column of numbers"),
        (tmp_path / "a\0b", "no file can have this name"),
    )
    for path, message in cases:
        with pytest.raises(InputError, match=message):
            read_points(path)
    monkeypatch.setattr(files, "LARGEST_DATA_FILE", 5)
    with pytest.raises(InputError, match="too large"):
        read_points(text)


def test_progress_is_told_and_a_reading_can_be_ended():
    shares = []
    read("1,2\n" * 200_000, watch=shares.append)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert shares == sorted(shares)
    assert len(shares) > 5

    def stop(share):
        if share > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        read("1,2\n" * 200_000, watch=stop)


# The preview ----------------------------------------------------------------------------------------------


def test_the_preview_shows_the_first_rows_and_marks_what_would_be_skipped():
    data = b"t;U\n1,5;2\n\n2,5;n/a\nx;4\n5\n"
    shown = preview(data, sniff_table(data))
    assert shown.names == ("t", "U")
    assert shown.cells == (("1,5", "2"), ("2,5", "n/a"), ("x", "4"), ("5",))
    assert shown.lines == (2, 4, 5, 6)
    assert shown.bad == {(1, 1), (2, 0), (3, 1)}


def test_the_preview_follows_the_format_that_was_chosen_by_hand():
    data = b"1,5;2,5\n3,5;4,5\n"
    shown = preview(data, TableFormat(",", decimal="."), rows=1)
    assert shown.names == ("1", "2", "3")
    assert shown.cells == (("1", "5;2", "5"),)
    assert shown.bad == {(0, 1)}


def test_the_preview_ends_before_a_row_that_its_sample_cuts():
    row = b"1" + 400 * b",12345" + b",7\n"
    form = replace(sniff_table(90 * row), y_column=401)
    shown = preview(90 * row, form, rows=90)
    assert len(shown.cells) == 65_536 // len(row)
    assert not shown.bad


def test_the_preview_of_something_endless_is_short():
    data = b",".join([b"1" * 100] * 10_000)
    shown = preview(data, TableFormat(","))
    assert len(shown.cells[0]) == 200
    assert max(map(len, shown.cells[0])) < 40

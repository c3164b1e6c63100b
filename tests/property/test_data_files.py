"""Tables: what is written in any usual way is read back equal, and any bytes give a table or a sentence."""

import csv
import io
import warnings

from hypothesis import assume, example, given
from hypothesis import strategies as st

from reluviz.errors import InputError
from reluviz.maths.hinges import LARGEST_NUMBER
from reluviz.targets.data import (
    DECIMALS,
    DELIMITERS,
    ENCODINGS,
    QUOTES,
    TableFormat,
    preview,
    read_points,
    read_table,
    rows,
    sniff_table,
)

numbers = st.floats(-LARGEST_NUMBER, LARGEST_NUMBER)
pairs = st.sampled_from([*((mark, ".") for mark in ",;\t| "), (";", ","), ("\t", ",")])


@st.composite
def written_tables(draw):
    """(columns, bytes) of a table written in one of the usual ways."""
    delimiter, decimal = draw(pairs)
    count = draw(st.integers(2, 40))
    columns = [draw(st.lists(numbers, min_size=count, max_size=count)) for _ in range(2)]
    # Whole numbers alone would not show a decimal comma, and "1.234" might be one thousand and more.
    columns[0][0] = 0.5
    header = draw(st.sampled_from([(), ("x", "y"), ("t [s]", "größe"), ("a b", "2nd")]))
    assume(not (header and delimiter == " " and any(" " in name for name in header)))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    quoted = draw(st.booleans())
    file = io.StringIO()
    writer = csv.writer(
        file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    )
    text_column = draw(st.sampled_from([None, "ok", "a, b; c"]))
    assume(text_column is None or delimiter != " " or quoted)
    extra = [] if text_column is None else [text_column]
    if header:
        writer.writerow([*header, *(["note"] if extra else [])])
    for x, y in zip(*columns, strict=True):
        writer.writerow([*(repr(value).replace(".", decimal) for value in (x, y)), *extra])
    text = draw(st.sampled_from(["", "# made by hand" + end])) + file.getvalue()
    return columns, text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])))


@given(written_tables())
def test_what_is_written_in_a_usual_way_is_read_back_equal(written):
    (x, y), data = written
    table = read_points(data)
    assert table.x.tolist() == x
    assert table.y.tolist() == y
    assert (table.skipped, table.left_out) == (0, 0)
    assert table.duplicates == len(x) - len(set(x))
    assert table.was_sorted == (sorted(x) == x)


formats = st.builds(
    TableFormat,
    delimiter=st.sampled_from(DELIMITERS),
    decimal=st.sampled_from(DECIMALS),
    encoding=st.sampled_from(ENCODINGS),
    quote=st.sampled_from(QUOTES),
    lines_before=st.integers(0, 3),
    header_rows=st.integers(0, 2),
    x_column=st.sampled_from([None, 0, 1]),
    y_column=st.sampled_from([2, 3]),
    weight_column=st.sampled_from([None, 4]),
)
PLAIN_CELLS = ("1", "-2.5", "3.25", "1e3", " 7 ", '"4"', "+.5", "6.", "\u00a05", "0")
ODD_CELLS = (
    *(
        "nan",
        "inf",
        "-1",
        "",
        "n/a",
        "text",
        '"5',
        "'6'",
        "1.234,5",
        "−8",
        "#9",
        "1_0",
        "٣",
        "0x1",
        "3,5",
        "2.5",
    ),
    *(
        "1 234",
        "//",
        "%",
        '"a,2"',
        "a;2",
        "\v",
        "\x00",
        "4d2",
        "1,",
        '""',
        '"7"8',
        "1e",
        "infinity",
        "1e60",
        "1e400",
    ),
)


@st.composite
def texts_with_formats(draw):
    """A text and a format that often fits it."""
    form = draw(formats)
    between = draw(st.sampled_from([form.delimiter] * 5 + [",", " ", " ; "]))
    # Mostly what NumPy takes, so that whole blocks of it come about.
    plain = [cell.replace(".", form.decimal) for cell in PLAIN_CELLS]
    cells = st.sampled_from(plain * draw(st.sampled_from([3, 50, 200])) + [*ODD_CELLS])
    rows_of_cells = draw(st.lists(st.lists(cells, min_size=5, max_size=6), min_size=2, max_size=25))
    lines = [between.join(row) for row in rows_of_cells]
    for line in draw(st.lists(st.sampled_from(["", "# 1,2,3,4,5", "%1;2;3;4;5", " , ", "word"]), max_size=1)):
        lines.insert(draw(st.integers(0, len(lines))), line)
    return draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n"])).join(lines), form


def one_sentence(error):
    text = str(error)
    assert "\n" not in text
    return text


def outcome(data, form):
    """All that comes out of a reading, in a form that can be compared."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            table = read_table(data, form)
    except InputError as error:
        return one_sentence(error)
    columns = [column.tolist() for column in (table.x, table.y) if column is not None]
    weights = None if table.weights is None else table.weights.tolist()
    return columns, weights, table.names, table.skipped, table.reasons, table.duplicates, table.was_sorted


@given(st.binary(max_size=300), formats)
def test_any_bytes_in_any_format_give_a_table_or_one_sentence(data, form):
    all_steps(data, form)


@given(texts_with_formats())
def test_any_text_in_any_format_gives_a_table_or_one_sentence(case):
    text, form = case
    all_steps(text.encode(form.encoding, errors="replace"), form)


def all_steps(data, form):
    outcome(data, form)
    for step in (lambda: preview(data, form), lambda: sniff_table(data), lambda: read_points(data)):
        try:
            result = step()
        except InputError as error:
            one_sentence(error)
        else:
            assert result is not None


@given(texts_with_formats(), st.sampled_from([1, 3]))
@example(("1,2,3\n# 1,2,3\n4,5,6\n", TableFormat(",", x_column=1, y_column=2)), 1)
@example(('1,"a,2",3\n1, "a,2",3\n', TableFormat(",", x_column=0, y_column=2)), 1)
@example(('1,2,"a\n3,4,5\n6,7,"b\n8,9,1\n', TableFormat(",", x_column=0, y_column=1)), 1)
def test_numpy_and_the_careful_way_read_the_same(case, few_lines):
    text, form = case
    data = text.encode(form.encoding, errors="replace")
    usual, short_way = rows._FEW_LINES, rows.RowReader._add_lines
    try:
        rows._FEW_LINES = few_lines
        by_numpy = outcome(data, form)
        rows._FEW_LINES = 10**9
        by_python = outcome(data, form)
        rows.RowReader._add_lines = all_carefully
        by_hand = outcome(data, form)
    finally:
        rows._FEW_LINES, rows.RowReader._add_lines = usual, short_way
    assert by_numpy == by_hand
    assert by_python == by_hand


def all_carefully(reader, lines, translated, first):
    del translated
    for place, line in enumerate(lines):
        reader._add_line(line, reader._number(lines, place, first))

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from reluviz.document.document import Document
from reluviz.document.edits import MOST_HINGES
from reluviz.document.fileformat import (
    LARGEST_FILE,
    LONGEST_NAME,
    MOST_POINTS,
    decode_document,
    encode_document,
    limits,
)
from reluviz.errors import InputError
from reluviz.fitting.norms import NORMS
from reluviz.maths.hinges import HingeSum
from reluviz.targets.library import LIBRARY, LibraryFunction
from reluviz.targets.target import Target

#: As version 1 of the format wrote it: a file that people have.
H1_FILE_OF_VERSION_1 = """\
{
  "format": "reluviz",
  "version": 1,
  "target": {
    "kind": "library",
    "name": "square"
  },
  "interval": [-3.0, 3.0],
  "model": {
    "kind": "hinge-sum",
    "bias": 0.0,
    "slope": 0.0,
    "hinges": [
      {"knot": 0.0, "facing": "right", "slope": 1.0},
      {"knot": 0.0, "facing": "left", "slope": 1.0}
    ]
  },
  "fit": {
    "free_bias": false,
    "free_linear": false,
    "keep_fitted": false
  }
}
"""
H1_FILE = """\
{
  "format": "reluviz",
  "version": 5,
  "target": {
    "kind": "library",
    "name": "square"
  },
  "interval": [-3.0, 3.0],
  "model": {
    "kind": "hinge-sum",
    "bias": 0.0,
    "slope": 0.0,
    "hinges": [
      {"knot": 0.0, "facing": "right", "slope": 1.0},
      {"knot": 0.0, "facing": "left", "slope": 1.0}
    ]
  },
  "fit": {
    "free_bias": false,
    "free_linear": false,
    "keep_fitted": false,
    "norm": "l2"
  },
  "pins": []
}
"""
#: As version 2 wrote it, before there were pins.
H1_FILE_OF_VERSION_2 = H1_FILE.replace('"version": 5', '"version": 2').replace(',\n  "pins": []', "")
#: As version 4 wrote it, before a document had a style of its figures.
H1_FILE_OF_VERSION_4 = H1_FILE.replace('"version": 5', '"version": 4')
#: As version 3 wrote it, before points were held out.
H1_FILE_OF_VERSION_3 = H1_FILE.replace('"version": 5', '"version": 3')
LOCKED_FILE = """\
{
  "format": "reluviz",
  "version": 5,
  "target": {
    "kind": "library",
    "name": "sine"
  },
  "interval": [0.0, 1.0],
  "model": {
    "kind": "hinge-sum",
    "bias": 0.5,
    "slope": -1.0,
    "hinges": [
      {"knot": 0.0, "facing": "right", "slope": 1.0, "locked": "knot"},
      {"knot": 0.25, "facing": "left", "slope": 2.0, "locked": "slope"},
      {"knot": 0.5, "facing": "right", "slope": 3.0},
      {"knot": 0.75, "facing": "left", "slope": 4.0, "locked": "both"}
    ]
  },
  "fit": {
    "free_bias": true,
    "free_linear": false,
    "keep_fitted": true,
    "norm": "max"
  },
  "pins": []
}
"""


def h1():
    return Document(Target.named("square"), HingeSum.parse("g(x) + g(-x)"))


def locked():
    model = HingeSum.from_arrays([0, 0.25, 0.5, 0.75], [1, -1, 1, -1], [1, 2, 3, 4], 0.5, -1.0)
    return Document(Target.named("sine", (0, 1)), model, True, False, True, "max", b"\1\2\0\3")


def points_document(**changes):
    arguments = {"x": [0, 1, 2], "y": [0.1, 1, 4], "weights": [1, 2, 1], "name": "Messwerte µ", **changes}
    return Document(Target.points(**arguments), HingeSum(bias=0.1))


def changed(path, value, document=None):
    """The file of a document with the entry at `path` set to `value`, or without it for ``...``."""
    contents = json.loads(encode_document(document or h1()))
    place = contents
    for key in path[:-1]:
        place = place[key]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return json.dumps(contents).encode()


def complaint(data):
    with pytest.raises(InputError) as caught:
        decode_document(data)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 400
    return message


def test_a_file_looks_like_this():
    assert encode_document(h1()).decode() == H1_FILE
    assert decode_document(H1_FILE.encode()) == h1()


def test_a_file_with_locks_and_a_norm_looks_like_this():
    assert encode_document(locked()).decode() == LOCKED_FILE
    assert decode_document(LOCKED_FILE.encode()) == locked()


def test_a_file_of_version_1_opens_and_is_saved_as_the_version_of_today():
    document = decode_document(H1_FILE_OF_VERSION_1.encode())
    assert document == h1()
    assert (document.norm, document.locks) == ("l2", b"")
    assert encode_document(document).decode() == H1_FILE


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"slope": 1.0}', '"slope": 1.0, "locked": "knot"}', "at model.hinges[0], 'locked' is not known"),
        ('"keep_fitted": false', '"keep_fitted": false, "norm": "l2"', "at fit, 'norm' is not known"),
    ],
)
def test_what_came_later_has_no_place_in_a_file_of_version_1(old, new, words):
    assert words in complaint(H1_FILE_OF_VERSION_1.replace(old, new, 1).encode())


@pytest.mark.parametrize("norm", NORMS)
def test_every_norm_can_be_saved(norm):
    document = replace(h1(), norm=norm)
    assert decode_document(encode_document(document)) == document


def test_a_sum_without_hinges_can_be_saved():
    empty = Document(Target.named("sine"), HingeSum(), free_bias=True, free_linear=True, keep_fitted=True)
    assert decode_document(encode_document(empty)) == empty


@pytest.mark.parametrize("name", LIBRARY)
def test_every_library_target_can_be_saved(name):
    start, end = Target.named(name).interval
    document = Document(Target.named(name, (start + 0.1 * (end - start), end)), HingeSum())
    assert decode_document(encode_document(document)) == document


@pytest.mark.parametrize("name", [key for key, entry in LIBRARY.items() if entry.parameters])
def test_a_library_target_is_saved_with_the_values_of_its_parameters(name):
    entry = LIBRARY[name]
    values = {one.key: one.low for one in entry.parameters}
    document = Document(Target.named(name, values=values), HingeSum())
    data = encode_document(document)
    assert b'"values": {' in data
    assert decode_document(data) == document
    assert b"values" not in encode_document(Document(Target.named(name), HingeSum()))


def test_parameters_that_cannot_be_are_refused_and_unknown_to_older_files():
    document = Document(Target.named("sine", values={"frequency": 2.0}), HingeSum())
    data = encode_document(document)
    assert "frequency must be" in complaint(data.replace(b"2.0}", b"0.0}"))
    assert "no parameter 'phase'" in complaint(data.replace(b"frequency", b"phase"))
    assert "a number" in complaint(data.replace(b"2.0}", b'"2"}'))
    old = H1_FILE_OF_VERSION_2.replace('"name": "square"', '"name": "sine", "values": {"frequency": 2.0}')
    assert "'values' is not known" in complaint(old.encode())


@pytest.mark.parametrize("target", [Target.named("noisy"), Target.points([0, 1, 2, 3], [0, 1, 4, 9])])
def test_points_held_out_can_be_saved(target):
    document = Document(target.holding_out(0.25, seed=2**64 - 1), HingeSum())
    data = encode_document(document)
    assert b'"held_out": {"share": 0.25, "seed": 18446744073709551615}\n' in data
    assert decode_document(data) == document
    assert b"held_out" not in encode_document(Document(target, HingeSum()))
    assert "'held_out' is not known" in complaint(data.replace(b'"version": 5', b'"version": 3'))


@pytest.mark.parametrize("text", [H1_FILE_OF_VERSION_3, H1_FILE_OF_VERSION_4])
def test_a_file_of_version_3_or_4_opens(text):
    assert decode_document(text.encode()) == h1()


STYLED_FILE = H1_FILE.replace(
    '"pins": []',
    """"pins": [],
  "figure_style": {
    "dpi": 300.0,
    "font": "Größe",
    "font_size": null,
    "glitter": "much",
    "show_grid": false
  }""",
)


def test_a_document_keeps_the_style_of_its_figures_with_names_that_only_a_later_program_knows():
    style = {"show_grid": False, "glitter": "much", "dpi": 300, "font": "Größe", "font_size": None}
    document = replace(h1(), figure_style=tuple(style.items()))
    assert document.figure_style == tuple(sorted(style.items()))
    assert encode_document(document).decode() == STYLED_FILE
    assert decode_document(STYLED_FILE.encode()) == document
    older = STYLED_FILE.replace('"version": 5', '"version": 4')
    assert "'figure_style' is not known" in complaint(older.encode())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("300.0", "[300]", "at figure_style"),
        ("300.0", "1e999", "too large"),
        ("much", "m" * 301, "'glitter' in the figure style has at most 300 characters"),
        ('"glitter"', '""', "from 1 to 60 characters"),
        ('"glitter"', f'"{"g" * 61}"', "from 1 to 60 characters"),
        ("300.0", "300" + "".join(f', "n{n}": 1' for n in range(100)), "at most 100 entries"),
    ],
)
def test_a_style_that_cannot_be_kept_is_refused(old, new, words):
    assert words in complaint(STYLED_FILE.replace(old, new).encode())


def test_a_style_of_what_no_file_can_hold_is_refused():
    for style in ((("dpi", float("nan")),), (("dpi", 1.0), ("dpi", 2.0))):
        with pytest.raises(InputError, match="figure style"):
            replace(h1(), figure_style=style)
    with pytest.raises(InputError, match="half a character"):
        encode_document(replace(h1(), figure_style=(("font", "\ud800"),)))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"share": 0.0, "seed": 0}, "above 0 and at most at 0.9, not at 0"),
        ({"share": 1.0, "seed": 0}, "not at 1"),
        ({"share": 0.2, "seed": -1}, "a seed lies between"),
        ({"share": 0.2, "seed": 2**64}, "a seed|a number|too large"),
        ({"share": 0.2, "seed": 0.5}, "expected a whole number"),
        ({"share": "0.2", "seed": 0}, "expected a number"),
        ({"share": 0.2}, "'seed' is missing"),
        ({"share": 0.2, "seed": 0, "points": [1]}, "'points' is not known"),
        (None, "found null"),
    ],
)
def test_held_out_points_that_cannot_be_are_refused(entry, words):
    contents = json.loads(encode_document(points_document()))
    contents["target"]["held_out"] = entry
    assert re.search(words, complaint(json.dumps(contents).encode()))


def test_a_function_in_a_file_holds_no_points_out():
    held_out = {"kind": "library", "name": "square", "held_out": {"share": 0.2, "seed": 0}}
    assert "only points of data" in complaint(changed(["target"], held_out))


@pytest.mark.parametrize("weights", [[1, 2, 1], None])
@pytest.mark.parametrize("name", ["", "a\nb\0\"\\'", "Messwerte µ 😀", "\u2028"])
def test_data_can_be_saved(weights, name):
    document = points_document(weights=weights, name=name)
    assert decode_document(encode_document(document)) == document


def test_equal_documents_have_equal_files():
    minus = Document(Target.named("square", (-0.0, 1)), HingeSum.from_arrays([-0.0], [1], [-0.0], -0.0, -0.0))
    plus = Document(Target.named("square", (0.0, 1)), HingeSum.from_arrays([0.0], [1], [0.0]))
    assert minus == plus
    assert encode_document(minus) == encode_document(plus)


def test_a_byte_order_mark_is_skipped():
    assert decode_document(b"\xef\xbb\xbf" + H1_FILE.encode()) == h1()


def test_whole_numbers_are_numbers_too():
    assert decode_document(changed(["interval"], [-3, 3])) == h1()


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["format"], "other", '"format" must be "reluviz"'),
        (["format"], ..., '"format" must be "reluviz"'),
        (["format"], 3, "at format, expected text in quotation marks, found a whole number"),
        (["version"], 6, "newer ReLU Viz"),
        (["version"], 10**30, "newer ReLU Viz"),
        (["version"], 0, '"version" must be'),
        (["version"], ..., '"version" must be'),
        (["version"], 1.5, "at version, expected a whole number"),
        (["version"], True, "at version, expected a whole number, found true or false"),
        (["extra"], 1, "at the top, 'extra' is not known"),
        (["extra\nentry" + 1000 * "!"], 1, "is not known"),
        (["fit"], ..., "at the top, 'fit' is missing"),
        (["fit", "keep_fitted"], 1, "at fit.keep_fitted, expected true or false, found a whole number"),
        (["fit", "norm"], "l3", "at fit.norm, 'l3' is not known; expected l2, max or l1"),
        (["fit", "norm"], None, "at fit.norm, expected text in quotation marks, found null"),
        (["fit", "norm"], ..., "at fit, 'norm' is missing"),
        (["model", "hinges", 1, "locked"], "none", "'none' is not known; expected knot, slope or both"),
        (["model", "hinges", 0, "locked"], None, "at model.hinges[0].locked, expected text in quotation"),
        (["model", "hinges", 0, "locked"], ["knot"], "found a list"),
        (["model", "kind"], "cascade", "at model.kind, 'cascade' is not known; expected hinge-sum"),
        (["model", "bias"], "0", "at model.bias, expected a number, found text in quotation marks"),
        (["model", "bias"], 1e60, "the bias must be a number between"),
        (["model", "bias"], 10**400, "at model.bias, the number is too large"),
        (["model", "hinges", 1, "knot"], -2e50, "the knot of hinge 2 must be"),
        (["model", "hinges", 1, "slope"], None, "at model.hinges[1].slope, expected a number, found null"),
        (["model", "hinges", 1, "facing"], "up", "'up' is not known; expected left or right"),
        (["model", "hinges", 1, "knot"], ..., "at model.hinges[1], 'knot' is missing"),
        (["model", "hinges", 1, "colour"], "red", "at model.hinges[1], 'colour' is not known"),
        (["model", "hinges"], {}, "at model.hinges, expected a list, found an object in braces"),
        (["target", "kind"], "csv", "expected library, expression, points or drawn"),
        (["target", "kind"], ..., "at target, 'kind' is missing"),
        (["target", "name"], "quartic", "there is no target 'quartic'; the library has square"),
        (["target", "name"], 100_000 * "x", "there is no target"),
        (["interval"], [3, -3], "must run from a smaller to a larger number"),
        (["interval"], [0, 1, 2], "at interval, expected a list of length 2"),
        (["interval"], [0, 2e50], "the ends of the interval must lie between"),
        (["interval"], [1, 1 + 1e-12], "too short"),
    ],
)
def test_a_wrong_entry_is_named(path, value, words):
    assert words in complaint(changed(path, value))


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["interval"], [5, 6], "no data point lies in the interval"),
        (["target", "x"], [1, 2], "columns of equal length"),
        (["target", "x"], [], "columns of equal length"),
        (["target", "y"], [1, 1e60, 2], "one y is 1e+60"),
        (["target", "weights"], [1, -1, 1], "weights must not be negative"),
        (["target", "weights"], [0, 0, 0], "no row"),
        (["target", "name"], (LONGEST_NAME + 1) * "n", "at most 1,000 characters"),
    ],
)
def test_wrong_data_is_named(path, value, words):
    assert words in complaint(changed(path, value, points_document()))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe{\x00}\x00", "no text in UTF-8 (byte 1)"),
        (H1_FILE.encode("utf-16"), "no text in UTF-8"),
        (H1_FILE.replace("square", "squ\xe4re").encode("latin-1"), "no text in UTF-8"),
        (b"h(x) = g(x)", "it is no JSON: invalid character in line 1 at character 1"),
        (H1_FILE.replace("false,", "falsch,", 1).encode(), "in line 19 at character 19"),
        (H1_FILE.encode()[:-30], "it ends too early"),
        (H1_FILE.encode() + b"x", "trailing characters"),
        (b"[]", "at the top, expected an object in braces, found a list"),
        (b"null", "at the top"),
        (b"{}", '"format" must be "reluviz"'),
        (H1_FILE.replace("-3.0", "NaN").encode(), "it is no JSON"),
        (H1_FILE.replace("-3.0", "-Infinity").encode(), "it is no JSON"),
        (H1_FILE.replace("-3.0", "-1e999").encode(), "at interval[0], the number is too large"),
        (H1_FILE.replace("-3.0", "-" + 5000 * "9").encode(), "the number is too large"),
        (H1_FILE.replace("square", r"\ud800").encode(), "it is no JSON"),
        (b"[" * 1_000_000, "at the top"),
        (b'{"format": "reluviz", "version": 1, "target": ' + b"[" * 1_000_000, "nested too deeply"),
        (b'{"a":' * 1_000_000, "nested too deeply"),
    ],
)
def test_what_is_no_document_is_refused_in_one_sentence(data, words):
    assert words in complaint(data)


def test_the_version_is_judged_before_the_rest():
    future = (
        b'{"version": 7, "model": {"kind": "cascade"}, "later": [1, {"deep": null}], "format": "reluviz"}'
    )
    assert "saved by a newer ReLU Viz" in complaint(future)


def test_more_hinges_than_a_document_holds_are_refused_both_ways():
    many = np.zeros(MOST_HINGES + 1)
    too_large = Document(Target.named("square"), HingeSum.from_arrays(many, many + 1, many))
    with pytest.raises(InputError, match="at most 100,000 hinges, not 100,001"):
        encode_document(too_large)
    hinge = b'{"knot":0,"facing":"left","slope":1}'
    head, tail = changed(["model", "hinges"], []).split(b'"hinges": []')
    data = head + b'"hinges": [' + b",".join([hinge] * (MOST_HINGES + 1)) + b"]" + tail
    assert "at most 100,000 hinges, not 100,001" in complaint(data)


def test_the_largest_document_can_be_saved():
    knots = np.arange(MOST_HINGES) / 7
    document = Document(
        Target.points(np.arange(300_000) / 3, np.arange(300_000), np.arange(300_000) + 1),
        HingeSum.from_arrays(knots, np.ones(MOST_HINGES), knots),
        locks=b"\3" * MOST_HINGES,
    )
    assert decode_document(encode_document(document)) == document


def test_more_numbers_than_a_document_holds_are_refused_before_they_are_read():
    head, tail = changed(["target", "x"], [], points_document()).split(b'"x": []')
    data = head + b'"x": [' + b"0," * (LARGEST_FILE // 2 - 1000) + b"0]" + tail
    assert "more than 1,000,000 data points" in complaint(data)
    some = head + b'"x": [' + b"0," * MOST_POINTS + b"0]" + tail
    assert "at most 1,000,000 data points, not 1,000,001" in complaint(some)


def test_a_file_that_is_too_large_is_refused():
    assert "at most 96 MB" in complaint(H1_FILE.encode() + b" " * LARGEST_FILE)


def test_a_million_points_with_all_their_digits_can_be_saved():
    x = np.linspace(0, 1, MOST_POINTS) + 1 / 7
    document = Document(Target.points(-x / 1e107, -np.sqrt(x) / 1e107, x / 3e107), HingeSum())
    assert decode_document(encode_document(document)) == document


def test_a_document_whose_file_would_be_too_large_is_not_saved(monkeypatch):
    monkeypatch.setattr(limits, "LARGEST_FILE", 1_000_000)
    x = np.linspace(0, 1, 30_000) + 1 / 7
    with pytest.raises(InputError, match="at most 1 MB"):
        encode_document(Document(Target.points(x, x), HingeSum()))
    more = np.arange(MOST_POINTS + 1.0)
    with pytest.raises(InputError, match="data points"):
        encode_document(Document(Target.points(more, more), HingeSum()))


def test_a_name_that_is_no_text_is_not_saved():
    with pytest.raises(InputError, match=r"half a character \(U\+D800\)"):
        encode_document(points_document(name="a\ud800"))
    with pytest.raises(InputError, match="characters"):
        encode_document(points_document(name="a" * (LONGEST_NAME + 1)))


def test_a_function_from_elsewhere_is_not_saved():
    own = LibraryFunction("square", "Mine", "x³", "x^3", (0.0, 1.0), "Why not?", lambda x: x**3)
    with pytest.raises(InputError, match="'Mine' cannot be saved"):
        encode_document(Document(Target(own, (0.0, 1.0)), HingeSum()))


def test_a_typed_target_is_saved_as_its_text():
    document = Document(Target.expression("x<0 ? -x : sin(3x)/2", (-1, 2)), HingeSum())
    data = encode_document(document)
    assert b'"kind": "expression",\n    "text": "where(x < 0, -x, sin(3*x)/2)"' in data
    assert decode_document(data) == document


def test_a_target_with_a_gap_is_saved_as_any_other(tmp_path):
    document = Document(Target.expression("1/x", (-1, 1)), HingeSum())
    data = encode_document(document)
    assert b"gap" not in data
    assert decode_document(data).target.gaps == ((-0.02, 0.02),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("__import__('os').system('true')", "at character"),
        ("9**9**9**9", "at character|too large|no value|values"),
        ("log(-1 - x^2)", "has no value anywhere"),
        ("(" * 2000, "at most 1,000|character"),
        ("", "at character"),
    ],
)
def test_a_typed_target_in_a_file_is_read_as_warily_as_a_typed_one(text, words):
    document = Document(Target.expression("x", (-1, 2)), HingeSum())
    data = encode_document(document).replace(b'"text": "x"', b'"text": ' + json.dumps(text).encode())
    with pytest.raises(InputError, match=words):
        decode_document(data)


def test_older_files_have_no_typed_targets():
    old = H1_FILE_OF_VERSION_2.replace(
        '"kind": "library",\n    "name": "square"', '"kind": "expression", "text": "x"'
    )
    assert "expression" in complaint(old.encode())


class TestDrawings:
    DRAWN = replace(h1(), target=Target.drawn([(-3, 0), (0, 2), (3, 1)], (-3.0, 3.0), 0.25))

    def test_points_and_smoothing_are_kept(self):
        assert decode_document(encode_document(self.DRAWN)) == self.DRAWN
        assert b'"kind": "drawn"' in encode_document(self.DRAWN)

    @pytest.mark.parametrize(
        ("key", "value", "words"),
        [
            ("x", [0, 1], "columns of equal length"),
            ("x", [0.0] * 3, "from a smaller to a larger"),
            ("y", [1, 2, 1e300], "must lie between"),
            ("y", ["a", 1, 2], "target.y"),
            ("smoothing", 7, "from 0 to 1"),
            ("x", list(range(3000)), "columns of equal length"),
        ],
    )
    def test_what_is_no_drawing_is_said(self, key, value, words):
        assert words in complaint(changed(["target", key], value, self.DRAWN))


@pytest.mark.parametrize("count", [2, 8192, 8193, 20_000])
def test_columns_of_any_length_are_written_as_one_list(count):
    x = np.linspace(-1.0, 1.0, count)
    data = encode_document(Document(Target.points(x, x**2), HingeSum()))
    column = data.partition(b'"x": [')[2].partition(b"]")[0].split(b", ")
    assert [float(number) for number in column] == x.tolist()
    assert json.loads(data)["target"]["y"] == (x**2).tolist()

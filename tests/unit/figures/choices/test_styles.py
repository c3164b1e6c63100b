"""Styles of figures: as files, by their names, and as a part of a document."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reluviz.document.document import Document
from reluviz.errors import InputError
from reluviz.figures import FigureOptions
from reluviz.figures.choices.options import chosen
from reluviz.figures.choices.saved_styles import (
    built_in_styles,
    delete_style,
    find_style,
    keep_style,
    own_styles,
)
from reluviz.figures.choices.styles import STYLE_FIELDS, document_style, read_style, save_style, style_of
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target

SAID = '{"format": "reluviz-figure-style", '
LOOK = {"size": "half", "theme": "grey", "font_size": 12.5, "spines": "box", "show_grid": False}


def written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def styled(**style):
    return Document(Target.named("square"), HingeSum(), figure_style=tuple(style.items()))


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "reluviz" / "styles"


# Files ----------------------------------------------------------------------------------------------------


def test_a_style_comes_back_and_leaves_out_what_a_figure_shows(tmp_path):
    path = tmp_path / "lecture.json"
    save_style(path, FigureOptions(**LOOK, title="Not style", show_units=False))
    assert read_style(path).applied_to(FigureOptions()) == FigureOptions(**LOOK)
    assert "Not style" not in path.read_text(encoding="utf-8")


def test_every_field_of_a_style_is_an_option():
    assert set(STYLE_FIELDS) <= set(FigureOptions.__slots__)


def test_a_style_need_not_say_all(tmp_path):
    style = read_style(written(tmp_path / "dark.json", SAID + '"theme": "dark"}'))
    assert style.applied_to(FigureOptions(size="half")) == FigureOptions(size="half", theme="dark")


def test_names_that_are_unknown_are_left_out_with_a_note(tmp_path):
    text = SAID + '"title": "T", "theme": "dark", "glitter": [1]}'
    style = read_style(written(tmp_path / "new.json", text))
    assert style.choices == {"theme": "dark"}
    assert style.notes == ("the style 'new' says 'title', 'glitter', which this program does not know",)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is no style of figures"),
        ("[1]", "is no style of figures"),
        ('{"theme": "dark"}', "is no style of figures"),
        (" " * 70_000, "is no style of figures"),
        ("[" * 60_000, "is no style of figures"),
        (SAID + '"theme": "pink"}', "'bad' cannot be used: there is no theme 'pink'"),
        (SAID + '"theme": ["dark"]}', "must be text"),
        (SAID + '"dpi": 1e999}', "cannot be used"),
        (SAID + '"size": "column", "font_size": 30}', "points, not 30"),
    ],
)
def test_what_is_no_style_is_said(text, complaint, tmp_path):
    with pytest.raises(InputError, match=complaint):
        read_style(written(tmp_path / "bad.json", text))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_a_sentence(tmp_path, data):
    path = tmp_path / "any.json"
    path.write_bytes(data)
    with pytest.raises(InputError, match="is no style"):
        read_style(path)


# Names ----------------------------------------------------------------------------------------------------


def test_the_styles_of_the_program_can_be_used_in_full():
    assert "Lecture, dark" in built_in_styles()
    usual = FigureOptions(dpi=300.0, font="Serif", show_grid=False, transparent=True)
    for name in built_in_styles():
        style = find_style(name)
        assert style.notes == ()
        assert style.applied_to(usual).font == "Serif"
    assert find_style("Lecture, light").applied_to(usual) == FigureOptions(dpi=300.0, font="Serif")


def test_a_saved_style_is_found_by_its_name_replaced_and_deleted(own_folder):
    assert own_styles() == {}
    keep_style("  My   lecture ", FigureOptions(**LOOK))
    assert own_styles() == {"My lecture": own_folder / "My lecture.json"}
    assert find_style("my LECTURE").applied_to(FigureOptions()) == FigureOptions(**LOOK)
    keep_style("my lecture", FigureOptions(theme="dark"))
    assert list(own_styles()) == ["My lecture"]
    assert find_style("My lecture").choices["theme"] == "dark"
    delete_style("My lecture")
    assert own_styles() == {}
    with pytest.raises(InputError, match="there is no saved style 'My lecture'"):
        delete_style("My lecture")


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        (" ", "needs a name"),
        ("a/b", "cannot hold '/'"),
        ("..", "dot"),
        ("a\0b", "cannot hold"),
        ("n" * 61, "at most 60 characters"),
        ("paper, GREY", "comes with the program"),
    ],
)
def test_a_name_that_a_style_cannot_have_is_said(name, complaint):
    with pytest.raises(InputError, match=complaint):
        keep_style(name, FigureOptions())
    assert own_styles() == {}


def test_a_folder_that_cannot_be_made_is_said(own_folder):
    own_folder.parent.parent.write_text("in the way", encoding="utf-8")
    assert own_styles() == {}
    with pytest.raises(InputError, match="cannot be made"):
        keep_style("mine", FigureOptions())


def test_a_style_that_is_not_there_is_said_with_those_that_are(tmp_path):
    keep_style("Mine", FigureOptions())
    with pytest.raises(InputError, match=r"there is no style 'Paper, gray'.*; Mine; Paper, grey"):
        find_style("Paper, gray")
    with pytest.raises(InputError, match="there is no file"):
        find_style(str(tmp_path / "none.json"))
    with pytest.raises(InputError, match="no file can have this name"):
        find_style("a\0b.json")


# Documents ------------------------------------------------------------------------------------------------


def test_a_document_keeps_a_style_and_gives_it_back():
    options = FigureOptions(**LOOK)
    document = styled(**dict(style_of(options)))
    assert document_style(document).applied_to(FigureOptions(title="T")) == chosen(options, {"title": "T"})
    assert document_style(styled()).choices == {}


def test_what_a_document_says_and_figures_cannot_use_is_left_out_with_notes():
    style = document_style(styled(theme="pink", glitter="much", show_grid=False))
    assert style.choices == {"show_grid": False}
    assert len(style.notes) == 2
    assert "'glitter', which this program does not know" in style.notes[0]
    assert "there is no theme 'pink'" in style.notes[1]


values = st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)


@given(st.dictionaries(st.sampled_from([*STYLE_FIELDS, "glitter"]), values))
def test_whatever_a_document_says_figures_can_be_made(style):
    used = document_style(styled(**style))
    options = used.applied_to(FigureOptions())
    assert dict(used.choices).items() <= style.items()
    assert bool(used.notes) == (dict(used.choices) != style)
    assert json.loads(json.dumps(dict(style_of(options)))) == dict(style_of(options))

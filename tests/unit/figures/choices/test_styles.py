"""Styles of figures as files."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reluviz.errors import InputError
from reluviz.figures import FigureOptions
from reluviz.figures.choices.styles import STYLE_FIELDS, load_style, save_style

SAID = '{"format": "reluviz-figure-style", '


def test_a_style_comes_back_and_leaves_out_what_a_figure_shows(tmp_path):
    path = tmp_path / "lecture.json"
    style = {"size": "half", "theme": "grey", "font_size": 12.5, "spines": "box", "show_grid": False}
    save_style(path, FigureOptions(**style, title="Not style", show_units=False))
    assert load_style(path) == FigureOptions(**style)
    assert "Not style" not in path.read_text(encoding="utf-8")


def test_every_field_of_a_style_is_an_option():
    assert set(STYLE_FIELDS) <= set(FigureOptions.__slots__)


def test_a_style_need_not_say_all(tmp_path):
    path = tmp_path / "dark.json"
    path.write_text(SAID + '"theme": "dark"}', encoding="utf-8")
    assert load_style(path) == FigureOptions(theme="dark")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is no style of figures"),
        ("[1]", "is no style of figures"),
        ('{"theme": "dark"}', "is no style of figures"),
        (" " * 70_000, "is no style of figures"),
        ("[" * 60_000, "is no style of figures"),
        (SAID + '"title": "T"}', "knows no 'title'"),
        (SAID + '"theme": "pink"}', "'bad.json' cannot be used: there is no theme 'pink'"),
        (SAID + '"theme": ["dark"]}', "must be text"),
        (SAID + '"dpi": 1e999}', "cannot be used"),
    ],
)
def test_what_is_no_style_is_said(text, complaint, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=complaint):
        load_style(path)


def test_a_style_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match=r"the style 'none.json' cannot be read: no such file"):
        load_style(tmp_path / "none.json")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_a_sentence(tmp_path, data):
    path = tmp_path / "any.json"
    path.write_bytes(data)
    with pytest.raises(InputError, match="is no style"):
        load_style(path)

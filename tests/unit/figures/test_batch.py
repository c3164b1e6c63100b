from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.document.document import MOST_PINS, Pin
from reluviz.document.opening import opening_store
from reluviz.errors import InputError
from reluviz.figures import PRESETS, FigureOptions, figure_bytes
from reluviz.figures.batch import batch_names, export_batch
from reluviz.maths.hinges import HingeSum

H1, H2 = HingeSum.parse("g(x) + g(-x)"), HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
OPTIONS = FigureOptions(dpi=20)


@pytest.fixture
def document():
    return replace(opening_store().document, pins=(Pin("h₁", H1), Pin("a/b: c?", H2), Pin("a?b: c/", H2)))


def test_there_is_a_figure_in_every_size(document, tmp_path):
    files = export_batch(document, tmp_path, "talk", "png", OPTIONS, "sizes")
    assert [file.name for file in files] == [f"talk-{size}.png" for size in PRESETS]
    assert len({file.read_bytes() for file in files}) == len(PRESETS)


def test_there_is_a_figure_of_every_pin_alone(document, tmp_path):
    files = export_batch(document, tmp_path, "talk", "png", OPTIONS, "pins")
    assert [file.name for file in files] == ["talk-h₁.png", "talk-a-b-c.png", "talk-a-b-c-3.png"]
    alone = replace(document, model=H2, pins=())
    assert files[1].read_bytes() == figure_bytes(alone, "png", OPTIONS)


def test_without_pins_there_is_nothing_to_write(tmp_path):
    with pytest.raises(InputError, match="need a pin"):
        export_batch(opening_store().document, tmp_path, "talk", "png", OPTIONS, "pins")


def test_what_is_there_may_be_kept(document, tmp_path):
    (tmp_path / "talk-slide.png").write_bytes(b"precious")
    with pytest.raises(InputError, match="exists"):
        export_batch(document, tmp_path, "talk", "png", OPTIONS, "sizes", replace_files=False)
    assert (tmp_path / "talk-slide.png").read_bytes() == b"precious"


pin_names = st.text(min_size=1, max_size=60).filter(str.strip)


@given(st.lists(pin_names, min_size=1, max_size=MOST_PINS, unique=True))
def test_any_names_of_pins_give_different_names_of_files(names):
    document = replace(opening_store().document, pins=tuple(Pin(name, H1) for name in names))
    found = batch_names(document, "talk", "pins")
    assert len(set(found)) == len(names)
    assert not any(set(name) & set('/\\\0\n:*?"<>|') for name in found)

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reluviz.document.document import MOST_PINS, Pin
from reluviz.document.opening import opening_store
from reluviz.errors import InputError
from reluviz.figures import PRESETS, FigureOptions, figure_bytes, files_of
from reluviz.figures.batch import batch_figures, batch_names, export_batch
from reluviz.fitting.norms import Cancelled
from reluviz.maths.hinges import HingeSum

H1, H2 = HingeSum.parse("g(x) + g(-x)"), HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
OPTIONS = FigureOptions(dpi=20)


@pytest.fixture
def document():
    return replace(opening_store().document, pins=(Pin("h₁", H1), Pin("a/b: c?", H2), Pin("a?b: c/", H2)))


def written(*words):
    return [file for files in export_batch(*words) for file in files]


def test_there_is_a_figure_in_every_size(document, tmp_path):
    files = written(document, tmp_path, "talk", "png", OPTIONS, "sizes")
    assert [file.name for file in files] == [f"talk-{size}.png" for size in PRESETS]
    assert len({file.read_bytes() for file in files}) == len(PRESETS)


def test_there_is_a_figure_of_every_pin_alone(document, tmp_path):
    files = written(document, tmp_path, "talk", "png", OPTIONS, "pins")
    assert [file.name for file in files] == ["talk-h₁.png", "talk-a-b-c.png", "talk-a-b-c-2.png"]
    alone = replace(document, model=H2, pins=())
    assert files[1].read_bytes() == figure_bytes(alone, "png", OPTIONS)


def test_without_pins_there_is_nothing_to_write(tmp_path):
    with pytest.raises(InputError, match="need a pin"):
        written(opening_store().document, tmp_path, "talk", "png", OPTIONS, "pins")


def test_what_has_no_size_is_not_written_in_all_sizes(document, tmp_path):
    with pytest.raises(InputError, match="NumPy function is the same in all sizes; choose"):
        written(document, tmp_path, "talk", "numpy", OPTIONS, "sizes")
    assert len(written(document, tmp_path, "talk", "numpy", OPTIONS, "pins")) == len(document.pins)


@pytest.mark.parametrize(("format", "steps"), [("png", ""), ("svg", "hinges"), ("pdf", "hinges")])
@pytest.mark.parametrize("over", ["sizes", "pins"])
def test_the_files_are_known_before_they_are_there(document, tmp_path, format, steps, over):
    options = replace(OPTIONS, steps=steps)
    figures = batch_figures(document, tmp_path, "talk", format, options, over)
    known = [file for one, place, chosen in figures for file in files_of(one, place, format, chosen)]
    if over == "pins":
        assert known == written(document, tmp_path, "talk", format, options, over)
    assert len(set(known)) == len(known) >= len(document.pins)


def test_the_share_that_is_done_grows_from_nothing_to_all(document, tmp_path):
    shares = []
    for _ in export_batch(
        document, tmp_path, "t", "svg", replace(OPTIONS, steps="1,2"), "pins", shares.append
    ):
        pass
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert len(set(shares)) >= 6


def test_who_stops_keeps_the_figures_that_are_there(document, tmp_path):
    def watch(share):
        if share > 0.5:
            raise Cancelled

    kept = []
    with pytest.raises(Cancelled):
        kept.extend(export_batch(document, tmp_path, "talk", "png", OPTIONS, "pins", watch))
    assert sorted(tmp_path.iterdir()) == [tmp_path / "talk-h₁.png"]


pin_names = st.text(min_size=1, max_size=60).filter(str.strip)
few_letters = st.text("aA-23é\u0301/", min_size=1, max_size=4).filter(str.strip)


@example(["a-3", "a", "a?"])
@example(["a", "a?", "a-2"])
@example(["Step", "step", "ſtep", "e\u0301", "É"])
@given(st.lists(pin_names | few_letters, min_size=1, max_size=MOST_PINS, unique=True))
def test_any_names_of_pins_give_different_files_on_any_system(names):
    document = replace(opening_store().document, pins=tuple(Pin(name, H1) for name in names))
    found = batch_names(document, "talk", "pins")
    assert len({unicodedata.normalize("NFD", name).casefold() for name in found}) == len(names)
    assert len({unicodedata.normalize("NFC", name.lower()) for name in found}) == len(names)
    assert not any(set(name) & set('/\\\0\n:*?"<>|') for name in found)

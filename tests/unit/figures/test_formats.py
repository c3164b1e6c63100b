"""The table of formats: what a suffix means, and that every writer is where the table says."""

from __future__ import annotations

from pathlib import Path

import pytest

from reluviz.errors import InputError
from reluviz.figures import FORMATS, format_of
from reluviz.figures.formats import as_named, checked_format, load_writer


@pytest.mark.parametrize("format", FORMATS.values(), ids=list(FORMATS))
def test_every_format_has_a_writer_and_a_suffix(format):
    assert callable(load_writer(format))
    assert format.suffix == format.suffix.lower().lstrip(".") != ""
    assert format.kind in ("picture", "sequence", "model")


@pytest.mark.parametrize("format", FORMATS.values(), ids=list(FORMATS))
def test_a_suffix_means_its_first_format_and_every_format_can_be_asked_for(format):
    first = next(row for row in FORMATS.values() if row.suffix == format.suffix)
    assert format_of(f"a.b/figure.{format.suffix.upper()}") == first
    assert format_of(f"figure.{format.suffix}", format.key) == format
    assert format_of("/dev/stdout", format.key) == format


def test_a_suffix_of_another_format_is_refused():
    with pytest.raises(InputError, match=r"a file of the format png ends in \.png, not \.pdf: 'a\.pdf'"):
        format_of("a.pdf", "png")


def test_a_format_that_is_none_is_refused_with_those_there_are():
    with pytest.raises(InputError, match="there is no figure format 'bmp'; expected png, svg, pdf"):
        checked_format("bmp")


@pytest.mark.parametrize(
    ("typed", "chosen", "name", "meant"),
    [
        ("a", "png", "a.png", "png"),
        ("a.PNG", "png", "a.PNG", "png"),
        ("Fig 1.2", "pdf", "Fig 1.2.pdf", "pdf"),
        ("Übung 3. Bild", "svg", "Übung 3. Bild.svg", "svg"),
        ("a.gif", "png", "a.gif", "gif"),
        ("a.tex", "latex", "a.tex", "latex"),
        ("a.tex", "png", "a.tex", "pgfplots"),
    ],
)
def test_a_typed_name_means_a_file_and_a_format(typed, chosen, name, meant):
    assert as_named(Path("x", typed), FORMATS[chosen]) == (Path("x", name), FORMATS[meant])

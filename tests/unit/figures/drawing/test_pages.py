"""A sequence as pages of a PDF and as numbered files."""

from __future__ import annotations

import re

import pytest

from reluviz.figures import FigureOptions, compose_sequence, figure_bytes
from reluviz.figures.drawing.pages import numbered_paths, write_numbered, write_pdf_pages
from reluviz.figures.drawing.renderer import write_png
from reluviz.fitting.norms import Cancelled

OPTIONS = FigureOptions(size="column", dpi=20, steps="1,2,4")


def cancel_at(share):
    def watch(done):
        if done >= share:
            raise Cancelled

    return watch


def test_a_pdf_has_a_page_for_each_step_with_its_typefaces_once(document):
    pdf = figure_bytes(document("h2"), "pdf", OPTIONS)
    assert pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page\n") == 3
    assert re.search(rb"/Count 3\b", pdf)
    assert pdf.count(b"/FontFile2") == len(set(re.findall(rb"/FontName /(\S+)", pdf)))
    assert b"/MediaBox [ 0 0 244.8 201.6 ]" in pdf
    assert b"Date" not in pdf


def test_a_pdf_of_steps_has_the_same_bytes_every_time(document):
    steps = compose_sequence(document("h2"), OPTIONS)
    assert write_pdf_pages(steps, OPTIONS) == write_pdf_pages(steps, OPTIONS)


def test_a_pdf_of_steps_can_be_cancelled_and_says_how_far_it_is(document):
    steps, shares = compose_sequence(document("h2"), OPTIONS), []
    write_pdf_pages(steps, OPTIONS, shares.append)
    assert shares == [0, pytest.approx(1 / 3), pytest.approx(2 / 3)]
    with pytest.raises(Cancelled):
        write_pdf_pages(steps, OPTIONS, cancel_at(0.5))


def test_numbers_have_as_many_digits_as_the_last():
    assert [path.name for path in numbered_paths("a/figure.v2.png", 3)] == [
        "figure.v2-1.png",
        "figure.v2-2.png",
        "figure.v2-3.png",
    ]
    assert [path.name for path in numbered_paths("figure.svg", 100)][::99] == [
        "figure-001.svg",
        "figure-100.svg",
    ]


def test_each_step_becomes_a_file(document, tmp_path):
    steps = compose_sequence(document("h2"), OPTIONS)
    paths = write_numbered(steps, tmp_path / "figure.png", OPTIONS, write_png)
    assert paths == numbered_paths(tmp_path / "figure.png", 3)
    assert [path.read_bytes() for path in paths] == [write_png(picture, OPTIONS) for picture in steps]
    assert sorted(tmp_path.iterdir()) == sorted(paths)


@pytest.mark.parametrize("share", [0.5, 1])
def test_who_cancels_keeps_every_file_as_it_was(document, tmp_path, share):
    steps = compose_sequence(document("h2"), OPTIONS)
    old = numbered_paths(tmp_path / "figure.png", 3)
    for path in old:
        path.write_bytes(b"old")
    with pytest.raises(Cancelled):
        write_numbered(steps, tmp_path / "figure.png", OPTIONS, write_png, cancel_at(share))
    assert [path.read_bytes() for path in old] == 3 * [b"old"]
    assert sorted(tmp_path.iterdir()) == sorted(old)

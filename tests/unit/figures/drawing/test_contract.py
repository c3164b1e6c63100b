"""Every kind of layer, the inset, the drawing and the formula are drawn in every format."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from matplotlib._mathtext import Parser

from reluviz.figures import FigureOptions, compose, figure_bytes, render
from reluviz.figures.picture import Drawing, Inset, Labels, Line, Shape
from reluviz.scene.scene import Scene
from tests.unit.figures.drawing.test_drawing import assert_texts_are_clear

SQUARE = np.array([[10.0, 10.0], [90.0, 10.0], [90.0, 60.0], [10.0, 60.0]])


@pytest.fixture
def picture(document):
    plain = compose(Scene(document("h2")), FigureOptions())
    curves, error = plain.panels
    inset = Inset(
        "lens", 0.35, 0.5, 0.2, 0.4, (0.9, 1.1), (0.9, 1.1), (curves.layer("sum"),), "#FFFFFF", "#000000", 1
    )
    drawing = Drawing(
        "network",
        200.0,
        100.0,
        (
            Shape("node", (SQUARE,), "#FFEEDD", edge="#AA0000", width=1.0),
            Line("edge", (SQUARE[:2],), ("#00AA00",), 2.0, dash=(2.0, 1.0)),
            Labels("numbers", np.array([[50.0, 35.0]]), ("$w=2$",), "#000000", 12.0),
        ),
        "beside",
    )
    return replace(
        plain,
        panels=(replace(curves, insets=(inset,)), error),
        drawing=drawing,
        formula=("$h(x)=g(x)+g(-x)$", "$+g(2x-2)$", ""),
    )


@pytest.mark.parametrize("format", ["png", "svg", "pdf"])
def test_everything_a_picture_can_hold_is_written_in_every_format(picture, format):
    data = render(picture, format, FigureOptions(dpi=60))
    assert render(picture, format, FigureOptions(dpi=60)) == data
    if format == "svg":
        for key in ("drawing-network", "network-numbers", "curves-lens-sum", "formula-2"):
            assert f'id="{key}"' in data.decode()


@pytest.mark.parametrize("name", ["h2", "tangent", "data"])
def test_no_two_parts_of_an_svg_have_the_same_id(document, name):
    shown = FigureOptions(show_network=True, show_lens=True, show_tolerance=True, show_partial_sums=True)
    ids = re.findall(r' id="([^"]*)"', figure_bytes(document(name), "svg", shown).decode())
    assert len(ids) > 100
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("side", ["beside", "below"])
def test_what_is_written_in_a_drawing_and_as_a_formula_covers_nothing(picture, side):
    assert_texts_are_clear(replace(picture, drawing=replace(picture.drawing, side=side)))


@pytest.mark.parametrize("format", ["pdf", "svg", "png"])
def test_mathematics_is_read_once_for_all_files_of_a_kind(document, format, monkeypatch):
    options = FigureOptions(size="column", dpi=40)
    first = figure_bytes(document("h2"), format, options)

    def read(*arguments):
        raise AssertionError(f"read again: {arguments[1]}")

    monkeypatch.setattr(Parser, "parse", read)
    assert figure_bytes(document("h2"), format, options) == first

"""On every page, whatever is shown: texts are clear of each other and of panels, and nothing is cut."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reluviz.document.document import Document, Pin
from reluviz.figures import PRESETS, FigureOptions, compose
from reluviz.figures.layout.arrange import TICK_LENGTH, TICK_PAD, TICK_SIZE, Box, arrange
from reluviz.figures.layout.typesetting import measure
from reluviz.figures.picture import Labels
from reluviz.fitting.placement import place_hinges
from reluviz.maths.hinges import HingeSum
from reluviz.scene.scene import Scene
from reluviz.targets.target import Target
from tests.unit.figures.conftest import MAKERS

#: In points: what no eye sees, and rounding.
SLACK = 0.05
#: Half the height of a capital, in multiples of the size, is below the middle of a label.
HALF_CAPITAL = 0.36
SHOWN = {
    "show_pins": True,
    "show_partial_sums": True,
    "show_formula": True,
    "show_network": True,
    "show_lens": True,
    "show_tolerance": True,
}
TITLE = "How far a sum of hinges is from $x^2$, and where it is good enough to be used"


def _pinned():
    h2 = MAKERS["h2"]()
    names = ("h₁", "a name of some length", "$x$", "four", "five")
    return replace(h2, pins=tuple(Pin(name, h2.model.partial(index)) for index, name in enumerate(names)))


def _minimax():
    target = Target.named("sine")
    return Document(target, place_hinges(target, 7, norm="max").sum, norm="max")


def _held_out():
    return Document(Target.named("noisy").holding_out(0.25), HingeSum.parse("0.5 - 0.25x + g(x+1) - g(3x)"))


DOCUMENTS = {
    **{name: MAKERS[name] for name in ("h2", "empty", "exact", "jump", "thousand", "data", "far", "steep")},
    "pinned": _pinned,
    "minimax": _minimax,
    "held out": _held_out,
}


@cache
def scene_of(name):
    return Scene(DOCUMENTS[name]())


@dataclass
class Text:
    """A text where it stands on the page."""

    text: str
    box: Box


def box_of(text, x, y, size, anchor="left", upright=False):
    width, rise, depth = measure(text, size)
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[anchor]
    if upright:
        return Box(x - rise, y - share * width, rise + depth, width)
    return Box(x - share * width, y - depth, width, rise + depth)


def placed_texts(layout):
    lines = [
        *layout.title,
        *layout.formula,
        *layout.labels,
        *(text for row in layout.entries for text in row),
    ]
    return [
        Text(line.text, box_of(line.text, line.x, line.y, line.size, line.anchor, line.upright))
        for line in lines
    ]


def tick_texts(picture, layout):
    em = picture.type_size
    size, distance = TICK_SIZE * em, (TICK_LENGTH + TICK_PAD) * em
    texts = []
    for panel, box in zip(picture.panels, layout.boxes, strict=True):
        for tick, text in zip(panel.y.ticks, panel.y.tick_labels, strict=True):
            y = box.bottom + box.height * (tick - panel.y.low) / (panel.y.high - panel.y.low)
            width, rise, depth = measure(text, size)
            texts.append(
                Text(text, Box(box.left - distance - width, y - 0.5 * (rise + depth), width, rise + depth))
            )
    last, box = picture.panels[-1], layout.boxes[-1]
    for tick, text in zip(last.x.ticks, last.x.tick_labels, strict=True):
        x = box.left + box.width * (tick - last.x.low) / (last.x.high - last.x.low)
        width, rise, depth = measure(text, size)
        texts.append(
            Text(text, Box(x - 0.5 * width, box.bottom - distance - rise - depth, width, rise + depth))
        )
    return texts


def drawn_texts(picture, layout):
    if picture.drawing is None:
        return []
    texts = []
    for layer in picture.drawing.layers:
        if not isinstance(layer, Labels):
            continue
        for (x, y), text in zip(layer.points, layer.texts, strict=True):
            size = layout.scale * layer.size
            left, bottom = layout.drawing.left + layout.scale * x, layout.drawing.bottom + layout.scale * y
            texts.append(Text(text, box_of(text, left, bottom - HALF_CAPITAL * size, size, layer.anchor)))
    return texts


def overlap(one, other):
    across = min(one.right, other.right) - max(one.left, other.left)
    along = min(one.top, other.top) - max(one.bottom, other.bottom)
    return min(across, along)


def assert_everything_is_clear(picture):
    layout = arrange(picture, measure)
    texts = [*placed_texts(layout), *tick_texts(picture, layout)]
    drawn = drawn_texts(picture, layout)
    page = Box(0.0, 0.0, 72 * picture.width, 72 * picture.height)
    boxes = [*layout.boxes, *([layout.drawing] if layout.drawing else [])]
    for box in [*boxes, *(text.box for text in [*texts, *drawn])]:
        assert box.left >= -SLACK, box
        assert box.bottom >= -SLACK, box
        assert box.right <= page.right + SLACK, box
        assert box.top <= page.top + SLACK, box
    for one, other in combinations([*texts, *drawn], 2):
        assert overlap(one.box, other.box) <= SLACK, (one, other)
    for one, other in combinations(boxes, 2):
        assert overlap(one, other) <= SLACK
    for text in texts:
        for box in boxes:
            assert overlap(text.box, box) <= SLACK, (text, box)
    for samples, box in zip(layout.samples, layout.boxes, strict=True):
        for sample in samples:
            assert sample.right <= box.right + SLACK
            assert sample.y >= box.top


@pytest.mark.parametrize("name", ["pinned", "minimax", "thousand", "held out"])
@pytest.mark.parametrize("size", [*PRESETS, "2.4inx2in", "20inx3in", "2.4inx8in"])
def test_with_everything_shown_nothing_covers_anything_else(size, name):
    options = FigureOptions(size=size, title=TITLE, error_reading="square", **SHOWN)
    assert_everything_is_clear(compose(scene_of(name), options))


@given(
    name=st.sampled_from(sorted(DOCUMENTS)),
    size=st.sampled_from([*PRESETS, "2.4inx2in", "20inx3in", "2.4inx8in", "9cmx30cm"]),
    title=st.sampled_from(["", "Short", TITLE]),
    reading=st.sampled_from(["signed", "square", "absolute"]),
    shown=st.fixed_dictionaries(
        {key: st.booleans() for key in (*SHOWN, "show_error", "show_legend", "show_units", "show_knots")}
    ),
)
@settings(max_examples=60)
def test_whatever_is_shown_nothing_covers_anything_else(name, size, title, reading, shown):
    options = FigureOptions(size=size, title=title, error_reading=reading, **shown)
    assert_everything_is_clear(compose(scene_of(name), options))


@pytest.mark.parametrize("name", ["h2", "pinned", "minimax", "data", "jump", "held out"])
@pytest.mark.parametrize("size", ["slide", "column", "square"])
def test_the_glass_of_a_lens_is_inside_its_panel_and_covers_no_curve(size, name):
    curves = compose(scene_of(name), FigureOptions(size=size, show_lens=True)).panels[0]
    (inset,) = curves.insets
    assert 0 < inset.left < inset.left + inset.width < 1
    assert 0 < inset.bottom < inset.bottom + inset.height < 1
    low = np.array([curves.x.low, curves.y.low])
    span = np.array([curves.x.high, curves.y.high]) - low
    target = curves.layer("target")
    points = np.vstack(target.paths) if hasattr(target, "paths") else target.points
    (path,) = curves.layer("sum").paths
    x = np.linspace(path[0, 0], path[-1, 0], 500)
    for each in (points, np.column_stack([x, np.interp(x, *path.T)])):
        shares = (each - low) / span
        inside = (
            (shares > (inset.left, inset.bottom))
            & (shares < (inset.left + inset.width, inset.bottom + inset.height))
        ).all(axis=1)
        assert not inside.any()


@pytest.mark.parametrize("size", ["slide", "slide-4x3", "beamer"])
def test_a_slide_has_room_for_all_at_once(size):
    picture = compose(scene_of("pinned"), FigureOptions(size=size, **SHOWN))
    assert picture.drawing is not None
    assert len(picture.panels) == 2
    assert picture.panels[0].insets
    assert picture.formula


@pytest.mark.parametrize("size", sorted(PRESETS))
def test_a_network_alone_finds_room_on_every_page(size):
    picture = compose(scene_of("h2"), FigureOptions(size=size, show_network=True))
    labels = {layer.key: layer for layer in picture.drawing.layers if isinstance(layer, Labels)}
    shown = sum(text.isdigit() for text in labels["node-names"].texts)
    assert shown >= 3
    more = [text for text in labels["notes"].texts if "more" in text]
    assert more == ([] if shown == 4 else [f"… and {4 - shown} more hinge"])
    assert arrange(picture, measure).scale * labels["numbers"].size >= 0.8 * picture.type_size


@pytest.mark.parametrize("size", ["slide", "2.4inx2in"])
def test_any_document_can_be_shown_with_all_that_there_is(any_document, size):
    for reading in ("signed", "absolute"):
        options = FigureOptions(size=size, error_reading=reading, **SHOWN)
        assert_everything_is_clear(compose(Scene(any_document), options))


@pytest.mark.parametrize("choices", [{}, SHOWN, {"title": TITLE}])
@pytest.mark.parametrize("type_size", [4.0, 12.0, 16.0, 20.0])
def test_with_type_far_too_large_for_the_page_what_has_no_room_is_left_out(monkeypatch, type_size, choices):
    column = replace(PRESETS["column"], type_size=type_size)
    monkeypatch.setattr("reluviz.figures.choices.options.figure_size", lambda _text: column)
    assert_everything_is_clear(compose(scene_of("pinned"), FigureOptions(**choices)))

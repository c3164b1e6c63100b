"""What is shown beside target and sum: pins, partial sums, readings, tolerance, lens, formula, network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reluviz.document.document import Document, Pin
from reluviz.errors import InputError
from reluviz.figures import FigureOptions, compose, figure_bytes, frame_of
from reluviz.figures.composing.formula_lines import formula_lines
from reluviz.figures.composing.lens_place import _curve_points
from reluviz.figures.picture import Area, Band, Dots, Labels, Line, Shape
from reluviz.fitting.placement import place_hinges
from reluviz.maths.hinges import HingeSum
from reluviz.scene.scene import Scene
from reluviz.targets.target import Target


def picture_of(document, **choices):
    return compose(Scene(document), FigureOptions(**choices))


def texts(panel):
    return {entry.key: entry.text for entry in panel.entries}


@pytest.fixture
def pinned(document):
    return replace(
        document("h2"), pins=(Pin("h₁", document("h1").model), Pin("hidden", HingeSum(), is_shown=False))
    )


# Pins


def test_pins_are_dashed_ghosts_with_their_names_and_their_largest_errors(pinned):
    curves, error = picture_of(pinned).panels
    pin, ghost = curves.layer("pin-1"), error.layer("pin-1")
    assert isinstance(pin, Line)
    assert pin.dash == ghost.dash != ()
    assert pin.colors == ghost.colors
    assert curves.layer("pin-2") is None
    assert texts(curves)["pin h₁"] == "h₁"
    assert texts(error)["pin h₁"] == "h₁: max $6$"
    path = np.vstack(ghost.paths)
    np.testing.assert_allclose(path[:, 1], np.abs(path[:, 0]) - path[:, 0] ** 2, atol=1e-12)
    assert error.y.low < -6


@pytest.mark.parametrize(("reading", "largest"), [("absolute", 6), ("square", 18)])
def test_the_largest_error_of_a_pin_is_read_as_that_of_the_sum(pinned, reading, largest):
    _, error = picture_of(pinned, error_reading=reading).panels
    assert texts(error)["pin h₁"] == f"h₁: max ${largest}$"


def test_pins_lie_below_the_sum_and_its_error_and_are_named_after_the_sum(pinned):
    for panel, own in zip(picture_of(pinned).panels, ("sum", "error"), strict=True):
        keys = [layer.key for layer in panel.layers]
        assert keys.index("pin-1") < keys.index(own)
    names = list(texts(picture_of(pinned).panels[0]))
    assert names.index("target") < names.index("sum") < names.index("pin h₁")


def test_pins_can_be_left_out(pinned, document):
    hidden = picture_of(pinned, show_pins=False)
    for one, other in zip(hidden.panels, picture_of(document("h2")).panels, strict=True):
        assert [layer.key for layer in one.layers] == [layer.key for layer in other.layers]
        assert (one.x, one.y) == (other.x, other.y)


def test_of_many_pins_the_first_are_named_and_the_others_counted(document):
    pins = tuple(Pin(f"number {index}", document("h1").model) for index in range(9))
    curves = picture_of(replace(document("h2"), pins=pins)).panels[0]
    names = [text for key, text in texts(curves).items() if "pin" in key]
    assert names == ["number 0", "number 1", "number 2", "6 more pins"]
    assert len({curves.layer(f"pin-{index}").dash for index in (1, 2, 3, 4)}) == 4


def test_pins_and_the_tolerance_are_spoken_of_in_the_description(pinned):
    description = picture_of(pinned, show_tolerance=True, tolerance=0.25).description
    assert "The error is within 0.25 from x = −2.207 to 2.207." in description
    assert "Dashed for comparison: h₁, with the largest error 6." in description
    assert "hidden" not in description


# Partial sums


def test_partial_sums_run_from_faint_to_strong_by_their_exact_vertices(document):
    curves = picture_of(document("h2"), show_partial_sums=True).panels[0]
    layer = curves.layer("partial-sums")
    assert texts(curves)["partial-sums"] == r"partial sums $h_1,\dots,h_{3}$"
    # After g(x) and g(-x) it is |x|; with g(2x - 2) there is a corner at 1.
    assert [point.tolist() for point in layer.paths[1] if point[0] == 0] == [[0, 0]]
    assert [1, 1] in layer.paths[2].tolist()
    strengths = [int(color[5:], 16) for color in dict.fromkeys(layer.colors)]
    assert strengths == sorted(strengths, reverse=True)
    sample = next(entry.layer for entry in curves.entries if entry.key == "partial-sums")
    assert (sample.colors[0], sample.colors[-1]) == (layer.colors[0], layer.colors[-1])


def test_of_a_thousand_partial_sums_some_are_drawn(document):
    curves = picture_of(document("thousand"), show_partial_sums=True).panels[0]
    assert texts(curves)["partial-sums"] == "8 of 999 partial sums"
    assert len(set(curves.layer("partial-sums").colors)) == 8


# The error


@pytest.mark.parametrize(
    ("reading", "label", "read"),
    [
        ("signed", "$h-f$", lambda r: r),
        ("square", r"$\frac{1}{2}(h-f)^2$", lambda r: 0.5 * r**2),
        ("absolute", "$|h-f|$", np.abs),
    ],
)
def test_the_error_has_three_readings(document, reading, label, read):
    error = picture_of(document("h2"), error_reading=reading).panels[1]
    assert error.y.label == label
    path = np.vstack(error.layer("error").paths)
    r = document("h2").model(path[:, 0]) - path[:, 0] ** 2
    np.testing.assert_allclose(path[:, 1], read(r), atol=1e-5)
    assert isinstance(error.layer("error-area"), Area)
    ((_, top),) = error.layer("largest-error").points
    assert top == pytest.approx(read(np.array(-2.0)))


def test_where_a_minimax_fit_alternates_every_extremum_is_marked():
    target = Target.named("square")
    document = Document(target, place_hinges(target, 3, norm="max").sum, norm="max")
    error = picture_of(document).panels[1]
    marks = error.layer("alternation")
    assert isinstance(marks, Dots)
    assert len(marks.points) == len(Scene(document).alternation) > 3
    assert texts(error)["largest"].endswith(f"taken {len(marks.points)} times")
    assert picture_of(replace(document, norm="l2")).panels[1].layer("alternation") is None


# The tolerance


def test_the_band_of_a_tolerance_and_the_good_interval_are_shown_and_said(document):
    curves, error = picture_of(document("h2"), show_tolerance=True, tolerance=0.25).panels
    ends = (3 + 2**0.5) / 2
    for panel in (curves, error):
        good = panel.layer("good")
        assert isinstance(good, Band)
        assert (good.left, good.right) == pytest.approx((-ends, ends), abs=1e-9)
    band = error.layer("tolerance-band")
    assert isinstance(band, Shape)
    assert (band.paths[0][:, 1].min(), band.paths[0][:, 1].max()) == (-0.25, 0.25)
    assert texts(error)["tolerance"] == r"$|h-f|\leq 0.25$ on $[-2.21,\,{2.21}]$"


@pytest.mark.parametrize(("reading", "bottom", "top"), [("square", 0.0, 0.5), ("absolute", 0.0, 1.0)])
def test_the_band_follows_the_reading(document, reading, bottom, top):
    options = {"show_tolerance": True, "tolerance": 1.0, "error_reading": reading}
    error = picture_of(document("h2"), **options).panels[1]
    heights = error.layer("tolerance-band").paths[0][:, 1]
    assert (heights.min(), heights.max()) == (bottom, top)


def test_where_the_error_is_too_large_at_the_place_asked_for_it_is_said(document):
    options = {"show_tolerance": True, "tolerance": 0.25, "good_around": 2.9}
    curves, error = picture_of(document("h2"), **options).panels
    assert curves.layer("good") is None
    assert texts(error)["tolerance"] == r"$|h-f|\leq 0.25$ not at $x=2.9$"


def test_without_a_panel_for_the_error_its_most_important_numbers_are_in_the_legend(document):
    (curves,) = picture_of(document("h2"), show_error=False, show_tolerance=True).panels
    assert texts(curves)["tolerance"] == r"$|h-f|\leq 0.25$ on $[-2.21,\,{2.21}]$"
    assert "largest" not in texts(curves)
    # Here the network takes the place of the error.
    (curves,) = picture_of(document("h2"), size="column", show_network=True).panels
    assert texts(curves)["largest"] == "max $|h-f|=2$ at $x=-3$"


# The lens


def test_the_lens_shows_the_curves_larger_and_says_how_straight_the_target_is(document):
    curves = picture_of(document("h2"), show_lens=True, lens_x=1.0, lens_magnification=20).panels[0]
    (inset,) = curves.insets
    shown, whole = inset.x[1] - inset.x[0], curves.x.high - curves.x.low
    assert inset.width * whole / shown == pytest.approx(20)
    assert np.mean(inset.x) == pytest.approx(1)
    assert np.mean(inset.y) == pytest.approx(1)
    assert [layer.key for layer in inset.layers] == ["target", "sum", "best-line"]
    # Half of what x² is from its best line: the square of the half width, halved.
    assert texts(curves)["lens"] == rf"lens $\times20$: $f$ is a line within ${shown**2 / 8:.3g}$"
    assert curves.layer("lens-mark") is not None


def test_what_is_too_small_to_be_framed_is_marked_by_a_ring(document):
    curves = picture_of(document("h2"), show_lens=True, lens_magnification=1000).panels[0]
    assert curves.layer("lens-mark").color == "none"


def test_in_the_lens_lie_only_the_data_points_that_it_shows(document):
    (inset,) = picture_of(document("data"), show_lens=True).panels[0].insets
    points = inset.layers[0].points
    assert ((points >= (inset.x[0], inset.y[0])) & (points <= (inset.x[1], inset.y[1]))).all()


def test_of_very_many_points_the_lens_looks_at_those_that_can_be_told_apart():
    x = np.linspace(0.0, 1.0, 200_000)
    scene = Scene(Document(Target.points(x, np.sin(9 * x)), HingeSum()))
    # It tries hundreds of places, and counts at each what it would cover.
    assert len(_curve_points((scene,), scene.comfortable_bounds())) < 20_000


@pytest.mark.parametrize("name", ["", "\u200b"])
def test_data_and_a_pin_without_a_name_have_an_entry_all_the_same(name):
    pins = (Pin("\u200b", HingeSum()),)
    document = Document(Target.points([0, 1], [0, 1], name=name), HingeSum(), pins=pins)
    named = texts(picture_of(document).panels[0])
    assert named["target"] == named["pin \u200b"] == "…"
    assert figure_bytes(document, "svg")


# The formula


def test_the_formula_stands_below_the_title(document):
    formula = picture_of(document("h2"), show_formula=True).formula
    assert formula == ("$h(x) = g(x) + g(-x) + g(2x - 2) + g(-2x - 2)$",)


def test_a_long_formula_is_broken_before_signs(document):
    lines = formula_lines(document("h2").model, 16, 3)
    assert lines == ("$h(x) = g(x) + g(-x)$", r"$\quad + g(2x - 2) + g(-2x - 2)$")


def test_a_thousand_hinges_are_counted_not_written(document):
    lines = formula_lines(document("thousand").model, 60, 2)
    assert len(lines) == 2
    written = "".join(lines).count("g(")
    assert lines[-1].endswith(rf"+ \cdots$ and {1000 - written} more hinges")
    assert r"\approx" in lines[0]


def test_the_formula_has_the_form_and_the_digits_that_are_chosen(document):
    (line,) = picture_of(document("h2"), show_formula=True, form="slope").formula
    assert "2g(x - 1)" in line


# The network


def test_the_network_has_the_numbers_of_the_sum_on_its_edges(document):
    drawing = picture_of(document("h2"), show_network=True).drawing
    labels = {layer.key: layer for layer in drawing.layers if isinstance(layer, Labels)}
    assert " ".join(labels["numbers"].texts) == "1 $b$ = 0 1 −1 $b$ = 0 1 2 $b$ = −2 1 −2 $b$ = −2 1"
    assert labels["node-names"].texts == ("1", "2", "3", "4", "$x$", "$h$")
    dashed = {layer.key for layer in drawing.layers if isinstance(layer, Line) and layer.dash}
    assert dashed == {"edge-a-2", "edge-a-4"}
    for layer in drawing.layers:
        for path in getattr(layer, "paths", (getattr(layer, "points", None),)):
            assert (path >= 0).all()
            assert (path <= (drawing.width, drawing.height)).all()


@pytest.mark.parametrize("size", ["slide", "column"])
def test_beside_and_below_a_network_an_error_that_is_left_out_stays_out(document, size):
    picture = picture_of(document("h2"), size=size, show_network=True, show_error=False)
    assert picture.drawing is not None
    assert len(picture.panels) == 1


def test_units_keep_their_places_while_a_network_is_built_up(document):
    whole = document("h2")
    scenes = [Scene(replace(whole, model=whole.model.partial(count)), whole=whole) for count in range(5)]
    options = FigureOptions(show_network=True)
    frame = frame_of(scenes, options)
    drawings = [compose(scene, options, frame).drawing for scene in scenes]
    assert len({(drawing.width, drawing.height, drawing.side) for drawing in drawings}) == 1
    nodes = [
        [layer.paths[0].tolist() for layer in drawing.layers if layer.key == "node-1"] for drawing in drawings
    ]
    assert nodes[0] == []
    assert nodes[1] == nodes[2] == nodes[4]


# What can be chosen


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"error_reading": "cubic"}, "expected signed, square, absolute"),
        ({"tolerance": 0.0}, "must be above 0, not 0"),
        ({"tolerance": float("nan")}, "tolerance of a figure must be a finite number"),
        ({"lens_magnification": 0.5}, "from 2 to 10000 times, not 0.5 times"),
        ({"lens_x": float("inf")}, "lens_x of a figure must be a finite number"),
        ({"show_lens": 1}, "show_lens of a figure must be True or False"),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_sentence(choices, words):
    with pytest.raises(InputError, match=words):
        FigureOptions(**choices)


def test_where_curves_are_everywhere_the_view_is_raised_for_the_lens():
    target = Target.expression("sin(20x)", (-3.0, 3.0))
    document = Document(target, HingeSum())
    without = picture_of(document).panels[0]
    curves = picture_of(document, show_lens=True).panels[0]
    (inset,) = curves.insets
    bottom = curves.y.low + inset.bottom * (curves.y.high - curves.y.low)
    assert curves.y.low == without.y.low
    assert curves.y.high > bottom > 1.0
    # The curves keep half of the panel.
    assert bottom < curves.y.low + 0.7 * (curves.y.high - curves.y.low)
    assert 0.45 * (curves.y.high - curves.y.low) < 2.0

"""Sequences: which steps there are, that nothing jumps between them, and what is on the way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reluviz.document.document import Document, Pin
from reluviz.errors import InputError
from reluviz.figures import FigureOptions, compose_sequence, sequence_length
from reluviz.figures.drawing.film import Film
from reluviz.figures.layout.arrange import arrange
from reluviz.figures.layout.typesetting import measure
from reluviz.fitting.norms import Cancelled
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target

EVERYTHING = {
    "show_partial_sums": True,
    "show_formula": True,
    "show_network": True,
    "show_lens": True,
    "show_tolerance": True,
}


@pytest.fixture
def pinned(document):
    """The sum h₂ with h₁ and itself as pins, and one that is not shown."""
    h1, h2 = document("h1"), document("h2")
    pins = (Pin("h₁", h1.model), Pin("hidden", HingeSum(), is_shown=False), Pin("Mine, for $5", h2.model))
    return replace(h2, pins=pins)


def entry(picture, key):
    return next(entry for panel in picture.panels for entry in panel.entries if entry.key == key)


def at_end(picture):
    """The height of h at the right edge."""
    return picture.panels[0].layer("sum").paths[-1][-1, 1]


def keys(picture):
    return [layer.key for panel in picture.panels for layer in panel.layers]


class TestSteps:
    def test_there_is_the_target_alone_and_then_one_step_for_each_hinge(self, document):
        steps = compose_sequence(document("h2"), FigureOptions(steps="hinges"))
        assert len(steps) == sequence_length(document("h2"), FigureOptions()) == 5
        assert [len(picture.panels[0].layer("units").paths) for picture in steps[1:]] == [1, 2, 3, 4]
        assert set(keys(steps[0])) == {"outside-left", "outside-right", "interval", "zero", "target"}
        assert [(entry.key, entry.text) for entry in steps[0].panels[0].entries if entry.text] == [
            ("target", "$f(x)=x^2$")
        ]

    def test_a_bias_is_a_sum_before_the_first_hinge(self):
        document = Document(Target.named("square"), HingeSum.parse("2 + g(x)"))
        assert "sum" in keys(compose_sequence(document, FigureOptions())[0])

    def test_without_the_target_a_sequence_begins_with_the_first_hinge(self, document):
        options = FigureOptions(show_target=False)
        steps = compose_sequence(document("h2"), options)
        assert len(steps) == sequence_length(document("h2"), options) == 4
        assert "sum" in keys(steps[0])

    def test_numbers_of_hinges_are_taken_as_they_are(self, document):
        steps = compose_sequence(document("h2"), FigureOptions(steps="2,4"))
        assert [entry(picture, "units").text for picture in steps] == ["2 hinges", "4 hinges"]

    def test_a_number_of_hinges_that_the_sum_has_not_is_refused(self, document):
        with pytest.raises(InputError, match="no step with 5 hinges; the sum has 4"):
            sequence_length(document("h2"), FigureOptions(steps="1,5"))

    def test_pins_that_are_shown_are_steps_under_their_names(self, pinned):
        steps = compose_sequence(pinned, FigureOptions(steps="pins"))
        assert [entry(picture, "sum").text for picture in steps] == [
            "$h(x)$: h₁",
            r"$h(x)$: Mine, for \$5",
        ]
        assert steps[0].name.startswith("h₁: ")
        assert not any(key.startswith("pin") for picture in steps for key in keys(picture))

    def test_pins_stay_beside_a_sequence_of_hinges(self, pinned):
        steps = compose_sequence(pinned, FigureOptions(steps="hinges"))
        assert all("pin-1" in keys(picture) for picture in steps)

    def test_a_document_without_pins_has_no_such_sequence(self, document):
        with pytest.raises(InputError, match="needs a pin; the document shows none"):
            sequence_length(document("h2"), FigureOptions(steps="pins"))

    def test_an_empty_sum_has_one_step(self, document):
        assert len(compose_sequence(document("empty"), FigureOptions(show_target=False))) == 1

    def test_more_than_ten_thousand_steps_are_refused_and_fewer_of_them_are_not(self):
        many = HingeSum.from_arrays(np.linspace(-3, 3, 10_000), np.ones(10_000), np.full(10_000, 1e-3))
        document = Document(Target.named("square"), many)
        with pytest.raises(InputError, match="at most 10,000 steps, not 10,001; choose some"):
            sequence_length(document, FigureOptions())
        assert sequence_length(document, FigureOptions(show_target=False)) == 10_000
        assert len(compose_sequence(document, FigureOptions(steps="1,10,10000"))) == 3


class TestNothingJumps:
    @pytest.mark.parametrize("name", ["h2", "library-runge", "exact", "data", "jump"])
    @pytest.mark.parametrize("shown", [{}, EVERYTHING], ids=["usual", "everything"])
    def test_axes_and_boxes_and_titles_stay(self, document, name, shown):
        options = FigureOptions(size="half", title="Step by step", **shown)
        steps = compose_sequence(document(name), options)
        pictures = [*steps, steps.between(0, 0.5), steps.between(len(steps) - 2, 0.5)]
        axes = [[(panel.key, panel.x, panel.y) for panel in picture.panels] for picture in pictures]
        assert all(each == axes[0] for each in axes)
        layouts = [arrange(picture, measure) for picture in pictures]
        for what in ("boxes", "title", "labels", "drawing", "scale"):
            assert all(getattr(layout, what) == getattr(layouts[0], what) for layout in layouts)

    def test_the_places_of_the_legend_and_the_colours_of_hinges_stay(self, pinned):
        for options in (FigureOptions(steps="hinges"), FigureOptions(steps="pins")):
            steps = compose_sequence(pinned, options)
            places, colors = {}, {}
            for picture in (*steps, steps.between(0, 0.5)):
                layout = arrange(picture, measure)
                for panel, texts in zip(picture.panels, layout.entries, strict=True):
                    shown = [entry.key for entry in panel.entries if entry.text]
                    for key, text in zip(shown, texts, strict=True):
                        assert places.setdefault((panel.key, key), (text.x, text.y)) == (text.x, text.y)
                units = picture.panels[0].layer("units")
                for number, color in enumerate(units.colors if units else ()):
                    assert colors.setdefault(number, color) == color

    def test_lines_and_dots_are_as_strong_in_every_step_as_in_the_fullest(self, document):
        steps = compose_sequence(document("thousand"), FigureOptions(steps="1,20,100,1000"))
        curves = [picture.panels[0] for picture in (*steps, steps.between(1, 0.5))]
        assert len({panel.layer("units").opacity for panel in curves}) == 1
        assert len({panel.layer("knots").diameter for panel in curves}) == 1

    @pytest.mark.parametrize("steps", ["hinges", "pins", "1,2,4"])
    @pytest.mark.parametrize("name", ["h2", "data", "reciprocal"])
    def test_what_stays_is_at_the_same_pixels(self, document, name, steps):
        whole = document(name)
        pins = tuple(Pin(f"Pin {count}", whole.model.partial(count)) for count in (1, 2, 4))
        options = FigureOptions(size="half", dpi=30, title="Step by step", steps=steps, **EVERYTHING)
        pixels = []
        for picture in compose_sequence(replace(whole, pins=pins), options):
            # All but the curves and what is said of them: axes, ticks, labels, title.
            panels = [
                replace(panel, layers=(), entries=tuple(map(emptied, panel.entries)), insets=())
                for panel in picture.panels
            ]
            bare = replace(
                picture,
                panels=tuple(panels),
                formula=("",) * len(picture.formula),
                drawing=None if picture.drawing is None else replace(picture.drawing, layers=()),
            )
            pixels.append(Film(30).frame(bare))
        assert all(np.array_equal(each, pixels[0]) for each in pixels)


def emptied(entry):
    """An entry without its text, which keeps its place."""
    return replace(entry, text="", short="")


class TestOnTheWay:
    def test_a_new_hinge_grows_from_slope_zero(self, document):
        steps = compose_sequence(document("h2"), FigureOptions())
        before, half, after = at_end(steps[2]), at_end(steps.between(2, 0.5)), at_end(steps[3])
        assert half == pytest.approx(0.5 * (before + after))
        assert at_end(steps.between(2, 1e-9)) == pytest.approx(before)

    def test_what_comes_after_the_target_alone_fades_in(self, document):
        steps = compose_sequence(document("h2"), FigureOptions())
        for panel, later in zip(steps.between(0, 0.25).panels, steps[1].panels, strict=True):
            for layer in panel.layers:
                if layer.key in ("sum", "error", "error-area", "units"):
                    assert layer.opacity == pytest.approx(0.25 * later.layer(layer.key).opacity)
                if layer.key == "largest-error":
                    assert layer.diameter == pytest.approx(0.25 * later.layer(layer.key).diameter)
        assert steps.between(1, 0.25).panels[0].layer("sum").opacity == 1.0

    def test_a_new_knot_grows_and_an_old_one_stays(self, document):
        picture = compose_sequence(document("h2"), FigureOptions()).between(2, 0.25).panels[0]
        old, new = picture.layer("knots"), picture.layer("knots-grow")
        assert old.points.tolist() == [[0.0, 0.0]]
        assert new.points.tolist() == [[1.0, 1.0]]
        assert new.diameter == pytest.approx(0.25 * old.diameter)

    def test_knots_of_a_pin_shrink_when_its_hinges_fade(self, pinned, document):
        turned = replace(pinned, pins=pinned.pins[::-1])
        picture = compose_sequence(turned, FigureOptions(steps="pins")).between(0, 0.75).panels[0]
        full, going = picture.layer("knots"), picture.layer("knots-shrink")
        assert sorted(going.points[:, 0].tolist()) == [-1.0, 1.0]
        assert going.diameter == pytest.approx(0.25 * full.diameter)

    def test_the_sum_is_called_as_in_the_step_it_leads_to(self, pinned):
        turned = replace(pinned, pins=pinned.pins[::-1])
        steps = compose_sequence(turned, FigureOptions(steps="pins"))
        half = steps.between(0, 0.5)
        assert entry(half, "units").text == "2 hinges"
        assert entry(half, "sum").text == "$h(x)$: h₁"
        assert half.name == steps[1].name


def test_a_long_sequence_is_ended_while_its_limits_are_looked_for(document):
    def watch(share):
        assert share == 0
        raise Cancelled

    with pytest.raises(Cancelled):
        compose_sequence(document("h2"), FigureOptions(steps="hinges"), watch)

"""What can be chosen, and what is said about what cannot."""

from __future__ import annotations

import pytest

from reluviz.errors import InputError
from reluviz.figures import PRESETS, FigureOptions
from reluviz.figures.choices.options import chosen
from reluviz.figures.choices.sizes import figure_size
from reluviz.figures.choices.steps import read_steps


@pytest.mark.parametrize(
    ("name", "width", "height", "type_size"),
    [
        ("slide", 40 / 3, 7.5, 20),
        ("slide-4x3", 10, 7.5, 18),
        ("half", 6.2, 5.2, 14),
        ("beamer", 5.5, 2.9, 9),
        ("column", 3.4, 2.8, 8),
        ("square", 5, 5, 11),
    ],
)
def test_a_preset_sets_the_size_and_the_type(name, width, height, type_size):
    size = FigureOptions(size=name).figure_size
    assert (size.width, size.height, size.type_size) == (width, height, type_size)


@pytest.mark.parametrize(
    "text", ["16cmx9cm", "16 cm x 9 cm", "16x9cm", "16CM×9CM", "16.0cmx9.cm", "160mm x 90mm"]
)
def test_an_own_size_in_centimetres_can_be_written_in_several_ways(text):
    size = figure_size(text)
    assert size.width == pytest.approx(16 / 2.54)
    assert size.height == pytest.approx(9 / 2.54)


def test_an_own_size_gets_type_like_a_preset_of_that_size():
    for preset in PRESETS.values():
        own = figure_size(f"{preset.width}inx{preset.height}in")
        assert own.type_size == pytest.approx(preset.type_size, rel=0.2)


@pytest.mark.parametrize("dpi", [20, 150, 300, 1200])
def test_a_size_in_pixels_means_just_that_many_whatever_the_resolution(dpi):
    options = FigureOptions(size="1920x1080px", dpi=dpi)
    size = options.figure_size
    assert (size.width * options.pixels_per_inch, size.height * options.pixels_per_inch) == (1920, 1080)
    # A video of that size is seen as a slide is, with type that is as large on it.
    slide = PRESETS["slide"]
    assert size.type_size / size.height == pytest.approx(slide.type_size / slide.height, rel=0.2)
    assert FigureOptions(dpi=dpi).pixels_per_inch == dpi


@pytest.mark.parametrize("text", ["poster", "", "16x9", "16cmx9", "-16cmx9cm", "1e9inx3in", "nancmx9cm"])
def test_a_size_that_is_none_is_refused_and_the_presets_are_named(text):
    with pytest.raises(InputError, match="slide-4x3"):
        figure_size(text)


@pytest.mark.parametrize("text", ["1cmx1cm", "3inx1.9in", "200cmx100cm", "0inx0in"])
def test_a_size_too_small_or_too_large_is_refused_with_the_limits(text):
    with pytest.raises(InputError, match=r"at least 2\.36 in wide"):
        figure_size(text)


def test_the_smallest_size_is_round_in_centimetres():
    assert figure_size("6cmx5cm").width == pytest.approx(6 / 2.54)


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"theme": "blue"}, "light, dark, contrast, grey"),
        ({"dpi": 5}, "from 20 to 1200 dpi, not 5"),
        ({"dpi": float("nan")}, "from 20 to 1200 dpi"),
        ({"dpi": "high"}, "the option dpi of a figure must be a number or None, not 'high'"),
        ({"size": (16, 9)}, "the option size of a figure must be text"),
        ({"transparent": "yes"}, "must be True or False"),
        ({"size": "40inx40in", "dpi": 1200}, "choose fewer dpi"),
        ({"title": "x" * 301}, "at most 300 characters, not 301"),
        ({"steps": "all"}, "hinges, pins, or increasing numbers of hinges such as 1,2,4, not 'all'"),
        ({"steps": "4,2"}, "increasing numbers of hinges"),
        ({"steps": "1,,2"}, "increasing numbers of hinges"),
        ({"steps": "1,2²"}, "increasing numbers of hinges"),
        ({"steps": "9" * 5000}, "increasing numbers of hinges"),
        ({"fps": 0}, "from 1 to 50 pictures a second, not 0"),
        ({"fps": float("nan")}, "from 1 to 50 pictures a second"),
        ({"form": "vertex"}, "no form 'vertex' of formulas; expected unit or slope"),
        ({"digits": 0}, "from 1 to 17 digits, not 0"),
        ({"digits": 2.5}, "digits of a figure must be a whole number or None, not 2.5"),
        ({"colour": "red"}, "no option 'colour'; expected one of size, theme"),
    ],
)
def test_a_choice_that_cannot_be_used_is_refused_in_one_sentence(choices, message):
    with pytest.raises(InputError, match=message):
        chosen(None, choices)


def test_single_choices_win_over_options():
    options = chosen(FigureOptions(size="half", theme="dark"), {"size": "beamer"})
    assert (options.size, options.theme) == ("beamer", "dark")


@pytest.mark.parametrize(
    ("text", "steps"),
    [("", ""), ("Hinges", "hinges"), (" pins ", "pins"), ("4", (4,)), ("0, 1,2 ,4", (0, 1, 2, 4))],
)
def test_the_steps_of_a_sequence_are_read(text, steps):
    assert read_steps(text) == steps


@pytest.mark.parametrize(
    ("size", "dpi", "still", "moving"),
    [
        ("slide", None, 150.0, 96.0),
        ("column", None, 300.0, 150.0),
        ("slide", 300.0, 300.0, 300.0),
        ("960x540px", None, 96.0, 96.0),
    ],
)
def test_where_nobody_chooses_a_slide_has_2000_pixels_and_an_animation_1280(size, dpi, still, moving):
    options = FigureOptions(size=size, dpi=dpi)
    per_inch = FigureOptions(size=size).figure_size.pixels_per_inch
    assert options.pixels_per_inch == pytest.approx(per_inch or still)
    assert options.film_pixels_per_inch == pytest.approx(per_inch or moving)

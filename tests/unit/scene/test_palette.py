"""The palettes can be read: contrast by WCAG 2.2, and what people see who lack one kind of cone."""

from itertools import combinations

import numpy as np
import pytest

from reluviz.scene.palette import PALETTES, palette

#: Severity 1 of Machado, Oliveira and Fernandes (2009), for linear RGB.
SIGHT = {
    "everyone": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour):
    """Linear RGB of "#RRGGBB"."""
    channels = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """The contrast ratio of WCAG, from 1 to 21."""
    dark, light = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour, sight):
    """CIELAB as seen with that sight."""
    seen = np.clip(sight @ linear(colour), 0, 1)
    x, y, z = np.cbrt(TO_XYZ @ seen / TO_XYZ.sum(axis=1))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def smallest_distance(colours, sight):
    """How far apart (CIE76) the two colours are that look most alike."""
    return min(np.linalg.norm(lab(one, sight) - lab(other, sight)) for one, other in combinations(colours, 2))


@pytest.fixture(params=(*PALETTES, "grey"))
def colours(request):
    return palette(request.param)


def test_black_on_white_has_the_contrast_that_the_standard_says():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_a_palette_carries_its_own_name(colours):
    assert palette(colours.name) is colours


def test_text_can_be_read_wherever_it_stands(colours):
    for ground in (colours.background, colours.panel, colours.window, colours.outside):
        assert contrast(colours.text, ground) >= 4.5
        assert contrast(colours.muted, ground) >= 4.5
        assert contrast(colours.danger, ground) >= 4.5
    assert contrast(colours.accent_text, colours.accent) >= 4.5


def test_curves_and_hinges_stand_out_from_the_ground(colours):
    drawn = (colours.sum, colours.target, colours.error, colours.accent, colours.ghost, *colours.units)
    assert min(contrast(colour, colours.background) for colour in drawn) >= 3


def test_target_sum_and_error_are_told_apart_by_everyone(colours):
    for sight in SIGHT.values():
        assert smallest_distance((colours.target, colours.sum, colours.error), sight) > 15


def test_pale_lines_stay_pale_but_in_high_contrast():
    assert palette("light").strength(0.6) == palette("dark").strength(0.6) == 0.6
    assert palette("contrast").strength(0.6) == 1.0


class TestHighContrast:
    colours = palette("contrast")

    def test_the_ground_is_white_and_the_text_black(self):
        for ground in ("background", "panel", "window"):
            assert getattr(self.colours, ground) == "#FFFFFF"
        assert self.colours.text == "#000000"

    @pytest.mark.parametrize("name", ["target", "sum", "error", "danger", "muted", "accent"])
    def test_every_colour_of_text_has_the_enhanced_contrast(self, name):
        assert contrast(getattr(self.colours, name), "#FFFFFF") >= 7

    def test_borders_can_be_seen_and_a_focus_ring_told_from_them(self):
        assert contrast(self.colours.border, "#FFFFFF") >= 4.5
        assert contrast(self.colours.accent, self.colours.border) >= 3
        # What is chosen in a menu stands on the colour of borders.
        assert contrast(self.colours.text, self.colours.border) >= 4.5

    def test_hinges_stand_out_and_are_told_apart_by_everyone(self):
        assert min(contrast(unit, "#FFFFFF") for unit in self.colours.units) >= 4.5
        for sight in SIGHT.values():
            assert smallest_distance(self.colours.units, sight) > 20

    def test_the_grid_is_light(self):
        assert contrast(self.colours.grid, "#FFFFFF") < 1.5

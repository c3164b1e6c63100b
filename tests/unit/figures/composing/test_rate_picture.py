"""The rate plot: what it shows of the three curves and the attempts, whatever is zero, and its files."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pytest

from reluviz.figures import (
    PRESETS,
    THEMES,
    FigureOptions,
    compose_rates,
    export_picture,
    preview_picture,
    render,
)
from reluviz.figures.composing.log_ticks import decade_axis, doubling_axis
from reluviz.figures.picture import Band, Dots, Line
from reluviz.targets.target import Target
from tests.unit.figures.drawing.test_drawing import assert_texts_are_clear

COUNTS = np.arange(1, 65)
NONE = np.zeros((0, 2))


@dataclass(frozen=True, eq=False)
class MadeUp:
    """Rates that nobody computed."""

    target: Target
    norm: str
    counts: np.ndarray
    uniform: np.ndarray
    curvature: np.ndarray
    optimal: np.ndarray


def made_up(uniform, curvature, optimal, name="square", norm="l2", counts=COUNTS):
    columns = (
        np.broadcast_to(np.asarray(errors, float), counts.shape) for errors in (uniform, curvature, optimal)
    )
    return MadeUp(Target.named(name), norm, counts, *columns)


CASES = {
    "square": lambda: made_up(2.2 / COUNTS**2, 2.1 / COUNTS**2, 2.0 / COUNTS**2),
    "runge": lambda: made_up(0.5 / COUNTS, 0.3 / (COUNTS + 1) ** 2, 0.2 / (COUNTS + 1) ** 2, "runge", "max"),
    "abs": lambda: made_up(np.where(COUNTS % 2, 1e-17, COUNTS**-1.5), 0.1 / COUNTS, 0.0, "abs", "l1"),
    "exact": lambda: made_up(0.0, 1e-17, 0.0, "abs"),
    "steps": lambda: made_up(COUNTS**-0.5, COUNTS**-0.6, np.where(COUNTS > 2, 0.0, 0.2), "step"),
    "flat": lambda: made_up(0.5, 0.499, 0.498, "sine"),
    "single": lambda: made_up([0.5], [0.4], [0.3], counts=np.array([4])),
    "broken": lambda: made_up(np.nan, np.inf, 0.1 / COUNTS),
}


def picture_of(rates, attempts=NONE, **choices):
    return compose_rates(rates, np.asarray(attempts, dtype=float), FigureOptions(**choices))


def panel_of(*arguments, **choices):
    (panel,) = picture_of(*arguments, **choices).panels
    return panel


def texts(panel):
    return [entry.text for entry in panel.entries]


def test_the_lines_are_the_logarithms_of_the_rates():
    rates = CASES["runge"]()
    panel = panel_of(rates)
    for key in ("uniform", "curvature", "optimal"):
        (path,) = panel.layer(key).paths
        np.testing.assert_allclose(10**path, np.column_stack([COUNTS, getattr(rates, key)]), rtol=1e-12)


def test_no_two_curves_agree_in_colour_dash_or_shape_and_the_optimal_one_is_strongest():
    panel = panel_of(CASES["square"](), [[2, 0.9]])
    lines = [panel.layer(key) for key in ("uniform", "curvature", "optimal")]
    marks = [panel.layer(f"{line.key}-marks") for line in lines]
    assert len({line.colors for line in lines}) == len({line.dash for line in lines}) == 3
    assert len({dots.shape for dots in [*marks, panel.layer("attempts")]}) == 4
    assert lines[2].width == max(line.width for line in lines)
    assert lines[2].dash == ()


def test_the_axes_count_hinges_in_doublings_and_errors_in_decades():
    panel = panel_of(CASES["square"]())
    assert panel.x.label == "number of hinges $k$"
    assert panel.x.tick_labels == ("1", "2", "4", "8", "16", "32", "64")
    np.testing.assert_allclose(panel.x.ticks, np.log10([1, 2, 4, 8, 16, 32, 64]), atol=1e-15)
    assert panel.y.tick_labels == ("$10^{-3}$", "$10^{-2}$", "$10^{-1}$", "$10^{0}$")
    assert panel.y.ticks == (-3, -2, -1, 0)


@pytest.mark.parametrize(("norm", "name"), [("l2", "RMSE"), ("max", "largest error"), ("l1", "mean |error|")])
def test_the_height_is_called_after_the_norm(norm, name):
    assert panel_of(made_up(1.0 / COUNTS, 1.0 / COUNTS, 1.0 / COUNTS, norm=norm)).y.label == name


def test_the_guide_falls_with_the_square_and_stays_in_view():
    for make in CASES.values():
        panel = panel_of(make())
        guide = panel.layer("guide")
        if guide is None:
            continue
        for path in guide.paths:
            (left, top), (right, bottom) = path
            assert (bottom - top) / (right - left) == pytest.approx(-2)
        assert r"$\propto k^{-2}$" in texts(panel)


def test_an_error_of_zero_is_left_out_and_neighbours_on_both_sides_are_not_joined_across_it():
    panel = panel_of(CASES["abs"]())
    assert panel.layer("optimal") is None
    assert panel.layer("uniform") is None
    shown = 10 ** panel.layer("uniform-marks").points
    np.testing.assert_allclose(shown[:, 0], COUNTS[1::2])
    assert "optimal knots: exact" in texts(panel)
    assert panel.y.low > -4


def test_a_curve_that_ends_says_from_where_on_nothing_is_off():
    panel = panel_of(CASES["steps"]())
    assert "optimal knots, exact from $k=3$" in texts(panel)
    (path,) = panel.layer("optimal").paths
    assert len(path) == 2


def test_where_everything_is_exact_the_legend_says_so():
    panel = panel_of(CASES["exact"]())
    assert panel.layers == ()
    assert texts(panel) == [
        "$f(x)=|x|$",
        *(f"{name}: exact" for name in ("optimal knots", "knots by curvature", "uniform knots")),
    ]
    assert len(panel.y.ticks) >= 2


def test_what_solvers_leave_of_no_error_is_no_curve():
    left = np.where(COUNTS > 50, 4e-14 * COUNTS, 0.0)
    panel = panel_of(made_up(left, left, 0.0))
    assert panel.layers == ()
    assert [text.endswith(": exact") for text in texts(panel)[1:]] == [True] * 3


def test_the_axis_ends_soon_after_the_last_error_and_one_error_has_no_guide():
    exact_from_two = np.where(COUNTS > 1, 0.0, 0.5)
    panel = panel_of(made_up(exact_from_two, exact_from_two, exact_from_two))
    assert 10**panel.x.low < 1 < 8 < 10**panel.x.high < 16
    assert panel.layer("guide") is None
    beyond = panel_of(made_up(exact_from_two, exact_from_two, exact_from_two), [[30, 0.1]])
    assert 30 < 10**beyond.x.high < 60


def test_attempts_are_dots_and_those_that_no_such_axis_has_are_left_out():
    attempts = [[0, 1.0], [1, 3.0], [2, 0.0], [3, 0.5], [4, np.inf], [5, 1e9], [100, 0.2]]
    panel = panel_of(CASES["square"](), attempts)
    np.testing.assert_allclose(10 ** panel.layer("attempts").points, [[1, 3], [3, 0.5], [100, 0.2]])
    assert panel.entries[-1].text == "sums so far"
    assert panel_of(CASES["square"](), [[2, 0.5]]).entries[-1].text == "this sum"
    assert panel.x.high > 2
    assert panel.layer("attempts") is panel.layers[-1]
    assert panel_of(CASES["square"](), [[2, 0.0]]).layer("attempts") is None


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", ["slide", "column", "2.4inx2in", "20inx3in"])
def test_every_layer_is_in_view_and_every_axis_can_be_read(case, size):
    panel = panel_of(CASES[case](), [[2, 0.3], [7, 0.01]], size=size)
    low, high = np.array([panel.x.low, panel.y.low]), np.array([panel.x.high, panel.y.high])
    assert np.isfinite([low, high]).all()
    for layer in panel.layers:
        assert isinstance(layer, Line | Dots)
        assert not isinstance(layer, Band)
        for path in layer.paths if isinstance(layer, Line) else (layer.points,):
            assert ((path >= low - 1e-9) & (path <= high + 1e-9)).all(), layer.key
    for axis in (panel.x, panel.y):
        assert len(set(axis.tick_labels)) == len(axis.ticks)
        assert len(axis.ticks) >= 2 or case == "single"


@pytest.mark.parametrize("case", CASES)
def test_texts_are_clear_for_any_rates(case):
    for size in ("column", "beamer"):
        assert_texts_are_clear(picture_of(CASES[case](), [[2, 0.3]], size=size))


@pytest.mark.parametrize("size", [*PRESETS, "2.4inx2in", "2.4inx8in", "20inx3in"])
@pytest.mark.parametrize("title", ["", "A title with $x^2$ far too long for any figure, " * 4])
def test_texts_are_clear_at_any_size(size, title):
    assert_texts_are_clear(picture_of(CASES["runge"](), [[2, 0.3]], size=size, title=title))


def test_the_legend_can_be_left_out_and_there_is_no_title_unless_one_is_given():
    picture = picture_of(CASES["square"](), show_legend=False)
    assert picture.panels[0].entries == ()
    assert picture.title == ""
    assert picture.name == "RMSE against the number of hinges for x²"
    assert picture_of(CASES["square"](), title="Rates").name == "Rates"


def test_data_is_named_as_it_is():
    target = Target.points([0.0, 1.0, 2.0], [0.0, 1.0, 0.0], name="Tide in $")
    rates = MadeUp(target, "l2", COUNTS, 1.0 / COUNTS, 1.0 / COUNTS, 1.0 / COUNTS)
    assert texts(panel_of(rates))[0] == r"Tide in \$"


@pytest.mark.parametrize("format", ["png", "svg", "pdf"])
@pytest.mark.parametrize("theme", THEMES)
def test_it_is_written_like_any_figure_with_the_same_bytes_every_time(tmp_path, format, theme):
    options = FigureOptions(size="beamer", theme=theme, dpi=60)
    for name in ("a", "b"):
        picture = picture_of(CASES["runge"](), [[2, 0.3]], size="beamer", theme=theme)
        export_picture(picture, tmp_path / f"{name}.{format}", options)
    data = (tmp_path / f"a.{format}").read_bytes()
    assert data == (tmp_path / f"b.{format}").read_bytes() == render(picture, format, FigureOptions(dpi=60))
    assert len(data) > 3000
    assert preview_picture(picture, 330) == render(picture, "png", FigureOptions(dpi=60))


@pytest.mark.parametrize("case", CASES)
def test_any_rates_become_a_file(case):
    data = render(picture_of(CASES[case](), size="column"), "svg")
    assert not re.search(r'd="[^"]*(nan|inf)', data.decode())


class TestAxes:
    def test_many_decades_are_thinned_and_few_get_twos_and_fives(self):
        assert decade_axis("e", -14.2, 0.3, 12.0).ticks == (-12, -9, -6, -3, 0)
        few = decade_axis("e", -1.4, -0.6, 20.0)
        assert few.tick_labels == ("$0.05$", "$0.1$", "$0.2$")

    @pytest.mark.parametrize("low", np.linspace(-3, -1.5, 31))
    def test_the_shortest_part_of_a_decade_has_two_ticks(self, low):
        assert len(decade_axis("e", low, low + 0.75, 20.0).ticks) >= 2

    def test_counting_by_doublings_skips_some_where_the_axis_is_short(self):
        assert doubling_axis("k", 0.0, np.log10(64), 40.0).tick_labels == (
            "1",
            "2",
            "4",
            "8",
            "16",
            "32",
            "64",
        )
        assert doubling_axis("k", 0.0, np.log10(4096), 12.0).tick_labels == ("1", "16", "256", "4096")

"""The axes of a picture as options of PGFPlots."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reluviz.figures.layout.arrange import TICK_LENGTH, TICK_SIZE
from reluviz.figures.source.tex_text import tex_text, tex_width
from reluviz.figures.source.vertices import Scale

if TYPE_CHECKING:
    from reluviz.figures.picture import Axis, Panel, Picture
    from reluviz.figures.source.pgfplots_pen import Pen

__all__ = ["group_options", "least_height", "panel_options"]

# In multiples of the type size.
_GRID_WIDTH, _LINE_WIDTH = 0.045, 0.05
#: Names of axes that may be longer than the axis are fitted.
_LONG_NAME_X, _LONG_NAME_Y = 12.0, 4.0
#: A number on an upright axis needs so much of its height; a panel is at least so high.
_TICK_HEIGHT, _LEAST_PANEL = 0.95, 2.4


def group_options(picture: Picture, pen: Pen) -> list[str]:
    """Return the options that all panels share."""
    axis, grid = pen.color(picture.axis_color, "axis"), pen.color(picture.grid_color, "grid")
    lines = "=box" if picture.spines == "box" else "*=left"
    spine, mesh = "none" if picture.spines == "none" else axis, "major" if picture.has_grid else "none"
    faint = f", opacity={picture.grid_opacity:g}" if picture.grid_opacity < 1.0 else ""
    width = r"\panelwidth" if picture.panels[0].is_equal else r"\axiswidth"
    gap = r", vertical sep=\panelgap" if len(picture.panels) > 1 else ""
    return [
        f"group style={{group name=panel, group size=1 by {len(picture.panels)}{gap}}}",
        rf"scale only axis, width={width}",
        f"axis lines{lines}, clip mode=individual, set layers, tick align=outside, scaled ticks=false",
        f"grid={mesh}, grid style={{draw={grid}, line width={_GRID_WIDTH}em{faint}}}",
        f"axis line style={{draw={spine}, line width={_LINE_WIDTH}em}}",
        f"tick style={{draw={axis}, line width={_LINE_WIDTH}em}}, major tick length={TICK_LENGTH}em",
        f"tick label style={{scale={TICK_SIZE}}}",
    ]


def panel_options(panel: Panel, height: str, *, is_last: bool) -> list[str]:
    """Return the options of one panel; `height` is a macro, and the last has the texts of the x-axis."""
    return [
        f"height={height}",
        *_axis_options("x", panel.x, r"\axiswidth", _LONG_NAME_X, with_texts=is_last),
        *_axis_options("y", panel.y, height, _LONG_NAME_Y),
    ]


def least_height(axis: Axis) -> float:
    """Return the height that an upright axis needs for its numbers, in multiples of the type size."""
    gap = min((after - before for before, after in pairwise(axis.ticks)), default=axis.high - axis.low)
    return max(_LEAST_PANEL, min(_TICK_HEIGHT * (axis.high - axis.low) / gap, 8.0))


def _axis_options(letter: str, axis: Axis, length: str, long: float, *, with_texts: bool = True) -> list[str]:
    scale = Scale(axis)
    options = [f"{letter}min={scale.text(axis.low)}, {letter}max={scale.text(axis.high)}"]
    if with_texts:
        name = tex_text(axis.label)
        name = rf"\fitted{{1.2\dimexpr{length}\relax}}{{{name}}}" if tex_width(axis.label) > long else name
        options[0] += f", {letter}label={{{name}}}"
    if not axis.ticks:
        return [*options, rf"{letter}tick=\empty"]
    ticks = f"{letter}tick={{{','.join(scale.text(tick) for tick in axis.ticks)}}}"
    if not with_texts:
        return [*options, rf"{ticks}, {letter}ticklabels=\empty"]
    if all(_is_usual(*tick) for tick in zip(axis.ticks, axis.tick_labels, strict=True)) and scale.is_plain:
        return [*options, ticks]
    texts = [tex_text(text) for text in axis.tick_labels]
    labels = ",".join(f"{{{text}}}" if "," in text else text for text in texts)
    return [*options, f"{ticks}, {letter}ticklabels={{{labels}}}"]


def _is_usual(value: float, text: str) -> bool:
    """Whether PGFPlots would write a number in the same way by itself."""
    return abs(value) < 1000.0 and round(value, 2) == value and text == f"${value:g}$"

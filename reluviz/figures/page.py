"""What all figures have in common: the page with its colours, how long its axes are, and texts that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.picture import Picture

if TYPE_CHECKING:
    from reluviz.figures.layers import Pen
    from reluviz.figures.options import FigureOptions
    from reluviz.figures.picture import Panel
    from reluviz.targets.target import Target

__all__ = [
    "CURVES_SHARE",
    "ERROR_SHARE",
    "make_page",
    "panel_lengths",
    "panel_size",
    "shown",
    "target_text",
]

CURVES_SHARE, ERROR_SHARE = 2.7, 1.0

#: Of a data set in the legend, in characters.
_LONGEST_NAME = 40
_TRANSPARENT_GRID = 0.25
#: Height that texts take from the panels, in multiples of the type size: margins and x-axis, each row above.
_TEXT_HEIGHT, _ROW_HEIGHT, _TEXT_WIDTH = 3.6, 1.8, 5.5
_LEAST_HEIGHT = 4.0


def make_page(
    panels: tuple[Panel, ...], options: FigureOptions, pen: Pen, name: str, description: str
) -> Picture:
    """Return the picture of some panels, from top to bottom.

    Parameters
    ----------
    name, description : str
        For those who cannot see it. A title is the better name where there is one.
    """
    size, colours = options.figure_size, pen.palette
    title = shown(options.title)
    return Picture(
        width=size.width,
        height=size.height,
        type_size=size.type_size,
        title=title,
        panels=panels,
        background=None if options.transparent else colours.background,
        text_color=colours.text,
        axis_color=colours.axis,
        # What is faint on the theme's own background may glare on a slide's.
        grid_color=colours.axis if options.transparent else colours.grid,
        grid_opacity=_TRANSPARENT_GRID if options.transparent else 1.0,
        name=title or name,
        description=description,
    )


def panel_size(options: FigureOptions, rows: int) -> tuple[float, float]:
    """Return about how wide and high all panels are together, in multiples of the type size.

    Parameters
    ----------
    rows : int
        Of texts above the panels; the title is counted here.
    """
    size = options.figure_size
    em = size.type_size / 72
    height = size.height / em - _TEXT_HEIGHT - _ROW_HEIGHT * (rows + bool(shown(options.title)))
    return size.width / em - _TEXT_WIDTH, max(height, _LEAST_HEIGHT)


def panel_lengths(options: FigureOptions) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return about how wide and high the panels of curves and of the error are, in multiples of the type."""
    width, height = panel_size(options, options.show_legend + options.show_error)
    height /= CURVES_SHARE + (ERROR_SHARE if options.show_error else 0.0)
    return (width, height * CURVES_SHARE), (width, height * ERROR_SHARE)


def shown(text: str) -> str:
    """Return a text in one line, without what cannot be seen (and what no XML may contain)."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def target_text(target: Target) -> str:
    """Return how a legend names a target: a formula, or data by its name."""
    if target.points_inside is None:
        return f"$f(x)={_large(target.latex)}$"
    return _escaped(target.name)


def _large(formula: str) -> str:
    """Return a formula with its fractions as large as if they stood alone, to be read from afar."""
    return formula.replace(r"\frac", r"\dfrac")


def _escaped(text: str) -> str:
    """Return a name of bearable length with its dollar signs meant as such."""
    name = shown(text)
    name = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
    return name.replace("$", r"\$")

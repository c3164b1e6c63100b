"""What all figures have in common: the page with its colours, how long its axes are, and texts that fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reluviz.figures.picture import Picture

if TYPE_CHECKING:
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.composing.strokes import Pen
    from reluviz.figures.composing.words import Words
    from reluviz.figures.picture import Drawing, Panel
    from reluviz.targets.target import Target

__all__ = [
    "LONGEST_PIN",
    "MOST_NAMED",
    "make_page",
    "name_text",
    "panel_size",
    "shown",
    "target_text",
]


#: Of so many pins the names are in a legend, and so long they are.
MOST_NAMED, LONGEST_PIN = 3, 16
#: Of a data set in the legend, in characters.
_LONGEST_NAME = 40
#: What stands for a name with nothing to be seen.
_NO_NAME = "…"
_TRANSPARENT_GRID = 0.25
#: Height that texts take from the panels, in multiples of the type size: margins and x-axis, each row above.
_TEXT_HEIGHT, _ROW_HEIGHT, _TEXT_WIDTH = 3.6, 1.8, 5.5
_LEAST_HEIGHT = 4.0


def make_page(
    panels: tuple[Panel, ...],
    options: FigureOptions,
    pen: Pen,
    name: str,
    description: str,
    *,
    formula: tuple[str, ...] = (),
    drawing: Drawing | None = None,
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
        panels=tuple(_styled(panel, options) for panel in panels),
        background=None if options.transparent else colours.background,
        text_color=colours.text,
        axis_color=colours.axis,
        # What is faint on the theme's own background may glare on a slide's.
        grid_color=colours.axis if options.transparent else colours.grid,
        grid_opacity=_TRANSPARENT_GRID if options.transparent else 1.0,
        name=title or name,
        description=description,
        formula=formula,
        drawing=drawing,
        has_grid=options.show_grid,
        spines=options.spines,
        font=shown(options.font),
    )


def _styled(panel: Panel, options: FigureOptions) -> Panel:
    """Return a panel with the labels that were typed, and without ticks where none are wanted."""
    x_label = shown(options.x_label) or panel.x.label
    # Only the curves are measured in what the user calls y.
    y_label = (shown(options.y_label) if panel.key == "curves" else "") or panel.y.label
    x, y = replace(panel.x, label=x_label), replace(panel.y, label=y_label)
    if not options.show_ticks:
        x, y = replace(x, ticks=(), tick_labels=()), replace(y, ticks=(), tick_labels=())
    return replace(panel, x=x, y=y)


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


def shown(text: str) -> str:
    """Return a text in one line, without what cannot be seen (and what no XML may contain)."""
    seen = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    return " ".join(seen.split())


def name_text(name: str, longest: int = _LONGEST_NAME) -> str:
    """Return a name that people gave, of bearable length, with its dollar signs meant as such."""
    name = shown(name) or _NO_NAME
    name = name if len(name) <= longest else name[: longest - 1].rstrip() + "…"
    return name.replace("$", r"\$")


def target_text(target: Target, words: Words) -> str:
    """Return how a legend names a target: a formula, or data by its name."""
    if target.points_inside is None:
        return f"$f(x)={_large(words.formula(target.latex))}$"
    return name_text(target.name)


def _large(formula: str) -> str:
    """Return a formula with its fractions as large as if they stood alone, to be read from afar."""
    return formula.replace(r"\frac", r"\dfrac")

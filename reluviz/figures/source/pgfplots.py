r"""Writes pictures as source text for PGFPlots, to be edited by hand: a figure, or steps as overlays.

A file compiles alone, and inside a document: LaTeX sets ``\@nodocument`` to ``\relax`` at
``\begin{document}``, so the file knows which of the two it is. Lengths on the page are multiples of the type
size, and no typeface is chosen, so that the figure looks like the document it is in. LaTeX measures the
texts; the axes have what is left of the size.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reluviz.figures.layout.arrange import arrange
from reluviz.figures.source.overlays import Overlays
from reluviz.figures.source.pgfplots_axes import group_options, panel_options
from reluviz.figures.source.pgfplots_head import frame_lines, head_lines
from reluviz.figures.source.pgfplots_layers import inset_commands, layer_commands
from reluviz.figures.source.pgfplots_page import Page, size_lines
from reluviz.figures.source.pgfplots_pen import Pen
from reluviz.figures.source.pgfplots_texts import (
    DEFINITIONS,
    Legend,
    drawing_blocks,
    heading_blocks,
    macro,
)
from reluviz.figures.source.tex_text import tex_comment, tex_width
from reluviz.figures.source.vertices import Scale

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.picture import Panel, Picture

__all__ = ["write", "write_overlays"]

#: Of the letters of a line, in multiples of the type size.
_RISE, _DEPTH = 0.72, 0.22
_WHITE = "#FFFFFF"


def write(picture: Picture, options: FigureOptions) -> bytes:
    """Return a figure as the contents of a file for LaTeX."""
    return _file((picture,), None)


def write_overlays(
    pictures: Sequence[Picture], options: FigureOptions, watch: Callable[[float], object] | None = None
) -> bytes:
    """Return a sequence as the contents of a file for Beamer, one slide for each picture.

    Axes and layers that stay are written once, so they stand still when the slides advance.
    """
    return _file(pictures, watch)


def _file(pictures: Sequence[Picture], watch: Callable[[float], object] | None) -> bytes:
    count = len(pictures)
    # The whole sequence is best described by where it leads, and all steps have the same axes.
    last = pictures[count - 1]
    pen = Pen(last.type_size)
    for color, name in ((last.text_color, "text"), (last.axis_color, "axis"), (last.grid_color, "grid")):
        pen.color(color, name)
    layers, legends = [Overlays() for _ in last.panels], [Legend() for _ in last.panels]
    heading, drawing = Overlays(), Overlays()
    for step in range(count):
        if watch is not None:
            watch(step / count)
        picture = last if step == count - 1 else pictures[step]
        heading.add(step, heading_blocks(picture))
        for number, (panel, rows) in enumerate(
            zip(picture.panels, arrange(picture, _measure).rows, strict=True)
        ):
            layers[number].add(step, _panel_blocks(panel, pen))
            legends[number].add(step, panel, rows, pen)
        if picture.drawing is not None:
            drawing.add(step, drawing_blocks(picture.drawing, pen))
    texts = _macro(r"\heading", _paragraph(r"\headingwidth", heading.lines(count)))
    named = []
    for panel, legend in zip(last.panels, legends, strict=True):
        entries = _paragraph(r"\axiswidth", legend.lines(count))
        texts += _macro(macro(panel.key, "legend"), entries)
        named += [panel] if entries else []
    has_heading = bool(heading.lines(count))
    if last.drawing is not None:
        inside = ["  " + line for line in drawing.lines(count)]
        begin, end = r"\begin{tikzpicture}[x=1em, y=1em]", r"\end{tikzpicture}%"
        texts += _macro(r"\network", [begin, *inside, end])
    page = Page(last, arrange(last, _measure), has_heading=has_heading, legends=tuple(named))
    shown = [
        *page.lengths(),
        *_on_background(
            last,
            pen,
            [
                r"\setbox0=\hbox{\begin{tikzpicture}[text=text]",
                r"\begin{groupplot}[",
                *(f"  {option}," for option in group_options(last, pen)),
                "]",
                *(
                    line
                    for panel, overlays in zip(last.panels, layers, strict=True)
                    for line in (*_axis(panel, last), *("  " + each for each in overlays.lines(count)))
                ),
                r"\end{groupplot}",
                *page.nodes(),
                r"\end{tikzpicture}}%",
                "% A figure that is too high for its texts becomes smaller as a whole.",
                r"\ifdim\ht0>\dimexpr\figureheight+1pt\relax",
                r"  \makebox[\figurewidth]{\resizebox{!}{\figureheight}{\usebox0}}%",
                r"\else\usebox0\fi",
            ],
        ),
    ]
    if count > 1:
        shown = [r"\def\reluvizsteps{%", *shown, "}%", *frame_lines(last)]
    lines = [
        *head_lines(last, is_sequence=count > 1),
        r"\begingroup",
        r"\pgfplotsset{compat=1.16}%",
        *size_lines(last),
        *(f"\\definecolor{{{name}}}{{HTML}}{{{color[1:].upper()}}}%" for color, name in pen.colors.items()),
        r"\tikzset{",
        *(f"  {name}/.style={{{style}}}," for style, name in pen.styles.items()),
        "}%",
        *_definitions("\n".join((*texts, *shown))),
        *texts,
        *shown,
        r"\endgroup",
        r"\csname endalone\endcsname",
    ]
    return ("\n".join(lines) + "\n").encode("ascii")


def _measure(text: str, size: float) -> tuple[float, float, float]:
    """Return about how large a text will be, whatever the typeface: width, height and depth."""
    tall = r"\dfrac" in text or r"\sum" in text
    return tex_width(text) * size or 0.1, (1.3 if tall else _RISE) * size, (0.6 if tall else _DEPTH) * size


def _macro(name: str, lines: list[str]) -> list[str]:
    return [rf"\def{name}{{%", *("  " + line for line in lines), "}%"] if lines else []


def _paragraph(width: str, lines: list[str]) -> list[str]:
    return [rf"\parbox[b]{{{width}}}{{\raggedright", *lines, "}%"] if lines else []


def _definitions(text: str) -> list[str]:
    """Return the definitions that a text needs, and those that these need."""
    lines: list[str] = []
    for name, (comment, definition) in reversed(DEFINITIONS.items()):
        if re.search(re.escape(name) + "(?![A-Za-z])", text):
            lines = [*([comment] if comment else []), definition, *lines]
            text += definition
    return lines


def _on_background(picture: Picture, pen: Pen, lines: list[str]) -> list[str]:
    # White is the colour of paper; what is in a document with another one would show it.
    color = picture.background
    if not color or color.upper() == _WHITE:
        return lines
    name = pen.color(color, "background")
    return [rf"\setlength{{\fboxsep}}{{0pt}}\colorbox{{{name}}}{{%", *lines, "}%"]


def _axis(panel: Panel, picture: Picture) -> list[str]:
    # All panels share the x-axis, whose texts stand under the last.
    options = panel_options(panel, macro(panel.key, "height"), is_last=panel is picture.panels[-1])
    counted = [
        f"% Numbers along {letter} are ({letter} - {scale.origin:.17g}) / {scale.unit:g}."
        for letter, scale in (("x", Scale(panel.x)), ("y", Scale(panel.y)))
        if not scale.is_plain
    ]
    return [
        f"% The panel {tex_comment(panel.key)}.",
        *counted,
        r"\nextgroupplot[",
        *(f"  {option}," for option in options),
        "]",
    ]


def _panel_blocks(panel: Panel, pen: Pen) -> list[tuple[Hashable, list[str]]]:
    """Return the layers of a panel, each line of them by itself: a step may add one to the others."""
    blocks: list[tuple[Hashable, list[str]]] = []
    for number, layer in enumerate(panel.layers):
        commands = layer_commands(layer, panel, pen)
        same = sum(other.key == layer.key and type(other) is type(layer) for other in panel.layers[:number])
        key = (layer.key, type(layer).__name__, same)
        if commands:
            blocks.append(((key, "name"), [f"% {tex_comment(layer.key)}"]))
        blocks += [((key, place), [command]) for place, command in enumerate(commands)]
    for inset in panel.insets:
        blocks.append(((inset.key, "name"), [f"% {tex_comment(inset.key)}"]))
        blocks.append((inset.key, inset_commands(inset, panel, pen)))
    return blocks

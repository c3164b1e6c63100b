r"""Writes pictures as source text for PGFPlots, to be edited by hand: a figure, or steps as overlays.

A file compiles alone, and inside a document: LaTeX sets ``\@nodocument`` to ``\relax`` at
``\begin{document}``, so the file knows which of the two it is. Lengths on the page are multiples of the type
size, and no typeface is chosen, so that the figure looks like the document it is in.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reluviz.figures.layout.arrange import arrange
from reluviz.figures.source.overlays import Overlays
from reluviz.figures.source.pgfplots_layers import (
    Pen,
    drawing_commands,
    inset_commands,
    layer_commands,
    sample,
)
from reluviz.figures.source.tex_text import tex_comment, tex_text, tex_width
from reluviz.figures.source.vertices import Scale

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.layout.arrange import Layout, Placed
    from reluviz.figures.picture import Axis, Panel, Picture

__all__ = ["write", "write_overlays"]

_CENTIMETRES = 2.54
_GRID_WIDTH, _LINE_WIDTH, _TICK_LENGTH = 0.045, 0.05, 0.28
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
    panels, above = [Overlays() for _ in last.panels], Overlays()
    for step in range(count):
        if watch is not None:
            watch(step / count)
        picture = last if step == count - 1 else pictures[step]
        for overlays, panel in zip(panels, picture.panels, strict=True):
            overlays.add(step, _panel_blocks(panel, pen))
        above.add(step, _text_blocks(picture, arrange(picture, _measure), pen))
    layout = arrange(last, _measure)
    plots = []
    for panel, overlays in zip(last.panels, panels, strict=True):
        plots += [f"% The panel {panel.key}.", *_axis(panel, last, layout, pen), *overlays.lines(count)]
    inside = [
        _page(last, layout, pen),
        rf"\begin{{groupplot}}[{_group(last, layout, pen)}]",
        *("  " + line for line in plots),
        r"\end{groupplot}",
        *above.lines(count),
        "% The figure is as large as it says, whatever its texts need.",
        r"\pgfresetboundingbox \path[use as bounding box] (page) rectangle (page end);",
    ]
    colors = [
        rf"\definecolor{{{name}}}{{HTML}}{{{color[1:].upper()}}}%" for color, name in pen.colors.items()
    ]
    styles = [f"  {name}/.style={{{style}}}," for style, name in pen.styles.items()]
    lines = [
        *_head(last, overlays=count > 1),
        r"\begingroup",
        r"\pgfplotsset{compat=1.16}%",
        "% The size of the whole figure; a document may define its own before.",
        rf"\providecommand{{\reluvizwidth}}{{{last.width * _CENTIMETRES:.5g}cm}}%",
        rf"\providecommand{{\reluvizheight}}{{{last.height * _CENTIMETRES:.5g}cm}}%",
        *colors,
        r"\begin{tikzpicture}[",
        f"  text={pen.color(last.text_color, 'text')},",
        "  sample/.style={baseline=-0.32em},",
        "  entry/.style={anchor=base west, inner sep=0pt},",
        *styles,
        "]",
        *inside,
        r"\end{tikzpicture}%",
        r"\endgroup",
    ]
    return ("\n".join(lines) + "\n").encode("ascii")


def _measure(text: str, size: float) -> tuple[float, float, float]:
    """Return about how large a text will be, whatever the typeface: width, height and depth."""
    tall = r"\dfrac" in text or r"\sum" in text
    return tex_width(text) * size or 0.1, (1.3 if tall else _RISE) * size, (0.6 if tall else _DEPTH) * size


def _head(picture: Picture, *, overlays: bool) -> list[str]:
    """Return how the file begins: what it is, and its document for compiling alone."""
    name = tex_comment(picture.name)
    where = r"inside a frame of Beamer" if overlays else "in a document"
    comments = [
        f"% {name}",
        f"% Made by ReLU Viz. Compiles alone with pdflatex; {where}:",
        r"%   \usepackage{pgfplots} \usepgfplotslibrary{groupplots}   in the preamble,",
        r"%   \newcommand{\reluvizwidth}{\textwidth}   and \reluvizheight, where the size is to be another,",
        r"%   \input{this file}   where the figure is to stand.",
    ]
    size = f"{picture.width * _CENTIMETRES:.5g}cm,{picture.height * _CENTIMETRES:.5g}cm"
    font = rf"\fontsize{{{picture.type_size:g}}}{{{1.2 * picture.type_size:g}}}\selectfont"
    if overlays:
        alone = [
            r"\documentclass{beamer}",
            rf"\geometry{{papersize={{{size}}}}}",
            r"\setbeamertemplate{navigation symbols}{}",
            r"\setbeamersize{text margin left=0pt, text margin right=0pt}",
        ]
        body = rf"\begin{{frame}}[plain]{font}\input{{\jobname}}\end{{frame}}"
    else:
        alone = [
            r"\documentclass{article}",
            rf"\usepackage[papersize={{{size}}}, margin=0pt, noheadfoot]{{geometry}}",
            r"\setlength{\parindent}{0pt}\setlength{\topskip}{0pt}\pagestyle{empty}",
        ]
        body = rf"{font}\input{{\jobname}}"
    return [
        *comments,
        r"\expandafter\ifx\csname @nodocument\endcsname\relax\else % Not inside a document.",
        *("  " + line for line in alone),
        r"  \usepackage[T1]{fontenc}",
        r"  \usepackage{lmodern}",
        r"  \usepackage{pgfplots}",
        r"  \usepgfplotslibrary{groupplots}",
        r"  \pgfplotsset{compat=1.16}",
        r"  \begin{document}",
        "  " + body,
        r"  \end{document}",
        r"\fi",
    ]


def _heights(picture: Picture, layout: Layout) -> list[str]:
    """Return the height of each panel: its part of what the texts leave."""
    em = picture.type_size
    heights = [box.height for box in layout.boxes]
    texts = (72 * picture.height - sum(heights)) / em
    return [rf"{height / sum(heights):.4g}*(\reluvizheight-{texts:.4g}em)" for height in heights]


def _page(picture: Picture, layout: Layout, pen: Pen) -> str:
    """Return what sets the size of the figure; the lower left corner of its first panel is the origin."""
    first, em = layout.boxes[0], picture.type_size
    color = picture.background
    # White is the colour of paper; what is in a document with another one would show it.
    fill = f"[fill={pen.color(color, 'background')}]" if color and color.upper() != _WHITE else ""
    top = (72 * picture.height - first.top) / em
    corner = f"({-first.left / em:.4g}em,{{{_heights(picture, layout)[0]}+{top:.4g}em}})"
    return (
        rf"\path{fill} {corner} coordinate (page)" + "\n"
        r"  rectangle +(\reluvizwidth,-\reluvizheight) coordinate (page end);"
    )


def _group(picture: Picture, layout: Layout, pen: Pen) -> str:
    em, boxes = picture.type_size, layout.boxes
    aside = (72 * picture.width - boxes[0].width) / em
    gaps = [upper.bottom - lower.top for upper, lower in pairwise(boxes)]
    axis, grid = pen.color(picture.axis_color, "axis"), pen.color(picture.grid_color, "grid")
    lines = "=box" if picture.spines == "box" else "*=left"
    spine, mesh = "none" if picture.spines == "none" else axis, "major" if picture.has_grid else "none"
    faint = f", opacity={picture.grid_opacity:g}" if picture.grid_opacity < 1.0 else ""
    options = [
        f"group style={{group name=panel, group size=1 by {len(boxes)}, "
        f"vertical sep={max(gaps, default=0.0) / em:.4g}em}}",
        rf"scale only axis, width=\reluvizwidth-{aside:.4g}em",
        f"axis lines{lines}, clip mode=individual, set layers, tick align=outside",
        f"grid={mesh}, grid style={{draw={grid}, line width={_GRID_WIDTH}em{faint}}}",
        f"axis line style={{draw={spine}, line width={_LINE_WIDTH}em}}",
        f"tick style={{draw={axis}, line width={_LINE_WIDTH}em}}, major tick length={_TICK_LENGTH}em",
        "scaled ticks=false",
    ]
    return "\n  " + ",\n  ".join(options) + ",\n"


def _axis(panel: Panel, picture: Picture, layout: Layout, pen: Pen) -> list[str]:
    index = picture.panels.index(panel)
    options = [f"height={_heights(picture, layout)[index]}"]
    # All panels share the x-axis, whose texts stand under the last.
    options += _axis_options("x", panel.x, with_texts=panel is picture.panels[-1])
    options += _axis_options("y", panel.y)
    counted = [
        f"% Numbers along {letter} are ({letter} - {scale.origin:.17g}) / {scale.unit:g}."
        for letter, scale in (("x", Scale(panel.x)), ("y", Scale(panel.y)))
        if not scale.is_plain
    ]
    return [*counted, r"\nextgroupplot[", *(f"  {option}," for option in options), "]"]


def _axis_options(letter: str, axis: Axis, *, with_texts: bool = True) -> list[str]:
    scale = Scale(axis)
    limits = f"{letter}min={scale.text(axis.low)}, {letter}max={scale.text(axis.high)}"
    if not axis.ticks:
        return [
            limits,
            rf"{letter}tick=\empty, {letter}label={{{tex_text(axis.label) if with_texts else ''}}}",
        ]
    ticks = f"{letter}tick={{{','.join(scale.text(tick) for tick in axis.ticks)}}}"
    if not with_texts:
        return [limits, rf"{ticks}, {letter}ticklabels=\empty"]
    texts = [tex_text(text) for text in axis.tick_labels]
    labels = ",".join(f"{{{text}}}" if "," in text else text for text in texts)
    return [
        f"{limits}, {letter}label={{{tex_text(axis.label)}}}",
        f"{ticks}, {letter}ticklabels={{{labels}}}",
    ]


def _panel_blocks(panel: Panel, pen: Pen) -> list[tuple[Hashable, list[str]]]:
    blocks: list[tuple[Hashable, list[str]]] = []
    for number, layer in enumerate(panel.layers):
        commands = layer_commands(layer, panel, pen)
        same = sum(other.key == layer.key and type(other) is type(layer) for other in panel.layers[:number])
        key = (layer.key, type(layer).__name__, same)
        blocks.append((key, [f"% {tex_comment(layer.key)}", *commands] if commands else []))
    blocks += [
        (inset.key, [f"% {tex_comment(inset.key)}", *inset_commands(inset, panel, pen)])
        for inset in panel.insets
    ]
    return blocks


def _text_blocks(picture: Picture, layout: Layout, pen: Pen) -> list[tuple[Hashable, list[str]]]:
    """Return title, formula, legends and the drawing, each at its place."""
    em = picture.type_size
    blocks: list[tuple[Hashable, list[str]]] = []
    for key, lines in (("title", layout.title), ("formula", layout.formula)):
        nodes = [_node(line, layout, 0, em) for line in lines]
        blocks.append((key, [f"% {key}", *nodes] if nodes else []))
    for index, panel in enumerate(picture.panels):
        blocks += _legend_blocks(panel, layout, index, pen)
    drawing, box = picture.drawing, layout.drawing
    if drawing is not None and box is not None:
        beside = drawing.side == "beside"
        # Where the page becomes wider, what stands beside the panels stays at its right edge.
        left = (box.left - 72 * picture.width * beside) / em
        corner = "page end" if beside else "page |- page end"
        scale = f", scale={layout.scale:.4g}, transform shape" if layout.scale != 1.0 else ""
        shift = f"shift={{([shift={{({left:.4g}em,{box.bottom / em:.4g}em)}}]{corner})}}"
        commands = drawing_commands(drawing.layers, pen)
        opened = rf"\begin{{scope}}[{shift}, x=1em, y=1em{scale}]"
        blocks.append(("drawing", [f"% {tex_comment(drawing.key)}", opened, *commands, r"\end{scope}"]))
    return blocks


def _legend_blocks(panel: Panel, layout: Layout, index: int, pen: Pen) -> list[tuple[Hashable, list[str]]]:
    blocks: list[tuple[Hashable, list[str]]] = []
    samples = list(layout.samples[index])
    for placed in layout.entries[index]:
        # A sample stands right before its text.
        beside = next(
            (each for each in samples if each.right <= placed.x and each.entry.text == placed.text), None
        )
        key = (panel.key, "entry", placed.x, placed.y)
        shown, left = "", placed.x
        if beside is not None:
            samples.remove(beside)
            layer = beside.entry.layer
            assert layer is not None
            left, shown = beside.left, sample(layer, pen, beside.entry.dots) + r"\hspace{0.4em}"
        blocks.append((key, [_node(placed, layout, index, pen.type_size, shown, left)]))
    if blocks:
        first, lines = blocks[0]
        blocks[0] = (first, [f"% The legend of {panel.key}.", *lines])
    return blocks


def _node(
    placed: Placed, layout: Layout, panel: int, em: float, before: str = "", left: float | None = None
) -> str:
    box = layout.boxes[panel]
    x, y = ((placed.x if left is None else left) - box.left) / em, (placed.y - box.top) / em
    scale = round(placed.size / em, 2)
    # A little smaller than the rest is no reason to change a document's type.
    style = "entry" if 0.9 <= scale <= 1.0 else f"entry, scale={scale:g}"
    at = f"([shift={{({x:.4g}em,{y:.4g}em)}}]panel c1r{panel + 1}.north west)"
    return rf"\node[{style}] at {at} {{{before}{tex_text(placed.text)}}};"

r"""Title, formula, legends and network of a picture as macros of LaTeX, which breaks their lines itself.

The document's type and the width of the figure there decide how many rows a legend has. Slides of a
sequence have the same slots: what is not shown yet keeps its place, so nothing else moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.layout.legend import entry_offset
from reluviz.figures.picture import Dots, Line, Shape
from reluviz.figures.source.overlays import slides
from reluviz.figures.source.pgfplots_layers import drawing_commands
from reluviz.figures.source.pgfplots_pen import has_colors
from reluviz.figures.source.tex_text import tex_text

if TYPE_CHECKING:
    from collections.abc import Hashable

    from reluviz.figures.layout.legend import Row
    from reluviz.figures.picture import Drawing, Entry, Panel, Picture
    from reluviz.figures.source.pgfplots_pen import Pen

__all__ = ["DEFINITIONS", "Legend", "drawing_blocks", "heading_blocks", "macro"]

_FITTED = r"\def\fitted#1#2{\sbox0{#2}\ifdim\wd0>#1\resizebox{#1}{!}{\usebox0}\else\usebox0\fi}%"
#: Each with a comment; those that a figure does not use are left out of its file.
DEFINITIONS = {
    r"\fitted": ("% A text is made smaller where it is wider than it may be.", _FITTED),
    r"\titletext": (
        "",
        r"\def\titletext#1{\scalebox{1.25}{\parbox{0.8\hsize}{\raggedright\strut#1\strut}}\par}%",
    ),
    r"\formulaline": (
        "",
        r"\def\formulaline#1{\rule[-0.4em]{0pt}{1.45em}\fitted{\headingwidth}{#1}\par}%",
    ),
    r"\entry": (
        "% Entries of legends; a narrow figure leaves out the minor ones.",
        r"\def\entry#1{\mbox{\strut\fitted{\axiswidth}{#1}}\hspace{1em}}%",
    ),
    r"\minor": ("", r"\def\minor#1{\ifdim\axiswidth<20em\else\entry{#1}\fi}%"),
    r"\lineof": (
        "",
        r"\def\lineof#1{\tikz[baseline=-0.32em]\draw[#1, opacity=1] (0,0) -- (1.7em,0);\hspace{0.4em}}%",
    ),
    r"\linesof": (
        "",
        r"\def\linesof#1#2{\tikz[baseline=-0.32em]\foreach\name[count=\place] in {#2}"
        "\n"
        r"  \draw[#1, opacity=1, draw=\name] (0.6em*\place-0.6em,0) -- +(0.6em,0);\hspace{0.4em}}%",
    ),
    r"\dotof": (
        "",
        r"\def\dotof#1{\tikz[baseline=-0.32em]\draw plot[#1] coordinates {(0,0)};\hspace{0.4em}}%",
    ),
    r"\areaof": (
        "",
        r"\def\areaof#1{\tikz[baseline=-0.32em]\filldraw[#1] (0,-0.3em) rectangle (1.7em,0.3em);"
        r"\hspace{0.4em}}%",
    ),
}
#: Entries of this rank and higher ones are minor.
_MINOR_RANK = 2
#: What changes from slide to slide has room for a type so much wider than is supposed.
_WIDEST_TYPE = 1.15
_SAMPLED_COLORS = 3


def macro(key: str, what: str) -> str:
    """Return the name of a macro for a part of the figure: letters alone."""
    return "\\" + "".join(sign for sign in key if sign.isascii() and sign.isalpha()) + what


def heading_blocks(picture: Picture) -> list[tuple[Hashable, list[str]]]:
    """Return the title and the lines of the formula."""
    blocks: list[tuple[Hashable, list[str]]] = []
    if picture.title:
        blocks.append(("title", [rf"\titletext{{{tex_text(picture.title)}}}%"]))
    if picture.formula:
        blocks += [
            (("formula", number), [rf"\formulaline{{{tex_text(line)}}}%"])
            for number, line in enumerate(picture.formula)
        ]
    return blocks


class Legend:
    """The entries of one panel through all steps, each in its slot."""

    def __init__(self) -> None:
        self._slots: dict[Hashable, dict[tuple[str, str], list[int]]] = {}
        self._commands: dict[Hashable, str] = {}
        self._widths: dict[Hashable, float] = {}
        self._offsets: dict[Hashable, float] = {}

    def add(self, step: int, panel: Panel, rows: tuple[Row, ...], pen: Pen) -> None:
        """Add what the rows of a step show."""
        for number, row in enumerate(rows):
            for place, (entry, width, _) in enumerate(row.entries):
                slot = (number, place)
                offset = entry_offset(entry)
                # Here, entries are in the type of the document, which may be wide.
                text = (width / pen.type_size - offset) * _WIDEST_TYPE
                self._offsets[slot] = offset
                self._widths[slot] = max(text, self._widths.get(slot, 0.0))
                self._commands[slot] = r"\minor" if entry.rank >= _MINOR_RANK else r"\entry"
                variants = self._slots.setdefault(slot, {})
                if entry.text:
                    sample = _sample(entry, pen)
                    variants.setdefault((sample, tex_text(entry.text)), []).append(step)

    def lines(self, count: int) -> list[str]:
        """Return the entries, for slides 1 to `count`."""
        written = []
        for slot, variants in self._slots.items():
            shown = sorted({step for steps in variants.values() for step in steps})
            if not shown:
                continue
            lines = self._inside(slot, count)
            opened = self._commands[slot] + "{"
            closed = "}%"
            if len(shown) < count:
                opened, closed = rf"{opened}\visible<{slides(shown, count)}>{{", "}}%"
            lines[0] = opened + lines[0]
            lines[-1] += closed
            written += lines
        return written

    def _inside(self, slot: Hashable, count: int) -> list[str]:
        variants = self._slots[slot]
        if len(variants) == 1:
            return ["".join(next(iter(variants)))]
        # All that stands here in turn has the same width.
        samples = {sample for sample, _ in variants}
        same = samples.pop() if len(samples) == 1 else ""
        width = self._widths[slot] + (0.0 if same else self._offsets[slot])
        return [
            rf"{same}\makebox[{width:.3g}em][l]{{%",
            *(
                rf"  \only<{slides(steps, count)}>{{{'' if same else sample}{text}}}%"
                for (sample, text), steps in variants.items()
            ),
            "}",
        ]


def _sample(entry: Entry, pen: Pen) -> str:
    """Return what shows the layer of an entry beside its text."""
    layer = entry.layer
    if layer is None:
        return ""
    style = pen.style(layer)
    if isinstance(layer, Dots):
        return rf"\dotof{{{style}}}"
    if isinstance(layer, Shape):
        return rf"\areaof{{{style}}}"
    assert isinstance(layer, Line)
    names = [pen.color(color, layer.key) for color in list(dict.fromkeys(layer.colors))[:_SAMPLED_COLORS]]
    own = f"{style}, draw={names[0]}" if has_colors(layer) else style
    if entry.dots is not None:
        line = rf"\draw[{own}, opacity=1] (0,0) -- (1.7em,0);"
        dot = rf"\draw plot[{pen.style(entry.dots)}] coordinates {{(0.85em,0)}};"
        return rf"\tikz[baseline=-0.32em]{{{line}{dot}}}\hspace{{0.4em}}"
    return rf"\lineof{{{own}}}" if len(names) == 1 else rf"\linesof{{{style}}}{{{','.join(names)}}}"


def drawing_blocks(drawing: Drawing, pen: Pen) -> list[tuple[Hashable, list[str]]]:
    """Return what draws the parts of a drawing, in multiples of the type size."""
    blocks: list[tuple[Hashable, list[str]]] = [
        ((layer.key, type(layer).__name__), drawing_commands((layer,), pen)) for layer in drawing.layers
    ]
    width, height = drawing.width / pen.type_size, drawing.height / pen.type_size
    size = rf"\pgfresetboundingbox \path[use as bounding box] (0,0) rectangle ({width:.4g},{height:.4g});"
    return [*blocks, ("size", [size])]

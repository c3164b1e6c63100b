r"""The page of a figure for PGFPlots: its size, what LaTeX measures of its texts, and where these stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.source.pgfplots_axes import least_height
from reluviz.figures.source.pgfplots_texts import macro

if TYPE_CHECKING:
    from reluviz.figures.layout.arrange import Layout
    from reluviz.figures.picture import Panel, Picture

__all__ = ["Page", "size_lines"]

_CENTIMETRES = 2.54
# Distances and heights in multiples of the type size, as `arrange` has them.
_MARGIN, _HEADING_GAP, _LEGEND_GAP, _PANEL_GAP = 0.75, 0.35, 0.15, 0.45
#: A figure should be so high in a document: in all, for each panel, for each line of the heading.
_WANTED_HEIGHT, _WANTED_OF_PANEL, _WANTED_OF_LINE = 4.0, 7.0, 1.5
#: And so wide, and more with a drawing beside its panels.
_WANTED_WIDTH, _WANTED_OF_DRAWING = 28.0, 14.0
#: Of the height of a page, so that the title of a frame fits above.
_MOST_OF_PAGE = 0.78
#: The most that a drawing takes of the width beside panels, and of the height below them.
_MOST_BESIDE, _MOST_BELOW = 0.45, 0.4


def size_lines(picture: Picture) -> list[str]:
    """Return the size of a figure in a document: as exported, where that is not wider than a line there."""
    ratio, (width, height) = picture.height / picture.width, _wanted(picture)
    return [
        "% The size; a document may define its own before.",
        rf"\providecommand{{\reluvizwidth}}{{min({picture.width * _CENTIMETRES:.5g}cm, \linewidth)}}%",
        rf"\providecommand{{\reluvizheight}}"
        rf"{{min(max({ratio:.4g}*(\reluvizwidth), {height:.3g}em), {_MOST_OF_PAGE}*\textheight)}}%",
        "% Type becomes smaller where the figure would be crowded.",
        r"\def\smaller#1{\sbox0{#1\hspace*{1em}}\ifdim\wd0<1em",
        rf"  \ifdim\figurewidth<{width:.3g}em#1\else\ifdim\figureheight<{height:.3g}em#1\fi\fi\fi}}%",
    ]


def _wanted(picture: Picture) -> tuple[float, float]:
    """Return the width and the height, in multiples of the type size, below which a figure is crowded."""
    rows = len(picture.formula) + bool(picture.title)
    beside = picture.drawing is not None and picture.drawing.side == "beside"
    width = _WANTED_WIDTH + _WANTED_OF_DRAWING * beside
    height = _WANTED_HEIGHT + _WANTED_OF_PANEL * len(picture.panels) + _WANTED_OF_LINE * rows
    # In its own size, a figure has its own type.
    own = 72 / picture.type_size
    return min(width, 0.95 * own * picture.width), min(height, 0.95 * own * picture.height)


class Page:
    """Where texts, panels and drawing of a picture stand, in terms of macros that LaTeX works out.

    Parameters
    ----------
    picture : Picture
    layout : Layout
        Says how wide and high what surrounds the panels is.
    has_heading : bool
    legends : tuple of Panel
        The panels that have one.
    """

    def __init__(
        self, picture: Picture, layout: Layout, *, has_heading: bool, legends: tuple[Panel, ...]
    ) -> None:
        em, drawing, first, last = picture.type_size, layout.drawing, layout.boxes[0], layout.boxes[-1]
        self._panels, self._legends, self._has_heading = picture.panels, legends, has_heading
        self._side = picture.drawing.side if picture.drawing is not None and drawing is not None else ""
        is_beside, is_below = self._side == "beside", self._side == "below"
        self._left = first.left / em
        self._right = (72 * picture.width - first.right) / em
        self._bottom = last.bottom / em
        if picture.panels[0].is_equal and not is_beside:
            # Its texts have the room beside it.
            self._right = _MARGIN
        self._gap = 0.0
        if drawing is not None:
            self._drawing = drawing.width / em, drawing.height / em
            self._gap = (drawing.left - first.right if is_beside else last.bottom - drawing.top) / em
            self._right -= self._drawing[0] * is_beside
            self._bottom -= self._drawing[1] * is_below

    def lengths(self) -> list[str]:
        """Return what works out the lengths, from the size and from the texts that are as they are there."""
        lines = [
            _length(r"\figurewidth", r"\reluvizwidth"),
            _length(r"\figureheight", r"\reluvizheight"),
            r"\smaller\small\smaller\footnotesize\smaller\scriptsize",
            "% The axes have what the texts leave.",
        ]
        spent = _MARGIN + self._bottom + _PANEL_GAP * (len(self._panels) - 1)
        free = r"\figureheight"
        if self._has_heading:
            lines.append(_length(r"\headingwidth", rf"\figurewidth-{self._left + _MARGIN:.4g}em"))
            lines.append(_measured(r"\heading"))
            free, spent = rf"{free}-\headingheight", spent + _HEADING_GAP
        lines += self._drawing_lengths()
        beside = r"-\networkwidth" if self._side == "beside" else ""
        lines.append(_length(r"\axiswidth", rf"\figurewidth-{self._left + self._right:.4g}em{beside}"))
        for panel in self._legends:
            lines.append(_measured(macro(panel.key, "legend")))
            free, spent = free + "-" + macro(panel.key, "legendheight"), spent + _LEGEND_GAP
        for panel in self._panels[1:]:
            legend = f"{macro(panel.key, 'legendheight')}+{_LEGEND_GAP}em+" if panel in self._legends else ""
            lines.append(_length(r"\panelgap", f"{legend}{_PANEL_GAP}em"))
        free += r"-\networkheight" if self._side == "below" else ""
        shares = sum(panel.share for panel in self._panels)
        for panel in self._panels:
            part = f"{panel.share / shares:.4g}*" if len(self._panels) > 1 else ""
            least = least_height(panel.y)
            lines.append(
                _length(macro(panel.key, "height"), f"max({part}({free}-{spent:.4g}em), {least:.3g}em)")
            )
        return lines + self._equal_lengths()

    def _equal_lengths(self) -> list[str]:
        """Return what makes a panel narrower, or less high, where units are to be equally long."""
        first = self._panels[0]
        if not first.is_equal:
            return []
        aspect = f"{(first.x.high - first.x.low) / (first.y.high - first.y.low):.6g}"
        height = macro(first.key, "height")
        return [
            _length(r"\panelwidth", rf"min(\axiswidth, {aspect}*{height})"),
            _length(height, rf"min({height}, \panelwidth/{aspect})"),
        ]

    def _drawing_lengths(self) -> list[str]:
        if not self._side:
            return []
        width, height = self._drawing
        ratio = height / width
        least = (
            rf"{_MOST_BESIDE}*\figurewidth"
            if self._side == "beside"
            else rf"\figurewidth-{2 * _MARGIN:g}em, {_MOST_BELOW / ratio:.4g}*\figureheight"
        )
        return [
            _length(r"\networkwidth", f"min({width:.4g}em, {least})"),
            _length(r"\networkheight", rf"{ratio:.4g}*\networkwidth"),
        ]

    def nodes(self) -> list[str]:
        """Return what places the texts and the drawing around the panels, and sets the size of the figure."""
        top, first, last = "", "panel c1r1", f"panel c1r{len(self._panels)}"
        lines = []
        for panel in self._legends:
            corner = f"panel c1r{self._panels.index(panel) + 1}.north west"
            lines.append(_node(f"[yshift={_LEGEND_GAP}em]{corner}", macro(panel.key, "legend")))
        room = _MARGIN
        if self._panels[0] in self._legends:
            top, room = macro(self._panels[0].key, "legendheight") + "+", room + _LEGEND_GAP
        if self._has_heading:
            lines.append(
                _node(f"[yshift={top}{room - _MARGIN + _HEADING_GAP:.4g}em]{first}.north west", r"\heading")
            )
            top, room = rf"{top}\headingheight+", room + _HEADING_GAP
        right, bottom = f"{self._right:.4g}em", f"-{self._bottom:.4g}em"
        drawing = r"\resizebox{\networkwidth}{!}{\network}"
        if self._side == "beside":
            right += r"+\networkwidth"
            shift = f"[xshift={self._gap:.4g}em]"
            lines.append(
                rf"\path ({shift}{first}.north east) -- node[anchor=west, inner sep=0pt] {{{drawing}}}"
                f" ({shift}{last}.south east);"
            )
        if self._panels[0].is_equal:
            right = rf"\figurewidth-\panelwidth-{self._left:.4g}em"
        if self._side == "below":
            bottom += r"-\networkheight"
            middle = rf"xshift=0.5*\figurewidth-{self._left:.4g}em, yshift=-{self._gap:.4g}em"
            lines.append(
                rf"\node[anchor=north, inner sep=0pt] at ([{middle}]{last}.south west) {{{drawing}}};"
            )
        return [
            *lines,
            "% The figure is as large as it says.",
            rf"\pgfresetboundingbox \path[use as bounding box] "
            f"([shift={{(-{self._left:.4g}em,{{{top}{room:.4g}em}})}}]{first}.north west)",
            f"  rectangle ([shift={{({{{right}}},{{{bottom}}})}}]{last}.south east);",
        ]


def _length(name: str, value: str) -> str:
    return rf"\pgfmathsetlengthmacro{{{name}}}{{{value}}}%"


def _measured(name: str) -> str:
    return rf"\sbox0{{{name}}}\edef{name}height{{\the\dimexpr\ht0+\dp0\relax}}%"


def _node(at: str, text: str) -> str:
    return rf"\node[anchor=south west, inner sep=0pt] at ({at}) {{{text}}};"

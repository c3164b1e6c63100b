"""How a file for LaTeX begins: what it is, and the document that it is when it is compiled alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.source.tex_text import tex_comment

if TYPE_CHECKING:
    from reluviz.figures.picture import Picture

__all__ = ["frame_lines", "head_lines"]

_CENTIMETRES = 2.54


def head_lines(picture: Picture, *, is_sequence: bool) -> list[str]:
    """Return how the file begins: what it is, and its document for compiling alone."""
    where = "a frame of Beamer" if is_sequence else "a document"
    comments = [
        f"% {tex_comment(picture.name)}",
        f"% Made by ReLU Viz. Compile it alone with pdflatex; or \\input it in {where}, with",
        r"%   \usepackage{pgfplots} \usepgfplotslibrary{groupplots}",
        "% in the preamble; there it has the typeface and the type size of the document.",
        "% To change it by hand: colours and strokes have names, curves are points, texts stand in macros.",
    ]
    if picture.font:
        comments.append(
            f"% No typeface is chosen here; for {tex_comment(picture.font)}, choose it in the document."
        )
    size = f"{picture.width * _CENTIMETRES:.5g}cm,{picture.height * _CENTIMETRES:.5g}cm"
    if is_sequence:
        alone = [
            r"\documentclass{beamer}",
            rf"\geometry{{papersize={{{size}}}}}",
            r"\setbeamertemplate{navigation symbols}{}",
            r"\setbeamersize{text margin left=0pt, text margin right=0pt}",
        ]
    else:
        alone = [
            r"\documentclass{article}",
            rf"\usepackage[papersize={{{size}}}, margin=0pt, noheadfoot]{{geometry}}",
            r"\setlength{\parindent}{0pt}\setlength{\topskip}{0pt}\pagestyle{empty}",
        ]
    return [
        *comments,
        r"\expandafter\ifx\csname @nodocument\endcsname\relax\else % Not inside a document.",
        *("  " + line for line in alone),
        r"  \usepackage[T1]{fontenc}",
        r"  \usepackage{lmodern}",
        r"  \usepackage{pgfplots}",
        r"  \usepgfplotslibrary{groupplots}",
        r"  \pgfplotsset{compat=1.16}",
        r"  \newcommand{\reluvizwidth}{\paperwidth}",
        r"  \newcommand{\reluvizheight}{\paperheight}",
        r"  \def\endalone{\end{document}}",
        r"  \begin{document}",
        *([] if is_sequence else [rf"  \enlargethispage{{1pt}}{_type_size(picture)}"]),
        r"\fi",
    ]


def _type_size(picture: Picture) -> str:
    return rf"\fontsize{{{picture.type_size:g}}}{{{1.2 * picture.type_size:g}}}\selectfont"


def frame_lines(picture: Picture) -> list[str]:
    """Return what shows the steps: a document has its own frame, and a frame must be read as a whole."""
    return [
        r"\ifdefined\endalone",
        rf"  \begin{{frame}}[plain]{_type_size(picture)}\reluvizsteps\end{{frame}}",
        r"\else\reluvizsteps\fi",
    ]

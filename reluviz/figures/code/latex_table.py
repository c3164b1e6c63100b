"""The sum as a table in LaTeX that needs no package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.code.latex_formula import comments
from reluviz.figures.code.shortening import left_out, shortened
from reluviz.figures.code.words import about, digits_of, rounding
from reluviz.maths.notation import is_rounded, latex_number, latex_terms, readable_digits

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.maths.hinges import Hinge

__all__ = ["write"]

_HEADER = r"$k$ & $t_k$ & $\sigma_k$ & $s_k$ & $w_k$ & $a_k$ & $b_k$ \\"


def write(document: Document, options: FigureOptions) -> bytes:
    """Return a ``tabular`` with knot, facing and slope of each hinge, and w, a, b of its unit."""
    digits = digits_of(options, readable_digits(document.target.interval))
    model, hidden = shortened(document.model, options)
    is_inexact = is_rounded(model, "unit", digits) or is_rounded(model, "slope", digits)
    notes = [
        about(document),
        "Of each hinge the knot t, the facing sigma and the slope s, and the same as a unit w g(ax + b).",
        rounding(digits) if is_inexact else "",
        left_out(hidden, document.model),
    ]
    rows = [_row(number, hinge, digits) for number, hinge in enumerate(model.hinges, start=1)]
    if hidden:
        rows[-1:] = [r"\multicolumn{7}{c}{$\vdots$} \\", _row(len(document.model), model.hinges[-1], digits)]
    straight = latex_terms(model.partial(0), "unit", digits)
    # The sum of nothing is 0, which nobody adds to something.
    start = "" if straight == ("0",) else " ".join(straight) + " + "
    relation = r"\approx" if is_inexact else "="
    sums = (r"\sum_k s_k\,g(\sigma_k(x - t_k))", r"\sum_k w_k\,g(a_k x + b_k)")
    body = [
        r"{\renewcommand{\arraystretch}{1.2}",
        r"\begin{tabular}{rrrrrrr}",
        r"\hline",
        _HEADER,
        r"\hline",
        *rows,
        r"\hline",
        *(rf"\multicolumn{{7}}{{l}}{{$h(x) {relation} {start}{text}$}} \\" for text in sums),
        r"\hline",
        r"\end{tabular}}",
    ]
    return "".join(f"{line}\n" for line in (*comments(notes), *body)).encode()


def _row(number: int, hinge: Hinge, digits: int | None) -> str:
    unit = hinge.exact_unit() if digits is None else hinge.unit()
    numbers = (hinge.knot, hinge.facing, hinge.slope, unit.weight, unit.a, unit.b)
    cells = [str(number), *(f"${latex_number(value, digits)}$" for value in numbers)]
    return " & ".join(cells) + r" \\"

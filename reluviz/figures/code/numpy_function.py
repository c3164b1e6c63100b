"""The sum as a function of NumPy arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.code.python_text import docstring, listed, number
from reluviz.figures.code.words import digits_of
from reluviz.maths.notation import rounded

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.figures.choices.options import FigureOptions

__all__ = ["write"]


def write(document: Document, options: FigureOptions) -> bytes:
    """Return a module with the hinges as arrays and a function h."""
    digits = digits_of(options)
    model = rounded(document.model, digits)
    return f"""\
{docstring("h(x) = bias + linear * x + sum of slope * max(0, facing * (x - knot)).", document, digits)}
import numpy as np

KNOTS = np.array({listed(model.knots.tolist())})
# 1: flat on the left of the knot, an arm on the right; -1: the mirror image.
FACINGS = np.array({listed(model.facings.tolist())})
SLOPES = np.array({listed(model.slopes.tolist())})
BIAS = {number(model.bias)}
LINEAR = {number(model.slope)}


def h(x):
    \"\"\"Return the sum of hinges at x, a number or an array of any shape.\"\"\"
    x = np.asarray(x, dtype=np.float64)
    hinges = np.maximum(0.0, FACINGS * (x[..., np.newaxis] - KNOTS))
    return BIAS + LINEAR * x + hinges @ SLOPES
""".encode()

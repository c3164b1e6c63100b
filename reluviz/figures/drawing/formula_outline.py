"""A formula set as mathematics, as the outlines of its signs, for whoever paints them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from reluviz.maths.piecewise import FloatArray

__all__ = ["CLOSE", "CUBIC", "LINE_TO", "MOVE_TO", "QUADRATIC", "Outline", "formula_outline"]

# What a code of `Outline.codes` says about the point it stands at.
MOVE_TO, LINE_TO, QUADRATIC, CUBIC, CLOSE = 1, 2, 3, 4, 79
#: Nobody reads more at a glance, and a longer one takes longer to set than anybody wants to wait.
_LONGEST = 600


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The outlines of a formula: x to the right, y upwards from the baseline.

    Attributes
    ----------
    points : array of shape (n, 2)
    codes : array of shape (n,)
        What each point is; a quadratic curve takes two points with its code, a cubic one three.
    width, rise, depth : float
        How long it is, and how far it reaches above and below the baseline.
    """

    points: FloatArray
    codes: npt.NDArray[np.uint8]
    width: float
    rise: float
    depth: float


def formula_outline(latex: str, size: float) -> Outline | None:
    """Return a formula in LaTeX, without dollar signs, in type of some size.

    The first call loads matplotlib, which takes about half a second.

    Returns
    -------
    Outline or None
        None where it cannot be set: it is too long, or says something that matplotlib does not know.
    """
    if len(latex) > _LONGEST:
        return None
    from matplotlib.font_manager import FontProperties

    from reluviz.figures.layout.typesetting import FAMILY, ONE_AT_A_TIME, TEXT_TO_PATH

    font = FontProperties(family=FAMILY, size=size, math_fontfamily="dejavusans")
    # Fractions as large as if they stood alone.
    text = f"${latex}$".replace(r"\frac", r"\dfrac")
    try:
        with ONE_AT_A_TIME:
            width, height, depth = TEXT_TO_PATH.get_text_width_height_descent(text, font, True)
            points, codes = TEXT_TO_PATH.get_text_path(font, text, ismath=True)
    except (ValueError, RecursionError):
        return None
    # The setter works at a size of its own.
    scale = size / TEXT_TO_PATH.FONT_SCALE
    return Outline(
        np.asarray(points, dtype=np.float64).reshape(-1, 2) * scale,
        np.asarray(codes, dtype=np.uint8),
        float(width),
        float(height - depth),
        float(depth),
    )

"""The sizes a figure can have, each with the type that reads well at that size."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING

from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PRESETS", "FigureSize", "figure_size"]

_OWN_SIZE = re.compile(
    r"^\s*(\d+\.?\d*|\.\d+)\s*(cm|mm|in|pt|px)?\s*[x×]\s*(\d+\.?\d*|\.\d+)\s*(cm|mm|in|pt|px)\s*$",
    re.IGNORECASE,
)
#: A point is one of PDF's; a pixel one of a usual screen, as in CSS.
_PIXELS_PER_INCH = 96.0
_INCHES = {"cm": 1 / 2.54, "mm": 1 / 25.4, "in": 1.0, "pt": 1 / 72, "px": 1 / _PIXELS_PER_INCH}
#: Below, two panels and a title in readable type do not fit; above, no page and no screen is that large.
_SMALLEST, _LARGEST = (2.36, 1.96), 48.0
#: Type of an own size, in points per inch of the side of a square with its area; the presets lie around it.
_TYPE_PER_INCH, _SMALLEST_TYPE, _LARGEST_TYPE = 2.2, 6.5, 60.0
#: A long strip has smaller type: in points per inch of the shorter side.
_TYPE_PER_SHORT_INCH = 3.2


@dataclass(frozen=True, slots=True)
class FigureSize:
    """How large a figure is and how large its type.

    Attributes
    ----------
    name : str
        What the size is for, as the export dialog shows it.
    width, height : float
        In inches.
    type_size : float
        In points; strokes, dots and distances follow it.
    pixels_per_inch : float or None
        Of bitmaps of a size that was given in pixels: they have just as many. None where the resolution
        says it.
    """

    name: str
    width: float
    height: float
    type_size: float
    pixels_per_inch: float | None = None


#: By the key that options and the command line use, in the order in which they are offered.
PRESETS: Mapping[str, FigureSize] = MappingProxyType(
    {
        "slide": FigureSize("Slide 16:9", 40 / 3, 7.5, 20.0),
        "slide-4x3": FigureSize("Slide 4:3", 10.0, 7.5, 18.0),
        "half": FigureSize("Half a slide", 6.2, 5.2, 14.0),
        "beamer": FigureSize("Beamer frame", 5.5, 2.9, 9.0),
        "column": FigureSize("Column of an A4 page", 3.4, 2.8, 8.0),
        "square": FigureSize("Square", 5.0, 5.0, 11.0),
    }
)


def figure_size(text: str) -> FigureSize:
    """Return a preset by its key, or a size of one's own such as ``"16cmx9cm"`` or ``"6inx4in"``.

    Raises
    ------
    InputError
        If it is neither, or too small or too large to hold a figure.
    """
    preset = PRESETS.get(text.strip().lower())
    if preset is not None:
        return preset
    match = _OWN_SIZE.match(text)
    if match is None:
        raise InputError(
            f"there is no figure size {text!r}; "
            f"expected {', '.join(PRESETS)}, or a size such as 16cmx9cm, 6inx4in or 800x600px"
        )
    # "16x9cm" gives its unit once.
    height_unit = match[4].lower()
    width_unit = (match[2] or height_unit).lower()
    width, height = float(match[1]) * _INCHES[width_unit], float(match[3]) * _INCHES[height_unit]
    if not (_SMALLEST[0] <= width <= _LARGEST and _SMALLEST[1] <= height <= _LARGEST):
        raise InputError(
            f"the figure size {text!r} must be at least {_SMALLEST[0]:g} in wide and {_SMALLEST[1]:g} in "
            f"high (6 cm by 5 cm) and at most {_LARGEST:g} in (121 cm)"
        )
    fitting = min(_TYPE_PER_INCH * sqrt(width * height), _TYPE_PER_SHORT_INCH * min(width, height))
    type_size = min(max(fitting, _SMALLEST_TYPE), _LARGEST_TYPE)
    in_pixels = _PIXELS_PER_INCH if "px" in (width_unit, height_unit) else None
    return FigureSize(text.strip(), width, height, type_size, in_pixels)

"""What a page has room for, estimated before anything is composed: the least important goes first."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

from reluviz.figures.formula_lines import formula_of
from reluviz.figures.network_drawing import NARROWEST, WIDEST, needed_height
from reluviz.figures.page import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.figures.options import FigureOptions
    from reluviz.maths.hinges import HingeSum
    from reluviz.scene.scene import Scene

__all__ = ["CURVES_SHARE", "ERROR_SHARE", "Plan", "Stand", "make_plan"]

CURVES_SHARE, ERROR_SHARE = 2.7, 1.0
# Everything in multiples of the type size. Margins and x-axis, a row of a legend, the margins and the y-axis.
_TEXT_HEIGHT, _ROW_HEIGHT, _TEXT_WIDTH = 3.6, 1.8, 5.5
_TITLE_LINE, _LETTER, _FORMULA_LINE, _FORMULA_GAP = 1.6, 0.75, 1.45, 0.6
_MOST_FORMULA_LINES = 3
_GAP = 1.0
#: What the panels keep of the height and of the width.
_LEAST_HEIGHT, _LEAST_WITH_ERROR, _LEAST_WIDTH = 4.0, 8.0, 21.0
#: Below this, a formula of several lines and a network take too much of the curves.
_COMFORTABLE = 9.0
_MOST_BELOW = 0.46


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a drawing stands, and its size in multiples of the type size."""

    side: Literal["beside", "below"]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What is shown of what was asked for, and about how long the axes are, in multiples of the type size."""

    formula_lines: int
    network: Stand | None
    shows_error: bool
    width: float
    height: float

    @property
    def curves_height(self) -> float:
        """How high the upper panel is."""
        return self.height * (CURVES_SHARE / (CURVES_SHARE + ERROR_SHARE) if self.shows_error else 1.0)

    @property
    def error_height(self) -> float:
        """How high the lower panel is."""
        return self.height * ERROR_SHARE / (CURVES_SHARE + ERROR_SHARE)

    @property
    def formula_width(self) -> float:
        """How long a line of the formula can be."""
        return self.width + (self.network.width if self.network and self.network.side == "beside" else 0.0)


def make_plan(scenes: Sequence[Scene], options: FigureOptions) -> Plan:
    """Return what the pictures of some scenes have room for."""
    size = options.figure_size
    em = size.type_size / 72
    width, height = size.width / em - _TEXT_WIDTH, size.height / em - _TEXT_HEIGHT
    title = shown(options.title)
    if title:
        height -= 0.2 + _TITLE_LINE * min(2, ceil(_LETTER * len(title) / width))
    rows = options.show_legend + options.show_error
    lines = 0
    models = [scene.document.model for scene in scenes]
    if options.show_formula:
        most = _MOST_FORMULA_LINES
        while most > 1 and height - _ROW_HEIGHT * rows - _formula_height(most) < _COMFORTABLE + 3.0:
            most -= 1
        lines = max(len(formula_of(scene.document, options, width, most)) for scene in scenes)
        height -= _formula_height(lines)
    network = None
    if options.show_network:
        network = _stand(models, width, height, rows)
        if network is not None and network.side == "beside":
            width -= network.width + _GAP
        elif network is not None:
            height -= network.height + _GAP
    height -= _ROW_HEIGHT * rows
    shows_error = options.show_error and height >= _LEAST_WITH_ERROR
    if options.show_error and not shows_error:
        height += _ROW_HEIGHT
    return Plan(lines, network, shows_error, width, max(height, _LEAST_HEIGHT))


def _formula_height(lines: int) -> float:
    return _FORMULA_LINE * lines + _FORMULA_GAP


def _stand(models: Sequence[HingeSum], width: float, height: float, rows: int) -> Stand | None:
    """Return where the network stands: beside the panels where the page is wide, else below, if anywhere."""
    needed = max(needed_height(model) for model in models)
    # The x-axis and the margin do not count here: the drawing stands beside them, too.
    tallest = height + _TEXT_HEIGHT - 2.2
    if width - NARROWEST - _GAP >= _LEAST_WIDTH:
        return Stand("beside", min(max(0.34 * width, NARROWEST), WIDEST), min(tallest, needed))
    below = min(_MOST_BELOW * (height + _TEXT_HEIGHT), needed)
    if height - below - _GAP - _ROW_HEIGHT * rows >= _COMFORTABLE - 1.5:
        return Stand("below", min(width + _TEXT_WIDTH - 2.0, 1.4 * WIDEST), below)
    return None

"""What a page has room for, estimated before anything is composed: the least important goes first."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

from reluviz.figures.composing.formula_lines import formula_of
from reluviz.figures.composing.network_drawing import NARROWEST, WIDEST, needed_height
from reluviz.figures.composing.page import MOST_NAMED, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.scene.scene import Scene

__all__ = ["CURVES_SHARE", "ERROR_SHARE", "Plan", "Stand", "make_plan"]

CURVES_SHARE, ERROR_SHARE = 2.7, 1.0
# Everything in multiples of the type size. Margins and x-axis; a row of a legend, and the gap of each panel
# that has one; the margins beside the panels with the y-axis.
_TEXT_HEIGHT, _ROW_HEIGHT, _PANEL_GAP, _TEXT_WIDTH = 3.6, 1.3, 0.5, 5.5
_TITLE_LINE, _LETTER, _FORMULA_LINE, _FORMULA_GAP = 1.6, 0.75, 1.45, 0.6
_MOST_FORMULA_LINES = 3
_GAP = 1.0
# About how wide entries are: of target, sum, hinges and knots; of partial sums; of a pin; of the lens.
_USUAL, _PARTIAL, _PIN, _LENS = 20.0, 10.0, 4.5, 15.0
# The same of the error: of the largest and the mean; of the tolerance; of a pin.
_USUAL_ERROR, _TOLERANCE, _PIN_ERROR = 24.0, 15.0, 8.0
#: A legend has no more rows than this, whatever is asked for.
_MOST_ROWS = 2
#: What the panels keep of the height, at any price; with a network below, without the error and with it.
_LEAST_HEIGHT, _LEAST_WITH_ERROR, _LEAST_ABOVE, _LEAST_ABOVE_WITH_ERROR = 4.0, 8.0, 5.8, 8.5
#: What they keep of the width; below that, the network stands below.
_LEAST_WIDTH = 17.0
#: What a formula of several lines leaves to the panels.
_COMFORTABLE = 11.0
#: About what a network leaves of the width to the legends.
_BESIDE = 0.6
#: Of the page, at most that is for a network below; and of that, it shows so many units at least.
_MOST_BELOW, _FEWEST_BELOW = 0.52, 3


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
    formula_width: float
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


def make_plan(scenes: Sequence[Scene], options: FigureOptions) -> Plan:
    """Return what the pictures of some scenes have room for."""
    size = options.figure_size
    em = size.type_size / 72
    width, height = size.width / em - _TEXT_WIDTH, size.height / em - _TEXT_HEIGHT
    title = shown(options.title)
    if title:
        height -= 0.2 + _TITLE_LINE * min(2, ceil(_LETTER * len(title) / width))
    lines = 0
    if options.show_formula:
        most = _MOST_FORMULA_LINES
        legends = sum(_legends(scenes, options, width * (_BESIDE if options.show_network else 1.0)))
        while most > 1 and height - legends - _formula(most) < _COMFORTABLE:
            most -= 1
        lines = max(len(formula_of(scene.document, options, width, most)) for scene in scenes)
        height -= _formula(lines)
    network, shows_error = None, options.show_error
    if options.show_network:
        network, has_room = _stand(scenes, options, width, height)
        shows_error = shows_error and has_room
        if network is not None and network.side == "beside":
            width -= network.width + _GAP
        elif network is not None:
            height -= network.height + _GAP
    curves_legend, error_legend = _legends(scenes, options, width)
    height -= curves_legend
    shows_error = shows_error and height - error_legend >= _LEAST_WITH_ERROR
    height -= error_legend if shows_error else 0.0
    whole = width + (network.width if network is not None and network.side == "beside" else 0.0)
    return Plan(lines, whole, network, shows_error, width, max(height, _LEAST_HEIGHT))


def _formula(lines: int) -> float:
    return _FORMULA_LINE * lines + _FORMULA_GAP


def _legends(scenes: Sequence[Scene], options: FigureOptions, width: float) -> tuple[float, float]:
    """Return about how high the entries of curves and error are."""
    pins = min(max(len(scene.pinned) for scene in scenes), MOST_NAMED) * options.show_pins
    curves = _USUAL + _PARTIAL * options.show_partial_sums + _PIN * pins + _LENS * options.show_lens
    error = _USUAL_ERROR + _TOLERANCE * options.show_tolerance + _PIN_ERROR * pins
    return _rows(curves, width) * options.show_legend, _rows(error, width) * options.show_error


def _rows(entries: float, width: float) -> float:
    return _ROW_HEIGHT * min(ceil(entries / width), _MOST_ROWS) + _PANEL_GAP


def _stand(
    scenes: Sequence[Scene], options: FigureOptions, width: float, height: float
) -> tuple[Stand | None, bool]:
    """Return where the network stands, and whether there is room for the error with it.

    Beside the panels where the page is wide, else below them, if need be in the place of the error; where
    neither leaves enough to the curves, nowhere.
    """
    models = [scene.document.model for scene in scenes]
    needed = max(needed_height(model) for model in models)
    # The x-axis and the margin do not count here: the drawing stands beside them, too.
    tallest = height + _TEXT_HEIGHT - 2.2
    if width - NARROWEST - _GAP >= _LEAST_WIDTH:
        return Stand("beside", min(max(0.34 * width, NARROWEST), WIDEST), min(tallest, needed)), True
    least = max(needed_height(model.partial(_FEWEST_BELOW)) for model in models)
    curves_legend, error_legend = _legends(scenes, options, width)
    for shows_error in (True, False) if options.show_error else (False,):
        room = height - curves_legend - (error_legend if shows_error else 0.0) - _GAP
        room -= _LEAST_ABOVE_WITH_ERROR if shows_error else _LEAST_ABOVE
        below = min(_MOST_BELOW * (height + _TEXT_HEIGHT), needed, room)
        if below >= least:
            return Stand("below", min(width + _TEXT_WIDTH - 2.0, 1.4 * WIDEST), below), shows_error
    return None, True

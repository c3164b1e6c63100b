"""From rates to a picture: the error against the number of hinges, both on logarithmic axes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log10
from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.composing.dictionaries import words_in
from reluviz.figures.composing.log_ticks import LEAST_DECADES, decade_axis, doubling_axis
from reluviz.figures.composing.page import make_page, panel_size, target_text
from reluviz.figures.composing.strokes import Pen
from reluviz.figures.picture import Dots, Entry, Layer, Line, Panel
from reluviz.maths.residual import counts_at
from reluviz.scene.palette import palette

if TYPE_CHECKING:
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.composing.words import Words
    from reluviz.figures.picture import Picture
    from reluviz.fitting.rates import Rates
    from reluviz.maths.piecewise import FloatArray

__all__ = ["compose_rates"]

_NORMS = ("l2", "max", "l1")
_LEGEND_ROWS = 2
#: Below this share of the largest error, or of the target's height, an error is what solvers leave of none.
_SHARE_OF_LARGEST, _SHARE_OF_HEIGHT = 1e-11, 1e-12
_HEIGHT_SAMPLES = 257
#: An attempt that is worse than every curve by more decades than this must not squeeze them together.
_WORST_ATTEMPT = 1.0
# Room around the curves: beside them in decades, above and below as a share of their height.
_ROOM_BESIDE, _ROOM_ABOVE = 0.06, 0.07
#: The guide stands so much below the optimal knots, in decades, and widens the view by no more than that.
_GUIDE_BELOW = 0.35
_GUIDE_SLOPE = -2.0
#: Fewer errors than this have no rate to compare with.
_FEWEST_GUIDED = 3
#: The axis counts at least so many hinges, and further only as long as something is off.
_FEWEST_COUNTED = 8
#: The axes of a figure without any curve.
_EMPTY = (-3.0, 0.0)
_LINE_SHARE, _ATTEMPT_DIAMETER, _RIM, _GUIDE_WIDTH = 0.15, 0.62, 0.07, 0.055


@dataclass(frozen=True, slots=True)
class _Look:
    """How a curve is drawn: no two agree in dash or shape, so that nothing hangs on the colour."""

    key: str
    width: float
    dash: tuple[float, ...]
    shape: str
    diameter: float


# From bottom to top. Where all three agree, as they do for x², each still shows through the gaps of the next.
_LOOKS = (
    _Look("optimal", 0.26, (), "square", 0.52),
    _Look("curvature", 0.14, (4.0, 2.4), "diamond", 0.36),
    _Look("uniform", 0.12, (1.3, 1.6), "triangle", 0.4),
)


@dataclass(frozen=True, slots=True, eq=False)
class _Curve:
    """The errors of one way to place knots, as logarithms; NaN where there is none."""

    look: _Look
    color: str
    counts: FloatArray
    errors: FloatArray

    @property
    def seen(self) -> FloatArray:
        """What can be shown of it, shape (n, 2)."""
        rows = np.column_stack([self.counts, self.errors])
        kept: FloatArray = rows[np.isfinite(self.errors)]
        return kept


def compose_rates(rates: Rates, attempts: FloatArray, options: FigureOptions) -> Picture:
    """Return the picture of the error against the number of hinges. Pure.

    Coordinates are decimal logarithms.

    Parameters
    ----------
    rates : Rates
    attempts : array of shape (n, 2)
        Numbers of hinges and the errors reached with them; what a logarithmic axis cannot show is left out.
    options : FigureOptions
        Of what can be shown, the legend and the background have a say here.
    """
    pen, words = Pen(palette(options.theme), options.figure_size.type_size), words_in(options.language)
    floor = _least_error(rates)
    counts = np.log10(rates.counts.astype(np.float64))
    colours = (pen.palette.target, pen.palette.units[0], pen.palette.error)
    curves = [
        _Curve(look, color, counts, _logarithm(getattr(rates, look.key), floor))
        for look, color in zip(_LOOKS, colours, strict=True)
    ]
    low, high = _heights(curves)
    dots = _attempts(attempts, floor, high)
    if len(dots):
        low, high = min(low, dots[:, 1].min()), max(high, dots[:, 1].max())
    left, right = _sides(curves, dots)
    guide_height = _guide_height(curves)
    if guide_height is not None:
        low = min(low, max(guide_height + _GUIDE_SLOPE * (right - _ROOM_BESIDE), low - _GUIDE_BELOW))
    low, high = _with_room(low, high)
    layers: list[Layer] = []
    entries = [Entry(target_text(rates.target, words))]
    if guide_height is not None:
        guide = _guide(guide_height, (left, right), (low, high), pen)
        layers.append(guide)
    curve_layers, curve_entries = _drawn(curves, pen, words)
    layers += curve_layers
    entries += curve_entries
    if guide_height is not None:
        entries.append(Entry(r"$\propto k^{-2}$", guide))
    if len(dots):
        tried = pen.dots("attempts", dots, pen.palette.sum, _ATTEMPT_DIAMETER, _RIM)
        layers.append(tried)
        entries.append(Entry(words.this_sum if len(dots) == 1 else words.attempts, tried))
    width, height = panel_size(options, _LEGEND_ROWS * options.show_legend)
    panel = Panel(
        "rates",
        doubling_axis(words.hinge_count, left, right, width),
        words.axis(decade_axis(_error_name(rates, words), low, high, height)),
        tuple(layers),
        tuple(entries) if options.show_legend else (),
        1.0,
    )
    return make_page((panel,), options, pen, *_described(rates, words))


def _least_error(rates: Rates) -> float:
    """Return the error from which on it is more than rounding."""
    errors = np.concatenate([rates.uniform, rates.curvature, rates.optimal])
    largest = float(errors.max(where=np.isfinite(errors), initial=0.0))
    start, end = rates.target.interval
    x = np.linspace(start, end, _HEIGHT_SAMPLES)
    heights = np.abs(rates.target(x[counts_at(rates.target, x)]))
    return max(_SHARE_OF_LARGEST * largest, _SHARE_OF_HEIGHT * float(heights.max(initial=0.0)))


def _logarithm(errors: FloatArray, floor: float) -> FloatArray:
    usual = np.isfinite(errors) & (errors > floor)
    return np.log10(errors, where=usual, out=np.full(len(errors), np.nan))


def _sides(curves: list[_Curve], dots: FloatArray) -> tuple[float, float]:
    """Return between which numbers of hinges there is something to see, with some room."""
    counts = curves[0].counts
    seen = np.concatenate([dots[:, 0], *(curve.seen[:, 0] for curve in curves)])
    least = min(float(counts[-1]), log10(_FEWEST_COUNTED))
    left, right = seen.min(initial=counts[0]), seen.max(initial=least)
    return float(left) - _ROOM_BESIDE, float(right) + _ROOM_BESIDE


def _heights(curves: list[_Curve]) -> tuple[float, float]:
    """Return between which heights the curves run."""
    errors = np.concatenate([curve.seen[:, 1] for curve in curves])
    return (float(errors.min()), float(errors.max())) if len(errors) else _EMPTY


def _attempts(attempts: FloatArray, floor: float, high: float) -> FloatArray:
    """Return the attempts that can be shown, as logarithms."""
    usable = (attempts[:, 0] >= 1) & np.isfinite(attempts[:, 1]) & (attempts[:, 1] > floor)
    dots: FloatArray = np.log10(attempts[usable])
    return dots[dots[:, 1] <= high + _WORST_ATTEMPT]


def _with_room(low: float, high: float) -> tuple[float, float]:
    """Return limits that touch nothing and are far enough apart for ticks."""
    room = _ROOM_ABOVE * (high - low)
    room = max(room, 0.5 * (LEAST_DECADES - (high - low)))
    return low - room, high + room


def _guide_height(curves: list[_Curve]) -> float | None:
    """Return how high the guide stands at k = 1, as a logarithm: below the curve that it is compared with."""
    for curve in curves:
        if len(seen := curve.seen) >= _FEWEST_GUIDED:
            return float(np.median(seen[:, 1] - _GUIDE_SLOPE * seen[:, 0])) - _GUIDE_BELOW
    return None


def _guide(height: float, sides: tuple[float, float], heights: tuple[float, float], pen: Pen) -> Line:
    """Return the line of slope −2, cut where it leaves the view."""
    ends = [(top - height) / _GUIDE_SLOPE for top in reversed(heights)]
    x = np.array([max(sides[0], ends[0]), min(sides[1], ends[1])])
    paths = (np.column_stack([x, height + _GUIDE_SLOPE * x]),) if x[0] < x[1] else ()
    return Line("guide", paths, (pen.palette.axis,), pen.width(_GUIDE_WIDTH))


def _drawn(curves: list[_Curve], pen: Pen, words: Words) -> tuple[list[Layer], list[Entry]]:
    """Return the curves with their marks, lines below marks, and their names, the optimal knots first."""
    lines: list[Layer] = []
    marks: list[Layer] = []
    entries = []
    for curve in curves:
        look = curve.look
        gaps = np.flatnonzero(~np.isfinite(curve.errors))
        rows = np.column_stack([curve.counts, curve.errors])
        pieces = [piece[np.isfinite(piece[:, 1])] for piece in np.split(rows, gaps)]
        paths = tuple(piece for piece in pieces if len(piece) > 1)
        line = Line(look.key, paths, (curve.color,), pen.width(look.width), dash=look.dash)
        points = np.vstack([_marked(curve), *(piece for piece in pieces if len(piece) == 1)])
        dots = replace(
            pen.dots(f"{look.key}-marks", np.unique(points, axis=0), curve.color, look.diameter, _RIM),
            shape=look.shape,
        )
        entries.append(_entry(curve, line, dots, words))
        if paths:
            lines.append(line)
        if len(points):
            marks.append(dots)
    return [*lines, *marks], entries


def _marked(curve: _Curve) -> FloatArray:
    """Return the places of the marks on a curve: at powers of two, where the axis has its ticks."""
    doublings = curve.seen[:, 0] / np.log10(2.0)
    marked: FloatArray = curve.seen[np.abs(doublings - np.round(doublings)) < 1e-9]
    return marked


def _entry(curve: _Curve, line: Line, dots: Dots, words: Words) -> Entry:
    """Return the name of a curve, with what it does not show: where nothing is off."""
    (name, short), exact = _names(curve.look, words), ~np.isfinite(curve.errors)
    if exact.all():
        return Entry(words.exact.format(name), short=words.exact.format(short))
    sample: Line | Dots = line if line.paths else dots
    mark = dots if line.paths else None
    since = len(exact) - int(np.argmin(exact[::-1]))
    if since < len(exact):
        count = round(10 ** float(curve.counts[since]))
        long, brief = (
            text.format(called, count) for text, called in zip(words.exact_from, (name, short), strict=True)
        )
        return Entry(long, sample, brief, mark)
    return Entry(name, sample, short, mark)


def _names(look: _Look, words: Words) -> tuple[str, str]:
    """Return what a curve is called, at length and in short."""
    return {"optimal": words.optimal, "curvature": words.by_curvature, "uniform": words.uniform}[look.key]


def _error_name(rates: Rates, words: Words) -> str:
    return words.errors[_NORMS.index(rates.norm)]


def _described(rates: Rates, words: Words) -> tuple[str, str]:
    """Return a name and a description for those who cannot see the figure."""

    def number(value: float, digits: int) -> str:
        return words.plain(f"{value:.{digits}g}".replace("-", "−"))

    target, error = rates.target, _error_name(rates, words)
    numbers = ", ".join(
        words.rate_range.format(
            _names(look, words)[0], *(number(getattr(rates, look.key)[end], 3) for end in (0, -1))
        )
        for look in reversed(_LOOKS)
    )
    name = words.rate_name.format(error, target.text)
    description = words.rate_description.format(
        error,
        *map(int, rates.counts[[0, -1]]),
        target.text,
        *(number(bound, 4) for bound in target.interval),
        numbers,
    )
    return name[:1].upper() + name[1:], description[:1].upper() + description[1:]

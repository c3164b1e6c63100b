"""The numbers of the error that are worth reading: how large it is, and where it is small enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.composing.dictionaries import words_in
from reluviz.figures.picture import Entry

if TYPE_CHECKING:
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.composing.words import Words
    from reluviz.figures.picture import Dots, Shape
    from reluviz.scene.error_strip import Reading
    from reluviz.scene.scene import Scene

__all__ = ["DIGITS", "FEWER_DIGITS", "largest_entry", "largest_level", "tolerance_entry"]

#: Of the numbers of the sum itself, and of those that it is compared with.
DIGITS, FEWER_DIGITS = 4, 3


def largest_level(scene: Scene, reading: Reading) -> float:
    """Return how far from 0 the largest error stands in a reading."""
    largest = scene.errors.max
    return 0.5 * largest**2 if reading == "square" else largest


def largest_entry(scene: Scene, reading: Reading, words: Words, mark: Dots | None = None) -> Entry:
    """Return where the error is largest; or how often it is, where a minimax fit levelled it."""
    name = "(h-f)^2/2" if reading == "square" else "|h-f|"
    short = words.max_error.format(name, words.number(largest_level(scene, reading), DIGITS))
    if (taken := len(scene.alternation)) > 1:
        text = words.max_taken.format(short, taken)
    else:
        text = words.max_at.format(short, words.number(scene.errors.max_at, DIGITS))
    return Entry(text, mark, short, key="largest")


def tolerance_entry(scene: Scene, options: FigureOptions, tolerance: float, band: Shape) -> Entry:
    """Return on which interval the error is within the tolerance."""
    words = words_in(options.language)
    within = rf"|h-f|\leq {words.number(tolerance, FEWER_DIGITS)}"
    good = scene.good_interval(tolerance, options.good_around)
    if good is None:
        start, end = scene.interval
        around = 0.5 * (start + end) if options.good_around is None else options.good_around
        text = words.within_not_at.format(within, words.number(around, FEWER_DIGITS))
    else:
        low, high = (words.number(bound, FEWER_DIGITS) for bound in good)
        text = words.within_on.format(within, rf"[{low}{words.separator}\,{{{high}}}]")
    return Entry(text, band, key="tolerance", rank=1)

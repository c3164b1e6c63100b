"""A figure in words, for those who cannot see it and for the properties of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.composing.dictionaries import words_in
from reluviz.figures.composing.page import MOST_NAMED, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.composing.words import Words
    from reluviz.scene.scene import Scene

__all__ = ["words_of"]


def words_of(scene: Scene, options: FigureOptions, tolerance: float | None) -> tuple[str, str]:
    """Return a name and a description of what is to be seen.

    Parameters
    ----------
    tolerance : float or None
        The tolerance whose band is shown, if one is.
    """
    words = words_in(options.language)
    name = words.name.format(scene.document.target.text, _hinges(scene, words))
    return name, " ".join(_sentences(scene, options, tolerance, words))


def _sentences(scene: Scene, options: FigureOptions, tolerance: float | None, words: Words) -> Iterator[str]:
    def number(value: float) -> str:
        return words.plain(f"{value:.4g}".replace("-", "−"))

    errors = scene.errors
    start, end = map(number, scene.interval)
    yield words.described.format(scene.document.target.text, start, end, _hinges(scene, words))
    yield words.described_error.format(
        number(errors.max), number(errors.max_at), number(errors.mean_half_square)
    )
    if tolerance is not None:
        good = scene.good_interval(tolerance, options.good_around)
        if good is None:
            yield words.described_nowhere.format(number(tolerance))
        else:
            yield words.described_within.format(number(tolerance), *map(number, good))
    if options.show_pins:
        for pin, pinned in list(zip(scene.pin_names, scene.pinned, strict=True))[:MOST_NAMED]:
            yield words.described_pin.format(shown(pin), number(pinned.errors.max))


def _hinges(scene: Scene, words: Words) -> str:
    return words.counted(words.of_hinges, len(scene.document.model))

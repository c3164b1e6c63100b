"""A figure in words, for those who cannot see it and for the properties of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.composing.page import MOST_NAMED, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.scene.scene import Scene

__all__ = ["words_of"]


def words_of(scene: Scene, options: FigureOptions, tolerance: float | None) -> tuple[str, str]:
    """Return a name and a description of what is to be seen.

    Parameters
    ----------
    tolerance : float or None
        The tolerance whose band is shown, if one is.
    """
    name = f"{scene.document.target.text} and a sum of {_hinges(scene)}"
    return name, " ".join(_sentences(scene, options, tolerance))


def _sentences(scene: Scene, options: FigureOptions, tolerance: float | None) -> Iterator[str]:
    start, end = map(_number, scene.interval)
    yield (
        f"The target {scene.document.target.text} on the interval from {start} to {end}, "
        f"and the sum h of {_hinges(scene)}."
    )
    errors = scene.errors
    yield (
        f"The largest error |h − f| is {_number(errors.max)}, at x = {_number(errors.max_at)}; "
        f"the mean of ½(h − f)² is {_number(errors.mean_half_square)}."
    )
    if tolerance is not None:
        good = scene.good_interval(tolerance, options.good_around)
        where = "nowhere near the place of interest"
        if good is not None:
            where = f"from x = {_number(good[0])} to {_number(good[1])}"
        yield f"The error is within {_number(tolerance)} {where}."
    if options.show_pins:
        for pin, pinned in list(zip(scene.pin_names, scene.pinned, strict=True))[:MOST_NAMED]:
            yield f"Dashed for comparison: {shown(pin)}, with the largest error {_number(pinned.errors.max)}."


def _hinges(scene: Scene) -> str:
    count = len(scene.document.model)
    return f"{count:,} hinge{'' if count == 1 else 's'}"


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")

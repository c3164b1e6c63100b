"""The frames of an animation as pixels, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.animation.timeline import timeline
from reluviz.figures.composing.sequence import Steps
from reluviz.figures.drawing.film import Film

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from reluviz.figures.animation.palette import Pixels
    from reluviz.figures.animation.timeline import Shot
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.picture import Picture
    from reluviz.fitting.norms import Watch

__all__ = ["changed_box", "frames", "shots_of"]


def shots_of(pictures: Sequence[Picture], options: FigureOptions) -> tuple[Shot, ...]:
    """Return what is shown when; pictures that know nothing of the way between them are only held."""
    shots = timeline(len(pictures), options.fps)
    if isinstance(pictures, Steps):
        return shots
    return tuple(shot for shot in shots if shot.share == 0.0)


def frames(
    pictures: Sequence[Picture], options: FigureOptions, watch: Watch | None = None
) -> Iterator[tuple[Pixels, int]]:
    """Yield the frames of an animation: pixels of shape (h, w, 4), and how many milliseconds they stay."""
    shots = shots_of(pictures, options)
    film = Film(options.film_pixels_per_inch)
    for number, shot in enumerate(shots):
        if watch is not None:
            watch(number / len(shots))
        if isinstance(pictures, Steps) and shot.share > 0.0:
            picture = pictures.between(shot.step, shot.share)
        else:
            picture = pictures[shot.step]
        yield film.frame(picture), shot.milliseconds


def changed_box(different: npt.NDArray[np.bool_]) -> tuple[slice, slice]:
    """Return the rows and columns around all that is different; where nothing is, one pixel."""
    rows, columns = np.flatnonzero(different.any(axis=1)), np.flatnonzero(different.any(axis=0))
    if not rows.size:
        return slice(0, 1), slice(0, 1)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)

"""The at most 255 colours of a GIF: those of the theme, exactly, and what lies between them at edges."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reluviz.figures.picture import Area, Band

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reluviz.figures.picture import Picture

__all__ = ["NO_COLOR", "ColorTable", "picture_colors"]

Pixels = npt.NDArray[np.uint8]

#: The index that stands for no colour of the table.
NO_COLOR = 255
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
#: Of the colours of one frame that are new, as many at a time: of each all distances are worked out.
_PART = 4096


class ColorTable:
    """A table of colours, and for every colour there is the nearest in it.

    Parameters
    ----------
    colors : array of uint8, shape (n, 3)
        At most 255 are taken, the first ones.
    """

    def __init__(self, colors: Pixels) -> None:
        self.colors = colors[:NO_COLOR]
        self._nearest = np.full(1 << 24, NO_COLOR, dtype=np.uint8)

    def indices(self, pixels: Pixels) -> Pixels:
        """Return the index of the nearest colour for each pixel, shape (h, w); pixels are (h, w, 3 or 4)."""
        red, green, blue = (pixels[..., channel].astype(np.uint32) for channel in range(3))
        keys = (red << 16) | (green << 8) | blue
        found: Pixels = self._nearest[keys]
        unknown = np.unique(keys[found == NO_COLOR])
        if unknown.size:
            for part in np.split(unknown, range(_PART, unknown.size, _PART)):
                self._learn(part)
            found = self._nearest[keys]
        return found

    def _learn(self, keys: npt.NDArray[np.uint32]) -> None:
        wanted = np.stack([keys >> 16, keys >> 8 & 255, keys & 255], axis=1).astype(np.int32)
        distances = ((wanted[:, None] - self.colors[None].astype(np.int32)) ** 2).sum(axis=2)
        self._nearest[keys] = distances.argmin(axis=1)


def picture_colors(pictures: Iterable[Picture]) -> Pixels:
    """Return the colours of some pictures, the background first, and steps between each and the grounds.

    A pixel at the edge of a line is a mixture of the line's colour and of what lies below it. Mixtures with
    the background and the larger grounds get as many steps as there is room for.
    """
    grounds: dict[tuple[int, int, int], None] = {}
    inks: dict[tuple[int, int, int], None] = {}
    for picture in pictures:
        background = _rgb(picture.background or "#FFFFFF")
        grounds[background] = None
        for panel in picture.panels:
            for layer in panel.layers:
                if isinstance(layer, Area | Band):
                    opacity = getattr(layer, "opacity", 1.0)
                    grounds[_mixed(background, _rgb(layer.color), opacity)] = None
        inks |= dict.fromkeys(_rgb(color) for color in _colors(picture))
    pairs = [(ground, ink) for ground in grounds for ink in inks if ground != ink]
    exact = dict.fromkeys([*grounds, *inks])
    steps = max(1, (NO_COLOR - len(exact)) // max(len(pairs), 1))
    shares = [(index + 1) / (steps + 1) for index in range(steps)]
    mixtures = [_mixed(ground, ink, share) for ground, ink in pairs for share in shares]
    return np.array(list(dict.fromkeys([*exact, *mixtures])), dtype=np.uint8)


def _colors(thing: object) -> Iterator[str]:
    """Yield every colour in a picture, however deep in it."""
    if isinstance(thing, str):
        if _COLOR.fullmatch(thing):
            yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _colors(part)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _colors(getattr(thing, field.name))


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _mixed(ground: tuple[int, int, int], ink: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (
        round((1 - share) * below + share * above) for below, above in zip(ground, ink, strict=True)
    )
    return red, green, blue

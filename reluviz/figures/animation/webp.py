"""WebP: every colour exactly, in the smallest file."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, features

from reluviz.errors import InputError
from reluviz.figures.animation.frames import frames, shots_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reluviz.figures.animation.palette import Pixels
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.picture import Picture
    from reluviz.fitting.norms import Watch

__all__ = ["write"]

#: Along each side; the format has 14 bits for it.
_MOST_PIXELS = 16_383


def write(pictures: Sequence[Picture], options: FigureOptions, watch: Watch | None = None) -> bytes:
    """Return an animation as the contents of a WebP file.

    Raises
    ------
    InputError
        If this installation cannot write WebP, or the picture is larger than WebP can be.
    """
    if not features.check("webp"):
        raise InputError("WebP needs a Pillow that was built with it; choose GIF or APNG instead")
    longest = options.film_pixels_per_inch * max(options.figure_size.width, options.figure_size.height)
    if longest > _MOST_PIXELS:
        raise InputError(
            f"a WebP is at most {_MOST_PIXELS:,} pixels long, not {longest:,.0f}; choose fewer dpi, or APNG"
        )
    shots = shots_of(pictures, options)
    reel = _Reel(frames(pictures, options, watch), len(shots))
    file = BytesIO()
    reel.save(
        file,
        "WEBP",
        save_all=True,
        lossless=True,
        quality=60,
        method=2,
        # No whole frames in between: nobody seeks in a few seconds, and they double the time.
        kmin=0,
        kmax=0,
        duration=[shot.milliseconds for shot in shots],
        loop=0 if options.loop else 1,
    )
    return file.getvalue()


class _Reel(Image.Image):
    """Frames as the image of many frames that Pillow saves one by one: only one is there at a time."""

    def __init__(self, reel: Iterator[tuple[Pixels, int]], count: int) -> None:
        super().__init__()
        self.n_frames = count
        self._reel, self._at = reel, -1
        self.seek(0)
        self._mode, self._size = "RGBA", self.im.size

    def seek(self, frame: int) -> None:
        """Go on to a frame; there is no way back, where Pillow goes at the end."""
        while self._at < frame:
            pixels, _ = next(self._reel)
            self.im = Image.fromarray(pixels).im
            self._at += 1

    def tell(self) -> int:
        """Return the number of the frame."""
        return self._at

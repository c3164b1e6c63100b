"""MP4 (H.264), by the ffmpeg that is found on the PATH."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reluviz.errors import InputError
from reluviz.figures.animation.frames import frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.picture import Picture
    from reluviz.fitting.norms import Watch

__all__ = ["write"]

#: Encoded as the colours of HD television, which players take for granted. Sides must be even.
_FILTER = (
    "pad=ceil(iw/2)*2:ceil(ih/2)*2:color={color},scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"
)
_COLORS = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")
#: Flat colours and thin lines: better than the usual, and any player can go to any place in it.
_QUALITY = (
    "-c:v",
    "libx264",
    "-preset",
    "medium",
    "-crf",
    "17",
    "-tune",
    "animation",
    "-movflags",
    "+faststart",
)
#: No version and no date in the file, and always as many threads: the same bytes every time.
_SAME_BYTES = ("-threads", "2", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1")


def write(pictures: Sequence[Picture], options: FigureOptions, watch: Watch | None = None) -> bytes:
    """Return an animation as the contents of an MP4 file. Players decide whether it starts again.

    Raises
    ------
    InputError
        If there is no ffmpeg, it fails, or the background is to be transparent.
    """
    if options.transparent:
        raise InputError("a film in MP4 has no transparent background; choose APNG or WebP")
    program = shutil.which("ffmpeg")
    if program is None:
        raise InputError(
            "MP4 needs ffmpeg, which is not found on the PATH; install it, or choose WebP or GIF"
        )
    with TemporaryDirectory(prefix="reluviz-") as folder:
        film, log = Path(folder) / "film.mp4", Path(folder) / "log.txt"
        with log.open("wb") as messages:
            encoder = subprocess.Popen(
                [program, *_arguments(pictures[0], options), str(film)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=messages,
            )
            try:
                _feed(encoder, pictures, options, watch)
                encoder.communicate()
            finally:
                encoder.kill()
                encoder.communicate()
        if encoder.returncode != 0:
            said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise InputError(f"ffmpeg could not write the film: {said[-1] if said else 'it says nothing'}")
        return film.read_bytes()


def _arguments(picture: Picture, options: FigureOptions) -> list[str]:
    """Return what ffmpeg is told: what comes in, and how it is to be written."""
    fine = options.film_pixels_per_inch
    width, height = round(picture.width * fine), round(picture.height * fine)
    color = (picture.background or "#FFFFFF").replace("#", "0x")
    return [
        *("-hide_banner", "-loglevel", "error", "-y"),
        *("-f", "rawvideo", "-pix_fmt", "rgba", "-s", f"{width}x{height}"),
        *("-framerate", f"{options.fps:g}", "-i", "-"),
        *("-vf", _FILTER.format(color=color), *_COLORS, *_QUALITY, *_SAME_BYTES),
    ]


def _feed(
    encoder: subprocess.Popen[bytes],
    pictures: Sequence[Picture],
    options: FigureOptions,
    watch: Watch | None,
) -> None:
    """Hand the frames to ffmpeg, each as often as it is shown; stop where it no longer listens."""
    assert encoder.stdin is not None
    shown, clock = 0, 0
    for pixels, milliseconds in frames(pictures, options, watch):
        clock += milliseconds
        until = round(clock * options.fps / 1000)
        try:
            for _ in range(until - shown):
                encoder.stdin.write(pixels.data)
        except OSError:
            return
        shown = until

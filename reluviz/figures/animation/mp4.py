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
    from typing import IO

    from reluviz.figures.options import FigureOptions
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
    background = (pictures[0].background or "#FFFFFF").replace("#", "0x")
    with TemporaryDirectory(prefix="reluviz-") as folder:
        film, log = Path(folder) / "film.mp4", Path(folder) / "log.txt"
        with log.open("wb") as messages:
            is_done = _encode(program, film, messages, background, pictures, options, watch)
        if not is_done:
            said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise InputError(f"ffmpeg could not write the film: {said[-1] if said else 'it says nothing'}")
        return film.read_bytes()


def _encode(
    program: str,
    film: Path,
    messages: IO[bytes],
    background: str,
    pictures: Sequence[Picture],
    options: FigureOptions,
    watch: Watch | None,
) -> bool:
    """Hand the frames to ffmpeg one by one; return whether it was content."""
    shown, clock = 0, 0
    encoder: subprocess.Popen[bytes] | None = None
    try:
        for pixels, milliseconds in frames(pictures, options, watch):
            if encoder is None:
                height, width = pixels.shape[:2]
                command = [
                    *(program, "-hide_banner", "-loglevel", "error", "-y"),
                    *("-f", "rawvideo", "-pix_fmt", "rgba", "-s", f"{width}x{height}"),
                    *("-framerate", f"{options.fps:g}", "-i", "-"),
                    *("-vf", _FILTER.format(color=background), *_COLORS, *_QUALITY, *_SAME_BYTES, str(film)),
                ]
                encoder = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=messages
                )
            assert encoder.stdin is not None
            clock += milliseconds
            until = round(clock * options.fps / 1000)
            for _ in range(until - shown):
                encoder.stdin.write(pixels.data)
            shown = until
        assert encoder is not None
        encoder.communicate()
        return encoder.returncode == 0
    except BrokenPipeError:
        return False
    finally:
        if encoder is not None:
            encoder.kill()
            encoder.wait()

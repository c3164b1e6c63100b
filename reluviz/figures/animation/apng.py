"""APNG: every colour exactly; each frame holds what differs from the one before."""

from __future__ import annotations

import zlib
from struct import pack
from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.animation.frames import changed_box, frames, shots_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.figures.animation.palette import Pixels
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.picture import Picture
    from reluviz.fitting.norms import Watch

__all__ = ["write"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_REPLACE, _LAY_OVER = 0, 1
_RGBA = 6


def write(pictures: Sequence[Picture], options: FigureOptions, watch: Watch | None = None) -> bytes:
    """Return an animation as the contents of an APNG, which is a PNG of its first step elsewhere."""
    parts, last, number = [_SIGNATURE], None, 0
    for pixels, milliseconds in frames(pictures, options, watch):
        if last is None:
            height, width = pixels.shape[:2]
            parts.append(_chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, _RGBA, 0, 0, 0)))
            plays = 0 if options.loop else 1
            parts.append(_chunk(b"acTL", pack(">II", len(shots_of(pictures, options)), plays)))
            parts.append(_control(number, (slice(0, height), slice(0, width)), milliseconds, _REPLACE))
            parts.append(_chunk(b"IDAT", _packed(pixels)))
            number += 1
        else:
            different = (pixels != last).any(axis=2)
            box = changed_box(different)
            part, over = pixels[box], _REPLACE
            if not options.transparent:
                # What stays is see-through: runs of zeros pack better than what is there already.
                part, over = np.where(different[box][..., None], part, np.uint8(0)), _LAY_OVER
            parts.append(_control(number, box, milliseconds, over))
            parts.append(_chunk(b"fdAT", pack(">I", number + 1) + _packed(part)))
            number += 2
        last = pixels
    parts.append(_chunk(b"IEND", b""))
    return b"".join(parts)


def _control(number: int, box: tuple[slice, slice], milliseconds: int, blend: int) -> bytes:
    """Return the chunk that says where a frame lies and how long it stays."""
    rows, columns = box
    size = (columns.stop - columns.start, rows.stop - rows.start, columns.start, rows.start)
    return _chunk(b"fcTL", pack(">IIIIIHHBB", number, *size, milliseconds, 1000, 0, blend))


def _packed(pixels: Pixels) -> bytes:
    """Return rows of pixels compressed; before each row stands which filter it went through: none."""
    height = pixels.shape[0]
    rows = np.concatenate([np.zeros((height, 1), dtype=np.uint8), pixels.reshape(height, -1)], axis=1)
    return zlib.compress(rows.tobytes(), 9)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

"""GIF: each frame holds what differs from the one before, in one table of the theme's colours."""

from __future__ import annotations

from io import BytesIO
from struct import pack
from typing import TYPE_CHECKING

import numpy as np
from PIL import GifImagePlugin, Image

from reluviz.errors import InputError
from reluviz.figures.animation.frames import changed_box, frames
from reluviz.figures.animation.palette import NO_COLOR, ColorTable, picture_colors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.figures.animation.palette import Pixels
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.picture import Picture
    from reluviz.fitting.norms import Watch

__all__ = ["check", "write"]

#: Pictures that are asked for their colours, spread over the sequence.
_ASKED = 12
_STARTS_AGAIN = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


def check(options: FigureOptions) -> None:
    """Refuse what a GIF cannot show.

    Raises
    ------
    InputError
        If the background is to be transparent: a GIF has no half-transparent edges.
    """
    if options.transparent:
        raise InputError("a GIF has no soft edges on a transparent background; choose APNG or WebP")


def write(pictures: Sequence[Picture], options: FigureOptions, watch: Watch | None = None) -> bytes:
    """Return an animation as the contents of a GIF.

    Raises
    ------
    InputError
        If the background is to be transparent: a GIF has no half-transparent edges.
    """
    check(options)
    asked = np.unique(np.linspace(0, len(pictures) - 1, _ASKED).round().astype(int))
    table = ColorTable(picture_colors(pictures[int(index)] for index in asked))
    file, last = BytesIO(), None
    for pixels, milliseconds in frames(pictures, options, watch):
        now = table.indices(pixels)
        if last is None:
            file.write(_header(now, table, options.loop))
            file.writelines(_frame(now, (0, 0), milliseconds))
        else:
            box = changed_box(now != last)
            changed = np.where(now[box] != last[box], now[box], NO_COLOR).astype(np.uint8)
            file.writelines(_frame(changed, (box[1].start, box[0].start), milliseconds))
        last = now
    file.write(b";")
    return file.getvalue()


def _header(indices: Pixels, table: ColorTable, loop: bool) -> bytes:
    """Return what stands before the frames: the size, 256 colours, whether it starts again."""
    height, width = indices.shape
    # 0xF7: a table of 256 colours of eight bits each.
    start = b"GIF89a" + pack("<HHBBB", width, height, 0xF7, 0, 0)
    return start + table.colors.tobytes().ljust(3 * 256, b"\x00") + (_STARTS_AGAIN if loop else b"")


def _frame(indices: Pixels, offset: tuple[int, int], milliseconds: int) -> list[bytes]:
    height, width = indices.shape
    image = Image.frombytes("P", (width, height), indices.tobytes())
    return GifImagePlugin.getdata(
        image, offset, duration=milliseconds, transparency=NO_COLOR, disposal=1, include_color_table=False
    )

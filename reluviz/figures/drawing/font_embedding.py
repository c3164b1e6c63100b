"""Fonts in PDF files: only the outlines that are shown, without the tables that shape running text."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from fontTools.subset import Options  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["outlines_only"]

#: The default of fontTools for what is left out of a subset; matplotlib has no setting of its own.
_SETTING = "_drop_tables_default"
#: Ligatures, kerning and the like. In a file every glyph has its place already.
_SHAPING = ("GSUB", "GPOS", "GDEF", "kern", "MATH")


@contextmanager
def outlines_only() -> Iterator[None]:
    """Have matplotlib embed fonts without tables for shaping, whose rules take most of the time to follow.

    Files are the same but for the unused tables. Only for one thread at a time.
    """
    usual = getattr(Options, _SETTING, None)
    if usual is None:
        yield
        return
    setattr(Options, _SETTING, [*usual, *_SHAPING])
    try:
        yield
    finally:
        setattr(Options, _SETTING, usual)

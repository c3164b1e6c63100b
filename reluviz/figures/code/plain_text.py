"""The sum as one typed line, which the program's own formula entry reads back exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.code.words import digits_of
from reluviz.maths.notation import written

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.figures.choices.options import FigureOptions

__all__ = ["write"]


def write(document: Document, options: FigureOptions) -> bytes:
    """Return ``h(x) = g(x) + g(2x-2)`` and the like, with g(z) = max(0, z)."""
    return f"h(x) = {written(document.model, options.form, digits_of(options)).text}\n".encode()

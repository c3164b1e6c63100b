"""What a figure dialog shows and writes: a document, or how fast its error can fall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reluviz.figures import compose, compose_rates
from reluviz.figures.formats import FORMATS, Format
from reluviz.scene.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.document.document import Document
    from reluviz.figures import FigureOptions, Picture
    from reluviz.fitting.rates import Rates
    from reluviz.maths.piecewise import FloatArray

__all__ = ["FigureSource", "figure_of_document", "figure_of_rates"]


@dataclass(frozen=True, slots=True)
class FigureSource:
    """A figure before its size and its theme are chosen.

    Attributes
    ----------
    name : str
        The file is called after it.
    compose : callable
        FigureOptions → Picture; called in another thread.
    document : Document or None
        What formulas, code and sequences are made of; None where there is only the one picture.
    offered : tuple of str or None
        The options that make a difference to it; None for all.
    styled : Document or None
        In whose style it begins.
    """

    name: str
    compose: Callable[[FigureOptions], Picture]
    document: Document | None = None
    offered: tuple[str, ...] | None = None
    styled: Document | None = None

    @property
    def formats(self) -> tuple[Format, ...]:
        """What it can be written as."""
        return tuple(row for row in FORMATS.values() if self.document is not None or row.kind == "picture")


def figure_of_document(document: Document, name: str) -> FigureSource:
    """Return the figure of a document that is called `name`."""
    return FigureSource(name, lambda options: compose(Scene(document), options), document, styled=document)


def figure_of_rates(rates: Rates, attempts: FloatArray, name: str) -> FigureSource:
    """Return the rate plot of a document that is called `name`."""
    return FigureSource(
        f"{name} rates",
        lambda options: compose_rates(rates, attempts, options),
        offered=(
            *("size", "dpi", "theme", "transparent", "title", "x_label", "show_legend"),
            *("font", "font_size", "language", "show_grid", "show_ticks", "spines", "live_text"),
        ),
    )

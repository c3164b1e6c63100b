"""What a figure dialog shows and writes: a document, or how fast its error can fall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reluviz.figures import compose, compose_rates
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
    boxes : tuple of str
        The options of yes or no that make a difference to it.
    """

    name: str
    compose: Callable[[FigureOptions], Picture]
    boxes: tuple[str, ...]


def figure_of_document(document: Document, name: str) -> FigureSource:
    """Return the figure of a document that is called `name`."""
    boxes = ("show_target", "show_units", "show_knots", "show_legend", "show_error", "transparent")
    return FigureSource(name, lambda options: compose(Scene(document), options), boxes)


def figure_of_rates(rates: Rates, attempts: FloatArray, name: str) -> FigureSource:
    """Return the rate plot of a document that is called `name`."""
    return FigureSource(
        f"{name} rates",
        lambda options: compose_rates(rates, attempts, options),
        ("show_legend", "transparent"),
    )

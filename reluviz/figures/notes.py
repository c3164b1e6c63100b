"""What is done otherwise than was asked, said before a figure is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.errors import InputError

if TYPE_CHECKING:
    from reluviz.figures.choices.options import FigureOptions

__all__ = ["check_labels", "font_families", "label_problem", "notes"]


def notes(options: FigureOptions) -> tuple[str, ...]:
    """Return sentences about what is done otherwise than `options` ask, such as another font."""
    if not options.font.strip():
        return ()
    from reluviz.figures.layout.families import FAMILY, known_family

    family = known_family(options.font)
    # One with several sizes of drawing is called by the size that is taken.
    if family != FAMILY or options.font.strip().casefold() == FAMILY.casefold():
        return ()
    return (f"there is no font {options.font!r} here that figures can use; {family} takes its place",)


def label_problem(text: str) -> str | None:
    """Return what is wrong with the mathematics in a title or a label, in one sentence; None: nothing."""
    if "$" not in text:
        return None
    from reluviz.figures.layout import typesetting

    return typesetting.label_problem(text)


def check_labels(options: FigureOptions) -> None:
    """Refuse a title or a label whose mathematics cannot be set.

    Raises
    ------
    InputError
        If there is one.
    """
    for text in (options.title, options.x_label, options.y_label):
        if problem := label_problem(text):
            raise InputError(problem)


def font_families() -> tuple[str, ...]:
    """Return the families of typefaces that figures can be set in, by name; loads matplotlib."""
    from reluviz.figures.layout.families import families

    return families()

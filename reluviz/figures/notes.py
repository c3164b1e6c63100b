"""What is done otherwise than was asked, said before a figure is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.errors import InputError

if TYPE_CHECKING:
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.picture import Picture

__all__ = [
    "check_format",
    "check_labels",
    "font_families",
    "label_faults",
    "label_problem",
    "notes",
    "room_notes",
    "text_notes",
]

#: Of a shortened title so many signs are quoted.
_SHOWN_END = 30
#: The options that may hold mathematics, and how sentences call them.
_LABELS = {"title": "title", "x_label": "x-label", "y_label": "y-label"}


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


def text_notes(picture: Picture) -> tuple[str, ...]:
    """Return sentences about the title and the names of axes that are longer than there is room for."""
    from reluviz.figures.layout.arrange import arrange
    from reluviz.figures.layout.families import ONE_AT_A_TIME, known_family
    from reluviz.figures.layout.typesetting import measure, set_in

    with ONE_AT_A_TIME, set_in(known_family(picture.font)):
        layout = arrange(picture, measure)
    names = [*(f"name of the y-axis of {panel.key}" for panel in picture.panels), "name of the x-axis"]
    wanted = [*(panel.y.label for panel in picture.panels), picture.panels[-1].x.label]
    texts = [
        ("title", picture.title, " ".join(line.text for line in layout.title)),
        *zip(names, wanted, (label.text for label in layout.labels), strict=True),
    ]
    return tuple(
        f"the {name} has no room and ends with “{shown[-_SHOWN_END:]}”"
        for name, whole, shown in texts
        if whole.split() != shown.split()
    )


def room_notes(picture: Picture, options: FigureOptions) -> tuple[str, ...]:
    """Return sentences about the parts of the picture of a document that its size has no room for."""
    parts = (
        ("error panel", options.show_error, any(panel.key == "error" for panel in picture.panels)),
        ("network", options.show_network, picture.drawing is not None),
        ("formula", options.show_formula, bool(picture.formula)),
    )
    return tuple(
        f"at this size there is no room for the {name}"
        for name, is_wanted, is_there in parts
        if is_wanted and not is_there
    )


def label_problem(text: str) -> str | None:
    """Return what is wrong with the mathematics in a title or a label, in one sentence; None: nothing."""
    if "$" not in text:
        return None
    from reluviz.figures.layout.families import ONE_AT_A_TIME
    from reluviz.figures.layout.maths_faults import label_problem as problem

    with ONE_AT_A_TIME:
        return problem(text)


def label_faults(options: FigureOptions) -> dict[str, str]:
    """Return what is wrong with the mathematics of titles and labels, a sentence for each option."""
    problems = {option: label_problem(getattr(options, option)) for option in _LABELS}
    return {
        option: f"the mathematics of the {_LABELS[option]}: {problem}"
        for option, problem in problems.items()
        if problem
    }


def check_labels(options: FigureOptions) -> None:
    """Refuse a title or a label whose mathematics cannot be set.

    Raises
    ------
    InputError
        If there is one.
    """
    for fault in label_faults(options).values():
        raise InputError(fault)


def check_format(key: str, options: FigureOptions) -> None:
    """Refuse what a format cannot hold, before anything is drawn for it.

    Raises
    ------
    InputError
        If there is such a thing.
    """
    if key == "gif":
        from reluviz.figures.animation.gif import check

        check(options)


def font_families() -> tuple[str, ...]:
    """Return the families of typefaces that figures can be set in, by name; loads matplotlib."""
    from reluviz.figures.layout.families import families

    return families()

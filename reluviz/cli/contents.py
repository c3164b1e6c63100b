"""What a figure shows, on the command line: ``--show`` and ``--hide`` with names, and how each is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.errors import InputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["SIGNED_CONTENTS", "add_contents", "chosen_contents"]

#: The options whose values may begin with a minus, each with one value.
SIGNED_CONTENTS = {"--lens-x": 1, "--good-around": 1}
_ALL = "all"


def add_contents(parser: ArgumentParser) -> None:
    """Add the options that say what a figure shows."""
    from reluviz.figures.choices.options import CONTENTS, FigureOptions
    from reluviz.scene.error_strip import READINGS

    usual = FigureOptions()
    group = parser.add_argument_group("what it shows")
    names = ", ".join(CONTENTS)
    group.add_argument(
        "--show", action="append", default=[], metavar="NAMES", help=f"by commas: {names}, or {_ALL}"
    )
    group.add_argument("--hide", action="append", default=[], metavar="NAMES", help="the same left out")
    group.add_argument(
        "--error-as",
        default=usual.error_reading,
        metavar="READING",
        help=f"the error {', '.join(READINGS[:-1])} or {READINGS[-1]} (%(default)s)",
    )
    group.add_argument("--tolerance", metavar="T", help="show the band of errors up to T, and where they are")
    group.add_argument("--good-around", metavar="X", help="around which place (the middle)")
    group.add_argument("--lens-x", metavar="X", help="show a lens held over x = X")
    group.add_argument(
        "--magnify", metavar="N", help=f"how strong the lens is ({usual.lens_magnification:g})"
    )


def chosen_contents(arguments: Namespace) -> dict[str, object]:
    """Return the options of a figure that were chosen, by their names in `FigureOptions`.

    Raises
    ------
    InputError
        If a name is unknown, or a number is none.
    """
    chosen: dict[str, object] = {"error_reading": arguments.error_as}
    numbers = (
        ("tolerance", "tolerance", arguments.tolerance, "show_tolerance"),
        ("good-around", "good_around", arguments.good_around, "show_tolerance"),
        ("lens-x", "lens_x", arguments.lens_x, "show_lens"),
        ("magnify", "lens_magnification", arguments.magnify, "show_lens"),
    )
    for option, name, text, shown in numbers:
        if text is not None:
            # Whoever says how something is shown wants to see it.
            chosen |= {name: _number(f"--{option}", text), shown: True}
    for option, lists, value in (("--show", arguments.show, True), ("--hide", arguments.hide, False)):
        chosen |= dict.fromkeys(_fields(option, lists), value)
    return chosen


def _fields(option: str, lists: list[str]) -> list[str]:
    from reluviz.figures.choices.options import CONTENTS

    names = [name.strip().lower() for each in lists for name in each.split(",")]
    if _ALL in names:
        names = [*CONTENTS, *(name for name in names if name != _ALL)]
    for name in names:
        if name not in CONTENTS:
            raise InputError(f"{option} knows no {name!r}; expected {', '.join(CONTENTS)}, or {_ALL}")
    return [f"show_{name.replace('-', '_')}" for name in names]


def _number(option: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{option} takes a number such as 0.5, not {text!r}") from None

"""How a figure looks, and how formulas and code are written, on the command line."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from typing import TYPE_CHECKING

from reluviz.errors import InputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["add_style", "chosen_style"]

#: Options of the command line by the options of a figure whose text they give.
_TEXTS = (
    "size",
    "theme",
    "title",
    "x_label",
    "y_label",
    "font",
    "language",
    "spines",
    "aspect",
    "ticks",
    "form",
)
_NUMBERS = {
    "dpi": "pixels per inch such as 300",
    "font_size": "points such as 11",
    "fps": "pictures a second such as 25",
}


def add_style(parser: ArgumentParser) -> None:
    """Add the options that say how a figure looks."""
    from reluviz.figures import PRESETS, THEMES, FigureOptions
    from reluviz.figures.choices.languages import LANGUAGES
    from reluviz.figures.choices.options import ASPECTS, SPINES, TICKS
    from reluviz.maths.notation import FORMS

    usual = FigureOptions()
    group = parser.add_argument_group("how it looks")

    def add(name: str, metavar: str, words: str) -> None:
        group.add_argument(f"--{name}", metavar=metavar, help=words)

    add("size", "SIZE", f"{', '.join(PRESETS)}, or such as 16cmx9cm; also mm, in, pt, px ({usual.size})")
    add("theme", "THEME", f"{', '.join(THEMES)} ({usual.theme})")
    # A style may have said yes.
    group.add_argument("--transparent", action=BooleanOptionalAction, help="leave out the background")
    add("dpi", "N", "pixels per inch of a PNG or an animation (a slide is 2,000 or 1,280 wide)")
    add("style", "NAME", "how figures look: a saved style, or a file; what is said here besides wins")
    add("title", "TEXT", "a line above; mathematics between $ signs")
    add("x-label", "TEXT", "beside the x-axis")
    add("y-label", "TEXT", "beside the y-axis of the curves")
    add("language", "WHICH", f"of words and numbers: {', '.join(LANGUAGES)} ({usual.language})")
    add("font", "FAMILY", "a family of typefaces on this system")
    add("font-size", "PT", "size of the type in points; strokes follow it (that of the size)")
    add("spines", "WHICH", f"lines around a panel: {', '.join(SPINES)} ({usual.spines})")
    add("aspect", "WHICH", f"{' or '.join(ASPECTS)}: one unit of x as long as one of y ({usual.aspect})")
    add("ticks", "WHICH", f"numbers along the axes: {', '.join(TICKS)} ({usual.ticks})")
    group.add_argument(
        "--live-text", action=BooleanOptionalAction, help="an SVG holds text, not its outlines"
    )
    group = parser.add_argument_group("animations")
    add("fps", "N", f"pictures a second ({usual.fps:g})")
    group.add_argument("--loop", action=BooleanOptionalAction, help="start again at the end, which is usual")
    group = parser.add_argument_group("formulas, tables and code")
    add("form", "FORM", f"how hinges are written: {' or '.join(FORMS)} ({usual.form})")
    add("digits", "N", "significant digits of numbers")
    group.add_argument("--all-terms", action="store_true", help="LaTeX with every hinge, however many")


def chosen_style(arguments: Namespace) -> dict[str, object]:
    """Return the options of a figure that were chosen, by their names in `FigureOptions`.

    Raises
    ------
    InputError
        If a number is none.
    """
    chosen: dict[str, object] = {}
    for name in _TEXTS:
        if getattr(arguments, name) is not None:
            chosen[name] = getattr(arguments, name)
    for name, what in _NUMBERS.items():
        if getattr(arguments, name) is not None:
            chosen[name] = _number(name, what, getattr(arguments, name))
    if arguments.digits is not None:
        chosen["digits"] = _whole("digits", "digits such as 4", arguments.digits)
    for name in ("transparent", "live_text", "loop"):
        if getattr(arguments, name) is not None:
            chosen[name] = getattr(arguments, name)
    if arguments.all_terms:
        chosen["all_terms"] = True
    return chosen


def _number(name: str, what: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"--{name.replace('_', '-')} takes a number of {what}, not {text!r}") from None


def _whole(name: str, what: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InputError(f"--{name} takes a whole number of {what}, not {text!r}") from None

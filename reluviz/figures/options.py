"""What can be chosen about a figure."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from math import isfinite

from reluviz.errors import InputError
from reluviz.figures.sizes import FigureSize, figure_size
from reluviz.figures.steps import read_steps

__all__ = ["THEMES", "FigureOptions", "chosen"]

THEMES = ("light", "dark")
_LOWEST_DPI, _HIGHEST_DPI = 20.0, 1200.0
#: A bitmap of more pixels fills gigabytes while it is made.
_MOST_PIXELS = 200_000_000
_LONGEST_TITLE = 300
#: A GIF counts in hundredths of a second, and viewers take one for ten.
_LOWEST_FPS, _HIGHEST_FPS = 1.0, 50.0
#: What a field of each type may hold, and how that is said; scripts hand over anything.
_KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "str": ((str,), "text"),
    "float": ((int, float), "a number"),
    "bool": ((bool,), "True or False"),
}


@dataclass(frozen=True, slots=True)
class FigureOptions:
    r"""What a figure shows, and how large.

    Parameters
    ----------
    size : str
        A preset ("slide", "slide-4x3", "half", "beamer", "column", "square"), or one's own: "16cmx9cm".
    theme : str
        "light" or "dark".
    dpi : float
        Pixels per inch of a PNG; vector formats do not look at it.
    transparent : bool
        Whether to leave out the background.
    title : str
        Above everything; mathematics between dollar signs; empty for none.
    show_target, show_units, show_knots, show_legend, show_error : bool
        What to show beside the sum. The error has a panel of its own below.
    steps : str
        The steps of a sequence: "hinges" (one more each time), "pins", or numbers of hinges, "1,2,4";
        empty for one figure.
    fps : float
        Pictures a second of an animation.
    loop : bool
        Whether an animation starts again at its end.

    Raises
    ------
    InputError
        If something cannot be used.
    """

    size: str = "slide"
    theme: str = "light"
    dpi: float = 150.0
    transparent: bool = False
    title: str = ""
    show_target: bool = True
    show_units: bool = True
    show_knots: bool = True
    show_legend: bool = True
    show_error: bool = True
    steps: str = ""
    fps: float = 25.0
    loop: bool = True

    def __post_init__(self) -> None:
        """Say what cannot be used."""
        for field in fields(self):
            kinds, wanted = _KINDS[str(field.type)]
            value = getattr(self, field.name)
            if not isinstance(value, kinds):
                raise InputError(f"the option {field.name} of a figure must be {wanted}, not {value!r}")
        size = figure_size(self.size)
        if self.theme not in THEMES:
            raise InputError(f"there is no theme {self.theme!r} for figures; expected light or dark")
        if not (isfinite(self.dpi) and _LOWEST_DPI <= self.dpi <= _HIGHEST_DPI):
            raise InputError(
                f"the resolution of a figure must be from {_LOWEST_DPI:g} to {_HIGHEST_DPI:g} dpi, "
                f"not {self.dpi:g}"
            )
        if size.width * size.height * self.dpi**2 > _MOST_PIXELS:
            raise InputError(
                f"{self.dpi:g} dpi at the size {self.size!r} is more than {_MOST_PIXELS:,} pixels; "
                f"choose fewer dpi"
            )
        if len(self.title) > _LONGEST_TITLE:
            raise InputError(
                f"the title of a figure has at most {_LONGEST_TITLE} characters, not {len(self.title)}"
            )
        read_steps(self.steps)
        if not _LOWEST_FPS <= self.fps <= _HIGHEST_FPS:
            raise InputError(
                f"an animation shows from {_LOWEST_FPS:g} to {_HIGHEST_FPS:g} pictures a second, "
                f"not {self.fps:g}"
            )

    @property
    def figure_size(self) -> FigureSize:
        """The size in inches and the type that goes with it."""
        return figure_size(self.size)


def chosen(options: FigureOptions | None, choices: dict[str, object]) -> FigureOptions:
    """Return `options` (the usual ones for None) with some `choices` made otherwise, by name.

    Raises
    ------
    InputError
        If there is no such option, or it cannot have that value.
    """
    known = [field.name for field in fields(FigureOptions)]
    for name in choices:
        if name not in known:
            raise InputError(f"a figure has no option {name!r}; expected one of {', '.join(known)}")
    return replace(options or FigureOptions(), **choices)  # type: ignore[arg-type]  # checked there

"""What can be chosen about a figure."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from math import isfinite

from reluviz.errors import InputError
from reluviz.figures.choices.languages import LANGUAGES
from reluviz.figures.choices.sizes import FigureSize, figure_size
from reluviz.figures.choices.steps import read_steps
from reluviz.maths.notation import EXACT_DIGITS, FORMS, Form
from reluviz.scene.error_strip import READINGS, Reading

__all__ = ["ASPECTS", "CONTENTS", "SPINES", "THEMES", "TICKS", "FigureOptions", "chosen"]

THEMES = ("light", "dark", "contrast", "grey")
#: Which of the four lines around a panel are drawn: left and lower, all, or none.
SPINES = ("open", "box", "none")
#: Whether one unit of x is as long on the page as one unit of y.
ASPECTS = ("free", "equal")
#: Where the numbers along the axes stand: at round numbers, at few of them, or along x at the knots.
TICKS = ("round", "few", "knots")
_LOWEST_TYPE, _LEAST_LINES = 4.0, 14.0
_LOWEST_DPI, _HIGHEST_DPI = 20.0, 1200.0
#: Where nobody chooses: how many pixels wide bitmaps and films are, and how many an inch has at most.
_USUAL_WIDTH, _FINEST = 2000.0, 300.0
_USUAL_FILM_WIDTH, _FINEST_FILM = 1280.0, 150.0
#: A bitmap of more pixels fills gigabytes while it is made.
_MOST_PIXELS = 200_000_000
_LONGEST_TITLE = 300
_LOWEST_MAGNIFICATION, _HIGHEST_MAGNIFICATION = 2.0, 10_000.0
#: A GIF counts in hundredths of a second, and viewers take one for ten.
_LOWEST_FPS, _HIGHEST_FPS = 1.0, 50.0
#: What a field of each type may hold, and how that is said; scripts hand over anything.
_KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "str": ((str,), "text"),
    "float": ((int, float), "a number"),
    "float | None": ((int, float, type(None)), "a number or None"),
    "Form": ((str,), "text"),
    "Reading": ((str,), "text"),
    "bool": ((bool,), "True or False"),
    "int | None": ((int, type(None)), "a whole number or None"),
}


@dataclass(frozen=True, slots=True)
class FigureOptions:
    r"""What a figure shows, and how large.

    Parameters
    ----------
    size : str
        A preset ("slide", "slide-4x3", "half", "beamer", "column", "square"), or one's own: "16cmx9cm".
    theme : str
        "light", "dark", "contrast", or "grey" for printers without colour.
    dpi : float, optional
        Pixels per inch of a PNG and of animations; vector formats do not look at it, nor does a size in
        pixels. If not given, a slide is 2,000 pixels wide as PNG and 1,280 in an animation.
    transparent : bool
        Whether to leave out the background.
    title : str
        Above everything; mathematics between dollar signs; empty for none.
    x_label, y_label : str
        Beside the axes, as in the title; empty for x and y.
    font : str
        A family of typefaces on this system; empty for the one that figures bring along. One that is missing
        is replaced by it: see `figures.notes`.
    font_size : float, optional
        Of the type, in points; strokes follow it. That of the size if not given.
    language : str
        Of the words and numbers that the program writes: "en", "de", "fr" or "es".
    spines : str
        The lines around a panel: "open" for left and lower, "box" for all, "none".
    aspect : str
        "equal" where one unit of x is as long as one unit of y, so that slopes look as they are; else "free".
    ticks : str
        The numbers along the axes: "round" ones, "few" of them, or those of the "knots" along x.
    live_text : bool
        Whether an SVG holds its texts as text, which looks right only where the font is installed.
    form : str
        How a formula writes hinges: "unit" for w·g(ax + b), "slope" for slope·g(±(x - knot)).
    digits : int, optional
        Significant digits of the numbers in formulas, tables and code; 17 are exact. If not given, six in
        LaTeX and all of them elsewhere.
    all_terms : bool
        Whether LaTeX writes every hinge, however many there are.
    show_target, show_units, show_knots, show_legend, show_error : bool
        What to show beside the sum. The error has a panel of its own below.
    show_grid, show_ticks : bool
        The lines behind the curves, and the numbers along the axes.
    show_pins : bool
        The pins that the document shows, dashed, with their errors.
    show_partial_sums : bool
        The sums of the first hinge, the first two, and so on, as thin lines.
    show_formula : bool
        The formula of the sum below the title.
    show_network : bool
        The sum as a network, with the numbers on its edges.
    show_lens, lens_x, lens_magnification : bool, float or None, float
        A part of the curves around `lens_x`, so many times as large, and how far the target is from a line
        there. None: two thirds along the interval.
    show_tolerance, tolerance, good_around : bool, float or None, float or None
        The band of errors up to `tolerance`, and the widest interval around `good_around` with no larger one.
        None: a round tolerance, and the middle of the interval.
    error_reading : str
        The error as "signed" h - f, "square" (h - f)²/2, or "absolute" |h - f|.
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
    dpi: float | None = None
    transparent: bool = False
    title: str = ""
    x_label: str = ""
    y_label: str = ""
    font: str = ""
    font_size: float | None = None
    language: str = "en"
    spines: str = "open"
    aspect: str = "free"
    ticks: str = "round"
    live_text: bool = False
    form: Form = "unit"
    digits: int | None = None
    all_terms: bool = False
    show_target: bool = True
    show_units: bool = True
    show_knots: bool = True
    show_legend: bool = True
    show_error: bool = True
    show_grid: bool = True
    show_ticks: bool = True
    show_pins: bool = True
    show_partial_sums: bool = False
    show_formula: bool = False
    show_network: bool = False
    show_lens: bool = False
    lens_x: float | None = None
    lens_magnification: float = 10.0
    show_tolerance: bool = False
    tolerance: float | None = None
    good_around: float | None = None
    error_reading: Reading = "signed"
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
            raise InputError(f"there is no theme {self.theme!r} for figures; expected {', '.join(THEMES)}")
        self._check_formula()
        if self.dpi is not None and not (isfinite(self.dpi) and _LOWEST_DPI <= self.dpi <= _HIGHEST_DPI):
            raise InputError(
                f"the resolution of a figure must be from {_LOWEST_DPI:g} to {_HIGHEST_DPI:g} dpi, "
                f"not {self.dpi:g}"
            )
        if size.width * size.height * self.pixels_per_inch**2 > _MOST_PIXELS:
            raise InputError(
                f"{self.pixels_per_inch:g} dpi at the size {self.size!r} is more than {_MOST_PIXELS:,} "
                f"pixels; choose fewer dpi"
            )
        for name in ("title", "x_label", "y_label", "font"):
            text = getattr(self, name)
            if len(text) > _LONGEST_TITLE:
                what = name.replace("_", "-")
                raise InputError(
                    f"the {what} of a figure has at most {_LONGEST_TITLE} characters, not {len(text)}"
                )
        self._check_style(size)
        self._check_contents()
        read_steps(self.steps)
        if not _LOWEST_FPS <= self.fps <= _HIGHEST_FPS:
            raise InputError(
                f"an animation shows from {_LOWEST_FPS:g} to {_HIGHEST_FPS:g} pictures a second, "
                f"not {self.fps:g}"
            )

    def _check_style(self, size: FigureSize) -> None:
        if self.spines not in SPINES:
            raise InputError(f"there are no spines {self.spines!r}; expected {', '.join(SPINES)}")
        if self.ticks not in TICKS:
            raise InputError(f"there are no ticks {self.ticks!r}; expected {', '.join(TICKS)}")
        if self.aspect not in ASPECTS:
            raise InputError(f"there is no aspect {self.aspect!r}; expected {' or '.join(ASPECTS)}")
        if self.language not in LANGUAGES:
            raise InputError(f"figures have no language {self.language!r}; expected {', '.join(LANGUAGES)}")
        if self.font_size is not None:
            largest = 72.0 * min(size.height, size.width) / _LEAST_LINES
            if not _LOWEST_TYPE <= self.font_size <= largest:
                raise InputError(
                    f"the type of a figure of this size has from {_LOWEST_TYPE:g} to {largest:.3g} points, "
                    f"not {self.font_size:g}"
                )

    def _check_contents(self) -> None:
        """Say what cannot be used of what is shown."""
        if self.error_reading not in READINGS:
            raise InputError(
                f"the error cannot be read as {self.error_reading!r}; expected {', '.join(READINGS)}"
            )
        for name in ("lens_x", "tolerance", "good_around"):
            value = getattr(self, name)
            if value is not None and not isfinite(value):
                raise InputError(f"the option {name} of a figure must be a finite number, not {value:g}")
        if not _LOWEST_MAGNIFICATION <= self.lens_magnification <= _HIGHEST_MAGNIFICATION:
            raise InputError(
                f"a lens magnifies from {_LOWEST_MAGNIFICATION:g} to {_HIGHEST_MAGNIFICATION:g} times, "
                f"not {self.lens_magnification:g} times"
            )
        if self.tolerance is not None and not self.tolerance > 0:
            raise InputError(f"the tolerance of a figure must be above 0, not {self.tolerance:g}")

    def _check_formula(self) -> None:
        if self.form not in FORMS:
            raise InputError(f"there is no form {self.form!r} of formulas; expected {' or '.join(FORMS)}")
        if self.digits is not None and not 1 <= self.digits <= EXACT_DIGITS:
            raise InputError(f"a formula has from 1 to {EXACT_DIGITS} digits, not {self.digits}")

    @property
    def figure_size(self) -> FigureSize:
        """The size in inches and the type that goes with it."""
        size = figure_size(self.size)
        return size if self.font_size is None else replace(size, type_size=self.font_size)

    @property
    def pixels_per_inch(self) -> float:
        """How fine bitmaps are: as fine as a size in pixels needs, or as the resolution says."""
        return self._fineness(_USUAL_WIDTH, _FINEST)

    @property
    def film_pixels_per_inch(self) -> float:
        """The same of the pictures of an animation, which has many of them."""
        return self._fineness(_USUAL_FILM_WIDTH, _FINEST_FILM)

    def _fineness(self, usual_width: float, finest: float) -> float:
        size = figure_size(self.size)
        return size.pixels_per_inch or self.dpi or min(usual_width / size.width, finest)


#: What can be shown besides the sum, as the command line calls it: "partial-sums" is `show_partial_sums`.
CONTENTS = tuple(
    field.name.removeprefix("show_").replace("_", "-")
    for field in fields(FigureOptions)
    if field.name.startswith("show_")
)


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

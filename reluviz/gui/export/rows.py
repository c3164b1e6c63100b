"""The choices about a figure as data: which there are, how they are called, and on which page they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from reluviz.figures.choices.languages import LANGUAGES
from reluviz.figures.choices.options import THEMES
from reluviz.figures.choices.sizes import PRESETS
from reluviz.gui.export.fields import Check, Choice, Number, OpenChoice, Text
from reluviz.gui.export.font_choice import FontChoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.gui.export.fields import Field

__all__ = ["PAGES", "Row"]

_DPI_CHOICES = (96, 150, 300, 600)
_MOVING, _WRITTEN = ("sequence",), ("model",)


@dataclass(frozen=True, slots=True)
class Row:
    """One choice.

    Attributes
    ----------
    option : str
        The name of the option in `FigureOptions`.
    name : str
        What stands beside the field; empty where the field says it itself.
    make : callable
        Makes the field.
    kinds : tuple of str
        The kinds of formats it makes a difference to.
    formats : tuple of str
        Only these formats look at it; empty for all of those kinds.
    """

    option: str
    name: str
    make: Callable[[], Field]
    kinds: tuple[str, ...] = ("picture", "sequence")
    formats: tuple[str, ...] = ()


def _tr(text: str) -> str:
    return QCoreApplication.translate("figures", text)


def _check(option: str, text: str, tip: str = "", formats: tuple[str, ...] = ()) -> Row:
    return Row(option, "", lambda: Check(_tr(text), _tr(tip)), formats=formats)


def _sizes() -> list[tuple[str, str]]:
    return [
        (f"{_tr(preset.name)} ({preset.width:.3g} × {preset.height:.3g} in)", key)
        for key, preset in PRESETS.items()
    ]


#: The pages of the form with their choices, in the order in which they stand.
PAGES: tuple[tuple[str, tuple[Row, ...]], ...] = (
    (
        "Figure",
        (
            Row(
                "size",
                "Size",
                lambda: OpenChoice(
                    _tr("Size"),
                    _sizes(),
                    _tr("Choose one, or type your own in cm, mm, in, pt or px"),
                    own="16cm x 9cm",
                ),
            ),
            Row(
                "dpi",
                "Resolution",
                lambda: Choice(
                    _tr("Resolution"),
                    [(_tr("as usual"), None), *((f"{dpi} dpi", float(dpi)) for dpi in _DPI_CHOICES)],
                    _tr("A slide as usual is 2,000 pixels wide, in an animation 1,280"),
                    name_of=lambda dpi: f"{float(dpi or 0):g} dpi",
                ),
                formats=("png", "pptx", "gif", "apng", "webp", "mp4"),
            ),
            Row(
                "theme",
                "Theme",
                lambda: Choice(_tr("Theme"), [(_tr(theme.capitalize()), theme) for theme in THEMES]),
            ),
            _check("transparent", "Transparent background"),
            Row("title", "Title", lambda: Text(_tr("Title"), _tr("none; maths as $x^2$"))),
        ),
    ),
    (
        "Show",
        (
            _check("show_target", "Target"),
            _check("show_units", "Units"),
            _check("show_knots", "Knots"),
            _check("show_partial_sums", "Partial sums", "The sum as far as it is built up, hinge by hinge"),
            _check("show_pins", "Pins"),
            _check("show_legend", "Legend"),
            _check("show_formula", "Formula of the sum"),
            _check("show_network", "Network"),
            _check("show_error", "Error panel"),
            Row(
                "error_reading",
                "Error as",
                lambda: Choice(
                    _tr("Error as"), [("h − f", "signed"), ("½(h − f)²", "square"), ("|h − f|", "absolute")]
                ),
            ),
            _check("show_tolerance", "Tolerance", "The band, and where the error stays within it"),
            Row("tolerance", "Tolerance is", lambda: Number(_tr("Tolerance"), _tr("a round one"))),
            _check("show_lens", "Lens", "A piece of the curve, magnified"),
            Row("lens_x", "Lens at x =", lambda: Number(_tr("Place of the lens"), _tr("two thirds along"))),
            Row(
                "lens_magnification",
                "Magnified",
                lambda: Number(_tr("Magnification of the lens"), "10", empty=10.0),
            ),
        ),
    ),
    (
        "Style",
        (
            Row(
                "font",
                "Font",
                lambda: FontChoice(
                    _tr("Font"), _tr("that of the program"), _tr("A family of typefaces on this system")
                ),
            ),
            Row(
                "language",
                "Language",
                lambda: Choice(
                    _tr("Language"),
                    [(name, key) for key, name in LANGUAGES.items()],
                    _tr("Of the words and numbers that the program writes"),
                ),
            ),
            Row("font_size", "Type size", lambda: Number(_tr("Type size"), _tr("fits the size; in points"))),
            Row("x_label", "Along x", lambda: Text(_tr("Label of the x-axis"), _tr("x; maths as $t$"))),
            Row("y_label", "Along y", lambda: Text(_tr("Label of the y-axis"), _tr("y; maths as $t$"))),
            _check("show_grid", "Grid"),
            _check("show_ticks", "Numbers along the axes"),
            Row(
                "ticks",
                "Numbers",
                lambda: Choice(
                    _tr("Numbers along the axes"),
                    [(_tr("round ones"), "round"), (_tr("few"), "few"), (_tr("at the knots"), "knots")],
                ),
            ),
            Row(
                "spines",
                "Lines around",
                lambda: Choice(
                    _tr("Lines around"),
                    [(_tr("left and below"), "open"), (_tr("all four"), "box"), (_tr("none"), "none")],
                ),
            ),
            Row(
                "aspect",
                "Units",
                lambda: Choice(
                    _tr("Units"),
                    [(_tr("as the page allows"), "free"), (_tr("as long along x as along y"), "equal")],
                    _tr("Of equal length, slopes look as they are"),
                ),
            ),
            _check("live_text", "Text stays text", "Looks right only where the font is installed", ("svg",)),
        ),
    ),
    (
        "Steps",
        (
            Row(
                "steps",
                "Steps",
                lambda: OpenChoice(
                    _tr("Steps"),
                    [
                        (_tr("only this figure"), ""),
                        (_tr("hinge by hinge"), "hinges"),
                        (_tr("pin by pin"), "pins"),
                    ],
                    _tr("Choose one, or type the numbers of hinges that the steps have"),
                    own="1, 2",
                ),
            ),
            Row(
                "fps",
                "Pictures a second",
                lambda: Number(_tr("Pictures a second"), "25", empty=25.0),
                _MOVING,
            ),
            Row("loop", "", lambda: Check(_tr("Starts again at its end")), _MOVING),
        ),
    ),
    (
        "Formula",
        (
            Row(
                "form",
                "Hinges as",
                lambda: Choice(
                    _tr("Hinges as"), [(_tr("units, w g(ax + b)"), "unit"), (_tr("slopes at knots"), "slope")]
                ),
                _WRITTEN,
            ),
            Row(
                "digits",
                "Numbers with",
                lambda: Choice(
                    _tr("Numbers with"),
                    [(_tr("all digits"), None), *((_tr("{0} digits").format(n), n) for n in (2, 3, 4, 6))],
                ),
                _WRITTEN,
            ),
            Row(
                "all_terms",
                "",
                lambda: Check(_tr("Every hinge, however many"), _tr("Else a very long formula is shortened")),
                _WRITTEN,
            ),
        ),
    ),
)

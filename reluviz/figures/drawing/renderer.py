"""Draws a picture with matplotlib. Imported only when a figure is made, and by `figures.export` alone.

Nothing here decides what a figure shows: texts, ticks, strokes and limits are in the picture, places in
its layout. The user's own matplotlib settings have no say, and no state is left behind.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib import text as matplotlib_text
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D

from reluviz.figures.drawing.drawn_layers import add_layers, sample_artists, scaled
from reluviz.figures.drawing.font_embedding import lent, outlines_only
from reluviz.figures.layout.arrange import TICK_LENGTH, TICK_PAD, TICK_SIZE, Layout, Placed, arrange
from reluviz.figures.layout.families import generic_family, known_family
from reluviz.figures.layout.typesetting import ONE_AT_A_TIME, TEXT_TO_PATH, measure, set_in, typeset
from reluviz.figures.picture import Band

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.axes import Axes
    from matplotlib.mathtext import MathTextParser
    from matplotlib.transforms import Transform

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.layout.places import Box
    from reluviz.figures.picture import Drawing, Inset, Layer, Panel, Picture

__all__ = [
    "PROGRAM",
    "draw_png",
    "figure_of",
    "fill_stage",
    "own_settings",
    "pdf_metadata",
    "set_stage",
    "stays",
    "whole_pixels",
    "write_pdf",
    "write_png",
    "write_svg",
]

PROGRAM = "ReLU Viz"
_SPINES = {"open": ("left", "bottom"), "box": ("left", "bottom", "right", "top"), "none": ()}
_GRID_WIDTH, _SPINE_WIDTH = 0.045, 0.05
#: Settings that belong to windows and sessions; the others start from matplotlib's own defaults.
_NOT_STYLE = re.compile(
    r"backend|interactive|toolbar|webagg|tk\.|timezone|docstring|date\.epoch|figure\.(max|raise)|savefig\.directory"
)
#: Where the families of a text in an SVG end.
_LAST_FAMILY = re.compile(rb"(style=\"[^\"]*?font(?:-family)?: [^;\"]*')(?=[;\"])")
_SETTINGS: dict[str, Any] = {
    "pdf.fonttype": 42,
    # Ids in an SVG are hashes; without a fixed salt they differ from file to file.
    "svg.hashsalt": PROGRAM,
    # Hinting moves letters to whole pixels, by another amount at every resolution.
    "text.hinting": "none",
    # Simplification would leave out vertices of h.
    "path.simplify": False,
    "axes.unicode_minus": True,
}


def write_png(picture: Picture, options: FigureOptions) -> bytes:
    """Return `picture` as the contents of a PNG."""
    return draw_png(picture, options.pixels_per_inch)


def draw_png(picture: Picture, dpi: float) -> bytes:
    """Return `picture` as the contents of a PNG with so many pixels per inch, few or many."""
    with own_settings(picture.font):
        return _png(picture, dpi)


def write_svg(picture: Picture, options: FigureOptions) -> bytes:
    """Return `picture` as the contents of an SVG."""
    with own_settings(picture.font, live_text=options.live_text):
        svg = _svg(picture)
        if not options.live_text:
            return svg
        generic = generic_family(known_family(picture.font))
    return _LAST_FAMILY.sub(rf"\1, {generic}".encode(), svg)


def write_pdf(picture: Picture, options: FigureOptions) -> bytes:
    """Return `picture` as the contents of a PDF."""
    with own_settings(picture.font), outlines_only():
        return _pdf(picture)


#: The reader of mathematics that the first canvas of pixels brought. It remembers what it has read, and
#: reading takes much of the time of a preview.
_MATHS: dict[str, MathTextParser[Any]] = {}


@contextmanager
def own_settings(font: str = "", *, live_text: bool = False) -> Iterator[None]:
    """Have matplotlib go by the settings of this program and nobody else's; one thread at a time.

    Parameters
    ----------
    font : str
        The family of all texts; the usual one if empty or missing.
    live_text : bool
        Whether an SVG holds text, or the outlines of its signs.
    """
    settings: dict[Any, Any] = {
        key: value for key, value in mpl.rcParamsDefault.items() if not _NOT_STYLE.match(key)
    }
    family = known_family(font)
    own = {
        "font.family": [family],
        "svg.fonttype": "none" if live_text else "path",
    }
    with (
        ONE_AT_A_TIME,
        mpl.rc_context(settings | _SETTINGS | own),
        set_in(family),
        # Each file would bring one, and read all its mathematics anew.
        lent(matplotlib_text, "TextToPath", lambda _: lambda: TEXT_TO_PATH),
    ):
        yield


def _png(picture: Picture, dpi: float) -> bytes:
    figure = figure_of(picture, whole_pixels(picture, dpi), dpi)
    canvas = FigureCanvasAgg(figure)
    renderer = canvas.get_renderer()
    renderer.mathtext_parser = _MATHS.setdefault("agg", renderer.mathtext_parser)
    return _written(canvas.print_png, metadata={"Title": picture.name, "Software": PROGRAM})


def whole_pixels(picture: Picture, dpi: float) -> tuple[float, float]:
    """Return the size of a picture in inches such that a canvas of pixels gets the next whole numbers."""
    width, height = round(picture.width * dpi), round(picture.height * dpi)
    # Half a pixel more keeps the canvas from rounding 1999.9999 down.
    return (width + 0.5) / dpi, (height + 0.5) / dpi


def _svg(picture: Picture) -> bytes:
    figure = figure_of(picture, (picture.width, picture.height), 72.0)
    metadata = {
        "Title": picture.name,
        "Creator": [PROGRAM],
        "Description": picture.description,
        "Date": None,
    }
    text = _written(FigureCanvasSVG(figure).print_svg, metadata=metadata).decode("utf-8")
    # What readers of the screen read aloud; matplotlib writes the title alone.
    described = f"</title>\n <desc>{escape(picture.description, quote=False)}</desc>"
    return text.replace("</title>", described, 1).encode("utf-8")


def _pdf(picture: Picture) -> bytes:
    figure = figure_of(picture, (picture.width, picture.height), 72.0)
    return _written(FigureCanvasPdf(figure).print_pdf, metadata=pdf_metadata(picture))


def pdf_metadata(picture: Picture) -> dict[str, str | None]:
    """Return the properties of a PDF file: what it shows, and no date."""
    return {
        "Title": picture.name,
        "Subject": picture.description,
        "Creator": PROGRAM,
        "Producer": None,
        "CreationDate": None,
    }


def _written(write: Callable[..., object], metadata: dict[str, Any]) -> bytes:
    buffer = BytesIO()
    write(buffer, metadata=metadata)
    return buffer.getvalue()


def figure_of(picture: Picture, size: tuple[float, float], dpi: float) -> Figure:
    """Return the drawn figure; `size` in inches may differ from the picture's by less than a pixel."""
    layout = arrange(picture, measure)
    figure = set_stage(picture, layout, size, dpi)
    fill_stage(figure, picture, layout)
    return figure


def set_stage(picture: Picture, layout: Layout, size: tuple[float, float], dpi: float) -> Figure:
    """Return a figure with what stays through a sequence: axes with their texts, the title, full bands."""
    figure = Figure(figsize=size, dpi=dpi, facecolor=picture.background or "none")
    for panel, box in zip(picture.panels, layout.boxes, strict=True):
        axes = figure.add_axes(_share(box, figure))
        axes.set_gid(f"panel-{panel.key}")
        _prepare(axes, picture, panel, with_x_texts=panel is picture.panels[-1])
        add_layers(axes, panel.key, tuple(layer for layer in panel.layers if stays(layer)))
    for index, line in enumerate(layout.title):
        _write(figure, line, f"title-{index + 1}", picture.text_color)
    for index, label in enumerate(layout.labels):
        _write(figure, label, f"label-{index + 1}", picture.text_color)
    return figure


def stays(layer: Layer) -> bool:
    """Whether a layer lies under the grid, and so belongs to the stage."""
    return isinstance(layer, Band) and layer.opacity == 1.0


def fill_stage(figure: Figure, picture: Picture, layout: Layout) -> None:
    """Draw all the rest of a picture into the figure that is its stage."""
    for axes, panel in zip(figure.axes, picture.panels, strict=True):
        add_layers(axes, panel.key, tuple(layer for layer in panel.layers if not stays(layer)))
        for inset in panel.insets:
            _add_inset(axes, panel.key, inset)
    if picture.drawing is not None and layout.drawing is not None:
        _add_drawing(figure, picture.drawing, layout.drawing, layout.scale)
    for index, line in enumerate(layout.formula):
        _write(figure, line, f"formula-{index + 1}", picture.text_color)
    for panel, entries, samples in zip(picture.panels, layout.entries, layout.samples, strict=True):
        for index, entry in enumerate(entries):
            _write(figure, entry, f"{panel.key}-entry-{index + 1}", picture.text_color)
        for sample in samples:
            for artist in sample_artists(sample):
                artist.set_transform(_points(figure))
                figure.add_artist(artist)


def _add_inset(axes: Axes, name: str, inset: Inset) -> None:
    """Draw a part of a panel in its frame."""
    inner = axes.inset_axes((inset.left, inset.bottom, inset.width, inset.height), zorder=5)
    inner.set_gid(f"{name}-{inset.key}")
    inner.set_xlim(*inset.x)
    inner.set_ylim(*inset.y)
    inner.set_xticks([])
    inner.set_yticks([])
    inner.set_facecolor(inset.background)
    for spine in inner.spines.values():
        spine.set(color=inset.frame, linewidth=inset.frame_width)
    add_layers(inner, f"{name}-{inset.key}", inset.layers)


def _add_drawing(figure: Figure, drawing: Drawing, box: Box, scale: float) -> None:
    """Draw what has no axes; its coordinates are points, times `scale`."""
    axes = figure.add_axes(_share(box, figure))
    axes.set_gid(f"drawing-{drawing.key}")
    axes.set_xlim(0.0, drawing.width)
    axes.set_ylim(0.0, drawing.height)
    axes.set_axis_off()
    add_layers(axes, drawing.key, tuple(scaled(layer, scale) for layer in drawing.layers))


def _share(box: Box, figure: Figure) -> tuple[float, float, float, float]:
    """Return a box as shares of the page."""
    width, height = 72 * figure.get_size_inches()
    return box.left / width, box.bottom / height, box.width / width, box.height / height


def _prepare(axes: Axes, picture: Picture, panel: Panel, *, with_x_texts: bool) -> None:
    """Set limits, ticks and frame of one pair of axes."""
    em = picture.type_size
    axes.set_xlim(panel.x.low, panel.x.high)
    axes.set_ylim(panel.y.low, panel.y.high)
    axes.set_xticks(panel.x.ticks, panel.x.tick_labels if with_x_texts else [""] * len(panel.x.ticks))
    axes.set_yticks(panel.y.ticks, panel.y.tick_labels)
    axes.set_facecolor("none")
    axes.set_axisbelow(True)
    if picture.has_grid:
        axes.grid(True, color=picture.grid_color, alpha=picture.grid_opacity, linewidth=_GRID_WIDTH * em)
    axes.tick_params(
        length=TICK_LENGTH * em,
        pad=TICK_PAD * em,
        width=_SPINE_WIDTH * em,
        labelsize=TICK_SIZE * em,
        color=picture.axis_color,
        labelcolor=picture.text_color,
    )
    for side, spine in axes.spines.items():
        spine.set_visible(side in _SPINES[picture.spines])
        spine.set(color=picture.axis_color, linewidth=_SPINE_WIDTH * em)


def _points(figure: Figure) -> Transform:
    """Return the points of the page, from its lower left corner, whatever the resolution."""
    return Affine2D().scale(1 / 72) + figure.dpi_scale_trans


def _write(figure: Figure, placed: Placed, name: str, color: str) -> None:
    text, families = typeset(placed.text)
    figure.text(
        placed.x,
        placed.y,
        text,
        transform=_points(figure),
        size=placed.size,
        family=list(families),
        color=color,
        ha=placed.anchor,
        va="baseline",
        rotation=90.0 if placed.upright else 0.0,
        rotation_mode="anchor",
        gid=name,
    )

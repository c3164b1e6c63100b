"""Writes a picture as a script that draws it with matplotlib alone, to go on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.layout.arrange import TICK_LENGTH, TICK_PAD, TICK_SIZE, arrange
from reluviz.figures.layout.families import ONE_AT_A_TIME, known_family, maths_settings
from reluviz.figures.layout.typesetting import measure, set_in, typeset
from reluviz.figures.picture import Dots, Line
from reluviz.figures.source.script_layers import layer_lines, line_style, listed, variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.layout.arrange import Layout
    from reluviz.figures.layout.places import Box, Placed
    from reluviz.figures.picture import Axis, Inset, Panel, Picture, Shape

__all__ = ["write"]

_GRID_WIDTH, _SPINE_WIDTH = 0.045, 0.05


def write(picture: Picture, options: FigureOptions) -> bytes:
    """Return a script that shows a figure, or writes it where a file is named."""
    family = known_family(picture.font)
    with ONE_AT_A_TIME, set_in(family):
        return ("\n".join(_lines(picture, family)) + "\n").encode("utf-8")


def _lines(picture: Picture, family: str) -> list[str]:
    layout = arrange(picture, measure)
    size = f"({round(picture.width, 4)}, {round(picture.height, 4)})"
    lines = [
        f"# {_comment(picture.name)}",
        "# Made by ReLU Viz. Shows the figure, or writes it: python this_file.py figure.pdf",
        "import sys",
        "",
        "import matplotlib.pyplot as plt",
        "",
        *_settings(picture, family),
        f"figure = plt.figure(figsize={size}, facecolor={picture.background or 'none'!r})",
    ]
    for index, panel in enumerate(picture.panels):
        lines += _panel(panel, picture, layout, index)
    if picture.drawing is not None and layout.drawing is not None:
        drawing = picture.drawing
        lines += [
            "",
            f"# {drawing.key}",
            f"axes = figure.add_axes({_share(layout.drawing, picture)})",
            f"axes.set(xlim=(0, {drawing.width!r}), ylim=(0, {drawing.height!r}))",
            "axes.set_axis_off()",
            *layer_lines(drawing.layers, "axes", layout.scale),
        ]
    if layout.title or layout.formula:
        lines += [
            "",
            "# Title and formula",
            *(_text(each, picture) for each in (*layout.title, *layout.formula)),
        ]
    lines += [
        "",
        "if sys.argv[1:]:",
        "    figure.savefig(sys.argv[1])",
        "else:",
        "    plt.show()",
    ]
    return lines


def _comment(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _settings(picture: Picture, family: str) -> list[str]:
    """Return what holds for the whole figure: its type, and the colours of what has no own."""
    # Signs that the usual typeface lacks are looked for in the next ones.
    families = list(dict.fromkeys(name for text in _texts(picture) for name in typeset(text)[1]))
    color = picture.axis_color
    em = picture.type_size
    settings = {
        "font.family": families,
        "font.size": em,
        **maths_settings(family),
        "text.color": picture.text_color,
        "axes.labelcolor": picture.text_color,
        "axes.edgecolor": color,
        "axes.facecolor": "none",
        "axes.linewidth": round(_SPINE_WIDTH * em, 3),
        **{f"axes.spines.{side}": picture.spines == "box" for side in ("top", "right")},
        **{f"axes.spines.{side}": picture.spines != "none" for side in ("left", "bottom")},
        "axes.grid": picture.has_grid,
        "axes.axisbelow": True,
        "grid.color": picture.grid_color,
        "grid.alpha": picture.grid_opacity,
        "grid.linewidth": round(_GRID_WIDTH * em, 3),
        "savefig.facecolor": "auto",
        "pdf.fonttype": 42,
    }
    for letter in ("x", "y"):
        settings |= {
            f"{letter}tick.color": color,
            f"{letter}tick.labelcolor": picture.text_color,
            f"{letter}tick.labelsize": round(TICK_SIZE * em, 3),
            f"{letter}tick.major.size": round(TICK_LENGTH * em, 3),
            f"{letter}tick.major.pad": round(TICK_PAD * em, 3),
            f"{letter}tick.major.width": round(_SPINE_WIDTH * em, 3),
        }
    return ["plt.rcParams.update({", *(f"    {key!r}: {value!r}," for key, value in settings.items()), "})"]


def _texts(picture: Picture) -> Iterator[str]:
    yield picture.title
    for panel in picture.panels:
        yield from (entry.text for entry in panel.entries)


def _share(box: Box, picture: Picture) -> str:
    """Return a box as shares of the page: left, bottom, width, height."""
    width, height = 72 * picture.width, 72 * picture.height
    shares = box.left / width, box.bottom / height, box.width / width, box.height / height
    return f"({', '.join(f'{share:.4f}' for share in shares)})"


def _panel(panel: Panel, picture: Picture, layout: Layout, index: int) -> list[str]:
    is_last = panel is picture.panels[-1]
    lines = [
        "",
        f"# The panel {panel.key}: left, bottom, width and height are shares of the page.",
        f"axes = figure.add_axes({_share(layout.boxes[index], picture)})",
        *_axis("x", panel.x, layout.labels[-1], picture, with_texts=is_last),
        *_axis("y", panel.y, layout.labels[index], picture),
        *layer_lines(panel.layers, "axes"),
    ]
    for inset in panel.insets:
        lines += _inset(inset)
    return lines + _legend(panel, picture, layout, index)


def _axis(letter: str, axis: Axis, label: Placed, picture: Picture, *, with_texts: bool = True) -> list[str]:
    labels = [typeset(text)[0] for text in axis.tick_labels] if with_texts else [""] * len(axis.ticks)
    # As the rest of the figure, unless it is too long for that.
    size = f", fontsize={label.size:.4g}" if label.size < picture.type_size else ""
    name = [f"axes.set_{letter}label({typeset(label.text)[0]!r}{size})"] if with_texts else []
    ticks = f"[{listed(axis.ticks)}]"
    return [
        f"axes.set_{letter}lim({float(axis.low)!r}, {float(axis.high)!r})",
        f"axes.set_{letter}ticks({ticks}, {labels!r})",
        *name,
    ]


def _inset(inset: Inset) -> list[str]:
    place = inset.left, inset.bottom, inset.width, inset.height
    name = variable(inset.key)
    return [
        f"# {inset.key}",
        f"{name} = axes.inset_axes(({', '.join(f'{share:.4f}' for share in place)}), zorder=5)",
        f"{name}.set(xlim=({listed(inset.x)}), ylim=({listed(inset.y)}), xticks=[], yticks=[])",
        f"{name}.set_facecolor({inset.background!r})",
        f"{name}.spines[:].set(visible=True, color={inset.frame!r}, linewidth={float(inset.frame_width)!r})",
        *layer_lines(inset.layers, name),
    ]


def _legend(panel: Panel, picture: Picture, layout: Layout, index: int) -> list[str]:
    """Return what stands above the panel: each row with samples a legend of its own, numbers as texts."""
    box = layout.boxes[index]
    entries = {text: entry for entry in panel.entries for text in (entry.short, entry.text) if text}
    drawn = {layer.key for layer in panel.layers}
    lines = []
    for y in dict.fromkeys(text.y for text in layout.entries[index]):
        row = [text for text in layout.entries[index] if text.y == y]
        # Its lower edge is that of its deepest text.
        bottom = 1 + (y - max(measure(text.text, text.size)[2] for text in row) - box.top) / box.height
        named = {text.text: entries[text.text].layer for text in row if text.text in entries}
        samples = {text: layer for text, layer in named.items() if layer is not None}
        if samples:
            shown = samples.values()
            places = (each.left for each in layout.samples[index] if each.entry.layer in shown)
            start = round((min(places, default=box.left) - box.left) / box.width, 4)
            length = 0.6 if all(isinstance(layer, Dots) for layer in samples.values()) else 1.7
            lines += [
                "axes.add_artist(axes.legend(",
                f"    [{', '.join(_handle(layer, drawn) for layer in samples.values())}],",
                f"    {[typeset(text)[0] for text in samples]!r},",
                f"    loc='lower left', bbox_to_anchor=({start:g}, {bottom:.4f}), ncols={len(samples)},",
                f"    frameon=False, fontsize={row[0].size:.4g}, borderpad=0, borderaxespad=0,",
                f"    handlelength={length}, handletextpad=0.4, columnspacing=1,",
                "))",
            ]
        lines += [_text(text, picture) for text in row if text.text not in samples]
    return [f"# Above {panel.key}", *lines] if lines else []


def _handle(layer: Line | Dots | Shape, drawn: set[str]) -> str:
    """Return the sample of a layer; of one that is not in the panel itself, a line like it."""
    if layer.key in drawn:
        return variable(layer.key)
    if isinstance(layer, Line):
        return f"plt.Line2D([], [], color={layer.colors[0]!r}, {line_style(layer)})"
    return f"plt.Line2D([], [], color={layer.color!r}, linewidth=5)"


def _text(placed: Placed, picture: Picture) -> str:
    x, y = placed.x / (72 * picture.width), placed.y / (72 * picture.height)
    return f"figure.text({x:.4f}, {y:.4f}, {typeset(placed.text)[0]!r}, fontsize={placed.size:.4g})"

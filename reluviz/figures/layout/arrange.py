"""Where panels and texts stand on the page, worked out in points before anything is drawn.

Texts are measured without hinting, so the layout is the same at every resolution and in every format: the
preview is the file. Titles, legends and numbers stand in rows above the panels, where they cover no curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reluviz.figures.layout.headings import place_formula, place_title, shortened
from reluviz.figures.layout.legend import legend_rows
from reluviz.figures.layout.places import Box, Placed, Sample

if TYPE_CHECKING:
    from reluviz.figures.layout.legend import Row
    from reluviz.figures.layout.places import Measure
    from reluviz.figures.picture import Drawing, Panel, Picture

__all__ = ["TICK_LENGTH", "TICK_PAD", "TICK_SIZE", "Box", "Layout", "Placed", "Sample", "arrange"]

# Distances and sizes in multiples of the type size.
_MARGIN = 0.75
TICK_SIZE, TICK_LENGTH, TICK_PAD = 0.88, 0.28, 0.24
_LABEL_GAP, _SMALLEST_LABEL, _LONGEST_LABEL = 0.5, 0.7, 1.15
_ROW_GAP, _PANEL_GAP, _DRAWING_GAP = 0.3, 0.45, 1.0
#: A panel has a row of entries for so much of its height; more where it is the smaller of two.
_ROWS_OF_LARGE, _ROWS_OF_SMALL = 6.0, 2.4
#: The part of the page that a drawing may take; a larger one is shown smaller.
_MOST_FOR_DRAWING = 0.6
#: What a panel keeps of the height, however much text there is.
_LEAST_PANEL, _LEAST_ROW = 2.0, 1.3


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The places of everything.

    Attributes
    ----------
    boxes : tuple of Box
        One pair of axes for each panel.
    rows : tuple of tuple of Row
        The rows of entries above each panel, for writers whose texts find their places themselves.
    drawing : Box or None
        In it, the drawing is shown `scale` times as large as it says.
    """

    boxes: tuple[Box, ...]
    title: tuple[Placed, ...]
    formula: tuple[Placed, ...]
    labels: tuple[Placed, ...]
    entries: tuple[tuple[Placed, ...], ...]
    samples: tuple[tuple[Sample, ...], ...]
    rows: tuple[tuple[Row, ...], ...]
    drawing: Box | None
    scale: float


def arrange(picture: Picture, measure: Measure) -> Layout:
    """Return the layout of a picture, given how wide and high its texts are."""
    em = picture.type_size
    margin = _MARGIN * em
    inner = Box(margin, margin, 72 * picture.width - 2 * margin, 72 * picture.height - 2 * margin)
    label_x, left = _left_edge(picture, inner, measure)
    top = inner.top
    title: tuple[Placed, ...] = ()
    formula: tuple[Placed, ...] = ()
    if picture.title:
        title, top = place_title(picture.title, left, inner.right, top, em, measure)
    if picture.formula:
        formula, top = place_formula(picture.formula, left, inner.right, top, em, measure)
    body = Box(inner.left, inner.bottom, inner.width, top - inner.bottom)
    drawing, scale = None, 1.0
    if picture.drawing is not None:
        drawing, scale, body = _drawing_box(picture.drawing, body, em)
    last = picture.panels[-1]
    tick = TICK_SIZE * em
    right = body.right - max(0.0, _overhang(last, body.right - left, tick, measure) - margin)
    x_rise = max((measure(text, tick)[1] for text in last.x.tick_labels), default=0.0)
    _, label_height, x_depth = measure(last.x.label, em)
    bottom = body.bottom + x_depth + label_height + _LABEL_GAP * em + x_rise + (TICK_LENGTH + TICK_PAD) * em
    stack = Box(left, bottom, right - left, body.top - bottom)
    shares = sum(panel.share for panel in picture.panels)
    rows = [
        legend_rows(
            panel.entries,
            stack.width,
            em,
            measure,
            _most_rows(panel, stack.height * panel.share / shares / em),
        )
        for panel in picture.panels
    ]
    boxes, entries, samples = _stack(picture, rows, stack)
    # A panel that is narrower than the page stands in its middle.
    label_x += boxes[0].left - left
    labels = [
        _upright(panel.y.label, label_x, box, em, measure)
        for panel, box in zip(picture.panels, boxes, strict=True)
    ]
    middle = 0.5 * (boxes[0].left + boxes[0].right)
    room = 2.0 * min(middle - body.left, body.right - middle)
    text, size = _fitting(last.x.label, room, em, measure)
    labels.append(Placed(text, middle, body.bottom + x_depth, size, "center"))
    return Layout(
        tuple(boxes),
        title,
        formula,
        tuple(labels),
        tuple(entries),
        tuple(samples),
        tuple(map(tuple, rows)),
        drawing,
        scale,
    )


def _most_rows(panel: Panel, height: float) -> int:
    """Return how many rows of entries a panel may have above it, given the height of both in ems."""
    if height < _LEAST_PANEL + _LEAST_ROW:
        return 0
    return max(1, round(height / (_ROWS_OF_LARGE if panel.share > 1.0 else _ROWS_OF_SMALL)))


def _left_edge(picture: Picture, inner: Box, measure: Measure) -> tuple[float, float]:
    """Return the baseline of the names of the y-axes, and where the panels begin."""
    em = picture.type_size
    texts = [text for panel in picture.panels for text in panel.y.tick_labels]
    widest = max((measure(text, TICK_SIZE * em)[0] for text in texts), default=0.0)
    names = [measure(panel.y.label, em) for panel in picture.panels]
    label_x = inner.left + max(rise for _, rise, _ in names)
    depth = max(depth for _, _, depth in names)
    return label_x, label_x + depth + _LABEL_GAP * em + widest + (TICK_LENGTH + TICK_PAD) * em


def _drawing_box(drawing: Drawing, body: Box, em: float) -> tuple[Box, float, Box]:
    """Return where a drawing stands, how many times as large, and what it leaves of the body."""
    gap = _DRAWING_GAP * em
    if drawing.side == "beside":
        scale = min(1.0, body.height / drawing.height, _MOST_FOR_DRAWING * body.width / drawing.width)
        width, height = scale * drawing.width, scale * drawing.height
        bottom = body.bottom + 0.5 * (body.height - height)
        rest = Box(body.left, body.bottom, body.width - width - gap, body.height)
        return Box(body.right - width, bottom, width, height), scale, rest
    scale = min(1.0, body.width / drawing.width, _MOST_FOR_DRAWING * body.height / drawing.height)
    width, height = scale * drawing.width, scale * drawing.height
    left = body.left + 0.5 * (body.width - width)
    rest = Box(body.left, body.bottom + height + gap, body.width, body.height - height - gap)
    return Box(left, body.bottom, width, height), scale, rest


def _stack(
    picture: Picture, rows: list[list[Row]], body: Box
) -> tuple[list[Box], list[tuple[Placed, ...]], list[tuple[Sample, ...]]]:
    """Place the panels one below the other, each with its rows of entries above it."""
    em, top = picture.type_size, body.top
    heights = [sum(row.height + _ROW_GAP * em for row in panel_rows) for panel_rows in rows]
    free = body.height - sum(heights) - _PANEL_GAP * em * (len(rows) - 1)
    shares = [panel.share for panel in picture.panels]
    slots = [max(free * share / sum(shares), _LEAST_PANEL * em) for share in shares]
    sizes = [_size(panel, body.width, slot) for panel, slot in zip(picture.panels, slots, strict=True)]
    width = min(width for width, _ in sizes)
    left = body.left + 0.5 * (body.width - width)
    widest = max((row.width for panel_rows in rows for row in panel_rows), default=0.0)
    start = max(body.left, min(left, body.right - widest))
    boxes, entries, samples = [], [], []
    for panel_rows, slot, (_, height) in zip(rows, slots, sizes, strict=True):
        texts: list[Placed] = []
        swatches: list[Sample] = []
        for row in panel_rows:
            row_texts, row_swatches = row.place(start, top - row.rise)
            texts += row_texts
            swatches += row_swatches
            top -= row.height + _ROW_GAP * em
        boxes.append(Box(left, top - slot, width, height))
        entries.append(tuple(texts))
        samples.append(tuple(swatches))
        top -= slot + _PANEL_GAP * em
    return boxes, entries, samples


def _size(panel: Panel, width: float, height: float) -> tuple[float, float]:
    """Return how wide and high a panel is that has so much room."""
    if not panel.is_equal:
        return width, height
    aspect = (panel.x.high - panel.x.low) / (panel.y.high - panel.y.low)
    return min(width, height * aspect), min(height, width / aspect)


def _overhang(panel: Panel, length: float, size: float, measure: Measure) -> float:
    """Return how far the text of the last tick reaches beyond the end of the x-axis."""
    if not panel.x.ticks:
        return 0.0
    inset = length * (panel.x.high - panel.x.ticks[-1]) / (panel.x.high - panel.x.low)
    return 0.5 * measure(panel.x.tick_labels[-1], size)[0] - inset


def _fitting(text: str, room: float, em: float, measure: Measure) -> tuple[str, float]:
    """Return the name of an axis and its size: smaller if need be, and then without its last words."""
    size = em * min(1.0, max(_SMALLEST_LABEL, room / measure(text, em)[0]))
    return shortened(text, room, size, measure), size


def _upright(text: str, x: float, box: Box, em: float, measure: Measure) -> Placed:
    """Place the name of a y-axis beside its panel, where it may be somewhat longer than the panel is high."""
    text, size = _fitting(text, _LONGEST_LABEL * box.height, em, measure)
    return Placed(text, x, box.bottom + 0.5 * box.height, size, "center", upright=True)

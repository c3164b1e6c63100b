"""Where panels and texts stand on the page, worked out in points before anything is drawn.

Texts are measured without hinting, so the layout is the same at every resolution and in every format: the
preview is the file. Titles, legends and numbers stand in rows above the panels, where they cover no curve.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from reluviz.figures.picture import Dots

if TYPE_CHECKING:
    from reluviz.figures.picture import Entry, Panel, Picture

__all__ = ["TICK_LENGTH", "TICK_PAD", "TICK_SIZE", "Box", "Layout", "Placed", "Sample", "arrange"]

#: Width, height above the baseline and depth below it of a text of some size, all in points.
Measure: TypeAlias = Callable[[str, float], tuple[float, float, float]]

# Distances and sizes in multiples of the type size.
_MARGIN = 0.75
_TITLE_SIZE, _TITLE_GAP, _TITLE_LEADING, _SMALLEST_TITLE = 1.25, 0.55, 1.25, 0.8
TICK_SIZE, TICK_LENGTH, TICK_PAD = 0.88, 0.28, 0.24
_LABEL_GAP, _SMALLEST_LABEL, _LONGEST_LABEL = 0.5, 0.7, 1.15
_ENTRY_SIZE, _ENTRY_GAP, _CLOSEST_ENTRY_GAP = 0.93, 1.5, 0.8
_ROW_GAP, _PANEL_GAP = 0.3, 0.45
_LINE_SAMPLE, _DOT_SAMPLE, _SAMPLE_GAP = 1.7, 0.55, 0.4
#: Where the middle of a lower-case line of text lies above its baseline.
_MIDDLE = 0.32
#: What a panel keeps of the height, however much text there is.
_LEAST_PANEL = 2.0
_WORD = re.compile(r"(?:\$[^$]*\$|\S)+")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page, in points from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.bottom + self.height


@dataclass(frozen=True, slots=True)
class Placed:
    """A text at a place: `anchor` is "left" or "center", `y` the baseline.

    An upright text is turned to read upwards; `x` is then its baseline, and `y` its middle.
    """

    text: str
    x: float
    y: float
    size: float
    anchor: str = "left"
    upright: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The sample of an entry's layer: from `left` to `right` at height `y`."""

    entry: Entry
    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The places of everything; `boxes` has one pair of axes for each panel."""

    boxes: tuple[Box, ...]
    title: tuple[Placed, ...]
    labels: tuple[Placed, ...]
    entries: tuple[tuple[Placed, ...], ...]
    samples: tuple[tuple[Sample, ...], ...]


def arrange(picture: Picture, measure: Measure) -> Layout:
    """Return the layout of a picture, given how wide and high its texts are."""
    em = picture.type_size
    page_width, page_height = 72 * picture.width, 72 * picture.height
    tick = TICK_SIZE * em
    margin = _MARGIN * em
    y_labels = [text for panel in picture.panels for text in panel.y.tick_labels]
    widest = max((measure(text, tick)[0] for text in y_labels), default=0.0)
    label_heights = [measure(panel.y.label, em) for panel in picture.panels]
    label_rise = max(rise for _, rise, _ in label_heights)
    label_depth = max(depth for _, _, depth in label_heights)
    label_x = margin + label_rise
    left = label_x + label_depth + _LABEL_GAP * em + widest + (TICK_LENGTH + TICK_PAD) * em
    last = picture.panels[-1]
    right = page_width - margin
    right -= max(0.0, _overhang(last, right - left, tick, measure) - margin)
    x_rise = max((measure(text, tick)[1] for text in last.x.tick_labels), default=0.0)
    _, label_height, x_depth = measure(last.x.label, em)
    bottom = margin + x_depth + label_height + _LABEL_GAP * em + x_rise + (TICK_LENGTH + TICK_PAD) * em
    top = page_height - margin
    title: tuple[Placed, ...] = ()
    if picture.title:
        title, top = _title(picture.title, left, right, top, em, measure)
    rows = [_rows(panel.entries, right - left, em, measure) for panel in picture.panels]
    heights = [sum(row.height + _ROW_GAP * em for row in panel_rows) for panel_rows in rows]
    free = top - bottom - sum(heights) - _PANEL_GAP * em * (len(rows) - 1)
    shares = [panel.share for panel in picture.panels]
    boxes, entries, samples = [], [], []
    for panel_rows, share in zip(rows, shares, strict=True):
        texts: list[Placed] = []
        swatches: list[Sample] = []
        for row in panel_rows:
            row_texts, row_swatches = row.place(left, top - row.rise)
            texts += row_texts
            swatches += row_swatches
            top -= row.height + _ROW_GAP * em
        height = max(free * share / sum(shares), _LEAST_PANEL * em)
        boxes.append(Box(left, top - height, right - left, height))
        entries.append(tuple(texts))
        samples.append(tuple(swatches))
        top -= height + _PANEL_GAP * em
    labels = [
        _upright(panel.y.label, label_x, box, em, measure)
        for panel, box in zip(picture.panels, boxes, strict=True)
    ]
    labels.append(Placed(last.x.label, 0.5 * (left + right), margin + x_depth, em, "center"))
    return Layout(tuple(boxes), title, tuple(labels), tuple(entries), tuple(samples))


def _overhang(panel: Panel, length: float, size: float, measure: Measure) -> float:
    """Return how far the text of the last tick reaches beyond the end of the x-axis."""
    if not panel.x.ticks:
        return 0.0
    inset = length * (panel.x.high - panel.x.ticks[-1]) / (panel.x.high - panel.x.low)
    return 0.5 * measure(panel.x.tick_labels[-1], size)[0] - inset


def _upright(text: str, x: float, box: Box, em: float, measure: Measure) -> Placed:
    """Place the name of a y-axis beside its panel, smaller if it is much longer than the panel is high."""
    size = em * min(1.0, max(_SMALLEST_LABEL, _LONGEST_LABEL * box.height / measure(text, em)[0]))
    return Placed(text, x, box.bottom + 0.5 * box.height, size, "center", upright=True)


def _title(
    text: str, left: float, right: float, top: float, em: float, measure: Measure
) -> tuple[tuple[Placed, ...], float]:
    """Place the title above the panels: in one line if need be smaller, else in two, the rest cut off.

    Returns
    -------
    lines : tuple of Placed
    top : float
        What is left below.
    """
    room = right - left
    width = measure(text, _TITLE_SIZE * em)[0]
    size = _TITLE_SIZE * em * max(_SMALLEST_TITLE, min(1.0, room / width))
    lines = _lines(text, room, size, measure)
    if len(lines) > 2:
        words = _WORD.findall(lines[1])
        while len(words) > 1 and measure(" ".join([*words, "…"]), size)[0] > room:
            words.pop()
        lines = [lines[0], " ".join([*words, "…"])]
    # A single word or formula can be longer than the line.
    size *= min(1.0, room / max(measure(line, size)[0] for line in lines))
    placed = []
    for index, line in enumerate(lines):
        _, rise, depth = measure(line, size)
        top -= rise if index == 0 else max(rise + depth, _TITLE_LEADING * size)
        placed.append(Placed(line, left, top, size))
    return tuple(placed), top - depth - _TITLE_GAP * em


def _lines(text: str, room: float, size: float, measure: Measure) -> list[str]:
    """Break a text between words, never inside mathematics."""
    lines: list[str] = []
    for word in _WORD.findall(text):
        longer = f"{lines[-1]} {word}" if lines else word
        # The page may be as wide as the text to the last bit.
        if lines and measure(longer, size)[0] <= 1.0001 * room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass(slots=True, eq=False)
class _Row:
    """Entries side by side, with the space their texts need."""

    em: float
    gap: float
    entries: list[tuple[Entry, float, float]]
    width: float = 0.0
    rise: float = 0.0
    depth: float = 0.0

    @property
    def height(self) -> float:
        return self.rise + self.depth

    def place(self, left: float, baseline: float) -> tuple[list[Placed], list[Sample]]:
        texts, samples = [], []
        for entry, width, size in self.entries:
            sample = _sample_width(entry) * self.em
            if sample:
                samples.append(Sample(entry, left, left + sample, baseline + _MIDDLE * self.em))
                left += sample + _SAMPLE_GAP * self.em
            texts.append(Placed(entry.text, left, baseline, size))
            left += width + self.gap
        return texts, samples


def _sample_width(entry: Entry) -> float:
    if entry.layer is None:
        return 0.0
    return _DOT_SAMPLE if isinstance(entry.layer, Dots) else _LINE_SAMPLE


def _rows(entries: tuple[Entry, ...], width: float, em: float, measure: Measure) -> list[_Row]:
    """Break entries into rows no wider than `width`, closer together or shorter if that saves a row."""
    shorter = tuple(replace(entry, text=entry.short or entry.text) for entry in entries)
    best: list[_Row] | None = None
    for texts, gap in ((entries, _ENTRY_GAP), (entries, _CLOSEST_ENTRY_GAP), (shorter, _CLOSEST_ENTRY_GAP)):
        rows = _broken(texts, width, em, measure, gap * em)
        if best is None or len(rows) < len(best):
            best = rows
    assert best is not None
    if len(best) == 1 and len(entries) > 1:
        row = best[0]
        row.gap = min(_ENTRY_GAP * em, row.gap + (width - row.width) / (len(entries) - 1))
    return best


def _broken(entries: tuple[Entry, ...], width: float, em: float, measure: Measure, gap: float) -> list[_Row]:
    rows: list[_Row] = []
    for entry in entries:
        size = _ENTRY_SIZE * em
        sample = _sample_width(entry)
        beside = (sample + (_SAMPLE_GAP if sample else 0.0)) * em
        size *= min(1.0, (width - beside) / measure(entry.text, size)[0])
        text_width, rise, depth = measure(entry.text, size)
        needed = beside + text_width
        if not rows or rows[-1].width + gap + needed > width:
            # A line is as high as its letters can be, at least, so that rows of any text stand alike.
            rows.append(_Row(em, gap, [], -gap, 0.75 * em, 0.22 * em))
        row = rows[-1]
        row.entries.append((entry, text_width, size))
        row.width += gap + needed
        row.rise, row.depth = max(row.rise, rise), max(row.depth, depth)
    return rows

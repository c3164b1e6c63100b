"""The rows of entries above a panel: names with samples of what they name, and numbers worth reading."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reluviz.figures.layout.places import Placed, Sample
from reluviz.figures.picture import Dots

if TYPE_CHECKING:
    from reluviz.figures.layout.places import Measure
    from reluviz.figures.picture import Entry

__all__ = ["Row", "entry_offset", "legend_rows"]

# Distances and sizes in multiples of the type size.
_ENTRY_SIZE, _ENTRY_GAP, _CLOSEST_ENTRY_GAP = 0.93, 1.5, 0.8
_LINE_SAMPLE, _DOT_SAMPLE, _SAMPLE_GAP = 1.7, 0.55, 0.4
#: Where the middle of a lower-case line of text lies above its baseline.
_MIDDLE = 0.32


@dataclass(slots=True, eq=False)
class Row:
    """Entries side by side: each with its width, sample and all, and the size of its text."""

    em: float
    gap: float
    entries: list[tuple[Entry, float, float]]
    width: float = 0.0
    rise: float = 0.0
    depth: float = 0.0

    @property
    def height(self) -> float:
        """How much of the page it takes, without a gap."""
        return self.rise + self.depth

    def place(self, left: float, baseline: float) -> tuple[list[Placed], list[Sample]]:
        """Return its texts and samples, from `left` on; an entry without a text only keeps its place."""
        texts, samples = [], []
        for entry, width, size in self.entries:
            sample = _sample_width(entry) * self.em
            if entry.text and sample:
                samples.append(Sample(entry, left, left + sample, baseline + _MIDDLE * self.em))
            if entry.text:
                texts.append(Placed(entry.text, left + entry_offset(entry) * self.em, baseline, size))
            left += width + self.gap
        return texts, samples


def _sample_width(entry: Entry) -> float:
    if entry.layer is None:
        return 0.0
    return _DOT_SAMPLE if isinstance(entry.layer, Dots) else _LINE_SAMPLE


def entry_offset(entry: Entry) -> float:
    """Return the width of a sample and the gap to its text, in multiples of the type size."""
    sample = _sample_width(entry)
    return sample + _SAMPLE_GAP if sample else 0.0


def legend_rows(
    entries: tuple[Entry, ...], width: float, em: float, measure: Measure, most: int
) -> list[Row]:
    """Break entries into rows no wider than `width`, closer together or shorter if that saves a row.

    Entries of the highest rank are left out where there would be more than `most` rows.
    """
    if not most:
        return []
    rows = _closest(entries, width, em, measure)
    while len(rows) > most and len(entries) > 1:
        ranks = [entry.rank for entry in entries]
        worst = len(ranks) - 1 - ranks[::-1].index(max(ranks))
        entries = (*entries[:worst], *entries[worst + 1 :])
        rows = _closest(entries, width, em, measure)
    return rows


def _closest(entries: tuple[Entry, ...], width: float, em: float, measure: Measure) -> list[Row]:
    shorter = tuple(_shortened(entry) for entry in entries)
    best: list[Row] | None = None
    for texts, gap in ((entries, _ENTRY_GAP), (entries, _CLOSEST_ENTRY_GAP), (shorter, _CLOSEST_ENTRY_GAP)):
        rows = _broken(texts, width, em, measure, gap * em)
        if best is None or len(rows) < len(best):
            best = rows
    assert best is not None
    if len(best) == 1 and len(entries) > 1:
        row = best[0]
        row.gap = min(_ENTRY_GAP * em, row.gap + (width - row.width) / (len(entries) - 1))
    return best


def _shortened(entry: Entry) -> Entry:
    room = tuple(_shortened(other) for other in entry.room)
    return replace(entry, text=entry.short or entry.text, room=room)


def _broken(entries: tuple[Entry, ...], width: float, em: float, measure: Measure, gap: float) -> list[Row]:
    rows: list[Row] = []
    for entry in entries:
        own = [other for other in (entry, *entry.room) if other.text]
        offsets = [entry_offset(other) * em for other in own]
        size = _ENTRY_SIZE * em
        widths = [measure(other.text, size)[0] for other in own]
        size *= min([1.0, *((width - offset) / text for offset, text in zip(offsets, widths, strict=True))])
        sizes = [measure(other.text, size) for other in own]
        needed = max(offset + text for offset, (text, _, _) in zip(offsets, sizes, strict=True))
        if not rows or rows[-1].width + gap + needed > width:
            # A line is as high as its letters can be, at least, so that rows of any text stand alike.
            rows.append(Row(em, gap, [], -gap, 0.75 * em, 0.22 * em))
        row = rows[-1]
        row.entries.append((entry, needed, size))
        row.width += gap + needed
        row.rise = max(row.rise, *(rise for _, rise, _ in sizes))
        row.depth = max(row.depth, *(depth for _, _, depth in sizes))
    return rows

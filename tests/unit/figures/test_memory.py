"""Many exports one after the other leave nothing behind."""

from __future__ import annotations

import gc

import pytest
from matplotlib.figure import Figure

from reluviz.figures import FigureOptions, figure_bytes

EXPORTS = 30
#: A figure is made of ten thousands of objects.
MOST_KEPT = 100


def objects():
    gc.collect()
    return gc.get_objects()


@pytest.mark.parametrize("format", ["pdf", "png", "svg"])
def test_memory_stays_flat_over_many_exports(document, format):
    shown = FigureOptions(size="column", dpi=40, show_lens=True, show_error=False, show_legend=False)
    documents = [document("h1"), document("h2")]
    # Caches of texts and fonts fill with the first ones.
    for each in documents * 2:
        figure_bytes(each, format, shown)
    before = objects()
    figures = sum(isinstance(each, Figure) for each in before)
    count = len(before)
    del before
    for index in range(EXPORTS):
        figure_bytes(documents[index % 2], format, shown)
    after = objects()
    assert sum(isinstance(each, Figure) for each in after) == figures
    assert (len(after) - count) / EXPORTS < MOST_KEPT

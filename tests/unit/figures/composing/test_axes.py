"""Ticks as they were asked for: few of them, or at the knots."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from reluviz.errors import InputError
from reluviz.figures import FigureOptions, compose, compose_sequence
from reluviz.scene.scene import Scene

KNOTS = FigureOptions(ticks="knots")


def axes(document, options):
    return [(panel.x, panel.y) for panel in compose(Scene(document), options).panels]


def test_few_ticks_are_fewer_and_still_two(document):
    usual, few = (axes(document("h2"), FigureOptions(ticks=ticks)) for ticks in ("round", "few"))
    for both, fewer in zip(usual, few, strict=True):
        for axis, less in zip(both, fewer, strict=True):
            assert 2 <= len(less.ticks) <= len(axis.ticks)
    assert len(few[0][0].ticks) <= 0.6 * len(usual[0][0].ticks)


def test_ticks_at_the_knots_stand_there_and_at_the_ends_of_the_interval(document):
    for x, _ in axes(document("h2"), KNOTS):
        assert x.ticks == (-3, -1, 0, 1, 3)
        assert x.tick_labels == ("$-3$", "$-1$", "$0$", "$1$", "$3$")


@pytest.mark.parametrize("size", ["slide", "column"])
def test_where_knots_are_crowded_some_are_left_out(document, size):
    options = replace(KNOTS, size=size)
    ((x, _), *_) = axes(document("thousand"), options)
    assert 3 < len(x.ticks) < 30
    gaps = [after - before for before, after in pairwise(x.ticks)]
    assert min(gaps) > (x.high - x.low) / 40


@pytest.mark.parametrize("name", ["empty", "far", "tiny"])
def test_where_there_are_none_or_rounding_makes_them_alike_axes_can_be_read(document, name):
    for x, _ in axes(document(name), KNOTS):
        assert len(x.ticks) >= 2
        assert len(set(x.tick_labels)) == len(x.tick_labels)


def test_they_stay_through_a_sequence(document):
    pictures = compose_sequence(document("h2"), replace(KNOTS, steps="hinges"))
    assert {panel.x.ticks for picture in pictures for panel in picture.panels} == {(-3, -1, 0, 1, 3)}


def test_ticks_that_are_none_are_said():
    with pytest.raises(InputError, match="round, few, knots"):
        FigureOptions(ticks="many")

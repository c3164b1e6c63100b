"""Ticks at round numbers, with texts that can be read at any scale."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.figures.composing.ticks import is_in_pi, make_axis, maths_number


@pytest.mark.parametrize(
    ("low", "high", "label", "texts"),
    [
        (-3.36, 3.36, "$x$", ["-3", "-2", "-1", "0", "1", "2", "3"]),
        (-0.1, 1.1, "$x$", ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-1e9, 1e9, r"$x\,/\,10^{9}$", ["-1.0", "-0.5", "0", "0.5", "1.0"]),
        (0, 1.1e-8, r"$x\,/\,10^{-8}$", ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (1e9 - 1, 1e9 + 1, "$x - 10^{9}$", ["-1.0", "-0.5", "0", "0.5", "1.0"]),
        (5 - 1e-8, 5 + 1e-8, r"$(x - 5)\,/\,10^{-8}$", ["-1.0", "-0.5", "0", "0.5", "1.0"]),
        (-5 - 1e-8, -5 + 1e-8, r"$(x + 5)\,/\,10^{-8}$", ["-1.0", "-0.5", "0", "0.5", "1.0"]),
    ],
)
def test_ticks_are_round_and_a_common_factor_stands_at_the_axis(low, high, label, texts):
    axis = make_axis("x", low, high, 24)
    assert axis.label == label
    assert list(axis.tick_labels) == [f"${text}$" for text in texts]


def test_an_interval_in_halves_of_pi_is_counted_in_pi():
    assert is_in_pi(-math.pi, math.pi)
    assert is_in_pi(0.0, math.pi / 2)
    assert not is_in_pi(-3.0, 3.0)
    assert not is_in_pi(0.0, 0.0)
    # Every number is near a multiple of π/2 if it is large enough.
    assert not is_in_pi(1e9, 1e9 + math.pi)
    axis = make_axis("x", -3.5, 3.5, 40, in_pi=True)
    assert axis.tick_labels == (r"$-\pi$", r"$-\pi/2$", "$0$", r"$\pi/2$", r"$\pi$")


@given(
    low=st.floats(-1e100, 1e100),
    width=st.floats(1e-6, 1e3),
    length=st.floats(4, 100),
    upright=st.booleans(),
)
def test_any_limits_give_ticks_inside_them_with_different_texts(low, width, length, upright):
    high = low + width * max(abs(low), 1e-90)
    axis = make_axis("y", low, high, length, upright=upright)
    assert 1 <= len(axis.ticks) <= 20
    assert all(low <= tick <= high for tick in axis.ticks)
    assert len(set(axis.tick_labels)) == len(axis.ticks)
    assert max(map(len, axis.tick_labels)) <= 12


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (11 / 60, "0.1833"),
        (-3.0, "-3"),
        (1e-8, "10^{-8}"),
        (-1e9, "-10^{9}"),
        (2.5e-8, r"2.5\times 10^{-8}"),
    ],
)
def test_a_number_in_mathematics_has_no_e(value, text):
    assert maths_number(value, 4) == text


def test_a_short_axis_between_two_round_steps_has_every_second_number():
    assert make_axis("y", -0.46, 0.46, 3.0, upright=True).tick_labels == ("$-0.4$", "$0$", "$0.4$")
    assert len(make_axis("y", -0.46, 0.46, 8.0, upright=True).ticks) == 5

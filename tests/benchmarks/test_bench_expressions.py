"""Speed of expressions: against the same code written by hand in NumPy, of reading, and of finding poles.

Run as ``python -m pytest tests/benchmarks/test_bench_expressions.py -p no:cacheprovider``. A ratio is taken
between medians of rounds that take turns, in one process, so that a busy machine slows both alike.
"""

import statistics
import sys
import time

import numpy as np
import pytest

from reluviz.targets.expression import parse_expression

ROUNDS = 101
SIZE = 100_000
#: How many times the hand-written code evaluating may take.
LIMIT = 1.5


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


BY_HAND = {
    "x^2": lambda x: x**2,
    "2x(x-1)": lambda x: 2 * x * (x - 1),
    "x^3 - 2x^2 + 3x - 1": lambda x: x**3 - 2 * x**2 + 3 * x - 1,
    "|x|": np.abs,
    "sin(3x)/x": lambda x: np.sin(3 * x) / x,
    "exp(-x²)": lambda x: np.exp(-(x**2)),
    "1/(1+25x²)": lambda x: 1 / (1 + 25 * x**2),
    "sqrt(1+x^2)": lambda x: np.sqrt(1 + x**2),
    "sigmoid(x)": sigmoid,
    "sin(x)^2 + 2sin(x) + 1": lambda x: np.sin(x) ** 2 + 2 * np.sin(x) + 1,
    "piecewise(x<0, -1, x<1, x, 1)": lambda x: np.where(x < 0, -1.0, np.where(x < 1, x, 1.0)),
    "max(0, x) + max(0, -x)": lambda x: np.maximum(0, x) + np.maximum(0, -x),
    "x<0 ? exp(x) : 1 + x": lambda x: np.where(x < 0, np.exp(x), 1 + x),
    "log(1 + |x|)": lambda x: np.log(1 + np.abs(x)),
}


def seconds(function, *arguments):
    started = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - started


def say(text, capsys):
    with capsys.disabled():
        sys.stdout.write(f"\n{text}\n")


@pytest.mark.parametrize("text", BY_HAND)
def test_evaluating_takes_as_long_as_code_written_by_hand(benchmark, capsys, text):
    x = np.linspace(-3.0, 3.0, SIZE)
    expression, by_hand = parse_expression(text), BY_HAND[text]
    np.testing.assert_allclose(expression(x), by_hand(x), rtol=1e-12, atol=1e-12)
    times = [(seconds(by_hand, x), seconds(expression, x)) for _ in range(ROUNDS)]
    bare, own = (statistics.median(column) for column in zip(*times, strict=True))
    say(f"{text}: {1e6 * own:.0f} µs, {own / bare:.2f} of the code by hand (at most {LIMIT:g})", capsys)
    benchmark(expression, x)
    assert own <= LIMIT * bare


@pytest.mark.parametrize("text", ["2x(x-1)", "piecewise(x<0, -1, x<1, x, 1)", "1/(1+e⁻ˣ) + sin(3x)/x"])
def test_reading_takes_less_than_a_millisecond(benchmark, capsys, text):
    own = statistics.median(seconds(parse_expression, text) for _ in range(ROUNDS))
    say(f"reading {text}: {1e6 * own:.0f} µs (at most 1000)", capsys)
    benchmark(parse_expression, text)
    assert own < 1e-3


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("x^2", (-3.0, 3.0)),
        ("sin(3x)/x", (-3.0, 3.0)),
        ("log(x)", (-1.0, 1.0)),
        ("tan(x)", (-10.0, 10.0)),
        ("sin(1/x)/x", (-1.0, 1.0)),
        ("tan(500x)", (-1.0, 1.0)),
        ("floor(500x)", (-1.0, 1.0)),
        ("+".join(f"|x-{number / 50}|" for number in range(50)), (-1.0, 1.0)),
    ],
)
def test_poles_and_kinks_are_found_between_two_frames(benchmark, capsys, text, interval):
    def looked_at():
        expression = parse_expression(text)
        return expression.domain(*interval), expression.kinks_and_jumps(*interval)

    looked_at()
    own = statistics.median(seconds(looked_at) for _ in range(21))
    say(f"poles and kinks of {text[:30]}: {1e3 * own:.1f} ms (at most 20)", capsys)
    benchmark(looked_at)
    assert own < 0.02

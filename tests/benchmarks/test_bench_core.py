"""Speed of the core, against one bare `np.interp` pass over the same samples where a ratio is promised.

Run as ``python -m pytest tests/benchmarks -p no:cacheprovider``. A ratio is taken between medians of rounds
that take turns, in one process, so that a busy machine slows both alike.
"""

import statistics
import sys
import time

import numpy as np
import pytest

from reluviz.document.document import Document
from reluviz.fitting.slopes import best_hinge_at, fit_slopes
from reluviz.maths.hinges import HingeSum
from reluviz.maths.measure import measure
from reluviz.scene.scene import resolve
from reluviz.targets.target import Target

ROUNDS = 201
#: (hinges, samples, how many times a bare interpolation it may take).
LIMITS = [(1_000, 100_000, 3.0), (100, 10_000, 6.0)]


def problem(count, size):
    rng = np.random.default_rng(0)
    x = np.sort(rng.uniform(-3.0, 3.0, size))
    target = Target.points(x, np.sin(x) + 0.1 * rng.standard_normal(size))
    knots = rng.uniform(-3.0, 3.0, count)
    model = HingeSum.from_arrays(knots, rng.choice([-1, 1], count), rng.standard_normal(count))
    return x, target, model


def fitted(count):
    knots = np.linspace(-3.0, 3.0, count + 2)[1:-1]
    model = HingeSum.from_arrays(knots, np.ones(count), np.ones(count))
    return fit_slopes(model, Target.named("square")).sum


def seconds(function):
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def ratio_to_interpolation(function, x, model):
    """The median time of `function` over that of one pass of np.interp, rounds in turn."""
    curve = model.piecewise()
    times = [
        (seconds(lambda: np.interp(x, curve.breakpoints, curve.values)), seconds(function))
        for _ in range(ROUNDS)
    ]
    bare, own = (statistics.median(column) for column in zip(*times, strict=True))
    return own / bare, own


def assert_within(ratio, own, limit, what, capsys):
    with capsys.disabled():
        sys.stdout.write(
            f"\n{what}: {1e6 * own:.0f} µs, {ratio:.2f} of one np.interp pass (at most {limit:g})\n"
        )
    assert ratio <= limit


@pytest.mark.parametrize(("count", "size", "limit"), LIMITS)
def test_evaluating_a_sum_takes_little_more_than_one_interpolation(benchmark, capsys, count, size, limit):
    x, _, model = problem(count, size)
    ratio, own = ratio_to_interpolation(lambda: model(x), x, model)
    assert_within(ratio, own, limit, f"evaluation, {count} hinges, {size} samples", capsys)
    benchmark(model, x)


@pytest.mark.parametrize(("count", "size", "limit"), LIMITS)
def test_fitting_slopes_takes_few_interpolations(benchmark, capsys, count, size, limit):
    x, target, model = problem(count, size)
    ratio, own = ratio_to_interpolation(lambda: fit_slopes(model, target), x, model)
    assert_within(ratio, own, limit, f"slopes, {count} hinges, {size} samples", capsys)
    benchmark(fit_slopes, model, target)


@pytest.mark.parametrize("count", [10, 100, 1000])
def test_fitting_slopes_to_a_function(benchmark, count):
    benchmark(fit_slopes, fitted(count), Target.named("square"))


@pytest.mark.parametrize("count", [10, 100, 1000])
def test_measuring_against_a_function(benchmark, count):
    errors = benchmark(measure, fitted(count), Target.named("square"))
    # n = count + 1 uniform pieces: 36 / (√180 n²).
    assert errors.rmse == pytest.approx(36 / (np.sqrt(180) * (count + 1) ** 2), rel=1e-6)


@pytest.mark.parametrize("count", [10, 100, 1000])
def test_the_best_hinge_under_the_cursor(benchmark, count):
    benchmark(best_hinge_at, fitted(count), Target.named("square"), 0.123)


@pytest.mark.parametrize("count", [10, 1000])
def test_resolving_a_scene_with_its_errors(benchmark, count):
    document = Document(Target.named("square"), fitted(count))
    benchmark(lambda: resolve(document, ()).errors)

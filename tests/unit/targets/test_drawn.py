from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.errors import InputError
from reluviz.maths.hinges import HingeSum
from reluviz.maths.measure import measure
from reluviz.targets.drawn import MOST_DRAWN, DrawnCurve
from reluviz.targets.target import Target

X = np.linspace(-3.0, 3.0, 513)
STRENGTHS = (0.0, 0.1, 0.3, 0.6, 1.0)


def drawn(y, smoothing, x=X):
    return Target.drawn(np.column_stack([x, y]), smoothing=smoothing)


@pytest.mark.parametrize("smoothing", STRENGTHS)
def test_straight_lines_stay_as_they_are(smoothing):
    line = drawn(2.0 - 0.5 * X, smoothing)
    np.testing.assert_allclose(line(X), 2.0 - 0.5 * X, atol=1e-9)
    # And so is the error against them: |h - f| = |x| on [-3, 3].
    errors = measure(HingeSum.parse("g(x) + g(-x) + 2 - 0.5x"), line)
    assert errors.max == pytest.approx(3.0, rel=1e-9)
    assert errors.mean_abs == pytest.approx(1.5, rel=1e-9)


@pytest.mark.parametrize("smoothing", STRENGTHS)
def test_a_mirrored_drawing_gives_the_mirrored_curve(smoothing):
    y = np.sin(2 * X) + 0.05 * np.random.default_rng(3).standard_normal(X.size)
    np.testing.assert_allclose(drawn(y, smoothing)(X), drawn(y[::-1], smoothing)(-X), atol=1e-8)


def test_stronger_smoothing_leaves_less_of_a_trembling_hand():
    tremble = 0.02 * np.random.default_rng(5).standard_normal(X.size)
    rough = [np.abs(np.diff(drawn(np.sin(2 * X) + tremble, s)(X), 2)).sum() for s in STRENGTHS]
    assert all(later < earlier for earlier, later in pairwise(rough))
    usual = Target.drawn(np.column_stack([X, np.sin(2 * X) + tremble]))
    assert np.abs(usual(X) - np.sin(2 * X)).max() < np.abs(tremble).max()


def test_a_corner_that_is_meant_stays_one():
    usual = Target.drawn(np.column_stack([X, np.abs(X)]))
    # A pixel of a canvas is about a hundredth here.
    assert usual(np.array([0.0]))[0] < 0.03
    assert np.abs(usual(X) - np.abs(X)).max() < 0.03


#: Worked out once. Other heights would open old drawings as other curves.
GOLDEN = [6.154e-08, 1.00000821577, 1.9679659165, 0.51615021429, 0.74999999202, 1.0]


def test_the_same_drawing_gives_the_same_heights_everywhere():
    target = Target.drawn([(0, 0), (1, 2), (2, 0.5), (4, 1)], smoothing=0.6)
    found = target(np.array([0.0, 0.5, 1.0, 2.0, 3.0, 4.0]))
    np.testing.assert_allclose(found, GOLDEN, atol=1e-9)


def test_points_come_in_any_order_and_beyond_them_it_is_level():
    target = Target.drawn([(2, 1), (0, 0), (1, 2), (1, 3)], (-1.0, 5.0), 0.0)
    assert target(np.array([-1.0, 0.5, 1.0, 5.0])).tolist() == [0.0, 1.5, 3.0, 1.0]
    assert target.name == "Drawing"


@pytest.mark.parametrize(
    ("points", "smoothing", "words"),
    [
        ([(0, 0)], 0.5, "at least two points"),
        ([(0, 0), (0, 1)], 0.5, "from a smaller to a larger"),
        ([(0, 0), (1, np.nan)], 0.5, "must lie between"),
        ([(0, 0), (1, 2)], 1.5, "from 0 to 1"),
        ([(0, 0), (1, 2)], np.nan, "from 0 to 1"),
        ([(k, 0) for k in range(MOST_DRAWN + 1)], 0.5, "at most"),
        ("drawing", 0.5, "list of points"),
        ([1, 2, 3], 0.5, "at least two points"),
    ],
)
def test_what_is_no_drawing_is_refused_in_one_sentence(points, smoothing, words):
    with pytest.raises(InputError, match=words):
        Target.drawn(points, smoothing=smoothing)


numbers = st.floats(-1e6, 1e6)


@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=60), st.floats(0.0, 1.0))
def test_whatever_is_drawn_is_finite_or_refused(points, smoothing):
    try:
        target = Target.drawn(points, smoothing=smoothing)
    except InputError:
        return
    x = np.linspace(*target.interval, 101)
    size = max(abs(y) for _, y in points)
    assert (np.abs(target(x)) <= 3 * size + 1e-9).all()
    assert isinstance(target.source, DrawnCurve)
    assert target == Target.drawn(points, smoothing=smoothing)
    assert hash(target) == hash(Target.drawn(points, smoothing=smoothing))

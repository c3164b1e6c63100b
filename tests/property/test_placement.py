import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reluviz.fitting.improve import improve_hinges
from reluviz.fitting.norms import error_in
from reluviz.fitting.par import par
from reluviz.fitting.placement import place_hinges
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target

# Eighths coincide often, and are exact.
eighths = st.integers(-24, 24).map(lambda n: n / 8)
norms = st.sampled_from(["l2", "max"])


@st.composite
def data_targets(draw):
    rows = draw(
        st.lists(st.tuples(eighths, eighths, st.sampled_from([0.5, 1.0, 4.0])), min_size=1, max_size=12)
    )
    return Target.points(*np.array(rows).T)


@st.composite
def hinge_sums(draw, largest=4):
    hinges = draw(st.lists(st.tuples(eighths, st.sampled_from([1, -1]), eighths), max_size=largest))
    return HingeSum([Hinge(*hinge) for hinge in hinges], draw(eighths), draw(eighths))


def rounding(target):
    """What fits of numbers of this size leave; linear programs end at about 1e-9."""
    return 1e-8 * (1 + np.abs(target.points_inside.y).max())


@settings(max_examples=25)
@given(data_targets(), st.integers(0, 6), norms)
def test_no_other_sum_does_better_than_the_bound_and_the_bound_is_below_the_error(target, count, norm):
    found = par(target, count, norm)
    assert len(found.sum) == count
    assert found.lower_bound <= found.error
    rng = np.random.default_rng(count)
    for _ in range(3):
        other = HingeSum.from_arrays(rng.uniform(-3, 3, count), rng.choice([-1, 1], count), np.zeros(count))
        assert error_in(norm, fit_slopes(other, target, norm=norm).error) >= found.lower_bound - rounding(
            target
        )


@settings(max_examples=25)
@given(data_targets(), st.integers(0, 5), norms)
def test_one_more_hinge_is_never_worse(target, count, norm):
    fewer, more = par(target, count, norm).error, par(target, count + 1, norm).error
    assert more <= fewer * (1 + 1e-3) + rounding(target)


@settings(max_examples=30)
@given(data_targets(), hinge_sums(), norms, st.booleans(), st.booleans(), st.data())
def test_improving_never_makes_it_worse_and_leaves_alone_what_is_locked(
    target, model, norm, bias, linear, data
):
    some = st.sets(st.sampled_from(range(len(model)))) if len(model) else st.just(set())
    knots, slopes = data.draw(some), data.draw(some)
    free = {"norm": norm, "bias": bias, "linear": linear}
    found = improve_hinges(model, target, locked_knots=knots, locked_slopes=slopes, **free)
    before = fit_slopes(model, target, locked=slopes, **free)
    assert found.reached <= error_in(norm, before.error) + rounding(target)
    assert all(found.sum.knots[index] == model.knots[index] for index in knots)
    assert all(found.sum.slopes[index] == model.slopes[index] for index in slopes)
    assert bias or found.sum.bias == model.bias
    assert linear or found.sum.slope == model.slope


@settings(max_examples=20)
@given(data_targets(), hinge_sums(3), st.integers(0, 3), norms, st.booleans(), st.booleans(), st.data())
def test_placing_leaves_alone_what_is_locked(target, keep, more, norm, bias, linear, data):
    some = st.sets(st.sampled_from(range(len(keep)))) if len(keep) else st.just(set())
    knots, slopes = data.draw(some), data.draw(some)
    locked = sorted(knots | slopes)
    found = place_hinges(
        target,
        len(locked) + more,
        norm=norm,
        bias=bias,
        linear=linear,
        keep=keep,
        locked_knots=knots,
        locked_slopes=slopes,
    )
    assert len(found.sum) == len(locked) + more
    assert [locked[place] for place in found.locked_knots] == sorted(knots)
    assert [locked[place] for place in found.locked_slopes] == sorted(slopes)
    assert all(found.sum.knots[place] == keep.knots[locked[place]] for place in found.locked_knots)
    assert all(found.sum.slopes[place] == keep.slopes[locked[place]] for place in found.locked_slopes)
    assert found.reached >= found.par.lower_bound - rounding(target)

import math
import time
from itertools import pairwise

import numpy as np
import pytest

from reluviz.maths.quadrature import resolve_cells
from reluviz.targets.expression import parse_expression


def domain(text, start=-1.0, end=1.0):
    return parse_expression(text).domain(start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("x^2", -3, 3),
        ("1/(1+25x^2)", -1, 1),
        ("1/(x^2+1e-6)", -1, 1),
        ("sin(3x)/x", -3, 3),
        ("(1-cos x)/x^2", -1, 1),
        ("(e^x-1-x)/x^2", -1, 1),
        ("(x^3-1)/(x-1)", -2, 2),
        ("x log x", 0, 1),
        ("sqrt(x)", 0, 1),
        ("sqrt(1-x^2)", -1, 1),
        ("where(x<0, 0, sqrt(x))", -1, 1),
        ("x<=0 ? 0 : x log x", -1, 1),
        ("atan(1/x)", -1, 1),
        ("tanh(1/x)", -1, 1),
        ("exp(-1/x^2)", -1, 1),
        ("x sin(1/x)", -1, 1),
        ("floor(100x)", -1, 1),
        ("sin(5000x)", -1, 1),
        ("tan(x)", -1.5, 1.5),
        ("1/x", 1e-3, 1),
        ("3", -1, 1),
        ("x^2", 1e49, 9e49),
        ("x^2", -1e-40, 1e-40),
        ("|x|/(1+x^2)", -1, 1),
        ("log(2+sin(7x))", -10, 10),
        ("x^(1/3)", 0, 8),
    ],
)
def test_these_have_values_on_the_whole_interval(text, start, end):
    found = domain(text, start, end)
    assert found.parts == ((start, end),)
    assert found.remarks == ()
    assert found.is_whole


WRONG = [
    ("1/x", -1, 1, ["1/x has a pole at x = 0"]),
    ("2+1/x", -1, 1, ["1/x has a pole at x = 0"]),
    ("1/x", 0, 1, ["1/x has a pole at x = 0"]),
    ("1/(x-0.3)^2", -1, 1, ["1/(x − 0.3)² has a pole at x = 0.3"]),
    ("1/(x^2-0.6x+0.09)", -1, 1, ["1/(x² − 0.6x + 0.09) has a pole at x = 0.3"]),
    ("1/(x^2-1e-8)", -1, 1, ["1/(x² − 1e-8) has a pole at x = -0.0001, 0.0001"]),
    ("x^-0.5", 0, 1, ["x^−0.5 has a pole at x = 0"]),
    ("1/sin(x)", 0, math.pi, ["1/sin(x) has a pole at x = 0, 3.14159"]),
    (
        "log(x)",
        -1,
        1,
        ["log(x) has no value for x < 0", "log(x) grows without bound at x = 0"],
    ),
    ("log(|x|)", -1, 2, ["log(|x|) grows without bound at x = 0"]),
    (
        "tan(x)",
        -10,
        10,
        ["tan(x) has a pole at x = -7.854, -4.7124, -1.5708, 1.5708, 4.7124, 7.854"],
    ),
    ("tan(x)", -math.pi / 2, math.pi / 2, ["tan(x) has a pole at x = -1.5708, 1.5708"]),
    (
        "tan(20x)",
        -1,
        1,
        [
            "tan(20x) has a pole at x = -0.86394, -0.70686, -0.54978, -0.3927, -0.23562, -0.07854, 0.07854, "
            "0.23562 and 4 more places"
        ],
    ),
    ("sin(1/x)", -1, 1, ["sin(1/x) has no value at x = 0"]),
    ("sin(1/x)/x", -1, 1, ["sin(1/x)/x has a pole at x = 0"]),
    ("x/|x|", -1, 1, ["x/|x| has no value, and a jump, at x = 0"]),
    ("sqrt(x)", -1, 1, ["√x has no value for x < 0"]),
    ("sqrt(x-0.5)", -1, 1, ["√(x − 0.5) has no value for x < 0.5"]),
    ("asin(x)", -2, 2, ["asin(x) has no value for x < -1", "asin(x) has no value for x > 1"]),
    ("sqrt(x^2-1e-8)", -1, 1, ["√(x² − 1e-8) has no value between x = -0.0001 and 0.0001"]),
    ("sqrt(-1-x^2)", -1, 1, ["√(−1 − x²) has no value anywhere between -1 and 1"]),
    ("x^(1/3)", -1, 1, ["x^(1/3) has no value for x < 0"]),
    ("exp(exp(x))", 0, 10, ["exp(exp(x)) is too large for x > 5.4392"]),
    ("1/floor(x)", -2, 2, ["1/floor(x) has no value between x = 0 and 1"]),
    ("piecewise(x<0, 1)", -1, 1, ["piecewise(x < 0, 1) has no value for x > 0"]),
    ("where(x<0, log(x), sqrt(x-2))", 0, 1, ["√(x − 2) has no value anywhere between 0 and 1"]),
    ("where(x<0, 0, log(x))", -1, 1, ["log(x) grows without bound at x = 0"]),
    ("exp(1/x)", -1, 1, ["1/x has a pole at x = 0"]),
    ("x^x", -1, 1, ["xˣ has no value for x < 0"]),
    ("0/0", -1, 1, ["0/0 has no value anywhere between -1 and 1"]),
    ("tan(1000x)", -10, 10, ["tan(1000x) has more poles or jumps between -10 and 10 than"]),
    ("tan(1/x)", -1, 1, ["tan(1/x) has more poles or jumps between -1 and 1 than"]),
]


@pytest.mark.parametrize(("text", "start", "end", "remarks"), WRONG)
def test_what_is_wrong_is_said_with_its_place(text, start, end, remarks):
    found = domain(text, start, end)
    assert not found.is_whole
    assert len(found.remarks) == len(remarks), found.remarks
    for remark, wanted in zip(found.remarks, remarks, strict=True):
        assert remark.startswith(wanted)


@pytest.mark.parametrize(("text", "start", "end", "remarks"), WRONG)
def test_there_are_bounded_values_on_all_parts_and_at_their_ends(text, start, end, remarks):
    expression = parse_expression(text)
    parts = expression.domain(start, end).parts
    for begin, stop in parts:
        assert start <= begin < stop <= end
        values = expression(np.linspace(begin, stop, 20_001))
        assert np.isfinite(values).all()
        assert np.abs(values).max() <= 1e100
    assert all(left[1] <= right[0] for left, right in pairwise(parts))


@pytest.mark.parametrize(("text", "start", "end", "remarks"), WRONG)
def test_errors_can_be_measured_on_every_part(text, start, end, remarks):
    expression = parse_expression(text)
    for part in expression.domain(start, end).parts:
        # Raises if there were a pole or no value.
        edges = resolve_cells(expression, part, expression.kinks_and_jumps(*part))
        assert (edges[0], edges[-1]) == part


def test_next_to_a_pole_the_parts_end_where_values_are_fifty_times_their_usual_size():
    (_, left), (right, _) = domain("1/x").parts
    assert left == -right
    # The usual size is 2.
    assert 50 <= 1 / right <= 100


def test_a_logarithm_is_followed_far_down():
    ((begin, end),) = domain("log(x)", 0, 1).parts
    assert begin < 1e-5
    assert end == 1.0


def test_a_domain_ends_exactly_where_the_values_end():
    assert domain("sqrt(x-0.3)").parts == ((0.3, 1.0),)
    assert domain("sqrt(1-x^2)", -2, 2).parts == ((-1.0, 1.0),)
    ((_, end),) = domain("sqrt(2-x^2)", 0, 2).parts
    assert end == pytest.approx(math.sqrt(2), abs=1e-15)


def test_what_wavers_too_fast_to_be_measured_is_left_out():
    assert domain("sin(1/x)").parts == ((-1.0, -(2.0**-7)), (2.0**-7, 1.0))


def test_the_smallest_parts_are_left_out():
    assert domain("sqrt(-x^2)").parts == ()


@pytest.mark.parametrize(
    ("text", "start", "end", "places"),
    [
        ("|x|", -1, 1, [0]),
        ("|x-0.3|", -1, 1, [0.3]),
        ("||x|-1|", -2, 2, [-1, 0, 1]),
        ("x^2", -1, 1, []),
        ("|x|", 0, 1, []),
        ("x<0 ? 1 : x<0.7 ? 2 : x", -1, 1, [0, 0.7]),
        ("where(x<=0.1, 1, 2)", -1, 1, [0.1]),
        ("max(x, 0.5)", -1, 1, [0.5]),
        ("max(x, x^2-1)", -1, 2, [(1 - math.sqrt(5)) / 2, (1 + math.sqrt(5)) / 2]),
        ("floor(x)", -1.5, 1.5, [-1, 0, 1]),
        ("round(x)", -1, 1, [-0.5, 0.5]),
        ("sign(x)", -1, 1, [0]),
        ("step(x-0.25)", -1, 1, [0.25]),
        ("relu(2x-1)", -1, 1, [0.5]),
        ("sqrt(|x|)", -1, 1, [0]),
        ("sqrt(x^2)", -1, 1, [0]),
        ("cbrt(x)", -1, 1, [0]),
        ("mod(x, 0.5)", -0.9, 0.9, [-0.5, 0, 0.5]),
        ("hat(x)", -2, 2, [-1, 0, 1]),
        ("clip(x, -1, 1)", -2, 2, [-1, 1]),
        ("square(x)", -4, 4, [-math.pi, 0, math.pi]),
        ("sawtooth(x)", -4, 4, [-math.pi, math.pi]),
        ("triangle(x)", -4, 4, [-math.pi / 2, math.pi / 2]),
        ("|sin(x)|", -4, 4, [-math.pi, 0, math.pi]),
        ("atan(1/x)", -1, 1, [0]),
        ("x/|x|", -1, 1, [0]),
        ("|sin(1e6x)|", -1, 1, []),
    ],
)
def test_kinks_and_jumps_are_found_to_the_last_digits(text, start, end, places):
    found = parse_expression(text).kinks_and_jumps(start, end)
    assert len(found) == len(places)
    np.testing.assert_allclose(found, places, rtol=1e-15, atol=1e-15)


def test_short_decimals_are_meant():
    assert parse_expression("|x-0.3| + |3x-0.3|").kinks_and_jumps(-1, 1) == (0.1, 0.3)


def test_a_thousand_jumps_are_found():
    found = parse_expression("floor(500x)").kinks_and_jumps(-1, 1)
    np.testing.assert_allclose(found, np.arange(-499, 500) / 500, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("shift", [0.0, 1e-3, 0.123456789, math.pi / 10])
@pytest.mark.parametrize("scale", [1e-30, 1e-3, 1.0, 1e6, 1e30])
def test_poles_are_found_wherever_they_are_and_however_large_the_interval(shift, scale):
    place = shift * scale
    found = parse_expression(f"1/(x-{place!r})").domain(-scale, scale)
    assert [gap.place for gap in found.gaps] == [pytest.approx(place, abs=1e-14 * scale)]
    assert len(found.parts) == 2


def test_the_work_is_bounded():
    texts = [
        "tan(" * 40 + "x" + ")" * 40,
        "+".join(f"|x-{number / 100}|" for number in range(60)),
        "1/(" + "*".join(f"(x-{number / 100})" for number in range(50)) + ")",
        "+".join(["sin(1/x)/x"] * 30),
        "log(log(log(log(sin(1/x)))))",
        "floor(1e300x)",
        "where(sin(1/x)>0," * 12 + "1" + ",1/x)" * 12,
    ]
    started = time.process_time()
    for text in texts:
        parse_expression(text).domain(-1, 1)
        parse_expression(text).kinks_and_jumps(-1, 1)
    # Milliseconds each; without bounds hours.
    assert time.process_time() - started < 20

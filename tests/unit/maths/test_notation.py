import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.notation import (
    FORMS,
    is_rounded,
    latex,
    latex_number,
    latex_terms,
    readable_digits,
    rounded,
    written,
)

H2 = HingeSum.parse("0.5 - 2x + g(x) - g(-x) + g(2x-2) + g(-2x-2)")

sums = st.builds(
    HingeSum,
    st.lists(
        st.builds(Hinge, st.floats(-100, 100), st.sampled_from([-1, 1]), st.floats(-100, 100)), max_size=5
    ),
    st.floats(-9, 9),
    st.floats(-9, 9),
)


def test_the_two_forms():
    assert written(H2).text == "0.5 - 2x + g(x) - g(-x) + g(2x-2) + g(-2x-2)" == H2.formula()
    assert written(H2, "slope").text == "0.5 - 2x + g(x) - g(-x) + 2g(x-1) + 2g(-(x+1))"
    assert written(HingeSum()).text == "0"
    assert written(HingeSum.parse("-1.5g(x)")).text == "-g(1.5x)"


def test_each_hinge_is_found_in_the_text():
    shown = written(H2, "slope")
    parts = [shown.text[start:end] for start, end in shown.spans]
    assert parts == ["+ g(x)", "- g(-x)", "+ 2g(x-1)", "+ 2g(-(x+1))"]
    assert shown.hinge_at(shown.text.index("2g(x-1)")) == 2
    assert shown.hinge_at(0) is None
    assert shown.hinge_at(len(shown.text)) is None


@given(sums)
def test_what_is_written_reads_back_and_is_what_the_sum_writes_itself(model):
    assert written(model).text == model.formula()
    assert written(model, "unit", 4).text == model.formula(4)
    again = HingeSum.parse(written(model, "slope").text)
    assert len(again) == len(model)
    assert again.knots.tolist() == model.knots.tolist()
    assert again.slopes.tolist() == pytest.approx(model.slopes.tolist(), rel=1e-12)


@given(sums, st.sampled_from(FORMS))
def test_the_spans_are_in_order_and_whole(model, form):
    shown = written(model, form, 3)
    assert len(shown.spans) == len(model)
    ends = 0
    for start, end in shown.spans:
        assert ends <= start < end <= len(shown.text)
        assert shown.text[start:end].endswith(")")
        ends = end


def test_latex_has_powers_and_room_around_signs():
    assert latex(H2) == "h(x) = 0.5 - 2x + g(x) - g(-x) + g(2x - 2) + g(-2x - 2)"
    assert latex(H2, "slope") == "h(x) = 0.5 - 2x + g(x) - g(-x) + 2g(x - 1) + 2g(-(x + 1))"
    small = HingeSum.parse("g(0.0000012345678x-1e10)")
    assert latex(small) == r"h(x) \approx g(1.23457 \cdot 10^{-6}x - 10^{10})"


def test_latex_comes_in_terms_with_their_signs():
    assert latex_terms(H2) == ("0.5", "- 2x", "+ g(x)", "- g(-x)", "+ g(2x - 2)", "+ g(-2x - 2)")
    assert latex_terms(HingeSum()) == ("0",)
    far = HingeSum([Hinge(-1e20, -1, 1.5e-30)])
    assert latex_terms(far, "slope") == (r"1.5 \cdot 10^{-30}g(-(x + 10^{20}))",)
    assert [latex_number(value) for value in (0.5, -0.0, -1e20, 21e30)] == [
        "0.5",
        "0",
        "-10^{20}",
        r"2.1 \cdot 10^{31}",
    ]


def test_what_is_rounded_says_so_and_what_is_not_does_not():
    third = HingeSum.parse("g(x) + g(x/3)")
    assert latex(third) == r"h(x) \approx g(x) + g(0.333333x)"
    assert latex(third, digits=None) == "h(x) = g(x) + g(0.3333333333333333x)"
    assert not is_rounded(HingeSum([Hinge(0.1 + 0.2)]), "slope", 1)
    assert is_rounded(HingeSum([Hinge(0.25)]), "slope", 1)
    # Its b is -0.15, which one digit cannot say.
    half = HingeSum([Hinge(0.3, 1, 0.5)])
    assert [is_rounded(half, form, 1) for form in ("unit", "slope")] == [True, False]


def test_far_from_the_origin_more_digits_are_read():
    intervals = ((-3.0, 3.0), (0.0, 1e-9), (0.0, 10.0), (100.0, 110.0), (1e6, 1e6 + 1), (1e9, 1e9 + 1e-3))
    assert [readable_digits(interval) for interval in intervals] == [6, 6, 6, 8, 13, 17]


def test_a_sum_is_rounded_as_its_text_is():
    model = HingeSum([Hinge(1 / 3, -1, 200 / 3)], bias=-1 / 7, slope=1e-20 / 3)
    assert rounded(model, 3) == HingeSum([Hinge(0.333, -1, 66.7)], bias=-0.143, slope=3.33e-21)
    assert rounded(model, 17) == rounded(model, None) == model

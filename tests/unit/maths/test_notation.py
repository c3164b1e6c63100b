import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.notation import FORMS, latex, written

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
    assert latex(small) == r"h(x) = g(1.23457 \cdot 10^{-6}x - 1 \cdot 10^{10})"

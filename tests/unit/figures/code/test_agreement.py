"""What is written means what the document means, whoever reads it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.document.document import Document
from reluviz.figures import FigureOptions, figure_bytes
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.notation import FORMS
from reluviz.targets.target import Target
from tests.oracles import direct_sum
from tests.unit.figures.code.readers import (
    csv_rows,
    csv_values,
    desmos_values,
    height,
    latex_model,
    numpy_values,
    places,
)

SQUARE = Target.named("square")

usual = st.floats(-100, 100)
#: Zeros of both signs, tiny and huge numbers, and numbers that come twice.
numbers = st.one_of(usual, st.sampled_from([0.0, -0.0, 1.0, -1.0, 1e-300, -1e-7, 1e16, -1e50, 0.1 + 0.2]))
hinges = st.builds(Hinge, numbers, st.sampled_from([-1, 1]), numbers)
documents = st.builds(
    lambda listed, bias, slope: Document(SQUARE, HingeSum(listed, bias, slope)),
    st.lists(hinges, max_size=40),
    numbers,
    numbers,
)
forms = st.sampled_from(FORMS)


def text_of(document, key, options=None):
    return figure_bytes(document, key, options).decode()


def x_of(document):
    return places(document.model, document.target.interval)


def assert_agrees(document, values, x):
    """Rounding is measured against what is added up; numbers below 1e-290 may count as 0."""
    heights = height(document.model, x)
    by_hinge = np.abs(np.asarray(values) - direct_sum(document.model, x))
    assert (by_hinge <= 1e-12 * heights + 1e-290).all()
    # What the document itself says of a place depends on its breakpoints, near and far.
    by_document = np.abs(np.asarray(values) - document.model(x))
    assert by_document.max() <= 1e-12 * heights.max() + 1e-290


@given(documents)
def test_numpy_computes_what_the_document_is(document):
    x = x_of(document)
    assert_agrees(document, numpy_values(text_of(document, "numpy"), x), x)


def test_the_numpy_function_takes_numbers_and_arrays_of_any_shape(any_document):
    code, x = text_of(any_document, "numpy"), np.linspace(-1, 1, 6)
    whole = numpy_values(code, x)
    assert whole.dtype == np.float64
    grid, last = numpy_values(code, x.reshape(2, 3)), numpy_values(code, 1)
    assert grid.shape == (2, 3)
    assert np.ndim(last) == 0
    # Another shape may be added up in another order.
    close = 1e-12 * height(any_document.model, x).max()
    np.testing.assert_allclose(grid.ravel(), whole, rtol=0, atol=close)
    np.testing.assert_allclose(last, whole[-1], rtol=0, atol=close)


@given(documents, forms)
def test_pytorch_computes_what_the_document_is(torch_python, document, form):
    x = x_of(document)
    code = text_of(document, "pytorch", FigureOptions(form=form))
    last = "model(torch.tensor(x, dtype=torch.float64).reshape(-1, 1)).detach().tolist()"
    values = np.array(torch_python.run(code, x.tolist(), last))
    assert values.shape == (x.size, 1)
    assert_agrees(document, values[:, 0], x)


@given(documents)
def test_jax_computes_what_the_document_is(jax_python, document):
    x = x_of(document)
    values = jax_python.run(text_of(document, "jax"), x.tolist(), "h(jnp.array(x)).tolist()")
    assert_agrees(document, values, x)


def test_the_jax_function_can_be_compiled_mapped_and_differentiated(jax_python, document):
    code = text_of(document("h2"), "jax")
    slopes = jax_python.run(
        code, [-1.5, -0.5, 0.5, 1.5], "jax.jit(jax.vmap(jax.grad(h)))(jnp.array(x)).tolist()"
    )
    assert slopes == [-3, -1, 1, 3]


@given(documents, forms)
def test_plain_text_reads_back_exactly(document, form):
    assert HingeSum.parse(text_of(document, "text", FigureOptions(form=form))) == document.model


@given(documents, forms)
def test_desmos_computes_what_the_document_is(document, form):
    x = x_of(document)
    text = text_of(document, "desmos", FigureOptions(form=form))
    assert_agrees(document, desmos_values(text, x), x)


@given(documents, forms)
def test_latex_with_all_digits_reads_back_exactly(document, form):
    options = FigureOptions(form=form, digits=17, all_terms=True)
    assert latex_model(text_of(document, "latex", options)) == document.model


@given(documents)
def test_the_units_of_the_table_add_up_to_the_document(document):
    x = x_of(document)
    assert_agrees(document, csv_values(text_of(document, "csv"), x), x)


@given(documents)
def test_knots_facings_and_slopes_of_the_table_are_exact(document):
    rows = [row for row in csv_rows(text_of(document, "csv")) if row["term"] == "hinge"]
    columns = [[float(row[name]) for row in rows] for name in ("knot", "facing", "slope")]
    model = document.model
    assert HingeSum.from_arrays(*columns, model.bias, model.slope) == model


#: How the values of code and tables at a list x are found.
TORCH_VALUES = "model(torch.tensor(x, dtype=torch.float64).reshape(-1, 1)).ravel().tolist()"
READERS = {
    "numpy": lambda text, x, python: numpy_values(text, x),
    "desmos": lambda text, x, python: desmos_values(text, x),
    "csv": lambda text, x, python: csv_values(text, x),
    "text": lambda text, x, python: HingeSum.parse(text)(x),
    "latex": lambda text, x, python: latex_model(text)(x),
    "pytorch": lambda text, x, python: python.run(text, x.tolist(), TORCH_VALUES),
    "jax": lambda text, x, python: python.run(text, x.tolist(), "h(jnp.array(x)).tolist()"),
}


@pytest.mark.parametrize("key", READERS)
def test_on_its_interval_a_document_and_what_is_written_differ_by_rounding_alone(any_document, key, request):
    python = request.getfixturevalue({"pytorch": "torch_python", "jax": "jax_python"}.get(key, "tmp_path"))
    x = np.linspace(*any_document.target.interval, 501)
    options = FigureOptions(digits=17, all_terms=True)
    values = READERS[key](text_of(any_document, key, options), x, python)
    exact = any_document.model(x)
    error = np.abs(np.asarray(values) - exact).max()
    assert error <= 1e-12 * np.abs(exact).max()

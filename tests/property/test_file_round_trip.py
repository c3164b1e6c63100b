"""Files: every document comes back, and whatever else the bytes are, an InputError says so."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.document.document import Document, Pin
from reluviz.document.fileformat import decode_document, encode_document
from reluviz.errors import InputError
from reluviz.fitting.norms import NORMS
from reluviz.maths.hinges import LARGEST_NUMBER, Hinge, HingeSum
from reluviz.targets.target import Target

numbers = st.floats(-LARGEST_NUMBER, LARGEST_NUMBER)
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
hinges = st.builds(Hinge, numbers, st.sampled_from([1, -1]), numbers)
sums = st.builds(HingeSum, st.lists(hinges, max_size=6), numbers, numbers)


pins = st.builds(Pin, names.filter(str.strip), sums, st.booleans())


@st.composite
def intervals(draw):
    start = draw(numbers)
    end = draw(st.floats(0.001, 1000).map(lambda length: start + length * max(1.0, abs(start))))
    return (start, end) if end <= LARGEST_NUMBER else (-1.0, 1.0)


@st.composite
def data_targets(draw):
    rows = draw(
        st.lists(st.tuples(numbers, numbers, st.floats(0.001, LARGEST_NUMBER)), min_size=1, max_size=6)
    )
    x, y, weights = zip(*rows, strict=True)
    # At an end of what may be there is no room for an interval around a single place.
    near = [0.5 * value for value in x]
    target = Target.points(near, y, draw(st.sampled_from([weights, None])), name=draw(names))
    return target.holding_out(draw(st.sampled_from([0.0, 0.2, 0.9])), draw(st.integers(0, 2**64 - 1)))


# Those that no interval is too long for; a cube soon is too large.
lasting = ["square", "sqrt", "exp", "tanh", "sigmoid", "softplus", "abs", "step", "ramp", "hat"]
targets = st.one_of(st.builds(Target.named, st.sampled_from(lasting), intervals()), data_targets())

# What figures know and what they do not; most documents have none.
style_values = st.none() | st.booleans() | numbers | names | st.sampled_from(["dark", "equal", "16cmx9cm"])
style_names = names.filter(bool) | st.sampled_from(["theme", "dpi"])
styles = st.just({}) | st.dictionaries(style_names, style_values, max_size=4)


@st.composite
def documents_with_locks(draw):
    model = draw(sums)
    locks = draw(st.lists(st.integers(0, 3), min_size=len(model), max_size=len(model)).map(bytes))
    switches = (draw(st.booleans()) for _ in range(3))
    kept = draw(st.lists(pins, max_size=3, unique_by=lambda pin: pin.name))
    style = tuple(draw(styles).items())
    return Document(draw(targets), model, *switches, draw(st.sampled_from(NORMS)), locks, tuple(kept), style)


documents = documents_with_locks()

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("left"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(documents)
def test_every_document_comes_back_with_the_same_bytes(document):
    data = encode_document(document)
    again = decode_document(data)
    assert again == document
    assert encode_document(again) == data
    assert data.endswith(b"}\n")
    data.decode()


def document_or_input_error(data):
    with suppress(InputError):
        document = decode_document(data)
        # Whatever was let in is a document in full, and can be saved again.
        assert decode_document(encode_document(document)) == document
        document.model.piecewise()


@given(documents, st.data())
def test_edited_bytes_give_a_document_or_an_input_error(document, data):
    contents = bytearray(encode_document(document))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(contents)))
        length = data.draw(st.integers(0, 6))
        contents[place : place + length] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b"-", b"9", b"e9", b"1e999", b"NaN", b'"', b"\\ud800", b"[", b"}", b"null"])
        )
    document_or_input_error(bytes(contents))


def places(value, path=()):
    """Yield the path of every entry of a JSON value."""
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        yield (*path, key)
        yield from places(inner, (*path, key))


@given(documents, st.data())
def test_an_entry_replaced_by_anything_gives_a_document_or_an_input_error(document, data):
    contents = json.loads(encode_document(document))
    *path, key = data.draw(st.sampled_from(list(places(contents))))
    place = contents
    for step in path:
        place = place[step]
    place[key] = data.draw(json_values)
    document_or_input_error(json.dumps(contents).encode())


@given(st.binary(max_size=200))
def test_any_bytes_give_an_input_error(data):
    with pytest.raises(InputError):
        decode_document(data)


@given(json_values)
def test_any_json_gives_an_input_error(value):
    with pytest.raises(InputError):
        decode_document(json.dumps(value).encode())

from dataclasses import replace

import pytest

from reluviz.document import edits
from reluviz.document.document import MOST_PINS, Document, Pin
from reluviz.document.fileformat import decode_document, encode_document
from reluviz.document.pins import (
    add_pin,
    delete_pin,
    free_name,
    rename_pin,
    restore_pin,
    show_pin,
    show_pins,
)
from reluviz.document.store import Store
from reluviz.errors import InputError
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target

H1 = HingeSum.parse("g(x) + g(-x)")
H2 = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")


@pytest.fixture
def store():
    """h₁ pinned, h₂ on the canvas."""
    store = Store(Document(Target.named("square"), H1))
    store.dispatch(add_pin("h₁"))
    store.dispatch(edits.set_model(H2, "Enter formula"))
    return store


def test_a_pin_keeps_the_sum_as_it_was(store):
    assert store.document.pins == (Pin("h₁", H1),)
    assert store.document.model == H2
    store.undo()
    store.undo()
    assert store.document.pins == ()


def test_the_next_name_counts_on(store):
    assert free_name(store.document) == "h₂"
    for _ in range(11):
        store.dispatch(add_pin(free_name(store.document)))
    assert store.document.pins[-1].name == "h₁₂"
    store.dispatch(delete_pin(4))
    assert free_name(store.document) == "h₅"


def test_a_restored_pin_is_gone_on_from_and_stays(store):
    store.dispatch(edits.lock_hinges([0], knot=True))
    store.dispatch(edits.keep_fitted(True))
    store.dispatch(restore_pin(0))
    document = store.document
    assert document.model == H1
    assert (document.keep_fitted, document.locks) == (False, b"")
    assert document.pins == (Pin("h₁", H1),)


def test_pins_are_renamed_hidden_and_deleted(store):
    store.dispatch(rename_pin(0, "  first try "))
    store.dispatch(show_pin(0, shown=False))
    assert store.document.pins == (Pin("first try", H1, False),)
    store.dispatch(add_pin("second"))
    store.dispatch(show_pins(shown=True))
    assert [pin.is_shown for pin in store.document.pins] == [True, True]
    store.dispatch(delete_pin(0))
    assert [pin.name for pin in store.document.pins] == ["second"]
    assert store.undo_name == "Delete pin"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (add_pin("h₁"), "there is a pin named 'h₁' already"),
        (add_pin(" "), "a pin needs a name"),
        (add_pin("h" * 61), "at most 60 characters"),
        (rename_pin(0, ""), "a pin needs a name"),
        (delete_pin(1), "there is no pin 2; the document has 1"),
        (restore_pin(-1), "there is no pin 0"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(store, edit, words):
    before = store.document
    with pytest.raises(InputError, match=words):
        store.dispatch(edit)
    assert store.document is before


def test_there_is_an_end_to_pins(store):
    pins = tuple(Pin(f"p{number}", H1) for number in range(MOST_PINS))
    full = Store(replace(store.document, pins=pins))
    with pytest.raises(InputError, match="at most 50 pins"):
        full.dispatch(add_pin("one more"))


def test_the_hinges_of_pins_count_for_what_a_document_holds():
    many = HingeSum([Hinge(0.0, 1, 1.0)] * 60_000)
    store = Store(Document(Target.named("square"), many))
    with pytest.raises(InputError, match="at most 100,000 hinges, those of its pins included, not 120,000"):
        store.dispatch(add_pin("as many again"))


def test_pins_are_saved(store):
    store.dispatch(add_pin('"quoted", ünïcode 😀'))
    store.dispatch(show_pin(0, shown=False))
    data = encode_document(store.document)
    assert decode_document(data) == store.document
    assert b'"name": "h\xe2\x82\x81",\n      "shown": false' in data


def test_a_file_from_before_there_were_pins_has_none(store):
    without = replace(store.document, pins=())
    data = encode_document(without).replace(b'"version": 5', b'"version": 2')
    assert decode_document(data.replace(b',\n  "pins": []', b"")) == without


def test_two_pins_of_one_name_in_a_file_are_refused(store):
    store.dispatch(add_pin("h₂"))
    data = encode_document(store.document).replace("h₂".encode(), "h₁".encode())
    with pytest.raises(InputError, match="a pin named 'h₁' already"):
        decode_document(data)

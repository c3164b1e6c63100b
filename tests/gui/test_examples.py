import pytest

from reluviz.document.fileformat import encode_document
from reluviz.gui.examples import EXAMPLES, load_example
from reluviz.maths.hinges import HingeSum


@pytest.mark.parametrize("key", [key for key, _ in EXAMPLES])
def test_every_example_opens_from_the_menu_as_a_document_without_a_name(window, key):
    window.files.open_example(key)
    assert window.session.store.document == load_example(key)
    assert window.files.path is None
    assert not window.session.store.is_modified
    assert window.windowTitle().startswith("Untitled")


@pytest.mark.parametrize("key", [key for key, _ in EXAMPLES])
def test_examples_are_written_as_the_program_writes_files(key):
    from reluviz.assets import resource_path

    data = resource_path("examples", f"{key}.reluviz").read_bytes()
    assert encode_document(load_example(key)) == data


def test_the_first_shows_the_two_answers_to_the_question_of_the_parabola(window):
    window.files.open_example("parabola")
    document = window.session.store.document
    assert document.model == HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
    assert document.pins[0].model == HingeSum.parse("g(x) + g(-x)")
    assert document.pins[0].is_shown


def test_modulus_is_exact_and_the_sine_is_as_good_as_six_can_be(window):
    window.files.open_example("modulus")
    assert window.session.scene.errors.max < 1e-12
    window.files.open_example("sine")
    own, eye = window.session.scene.errors, window.session.scene.every_pin[0].errors
    assert own.rmse == pytest.approx(0.01526, rel=1e-3)
    assert eye.rmse > 3 * own.rmse


def test_a_damaged_example_is_said_and_nothing_is_lost(window, monkeypatch):
    said = []
    monkeypatch.setattr(window.files, "refuse", lambda what, error: said.append((what, str(error))))
    before = window.session.store.document
    window.files.open_example("missing")
    assert said
    assert window.session.store.document is before

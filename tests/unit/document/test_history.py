from reluviz.document import history
from reluviz.document.history import History, State
from reluviz.document.opening import new_document
from reluviz.document.revision import Revision

REVISION = Revision(new_document())


def state(number):
    """States told apart by their selection."""
    return State(REVISION, (number,))


def test_a_new_history_has_nothing_to_undo_or_redo():
    empty = History()
    assert (empty.undo_name, empty.redo_name) == (None, None)
    assert empty.undo(state(0)) == state(0)
    assert empty.redo(state(0)) == state(0)


def test_undo_and_redo_walk_the_same_line_with_the_same_names():
    line = History()
    line.record("first", state(0))
    line.record("second", state(1))
    assert line.undo_name == "second"
    assert line.undo(state(2)) == state(1)
    assert (line.undo_name, line.redo_name) == ("first", "second")
    assert line.undo(state(1)) == state(0)
    assert line.redo(state(0)) == state(1)
    assert line.redo(state(1)) == state(2)
    assert (line.undo_name, line.redo_name) == ("second", None)


def test_a_new_step_ends_what_could_be_redone():
    line = History()
    line.record("first", state(0))
    line.undo(state(1))
    line.record("other", state(0))
    assert line.redo_name is None
    assert line.undo_name == "other"


def test_the_oldest_steps_are_forgotten_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(history, "MOST_STEPS", 3)
    line = History()
    for number in range(5):
        line.record(str(number), state(number))
    present = state(5)
    for number in (4, 3, 2):
        present = line.undo(present)
        assert present == state(number)
    assert line.undo_name is None

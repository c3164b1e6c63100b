import errno
import json
import os
import stat

import pytest

from reluviz.document import storage
from reluviz.document.document import Document
from reluviz.document.origin import Origin
from reluviz.document.recovery import Slot, find_copies, is_open_elsewhere
from reluviz.document.storage import load
from reluviz.errors import InputError
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target

DOCUMENT = Document(Target.named("sine"), HingeSum.parse("g(x)"))
OTHER = Document(Target.named("square"), HingeSum.parse("2g(x-1)"))
posix = pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data" / "recovery"


@pytest.fixture
def origin(tmp_path):
    return Origin.of(tmp_path / "ä file.reluviz", b"what was in it")


def left_behind(folder, origin=None, document=DOCUMENT):
    slot = Slot(folder)
    slot.keep(origin, document)
    slot.leave()
    return slot.name


def test_nothing_is_on_the_disk_before_there_is_something_to_keep(folder):
    Slot(folder).end()
    assert not folder.exists()
    assert find_copies(folder) == ()


def test_a_crash_leaves_a_copy_that_can_be_opened_and_says_where_it_is_from(folder, origin):
    left_behind(folder, origin)
    (copy,) = find_copies(folder)
    assert copy.origin == origin
    assert load(copy.path) == DOCUMENT


def test_what_a_running_program_keeps_is_nobody_elses(folder):
    slot = Slot(folder)
    slot.keep(None, DOCUMENT)
    assert find_copies(folder) == ()
    assert Slot.claim(folder, slot.name) is None
    slot.end()


def test_the_copy_is_the_newest_one(folder):
    slot = Slot(folder)
    slot.keep(None, DOCUMENT)
    slot.keep(None, OTHER)
    slot.leave()
    (copy,) = find_copies(folder)
    assert load(copy.path) == OTHER


def test_what_is_saved_leaves_no_copy(folder, origin):
    slot = Slot(folder)
    slot.keep(origin, DOCUMENT)
    slot.keep(origin, None)
    slot.leave()
    assert find_copies(folder) == ()
    assert os.listdir(folder) == []


def test_an_end_removes_everything_and_a_late_writer_changes_nothing(folder, origin):
    slot = Slot(folder)
    slot.keep(origin, DOCUMENT)
    slot.end()
    slot.keep(origin, DOCUMENT)
    slot.end()
    assert os.listdir(folder) == []


def test_a_copy_is_claimed_once_and_goes_on_from_there(folder, origin):
    left_behind(folder, origin)
    (copy,) = find_copies(folder)
    slot = copy.claim()
    assert copy.claim() is None
    assert find_copies(folder) == ()
    assert copy.path.exists()
    slot.keep(origin, OTHER)
    slot.leave()
    (again,) = find_copies(folder)
    assert again.path == copy.path
    assert load(again.path) == OTHER
    again.claim().end()
    assert copy.claim() is None
    assert os.listdir(folder) == []


def test_a_copy_never_stands_beside_the_note_of_another_document(folder, origin, monkeypatch):
    slot = Slot(folder)
    slot.keep(origin, DOCUMENT)
    written = []
    replace = os.replace

    def look_then_replace(new, place):
        written.append((place.suffix, sorted(path.suffix for path in folder.iterdir())))
        replace(new, place)

    monkeypatch.setattr(storage.os, "replace", look_then_replace)
    slot.keep(None, OTHER)
    slot.leave()
    assert written[0][0] == ".json"
    assert ".reluviz" not in written[0][1]
    (copy,) = find_copies(folder)
    assert copy.origin is None


def test_the_latest_comes_first_whatever_the_clock_says(folder):
    names = [left_behind(folder) for _ in range(3)]
    for name, time in zip(names, (-1e9, 4e10, 5.0), strict=True):
        os.utime(folder / f"{name}.reluviz", (time, time))
    assert [copy.path.stem for copy in find_copies(folder)] == [names[1], names[2], names[0]]


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 90_000,
        b'{"path": 5, "fingerprint": "a"}',
        b'{"path": "relative", "fingerprint": "a"}',
        b'{"path": "/a\\u0000b", "fingerprint": "a"}',
        b'{"path": "/a"}',
        b"7" * 10_000,
        None,
    ],
)
def test_a_garbled_note_costs_the_place_and_not_the_copy(folder, origin, note):
    name = left_behind(folder, origin)
    path = folder / f"{name}.json"
    if note is None:
        path.unlink()
    else:
        path.write_bytes(note)
    (copy,) = find_copies(folder)
    assert copy.origin is None
    assert load(copy.path) == DOCUMENT


@posix
def test_names_that_are_no_text_are_noted_too(folder, tmp_path):
    origin = Origin.of(os.fsdecode(bytes(tmp_path) + b"/\xff.reluviz"), b"")
    left_behind(folder, origin)
    (copy,) = find_copies(folder)
    assert copy.origin == origin


@posix
def test_what_is_not_saved_is_private(folder):
    left_behind(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_broken_copy_is_found_and_stays(folder):
    name = left_behind(folder)
    (folder / f"{name}.reluviz").write_bytes(b"{")
    (copy,) = find_copies(folder)
    with pytest.raises(InputError, match="ends too early"):
        load(copy.path)
    copy.claim().leave()
    assert find_copies(folder) == (copy,)


def test_a_file_put_there_by_hand_is_offered_and_a_folder_is_not(folder):
    folder.mkdir(parents=True)
    storage.save(DOCUMENT, folder / "my own.copy.reluviz")
    (folder / "no file.reluviz").mkdir()
    (copy,) = find_copies(folder)
    assert copy.path.name == "my own.copy.reluviz"
    copy.claim().end()
    assert find_copies(folder) == ()


def test_a_folder_that_cannot_be_made_is_said_and_works_once_it_can(folder):
    folder.parent.parent.joinpath("data").write_bytes(b"a file where the folder should be")
    slot = Slot(folder)
    with pytest.raises(InputError, match=r"the folder '.*recovery' cannot be used"):
        slot.keep(None, DOCUMENT)
    assert find_copies(folder) == ()
    folder.parent.unlink()
    slot.keep(None, DOCUMENT)
    slot.leave()
    assert len(find_copies(folder)) == 1


def test_a_full_disk_is_said_and_the_copy_before_stays(folder, monkeypatch):
    slot = Slot(folder)
    slot.keep(None, DOCUMENT)

    def fail(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(storage.os, "fsync", fail)
        with pytest.raises(InputError, match="no room left"):
            slot.keep(None, OTHER)
    slot.leave()
    (copy,) = find_copies(folder)
    assert load(copy.path) == DOCUMENT


def test_a_folder_that_was_tidied_away_is_made_again(folder, origin):
    slot = Slot(folder)
    slot.keep(origin, DOCUMENT)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    slot.keep(origin, OTHER)
    slot.leave()
    (copy,) = find_copies(folder)
    assert (load(copy.path), copy.origin) == (OTHER, origin)


def test_a_file_is_open_elsewhere_as_long_as_the_other_program_runs(folder, origin):
    mine, other = Slot(folder), Slot(folder)
    mine.keep(origin, None)
    assert not is_open_elsewhere(folder, origin.path, mine.name)
    other.keep(origin, None)
    assert is_open_elsewhere(folder, origin.path, mine.name)
    assert not is_open_elsewhere(folder, origin.path.with_name("another"), mine.name)
    other.leave()
    assert not is_open_elsewhere(folder, origin.path, mine.name)
    mine.end()


def test_a_note_is_plain_json(folder, origin):
    name = left_behind(folder, origin)
    note = json.loads((folder / f"{name}.json").read_text())
    assert note == {"path": str(origin.path), "fingerprint": origin.fingerprint}

import os

import pytest

from reluviz.document.document import Document
from reluviz.document.origin import FileChanged, Origin
from reluviz.document.storage import load, load_with_origin, save, save_unless_changed
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target

LARGEST = 1000
FIRST = Document(Target.named("sine"), HingeSum.parse("g(x)"))
SECOND = Document(Target.named("sine"), HingeSum.parse("2g(x)"))


def test_a_file_has_changed_if_it_holds_something_else(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"one")
    origin = Origin.of(path, b"one")
    assert not origin.has_changed(LARGEST)
    path.write_bytes(b"two")
    assert origin.has_changed(LARGEST)
    path.write_bytes(b"one" + bytes(5 * LARGEST))
    assert origin.has_changed(LARGEST)


def test_another_time_is_no_change(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"one")
    origin = Origin.of(path, b"one")
    os.utime(path, (1, 1))
    assert not origin.has_changed(LARGEST)


def test_a_file_that_is_gone_has_nothing_to_lose(tmp_path):
    assert not Origin.of(tmp_path / "a", b"one").has_changed(LARGEST)
    assert not Origin.of(tmp_path / "none" / "a", b"one").has_changed(LARGEST)


def test_a_file_is_the_same_by_whatever_name(tmp_path, monkeypatch):
    (tmp_path / "folder").mkdir()
    (tmp_path / "a").write_bytes(b"one")
    monkeypatch.chdir(tmp_path)
    origin = Origin.of("a", b"one")
    assert origin.path == tmp_path / "a"
    assert origin.is_at(tmp_path / "folder" / ".." / "a")
    assert not origin.is_at(tmp_path / "b")
    if os.name == "posix":
        (tmp_path / "link").symlink_to("a")
        assert origin.is_at("link")


def test_saving_goes_on_from_what_was_read_and_written(tmp_path):
    path = tmp_path / "a.reluviz"
    save(FIRST, path)
    document, origin = load_with_origin(path)
    assert document == FIRST
    origin = save_unless_changed(SECOND, path, origin)
    assert save_unless_changed(FIRST, path, origin) == load_with_origin(path)[1]


def test_what_somebody_else_saved_is_not_replaced_unasked(tmp_path):
    path = tmp_path / "a.reluviz"
    save(FIRST, path)
    _, origin = load_with_origin(path)
    save(SECOND, path)
    with pytest.raises(FileChanged, match=r"a\.reluviz' was changed by another program"):
        save_unless_changed(FIRST, path, origin)
    assert load(path) == SECOND
    save_unless_changed(FIRST, path, None)
    assert load(path) == FIRST


def test_a_file_that_was_removed_is_written_anew(tmp_path):
    path = tmp_path / "a.reluviz"
    save(FIRST, path)
    _, origin = load_with_origin(path)
    path.unlink()
    save_unless_changed(SECOND, path, origin)
    assert load(path) == SECOND

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reluviz.document import storage
from reluviz.document.document import Document
from reluviz.document.storage import check_place, load, save, write_bytes_atomically, write_together
from reluviz.errors import InputError
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")


@pytest.fixture
def document():
    return Document(Target.named("sine"), HingeSum.parse("1 + g(x) - 0.1g(-x+1)"), free_bias=True)


def names_in(folder):
    return sorted(os.listdir(folder))


def test_what_was_saved_is_loaded(document, tmp_path):
    save(document, tmp_path / "a.reluviz")
    assert load(tmp_path / "a.reluviz") == document
    assert load(str(tmp_path / "a.reluviz")) == document


def test_saving_leaves_nothing_else_behind(document, tmp_path):
    for _ in range(2):
        save(document, tmp_path / "a.reluviz")
    assert names_in(tmp_path) == ["a.reluviz"]


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_the_mode_of_a_file_stays(mode, tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_bytes_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_a_private_file_is_private_while_it_is_written(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o600)
    modes = []
    monkeypatch.setattr(storage.os, "fsync", lambda fd: modes.append(stat.S_IMODE(os.fstat(fd).st_mode)))
    write_bytes_atomically(path, b"new")
    assert modes[0] == 0o600


@posix
def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path):
    code = (
        "import os, sys\n"
        "from reluviz.document.storage import write_bytes_atomically\n"
        "os.umask(0o027)\n"
        "write_bytes_atomically(sys.argv[1], b'x')\n"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path / "a"], check=True, cwd=Path(__file__).parents[3])
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


@posix
def test_a_symbolic_link_stays_and_its_target_is_replaced(tmp_path):
    (tmp_path / "folder").mkdir()
    target, link, second = tmp_path / "folder" / "a", tmp_path / "link", tmp_path / "second"
    target.write_bytes(b"old")
    link.symlink_to(Path("folder") / "a")
    second.symlink_to(link)
    write_bytes_atomically(second, b"new")
    assert (link.is_symlink(), second.is_symlink(), target.is_symlink()) == (True, True, False)
    assert target.read_bytes() == b"new"
    assert names_in(tmp_path) == ["folder", "link", "second"]
    assert names_in(tmp_path / "folder") == ["a"]


@posix
def test_a_link_to_nothing_yet_makes_its_target(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "a")
    write_bytes_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"new"


@posix
def test_a_device_is_written_to_and_not_replaced():
    write_bytes_atomically(os.devnull, b"gone")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(failing, document, tmp_path, monkeypatch):
    path = tmp_path / "a.reluviz"
    path.write_bytes(b"old")

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage.os, failing, fail)
    with pytest.raises(InputError, match=r"a\.reluviz' cannot be written: there is no room left on the disk"):
        save(document, path)
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.reluviz"]


def test_files_written_together_are_all_there(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    write_together((tmp_path / name, name.encode()) for name in "abc")
    assert [(tmp_path / name).read_bytes() for name in names_in(tmp_path)] == [b"a", b"b", b"c"]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_of_files_written_together_none_is_new_where_one_fails(error, tmp_path, monkeypatch):
    for name in "abc":
        (tmp_path / name).write_bytes(b"old")
    flushed = []

    def fsync(_):
        flushed.append(1)
        if len(flushed) == 3:
            raise error

    monkeypatch.setattr(storage.os, "fsync", fsync)
    with pytest.raises((InputError, KeyboardInterrupt)) as raised:
        write_together((tmp_path / name, b"new") for name in "abc")
    if isinstance(error, OSError):
        assert str(raised.value).endswith("c' cannot be written: there is no room left on the disk")
    assert names_in(tmp_path) == ["a", "b", "c"]
    assert all((tmp_path / name).read_bytes() == b"old" for name in "abc")


def test_who_stops_making_files_keeps_the_old_ones(tmp_path):
    (tmp_path / "a").write_bytes(b"old")

    def files():
        yield tmp_path / "a", b"new"
        raise InterruptedError

    with pytest.raises(InterruptedError):
        write_together(files())
    assert names_in(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_place_is_checked_without_a_trace(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    check_place(tmp_path / "a")
    check_place(tmp_path / "b")
    assert names_in(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("none/a", "there is no folder"),
        ("file/a", "there is no folder"),
        ("", "it is a folder"),
        ("a" * 300, "no file can have this name"),
        ("a\0b", "no file can have this name"),
    ],
)
def test_a_place_that_is_none_is_said_before_there_is_anything_to_write(name, complaint, tmp_path):
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(InputError, match=complaint):
        check_place(tmp_path / name)
    assert names_in(tmp_path) == ["file"]


@pytest.mark.parametrize(
    ("number", "complaint"),
    [(errno.EACCES, "permission is missing"), (errno.EROFS, "disk is read-only"), (errno.ENOSPC, "no room")],
)
def test_a_folder_that_takes_no_file_is_said(number, complaint, tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(storage.Path, "open", refuse)
    with pytest.raises(InputError, match=complaint):
        check_place(tmp_path / "a")


def test_an_interruption_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(storage.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_bytes_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a"]


@posix
def test_a_full_disk_leaves_the_old_file(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    code = (
        "import resource, sys\n"
        "from reluviz.document.storage import write_bytes_atomically\n"
        "from reluviz.errors import InputError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_bytes_atomically(sys.argv[1], 5000 * b'x')\n"
        "except InputError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, path],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout == f"'{path}' cannot be written: there is no room left on the disk\n"
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a"]


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"^there is no file '.*none\.reluviz'$"):
        load(tmp_path / "none.reluviz")


def test_a_folder_is_no_file(document, tmp_path):
    with pytest.raises(InputError, match=r"is a folder; expected a \.reluviz file"):
        load(tmp_path)
    with pytest.raises(InputError, match="it is a folder; expected the name of a file"):
        save(document, tmp_path)


def test_a_folder_that_is_not_there_is_named(document, tmp_path):
    with pytest.raises(InputError, match=r"there is no folder '.*nowhere'"):
        save(document, tmp_path / "nowhere" / "a.reluviz")


@pytest.mark.parametrize("name", ["a\0b", 300 * "n", "a\ud800"])
def test_a_name_that_no_file_can_have_is_refused(name, document, tmp_path):
    for action in (load, lambda path: save(document, path)):
        with pytest.raises(InputError) as caught:
            action(tmp_path / name)
        assert "name" in str(caught.value) or "there is no file" in str(caught.value)
    assert names_in(tmp_path) == []


@posix
def test_a_path_with_line_breaks_is_shown_on_one_line(tmp_path):
    with pytest.raises(InputError) as caught:
        load(tmp_path / "a\nb\x1b[31m")
    assert str(caught.value).isprintable()


@posix
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="no ordinary file"):
        load(tmp_path / "pipe")


@posix
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_missing_permission_is_said(what, document, tmp_path, monkeypatch):
    path = tmp_path / "a.reluviz"
    save(document, path)

    # For root no mode forbids anything, so the system's answer is played.
    def deny(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    if what == "file":
        monkeypatch.setattr("builtins.open", deny)
        with pytest.raises(InputError, match="cannot be read: permission is missing"):
            load(path)
    else:
        monkeypatch.setattr(storage.os, "replace", deny)
    with pytest.raises(InputError, match="cannot be written: permission is missing"):
        save(document, path)


def test_a_write_protected_file_is_not_replaced(document, tmp_path, monkeypatch):
    path = tmp_path / "a.reluviz"
    path.write_bytes(b"old")
    monkeypatch.setattr(storage.os, "access", lambda *_: False)
    with pytest.raises(InputError, match="permission is missing"):
        save(document, path)
    assert path.read_bytes() == b"old"


def test_a_broken_file_is_named_with_what_is_wrong_in_it(tmp_path):
    (tmp_path / "a.reluviz").write_bytes(b"{")
    with pytest.raises(InputError, match=r"a\.reluviz' cannot be opened: it is no complete JSON"):
        load(tmp_path / "a.reluviz")


def test_a_document_that_cannot_be_saved_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.reluviz"
    path.write_bytes(b"old")
    with pytest.raises(InputError, match=r"a\.reluviz' cannot be written: the name of the data"):
        save(Document(Target.points([0, 1], [0, 1], name="\udc00"), HingeSum()), path)
    assert path.read_bytes() == b"old"


def test_what_a_killed_writer_left_is_tidied_away_by_a_later_one(tmp_path):
    for name, age in ((".reluviz-0011.tmp", 90_000), (".reluviz-0022.tmp", 100), (".other.tmp", 90_000)):
        (tmp_path / name).write_bytes(b"half")
        fresh = (tmp_path / name).stat().st_mtime
        os.utime(tmp_path / name, (fresh - age, fresh - age))
    write_bytes_atomically(tmp_path / "a", b"new")
    assert names_in(tmp_path) == [".other.tmp", ".reluviz-0022.tmp", "a"]

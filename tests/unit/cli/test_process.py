"""The program as a process: exit codes, one line of complaint, and never a traceback."""

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
posix = pytest.mark.skipif(os.name != "posix", reason="devices and pipes of POSIX")

MAKE = ["make", "--target", "square", "--sum", "g(x)"]


def start(*words, **settings):
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("DISPLAY", "WAYLAND", "QT_"))
    }
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **settings}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **settings.pop("extra", {})}
    command = [sys.executable, "-W", "error", "-m", "reluviz", *map(str, words)]
    return subprocess.run(command, env=environment, timeout=60, check=False, **settings)


def complaint(done):
    text = done.stderr.decode()
    assert done.returncode == 2, text
    assert text.startswith("reluviz: ")
    assert text.count("\n") == 1
    return text


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n", "no text in UTF-8"),
        (b"g(x) + g(-x)", "no JSON"),
        (b'{"format": "reluviz", "version": 99}', "newer"),
        (b'{"format": "reluviz", "version": 1}', "is missing"),
        (b'{"format": "reluviz", "version": 1, "target": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"format": "reluviz", "version": NaN}', "no JSON"),
    ],
)
def test_broken_files_are_one_line(contents, words, tmp_path):
    path = tmp_path / "a.reluviz"
    path.write_bytes(contents)
    assert words in complaint(start("show", path))


@pytest.mark.parametrize(
    "words",
    [["make"], ["show", "none"], ["show", "a\nb"], ["--bad"], ["none.reluviz"], ["export", "a", "b.bmp"]],
    ids=str,
)
def test_bad_usage_is_one_line(words):
    complaint(start(*words))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_one_line_says_what_is_missing():
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in complaint(start())


@posix
def test_a_full_disk_under_the_output_is_one_line():
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with open("/dev/full", "wb") as full:
        done = start(*MAKE, stdout=full)
    assert "standard output cannot be written" in complaint(done)


@posix
@pytest.mark.parametrize("words", [MAKE, ["--help"]], ids=str)
def test_a_reader_who_leaves_is_no_error(words):
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as pipe:
        done = start(*words, stdout=pipe)
    assert (done.returncode, done.stderr) == (0, b"")


def test_output_fits_any_encoding():
    extra = {"PYTHONIOENCODING": "ascii"}
    done = start(*MAKE, extra=extra)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"x? on [-3, 3]" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="RLIMIT_FSIZE")
def test_a_full_disk_under_a_document_is_one_line_and_leaves_nothing(tmp_path):
    import resource

    done = start(
        *MAKE,
        "-o",
        tmp_path / "a.reluviz",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )
    assert "there is no room left on the disk" in complaint(done)
    assert done.stdout == b""
    assert list(tmp_path.iterdir()) == []


def test_only_json_is_printed_when_json_is_asked_for(tmp_path):
    done = start("make", "--target", "sine", "--knots", "-1,0,1", "--json", "-o", tmp_path / "a.reluviz")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["target"] == "sine"


def test_reports_need_neither_qt_nor_matplotlib(tmp_path):
    code = (
        "import sys\n"
        "for name in ('PySide6', 'shiboken6', 'pyqtgraph', 'matplotlib', 'PIL'): sys.modules[name] = None\n"
        "import reluviz\n"
        "assert 'scipy' not in sys.modules\n"
        "assert 'msgspec' not in sys.modules\n"
        "assert 'reluviz.figures' not in sys.modules\n"
        "from reluviz.cli import main\n"
        "file, figure = sys.argv[1:]\n"
        "assert main(['make', '--target', 'sine', '--knots', '0,1', '-o', file]) == 0\n"
        "assert main(['show', file]) == 0\n"
        "assert main(['export', file, figure]) == 2\n"
        "assert main([]) == 2\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, tmp_path / "a.reluviz", tmp_path / "a.png"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    figure, window = done.stderr.splitlines()
    assert "figures need matplotlib; install it with" in figure
    assert "PySide6-Essentials and pyqtgraph is missing" in window


@pytest.fixture
def sine(tmp_path):
    path = tmp_path / "sine.reluviz"
    assert start("make", "--target", "sine", "--hinges", "3", "-o", path).returncode == 0
    return path


def at_a_terminal(*words):
    """Start the program at a terminal; return the process and the terminal's other end."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-W", "error", "-m", "reluviz", *map(str, words)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    )
    os.close(theirs)
    return process, ours


def read_until(terminal, words):
    seen = b""
    while words not in seen:
        seen += os.read(terminal, 1000)
    return seen


@posix
@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"\n", 2)])
def test_at_a_terminal_export_asks_before_it_replaces(sine, tmp_path, answer, code):
    (tmp_path / "a.svg").write_text("precious")
    process, terminal = at_a_terminal("export", sine, tmp_path / "a.svg", "--size", "column")
    read_until(terminal, b"'a.svg' exists. Replace it? [y/N] ")
    os.write(terminal, answer)
    assert process.wait(60) == code
    assert ((tmp_path / "a.svg").read_text() == "precious") == (code == 2)
    os.close(terminal)


@posix
def test_where_nobody_can_be_asked_export_refuses(sine, tmp_path):
    (tmp_path / "a.svg").write_text("precious")
    said = complaint(start("export", sine, tmp_path / "a.svg", stdin=subprocess.DEVNULL))
    assert "'a.svg' exists already; choose another name, or replace with --force" in said


@posix
@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.pdf", "a.mp4"])
def test_an_interrupted_export_leaves_every_file_as_it_was(sine, tmp_path, name):
    if name == "a.mp4" and shutil.which("ffmpeg") is None:
        pytest.skip("no ffmpeg here")
    numbered = tmp_path / "a-1.png"
    for old in (tmp_path / name, numbered):
        old.write_text("precious")
    before = sorted(tmp_path.iterdir())
    slow = ["--size", "slide", "--dpi", "300", "--steps", "--force"]
    process, terminal = at_a_terminal("export", sine, tmp_path / name, *slow)
    read_until(terminal, b"steps (Ctrl+C ends it)")
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    with suppress(OSError):  # where nothing more was said
        assert b"Traceback" not in os.read(terminal, 10_000)
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / name).read_text() == numbered.read_text() == "precious"
    os.close(terminal)


@posix
@pytest.mark.parametrize("words", [[], ["--steps"]], ids=str)
def test_a_full_disk_under_a_figure_is_one_line_and_keeps_the_old_one(sine, tmp_path, words):
    import resource

    for name in ("a.png", "a-1.png", "a-2.png"):
        (tmp_path / name).write_text("precious")
    before = sorted(tmp_path.iterdir())
    done = start(
        *("export", sine, tmp_path / "a.png", "--force", *words),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
    )
    assert "there is no room left on the disk" in complaint(done)
    assert sorted(tmp_path.iterdir()) == before
    assert all((tmp_path / name).read_text() == "precious" for name in ("a.png", "a-1.png", "a-2.png"))

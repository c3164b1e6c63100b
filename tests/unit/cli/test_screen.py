"""What stands in the way of a window, on a machine that is played."""

import socket
import sys

import pytest

from reluviz.cli import screen, window
from reluviz.errors import InputError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")


@pytest.fixture
def machine(monkeypatch):
    """Set the environment; everything is installed, and `answering` are the addresses where a screen is."""

    def set_up(answering=(), missing=(), **environment):
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_RUNTIME_DIR", "QT_QPA_PLATFORM"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(screen, "_answers", lambda address: address in answering)
        monkeypatch.setattr(screen, "_can_load", lambda library: library not in missing)

    return set_up


@pytest.mark.parametrize(
    ("environment", "answering"),
    [
        ({"DISPLAY": ":0"}, ["/tmp/.X11-unix/X0"]),
        ({"DISPLAY": ":7.1"}, ["\0/tmp/.X11-unix/X7"]),
        ({"DISPLAY": "unix:2"}, ["/tmp/.X11-unix/X2"]),
        ({"DISPLAY": "localhost:10.0"}, [("localhost", 6010)]),
        ({"DISPLAY": "tcp/far.example:1"}, [("far.example", 6001)]),
        ({"DISPLAY": "[::1]:1"}, [("::1", 6001)]),
        ({"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": "/run/u"}, ["/run/u/wayland-1"]),
        ({"WAYLAND_DISPLAY": "/run/w"}, ["/run/w"]),
        ({"WAYLAND_DISPLAY": "wayland-1", "WAYLAND_SOCKET": "5"}, []),
        ({"WAYLAND_DISPLAY": "/dead", "DISPLAY": ":0"}, ["/tmp/.X11-unix/X0"]),
        ({"WAYLAND_DISPLAY": "/run/w", "DISPLAY": ":0"}, ["/run/w"]),
        ({"QT_QPA_PLATFORM": "offscreen"}, []),
        ({"QT_QPA_PLATFORM": "minimal:opengl"}, []),
        ({"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ":0"}, ["/tmp/.X11-unix/X0"]),
    ],
)
def test_a_window_can_open(environment, answering, machine):
    machine(answering, **environment)
    assert screen.screen_problem() is None


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
        ({"DISPLAY": ""}, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
        ({"DISPLAY": ":0"}, "no X server answers at DISPLAY ':0'"),
        ({"DISPLAY": "far.example:3"}, "no X server answers at DISPLAY 'far.example:3'"),
        ({"DISPLAY": "screen"}, "names no X screen"),
        ({"DISPLAY": ":99999"}, "names no X screen"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "XDG_RUNTIME_DIR is not set"),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/run/u"}, "no Wayland compositor answers"),
        ({"QT_QPA_PLATFORM": "xcb"}, "DISPLAY is not set"),
        ({"QT_QPA_PLATFORM": "wayland-egl", "XDG_RUNTIME_DIR": "/run/u"}, "no Wayland compositor answers"),
    ],
)
def test_what_stands_in_the_way_is_named(environment, words, machine):
    machine(**environment)
    assert words in screen.screen_problem()


def test_missing_x_libraries_are_named_by_their_packages(machine):
    missing = {"libxcb-cursor.so.0", "libxkbcommon-x11.so.0"}
    machine(["/tmp/.X11-unix/X0"], missing, DISPLAY=":0")
    assert screen.screen_problem().endswith("sudo apt-get install libxcb-cursor0 libxkbcommon-x11-0")


def test_missing_python_packages_are_named(machine, monkeypatch):
    machine()
    monkeypatch.setattr(
        screen.importlib.util, "find_spec", lambda name: None if name == "PySide6" else object()
    )
    assert screen.screen_problem().startswith("PySide6-Essentials is missing; install it with")


def test_a_library_that_qt_lacks_is_named_by_its_package(machine, monkeypatch):
    machine(missing={"libEGL.so.1"})
    broken = ImportError("libEGL.so.1: cannot open shared object file", name="PySide6.QtGui")
    assert screen.loading_problem(broken).endswith("sudo apt-get install libegl1")
    machine()
    assert "cannot open shared object file" in screen.loading_problem(broken)
    monkeypatch.setattr(window, "screen_problem", lambda: None)
    # None in its place makes the import fail as that of a missing package does.
    monkeypatch.setitem(sys.modules, "reluviz.gui.app", None)
    with pytest.raises(ImportError, match=r"reluviz\.gui\.app"):
        window.run([])


def test_sockets_are_tried_for_real(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert not screen._answers(str(tmp_path / "none"))
    assert not screen._answers("a\0b")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("x")
        assert not screen._answers("x")
        server.listen()
        assert screen._answers("x")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        assert screen._answers(address)
    assert not screen._answers(address)


def test_the_window_opens_on_the_file(monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(window, "screen_problem", lambda: None)
    monkeypatch.setattr(window, "load", lambda path: None)
    app = type(sys)("reluviz.gui.app")
    app.run = lambda path: opened.append(path) or 0
    monkeypatch.setitem(sys.modules, "reluviz.gui.app", app)
    assert window.run([]) == 0
    assert window.run(["a.reluviz"]) == 0
    assert opened == [None, "a.reluviz"]


def test_a_qt_that_cannot_be_loaded_is_one_sentence(monkeypatch):
    class Broken:
        """Stands first in the search for modules and fails as Qt's do."""

        def find_spec(self, name, *_):
            if name == "reluviz.gui.app":
                raise ImportError("libEGL.so.1: cannot open shared object file", name="PySide6.QtGui")

    monkeypatch.setattr(window, "screen_problem", lambda: None)
    monkeypatch.setattr(screen, "_can_load", lambda library: library != "libEGL.so.1")
    monkeypatch.delitem(sys.modules, "reluviz.gui.app", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(InputError, match="libegl1"):
        window.run([])

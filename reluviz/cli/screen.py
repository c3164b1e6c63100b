"""Can a window open here? Found out in a millisecond, without Qt.

Where Qt finds no screen it ends the process with a page of hints; this says in one line what is missing.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import socket
import sys
from pathlib import Path

__all__ = ["loading_problem", "screen_problem"]

#: Shared library → Debian package: what Qt needs to load at all, and what it needs for X.
_QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
_X_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_PACKAGES = {"PySide6": "PySide6-Essentials", "pyqtgraph": "pyqtgraph"}
_DISPLAY = re.compile(r"(?:(?P<protocol>\w+)/)?(?P<host>[^/]*):(?P<number>\d{1,5})(?:\.\d+)?")
_FIRST_PORT, _LAST_PORT = 6000, 65535
#: For an X server elsewhere; one on this machine answers at once.
_LONGEST_WAIT = 2.0


def screen_problem() -> str | None:
    """Return None if a window can open, else what is missing and what would help."""
    packages = [package for name, package in _PACKAGES.items() if importlib.util.find_spec(name) is None]
    if packages:
        names = " and ".join(packages)
        return f"{names} is missing; install it with: python -m pip install {' '.join(packages)}"
    # Everywhere else Qt brings along what it needs, and the screen is always there.
    return _linux_problem() if sys.platform == "linux" else None


def loading_problem(error: ImportError) -> str:
    """Return why Qt could not be loaded, by the system packages that are missing if that is why.

    Asked only after it failed: trying all of Qt's libraries beforehand would take longer than the rest.
    """
    missing = _missing(_QT_LIBRARIES) if sys.platform == "linux" else None
    return missing or f"Qt cannot be loaded ({error})"


def _linux_problem() -> str | None:
    checks = []
    for platform in _platforms():
        if platform == "xcb":
            checks.append(_x_problem)
        elif platform.startswith("wayland"):
            checks.append(_wayland_problem)
        else:
            # Such as "offscreen": chosen on purpose, and it needs no screen.
            return None
    if not checks:
        return (
            "neither DISPLAY nor WAYLAND_DISPLAY is set; start reluviz on a desktop, "
            "or use reluviz make, show and export, which need no screen"
        )
    # Qt tries one platform after the other; one that works is enough.
    problems = [check() for check in checks]
    return None if None in problems else problems[0]


def _platforms() -> list[str]:
    """Return the platforms that Qt would try, in its order."""
    chosen = os.environ.get("QT_QPA_PLATFORM")
    if chosen:
        return [entry.partition(":")[0] for entry in chosen.split(";")]
    named = {"wayland": "WAYLAND_DISPLAY", "xcb": "DISPLAY"}
    return [platform for platform, variable in named.items() if os.environ.get(variable)]


def _x_problem() -> str | None:
    display = os.environ.get("DISPLAY", "")
    if not display:
        return "DISPLAY is not set; it must name an X screen such as :0"
    match = _DISPLAY.fullmatch(display)
    if match is None or (port := _FIRST_PORT + int(match["number"])) > _LAST_PORT:
        return f"DISPLAY is {display!r}, which names no X screen; expected one such as :0"
    if match["host"] in ("", "unix") and match["protocol"] != "tcp":
        path = f"/tmp/.X11-unix/X{int(match['number'])}"
        is_there = _answers(f"\0{path}") or _answers(path)
    else:
        is_there = _answers((match["host"].strip("[]") or "localhost", port))
    if not is_there:
        return f"no X server answers at DISPLAY {display!r}; start one or set DISPLAY to the right screen"
    return _missing(_X_LIBRARIES)


def _wayland_problem() -> str | None:
    if os.environ.get("WAYLAND_SOCKET"):
        # The number of a connection that is open already.
        return None
    name = os.environ.get("WAYLAND_DISPLAY") or "wayland-0"
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    if not name.startswith("/") and not folder:
        return f"WAYLAND_DISPLAY is {name!r}, but XDG_RUNTIME_DIR is not set, so that it cannot be found"
    if not _answers(str(Path(folder) / name)):
        return f"no Wayland compositor answers at WAYLAND_DISPLAY {name!r}"
    return None


def _answers(address: str | tuple[str, int]) -> bool:
    try:
        if isinstance(address, tuple):
            socket.create_connection(address, _LONGEST_WAIT).close()
        else:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(_LONGEST_WAIT)
                connection.connect(address)
    except (OSError, ValueError):
        return False
    return True


def _missing(libraries: dict[str, str]) -> str | None:
    packages = [package for library, package in libraries.items() if not _can_load(library)]
    if not packages:
        return None
    return f"system libraries are missing; on Debian and Ubuntu: sudo apt-get install {' '.join(packages)}"


def _can_load(library: str) -> bool:
    # Loading is the test: it also notices a library whose own needs are unmet. Qt would load it next.
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True

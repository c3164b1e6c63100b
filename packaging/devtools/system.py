"""What the system must hold besides Python packages: shared libraries, fonts, an X server for tests.

On Windows and macOS the Qt wheels bring everything along, so all of this is about Linux.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from devtools.places import IS_LINUX, SetupError, say

# Shared library -> Debian package. Loading is the test: it also notices a library whose own needs are unmet.
OFFSCREEN_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# Program -> Debian package, for the tests in a real window.
WINDOW_TEST_PROGRAMS = {
    "xvfb-run": "xvfb",
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "openbox": "openbox",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_SUFFIXES = (".ttf", ".otf", ".ttc")


def can_load(library: str) -> bool:
    """Return whether the dynamic linker finds a shared library and all it needs."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_fonts() -> bool:
    """Return whether there is any scalable font: without one Qt draws boxes instead of text."""
    for folder in FONT_FOLDERS:
        for _, _, files in os.walk(Path(folder).expanduser()):
            if any(name.lower().endswith(FONT_SUFFIXES) for name in files):
                return True
    return False


def missing_libraries(table: Mapping[str, str]) -> list[str]:
    """Return the Debian packages of the libraries in ``table`` that cannot be loaded."""
    if not IS_LINUX:
        return []
    return [package for library, package in table.items() if not can_load(library)]


def missing_basics() -> list[str]:
    """Return the Debian packages without which nothing starts: venv, Qt's libraries, a font."""
    if not IS_LINUX:
        return []
    missing = missing_libraries(OFFSCREEN_LIBRARIES)
    # Debian ships Python without ensurepip, and then venv fails half way.
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        missing.insert(0, "python3-venv")
    if not has_fonts():
        missing.append("fonts-dejavu-core")
    return missing


def missing_for_window_tests() -> list[str]:
    """Return the Debian packages without which no test can open a real window."""
    if not IS_LINUX:
        return []
    programs = [package for name, package in WINDOW_TEST_PROGRAMS.items() if shutil.which(name) is None]
    return missing_libraries(WINDOW_LIBRARIES) + list(dict.fromkeys(programs))


def install_command(packages: Iterable[str]) -> str:
    """Return the line a person types to install Debian packages."""
    return "sudo apt-get install --no-install-recommends " + " ".join(packages)


def can_install() -> bool:
    """Return whether this process may install Debian packages itself."""
    return IS_LINUX and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: Iterable[str]) -> None:
    """Install Debian packages as root, without a question asked.

    Raises
    ------
    SetupError
        If apt-get fails; its last lines are printed before.
    """
    wanted = list(dict.fromkeys(packages))
    say("installing " + " ".join(wanted))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Another apt-get may be at work in a freshly started machine: wait for it instead of failing.
    base = ["apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=300"]
    commands = ([*base, "update"], [*base, "install", "--no-install-recommends", *wanted])
    for command in commands:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            say("\n".join(done.stdout.splitlines()[-15:]))
            raise SetupError("apt-get could not install: " + " ".join(wanted))


def explain(packages: Iterable[str], purpose: str) -> str:
    """Return one line that names what is missing on this system and how to get it."""
    wanted = list(dict.fromkeys(packages))
    if shutil.which("apt-get") is None:
        return f"{purpose} needs these system packages (Debian's names): {' '.join(wanted)}"
    return f"{purpose} needs system packages; install them with: {install_command(wanted)}"


def ensure_basics(wanted_besides: Iterable[str] = ()) -> None:
    """Make sure that Qt can start without a screen, installing what is missing when root.

    Parameters
    ----------
    wanted_besides
        Debian packages that are good to have as well: installed in the same go, named in the same line,
        but their absence alone is no error.

    Raises
    ------
    SetupError
        If something is missing and cannot be installed here.
    """
    needed, besides = missing_basics(), list(wanted_besides)
    if (needed or besides) and can_install():
        install(needed + besides)
    elif needed:
        raise SetupError(explain(needed + besides, "ReLU Viz"))

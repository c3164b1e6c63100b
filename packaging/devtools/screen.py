"""Can a window open here? Asked of Qt itself, in a child process."""

import os
import subprocess
from pathlib import Path

from devtools.places import IS_LINUX, IS_WINDOWS, child_environment, venv_program

PROBE = "import sys; from PySide6.QtGui import QGuiApplication; QGuiApplication(sys.argv[:1])"
SLOWEST_PROBE = 30.0


def why_no_window(venv: Path) -> str | None:
    """Return None if a window can open here, else a few words on why it cannot.

    Without a usable screen Qt does not raise: it ends the process. Hence the child.
    """
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform.split(":")[0] in ("offscreen", "minimal"):
        return f"QT_QPA_PLATFORM is {platform}"
    if IS_WINDOWS:
        return None
    shown = [f"{name}={value}" for name in ("DISPLAY", "WAYLAND_DISPLAY") if (value := os.environ.get(name))]
    if IS_LINUX and not platform and not shown:
        return "neither DISPLAY nor WAYLAND_DISPLAY is set"
    try:
        code = subprocess.run(
            [venv_program(venv, "python"), "-c", PROBE],
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SLOWEST_PROBE,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return f"the screen does not answer ({' '.join(shown)})"
    return None if code == 0 else f"Qt cannot open the screen ({' '.join(shown) or 'none named'})"

"""Where the system wants programs to keep what a person chose, found without Qt."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["config_folder"]


def config_folder() -> Path:
    """Return the program's folder of choices; it need not exist yet.

    ``$XDG_CONFIG_HOME`` says where such folders are, on every system; else it is where the system has them.
    """
    chosen = os.environ.get("XDG_CONFIG_HOME", "")
    # The standard says that anything else is to be ignored.
    if os.path.isabs(chosen):
        return Path(chosen) / "reluviz"
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / "reluviz"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "reluviz"
    return home / ".config" / "reluviz"

"""Where the system wants programs to keep what a person chose or made, found without Qt."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["config_folder", "recovery_folder"]


def config_folder() -> Path:
    """Return the program's folder of choices; it need not exist yet.

    ``$XDG_CONFIG_HOME`` says where such folders are, on every system; else it is where the system has them.
    """
    return _folder("XDG_CONFIG_HOME", "APPDATA", ("AppData", "Roaming"), (".config",))


def recovery_folder() -> Path:
    """Return the folder for what is not saved yet; it need not exist yet.

    It is among the data of programs, ``$XDG_DATA_HOME`` if that is set: what lies there is a person's work.
    """
    return _folder("XDG_DATA_HOME", "LOCALAPPDATA", ("AppData", "Local"), (".local", "share")) / "recovery"


def _folder(chosen_by: str, on_windows: str, windows: tuple[str, ...], elsewhere: tuple[str, ...]) -> Path:
    chosen = os.environ.get(chosen_by, "")
    # The standard says that anything else is to be ignored.
    if os.path.isabs(chosen):
        return Path(chosen) / "reluviz"
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        return Path(os.environ.get(on_windows) or home.joinpath(*windows)) / "reluviz"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "reluviz"
    return home.joinpath(*elsewhere, "reluviz")

"""Finds the data files of resources/, from a checkout, an installed wheel or a bundle."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["resource_path"]


@cache
def _folders() -> tuple[Path, Path]:
    package = Path(__file__).resolve().parent
    return package / "resources", package.parent / "resources"


def resource_path(*parts: str) -> Path:
    """Return the path of a file under resources/, such as ``resource_path("themes", "dark.json")``.

    Raises
    ------
    FileNotFoundError
        If it is in neither place: the installation is damaged.
    """
    for folder in _folders():
        path = folder.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"resources/{'/'.join(parts)} is missing from this installation of ReLU Viz")

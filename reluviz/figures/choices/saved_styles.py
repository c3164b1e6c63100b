"""Styles by their names: those that come with the program, and those that a person saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reluviz.assets import resource_path
from reluviz.errors import InputError
from reluviz.figures.choices.styles import read_style, save_style
from reluviz.files import UNUSABLE_SIGNS, name_key, reason_of, shown_path
from reluviz.places import config_folder

if TYPE_CHECKING:
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.choices.styles import Style

__all__ = ["built_in_styles", "delete_style", "find_style", "is_kept", "keep_style", "own_styles"]

_SUFFIX = ".json"
_LONGEST_NAME = 60


def built_in_styles() -> dict[str, Path]:
    """Return the files of the styles that come with the program, by their names."""
    return _in_folder(resource_path("styles"))


def own_styles() -> dict[str, Path]:
    """Return the files of the styles that were saved on this computer, by their names."""
    return _in_folder(_folder())


def keep_style(name: str, options: FigureOptions) -> None:
    """Save the part of `options` that is style under a name; one of that name is replaced.

    Raises
    ------
    InputError
        If the name cannot be one, comes with the program, or the style cannot be saved.
    """
    name = _checked_name(name)
    if _found(name, built_in_styles()) is not None:
        raise InputError(f"the style {name!r} comes with the program; choose another name")
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"the folder {shown_path(folder)} cannot be made: {reason_of(error)}") from None
    save_style(_found(name, own_styles()) or folder / f"{name}{_SUFFIX}", options)


def is_kept(name: str) -> bool:
    """Return whether `keep_style` would replace a style."""
    return _found(name, own_styles()) is not None


def delete_style(name: str) -> None:
    """Delete a style that was saved.

    Raises
    ------
    InputError
        If there is none of that name, or it cannot be deleted.
    """
    path = _found(name, own_styles())
    if path is None:
        raise InputError(f"there is no saved style {name!r}")
    try:
        path.unlink()
    except OSError as error:
        raise InputError(f"the style {name!r} cannot be deleted: {reason_of(error)}") from None


def find_style(text: str) -> Style:
    """Return a style by its name, whatever its capitals, or by the path of its file.

    Raises
    ------
    InputError
        If there is none, or it cannot be read.
    """
    named = own_styles() | built_in_styles()
    path = _found(text, named)
    if path is None:
        if not (Path(text).suffix or len(Path(text).parts) > 1 or Path(text).is_file()):
            names = "; ".join(sorted(named, key=str.casefold))
            raise InputError(f"there is no style {text!r}; expected a file, or one of: {names}")
        path = Path(text)
    return read_style(path)


def _folder() -> Path:
    return config_folder() / "styles"


def _in_folder(folder: Path) -> dict[str, Path]:
    try:
        files = [path for path in folder.iterdir() if path.suffix == _SUFFIX and path.is_file()]
    except OSError:
        # Nobody has saved one yet, or the folder cannot be looked into: there are none to offer.
        return {}
    return {path.stem: path for path in sorted(files, key=lambda path: path.name.casefold())}


def _found(name: str, styles: dict[str, Path]) -> Path | None:
    wanted = name_key(_spaced(name))
    return next((path for own, path in styles.items() if name_key(own) == wanted), None)


def _spaced(name: str) -> str:
    return " ".join(name.split())


def _checked_name(name: str) -> str:
    name = _spaced(name)
    if not name:
        raise InputError("a style needs a name")
    if len(name) > _LONGEST_NAME:
        raise InputError(f"the name of a style has at most {_LONGEST_NAME} characters, not {len(name):,}")
    bad = next((sign for sign in name if sign in UNUSABLE_SIGNS or not sign.isprintable()), None)
    if bad is not None:
        raise InputError(f"the name of a style is the name of a file and cannot hold {bad!r}")
    if name[0] == "." or name[-1] == ".":
        raise InputError("the name of a style can neither begin nor end with a dot")
    return name

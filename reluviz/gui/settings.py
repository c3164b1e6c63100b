"""What the program remembers between starts; every value is checked when read."""

from __future__ import annotations

import json
from math import isfinite
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QKeySequence

from reluviz.maths.notation import FORMS, Form
from reluviz.scene.error_strip import READINGS, ErrorLook
from reluviz.scene.palette import PALETTES

__all__ = ["Settings"]

_MOST_RECENT = 8
#: Longer texts are no keys, and need not be read to know it.
_LONGEST_KEY = 60


class Settings:
    """The remembered choices, as properties that never fail: a garbled file gives the defaults."""

    def __init__(self) -> None:
        self._file = QSettings("reluviz", "reluviz")

    @property
    def theme(self) -> str:
        """The theme chosen: "system", "light", "dark" or "contrast"."""
        return self._choice("theme", ("system", *PALETTES))

    @theme.setter
    def theme(self, value: str) -> None:
        self._file.setValue("theme", value)

    @property
    def new_hinge_rule(self) -> str:
        """How a click chooses the slope: "best", "one" or "zero"."""
        return self._choice("new_hinge_rule", ("best", "one", "zero"))

    @new_hinge_rule.setter
    def new_hinge_rule(self, value: str) -> None:
        self._file.setValue("new_hinge_rule", value)

    @property
    def reduce_motion(self) -> bool:
        """Whether what a fit found is shown at once, without a motion."""
        return self._choice("reduce_motion", ("no", "yes")) == "yes"

    @reduce_motion.setter
    def reduce_motion(self, value: bool) -> None:
        self._file.setValue("reduce_motion", "yes" if value else "no")

    @property
    def shortcuts(self) -> dict[str, list[str]]:
        """The keys chosen for commands, as portable text by the key of the command; an empty list: none.

        Commands that have their usual keys are not in it.
        """
        try:
            value = json.loads(self.text_of("shortcuts", "{}"))
        except (ValueError, RecursionError):
            return {}
        if not isinstance(value, dict):
            return {}
        return {
            command: [text for text in texts if _is_key(text)]
            for command, texts in value.items()
            if isinstance(texts, list)
        }

    @shortcuts.setter
    def shortcuts(self, value: dict[str, list[str]]) -> None:
        self.keep_text("shortcuts", json.dumps(value, sort_keys=True))

    @property
    def error_look(self) -> ErrorLook:
        """How the error strip is read, and its tolerance; not where one was interested last."""
        chosen = self._choice("error_reading", READINGS)
        reading = next(reading for reading in READINGS if reading == chosen)
        try:
            tolerance: float | None = float(self.text_of("tolerance", ""))
        except ValueError:
            tolerance = None
        if tolerance is None or not (isfinite(tolerance) and tolerance > 0):
            return ErrorLook(reading)
        shows_band = self._choice("tolerance_band", ("no", "yes")) == "yes"
        return ErrorLook(reading, tolerance, shows_band)

    @error_look.setter
    def error_look(self, value: ErrorLook) -> None:
        self._file.setValue("error_reading", value.reading)
        self._file.setValue("tolerance", "" if value.tolerance is None else repr(value.tolerance))
        self._file.setValue("tolerance_band", "yes" if value.shows_band else "no")

    @property
    def formula_form(self) -> Form:
        """How the formula line writes hinges: "unit" or "slope"."""
        chosen = self._choice("formula_form", FORMS)
        return next(form for form in FORMS if form == chosen)

    @formula_form.setter
    def formula_form(self, value: Form) -> None:
        self._file.setValue("formula_form", value)

    @property
    def folder(self) -> str:
        """The folder used last, or the home folder."""
        value = self._file.value("folder", "")
        return value if isinstance(value, str) and value and Path(value).is_dir() else str(Path.home())

    @folder.setter
    def folder(self, value: str) -> None:
        self._file.setValue("folder", value)

    @property
    def recent_files(self) -> list[str]:
        """The files opened or saved last, the newest first."""
        value = self._file.value("recent_files", [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            return []
        return [entry for entry in value if isinstance(entry, str) and entry][:_MOST_RECENT]

    def note_recent_file(self, path: str) -> None:
        """Put a file first among the recent ones, and remember its folder."""
        others = [entry for entry in self.recent_files if entry != path]
        self._file.setValue("recent_files", [path, *others][:_MOST_RECENT])
        self.folder = str(Path(path).parent)

    def bytes_of(self, key: str) -> QByteArray:
        """Return a saved geometry or layout; empty if there is none."""
        value = self._file.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_bytes(self, key: str, value: QByteArray) -> None:
        """Save a geometry or layout."""
        self._file.setValue(key, value)

    def text_of(self, key: str, default: str) -> str:
        """Return a remembered text, such as the last choices of a dialog."""
        value = self._file.value(key, default)
        return value if isinstance(value, str) else default

    def keep_text(self, key: str, value: str) -> None:
        """Remember a text."""
        self._file.setValue(key, value)

    def _choice(self, key: str, choices: tuple[str, ...]) -> str:
        value = self._file.value(key, choices[0])
        return value if isinstance(value, str) and value in choices else choices[0]


def _is_key(text: object) -> bool:
    """Return whether this is the text of a key that Qt knows."""
    if not isinstance(text, str) or len(text) > _LONGEST_KEY:
        return False
    sequence = QKeySequence(text, QKeySequence.SequenceFormat.PortableText)
    # An unknown key is a key to Qt, but it has no name.
    return not sequence.isEmpty() and bool(sequence.toString())

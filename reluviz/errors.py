"""The one kind of error that is meant for a person's eyes."""

from __future__ import annotations

__all__ = ["InputError"]


class InputError(ValueError):
    """Something a person typed, opened or asked for cannot be used.

    The message is one sentence that says what is wrong, where, and what would be right; the command
    line prints it as it is and the window shows it as it is. Everything else that is raised is a defect
    of the program.
    """

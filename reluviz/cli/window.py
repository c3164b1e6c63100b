"""``reluviz [FILE]``: the window."""

from __future__ import annotations

import gc
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import reluviz
from reluviz.cli.arguments import Parser
from reluviz.cli.output import say
from reluviz.cli.screen import loading_problem, screen_problem
from reluviz.document.storage import load
from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["run"]

_COMMANDS = """\
commands:
  reluviz [FILE]              open the window, on a document
  reluviz make …              make a document from a target: a sum, or hinges placed for it
  reluviz show FILE           print the formula, the hinges, the errors and par of a document
  reluviz export FILE OUT     write its figure
  reluviz COMMAND --help      say more about a command
"""
_QT = ("PySide6", "shiboken6", "pyqtgraph")


def _refuse_typing_error(word: str) -> None:
    """Say which command was meant by a word that is none, and no file either."""
    meant = get_close_matches(word, ("make", "show", "export"), 1)
    if meant and not Path(word).exists():
        raise InputError(f"there is no command and no file {word!r}; did you mean reluviz {meant[0]}?")


def run(words: Sequence[str]) -> int:
    """Open the window and return the exit code when it is closed.

    Raises
    ------
    InputError
        If the file cannot be opened or no window can.
    """
    if words:
        _refuse_typing_error(words[0])
    parser = Parser("reluviz", description="Build curves from ReLU hinges by hand.", epilog=_COMMANDS)
    parser.add_argument("file", metavar="FILE", nargs="?", help="a .reluviz document to open")
    parser.add_argument("--version", action="store_true", help="print the version")
    arguments = parser.read(words)
    if arguments.version:
        say(f"reluviz {reluviz.__version__}")
        return 0
    if arguments.file is not None:
        # Read here as well, so that a broken file is named before Qt is loaded or the screen judged.
        load(arguments.file)
    problem = screen_problem()
    if problem is not None:
        raise InputError(f"no window can open: {problem}")
    # Nothing that start-up makes is garbage: collecting meanwhile would delay the first frame. The window
    # has its own collector.
    gc.disable()
    try:
        from reluviz.gui.app import run as run_window
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _QT:
            raise
        raise InputError(f"no window can open: {loading_problem(error)}") from None
    return run_window(arguments.file)

"""The command line: the program's second face, which needs no screen."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from reluviz.cli.output import complain, discard_output
from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

#: Modules of this package. Only the one that is asked for is loaded: the window needs no fits at its start.
_COMMANDS = ("make", "show", "export")
_BAD_INPUT, _INTERRUPTED = 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 2 bad usage or bad input, 130 interrupted.

    Parameters
    ----------
    argv : sequence of str, optional
        Without the program's name; taken from the process if not given.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        if words and words[0] in _COMMANDS:
            name, words = words[0], words[1:]
        else:
            name = "window"
        code: int = import_module(f"reluviz.cli.{name}").run(words)
        return code
    except InputError as error:
        complain(str(error))
        return _BAD_INPUT
    except SystemExit:
        # How argparse ends once help is printed.
        return 0
    except BrokenPipeError:
        # The reader has seen enough, as `head` does: nothing went wrong.
        discard_output()
        return 0
    except KeyboardInterrupt:
        return _INTERRUPTED

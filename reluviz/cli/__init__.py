"""The command line: the program's second face, which needs no screen."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reluviz.cli import export, make, show, window
from reluviz.cli.output import complain, discard_output
from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["main"]

_COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "make": make.run,
    "show": show.run,
    "export": export.run,
}
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
        command = _COMMANDS.get(words[0]) if words else None
        return window.run(words) if command is None else command(words[1:])
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

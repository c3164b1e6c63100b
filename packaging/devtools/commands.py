"""The command line of ``packaging/dev.py``."""

import sys
from collections.abc import Callable

from devtools import locking, program, suite, wheel
from devtools.places import SetupError, say

Command = Callable[[list[str]], int]

COMMANDS: dict[str, tuple[Command, str, str]] = {
    "run": (program.run, "[FILE]", "start the program; without a screen draw a figure"),
    "test": (suite.test, "[PYTEST…]", "run the tests"),
    "bench": (suite.bench, "[NAME] [PYTEST…]", "run the benchmarks, or those of one name"),
    "lint": (suite.lint, "", "check style, formatting, types and lock"),
    "lock": (locking.lock, "[--upgrade]", "write the locks anew from pyproject.toml"),
    "wheel": (wheel.wheel, "[FOLDER]", "build the wheel"),
    "check-wheel": (wheel.check_wheel, "", "build, install and try the wheel"),
    "screenshots": (program.screenshots, "[…]", "make the screenshots"),
}


def usage() -> str:
    """Return the list of commands."""
    lines = [f"  {name + ' ' + arguments:28}{purpose}" for name, (_, arguments, purpose) in COMMANDS.items()]
    return "\n".join(("usage: python3 packaging/dev.py COMMAND", *lines))


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code; 2 for bad usage or something missing on this machine."""
    if not arguments or arguments[0] in ("help", "-h", "--help"):
        print(usage())
        return 0 if arguments else 2
    name, *rest = arguments
    if name not in COMMANDS:
        say(f"no command {name!r}; there are: {', '.join(COMMANDS)}")
        return 2
    try:
        return COMMANDS[name][0](rest)
    except SetupError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130

#!/usr/bin/env python3
"""Set up, run and check ReLU Viz from a checkout: ``python3 packaging/dev.py help``.

This file keeps to syntax that Python 3.6 can parse, so that an old Python gets to the line which says
what is needed instead of stopping with a syntax error. Everything else is in ``devtools``.
"""

import shutil
import sys

OLDEST = (3, 11)
NEWEST_TRIED = (3, 14)


def find_newer_python() -> str:
    """Return the name of a Python on the PATH that is new enough, or an empty string."""
    for minor in range(NEWEST_TRIED[1], OLDEST[1] - 1, -1):
        name = "python3.{}".format(minor)  # noqa: UP032
        if shutil.which(name):
            return name
    return ""


def main() -> int:
    """Check the Python version, then hand over to ``devtools``."""
    if sys.version_info < OLDEST:
        newer = find_newer_python()
        hint = "; try: {} packaging/dev.py".format(newer) if newer else ""  # noqa: UP032
        sys.stderr.write(
            "ReLU Viz needs Python {}.{} or newer, this is {}{}\n".format(  # noqa: UP032
                OLDEST[0], OLDEST[1], sys.version.split()[0], hint
            )
        )
        return 2
    from devtools.commands import main as devtools_main

    return devtools_main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

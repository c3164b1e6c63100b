"""``reluviz show``: what a document holds and how good it is."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from reluviz.cli.arguments import Parser
from reluviz.cli.report import print_report
from reluviz.document.storage import load
from reluviz.maths.measure import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["run"]


def run(words: Sequence[str]) -> int:
    """Report a file.

    Raises
    ------
    InputError
        If the arguments or the file cannot be used.
    """
    parser = Parser(
        "reluviz show", description="Print the formula, the hinges, the errors and par of a document."
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    arguments = parser.read(words)
    start = perf_counter()
    document = load(arguments.file)
    errors = measure(document.model, document.target)
    print_report(document, errors, perf_counter() - start, as_json=arguments.json)
    return 0

"""``reluviz make``: a document from a target and a sum, without a window."""

from __future__ import annotations

import argparse
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from reluviz.cli.arguments import Parser, read_numbers
from reluviz.cli.output import print_report
from reluviz.document.document import Document, refitted
from reluviz.document.storage import save
from reluviz.errors import InputError
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.measure import measure
from reluviz.targets.library import LIBRARY
from reluviz.targets.target import Target

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["run"]

_EXAMPLES = """\
examples:
  reluviz make --target square --sum "g(x) + g(-x) + g(2x-2) + g(-2x-2)"
  reluviz make --target sine --interval -3 3 --knots -2,-1,0,1,2 -o sine.reluviz
"""


def run(words: Sequence[str]) -> int:
    """Make a document, report it and save it if asked to.

    Raises
    ------
    InputError
        If the arguments, or the place for the file, cannot be used.
    """
    arguments = _parser().read(words)
    start = perf_counter()
    document = _document(arguments)
    errors = measure(document.model, document.target)
    seconds = perf_counter() - start
    if arguments.output is not None:
        save(document, arguments.output)
    print_report(document, errors, seconds, as_json=arguments.json)
    return 0


def _parser() -> Parser:
    parser = Parser(
        "reluviz make",
        {"--interval": 2, "--sum": 1, "--knots": 1},
        description="Make a document from a target and a sum of hinges, and report its errors.",
        epilog=_EXAMPLES,
    )
    parser.add_argument("--target", required=True, metavar="T", help=f"one of {', '.join(LIBRARY)}")
    parser.add_argument(
        "--interval", metavar="A B", help="where to approximate it (the target's usual interval if not given)"
    )
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--sum", metavar="FORMULA", help="a sum of hinges, taken as it is: nothing is fitted")
    kind.add_argument(
        "--knots", metavar="T1,T2,…", help="right-facing hinges at these knots, their slopes fitted"
    )
    parser.add_argument(
        "--bias",
        action=argparse.BooleanOptionalAction,
        help="whether fits change the constant, now and later (yes with --knots, no with --sum)",
    )
    parser.add_argument(
        "--linear",
        action=argparse.BooleanOptionalAction,
        help="whether fits change the linear term, likewise",
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="save the document there")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    return parser


def _document(arguments: argparse.Namespace) -> Document:
    target = Target.named(arguments.target, _interval(arguments.interval))
    is_fitted = arguments.knots is not None
    document = Document(
        target,
        HingeSum(),
        free_bias=is_fitted if arguments.bias is None else arguments.bias,
        free_linear=is_fitted if arguments.linear is None else arguments.linear,
    )
    if not is_fitted:
        return replace(document, model=HingeSum.parse(arguments.sum))
    knots = read_numbers("--knots", arguments.knots)
    return refitted(document.with_model(HingeSum([Hinge(knot) for knot in knots])))


def _interval(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    ends = read_numbers("--interval", text)
    if len(ends) != 2:
        raise InputError(f"--interval needs 2 numbers, as in --interval -3 3, not {len(ends)}")
    return ends[0], ends[1]

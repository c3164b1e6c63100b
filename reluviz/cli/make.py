"""``reluviz make``: a document from a target and a sum, given or fitted, without a window."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from reluviz.cli.arguments import Parser, read_numbers
from reluviz.cli.report import print_report
from reluviz.document.document import Document, refitted
from reluviz.document.storage import save
from reluviz.errors import InputError
from reluviz.fitting.norms import checked_norm
from reluviz.fitting.placement import place_hinges
from reluviz.fitting.tolerance import hinges_for_tolerance
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.measure import measure
from reluviz.targets.library import LIBRARY
from reluviz.targets.points import DATA_SUFFIXES
from reluviz.targets.target import USUAL_INTERVAL, Target

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["run"]

_EXAMPLES = """\
examples:
  reluviz make --target square --sum "g(x) + g(-x) + g(2x-2) + g(-2x-2)"
  reluviz make --target sine --interval -3 3 --knots -2,-1,0,1,2 -o sine.reluviz
  reluviz make --target exp --hinges 8 --norm max
  reluviz make --target runge --tolerance 0.01 --norm max --json
  reluviz make --target measured.csv --hold-out 0.2 --hinges 6
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
        {"--interval": 2, "--sum": 1, "--knots": 1, "--hinges": 1, "--tolerance": 1, "--hold-out": 1},
        description="Make a document from a target and a sum of hinges, given or fitted, and report it.",
        epilog=_EXAMPLES,
    )
    parser.add_argument(
        "--target",
        required=True,
        metavar="T",
        help=f'one of {", ".join(LIBRARY)}; or a formula in x, as in "sin(3x) + |x|/2"',
    )
    parser.add_argument(
        "--interval", metavar="A B", help="where to approximate it (the target's usual interval if not given)"
    )
    parser.add_argument(
        "--hold-out",
        metavar="SHARE",
        help="of data: keep that share of the points from fits, as in 0.2, and report the error on them too",
    )
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--sum", metavar="FORMULA", help="a sum of hinges, taken as it is: nothing is fitted")
    kind.add_argument(
        "--knots", metavar="T1,T2,…", help="right-facing hinges at these knots, their slopes fitted"
    )
    kind.add_argument("--hinges", metavar="K", help="K hinges, knots and slopes as good as can be found")
    kind.add_argument(
        "--tolerance", metavar="E", help="as few hinges as keep the error at or below E, likewise placed"
    )
    parser.add_argument(
        "--norm",
        default="l2",
        metavar="N",
        help="the error that fits make smallest, now and later: l2 (the RMSE; the usual one), max or l1",
    )
    parser.add_argument(
        "--bias",
        action=argparse.BooleanOptionalAction,
        help="whether fits change the constant, now and later (no with --sum, else yes)",
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
    target = _target(arguments.target, _interval(arguments.interval))
    if arguments.hold_out is not None:
        target = target.holding_out(_one_number("--hold-out", arguments.hold_out))
    is_fitted = arguments.sum is None
    document = Document(
        target,
        HingeSum(),
        free_bias=is_fitted if arguments.bias is None else arguments.bias,
        free_linear=is_fitted if arguments.linear is None else arguments.linear,
        norm=checked_norm(arguments.norm),
    )
    if arguments.sum is not None:
        return document.with_model(HingeSum.parse(arguments.sum))
    if arguments.knots is not None:
        knots = read_numbers("--knots", arguments.knots)
        return refitted(document.with_model(HingeSum([Hinge(knot) for knot in knots])))
    norm, bias, linear = document.norm, document.free_bias, document.free_linear
    if arguments.hinges is not None:
        count = _count(arguments.hinges)
        placed = place_hinges(target, count, norm=norm, bias=bias, linear=linear)
    else:
        tolerance = _one_number("--tolerance", arguments.tolerance)
        placed = hinges_for_tolerance(target, tolerance, norm=norm, bias=bias, linear=linear)
    return document.with_model(placed.sum)


def _target(text: str, interval: tuple[float, float] | None) -> Target:
    """Return what `--target` names: a file with data, an entry of the library, or else a formula in x."""
    if text.lower().endswith(DATA_SUFFIXES):
        # Reading tables is a large part of the package that few runs need.
        from reluviz.targets.data import read_points

        table = read_points(Path(text))
        if table.skipped or table.left_out:
            print(table.report(), file=sys.stderr)
        return table.target(interval)
    try:
        return Target.named(text, interval)
    except InputError as unknown:
        if text.strip().replace("_", "").isalnum() and text.strip() not in ("x", "1"):
            # A single word is a name that was misspelt rather than a formula.
            with suppress(InputError):
                return Target.expression(text, interval or USUAL_INTERVAL)
            raise unknown from None
    return Target.expression(text, interval or USUAL_INTERVAL)


def _count(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InputError(f"--hinges takes a whole number, as in --hinges 8; {text!r} is none") from None


def _one_number(option: str, text: str) -> float:
    numbers = read_numbers(option, text)
    if len(numbers) != 1:
        raise InputError(f"{option} takes one number, as in {option} 0.1, not {len(numbers)}")
    return numbers[0]


def _interval(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    ends = read_numbers("--interval", text)
    if len(ends) != 2:
        raise InputError(f"--interval needs 2 numbers, as in --interval -3 3, not {len(ends)}")
    return ends[0], ends[1]

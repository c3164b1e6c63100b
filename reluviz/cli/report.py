"""What the commands say about a document: a text to read, or one JSON object."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from reluviz.cli.output import say
from reluviz.fitting.norms import error_in
from reluviz.fitting.par import Par, par
from reluviz.maths.formula import number_text
from reluviz.maths.measure import measure_at
from reluviz.targets.library import LibraryFunction

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.maths.hinges import HingeSum
    from reluviz.maths.measure import Errors
    from reluviz.targets.target import Target

__all__ = ["print_report"]

_DIGITS = 6
#: Placing more hinges takes seconds, which nobody asked for who only wants to see a file.
_MOST_FOR_PAR = 200
#: An error this small is none, and one that near to par is par.
_NOTHING, _REACHED = 1e-11, 1.0005
_NORM_NAMES = {"l2": "RMSE", "max": "max |h−f|", "l1": "mean |h−f|"}


def print_report(document: Document, errors: Errors, seconds: float, *, as_json: bool) -> None:
    """Print a document and its errors: a text to read, or one JSON object."""
    say(_json_report(document, errors, seconds) if as_json else _text_report(document, errors))


def _json_report(document: Document, errors: Errors, seconds: float) -> str:
    model, target, best = document.model, document.target, _par(document)
    source, test_errors = target.source, _test_errors(document)
    report = {
        "target": source.key if isinstance(source, LibraryFunction) else target.text,
        "interval": list(target.interval),
        "bias": model.bias,
        "slope": model.slope,
        "hinges": [
            {"knot": hinge.knot, "facing": _facing(hinge.facing), "slope": hinge.slope}
            for hinge in model.hinges
        ],
        "error": asdict(errors),
        **({} if test_errors is None else {"test_error": asdict(test_errors)}),
        "norm": document.norm,
        # The smallest error with as many hinges that is known; and what no sum gets below.
        "par": None if best is None else best.error,
        "par_bound": None if best is None else best.lower_bound,
        "par_is_certain": None if best is None else best.is_certain,
        "seconds": seconds,
    }
    if target.remarks:
        return json.dumps({**report, "remarks": target.remarks})
    return json.dumps(report)


def _test_errors(document: Document) -> Errors | None:
    """Return the errors at the points that fits did not see, or None if they saw all."""
    points = document.target.points_held_out
    return None if points is None else measure_at(document.model, points)


def _par(document: Document) -> Par | None:
    count = len(document.model)
    return par(document.target, count, document.norm) if count <= _MOST_FOR_PAR else None


def _par_text(document: Document, errors: Errors) -> str:
    best = _par(document)
    if best is None:
        return f"not looked for beyond {_MOST_FOR_PAR} hinges"
    yours = error_in(document.norm, errors)
    name = "best possible" if best.is_certain else "best known"
    text = f"{name} {_NORM_NAMES[document.norm]} with {_hinges(best.count)}: {_short(best.error)}"
    if yours <= _REACHED * best.error:
        return f"{text} (reached)"
    if best.error > _NOTHING * max(1.0, yours):
        return f"{text} (this is {number_text(yours / best.error, 3)} times that)"
    return text


def _hinges(count: int) -> str:
    return "1 hinge" if count == 1 else f"{count} hinges"


def _text_report(document: Document, errors: Errors) -> str:
    model, held_out, remarks = document.model, document.target.points_held_out, document.target.remarks
    facts = [
        ("target", _target_text(document.target)),
        ("h(x)", model.formula(_DIGITS)),
        *([("note", f"{remarks[0]}: {'; '.join(remarks[1:])}")] if remarks else []),
        *_error_facts(errors),
        ("par", _par_text(document, errors)),
    ]
    test_errors = _test_errors(document)
    if held_out is not None and test_errors is not None:
        count = "1 point" if held_out.x.size == 1 else f"{held_out.x.size:,} points"
        facts += [("", ""), ("held out", count), *_error_facts(test_errors)]
    width = max(len(label) for label, _ in facts)
    lines = [f"{label:<{width}}  {text}".rstrip() for label, text in facts]
    return "\n".join([*lines[:2], "", *_hinge_table(model), "", *lines[2:]])


def _error_facts(errors: Errors) -> list[tuple[str, str]]:
    return [
        ("RMSE", _short(errors.rmse)),
        ("max |h−f|", f"{_short(errors.max)} at x = {_short(errors.max_at)}"),
        ("mean ½(h−f)²", _short(errors.mean_half_square)),
        ("mean |h−f|", _short(errors.mean_abs)),
    ]


def _target_text(target: Target) -> str:
    start, end = target.interval
    text = f"{target.text} on [{_short(start)}, {_short(end)}]"
    # A name from a file may hold what a terminal would obey.
    return "".join(character if character.isprintable() else "?" for character in text)


def _hinge_table(model: HingeSum) -> list[str]:
    rows = [("hinge", "knot", "facing", "slope")]
    rows += [
        (str(number), _short(hinge.knot), _facing(hinge.facing), _short(hinge.slope))
        for number, hinge in enumerate(model.hinges, start=1)
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows]


def _facing(facing: int) -> str:
    return "right" if facing > 0 else "left"


def _short(value: float) -> str:
    return number_text(value, _DIGITS)

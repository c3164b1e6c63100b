"""What the commands print: one report as text or as JSON, and one line for an error."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from reluviz.errors import InputError
from reluviz.maths.formula import number_text
from reluviz.targets.library import LibraryFunction

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.maths.hinges import HingeSum
    from reluviz.maths.measure import Errors
    from reluviz.targets.target import Target

__all__ = ["complain", "discard_output", "print_report", "say"]

_DIGITS = 6


def say(text: str) -> None:
    """Print to standard output, whatever its encoding.

    Raises
    ------
    InputError
        If standard output takes no more, as on a full disk.
    BrokenPipeError
        If nobody reads it any longer.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        print(text.encode(encoding, "replace").decode(encoding), flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        discard_output()
        raise InputError(f"standard output cannot be written: {(error.strerror or '').lower()}") from None


def complain(message: str) -> None:
    """Print a message to standard error, on one line whatever is in it."""
    words = " ".join(message.split())
    line = "".join(character if character.isprintable() else "?" for character in words)
    # Whoever closed standard error wants to hear nothing.
    with suppress(OSError):
        print(f"reluviz: {line}", file=sys.stderr, flush=True)


def discard_output() -> None:
    """Send what is left for standard output nowhere, or the interpreter would fail on it when it ends."""
    with suppress(OSError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def print_report(document: Document, errors: Errors, seconds: float, *, as_json: bool) -> None:
    """Print a document and its errors: a text to read, or one JSON object."""
    say(_json_report(document, errors, seconds) if as_json else _text_report(document, errors))


def _json_report(document: Document, errors: Errors, seconds: float) -> str:
    model, target = document.model, document.target
    source = target.source
    report = {
        "target": source.key if isinstance(source, LibraryFunction) else source.name,
        "interval": list(target.interval),
        "bias": model.bias,
        "slope": model.slope,
        "hinges": [
            {"knot": hinge.knot, "facing": _facing(hinge.facing), "slope": hinge.slope}
            for hinge in model.hinges
        ],
        "error": {
            "rmse": errors.rmse,
            "max": errors.max,
            "max_at": errors.max_at,
            "mean_half_square": errors.mean_half_square,
            "mean_abs": errors.mean_abs,
        },
        # The smallest error possible with as many hinges, once hinges can be placed.
        "par": None,
        "seconds": seconds,
    }
    return json.dumps(report)


def _text_report(document: Document, errors: Errors) -> str:
    model = document.model
    facts = [
        ("target", _target_text(document.target)),
        ("h(x)", model.formula(_DIGITS)),
        ("RMSE", _short(errors.rmse)),
        ("max |h−f|", f"{_short(errors.max)} at x = {_short(errors.max_at)}"),
        ("mean ½(h−f)²", _short(errors.mean_half_square)),
        ("mean |h−f|", _short(errors.mean_abs)),
    ]
    width = max(len(label) for label, _ in facts)
    lines = [f"{label:<{width}}  {text}" for label, text in facts]
    return "\n".join([*lines[:2], "", *_hinge_table(model), "", *lines[2:]])


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

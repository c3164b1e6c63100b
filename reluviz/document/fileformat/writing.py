"""A document as the text of its file: the same document always gives the same bytes.

Floats are written with all the digits that it takes to read them back exactly; -0 is written as 0, which it
equals.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from reluviz.document.edits import count_hinges
from reluviz.document.fileformat.limits import check_counts, check_name, check_size
from reluviz.document.fileformat.versions import FILES, LOCKS
from reluviz.errors import InputError
from reluviz.targets.drawn import DrawnCurve
from reluviz.targets.library import LIBRARY, LibraryFunction
from reluviz.targets.points import DataPoints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reluviz.document.document import Document, Pin
    from reluviz.document.figure_style import FigureStyle
    from reluviz.maths.hinges import HingeSum
    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.target import Target

__all__ = ["VERSION", "encode_document"]

#: Of what this program writes; it reads this and every earlier version.
VERSION = len(FILES)
#: So many numbers are written at once: what they take stays in the processor's cache.
_AT_ONCE = 8192
_LOCK_ENTRIES = {0: "", **{lock: f', "locked": "{name}"' for name, lock in LOCKS.items()}}


def encode_document(document: Document) -> bytes:
    """Return the contents of the file that holds `document`.

    Raises
    ------
    InputError
        If it is larger than `decode_document` would take, or a name in it is no text.
    """
    model = document.model
    check_counts(count_hinges(document), 0)
    start, end = (value + 0.0 for value in document.target.interval)
    head = f"""{{
  "format": "reluviz",
  "version": {VERSION},
  "target": {{
    """
    rest = f"""
  }},
  "interval": [{start!r}, {end!r}],
  "model": {_model_text(model, document.lock_bits.tolist(), "  ")},
  "fit": {{
    "free_bias": {_truth(document.free_bias)},
    "free_linear": {_truth(document.free_linear)},
    "keep_fitted": {_truth(document.keep_fitted)},
    "norm": "{document.norm}"
  }},
  "pins": {_pins_text(document.pins)}{_style_text(document.figure_style)}
}}
"""
    try:
        data = b"".join([head.encode(), *_target_parts(document.target), rest.encode()])
    except UnicodeEncodeError as error:
        character = f"U+{ord(error.object[error.start]):04X}"
        raise InputError(
            f"the name of the data, of a pin or in the figure style holds half a character ({character}); "
            "give it another"
        ) from None
    check_size(len(data))
    return data


def _target_parts(target: Target) -> Iterator[bytes]:
    """Yield the text of a target bit by bit: as one string, a million points would be copied many times."""
    for number, entry in enumerate(_target_entries(target)):
        yield b",\n    " if number else b""
        if isinstance(entry, str):
            yield entry.encode()
        else:
            name, values = entry
            yield f'"{name}": '.encode()
            yield from _list_parts(values)


def _target_entries(target: Target) -> list[str | tuple[str, FloatArray]]:
    """Return what is written of a target: texts, and columns of numbers with their names."""
    entries: list[str | tuple[str, FloatArray]]
    source = target.source
    if isinstance(source, LibraryFunction):
        entry = LIBRARY.get(source.key)
        if entry is None or entry.with_values(source.named_values) != source:
            raise InputError(f"the target {source.name!r} cannot be saved: it is not one of the library's")
        entries = ['"kind": "library"', f'"name": {json.dumps(source.key)}']
        if source.values != entry.values:
            values = (f"{json.dumps(key)}: {value + 0.0!r}" for key, value in source.named_values.items())
            entries.append(f'"values": {{{", ".join(values)}}}')
    elif isinstance(source, DrawnCurve):
        entries = [
            '"kind": "drawn"',
            ("x", source.x),
            ("y", source.y),
            f'"smoothing": {source.smoothing + 0.0!r}',
        ]
    elif not isinstance(source, DataPoints):
        entries = ['"kind": "expression"', f'"text": {json.dumps(source.text)}']
    else:
        check_counts(0, source.x.size)
        check_name(source.name)
        entries = [
            '"kind": "points"',
            f'"name": {json.dumps(source.name, ensure_ascii=False)}',
            ("x", source.x),
            ("y", source.y),
        ]
        if source.weights is not None:
            entries.append(("weights", source.weights))
    if target.held_out is not None:
        share, seed = target.held_out.share, target.held_out.seed
        entries.append(f'"held_out": {{"share": {share!r}, "seed": {seed}}}')
    return entries


def _model_text(model: HingeSum, locks: list[int], indent: str) -> str:
    return f"""{{
{indent}  "kind": "hinge-sum",
{indent}  "bias": {model.bias + 0.0!r},
{indent}  "slope": {model.slope + 0.0!r},
{indent}  "hinges": {_hinges_text(model, locks, indent)}
{indent}}}"""


def _hinges_text(model: HingeSum, locks: list[int], indent: str) -> str:
    if len(model) == 0:
        return "[]"
    facings = ("right" if facing > 0 else "left" for facing in model.facings.tolist())
    entries = map(_LOCK_ENTRIES.__getitem__, locks)
    rows = zip((model.knots + 0.0).tolist(), facings, (model.slopes + 0.0).tolist(), entries, strict=True)
    lines = (
        f'{indent}    {{"knot": {knot!r}, "facing": "{facing}", "slope": {slope!r}{lock}}}'
        for knot, facing, slope, lock in rows
    )
    return "[\n" + ",\n".join(lines) + f"\n{indent}  ]"


def _pins_text(pins: tuple[Pin, ...]) -> str:
    if not pins:
        return "[]"
    return "[\n" + ",\n".join(map(_pin_text, pins)) + "\n  ]"


def _pin_text(pin: Pin) -> str:
    return f"""    {{
      "name": {json.dumps(pin.name, ensure_ascii=False)},
      "shown": {_truth(pin.is_shown)},
      "model": {_model_text(pin.model, [0] * len(pin.model), "      ")}
    }}"""


def _style_text(style: FigureStyle) -> str:
    if not style:
        return ""
    text = json.dumps(dict(style), ensure_ascii=False, indent=2).replace("\n", "\n  ")
    return f',\n  "figure_style": {text}'


def _list_parts(values: FloatArray) -> Iterator[bytes]:
    yield b"["
    for start in range(0, values.size, _AT_ONCE):
        # Of a million numbers Python's own digits take a second, and the window would stand still.
        numbers = msgspec.json.encode((values[start : start + _AT_ONCE] + 0.0).tolist())
        yield b", " if start else b""
        yield numbers[1:-1].replace(b",", b", ")
    yield b"]"


def _truth(value: bool) -> str:
    return "true" if value else "false"

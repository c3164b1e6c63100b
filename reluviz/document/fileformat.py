"""The .reluviz file: a document as versioned, readable JSON, and back.

The same document always gives the same bytes. Floats are written with all the digits that it takes to read
them back exactly; -0 is written as 0, which it equals. Reading trusts nothing: whatever the bytes are, there
is a valid document at the end or one InputError, in time and memory bounded by the limits below.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

import msgspec
import numpy as np

from reluviz.document.document import KNOT_LOCK, MOST_PINS, SLOPE_LOCK, Document, Pin
from reluviz.document.edits import MOST_HINGES, count_hinges
from reluviz.document.file_problems import malformed, misfit, quoted
from reluviz.errors import InputError
from reluviz.fitting.norms import Norm  # noqa: TC001 - msgspec reads the annotations
from reluviz.maths.hinges import HingeSum
from reluviz.targets.drawn import MOST_DRAWN, DrawnCurve
from reluviz.targets.held_out import HeldOut
from reluviz.targets.library import LIBRARY, LibraryFunction
from reluviz.targets.points import DataPoints
from reluviz.targets.target import Target

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray

__all__ = ["LARGEST_FILE", "MOST_POINTS", "VERSION", "decode_document", "encode_document"]

#: Of what this program writes; it reads this and every earlier version.
VERSION = 4
#: In bytes: as many data points and hinges as are allowed fit in, whatever their digits.
LARGEST_FILE = 96_000_000
MOST_POINTS = 1_000_000
LONGEST_NAME = 1_000
#: A number in text takes two bytes at least and sixteen times as much in memory: more of them than three
#: columns of data and all hinges have are refused before one is read.
_MOST_COMMAS = 3 * MOST_POINTS + 4 * MOST_HINGES + LONGEST_NAME + 100 * MOST_PINS


class _Header(msgspec.Struct):
    format: str = ""
    version: int = 0


class _LibraryV1(msgspec.Struct, tag="library", tag_field="kind", forbid_unknown_fields=True):
    name: str


class _LibraryV3(_LibraryV1, tag="library", tag_field="kind", forbid_unknown_fields=True):
    values: dict[str, float] | msgspec.UnsetType = msgspec.UNSET


class _HeldOut(msgspec.Struct, forbid_unknown_fields=True):
    share: float
    seed: int


class _Library(_LibraryV3, tag="library", tag_field="kind", forbid_unknown_fields=True):
    held_out: _HeldOut | msgspec.UnsetType = msgspec.UNSET


class _Expression(msgspec.Struct, tag="expression", tag_field="kind", forbid_unknown_fields=True):
    text: str


class _PointsV1(msgspec.Struct, tag="points", tag_field="kind", forbid_unknown_fields=True):
    name: str
    x: list[float]
    y: list[float]
    weights: list[float] | None = None


class _Points(_PointsV1, tag="points", tag_field="kind", forbid_unknown_fields=True):
    held_out: _HeldOut | msgspec.UnsetType = msgspec.UNSET


class _Drawn(msgspec.Struct, tag="drawn", tag_field="kind", forbid_unknown_fields=True):
    x: list[float]
    y: list[float]
    smoothing: float


class _HingeV1(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    knot: float
    facing: Literal["left", "right"]
    slope: float


class _Hinge(_HingeV1, forbid_unknown_fields=True, gc=False):
    # Not None where it is missing, or a file could say null.
    locked: Literal["knot", "slope", "both"] | msgspec.UnsetType = msgspec.UNSET


class _HingeSumV1(msgspec.Struct, tag="hinge-sum", tag_field="kind", forbid_unknown_fields=True):
    bias: float
    slope: float
    hinges: list[_HingeV1]


class _HingeSum(msgspec.Struct, tag="hinge-sum", tag_field="kind", forbid_unknown_fields=True):
    bias: float
    slope: float
    hinges: list[_Hinge]


class _FitV1(msgspec.Struct, forbid_unknown_fields=True):
    free_bias: bool
    free_linear: bool
    keep_fitted: bool


class _Fit(_FitV1, forbid_unknown_fields=True):
    norm: Norm


class _FileV1(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    version: int
    target: _LibraryV1 | _PointsV1
    interval: tuple[float, float]
    model: _HingeSumV1
    fit: _FitV1


class _FileV2(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    version: int
    target: _LibraryV1 | _PointsV1
    interval: tuple[float, float]
    model: _HingeSum
    fit: _Fit


class _Pin(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    shown: bool
    model: _HingeSumV1


class _FileV3(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    version: int
    target: _LibraryV3 | _Expression | _PointsV1
    interval: tuple[float, float]
    model: _HingeSum
    fit: _Fit
    pins: list[_Pin]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    version: int
    target: _Library | _Expression | _Points | _Drawn
    interval: tuple[float, float]
    model: _HingeSum
    fit: _Fit
    pins: list[_Pin]


_AnyFile: TypeAlias = _FileV1 | _FileV2 | _FileV3 | _File


_Struct = TypeVar("_Struct", bound=msgspec.Struct)
_header_decoder = msgspec.json.Decoder(_Header)
#: By version.
_file_decoders: dict[int, msgspec.json.Decoder[_AnyFile]] = {
    version: msgspec.json.Decoder(kind) for version, kind in enumerate((_FileV1, _FileV2, _FileV3, _File), 1)
}
#: What the file calls a lock, and the lock; one that is free is not written.
_LOCKS = {"knot": KNOT_LOCK, "slope": SLOPE_LOCK, "both": KNOT_LOCK | SLOPE_LOCK}
_LOCK_ENTRIES = {0: "", **{lock: f', "locked": "{name}"' for name, lock in _LOCKS.items()}}


def encode_document(document: Document) -> bytes:
    """Return the contents of the file that holds `document`.

    Raises
    ------
    InputError
        If it is larger than `decode_document` would take, or a name in it is no text.
    """
    model = document.model
    _check_counts(count_hinges(document), 0)
    start, end = (value + 0.0 for value in document.target.interval)
    text = f"""{{
  "format": "reluviz",
  "version": {VERSION},
  "target": {{
    {_target_text(document.target)}
  }},
  "interval": [{start!r}, {end!r}],
  "model": {_model_text(model, document.lock_bits.tolist(), "  ")},
  "fit": {{
    "free_bias": {_truth(document.free_bias)},
    "free_linear": {_truth(document.free_linear)},
    "keep_fitted": {_truth(document.keep_fitted)},
    "norm": "{document.norm}"
  }},
  "pins": {_pins_text(document.pins)}
}}
"""
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        character = f"U+{ord(text[error.start]):04X}"
        raise InputError(
            f"the name of the data or of a pin holds half a character ({character}); give it another"
        ) from None
    _check_size(len(data))
    return data


def _target_text(target: Target) -> str:
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
            f'"x": {_list_text(source.x)}',
            f'"y": {_list_text(source.y)}',
            f'"smoothing": {source.smoothing + 0.0!r}',
        ]
    elif not isinstance(source, DataPoints):
        entries = ['"kind": "expression"', f'"text": {json.dumps(source.text)}']
    else:
        _check_counts(0, source.x.size)
        _check_name(source.name)
        entries = [
            '"kind": "points"',
            f'"name": {json.dumps(source.name, ensure_ascii=False)}',
            f'"x": {_list_text(source.x)}',
            f'"y": {_list_text(source.y)}',
        ]
        if source.weights is not None:
            entries.append(f'"weights": {_list_text(source.weights)}')
    if target.held_out is not None:
        share, seed = target.held_out.share, target.held_out.seed
        entries.append(f'"held_out": {{"share": {share!r}, "seed": {seed}}}')
    return ",\n    ".join(entries)


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


def _list_text(values: FloatArray) -> str:
    # Of a million numbers Python's own digits take a second, and the window would stand still.
    return msgspec.json.encode((values + 0.0).tolist()).decode().replace(",", ", ")


def _truth(value: bool) -> str:
    return "true" if value else "false"


def decode_document(data: bytes) -> Document:
    """Return the document that the contents of a file hold.

    Raises
    ------
    InputError
        If they hold none, in the words that follow "cannot be opened:".
    """
    _check_size(len(data))
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        raise InputError("the file is empty")
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise InputError(f"it is no text in UTF-8 (byte {error.start + 1:,})") from None
    version = _checked_version(data)
    if data.count(b",") > _MOST_COMMAS:
        raise InputError(f"it holds more than {MOST_POINTS:,} data points or {MOST_HINGES:,} hinges")
    return _document(_decoded(_file_decoders[version], data))


def _checked_version(data: bytes) -> int:
    """Judge the header before the rest, of which only its own version knows what is right."""
    header = _decoded(_header_decoder, data)
    if header.format != "reluviz":
        raise InputError('it is no ReLU Viz document: "format" must be "reluviz"')
    if header.version > VERSION:
        raise InputError(
            f"it was saved by a newer ReLU Viz: its version is above {VERSION}, the newest "
            "that this program reads; update ReLU Viz"
        )
    if header.version < 1:
        raise InputError(f'"version" must be a whole number from 1 to {VERSION}')
    return header.version


def _decoded(decoder: msgspec.json.Decoder[_Struct], data: bytes) -> _Struct:
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as error:
        raise InputError(misfit(str(error))) from None
    except msgspec.DecodeError as error:
        raise InputError(malformed(str(error), data)) from None
    except RecursionError:
        raise InputError("its brackets are nested too deeply for a document") from None


def _document(file: _AnyFile) -> Document:
    pins = file.pins if isinstance(file, _FileV3 | _File) else []
    _check_counts(len(file.model.hinges) + sum(len(pin.model.hinges) for pin in pins), 0)
    fit = file.fit
    document = Document(_target(file), _model(file.model), fit.free_bias, fit.free_linear, fit.keep_fitted)
    if isinstance(file, _FileV1):
        return document
    return replace(
        document,
        norm=file.fit.norm,
        locks=_locks(file.model.hinges),
        pins=tuple(Pin(pin.name, _model(pin.model), pin.shown) for pin in pins),
    )


def _model(model: _HingeSumV1 | _HingeSum) -> HingeSum:
    hinges = model.hinges
    return HingeSum.from_arrays(
        [hinge.knot for hinge in hinges],
        [1 if hinge.facing == "right" else -1 for hinge in hinges],
        [hinge.slope for hinge in hinges],
        model.bias,
        model.slope,
    )


def _locks(hinges: list[_Hinge]) -> bytes:
    return bytes([0 if hinge.locked is msgspec.UNSET else _LOCKS[hinge.locked] for hinge in hinges])


def _target(file: _AnyFile) -> Target:
    source = file.target
    if isinstance(source, _PointsV1):
        _check_counts(0, max(len(source.x), len(source.y), len(source.weights or ())))
        _check_name(source.name)
        target = Target.points(source.x, source.y, source.weights, file.interval, source.name)
    elif isinstance(source, _Expression):
        return Target.expression(source.text, file.interval)
    elif isinstance(source, _Drawn):
        count = len(source.x)
        if count != len(source.y):
            raise InputError(f"a drawing needs columns of equal length, not {count:,} and {len(source.y):,}")
        if count > MOST_DRAWN:
            raise InputError(f"a drawing has at most {MOST_DRAWN:,} points, not {count:,}")
        points = np.column_stack([source.x, source.y])
        return Target.drawn(points, file.interval, source.smoothing)
    else:
        entry = LIBRARY.get(source.name)
        if entry is None:
            raise InputError(
                f"there is no target {quoted(source.name)}; the library has {', '.join(LIBRARY)}"
            )
        values = (
            source.values if isinstance(source, _LibraryV3) and source.values is not msgspec.UNSET else {}
        )
        target = Target(entry.with_values(values), file.interval)
    held_out = source.held_out if isinstance(source, _Points | _Library) else msgspec.UNSET
    if held_out is msgspec.UNSET:
        return target
    return replace(target, held_out=HeldOut(held_out.share, held_out.seed))


def _check_size(size: int) -> None:
    if size > LARGEST_FILE:
        raise InputError(f"a document's file has at most {LARGEST_FILE // 1_000_000} MB")


def _check_counts(hinges: int, points: int) -> None:
    for count, most, what in ((hinges, MOST_HINGES, "hinges"), (points, MOST_POINTS, "data points")):
        if count > most:
            raise InputError(f"a document holds at most {most:,} {what}, not {count:,}")


def _check_name(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise InputError(f"the name of the data has at most {LONGEST_NAME:,} characters, not {len(name):,}")

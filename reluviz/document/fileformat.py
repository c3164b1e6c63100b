"""The .reluviz file: a document as versioned, readable JSON, and back.

The same document always gives the same bytes. Floats are written by ``repr`` and so read back exactly;
-0 is written as 0, which it equals. Reading trusts nothing: whatever the bytes are, there is a valid
document at the end or one InputError, in time and memory bounded by the limits below.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec

from reluviz.document.document import KNOT_LOCK, SLOPE_LOCK, Document
from reluviz.document.edits import MOST_HINGES
from reluviz.errors import InputError
from reluviz.fitting.norms import Norm  # noqa: TC001 - msgspec reads the annotations
from reluviz.maths.hinges import HingeSum
from reluviz.targets.library import LIBRARY, LibraryFunction
from reluviz.targets.target import Target

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray

__all__ = ["LARGEST_FILE", "MOST_POINTS", "VERSION", "decode_document", "encode_document"]

#: Of what this program writes; it reads this and every earlier version.
VERSION = 2
#: In bytes.
LARGEST_FILE = 64_000_000
MOST_POINTS = 1_000_000
LONGEST_NAME = 1_000
#: A number in text takes two bytes at least and sixteen times as much in memory: more of them than three
#: columns of data and all hinges have are refused before one is read.
_MOST_COMMAS = 3 * MOST_POINTS + 4 * MOST_HINGES + LONGEST_NAME + 100
_LONGEST_QUOTE = 60


class _Header(msgspec.Struct):
    format: str = ""
    version: int = 0


class _Library(msgspec.Struct, tag="library", tag_field="kind", forbid_unknown_fields=True):
    name: str


class _Points(msgspec.Struct, tag="points", tag_field="kind", forbid_unknown_fields=True):
    name: str
    x: list[float]
    y: list[float]
    weights: list[float] | None = None


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
    target: _Library | _Points
    interval: tuple[float, float]
    model: _HingeSumV1
    fit: _FitV1


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    version: int
    target: _Library | _Points
    interval: tuple[float, float]
    model: _HingeSum
    fit: _Fit


_Struct = TypeVar("_Struct", bound=msgspec.Struct)
_header_decoder = msgspec.json.Decoder(_Header)
_file_v1_decoder = msgspec.json.Decoder(_FileV1)
_file_decoder = msgspec.json.Decoder(_File)
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
    _check_counts(len(model), 0)
    start, end = (value + 0.0 for value in document.target.interval)
    text = f"""{{
  "format": "reluviz",
  "version": {VERSION},
  "target": {{
    {_target_text(document.target)}
  }},
  "interval": [{start!r}, {end!r}],
  "model": {{
    "kind": "hinge-sum",
    "bias": {model.bias + 0.0!r},
    "slope": {model.slope + 0.0!r},
    "hinges": {_hinges_text(document)}
  }},
  "fit": {{
    "free_bias": {_truth(document.free_bias)},
    "free_linear": {_truth(document.free_linear)},
    "keep_fitted": {_truth(document.keep_fitted)},
    "norm": "{document.norm}"
  }}
}}
"""
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        character = f"U+{ord(text[error.start]):04X}"
        raise InputError(
            f"the name of the data holds half a character ({character}); give it another"
        ) from None
    _check_size(len(data))
    return data


def _target_text(target: Target) -> str:
    source = target.source
    if isinstance(source, LibraryFunction):
        if LIBRARY.get(source.key) is not source:
            raise InputError(f"the target {source.name!r} cannot be saved: it is not one of the library's")
        entries = ['"kind": "library"', f'"name": {json.dumps(source.key)}']
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
    return ",\n    ".join(entries)


def _hinges_text(document: Document) -> str:
    model = document.model
    if len(model) == 0:
        return "[]"
    facings = ("right" if facing > 0 else "left" for facing in model.facings.tolist())
    locks = map(_LOCK_ENTRIES.__getitem__, document.lock_bits.tolist())
    rows = zip((model.knots + 0.0).tolist(), facings, (model.slopes + 0.0).tolist(), locks, strict=True)
    lines = (
        f'      {{"knot": {knot!r}, "facing": "{facing}", "slope": {slope!r}{lock}}}'
        for knot, facing, slope, lock in rows
    )
    return "[\n" + ",\n".join(lines) + "\n    ]"


def _list_text(values: FloatArray) -> str:
    return f"[{', '.join(map(repr, (values + 0.0).tolist()))}]"


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
    if version == 1:
        return _document(_decoded(_file_v1_decoder, data))
    return _document(_decoded(_file_decoder, data))


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
        raise InputError(_misfit(str(error))) from None
    except msgspec.DecodeError as error:
        raise InputError(_malformed(str(error), data)) from None
    except RecursionError:
        raise InputError("its brackets are nested too deeply for a document") from None


def _document(file: _FileV1 | _File) -> Document:
    hinges = file.model.hinges
    _check_counts(len(hinges), 0)
    model = HingeSum.from_arrays(
        [hinge.knot for hinge in hinges],
        [1 if hinge.facing == "right" else -1 for hinge in hinges],
        [hinge.slope for hinge in hinges],
        file.model.bias,
        file.model.slope,
    )
    fit = file.fit
    document = Document(_target(file), model, fit.free_bias, fit.free_linear, fit.keep_fitted)
    if isinstance(file, _FileV1):
        return document
    return replace(document, norm=file.fit.norm, locks=_locks(file.model.hinges))


def _locks(hinges: list[_Hinge]) -> bytes:
    return bytes([0 if hinge.locked is msgspec.UNSET else _LOCKS[hinge.locked] for hinge in hinges])


def _target(file: _FileV1 | _File) -> Target:
    source = file.target
    if isinstance(source, _Points):
        _check_counts(0, max(len(source.x), len(source.y), len(source.weights or ())))
        _check_name(source.name)
        return Target.points(source.x, source.y, source.weights, file.interval, source.name)
    entry = LIBRARY.get(source.name)
    if entry is None:
        raise InputError(f"there is no target {_quoted(source.name)}; the library has {', '.join(LIBRARY)}")
    return Target(entry, file.interval)


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


# What msgspec reports, in words for a person who has never heard of it.

_TYPES = {
    "float": "a number",
    "int": "a whole number",
    "str": "text in quotation marks",
    "bool": "true or false",
    "array": "a list",
    "object": "an object in braces",
    "null": "null",
}
_EXPECTED_VALUES = {
    "target.kind": "library or points",
    "model.kind": "hinge-sum",
    "fit.norm": "l2, max or l1",
    "facing": "left or right",
    "locked": "knot, slope or both",
}


def _misfit(report: str) -> str:
    """Translate such as "Expected `float`, got `str` - at `$.model.bias`"."""
    problem, found_path, path = report.rpartition(" - at `$")
    where = path.rstrip("`").removeprefix(".") or "the top"
    if not found_path:
        problem, where = report, "the top"
    if match := re.fullmatch(r"Object (missing required|contains unknown) field `(.*)`", problem, re.DOTALL):
        is_missing = match[1].startswith("missing")
        found = f"{_quoted(match[2])} is missing" if is_missing else f"{_quoted(match[2])} is not known"
        return f"at {where}, {found}"
    if match := re.fullmatch(r"Invalid (?:enum )?value '(.*)'", problem, re.DOTALL):
        expected = _EXPECTED_VALUES.get(where) or _EXPECTED_VALUES.get(where.rpartition(".")[2], "another")
        return f"at {where}, {_quoted(match[1])} is not known; expected {expected}"
    if "out of range" in problem:
        return f"at {where}, the number is too large"
    plain = re.sub(r"`(\w+)`", lambda match: _TYPES.get(match[1], match[1]), problem)
    return f"at {where}, {plain[:1].lower()}{plain[1:].replace(', got ', ', found ')}"


def _malformed(report: str, data: bytes) -> str:
    """Translate such as "JSON is malformed: invalid character (byte 27)"."""
    match = re.fullmatch(r"JSON is malformed: (.*) \(byte (\d+)\)", report, re.DOTALL)
    if match is None:
        return "it is no complete JSON: it ends too early"
    before = data[: int(match[2])]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
    return f"it is no JSON: {match[1]} in line {line:,} at character {column:,}"


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…")

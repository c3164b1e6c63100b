"""A document from the bytes of its file, whichever version wrote them.

Reading trusts nothing: whatever the bytes are, there is a valid document at the end or one InputError, in
time and memory bounded by the limits of the format.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import msgspec
import numpy as np

from reluviz.document.document import Document, Pin
from reluviz.document.edits import MOST_HINGES
from reluviz.document.fileformat.limits import MOST_COMMAS, MOST_POINTS, check_counts, check_name, check_size
from reluviz.document.fileformat.problems import malformed, misfit, quoted
from reluviz.document.fileformat.versions import (
    FILES,
    LOCKS,
    AnyFile,
    DrawnEntry,
    ExpressionEntry,
    File,
    FileV1,
    FileV3,
    FileV4,
    Header,
    HingeEntry,
    HingeSumEntry,
    HingeSumEntryV1,
    LibraryEntry,
    LibraryEntryV3,
    PointsEntry,
    PointsEntryV1,
)
from reluviz.errors import InputError
from reluviz.maths.hinges import HingeSum
from reluviz.targets.drawn import MOST_DRAWN
from reluviz.targets.held_out import HeldOut
from reluviz.targets.library import LIBRARY
from reluviz.targets.target import Target

__all__ = ["decode_document"]

_Struct = TypeVar("_Struct", bound=msgspec.Struct)
_header_decoder = msgspec.json.Decoder(Header)
#: By version.
_decoders: dict[int, msgspec.json.Decoder[AnyFile]] = {
    version: msgspec.json.Decoder(kind) for version, kind in enumerate(FILES, 1)
}


def decode_document(data: bytes) -> Document:
    """Return the document that the contents of a file hold.

    Raises
    ------
    InputError
        If they hold none, in the words that follow "cannot be opened:".
    """
    check_size(len(data))
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        raise InputError("the file is empty")
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise InputError(f"it is no text in UTF-8 (byte {error.start + 1:,})") from None
    version = _checked_version(data)
    if data.count(b",") > MOST_COMMAS:
        raise InputError(f"it holds more than {MOST_POINTS:,} data points or {MOST_HINGES:,} hinges")
    return _document(_decoded(_decoders[version], data))


def _checked_version(data: bytes) -> int:
    """Judge the header before the rest, of which only its own version knows what is right."""
    header = _decoded(_header_decoder, data)
    if header.format != "reluviz":
        raise InputError('it is no ReLU Viz document: "format" must be "reluviz"')
    if header.version > len(FILES):
        raise InputError(
            f"it was saved by a newer ReLU Viz: its version is above {len(FILES)}, the newest "
            "that this program reads; update ReLU Viz"
        )
    if header.version < 1:
        raise InputError(f'"version" must be a whole number from 1 to {len(FILES)}')
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


def _document(file: AnyFile) -> Document:
    pins = file.pins if isinstance(file, FileV3 | FileV4) else []
    check_counts(len(file.model.hinges) + sum(len(pin.model.hinges) for pin in pins), 0)
    fit = file.fit
    document = Document(_target(file), _model(file.model), fit.free_bias, fit.free_linear, fit.keep_fitted)
    if isinstance(file, FileV1):
        return document
    style = file.figure_style if isinstance(file, File) else msgspec.UNSET
    return replace(
        document,
        norm=file.fit.norm,
        locks=_locks(file.model.hinges),
        pins=tuple(Pin(pin.name, _model(pin.model), pin.shown) for pin in pins),
        figure_style=() if style is msgspec.UNSET else tuple(style.items()),
    )


def _model(model: HingeSumEntryV1 | HingeSumEntry) -> HingeSum:
    hinges = model.hinges
    return HingeSum.from_arrays(
        [hinge.knot for hinge in hinges],
        [1 if hinge.facing == "right" else -1 for hinge in hinges],
        [hinge.slope for hinge in hinges],
        model.bias,
        model.slope,
    )


def _locks(hinges: list[HingeEntry]) -> bytes:
    return bytes([0 if hinge.locked is msgspec.UNSET else LOCKS[hinge.locked] for hinge in hinges])


def _target(file: AnyFile) -> Target:
    source = file.target
    if isinstance(source, PointsEntryV1):
        check_counts(0, max(len(source.x), len(source.y), len(source.weights or ())))
        check_name(source.name)
        target = Target.points(source.x, source.y, source.weights, file.interval, source.name)
    elif isinstance(source, ExpressionEntry):
        return Target.expression(source.text, file.interval)
    elif isinstance(source, DrawnEntry):
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
            source.values if isinstance(source, LibraryEntryV3) and source.values is not msgspec.UNSET else {}
        )
        target = Target(entry.with_values(values), file.interval)
    held_out = source.held_out if isinstance(source, PointsEntry | LibraryEntry) else msgspec.UNSET
    if held_out is msgspec.UNSET:
        return target
    return replace(target, held_out=HeldOut(held_out.share, held_out.seed))

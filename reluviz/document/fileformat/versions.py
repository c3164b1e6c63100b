"""What a file of each version of the format holds: the later ones by what they have more than the earlier."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from reluviz.document.document import KNOT_LOCK, SLOPE_LOCK
from reluviz.fitting.norms import Norm  # noqa: TC001 - msgspec reads the annotations

__all__ = [
    "FILES",
    "LOCKS",
    "AnyFile",
    "DrawnEntry",
    "ExpressionEntry",
    "File",
    "FileV1",
    "FileV2",
    "FileV3",
    "FileV4",
    "FitEntry",
    "FitEntryV1",
    "Header",
    "HeldOutEntry",
    "HingeEntry",
    "HingeEntryV1",
    "HingeSumEntry",
    "HingeSumEntryV1",
    "LibraryEntry",
    "LibraryEntryV1",
    "LibraryEntryV3",
    "PinEntry",
    "PointsEntry",
    "PointsEntryV1",
]

#: What the file calls a lock, and the lock; one that is free is not written.
LOCKS = {"knot": KNOT_LOCK, "slope": SLOPE_LOCK, "both": KNOT_LOCK | SLOPE_LOCK}


class Header(msgspec.Struct):
    """What is read before anything else."""

    format: str = ""
    version: int = 0


class LibraryEntryV1(msgspec.Struct, tag="library", tag_field="kind", forbid_unknown_fields=True):
    """A function of the library."""

    name: str


class LibraryEntryV3(LibraryEntryV1, tag="library", tag_field="kind", forbid_unknown_fields=True):
    """One with values of its parameters."""

    values: dict[str, float] | msgspec.UnsetType = msgspec.UNSET


class HeldOutEntry(msgspec.Struct, forbid_unknown_fields=True):
    """Which points fits do not see."""

    share: float
    seed: int


class LibraryEntry(LibraryEntryV3, tag="library", tag_field="kind", forbid_unknown_fields=True):
    """One with points held out."""

    held_out: HeldOutEntry | msgspec.UnsetType = msgspec.UNSET


class ExpressionEntry(msgspec.Struct, tag="expression", tag_field="kind", forbid_unknown_fields=True):
    """A formula that was typed."""

    text: str


class PointsEntryV1(msgspec.Struct, tag="points", tag_field="kind", forbid_unknown_fields=True):
    """Data."""

    name: str
    x: list[float]
    y: list[float]
    weights: list[float] | None = None


class PointsEntry(PointsEntryV1, tag="points", tag_field="kind", forbid_unknown_fields=True):
    """Data of which some are held out."""

    held_out: HeldOutEntry | msgspec.UnsetType = msgspec.UNSET


class DrawnEntry(msgspec.Struct, tag="drawn", tag_field="kind", forbid_unknown_fields=True):
    """A curve that was drawn."""

    x: list[float]
    y: list[float]
    smoothing: float


class HingeEntryV1(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A hinge."""

    knot: float
    facing: Literal["left", "right"]
    slope: float


class HingeEntry(HingeEntryV1, forbid_unknown_fields=True, gc=False):
    """A hinge that can be locked."""

    # Not None where it is missing, or a file could say null.
    locked: Literal["knot", "slope", "both"] | msgspec.UnsetType = msgspec.UNSET


class HingeSumEntryV1(msgspec.Struct, tag="hinge-sum", tag_field="kind", forbid_unknown_fields=True):
    """A sum."""

    bias: float
    slope: float
    hinges: list[HingeEntryV1]


class HingeSumEntry(msgspec.Struct, tag="hinge-sum", tag_field="kind", forbid_unknown_fields=True):
    """A sum with locks."""

    bias: float
    slope: float
    hinges: list[HingeEntry]


class FitEntryV1(msgspec.Struct, forbid_unknown_fields=True):
    """What a fit may change."""

    free_bias: bool
    free_linear: bool
    keep_fitted: bool


class FitEntry(FitEntryV1, forbid_unknown_fields=True):
    """That, and which error it makes smallest."""

    norm: Norm


class FileV1(msgspec.Struct, forbid_unknown_fields=True):
    """Version 1."""

    format: str
    version: int
    target: LibraryEntryV1 | PointsEntryV1
    interval: tuple[float, float]
    model: HingeSumEntryV1
    fit: FitEntryV1


class FileV2(msgspec.Struct, forbid_unknown_fields=True):
    """Version 2: locks, and the norm."""

    format: str
    version: int
    target: LibraryEntryV1 | PointsEntryV1
    interval: tuple[float, float]
    model: HingeSumEntry
    fit: FitEntry


class PinEntry(msgspec.Struct, forbid_unknown_fields=True):
    """A sum kept under a name."""

    name: str
    shown: bool
    model: HingeSumEntryV1


class FileV3(msgspec.Struct, forbid_unknown_fields=True):
    """Version 3: pins, expressions, and values of parameters."""

    format: str
    version: int
    target: LibraryEntryV3 | ExpressionEntry | PointsEntryV1
    interval: tuple[float, float]
    model: HingeSumEntry
    fit: FitEntry
    pins: list[PinEntry]


class FileV4(msgspec.Struct, forbid_unknown_fields=True):
    """Version 4: drawn curves, and points held out."""

    format: str
    version: int
    target: LibraryEntry | ExpressionEntry | PointsEntry | DrawnEntry
    interval: tuple[float, float]
    model: HingeSumEntry
    fit: FitEntry
    pins: list[PinEntry]


class File(FileV4, forbid_unknown_fields=True):
    """Version 5: how figures look."""

    figure_style: dict[str, str | float | bool | None] | msgspec.UnsetType = msgspec.UNSET


AnyFile: TypeAlias = FileV1 | FileV2 | FileV3 | FileV4 | File

#: From version 1 on; the last is what is written today.
FILES: tuple[type[AnyFile], ...] = (FileV1, FileV2, FileV3, FileV4, File)

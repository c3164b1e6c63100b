"""The library of targets: each with its formula, a sensible interval and why it is interesting."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from reluviz.targets.library.cornered import CORNERS, RANDOM
from reluviz.targets.library.function import LibraryFunction, Parameter
from reluviz.targets.library.smooth import ACTIVATIONS, POWERS, WAVES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GROUPS", "LIBRARY", "LibraryFunction", "Parameter"]

#: The headings under which entries are offered, in order, with their entries.
GROUPS: Mapping[str, tuple[LibraryFunction, ...]] = MappingProxyType(
    {
        "Powers and roots": POWERS,
        "Waves": WAVES,
        "Activations": ACTIVATIONS,
        "Corners and jumps": CORNERS,
        "Chance": RANDOM,
    }
)

#: By key, in the order in which they are offered.
LIBRARY: Mapping[str, LibraryFunction] = MappingProxyType(
    {entry.key: entry for entries in GROUPS.values() for entry in entries}
)

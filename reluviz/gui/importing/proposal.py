"""How a table is understood: what was found out, and what a person put right."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

from reluviz.errors import InputError
from reluviz.targets.data import TableFormat, find_encoding, sniff_table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Proposal"]

#: What the rest is found out around, once a person has said it.
_KNOWN = ("delimiter", "decimal", "encoding", "quote")
_COLUMNS = ("x_column", "y_column", "weight_column")


@dataclass(frozen=True)
class Proposal:
    """A table with the format proposed for it.

    Attributes
    ----------
    data : bytes
    corrections : mapping of str to object
        Parts of the format that a person put right; the others are found out around them.

    Raises
    ------
    InputError
        Of its format: if the data is no text.
    """

    data: bytes
    corrections: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_corrected(self) -> bool:
        """Whether a person has changed anything."""
        return bool(self.corrections)

    @cached_property
    def form(self) -> TableFormat:
        """The format."""
        known = {part: value for part, value in self.corrections.items() if part in _KNOWN}
        try:
            found = sniff_table(self.data, **known)
        except InputError:
            # A table that nobody makes out may still be put right by hand, if it is a text.
            encoding = known.pop("encoding", None) or find_encoding(self.data)
            found = TableFormat(known.pop("delimiter", ","), encoding=encoding, **known)
        rest = {part: value for part, value in self.corrections.items() if part not in known}
        return replace(found, **rest)

    def corrected(self, part: str, value: object) -> Proposal:
        """Return the proposal after a person has chosen another value for a part of the format.

        A column that was used for something else changes places with the one chosen. With another delimiter
        or encoding columns are others, so what was chosen before is forgotten.
        """
        corrections = dict(self.corrections)
        if part in _COLUMNS:
            before = {one: getattr(self.form, one) for one in _COLUMNS}
            other = next((one for one in _COLUMNS if one != part and before[one] == value), None)
            if value is not None and other is not None:
                corrections[other] = before[part]
                if corrections.get("y_column", 0) is None:
                    # There must be one.
                    used = {value, *before.values()}
                    corrections["y_column"] = next(column for column in count() if column not in used)
        elif part in ("decimal", "quote"):
            # What stands beside it on the screen was right, or would have been put right too.
            corrections.setdefault("delimiter", self.form.delimiter)
        else:
            for column in _COLUMNS if part in _KNOWN else ():
                corrections.pop(column, None)
        corrections[part] = value
        return replace(self, corrections=corrections)

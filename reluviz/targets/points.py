"""Data points as a source of targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray

__all__ = ["DATA_SUFFIXES", "DataPoints"]

#: What files with tables of data are usually called.
DATA_SUFFIXES = (".csv", ".tsv", ".txt", ".dat")


@dataclass(frozen=True, eq=False)
class DataPoints:
    """Data as a source of targets: sorted by x, read-only. Made by `Target.points`."""

    x: FloatArray
    y: FloatArray
    weights: FloatArray | None = None
    name: str = "Data"

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, DataPoints)
            and self.name == other.name
            and np.array_equal(self.x, other.x)
            and np.array_equal(self.y, other.y)
            and (
                self.weights is other.weights
                or (
                    self.weights is not None
                    and other.weights is not None
                    and np.array_equal(self.weights, other.weights)
                )
            )
        )

    def __hash__(self) -> int:
        # Adding 0 turns -0 into 0: what is equal must have the same hash.
        return hash((self.name, (self.x + 0.0).tobytes(), (self.y + 0.0).tobytes()))

"""The colours of a scene: one palette for the window and the figures: light, dark or of high contrast.

Target, sum and error follow Okabe and Ito's colours that everyone can tell apart; widths, dashes and
shapes differ too, so that no meaning hangs on colour alone. The palette of high contrast has the same hues,
darker: a projector in a bright room washes the others out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from reluviz.assets import resource_path

__all__ = ["PALETTES", "Palette", "palette"]

PALETTES = ("light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Palette:
    """Named colours, each ``#RRGGBB``; `units` are taken in turn by the hinges.

    `is_strong` says that no colour may be made paler: see `strength`.
    """

    name: str
    background: str
    window: str
    panel: str
    border: str
    text: str
    muted: str
    grid: str
    axis: str
    outside: str
    target: str
    sum: str
    error: str
    error_fill: str
    ghost: str
    accent: str
    accent_text: str
    danger: str
    units: tuple[str, ...]
    is_strong: bool = False

    def unit(self, index: int) -> str:
        """Return the colour of hinge `index`."""
        return self.units[index % len(self.units)]

    def strength(self, share: float) -> float:
        """Return how much of its colour a pale line keeps: `share`, in high contrast all of it."""
        return 1.0 if self.is_strong else share


@cache
def palette(name: str) -> Palette:
    """Return the palette ``"light"``, ``"dark"`` or ``"contrast"``."""
    values = json.loads(resource_path("themes", f"{name}.json").read_text(encoding="utf-8"))
    return Palette(**{**values, "units": tuple(values["units"])})

"""The examples that ship with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.assets import resource_path
from reluviz.document.storage import load

if TYPE_CHECKING:
    from reluviz.document.document import Document

__all__ = ["EXAMPLES", "load_example"]

#: File name without suffix, and what the menu calls it.
EXAMPLES = (
    ("parabola", "x² by hand: h₁ against h₂"),
    ("modulus", "|x| exactly, by two hinges"),
    ("sine", "sin x: by eye against the best six"),
    ("step", "A step, by two steep hinges"),
)


def load_example(key: str) -> Document:
    """Return the document of an example; raises InputError or FileNotFoundError if the file is damaged."""
    return load(resource_path("examples", f"{key}.reluviz"))

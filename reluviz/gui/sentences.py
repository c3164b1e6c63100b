"""Messages made into sentences: what the core says begins in the middle of one."""

from __future__ import annotations

__all__ = ["capital", "sentence"]


def capital(text: object) -> str:
    """Return a text with a capital at its start."""
    words = str(text)
    return words[:1].upper() + words[1:]


def sentence(text: object) -> str:
    """Return a text as a whole sentence, with a capital and a full stop; of nothing nothing."""
    words = capital(text)
    return words if not words or words.endswith((".", "?", "!")) else f"{words}."

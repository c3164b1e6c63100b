"""Keeps what is not saved, offers what a crash left behind, and knows what other windows have open."""

from __future__ import annotations

from reluviz.gui.recovery.recovery import Recovery

__all__ = ["Recovery"]

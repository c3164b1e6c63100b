"""What is not saved yet, kept where a crash does not reach it, and found again at the next start.

The recovery folder has up to three files for each running program, all of one name: a lock, which the system
frees when the program ends in whatever way; a note, which says which file is open; and, while something is
not saved, a copy of the document, a file like any other .reluviz file. A copy whose lock is free was left
behind. No program touches what another one holds.
"""

from __future__ import annotations

from reluviz.document.recovery.left_behind import Copy, find_copies, is_open_elsewhere
from reluviz.document.recovery.slot import Slot

__all__ = ["Copy", "Slot", "find_copies", "is_open_elsewhere"]

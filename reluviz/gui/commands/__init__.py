"""Every command of the window in one list: it feeds menus, toolbar, palette, shortcuts and help."""

from __future__ import annotations

from reluviz.gui.commands.command import Command
from reluviz.gui.commands.documents import DOCUMENTS
from reluviz.gui.commands.fits import FITS
from reluviz.gui.commands.help import HELP
from reluviz.gui.commands.hinges import HINGES
from reluviz.gui.commands.views import VIEWS

__all__ = ["COMMANDS", "Command"]

COMMANDS: tuple[Command, ...] = (*DOCUMENTS, *HINGES, *FITS, *VIEWS, *HELP)

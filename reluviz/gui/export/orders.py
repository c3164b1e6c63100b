"""An order to write figures: what, where and how. It can be looked at, carried out, and carried out again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reluviz.errors import InputError
from reluviz.figures import export_files, export_picture, files_of, sequence_length
from reluviz.figures.batch import batch_figures, export_batch
from reluviz.figures.formats import has_steps

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reluviz.document.document import Document
    from reluviz.figures import FigureOptions
    from reluviz.figures.batch import Over
    from reluviz.figures.formats import Format
    from reluviz.fitting.norms import Watch
    from reluviz.gui.export.source import FigureSource

__all__ = ["Order"]


@dataclass(frozen=True, slots=True)
class Order:
    """One figure, or one of every size or pin.

    Attributes
    ----------
    path : Path
        Of the figure; of many figures, that to whose name the size or the pin is added.
    format : Format
    options : FigureOptions
    over : Over or None
        What changes from figure to figure; None for a single one.
    """

    path: Path
    format: Format
    options: FigureOptions
    over: Over | None = None

    def figures(self, source: FigureSource) -> int:
        """Return how many figures it is about; raises InputError if there can be none."""
        return len(self._parts(source)) or 1

    def pictures(self, source: FigureSource) -> int:
        """Return how many pictures there are to draw; raises InputError if there are no such steps."""
        if not has_steps(self.format, self.options):
            return self.figures(source)
        return sum(sequence_length(document, options) for document, _, options in self._parts(source)) or 1

    def files(self, source: FigureSource) -> tuple[Path, ...]:
        """Return the files that would be written; raises InputError if there can be none."""
        files = (
            file
            for document, path, options in self._parts(source)
            for file in files_of(document, path, self.format.key, options)
        )
        return tuple(files) or (self.path,)

    def _parts(self, source: FigureSource) -> list[tuple[Document, Path, FigureOptions]]:
        """Return document, place and options of each figure; nothing where there is no document."""
        if source.document is None:
            return []
        if self.over is None:
            return [(source.document, self.path, self.options)]
        folder, name = self.path.parent, self.path.stem
        return batch_figures(source.document, folder, name, self.format.key, self.options, self.over)

    def write(self, source: FigureSource, watch: Watch) -> Iterable[tuple[Path, ...]]:
        """Write it, and give the files of each figure once they are there; called in another thread.

        Raises
        ------
        InputError
            If something cannot be made or written; what was given before that stays.
        """
        format, options = self.format, self.options
        if source.document is None:
            if format.kind != "picture" or self.over is not None:
                raise InputError(f"this figure cannot be written as {format.name}")
            export_picture(source.compose(options), self.path, options, format.key, watch)
            return [(self.path,)]
        if self.over is None:
            return [export_files(source.document, self.path, format.key, options, watch)]
        folder, name = self.path.parent, self.path.stem
        return export_batch(source.document, folder, name, format.key, options, self.over, watch)

"""Source text of several steps as one: what they share is written once, the rest for its slides alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

__all__ = ["Overlays", "slides"]


class Overlays:
    """Blocks of lines in drawing order, collected step by step."""

    def __init__(self) -> None:
        self._order: list[Hashable] = []
        self._variants: dict[Hashable, dict[tuple[str, ...], list[int]]] = {}

    def add(self, step: int, blocks: Sequence[tuple[Hashable, list[str]]]) -> None:
        """Add the blocks of a step, each with what it is; the same thing keeps its place among the others."""
        after = -1
        for key, lines in blocks:
            if key not in self._variants:
                self._variants[key] = {}
                self._order.insert(after + 1, key)
            after = self._order.index(key)
            if lines:
                self._variants[key].setdefault(tuple(lines), []).append(step)

    def lines(self, count: int) -> list[str]:
        r"""Return the source text for slides 1 to `count`, in Beamer's ``\only`` where slides differ."""
        written: list[str] = []
        for key in self._order:
            for lines, steps in self._variants[key].items():
                if len(steps) == count or all(line.startswith("%") for line in lines):
                    written += lines
                elif len(lines) == 1:
                    # A comment at its end would take in the brace.
                    line = lines[0][:-1] if lines[0].endswith("}%") else lines[0]
                    written.append(rf"\only<{slides(steps, count)}>{{{line}}}%")
                else:
                    written += [rf"\only<{slides(steps, count)}>{{%", *lines, "}%"]
        return written


def slides(steps: list[int], count: int) -> str:
    """Return numbers of steps from 0 as Beamer's numbers of slides: ``1,3-5,8-``."""
    runs: list[list[int]] = []
    for step in steps:
        if runs and runs[-1][1] == step - 1:
            runs[-1][1] = step
        else:
            runs.append([step, step])
    ends = [(first + 1, "" if last == count - 1 else last + 1) for first, last in runs]
    return ",".join(f"{first}" if first in (last, count) else f"{first}-{last}" for first, last in ends)

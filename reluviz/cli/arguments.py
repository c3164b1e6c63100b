"""Reading the words of a command line, with one sentence for whatever is wrong with them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

from reluviz.cli.output import say
from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from _typeshed import SupportsWrite

__all__ = ["Parser", "read_numbers"]


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are input errors.

    Parameters
    ----------
    prog : str
        The command as it is typed.
    signed : mapping, optional
        The options whose values may begin with a minus, and how many values each has. An option with
        several values gets them as one text, joined by commas.
    description, epilog : str
        Above and below the options in the help.
    """

    def __init__(
        self,
        prog: str,
        signed: Mapping[str, int] | None = None,
        *,
        description: str,
        epilog: str | None = None,
    ) -> None:
        super().__init__(
            prog,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            description=description,
            epilog=epilog,
        )
        self._signed = signed or {}

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Return what the words mean.

        Raises
        ------
        InputError
            If they mean nothing.
        SystemExit
            After help was asked for and printed.
        """
        return self.parse_args(_joined(words, self._signed))

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print before ending the process."""
        raise InputError(f"{message}; see {self.prog} --help")

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        """Print help as all other output, so that a closed pipe is noticed."""
        say(self.format_help().rstrip())


def _joined(words: Sequence[str], signed: Mapping[str, int]) -> list[str]:
    """Write ``--interval -3 3`` as ``--interval=-3,3``: a word with a minus in front looks like an option."""
    joined: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            return [*joined, word, *rest]
        count = signed.get(word, 0)
        values = rest[:count]
        if count and len(values) == count and not any(value.startswith("--") for value in values):
            del rest[:count]
            word = f"{word}={','.join(values)}"
        elif count > 1:
            raise InputError(f"{word} needs {count} numbers after it, as in {word} -3 3")
        joined.append(word)
    return joined


def read_numbers(option: str, text: str) -> list[float]:
    """Return the numbers of a list such as ``-1,0,1``.

    Raises
    ------
    InputError
        If a part of it is no number, saying which.
    """
    numbers = []
    for part in text.split(","):
        try:
            numbers.append(float(part))
        except ValueError:
            raise InputError(
                f"{option} takes numbers separated by commas, as in {option} -1,0,1; {part.strip()!r} is none"
            ) from None
    return numbers

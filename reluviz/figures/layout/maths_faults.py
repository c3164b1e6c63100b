"""What is wrong with the mathematics in a label, in words of people who type it."""

from __future__ import annotations

import re

from matplotlib.mathtext import MathTextParser

__all__ = ["label_problem"]

_DOLLAR = re.compile(r"(?<!\\)\$")
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|.", re.DOTALL)
_LONGEST_QUOTE = 40
#: What the reader of mathematics says in the end, and how that is said to people.
_UNKNOWN = re.compile(r"Unknown symbol: (\\?\w+|.)")
_TWICE = re.compile(r"Double (sub|super)script")
_WANTED = re.compile(r"Expected (\\[a-z]+\S*)")
_PLACE = re.compile(r"\(at char (\d+)\)")


def label_problem(text: str) -> str | None:
    """Return what is wrong with the mathematics in a title or a label, in one sentence; None: nothing.

    One dollar sign alone is a price and no mathematics. Only by who holds `ONE_AT_A_TIME`.
    """
    parts = _DOLLAR.split(text)
    if len(parts) <= 2:
        return None
    if len(parts) % 2 == 0:
        return f"one of {len(parts) - 1} dollar signs has no partner; write \\$ for one that is meant as such"
    for part in parts[1::2]:
        if fault := _fault_of(part):
            return f"“${_quoted(part)}$” cannot be set: {fault}"
    return None


def _fault_of(maths: str) -> str:
    """Return what is wrong with what stands between two dollar signs, or nothing."""
    if not maths.strip():
        return r"there is nothing between the dollar signs; write \$ for one that is meant as such"
    try:
        MathTextParser("path").parse(f"${maths}$")
    except RecursionError:
        return "it is nested too deeply"
    except ValueError as error:
        return _brace_fault(maths) or _said(maths, str(error))
    return ""


def _brace_fault(maths: str) -> str:
    opened: list[int] = []
    for token in _TOKEN.finditer(maths):
        if token[0] == "{":
            opened.append(token.start())
        elif token[0] == "}":
            if not opened:
                return f"the brace }} after “{_end_of(maths[: token.start()])}” has no partner"
            opened.pop()
    return f"the brace “{_quoted(maths[opened[-1] :])}” is not closed" if opened else ""


def _said(maths: str, message: str) -> str:
    """Return in plain words what the reader of mathematics says."""
    # Of several lines the last says what was expected, and where.
    last = message.strip().splitlines()[-1] if message.strip() else ""
    if found := re.search(r"(?<!\\)[%#]", maths):
        return f"write \\{found[0]} for {found[0]}"
    if found := _UNKNOWN.search(last):
        known = {r"\right": r"\right has no \left before it", r"\begin": r"it knows no \begin … \end"}
        return known.get(found[1], f"there is no command {found[1]}")
    if found := _TWICE.search(last):
        what, sign = ("exponents", "^") if found[1] == "super" else ("indices", "_")
        return f"something has two {what}; braces say what belongs together, as in {{x{sign}1}}{sign}2"
    if r"Expected '\\right'" in last:
        return r"\left has no \right after it"
    if found := _WANTED.search(last):
        return f"a command is not complete; it is written {found[1].rstrip(',')}"
    place = _PLACE.search(last)
    rest = maths[int(place[1]) :] if place else ""
    if not rest.strip():
        return f"after “{_end_of(maths)}” something is missing"
    return f"it cannot be read from “{_quoted(rest)}” on"


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


def _end_of(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"…{text[1 - _LONGEST_QUOTE :]}"

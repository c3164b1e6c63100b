"""From characters to tokens: numbers, names, signs, and superscripts written out as powers."""

from __future__ import annotations

import difflib
import math
import re
from typing import NamedTuple

from reluviz.errors import InputError
from reluviz.targets.expression.tree import known_names

__all__ = ["LONGEST_TEXT", "ExpressionError", "Token", "near_names", "tokens_of"]

LONGEST_TEXT = 1000
DEEPEST_NESTING = 50

#: Signs that are typed in several ways, all one character long so that positions stay what they are.
_SAME_AS = str.maketrans(
    {
        **dict.fromkeys("−–‒", "-"),
        **dict.fromkeys("·×⋅∙∗", "*"),
        **dict.fromkeys("÷∕⁄", "/"),
        **dict.fromkeys("\u00a0\u2009\u202f\u2007\u200a", " "),
        "∣": "|",
        "：": ":",
    }
)
# \s and \d would let other scripts in; a number has one reading only.
_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>log10(?![0-9])|log2(?![0-9])|[A-Za-z_]+|[πτ])"
    r"|(?P<sign><=|>=|==|!=|\*\*|[-+*/(),^|<>?:≤≥≠√∛⌊⌋⌈⌉])"
    r"|(?P<fraction>[½¼¾⅓⅔⅛])"
    r"|(?P<power>[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ˣᵉ]+)"
)
_BLANKS = " \t\r\n"
_SIGNS = {"**": "^", "≤": "<=", "≥": ">=", "≠": "!="}
_GREEK = {"π": "pi", "τ": "tau"}
_FRACTIONS = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ˣᵉ", "0123456789+-()xe")
#: What cannot be read, and what to write instead.
_ADVICE = {
    "=": "has no place here; write the right-hand side only, or == to compare",
    ";": "does not part arguments; write a comma",
    "[": "is no bracket here; use round brackets ( )",
    "]": "is no bracket here; use round brackets ( )",
    "{": "is no bracket here; use round brackets ( )",
    "}": "is no bracket here; use round brackets ( )",
    "%": "is not known; write mod(u, v) for what is left after dividing, or /100",
    "!": "is not known; there are no factorials here",
    "&": "is not known; write and between conditions",
    "'": "is not known; derivatives and quoted text have no place here",
    '"': "is not known; quoted text has no place here",
    "°": "is not known; angles are in radians, write pi/180",
    "∞": "is no number",
    "Σ": "is not known; write the terms of the sum one by one",
    "∑": "is not known; write the terms of the sum one by one",
}
_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉ₓᵢⱼₖₙ"


class ExpressionError(InputError):
    """An expression that cannot be read; `position` counts characters from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"at character {position + 1}: {message}")
        self.position = position


class Token(NamedTuple):
    """One word of an expression: kind is number, name, sign or end."""

    kind: str
    text: str
    position: int
    value: float = 0.0
    raised: bool = False


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text, the last one being its end.

    Raises
    ------
    ExpressionError
        If it is too long, nested too deeply, or holds what has no meaning; nothing is parsed before that.
    """
    if len(text) > LONGEST_TEXT:
        raise ExpressionError(f"expressions may have {LONGEST_TEXT:,} characters at most", LONGEST_TEXT)
    # A translation of one character by one, for positions.
    plain = text.translate(_SAME_AS)
    tokens: list[Token] = []
    position, depth, end = 0, 0, len(plain.rstrip(_BLANKS))
    while position < end:
        if plain[position] in _BLANKS:
            position += 1
            continue
        match = _TOKEN.match(plain, position)
        if match is None:
            raise _unreadable(text, position)
        tokens += _read(match)
        position = match.end()
        depth += (match.group() == "(") - (match.group() == ")")
        if depth > DEEPEST_NESTING:
            raise ExpressionError(f"brackets may be nested {DEEPEST_NESTING} deep at most", position - 1)
    tokens.append(Token("end", "", end))
    return tokens


def _read(match: re.Match[str]) -> list[Token]:
    kind, word, position = match.lastgroup or "", match.group(), match.start()
    if kind == "number":
        value = float(word)
        if not math.isfinite(value):
            raise ExpressionError(
                f"{_short(word)} is too large for a number; expected less than 1e308", position
            )
        return [Token(kind, word, position, value)]
    if kind == "fraction":
        return [Token("number", word, position, _FRACTIONS[word])]
    if kind == "power":
        return _power(word, position)
    if kind == "name":
        return [Token(kind, _GREEK.get(word, word), position)]
    return [Token(kind, _SIGNS.get(word, word), position)]


def _power(word: str, position: int) -> list[Token]:
    """Return ``²`` as ``^ ( 2 )``, each token where it stands."""
    inside = word.translate(_RAISED)
    tokens = [Token("sign", "^", position, raised=True), Token("sign", "(", position, raised=True)]
    start = 0
    while start < len(inside):
        # The letters one by one: no function has a name that can be raised.
        match = re.compile(r"(?P<number>[0-9]+)|(?P<name>[xe])|(?P<sign>[-+()])").match(inside, start)
        assert match is not None
        where = position + start
        value = float(match.group()) if match.lastgroup == "number" else 0.0
        if not math.isfinite(value):
            raise ExpressionError("this power is too large for a number; expected less than 1e308", where)
        tokens.append(Token(match.lastgroup or "", match.group(), where, value, raised=True))
        start = match.end()
    depth = 0
    for token in tokens[2:]:
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0:
            raise ExpressionError("this raised bracket closes nothing", token.position)
    if depth:
        raise ExpressionError("a raised bracket is not closed", position)
    return [*tokens, Token("sign", ")", position + len(word) - 1, raised=True)]


def _unreadable(text: str, position: int) -> ExpressionError:
    character = text[position]
    if character in _SUBSCRIPTS:
        return ExpressionError("there is one variable only, x; it takes no subscript", position)
    if character in _ADVICE:
        return ExpressionError(f"{character!r} {_ADVICE[character]}", position)
    if character.isdigit() and not character.isascii():
        return ExpressionError(f"{character!r} is not known; write digits as 0 to 9", position)
    return ExpressionError(
        f"{character!r} has no meaning here; "
        "expected a number, x, a function, a bracket or a sign such as + - * / ^",
        position,
    )


def near_names(name: str) -> str:
    """Return what a person may have meant by an unknown name, as the end of a sentence."""
    low = name.lower()
    parts = _parts(low)
    if low in known_names():
        return f"did you mean {low}?"
    if len(parts) > 1:
        return f"did you mean {'*'.join(parts[:-1])}*{parts[-1]}?" if not _calls(parts) else _called(parts)
    close = difflib.get_close_matches(low[:20], known_names(), n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]}?"
    return "expected x, pi, e or a function such as sin, exp, sqrt, abs, max"


def _parts(name: str) -> list[str]:
    """Return the known names that `name` is made of, longest first, or nothing."""
    parts: list[str] = []
    while name and len(parts) < 4:
        fitting = [known for known in known_names() if name.startswith(known) and known != "g"]
        if not fitting:
            return []
        parts.append(max(fitting, key=len))
        name = name[len(parts[-1]) :]
    return [] if name else parts


_VALUES = ("x", "e", "pi", "tau")


def _calls(parts: list[str]) -> bool:
    return any(part not in _VALUES for part in parts)


def _called(parts: list[str]) -> str:
    words = [part if part in _VALUES else f"{part} " for part in parts]
    written = "".join(
        word if not index else (word if words[index - 1].endswith(" ") else f"*{word}")
        for index, word in enumerate(words)
    )
    return f"did you mean {written.strip()}?"


def _short(word: str) -> str:
    return word if len(word) <= 20 else f"{word[:17]}…"

"""One line of a table: its cells, and the numbers in them."""

from __future__ import annotations

import math
import re
from functools import cache

__all__ = [
    "JOINED",
    "MISSING",
    "is_comment",
    "is_text",
    "number_in",
    "plain_number",
    "shortened",
    "split_cells",
]

#: Stands for a line break inside a quoted cell; blank to everything that reads cells.
JOINED = "\v"
#: How programs write that there is no value, in small letters.
MISSING = frozenset(
    (
        *(
            "",
            "nan",
            "-nan",
            "+nan",
            "na",
            "n/a",
            "n.a.",
            "null",
            "none",
            "nil",
            "-",
            "--",
            "?",
            ".",
            "missing",
        ),
        *("#n/a", "#nv", "#num!", "#zahl!", "#div/0!", "#value!", "#wert!", "#ref!", "#bezug!", "#name?"),
    )
)
_INFINITE = frozenset(
    sign + word for sign in ("", "+", "-") for word in ("inf", "infinity", "1.#inf", "1,#inf", "∞")
)
#: Spreadsheets write errors with a number sign in front, and these are cells.
_COMMENT = re.compile(r"\s*(?:%|//|#(?![A-Z][A-Z/]*[0-9]*[!?]|N/A|NV))")
_PLAIN = {
    ".": re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
    ",": re.compile(r"[+-]?(?:[0-9]+,?[0-9]*|,[0-9]+)(?:[eE][+-]?[0-9]+)?"),
}
_GROUPED = {
    ".": re.compile(r"[+-]?[0-9]{1,3}(?:([,' ’\u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]*)?"),
    ",": re.compile(r"[+-]?[0-9]{1,3}(?:([.' ’\u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})*(?:,[0-9]*)?"),
}
_GROUPS = str.maketrans("", "", ".,' ’\u00a0\u202f")
#: A number in a text file is never longer.
_LONGEST_NUMBER = 400
_LONGEST_SHOWN = 30


def is_comment(line: str) -> bool:
    """Tell whether a line is a comment: it begins with #, % or //."""
    return _COMMENT.match(line) is not None


def split_cells(line: str, delimiter: str, quote: str, most: int = -1) -> list[str]:
    """Return the cells of a line, without blanks and quotation marks around them.

    Only marks around a whole cell hold it together; others are characters like all, which csv.reader sees
    differently: a lone one would swallow the rest of the line. After `most` cells the rest may be missing or
    stay together.
    """
    if quote and quote in line:
        cells = _quoted_cells(line, delimiter, quote, most)
    else:
        cells = line.split(None if delimiter == " " else delimiter, most)
    return [cell.strip() for cell in cells]


def _quoted_cells(line: str, delimiter: str, quote: str, most: int) -> list[str]:
    pattern = _cell_pattern(delimiter, quote)
    cells: list[str] = []
    place = len(line) - len(line.lstrip()) if delimiter == " " else 0
    while len(cells) != most:
        match = pattern.match(line, place)
        if match is None:
            # Blanks at the end.
            break
        cells.append(match["bare"] if match["whole"] is None else match["whole"].replace(quote * 2, quote))
        place = match.end()
        if not match["end"]:
            break
    return cells


@cache
def _cell_pattern(delimiter: str, quote: str) -> re.Pattern[str]:
    mark = re.escape(quote)
    if delimiter == " ":
        end, no_end, blank = r"\s+", r"\S+", ""
    else:
        end = re.escape(delimiter)
        no_end, blank = f"[^{end}]*", rf"[^\S{end}]*"
    # Possessive: without ways back, time grows with the length of the line and no faster.
    whole = rf"{blank}{mark}(?P<whole>(?:[^{mark}]|{mark}{mark})*+){mark}{blank}"
    return re.compile(rf"(?:{whole}(?=(?:{end}|\Z))|(?P<bare>{no_end}))(?P<end>{end}|\Z)")


def plain_number(text: str, decimal: str) -> bool:
    """Tell whether a cell holds a number without groups of digits or other niceties."""
    return _PLAIN[decimal].fullmatch(text) is not None


def number_in(text: str, decimal: str) -> float | None:
    """Return the number in a cell without blanks around it: NaN for none, None for other text.

    Known are digits in groups of three, the typographic minus sign, and the D in Fortran's exponents. What
    is infinite or too large for float64 is infinite here.
    """
    if _PLAIN[decimal].fullmatch(text):
        # Thousands of digits take float() long, and no program writes them.
        return float(text.replace(",", ".")) if len(text) <= _LONGEST_NUMBER else None
    return _odd_number(text, decimal)


def _odd_number(text: str, decimal: str) -> float | None:
    word = text.casefold()
    if word in MISSING:
        return math.nan
    if word in _INFINITE:
        return math.inf
    if len(text) > _LONGEST_NUMBER:
        return None
    text = text.replace("\N{MINUS SIGN}", "-").replace("D", "e").replace("d", "e")
    if _PLAIN[decimal].fullmatch(text):
        return float(text.replace(",", "."))
    if _GROUPED[decimal].fullmatch(text):
        whole, _, rest = text.partition(decimal)
        return float(f"{whole.translate(_GROUPS)}.{rest}")
    return None


def is_text(text: str, decimal: str) -> bool:
    """Tell whether a cell holds something that is neither a number nor a sign for none."""
    return number_in(text, decimal) is None


def shortened(text: str, most: int = _LONGEST_SHOWN) -> str:
    """Return the text on one line, whatever is in it, cut where it is long."""
    text = text[: most + 1]
    text = "".join(
        character if character.isprintable() else " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )
    return text if len(text) <= most else f"{text[:most]}…"

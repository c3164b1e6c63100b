"""What is wrong with a file, in words for a person who has never heard of its reader, msgspec."""

from __future__ import annotations

import re

__all__ = ["malformed", "misfit", "quoted"]

_LONGEST_QUOTE = 60
_TYPES = {
    "float": "a number",
    "int": "a whole number",
    "str": "text in quotation marks",
    "bool": "true or false",
    "array": "a list",
    "object": "an object in braces",
    "null": "null",
}
_EXPECTED_VALUES = {
    "target.kind": "library, expression, points or drawn",
    "model.kind": "hinge-sum",
    "fit.norm": "l2, max or l1",
    "facing": "left or right",
    "locked": "knot, slope or both",
}


def misfit(report: str) -> str:
    """Put into words such as "Expected `float`, got `str` - at `$.model.bias`"."""
    problem, found_path, path = report.rpartition(" - at `$")
    where = path.rstrip("`").removeprefix(".") or "the top"
    if not found_path:
        problem, where = report, "the top"
    if match := re.fullmatch(r"Object (missing required|contains unknown) field `(.*)`", problem, re.DOTALL):
        is_missing = match[1].startswith("missing")
        found = f"{quoted(match[2])} is missing" if is_missing else f"{quoted(match[2])} is not known"
        return f"at {where}, {found}"
    if match := re.fullmatch(r"Invalid (?:enum )?value '(.*)'", problem, re.DOTALL):
        expected = _EXPECTED_VALUES.get(where) or _EXPECTED_VALUES.get(where.rpartition(".")[2], "another")
        return f"at {where}, {quoted(match[1])} is not known; expected {expected}"
    if "out of range" in problem:
        return f"at {where}, the number is too large"
    plain = re.sub(r"`(\w+)`", lambda match: _TYPES.get(match[1], match[1]), problem)
    return f"at {where}, {plain[:1].lower()}{plain[1:].replace(', got ', ', found ')}"


def malformed(report: str, data: bytes) -> str:
    """Put into words such as "JSON is malformed: invalid character (byte 27)"."""
    match = re.fullmatch(r"JSON is malformed: (.*) \(byte (\d+)\)", report, re.DOTALL)
    if match is None:
        return "it is no complete JSON: it ends too early"
    before = data[: int(match[2])]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
    return f"it is no JSON: {match[1]} in line {line:,} at character {column:,}"


def quoted(text: str) -> str:
    """Return a text from a file in quotation marks, shortened."""
    return repr(text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…")

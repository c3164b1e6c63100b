"""Checks a formula before it goes into a document in LaTeX: nothing but known mathematics passes."""

from __future__ import annotations

import re

__all__ = ["checked_maths"]

#: Letters, operators and relations, functions, brackets and spaces.
_LISTED = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi
varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi
Sigma Upsilon Phi Psi Omega ell hbar nabla partial infty forall exists emptyset prime times div cdot
pm mp ast star circ bullet cap cup wedge vee oplus otimes leq geq le ge neq ne ll gg equiv approx
sim simeq cong propto in notin ni subset supset subseteq supseteq to gets rightarrow leftarrow
leftrightarrow Rightarrow Leftarrow Leftrightarrow mapsto uparrow downarrow sum prod int oint surd
dots ldots cdots vdots colon mid sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth
exp ln log lg min max sup inf lim det dim gcd ker arg deg Pr lfloor rfloor lceil rceil langle rangle
vert Vert quad qquad
"""
_FENCES = "lfloor rfloor lceil rceil langle rangle vert Vert"
_NAMES = frozenset(_LISTED.split())
#: How many arguments a command takes, and how it is written without amsmath.
_COMMANDS = {
    **{name: (1, "\\" + name) for name in ("mathrm", "mathit", "mathbf", "mathsf", "mathcal", "sqrt")},
    **{name: (1, "\\" + name) for name in ("hat", "bar", "tilde", "dot", "ddot", "vec")},
    **{name: (1, "\\" + name) for name in ("overline", "underline")},
    "text": (1, r"\mathrm"),
    "operatorname": (1, r"\mathop{}\!\mathrm"),
    "frac": (2, r"\frac"),
    "dfrac": (2, r"\displaystyle\frac"),
    "tfrac": (2, r"\textstyle\frac"),
}
_BRACKETS = frozenset({*"()[]|./"} | {"\\" + name for name in ("{", "}", "|", *_FENCES.split())})
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
_SIGNS = frozenset("\\" + sign for sign in ",;:!{}%#&_$| ")
_CHARACTERS = re.compile(r"[A-Za-z0-9+\-*/=()\[\]<>,.;:!?'|@\"]")
_MOST_LEVELS = 20


class _NotMathsError(Exception):
    pass


def checked_maths(text: str) -> str | None:
    """Return a formula that LaTeX sets without an error and without amsmath; None where it would not be one.

    Parameters
    ----------
    text : str
        Without dollar signs.
    """
    reader = _Reader(_TOKEN.findall(text))
    try:
        written = reader.read_row("", 0)
    except _NotMathsError:
        return None
    return re.sub(" {2,}", " ", written).strip()


class _Reader:
    """Reads tokens one after the other and writes what is allowed."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def _next(self) -> str:
        token = self._tokens[self._at] if self._at < len(self._tokens) else ""
        self._at += 1
        return token

    def read_row(self, end: str, level: int) -> str:
        r"""Read up to a token such as ``}`` or ``\right``; "" stands for the end of the text."""
        if level > _MOST_LEVELS:
            raise _NotMathsError
        written: list[str] = []
        taken: set[str] = set()
        while (token := self._next()) != end:
            if token.isspace():
                written.append(" ")
            elif token in ("^", "_"):
                # TeX knows one exponent and one index of the same thing; a dash is an exponent.
                if token in taken:
                    raise _NotMathsError
                taken.add(token)
                written.append(token + self._read_argument(level))
            else:
                taken = taken | {"^"} if token == "'" and "^" not in taken else set()
                written.append(self._read_atom(token, level))
        return "".join(written)

    def _read_atom(self, token: str, level: int) -> str:
        if token == "{":
            return "{" + self.read_row("}", level + 1) + "}"
        if token == r"\left":
            left = self._read_bracket()
            inside = self.read_row(r"\right", level + 1)
            return rf"\left{left}{inside}\right{self._read_bracket()}"
        if token[1:] in _NAMES and token[0] == "\\":
            return token + " "
        if token[1:] in _COMMANDS and token[0] == "\\":
            return self._read_command(token[1:], level)
        if token in _SIGNS or _CHARACTERS.fullmatch(token):
            return token
        raise _NotMathsError

    def _read_command(self, name: str, level: int) -> str:
        count, written = _COMMANDS[name]
        degree = ""
        if name == "sqrt" and self._tokens[self._at : self._at + 1] == ["["]:
            self._next()
            degree = f"[{{{self.read_row(']', level + 1)}}}]"
        arguments = "".join(self._read_argument(level) for _ in range(count))
        # The size of a fraction must not go on after it.
        return f"{{{written}{arguments}}}" if "style" in written else f"{written}{degree}{arguments}"

    def _read_argument(self, level: int) -> str:
        token = self._next()
        while token.isspace():
            token = self._next()
        if token == "{":
            return self._read_atom(token, level)
        if token in ("", "}", "^", "_", "'") or token in (r"\left", r"\right"):
            raise _NotMathsError
        return "{" + self._read_atom(token, level + 1) + "}"

    def _read_bracket(self) -> str:
        token = self._next()
        while token.isspace():
            token = self._next()
        if token not in _BRACKETS:
            raise _NotMathsError
        return token + (" " if token[0] == "\\" else "")

r"""Texts of a figure for LaTeX: what people typed is shown, and never run.

Outside of mathematics every sign with a meaning to TeX is written as the sign itself. Between dollar signs
only commands from a list pass, with balanced braces; anything else is shown as it was typed. What comes out
needs no package, and works with pdfLaTeX, which knows few signs outside of ASCII, as with its successors.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from reluviz.figures.source.tex_maths import checked_maths

__all__ = ["tex_comment", "tex_text", "tex_width"]

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    # These are other signs in TeX's oldest encoding, or run together in the usual ones.
    "<": "$<$",
    ">": "$>$",
    "|": "$|$",
    '"': "''",
    "`": "`{}",
    "'": "'{}",
    "-": "-{}",
}
_GREEK_SIGNS = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩϕϵ"
_GREEK_NAMES = """
alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon
varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega phi epsilon
"""
_GREEK = {sign: f"\\{name}" for sign, name in zip(_GREEK_SIGNS, _GREEK_NAMES.split(), strict=True)}
_SCRIPTS = {
    **{sign: f"^{{{digit}}}" for sign, digit in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n", strict=True)},
    **{sign: f"_{{{digit}}}" for sign, digit in zip("₀₁₂₃₄₅₆₇₈₉₊₋ₖₙ", "0123456789+-kn", strict=True)},
}
#: Signs that are mathematics wherever they stand.
_MATHS = {
    **_GREEK,
    **_SCRIPTS,
    "−": "-",
    "±": r"\pm",
    "×": r"\times",
    "÷": r"\div",
    "·": r"\cdot",
    "≤": r"\leq",
    "≥": r"\geq",
    "≠": r"\neq",
    "≈": r"\approx",
    "≡": r"\equiv",
    "∞": r"\infty",
    "√": r"\surd",
    "∑": r"\sum",
    "∫": r"\int",
    "∂": r"\partial",
    "∈": r"\in",
    "∝": r"\propto",
    "→": r"\to",
    "←": r"\leftarrow",
    "⇒": r"\Rightarrow",
    "∘": r"\circ",
    "°": r"^{\circ}",
    "½": r"\frac{1}{2}",
    "¼": r"\frac{1}{4}",
    "¾": r"\frac{3}{4}",
    "µ": r"\mu",
    "ℝ": r"\mathrm{R}",
}
_WORDS = {
    "\N{EN DASH}": "--",
    "\N{EM DASH}": "---",
    "\N{LEFT SINGLE QUOTATION MARK}": "`",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "“": "``",
    "”": "''",
    "„": ",,",
    "«": r"$\ll$",
    "»": r"$\gg$",
    "…": r"\dots{}",
    "•": r"$\bullet$",
    "§": r"\S{}",
    "©": r"\copyright{}",
    "£": r"\pounds{}",
    "\N{NO-BREAK SPACE}": "~",
    "\N{NARROW NO-BREAK SPACE}": r"\,",
    "¿": "?`",
    "¡": "!`",
    **{sign: name + "{}" for sign, name in {"ß": r"\ss", "æ": r"\ae", "Æ": r"\AE", "ø": r"\o"}.items()},
    **{sign: name + "{}" for sign, name in {"Ø": r"\O", "œ": r"\oe", "Œ": r"\OE", "ł": r"\l"}.items()},
    **{"Ł": r"\L{}", "ı": r"\i{}"},
}
#: Accents that every encoding of text can set, as they stand after their letter when it is taken apart.
_ACCENTS = dict(
    zip(
        "\u0300\u0301\u0302\u0303\u0308\u030a\u030c\u0304\u0306\u0307\u030b\u0327\u0323",
        ["`", "'", "^", "~", '"', "r", "v", "=", "u", ".", "H", "c", "d"],
        strict=True,
    )
)
_UNKNOWN = "?"
_WIDTHS = {**dict.fromkeys("ijl.,;:!'| ", 0.3), **dict.fromkeys("-+=<>mMwW", 0.8)}


def tex_text(text: str) -> str:
    r"""Return a text for a document in LaTeX, with its mathematics.

    A dollar sign that is meant as such stands as ``\$`` in the text, as everywhere in a picture.
    """
    parts = re.split(r"(?<!\\)\$", text)
    if len(parts) % 2 == 0:
        # One dollar sign has no partner: none of them means mathematics.
        return _words(text.replace(r"\$", "$"))
    written = [_words(part.replace(r"\$", "$")) for part in parts]
    for index in range(1, len(parts), 2):
        maths = checked_maths(_signs(parts[index]))
        if maths is None:
            return _words(text.replace(r"\$", "$"))
        written[index] = f"${maths}$" if maths else ""
    return "".join(written)


def _signs(text: str) -> str:
    """Return a formula with commands for signs such as π."""
    return "".join(f"{_MATHS[sign]} " if sign in _MATHS and not sign.isascii() else sign for sign in text)


def _words(text: str) -> str:
    signs = []
    for sign in normalize("NFC", text):
        if sign in _SPECIAL:
            signs.append(_SPECIAL[sign])
        elif sign in _MATHS:
            signs.append(f"${_MATHS[sign]}$")
        elif sign in _WORDS:
            signs.append(_WORDS[sign])
        elif sign.isspace():
            signs.append(" ")
        elif " " < sign <= "~":
            signs.append(sign)
        else:
            signs.append(_accented(sign))
    # Braces are needed only where two would make a dash, or one quotation mark.
    return re.sub(r"([-'])\{\}(?!\1)", r"\1", "".join(signs))


def _accented(sign: str) -> str:
    r"""Return a letter with its accent: ``\'{e}``; or a mark where there is no way to write a sign."""
    letter, *accents = list(normalize("NFD", sign))
    if len(accents) == 1 and accents[0] in _ACCENTS and letter.isascii() and letter.isalpha():
        letter = {"i": r"\i", "j": r"\j"}.get(letter, letter) if accents[0] != "\u0327" else letter
        return f"\\{_ACCENTS[accents[0]]}{{{letter}}}"
    simple = normalize("NFKC", sign)
    usual = simple != sign and simple.isascii() and simple.isalnum()
    return simple if usual else _UNKNOWN


def tex_comment(text: str) -> str:
    """Return a text for one line of a comment, in ASCII."""
    powers = "".join("^" + normalize("NFKC", sign) if sign in "²³" else sign for sign in text)
    plain = normalize("NFKC", powers).encode("ascii", "replace").decode("ascii")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in plain).split())


def tex_width(text: str) -> float:
    """Return about how wide a text is, in multiples of the type size; rather more than less."""
    shown = re.sub(r"\\d?frac|\\(left|right|mathrm|text|,|;|!)|[{}$]|[\^_]", "", text)
    shown = re.sub(r"\\[A-Za-z]+ ?", "m", shown)
    # Mathematics sets relations and sums apart.
    wide = 0.6 * sum(shown.count(sign) for sign in "+=<>") if "$" in text else 0.0
    return wide + sum(_WIDTHS.get(sign, 0.55) for sign in shown)

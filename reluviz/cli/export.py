"""``reluviz export``: the figure of a document as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reluviz.cli.arguments import Parser
from reluviz.cli.contents import SIGNED_CONTENTS, add_contents, chosen_contents
from reluviz.cli.figure_style import add_style, chosen_style
from reluviz.cli.output import complain, say
from reluviz.cli.progress import progress
from reluviz.cli.replacing import may_replace
from reluviz.document.storage import load
from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.document.document import Document
    from reluviz.figures import FigureOptions
    from reluviz.figures.choices.styles import Style

__all__ = ["run"]

_FORMATS, _STYLES, _FONTS = "--list-formats", "--list-styles", "--list-fonts"


def run(words: Sequence[str]) -> int:
    """Write the figure of a file.

    Raises
    ------
    InputError
        If the arguments, the file or the place for the figure cannot be used.
    """
    # Only this command needs figures.
    from reluviz.figures import export_files, files_of, format_of, sequence_length
    from reluviz.figures.choices.saved_styles import find_style
    from reluviz.figures.choices.steps import MANY_STEPS
    from reluviz.figures.choices.styles import document_style
    from reluviz.figures.formats import has_steps, picture_format
    from reluviz.figures.notes import check_labels, notes

    for option, show in ((_FORMATS, _list_formats), (_STYLES, _list_styles), (_FONTS, _list_fonts)):
        if option in words:
            show()
            return 0
    parser = _parser()
    arguments = parser.read(words)
    # What costs nothing to check comes first.
    format = format_of(arguments.out, arguments.as_format)
    if arguments.rates:
        picture_format(format.key)
        if arguments.steps:
            raise InputError("the rate plot has no steps; leave out --steps or --rates")
    choices = {"steps": arguments.steps, **chosen_style(arguments), **chosen_contents(arguments)}
    style = None if arguments.style is None else find_style(arguments.style)
    # What cannot be used is refused before anything is read.
    options = _in_style(style, f"the style {arguments.style!r}", choices)
    document = load(arguments.file)
    if style is None:
        style = document_style(document)
        options = _in_style(style, "the document's style", choices)
    if format.kind != "model":
        check_labels(options)
        of_picture = () if arguments.rates else _picture_notes(document, options)
        for note in (*style.notes, *notes(options), *of_picture):
            complain(f"note: {note}")
    if arguments.rates:
        replace = arguments.force or may_replace([Path(arguments.out)])
        _export_rates(document, arguments.out, options, format.key, replace=replace)
        return 0
    is_sequence = has_steps(format, options)
    steps = sequence_length(document, options) if is_sequence else 1
    if steps > MANY_STEPS:
        complain(f"note: the sequence has {steps:,} steps, which takes a while")
    replace = arguments.force or may_replace(files_of(document, arguments.out, format.key, options))
    what = f"{steps:,} steps" if is_sequence else "the figure"
    with progress(f"writing {what} (Ctrl+C ends it)") as watch:
        export_files(document, arguments.out, format.key, options, watch, replace=replace)
    return 0


def _in_style(style: Style | None, whose: str, choices: dict[str, object]) -> FigureOptions:
    """Return what was chosen, in a style where nothing was; without one if there is none."""
    from reluviz.figures.choices.options import chosen

    if style is None:
        return chosen(None, choices)
    try:
        return chosen(None, {**style.choices, **choices})
    except InputError as error:
        # Unless that cannot be used without a style either.
        chosen(None, choices)
        raise InputError(f"{whose} does not go with what is chosen here: {error}") from None


def _picture_notes(document: Document, options: FigureOptions) -> tuple[str, ...]:
    """Return what the figure of a document has no room for."""
    from reluviz.figures import compose
    from reluviz.figures.notes import room_notes, text_notes
    from reluviz.scene.scene import Scene

    picture = compose(Scene(document), options)
    # Only what was typed can be too long.
    has_texts = options.title or options.x_label or options.y_label
    return (*room_notes(picture, options), *(text_notes(picture) if has_texts else ()))


def _list_formats() -> None:
    """Print the keys of all formats, with their suffixes and names."""
    from reluviz.figures import FORMATS

    say("\n".join(f"{row.key:<12}.{row.suffix:<6}{row.name}" for row in FORMATS.values()))


def _list_styles() -> None:
    """Print the names of all styles, and the files of those that were saved."""
    from reluviz.figures.choices.saved_styles import built_in_styles, own_styles

    rows = [(name, "comes with the program") for name in built_in_styles()]
    rows += [(name, str(path)) for name, path in own_styles().items()]
    width = max(len(name) for name, _ in rows)
    say("\n".join(f"{name:<{width}}  {where}" for name, where in rows))


def _list_fonts() -> None:
    """Print the families that figures can be set in."""
    from reluviz.figures.notes import font_families

    say("\n".join(font_families()))


def _parser() -> Parser:
    from reluviz.figures import FORMATS

    by_suffix: dict[str, list[str]] = {}
    for row in FORMATS.values():
        by_suffix.setdefault(row.suffix, []).append(row.key)
    several = "; ".join(
        f".{suffix}: {', '.join(keys)}" for suffix, keys in by_suffix.items() if len(keys) > 1
    )
    parser = Parser(
        "reluviz export",
        {"--title": 1, "--x-label": 1, "--y-label": 1, **SIGNED_CONTENTS},
        description="Write a document as a figure, a sequence of figures, a formula, a table or code.",
        epilog=f"The suffix of OUT says in which format: {', '.join('.' + suffix for suffix in by_suffix)}.\n"
        f"Where it can mean several, --as chooses ({several}; the first is the usual one).\n"
        "With --steps, a PDF has pages; a PNG or SVG becomes numbered files.",
    )
    parser.add_argument("file", metavar="FILE", help="a .reluviz document")
    parser.add_argument("out", metavar="OUT", help="what to write")
    parser.add_argument("--as", dest="as_format", metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("--force", action="store_true", help="replace what is there, unasked")
    parser.add_argument(_FORMATS, action="store_true", help="print what can be written, and end")
    parser.add_argument(_FONTS, action="store_true", help="print the families for --font, and end")
    parser.add_argument(_STYLES, action="store_true", help="print the names of all styles, and end")
    parser.add_argument(
        "--steps",
        nargs="?",
        const="hinges",
        default="",
        metavar="WHICH",
        help="a sequence: hinges (one more each time), pins, or numbers of hinges such as 1,2,4",
    )
    parser.add_argument(
        "--rates", action="store_true", help="the error against the number of hinges instead of the curves"
    )
    add_contents(parser)
    add_style(parser)
    return parser


def _export_rates(
    document: Document, out: str, options: FigureOptions, format: str, *, replace: bool
) -> None:
    """Write how fast the error of the document's target falls, with the document as the one attempt."""
    from reluviz.document.attempts import attempts
    from reluviz.figures import compose_rates, export_picture
    from reluviz.figures.export import check_places
    from reluviz.fitting.rates import rates

    # The rates take seconds.
    check_places((Path(out),), replace=replace)
    norm = document.norm
    mine = attempts([document], document.target, norm)
    picture = compose_rates(rates(document.target, norm), mine, options)
    export_picture(picture, out, options, format, replace=replace)

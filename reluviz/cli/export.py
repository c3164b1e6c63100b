"""``reluviz export``: the figure of a document as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.cli.arguments import Parser
from reluviz.cli.contents import SIGNED_CONTENTS, add_contents, chosen_contents
from reluviz.cli.progress import progress
from reluviz.document.storage import load
from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.document.document import Document
    from reluviz.figures import FigureOptions

__all__ = ["run"]


def run(words: Sequence[str]) -> int:
    """Write the figure of a file.

    Raises
    ------
    InputError
        If the arguments, the file or the place for the figure cannot be used.
    """
    # Only this command needs figures.
    from reluviz.figures import PRESETS, THEMES, FigureOptions, export_files, format_of, sequence_length
    from reluviz.figures.options import chosen

    usual = FigureOptions()
    parser = Parser(
        "reluviz export",
        {"--title": 1, **SIGNED_CONTENTS},
        description="Write the figure of a document.",
        epilog="The suffix of OUT says in which format: .png, .svg or .pdf; .pptx for slides; .gif, .apng,\n"
        ".webp or .mp4 for an animation. With --steps, a PDF has pages; a PNG or SVG becomes numbered files.",
    )
    parser.add_argument("file", metavar="FILE", help="a .reluviz document")
    parser.add_argument("out", metavar="OUT", help="the figure to write")
    parser.add_argument(
        "--size", default=usual.size, help=f"{', '.join(PRESETS)}, or such as 16cmx9cm (%(default)s)"
    )
    parser.add_argument("--theme", default=usual.theme, metavar="THEME", help=" or ".join(THEMES))
    parser.add_argument(
        "--dpi", default=f"{usual.dpi:g}", metavar="N", help="pixels per inch of a PNG (%(default)s)"
    )
    parser.add_argument("--transparent", action="store_true", help="leave out the background")
    add_contents(parser)
    for name in ("units", "error", "legend"):
        parser.add_argument(
            f"--no-{name}", dest="hide", action="append_const", const=name, help=f"--hide {name}"
        )
    parser.add_argument(
        "--title", default="", metavar="TEXT", help="a line above; mathematics between $ signs"
    )
    parser.add_argument(
        "--steps",
        nargs="?",
        const="hinges",
        default=usual.steps,
        metavar="WHICH",
        help="a sequence: hinges (one more each time), pins, or numbers of hinges such as 1,2,4",
    )
    parser.add_argument(
        "--fps",
        default=f"{usual.fps:g}",
        metavar="N",
        help="pictures a second of an animation (%(default)s)",
    )
    parser.add_argument("--no-loop", action="store_true", help="an animation ends and does not start again")
    parser.add_argument(
        "--rates", action="store_true", help="the error against the number of hinges instead of the curves"
    )
    arguments = parser.read(words)
    # What costs nothing to check comes first.
    format = format_of(arguments.out)
    options: FigureOptions = FigureOptions(
        size=arguments.size,
        theme=arguments.theme,
        dpi=_number("--dpi", "pixels per inch such as 300", arguments.dpi),
        transparent=arguments.transparent,
        title=arguments.title,
        steps=arguments.steps,
        fps=_number("--fps", "pictures a second such as 25", arguments.fps),
        loop=not arguments.no_loop,
    )
    options = chosen(options, chosen_contents(arguments))
    document = load(arguments.file)
    if arguments.rates:
        _export_rates(document, arguments.out, options)
    else:
        is_sequence = format.kind == "sequence" or (format.kind == "picture" and options.steps)
        steps = f"{sequence_length(document, options):,} steps" if is_sequence else "the figure"
        with progress(f"writing {steps} (Ctrl+C ends it)") as watch:
            export_files(document, arguments.out, format.key, options, watch)
    return 0


def _export_rates(document: Document, out: str, options: FigureOptions) -> None:
    """Write how fast the error of the document's target falls, with the document as the one attempt."""
    from reluviz.document.attempts import attempts
    from reluviz.figures import compose_rates, export_picture
    from reluviz.fitting.rates import rates

    norm = document.norm
    mine = attempts([document], document.target, norm)
    picture = compose_rates(rates(document.target, norm), mine, options)
    export_picture(picture, out, options)


def _number(option: str, what: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{option} takes a number of {what}, not {text!r}") from None

"""``dev.py run`` and ``dev.py screenshots``: start the program, or draw a figure where no window can open."""

import tempfile
from pathlib import Path

from devtools import environment, system
from devtools.places import ROOT, SetupError, child_environment, say, start, venv_program
from devtools.screen import why_no_window

FIGURE = "reluviz-figure.png"


def run(arguments: list[str]) -> int:
    """Open the window, with a document if one is named; without a screen draw its figure instead."""
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        raise SetupError("run takes at most one file: python3 packaging/dev.py run [FILE]")
    window_packages = system.missing_libraries(system.WINDOW_LIBRARIES)
    system.ensure_basics(window_packages)
    venv = environment.ensure()
    reason = why_no_window(venv)
    if reason is None:
        return start(
            [venv_program(venv, "python"), "-m", "reluviz", *arguments], environment=child_environment()
        )
    # Asked again: as root the packages are installed by now.
    if window_packages and (still_missing := system.missing_libraries(system.WINDOW_LIBRARIES)):
        reason += f"; a window also needs: {system.install_command(still_missing)}"
    return draw_figure(venv, arguments, reason)


def draw_figure(venv: Path, arguments: list[str], reason: str) -> int:
    """Draw the figure of a document, or of the thread's first sum, into the current folder."""
    python = venv_program(venv, "python")
    figure = Path.cwd() / FIGURE
    with tempfile.TemporaryDirectory(prefix="reluviz-") as folder:
        document = Path(arguments[0]) if arguments else Path(folder) / "example.reluviz"
        if not arguments:
            make: list[str | Path] = ["make", "--target", "square", "--sum", "g(x) + g(-x)", "-o", document]
            if code := start([python, "-m", "reluviz", *make], environment=child_environment()):
                return code
        export: list[str | Path] = [python, "-m", "reluviz", "export", "--force", document, figure]
        if code := start(export, environment=child_environment()):
            return code
    say(f"no window can open here ({reason}), so the figure was drawn instead: {figure}")
    return 0


def screenshots(arguments: list[str]) -> int:
    """Run ``packaging/screenshots.py`` inside the environment, without a screen."""
    system.ensure_basics()
    venv = environment.ensure()
    script = ROOT / "packaging" / "screenshots.py"
    if not script.is_file():
        raise SetupError("packaging/screenshots.py is not there")
    extra = {"QT_QPA_PLATFORM": "offscreen"}
    return start([venv_program(venv, "python"), script, *arguments], environment=child_environment(extra))

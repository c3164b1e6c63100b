"""``dev.py wheel`` and ``check-wheel``: build what users install, prove that it works away from here."""

import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from devtools import environment, system
from devtools.places import (
    ROOT,
    RUNTIME_LOCK,
    SetupError,
    child_environment,
    must,
    say,
    venv_program,
)


def build(venv: Path, folder: Path, *kinds: str) -> Path:
    """Build into a folder and return the wheel; without a kind: first the sdist, out of it the wheel."""
    python = venv_program(venv, "python")
    command = [python, "-m", "build", "--no-isolation", *kinds, "--outdir", folder, ROOT]
    # Away from the checkout: its folder named "packaging" must not come before the package of that name.
    neutral = environment.clean_environment()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=neutral,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    wheels = sorted(folder.glob("reluviz-*.whl"), key=lambda path: path.stat().st_mtime)
    if done.returncode or not wheels:
        print(done.stdout, flush=True)
        raise SetupError("building failed; the lines above say why")
    return wheels[-1]


def wheel(arguments: list[str]) -> int:
    """Build the wheel into a folder: the one named, else a new temporary one."""
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        raise SetupError("wheel takes at most one folder: python3 packaging/dev.py wheel [FOLDER]")
    folder = Path(arguments[0]).absolute() if arguments else Path(tempfile.mkdtemp(prefix="reluviz-wheel-"))
    folder.mkdir(parents=True, exist_ok=True)
    system.ensure_basics()
    print(build(environment.ensure(), folder, "--wheel"))
    return 0


def check_wheel(arguments: list[str]) -> int:
    """Build sdist and wheel, install the wheel in a fresh environment and try it out there.

    The fresh environment holds the runtime lock and nothing else: a forgotten dependency shows.
    """
    if arguments:
        raise SetupError("check-wheel takes no arguments")
    system.ensure_basics()
    venv = environment.ensure()
    with tempfile.TemporaryDirectory(prefix="reluviz-check-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        made = build(venv, folder)
        check_resources(made)
        fresh = folder / "venv"
        say(f"installing {made.name} in a fresh environment")
        environment.create(fresh, RUNTIME_LOCK)
        environment.pip_install(fresh, "--no-deps", "--no-index", made)
        try_out(fresh, folder)
    say("the wheel is good")
    return 0


def check_resources(made: Path) -> None:
    """Compare the files under ``resources`` with those in the wheel."""
    hidden = (".pyc", "__pycache__")
    wanted = {
        "reluviz/resources/" + path.relative_to(ROOT / "resources").as_posix()
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and not path.name.endswith(hidden)
    }
    with zipfile.ZipFile(made) as archive:
        packed = set(archive.namelist())
    if missing := sorted(wanted - packed):
        raise SetupError("the wheel lacks: " + ", ".join(missing))
    stray = sorted(name for name in packed if not name.startswith(("reluviz/", "reluviz-")))
    if stray:
        raise SetupError("the wheel holds files outside its package: " + ", ".join(stray))


def try_out(fresh: Path, folder: Path) -> None:
    """Start the installed program as a user would, away from the checkout."""
    python, program = venv_program(fresh, "python"), venv_program(fresh, "reluviz")
    away = child_environment({**environment.PIP_QUIET, "QT_QPA_PLATFORM": "offscreen"})
    del away["PYTHONPATH"]
    must([python, "-m", "pip", "check"], "pip check", cwd=folder, environment=away)
    must([python, "-m", "reluviz", "show", "--help"], "reluviz show --help", cwd=folder, environment=away)
    said = output_of([program, "--version"], folder, away)
    metadata = "import importlib.metadata; print(importlib.metadata.version('reluviz'))"
    wanted = output_of([python, "-c", metadata], folder, away)
    if wanted not in said.split():
        raise SetupError(f"reluviz --version says {said!r}, the wheel says {wanted}")
    package = output_of([python, "-c", "import reluviz; print(*reluviz.__path__)"], folder, away)
    if not Path(package).is_relative_to(fresh.resolve()):
        raise SetupError(f"reluviz was imported from {package}, not from the fresh environment")
    if not Path(package, "resources").is_dir():
        raise SetupError("the installed package has no resources")


def output_of(command: Sequence[str | Path], cwd: Path, surroundings: Mapping[str, str]) -> str:
    """Run a command that must succeed and return what it printed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SetupError(f"{Path(command[0]).name} {command[1]} failed: {done.stderr.strip()}")
    return done.stdout.strip()

"""Where things are in a checkout and in its virtual environment, and how programs are started there."""

import hashlib
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = ROOT / "pyproject.toml"
LOCKS = ROOT / "packaging" / "locks"
FULL_LOCK = LOCKS / "requirements.txt"
RUNTIME_LOCK = LOCKS / "runtime.txt"
# What tests run written code in; no part of the environment.
CODE_NEEDS = LOCKS / "code.in"
CODE_LOCK = LOCKS / "code.txt"

# Variables that would lead a child Python out of its own environment.
PYTHON_LEAD_ASTRAY = ("PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")

IS_WINDOWS = os.name == "nt"
IS_LINUX = sys.platform.startswith("linux")


class SetupError(Exception):
    """Something outside the program stands in the way; its text is one line that says what to do."""


def say(line: str) -> None:
    """Print one line, marked as coming from ``dev.py``, at once: it stays in order with child output."""
    print(f"dev.py: {line}", file=sys.stderr, flush=True)


def venv_folder() -> Path:
    """Return the folder of the virtual environment: RELUVIZ_VENV, else ``.venv`` in the checkout."""
    wanted = os.environ.get("RELUVIZ_VENV", "")
    return Path(wanted).expanduser().absolute() if wanted else ROOT / ".venv"


def venv_program(venv: Path, name: str) -> Path:
    """Return the path of a program inside a virtual environment on any system."""
    if IS_WINDOWS:
        return venv / "Scripts" / f"{name}.exe"
    return venv / "bin" / name


def read_pyproject() -> dict[str, Any]:
    """Return the parsed ``pyproject.toml``."""
    with PYPROJECT.open("rb") as file:
        return tomllib.load(file)


def requirements_digest() -> str:
    """Return a digest of every requirement in ``pyproject.toml``.

    Only requirements count: a change of a lint rule must not cost everybody a new environment.
    """
    table = read_pyproject()
    project = table["project"]
    parts = (project["requires-python"], project["dependencies"], table["dependency-groups"])
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def child_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for a program from the virtual environment.

    PYTHONPATH leads to the checkout instead of an editable install: there is nothing to go stale in the
    environment when the checkout moves or two checkouts share one. One BLAS thread: the numerical code works
    on small banded systems, where more threads only cost time and make timings jump.
    """
    environment = dict(os.environ)
    for name in PYTHON_LEAD_ASTRAY:
        environment.pop(name, None)
    environment["PYTHONPATH"] = str(ROOT)
    environment["OPENBLAS_NUM_THREADS"] = "1"
    environment["OMP_NUM_THREADS"] = "1"
    environment.update(extra or {})
    return environment


def start(
    command: Sequence[str | Path], *, cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> int:
    """Run a command to its end and return its exit code; a signal n gives 128 + n, as in a shell."""
    parts = [str(part) for part in command]
    # What is marked inheritable reaches the child: see only_one in environment.py.
    code = subprocess.run(parts, cwd=cwd, env=environment, close_fds=False, check=False).returncode
    return 128 - code if code < 0 else code


def must(
    command: Sequence[str | Path],
    what: str,
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a command; a failure becomes a :class:`SetupError` that names ``what`` failed."""
    code = start(command, cwd=cwd, environment=environment)
    if code:
        raise SetupError(f"{what} failed (exit {code}); the lines above say why")

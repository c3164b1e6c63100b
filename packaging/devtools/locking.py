"""``dev.py lock``: write the hashed locks from ``pyproject.toml``.

The locks hold names, versions and hashes for all systems and all supported Pythons, and no package host.
Their first line holds a digest of the requirements they were made from, so that a stale lock is noticed.
"""

import sys
import tempfile
from pathlib import Path

from devtools.environment import PIP_QUIET, clean_environment
from devtools.places import (
    CODE_LOCK,
    CODE_NEEDS,
    FULL_LOCK,
    LOCKS,
    PYPROJECT,
    ROOT,
    RUNTIME_LOCK,
    SetupError,
    must,
    requirements_digest,
    say,
    venv_program,
)

DIGEST_LINE = "# made by packaging/dev.py lock from requirements "
COMPILE = (
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--python-version",
    "3.11",
)


def lock_is_current() -> bool:
    """Return whether both locks were made from the present requirements."""
    wanted = DIGEST_LINE + requirements_digest()
    try:
        return all(path.read_text(encoding="utf-8").startswith(wanted) for path in (FULL_LOCK, RUNTIME_LOCK))
    except OSError:
        return False


def lock(arguments: list[str]) -> int:
    """Re-make the locks; ``--upgrade`` takes the newest versions, else versions stay where they may.

    uv lives in a throw-away environment: nothing else needs it.
    """
    if arguments not in ([], ["--upgrade"]):
        raise SetupError("lock takes no arguments but --upgrade")
    LOCKS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reluviz-uv-") as folder:
        environment = {**clean_environment(), **PIP_QUIET}
        venv = Path(folder) / "venv"
        full, runtime, code = (Path(folder) / f"{name}.txt" for name in ("full", "runtime", "code"))
        must([sys.executable, "-m", "venv", venv], "making a virtual environment", environment=environment)
        pip: list[str | Path] = [venv_program(venv, "python"), "-m", "pip", "install", "--quiet", "uv"]
        must(pip, "installing uv", environment=environment)
        uv = venv_program(venv, "uv")
        # uv keeps the versions that the output file already names.
        for kept, draft in ((FULL_LOCK, full), (CODE_LOCK, code)):
            if kept.is_file() and not arguments:
                draft.write_bytes(kept.read_bytes())
        must(
            [uv, *COMPILE, PYPROJECT.name, "--group", "dev", "-o", full],
            "locking",
            cwd=ROOT,
            environment=environment,
        )
        # The program's own needs, at the very versions that the tests run with.
        must(
            [uv, *COMPILE, PYPROJECT.name, "--constraints", full, "-o", runtime],
            "locking",
            cwd=ROOT,
            environment=environment,
        )
        # These share the NumPy and SciPy of the environment.
        shared = ["--no-emit-package", "numpy", "--no-emit-package", "scipy"]
        must(
            [uv, *COMPILE, CODE_NEEDS, "--constraints", full, *shared, "-o", code],
            "locking",
            cwd=ROOT,
            environment=environment,
        )
        for made, kept in ((full, FULL_LOCK), (runtime, RUNTIME_LOCK), (code, CODE_LOCK)):
            kept.write_text(tidy(made.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
            say(f"wrote {kept.relative_to(ROOT).as_posix()}")
    return 0


def tidy(text: str) -> str:
    """Return a lock with its digest line and without the notes on who needs what, which name local paths.

    Raises
    ------
    SetupError
        If the lock names a package host.
    """
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    if any("://" in line or line.startswith("-") for line in lines):
        raise SetupError("the lock would name a package host; check the settings of uv and pip")
    return "\n".join((DIGEST_LINE + requirements_digest(), *lines)) + "\n"

"""``dev.py test``, ``bench`` and ``lint``: judged by exit codes alone."""

import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from devtools import environment, outside, system
from devtools.locking import lock_is_current
from devtools.places import IS_LINUX, ROOT, SetupError, child_environment, say, start, venv_program

NOTHING_COLLECTED = 5
WINDOW_TESTS = ROOT / "tests" / "window"
#: Together more than half of the suite by the time that processors need; each has a process of its own.
RUN_BESIDE = (ROOT / "tests" / "unit" / "figures", ROOT / "tests" / "unit" / "fitting")
BENCHMARKS = ROOT / "tests" / "benchmarks"
SCREEN = "-screen 0 1600x1000x24 -dpi 96"


def test(arguments: list[str]) -> int:
    """Run the suite: all but the window tests offscreen, then the window tests in a virtual X server.

    Without arguments the tests of figures and of fitting run in processes beside the other offscreen ones, so
    that two cores are busy; what they printed comes after the others. Arguments go to pytest in both parts.
    A part in which they select nothing passes if the other one ran; without arguments each part must run at
    least one test.
    """
    offscreen, in_window = parts_named(arguments)
    wanted = system.missing_for_window_tests() if in_window else []
    system.ensure_basics([*wanted, *(outside.missing_packages() if offscreen else ())])
    venv = environment.ensure()
    codes = []
    with tempfile.TemporaryDirectory(prefix="reluviz-home-", ignore_cleanup_errors=True) as home:
        places = private_places(Path(home), venv)
        if offscreen:
            extra = {**places, **outside.settings(venv), "QT_QPA_PLATFORM": "offscreen"}
            if arguments:
                codes.append(run_pytest(venv, "not window", arguments, extra))
            else:
                codes.extend(run_offscreen(venv, extra))
        if in_window and (reason := why_no_window_tests()):
            say(f"window tests skipped: {reason}")
        elif in_window:
            extra = {**places, "QT_QPA_PLATFORM": "xcb"}
            codes.append(run_pytest(venv, "window", arguments, extra, in_window=True))
    return verdict(codes, selective=bool(arguments))


def parts_named(arguments: list[str]) -> tuple[bool, bool]:
    """Return whether the offscreen part and the window part can hold the tests that the arguments name.

    Naming tests/unit must not cost the start of an X server. An argument that is no path decides nothing.
    """
    paths = [(ROOT / argument.split("::")[0]).resolve() for argument in arguments]
    named = [path for path in paths if path.exists()]
    if not named:
        return True, True
    inside = [path.is_relative_to(WINDOW_TESTS) for path in named]
    around = [WINDOW_TESTS.is_relative_to(path) for path in named]
    return not all(inside) or any(around), any(inside) or any(around)


def verdict(codes: list[int], *, selective: bool) -> int:
    """Return one exit code for several runs of pytest."""
    failures = [code for code in codes if code not in (0, NOTHING_COLLECTED)]
    if failures:
        return failures[0]
    if 0 in codes and (selective or NOTHING_COLLECTED not in codes):
        return 0
    say("no test ran" if 0 not in codes else "a part of the suite holds no test")
    return NOTHING_COLLECTED


def run_pytest(
    venv: Path, marker: str, arguments: list[str], extra: dict[str, str], *, in_window: bool = False
) -> int:
    """Run pytest on the tests that a marker expression selects, optionally beside openbox under Xvfb."""
    python = venv_program(venv, "python")
    before = beside_openbox(python) if in_window else []
    command: list[str | Path] = [*before, python, "-m", "pytest", "-m", marker, *arguments]
    return start(command, cwd=ROOT, environment=child_environment(extra))


def run_offscreen(venv: Path, extra: dict[str, str]) -> list[int]:
    """Run all offscreen tests in several processes at once."""
    command: list[str | Path] = [venv_program(venv, "python"), "-m", "pytest", "-p", "no:cacheprovider"]
    others = [f"--ignore={folder}" for folder in RUN_BESIDE]
    with ExitStack() as put_away:
        beside = []
        for folder in RUN_BESIDE:
            printed = put_away.enter_context(tempfile.TemporaryFile())
            process = subprocess.Popen(
                [*command, folder],
                cwd=ROOT,
                env=child_environment(extra),
                stdout=printed,
                stderr=subprocess.STDOUT,
                close_fds=False,
            )
            put_away.callback(end, process)
            beside.append((process, printed))
        codes = [run_pytest(venv, "not window", others, extra)]
        for process, printed in beside:
            code = process.wait()
            # A signal n counts as in a shell.
            codes.append(128 - code if code < 0 else code)
            printed.seek(0)
            sys.stdout.flush()
            sys.stdout.buffer.write(printed.read())
            sys.stdout.flush()
    return codes


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs because another could not."""
    if process.poll() is None:
        process.kill()
        process.wait()


def beside_openbox(python: Path) -> list[str | Path]:
    """Return what to put before a command that needs a screen and a window manager."""
    return ["xvfb-run", "-a", "-s", SCREEN, python, Path(__file__).with_name("window_session.py")]


def why_no_window_tests() -> str | None:
    """Return None if the window tests can run, else why they cannot."""
    if not WINDOW_TESTS.is_dir():
        return "tests/window is not there"
    if not IS_LINUX:
        return "they need an X server, so they run on Linux alone"
    missing = system.missing_for_window_tests()
    return system.explain(missing, "a real window") if missing else None


def private_places(home: Path, venv: Path) -> dict[str, str]:
    """Return settings that keep a test run away from the user's own files and language.

    matplotlib keeps its list of fonts in the environment's folder: making it costs a second in every run.
    """
    places = {"MPLCONFIGDIR": str(venv / "cache" / "matplotlib")}
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        places[f"XDG_{name}_HOME"] = str(home / name.lower())
    # Qt warns unless this folder is private, and a warning fails a test.
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    places["XDG_RUNTIME_DIR"] = str(runtime)
    if IS_LINUX:
        places["LC_ALL"] = "C.UTF-8"
    return places


def bench(arguments: list[str]) -> int:
    """Run all benchmarks or ``tests/benchmarks/test_bench_NAME*.py``; the rest goes to pytest.

    They run offscreen, or with ``--window`` in a virtual X server beside a window manager.
    """
    in_window = "--window" in arguments
    arguments = [argument for argument in arguments if argument != "--window"]
    files = sorted(BENCHMARKS.glob("test_bench_*.py"))
    if not files:
        raise SetupError("tests/benchmarks holds no test_bench_*.py")
    if arguments and not arguments[0].startswith("-"):
        name, *arguments = arguments
        chosen = [file for file in files if file.stem.startswith(f"test_bench_{name}")]
        if not chosen:
            known = ", ".join(file.stem.removeprefix("test_bench_") for file in files)
            raise SetupError(f"no benchmark is called {name!r}; there are: {known}")
        files = chosen
    system.ensure_basics(system.missing_for_window_tests() if in_window else ())
    venv = environment.ensure()
    python = venv_program(venv, "python")
    with tempfile.TemporaryDirectory(prefix="reluviz-home-", ignore_cleanup_errors=True) as home:
        platform = "xcb" if in_window else "offscreen"
        extra = {**private_places(Path(home), venv), "QT_QPA_PLATFORM": platform}
        before = beside_openbox(python) if in_window else []
        command: list[str | Path] = [*before, python, "-m", "pytest", *files, *arguments]
        return start(command, cwd=ROOT, environment=child_environment(extra))


def lint(arguments: list[str]) -> int:
    """Check style, formatting, types and the freshness of the lock; every check runs, any failure counts."""
    if arguments:
        raise SetupError("lint takes no arguments")
    system.ensure_basics()
    python = venv_program(environment.ensure(), "python")
    checks = (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
    )
    codes = []
    for check in checks:
        say(" ".join(check))
        codes.append(start([python, "-m", *check], cwd=ROOT, environment=child_environment()))
    if not lock_is_current():
        say("the lock is older than the requirements in pyproject.toml: python3 packaging/dev.py lock")
        codes.append(1)
    return max(codes)

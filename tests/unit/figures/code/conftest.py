"""What is written is read again by whoever it is for: PyTorch, JAX and TeX, where they are found."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

#: A Python, and a folder besides, where libraries may be found that the program itself does not need.
PLACES = (
    (sys.executable, os.environ.get("RELUVIZ_CODE_LIBRARIES", "")),
    ("/usr/bin/python3", ""),
)

#: Reads {"code", "x", "last"} and answers with the values, line by line.
SERVANT = """
import json, sys
for line in sys.stdin:
    task = json.loads(line)
    names = {"x": task["x"]}
    exec(task["code"], names)
    print(json.dumps(eval(task["last"], names)), flush=True)
"""


class Interpreter:
    """Another Python with a library, started once: libraries of this size take seconds to load."""

    def __init__(self, python, environment):
        self.process = subprocess.Popen(
            [python, "-c", SERVANT],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, code, x, last):
        """Return what the expression `last` gives after `code`, both with the list x."""
        self.process.stdin.write(json.dumps({"code": code, "x": list(x), "last": last}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


def interpreter_with(library):
    for python, folder in PLACES:
        if shutil.which(python) is None:
            continue
        environment = {**os.environ, "PYTHONPATH": folder}
        command = [python, "-c", f"import {library}"]
        if subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0:
            return Interpreter(python, environment)
    pytest.skip(f"no Python with {library} is found here")
    return None


@pytest.fixture(scope="session")
def torch_python():
    """Return a Python with PyTorch."""
    python = interpreter_with("torch")
    yield python
    python.close()


@pytest.fixture(scope="session")
def jax_python():
    """Return a Python with JAX."""
    python = interpreter_with("jax")
    yield python
    python.close()


@pytest.fixture(scope="session")
def compile_latex(tmp_path_factory):
    """Return a function that runs pdflatex over a document and returns its log."""
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not found here")

    def run(text):
        folder = tmp_path_factory.mktemp("tex")
        (folder / "a.tex").write_text(text, encoding="utf-8")
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
        log = (folder / "a.log").read_text(encoding="utf-8", errors="replace")
        assert done.returncode == 0, log[-3000:]
        assert (folder / "a.pdf").is_file()
        return log

    return run

"""The house stands as drawn: who may import whom, and what a core without Qt and matplotlib can do."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "reluviz"

#: From left to right; a package imports what stands left of it. Those on one line never import each other.
LAYERS = (
    {"errors", "assets", "places"},
    {"files"},
    {"maths"},
    {"targets"},
    {"fitting"},
    {"document"},
    {"scene"},
    {"interaction", "figures", "lessons"},
    {"cli", "gui"},
)
#: The command line opens the window, inside the one function that does; loading it must not load Qt.
INSIDE_FUNCTIONS = {("cli", "gui")}
LIBRARIES = {
    "gui": {"PySide6", "shiboken6", "pyqtgraph"},
    "figures": {"matplotlib", "mpl_toolkits", "PIL", "pptx"},
}
CORE = (
    "errors",
    "assets",
    "files",
    "maths",
    "targets",
    "fitting",
    "document",
    "scene",
    "interaction",
    "lessons",
)

MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(path):
    """The package (or root module) that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def imports_of(path):
    """Return (dotted name, whether inside a function) of everything that a file imports."""
    package = path.relative_to(ROOT).parent.parts
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        found += [(name, id(node) in inside) for name in names]
    return found


def layer(part):
    for number, parts in enumerate(LAYERS):
        if part in parts:
            return number
    raise AssertionError(f"reluviz/{part} has no place in the house")


def module_names(*parts):
    """Dotted names of all modules of some packages."""
    for path in MODULES:
        if part_of(path) in parts:
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_a_package_imports_only_what_stands_left_of_it(path):
    part = part_of(path)
    if part in ("__init__", "__main__"):
        return
    wrong = []
    for name, inside_function in imports_of(path):
        top, _, rest = name.partition(".")
        other = rest.partition(".")[0]
        if top != "reluviz" or other in ("", part, "__version__"):
            continue
        allowed = layer(other) < layer(part) or (inside_function and (part, other) in INSIDE_FUNCTIONS)
        if not allowed:
            wrong.append(name)
    assert wrong == [], f"{path.relative_to(ROOT)} imports what does not stand left of it"


@pytest.mark.parametrize("owner", LIBRARIES)
def test_a_library_of_one_package_is_imported_by_no_other(owner):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in MODULES
        if part_of(path) != owner
        for name, _ in imports_of(path)
        if name.partition(".")[0] in LIBRARIES[owner]
    ]
    assert wrong == []


def test_pyplot_is_used_nowhere():
    assert [path for path in MODULES for name, _ in imports_of(path) if "pyplot" in name] == []


def run_without(blocked, code):
    """Run `code` in another Python in which some libraries cannot be imported."""
    block = f"import sys\nfor name in {sorted(blocked)!r}: sys.modules[name] = None\n"
    command = [sys.executable, "-W", "error", "-c", block + code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_core_works_where_neither_qt_nor_matplotlib_is_installed():
    names = ["reluviz", *module_names(*CORE)]
    code = (
        f"import importlib\nfor name in {names!r}: importlib.import_module(name)\n"
        "import reluviz as rv\n"
        "target = rv.Target.named('square')\n"
        "h = rv.HingeSum.parse('g(x) + g(-x) + g(2x-2) + g(-2x-2)')\n"
        "print(rv.measure(h, target).max, rv.fit_slopes(h, target).error.max)\n"
    )
    numbers = run_without(LIBRARIES["gui"] | LIBRARIES["figures"], code).split()
    assert numbers[0] == "2.0"


def test_figures_and_the_command_line_load_without_qt():
    names = list(module_names("figures", "cli"))
    code = f"import importlib\nfor name in {names!r}: importlib.import_module(name)\n"
    run_without(LIBRARIES["gui"], code)


def test_formulas_and_code_are_written_where_neither_qt_nor_matplotlib_is_installed():
    code = (
        "import reluviz as rv\n"
        "from reluviz.figures import FORMATS, figure_bytes\n"
        "document = rv.Document(rv.Target.named('square'), rv.HingeSum.parse('g(x)'))\n"
        "keys = [key for key, row in FORMATS.items() if row.kind == 'model']\n"
        "print(*(key for key in keys if figure_bytes(document, key)))\n"
    )
    written = run_without(LIBRARIES["gui"] | LIBRARIES["figures"], code).split()
    assert sorted(written) == ["csv", "desmos", "jax", "latex", "numpy", "pytorch", "tabular", "text"]


def test_importing_the_core_loads_no_library_that_it_may_not_need():
    heavy = ("PySide6", "pyqtgraph", "matplotlib", "scipy")
    code = f"import sys, reluviz\nprint(*(name for name in {heavy!r} if name in sys.modules))"
    assert run_without((), code).strip() == ""

"""The commands, called as the console script calls them, in this process."""

import json
import math
from dataclasses import asdict
from io import StringIO

import pytest

from reluviz import __version__
from reluviz.cli import main
from reluviz.document.document import Document
from reluviz.document.storage import load, save
from reluviz.figures import FORMATS, FigureOptions
from reluviz.figures.choices.saved_styles import keep_style, own_styles
from reluviz.figures.choices.styles import save_style
from reluviz.maths.hinges import HingeSum
from reluviz.maths.measure import measure, measure_at
from reluviz.targets.target import Target

H2 = "g(x) + g(-x) + g(2x-2) + g(-2x-2)"


@pytest.fixture
def run(capsys):
    """Run a command that has to succeed; what it printed."""

    def run_command(*words):
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        assert (code, printed.err) == (0, "")
        return printed.out

    return run_command


@pytest.fixture
def refuse(capsys):
    """Run a command that has to fail; its one line of complaint."""

    def run_command(*words):
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        assert (code, printed.out) == (2, "")
        assert printed.err.startswith("reluviz: ")
        assert printed.err.endswith("\n")
        assert printed.err.removesuffix("\n").isprintable()
        return printed.err

    return run_command


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "h2.reluviz"
    save(Document(Target.named("square"), HingeSum.parse(H2)), path)
    return path


def test_make_takes_a_formula_as_it_is(run):
    report = json.loads(run("make", "--target", "square", "--sum", H2, "--json"))
    keys = ["target", "interval", "bias", "slope", "hinges", "error", "norm", "par", "par_bound"]
    assert list(report) == [*keys, "par_is_certain", "seconds"]
    assert (report["target"], report["interval"], report["norm"]) == ("square", [-3.0, 3.0], "l2")
    # 36/(√180·n²) with n = 5 pieces: this holds exactly for every n.
    assert report["par"] == pytest.approx(36 / (math.sqrt(180) * 25), rel=1e-9)
    assert report["par_is_certain"] is True
    assert (report["bias"], report["slope"]) == (0.0, 0.0)
    assert report["hinges"] == [
        {"knot": 0.0, "facing": "right", "slope": 1.0},
        {"knot": 0.0, "facing": "left", "slope": 1.0},
        {"knot": 1.0, "facing": "right", "slope": 2.0},
        {"knot": -1.0, "facing": "left", "slope": 2.0},
    ]
    assert list(report["error"]) == ["rmse", "max", "max_at", "mean_half_square", "mean_abs"]
    # Exact values; the quadrature is exact for them up to rounding.
    assert report["error"]["max"] == pytest.approx(2, rel=1e-12)
    assert report["error"]["mean_half_square"] == pytest.approx(11 / 60, rel=1e-12)
    assert report["seconds"] > 0


def test_make_fits_the_slopes_of_right_facing_hinges(run):
    report = json.loads(
        run("make", "--target", "square", "--interval", "-1", "1", "--knots", "-0.5,0,.5", "--json")
    )
    assert [hinge["knot"] for hinge in report["hinges"]] == [-0.5, 0.0, 0.5]
    assert {hinge["facing"] for hinge in report["hinges"]} == {"right"}
    # Four pieces of width 1/2: the best error of free lines, w²/(4·√180)·…, is a lower bound, and the
    # interpolant's w²/√120 an upper one.
    assert 0 < report["error"]["rmse"] < 0.25 / 120**0.5
    assert report["slope"] != 0


@pytest.mark.parametrize(
    ("words", "count", "kind"),
    [
        (("--hinges", "4"), 4, "rmse"),
        (("--hinges", "4", "--norm", "max"), 4, "max"),
        # x² in n pieces has the largest error 4.5/n², so 0.3 takes four of them.
        (("--tolerance", "0.3", "--norm", "max"), 3, "max"),
    ],
)
def test_make_places_hinges_as_well_as_any_can(words, count, kind, run, tmp_path):
    path = tmp_path / "a.reluviz"
    report = json.loads(run("make", "--target", "square", *words, "-o", path, "--json"))
    assert len(report["hinges"]) == count
    pieces = count + 1
    exact = {"rmse": 36 / (math.sqrt(180) * pieces**2), "max": 4.5 / pieces**2}[kind]
    # The search for a minimax ends within 0.05 % of the bound it has proven.
    assert report["error"][kind] == pytest.approx(exact, rel=5e-4)
    assert report["par"] == report["error"][kind]
    assert report["par_is_certain"] is True
    assert load(path).norm == ("max" if kind == "max" else "l2")


def test_make_fits_slopes_in_the_norm_asked_for(run):
    words = ("make", "--target", "sine", "--knots", "-1,1", "--json")
    errors = {norm: json.loads(run(*words, "--norm", norm))["error"] for norm in ("l2", "max", "l1")}
    for norm, kind in (("l2", "rmse"), ("max", "max"), ("l1", "mean_abs")):
        assert errors[norm][kind] == min(error[kind] for error in errors.values())


def test_make_says_beside_the_errors_how_good_they_could_be(run):
    assert "par           best possible RMSE with 2 hinges" in run(
        "make", "--target", "exp", "--knots", "1,2"
    )
    assert "(reached)" in run("make", "--target", "exp", "--hinges", "2")


@pytest.mark.parametrize(
    ("options", "free_bias", "free_linear"),
    [
        ((), True, True),
        (("--bias",), True, True),
        (("--no-bias",), False, True),
        (("--no-linear",), True, False),
        (("--no-bias", "--no-linear"), False, False),
    ],
)
def test_make_leaves_out_bias_and_linear_term_if_told_to(options, free_bias, free_linear, run, tmp_path):
    path = tmp_path / "a.reluviz"
    run("make", "--target", "exp", "--knots", "0,1,2", *options, "-o", path)
    document = load(path)
    assert (document.free_bias, document.free_linear) == (free_bias, free_linear)
    assert (document.model.bias != 0, document.model.slope != 0) == (free_bias, free_linear)


def test_make_with_a_formula_fits_nothing_now_and_only_what_is_named_later(run, tmp_path):
    path = tmp_path / "a.reluviz"
    run("make", "--target", "sine", "--sum", "1 + 2x", "-o", path)
    assert load(path) == Document(Target.named("sine"), HingeSum(bias=1, slope=2))
    run("make", "--target", "sine", "--sum", "1 + 2x", "--bias", "-o", path)
    assert load(path) == Document(Target.named("sine"), HingeSum(bias=1, slope=2), free_bias=True)


@pytest.mark.parametrize(
    "words",
    [
        ("--interval", "-3", "3"),
        ("--interval", "-.3e1", "3e0"),
        ("--interval=-3,3",),
        ("--interval", "-3.0", "+3"),
    ],
)
def test_intervals_may_begin_with_a_minus(words, run):
    report = json.loads(run("make", *words, "--target", "square", "--sum", "0", "--json"))
    assert report["interval"] == [-3.0, 3.0]


@pytest.mark.parametrize("words", [("--knots", "-1,0,1"), ("--knots=-1,0,1",), ("--knots", "-1e0, 0,1.")])
def test_knots_may_begin_with_a_minus(words, run):
    report = json.loads(run("make", "--target", "square", *words, "--json"))
    assert [hinge["knot"] for hinge in report["hinges"]] == [-1.0, 0.0, 1.0]


def test_formulas_may_begin_with_a_minus(run):
    report = json.loads(run("make", "--target", "square", "--sum", "-g(x) - 1", "--json"))
    assert (report["bias"], report["hinges"][0]["slope"]) == (-1.0, -1.0)


def test_show_prints_a_formula_a_table_and_the_errors(run, file):
    assert run("show", file) == (
        "target        x² on [-3, 3]\n"
        "h(x)          g(x) + g(-x) + g(2x-2) + g(-2x-2)\n"
        "\n"
        "hinge  knot  facing  slope\n"
        "    1     0   right      1\n"
        "    2     0    left      1\n"
        "    3     1   right      2\n"
        "    4    -1    left      2\n"
        "\n"
        "RMSE          0.60553\n"
        "max |h−f|     2 at x = -3\n"
        "mean ½(h−f)²  0.183333\n"
        "mean |h−f|    0.388889\n"
        "par           best possible RMSE with 4 hinges: 0.107331 (this is 5.64 times that)\n"
    )


def test_make_prints_what_show_prints(run, file):
    assert run("make", "--target", "square", "--sum", H2) == run("show", file)


def test_show_prints_the_same_json_as_make(run, file):
    made = json.loads(run("make", "--target", "square", "--sum", H2, "--json"))
    shown = json.loads(run("show", file, "--json"))
    for report in (made, shown):
        del report["seconds"]
    assert made == shown


def test_the_error_at_points_held_out_stands_beside_the_error(run, tmp_path):
    path = tmp_path / "held.reluviz"
    words = ["make", "--target", "noisy", "--hold-out", "0.25", "--knots", "-1.5,1.5", "-o", path]
    report = json.loads(run(*words, "--json"))
    document = load(path)
    assert document.target.points_held_out.x.size == 50
    test = measure_at(document.model, document.target.points_held_out)
    assert report["test_error"] == asdict(test)
    assert report["error"] == asdict(measure(document.model, document.target))
    shown = run("show", path).splitlines()
    assert shown[shown.index("held out      50 points") + 1].split()[0] == "RMSE"
    assert f"{test.rmse:.6g}" in shown[shown.index("held out      50 points") + 1]
    assert "test_error" not in json.loads(run("make", "--target", "noisy", "--sum", "g(x)", "--json"))


def test_json_numbers_are_exact(run, tmp_path):
    path = tmp_path / "a.reluviz"
    out = json.loads(run("make", "--target", "sine", "--knots", "-1,0.1,2", "-o", path, "--json"))
    document = load(path)
    assert [hinge["slope"] for hinge in out["hinges"]] == document.model.slopes.tolist()
    assert out["error"]["rmse"] == measure(document.model, document.target).rmse


def test_the_name_of_data_cannot_steer_the_terminal(run, tmp_path):
    path = tmp_path / "a.reluviz"
    save(Document(Target.points([0, 1], [1, 2], name="a\x1b[2J\nb"), HingeSum()), path)
    first = run("show", path).splitlines()[0]
    assert first == "target        a?[2J?b on [0, 1]"
    assert json.loads(run("show", path, "--json"))["target"] == "a\x1b[2J\nb"


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_export_writes_a_figure(suffix, run, file, tmp_path):
    out = tmp_path / f"figure.{suffix}"
    shown = ("--transparent", "--hide", "units,error,legend", "--title", "-x is $x^2$")
    assert run("export", file, out, "--theme", "dark", "--dpi", "60", "--size", "8cmx6cm", *shown) == ""
    assert out.stat().st_size > 500


def test_export_options_reach_the_figure(file, tmp_path, monkeypatch, run):
    calls = []
    monkeypatch.setattr("reluviz.figures.export_files", lambda *given, replace: calls.append(given[3]))
    run("export", file, tmp_path / "a.png")
    run(
        "export",
        file,
        tmp_path / "a.png",
        "--size",
        "half",
        "--dpi",
        "300",
        "--hide",
        "error",
        "--title",
        "T",
    )
    usual, chosen = calls
    assert (usual.show_units, usual.show_error, usual.show_legend, usual.transparent) == (
        True,
        True,
        True,
        False,
    )
    assert (chosen.size, chosen.dpi, chosen.show_error, chosen.title) == ("half", 300.0, False, "T")
    assert (usual.steps, usual.fps, usual.loop) == ("", 25.0, True)
    for words in (["--steps"], ["--steps", "2"], ["--steps=1,2", "--fps", "12.5", "--no-loop"]):
        run("export", file, tmp_path / "a.png", *words)
    assert [options.steps for options in calls[2:]] == ["hinges", "2", "1,2"]
    assert (calls[-1].fps, calls[-1].loop) == (12.5, False)


def test_export_shows_and_hides_by_name(file, tmp_path, monkeypatch, run):
    calls = []
    monkeypatch.setattr("reluviz.figures.export_files", lambda *given, replace: calls.append(given[3]))
    for words in (
        ["--show", "network,partial-sums", "--hide", "units, knots", "--hide=legend"],
        ["--show=all", "--hide=lens"],
        ["--tolerance", "0.25", "--good-around", "-1", "--lens-x", "-0.5", "--magnify", "50"],
        ["--error-as", "square"],
    ):
        run("export", file, tmp_path / "a.png", *words)
    first, everything, numbers, reading = calls
    assert (first.show_network, first.show_partial_sums, first.show_error) == (True, True, True)
    assert (first.show_units, first.show_knots, first.show_legend) == (False, False, False)
    assert (everything.show_formula, everything.show_network, everything.show_lens) == (True, True, False)
    assert (numbers.show_tolerance, numbers.tolerance, numbers.good_around) == (True, 0.25, -1.0)
    assert (numbers.show_lens, numbers.lens_x, numbers.lens_magnification) == (True, -0.5, 50.0)
    assert reading.error_reading == "square"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--show", "everything"], "--show knows no 'everything'; expected target, units"),
        (["--tolerance", "small"], "--tolerance takes a number such as 0.5, not 'small'"),
        (["--tolerance", "0"], "the tolerance of a figure must be above 0"),
        (["--error-as", "cubic"], "the error cannot be read as 'cubic'; expected signed, square, absolute"),
    ],
)
def test_what_export_cannot_show_is_said_in_one_line(words, complaint, file, tmp_path, capsys):
    assert main(["export", str(file), str(tmp_path / "a.png"), *words]) == 2
    assert complaint in capsys.readouterr().err


def test_a_style_is_read_from_a_file_and_words_win_over_it(file, tmp_path, monkeypatch, run):
    calls = []
    monkeypatch.setattr("reluviz.figures.export_files", lambda *given, replace: calls.append(given[3]))
    style = tmp_path / "lecture.json"
    save_style(style, FigureOptions(theme="grey", spines="box", font_size=11.0))
    run("export", file, tmp_path / "a.svg", "--style", style, "--theme", "dark")
    assert (calls[0].theme, calls[0].spines, calls[0].font_size) == ("dark", "box", 11.0)


@pytest.fixture
def chosen_options(file, tmp_path, monkeypatch):
    """Run an export that has to succeed; the options that it chose, and what was said on the way."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    calls = []
    monkeypatch.setattr("reluviz.figures.export_files", lambda *given, replace: calls.append(given[3]))

    def export(*words):
        assert main(["export", str(file), str(tmp_path / "a.svg"), *words]) == 0
        return calls[-1]

    return export


def test_a_style_can_be_named_and_all_are_listed(chosen_options, run, tmp_path):
    keep_style("Mine", FigureOptions(spines="none", font_size=11.0))
    assert chosen_options("--style", "mine").spines == "none"
    assert chosen_options("--style", "Lecture, dark", "--size", "half").theme == "dark"
    listed = run("export", "--list-styles")
    assert "Lecture, dark        comes with the program\n" in listed
    assert listed.splitlines()[-1].split(maxsplit=1) == ["Mine", str(own_styles()["Mine"])]


def test_the_style_of_a_document_is_used_but_words_and_a_style_win(file, chosen_options, capsys):
    style = {"theme": "dark", "spines": "box", "glitter": 1.0, "size": "poster"}
    save(Document(Target.named("square"), HingeSum.parse(H2), figure_style=tuple(style.items())), file)
    options = chosen_options("--spines", "none")
    assert (options.theme, options.spines, options.size) == ("dark", "none", "slide")
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "note: the document's style says 'glitter'" in said[0]
    assert "there is no figure size 'poster'" in said[1]
    options = chosen_options("--style", "Paper, grey")
    assert (options.theme, options.spines) == ("grey", "box")
    assert capsys.readouterr().err == ""


def test_the_formats_are_listed(run):
    listed = run("export", "--list-formats")
    assert [line.split()[0] for line in listed.splitlines()] == list(FORMATS)


def test_the_fonts_are_listed_one_a_line(run):
    listed = run("export", "--list-fonts").splitlines()
    assert {"DejaVu Sans", "DejaVu Serif"} <= set(listed)
    assert listed == sorted(listed, key=str.casefold)


def test_how_a_figure_looks_is_said_by_words(file, tmp_path, monkeypatch, run):
    calls = []
    monkeypatch.setattr("reluviz.figures.export_files", lambda *given, replace: calls.append(given[3]))
    looks = [
        "--size",
        "800x600px",
        "--font-size",
        "9.5",
        "--x-label",
        "$t$",
        "--y-label",
        "-y",
        "--spines",
        "box",
    ]
    run("export", file, tmp_path / "a.svg", *looks, "--live-text", "--hide", "grid,ticks", "--theme", "grey")
    (chosen,) = calls
    assert (chosen.size, chosen.font_size, chosen.x_label, chosen.y_label) == ("800x600px", 9.5, "$t$", "-y")
    assert (chosen.spines, chosen.live_text, chosen.show_grid, chosen.theme) == ("box", True, False, "grey")


def test_a_style_that_does_not_go_with_a_size_is_named(file, tmp_path, capsys):
    style = tmp_path / "large.json"
    save_style(style, FigureOptions(font_size=30.0))
    where = (str(file), str(tmp_path / "a.svg"))
    assert main(["export", *where, "--style", str(style), "--size", "7cm x 5cm"]) == 2
    assert f"the style '{style}' does not go with what is chosen here: the type" in capsys.readouterr().err
    document = Document(Target.named("square"), HingeSum.parse(H2), figure_style=(("font_size", 30.0),))
    save(document, file)
    assert main(["export", *where, "--size", "7cm x 5cm"]) == 2
    assert "the document's style does not go with what is chosen here: the type" in capsys.readouterr().err
    assert main(["export", *where, "--size", "7cm x 5cm", "--font-size", "30"]) == 2
    assert "style" not in capsys.readouterr().err


def test_what_a_style_says_is_unsaid_by_words(file, tmp_path, monkeypatch, run):
    calls = []
    monkeypatch.setattr("reluviz.figures.export_files", lambda *given, replace: calls.append(given[3]))
    style = tmp_path / "lecture.json"
    save_style(style, FigureOptions(transparent=True, live_text=True))
    run("export", file, tmp_path / "a.svg", "--style", style)
    run("export", file, tmp_path / "a.svg", "--style", style, "--no-transparent", "--no-live-text")
    assert [(each.transparent, each.live_text) for each in calls] == [(True, True), (False, False)]


def test_formulas_and_code_are_formats_too(run, file, tmp_path):
    run("export", file, tmp_path / "h.py", "--as", "numpy")
    assert "def h(x)" in (tmp_path / "h.py").read_text()
    run("export", file, tmp_path / "h.txt", "--form", "slope", "--digits", "3")
    assert "h(x)" in (tmp_path / "h.txt").read_text()
    run("export", file, tmp_path / "h.tex", "--as", "latex", "--all-terms")
    assert "h(x)" in (tmp_path / "h.tex").read_text()


def test_a_file_that_is_there_is_replaced_by_force_alone(run, file, tmp_path, capsys):
    small = ["--size", "column", "--dpi", "20"]
    for name, words in (("a.png", []), ("a.svg", ["--steps"]), ("a.txt", []), ("a.pdf", ["--rates"])):
        out = tmp_path / name
        there = tmp_path / "a-2.svg" if "--steps" in words else out
        there.write_bytes(b"precious")
        assert main(["export", str(file), str(out), *small, *words]) == 2
        assert "exist" in capsys.readouterr().err
        assert there.read_bytes() == b"precious"
        if "--rates" not in words:
            run("export", file, out, *small, *words, "--force")
            assert there.read_bytes() != b"precious"


def test_what_a_size_has_no_room_for_is_said(file, tmp_path, capsys):
    words = ["--size", "column", "--show", "network"]
    assert main(["export", str(file), str(tmp_path / "a.tex"), *words]) == 0
    assert "note: at this size there is no room for the" in capsys.readouterr().err
    assert main(["export", str(file), str(tmp_path / "b.tex"), "--show", "network"]) == 0
    assert "note" not in capsys.readouterr().err


def test_a_missing_font_is_replaced_and_said(file, tmp_path, capsys):
    words = ["--size", "column", "--dpi", "20", "--font", "No Such Sans"]
    assert main(["export", str(file), str(tmp_path / "a.png"), *words]) == 0
    said = capsys.readouterr().err
    assert "there is no font 'No Such Sans' here" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--as", "word"], "there is no figure format 'word'"),
        (["--as", "numpy"], "ends in .py, not .png"),
        (["--title", "$x^$"], "the mathematics of the title: “"),
        (
            ["--x-label", "5 $ for $x$"],
            "of the x-label: one of 3 dollar signs has no partner",
        ),
        (["--font-size", "500"], "the type of a figure of this size has from"),
        (["--font-size", "big"], "--font-size takes a number of points"),
        (["--digits", "2.5"], "--digits takes a whole number"),
        (["--spines", "left"], "there are no spines 'left'"),
        (["--rates", "--steps"], "the rate plot has no steps"),
        (["--size", "0x9cm"], "must be at least"),
        (["--size", "9kmx9km"], "there is no figure size"),
        (["--size", "900000x900000px"], "at most"),
    ],
)
def test_what_export_cannot_do_is_said_in_one_line(words, complaint, file, tmp_path, capsys):
    assert main(["export", str(file), str(tmp_path / "a.png"), *words]) == 2
    said = capsys.readouterr().err
    assert complaint in said
    assert said.count("\n") == 1
    assert not (tmp_path / "a.png").exists()


@pytest.mark.parametrize("name", ["a.gif", "a.csv"])
def test_a_format_without_a_picture_is_refused_before_the_rates_are_computed(
    name, file, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr("reluviz.fitting.rates.rates", None)
    assert main(["export", str(file), str(tmp_path / name), "--rates"]) == 2
    assert "one picture cannot be written as" in capsys.readouterr().err


def test_a_place_is_refused_before_the_rates_are_computed(file, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("reluviz.fitting.rates.rates", None)
    (tmp_path / "a.svg").write_text("precious")
    for place, complaint in (("none/a.svg", "there is no folder"), ("a.svg", "exists already")):
        assert main(["export", str(file), str(tmp_path / place), "--rates"]) == 2
        assert complaint in capsys.readouterr().err


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("Yes\n", 0), ("\n", 2), ("no\n", 2), ("", 2)])
def test_at_a_terminal_export_asks_before_it_replaces(answer, code, file, tmp_path, capsys, monkeypatch):
    typed = StringIO(answer)
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", typed)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    for name in ("a-1.svg", "a-2.svg"):
        (tmp_path / name).write_text("precious")
    words = ["--size", "column", "--steps", "1,2"]
    assert main(["export", str(file), str(tmp_path / "a.svg"), *words]) == code
    assert capsys.readouterr().err.startswith("'a-1.svg' and 1 more exist. Replace them? [y/N] ")
    assert ((tmp_path / "a-2.svg").read_text() == "precious") == (code == 2)


def test_many_steps_are_said_before_they_are_drawn(tmp_path, capsys, monkeypatch):
    knots = ",".join(map(str, range(1000)))
    assert main(["make", "--target", "sine", "--knots", knots, "-o", str(tmp_path / "many.reluviz")]) == 0

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("reluviz.figures.export_files", interrupt)
    capsys.readouterr()
    assert main(["export", str(tmp_path / "many.reluviz"), str(tmp_path / "a.png"), "--steps"]) == 130
    assert "1,001 steps, which takes a while" in capsys.readouterr().err


def test_export_writes_the_steps_of_a_sequence(run, file, tmp_path):
    small = ("--size", "column", "--dpi", "20", "--steps", "1,2")
    run("export", file, tmp_path / "figure.png", *small)
    run("export", file, tmp_path / "figure.pdf", *small)
    run("export", file, tmp_path / "figure.gif", *small, "--fps", "2")
    names = sorted(path.name for path in tmp_path.glob("figure*"))
    assert names == ["figure-1.png", "figure-2.png", "figure.gif", "figure.pdf"]
    assert b"/Count 2" in (tmp_path / "figure.pdf").read_bytes()


def test_export_says_on_a_terminal_how_far_a_sequence_is(file, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("reluviz.cli.progress._INTERVAL", 0.0)
    words = ["export", file, tmp_path / "figure.gif", "--size", "column", "--dpi", "20", "--steps", "1,2"]
    assert main([str(word) for word in [*words, "--fps", "2"]]) == 0
    shown = capsys.readouterr().err.split("\r\x1b[K")
    assert shown[1] == "writing 2 steps (Ctrl+C ends it) 0 %"
    assert shown[-1] == ""


def test_version_and_help_are_printed(run):
    assert run("--version") == f"reluviz {__version__}\n"
    for words in (["--help"], ["make", "--help"], ["show", "-h"], ["export", "--help"]):
        out = run(*words)
        assert out.startswith("usage: reluviz")
    for word in ("make", "show", "export"):
        assert f"reluviz {word}" in run("--help")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("make", "required: --target"),
        ("make --target square", "one of the arguments --sum --knots --hinges --tolerance is required"),
        ("make --target square --sum g(x) --knots 1", "not allowed with argument"),
        ("make --target quartic --sum g(x)", "there is no target 'quartic'; the library has square"),
        ("make --target square --sum g(x", "at character 4 of the formula"),
        ("make --target square --sum --json", "--sum: expected one argument"),
        ("make --target square --sum g(g(x))", "cascade"),
        ("make --target square --knots 1,b", "'b' is none"),
        ("make --target square --knots 1,,2", "'' is none"),
        ("make --target square --knots nan", "the knot of a hinge must be a number"),
        ("make --target square --knots -1e60", "the knot of a hinge must be a number"),
        ("make --target square --sum 0 --interval -3", "--interval needs 2 numbers"),
        ("make --target square --sum 0 --interval", "--interval needs 2 numbers"),
        ("make --target square --sum 0 --interval=-3", "--interval needs 2 numbers"),
        ("make --target square --sum 0 --interval 1 x", "'x' is none"),
        ("make --target square --sum 0 --interval 3 -3", "from a smaller to a larger number"),
        ("make --target square --sum 0 --interval 0 inf", "must lie between"),
        ("make --target square --sum 0 --hinges 3", "not allowed with argument"),
        ("make --target square --hinges x", "--hinges takes a whole number, as in --hinges 8; 'x' is none"),
        ("make --target square --hinges -1", "from 0 to 1,000 hinges can be placed, not -1"),
        ("make --target square --hinges 1001", "from 0 to 1,000 hinges can be placed, not 1,001"),
        ("make --target square --tolerance 0", "the tolerance must be a number above 0, not 0"),
        ("make --target square --sum g(x) --hold-out 0.2", "only points of data can be held out"),
        ("make --target noisy --sum g(x) --hold-out 1", "above 0 and at most at 0.9, not at 1"),
        ("make --target noisy --sum g(x) --hold-out -0.1", "not at -0.1"),
        ("make --target noisy --sum g(x) --hold-out a", "'a' is none"),
        ("make --target square --tolerance 1,2", "--tolerance takes one number"),
        ("make --target step --tolerance 0.4 --norm max", "the target jumps"),
        ("make --target square --knots 1 --norm l3", "there is no norm 'l3'"),
        ("mak --target square", "did you mean reluviz make?"),
        ("make --target square --sum 0 --targ sine", "unrecognized arguments"),
        ("make --target square --sum 0 -o nowhere/a.reluviz", "there is no folder"),
        ("make --target square --sum 0 -o .", "it is a folder"),
        ("show", "required: FILE"),
        ("show none.reluviz", "there is no file 'none.reluviz'"),
        ("show .", "is a folder"),
        ("show a b", "unrecognized arguments: b"),
        ("export", "required: FILE, OUT"),
        ("export none.reluviz out.png", "there is no file 'none.reluviz'"),
        ("export none.reluviz out.bmp", "must end in .png, .svg"),
        ("export none.reluviz out.png --dpi many", "--dpi takes a number"),
        ("export none.reluviz out.gif --fps fast", "--fps takes a number of pictures a second"),
        ("export none.reluviz out.gif --fps 500", "from 1 to 50 pictures a second, not 500"),
        ("export none.reluviz out.pdf --steps 4,2", "increasing numbers of hinges"),
        ("export none.reluviz out.png --dpi nan", "must be from 20 to 1200 dpi"),
        ("export none.reluviz out.png --size huge", "there is no figure size 'huge'"),
        ("export none.reluviz out.png --theme pink", "there is no theme 'pink'"),
        ("none.reluviz", "there is no file 'none.reluviz'"),
        (".", "is a folder"),
        ("--nonsense", "unrecognized arguments: --nonsense"),
        ("frobnicate a b", "unrecognized arguments: a b"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(words, complaint, refuse, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert complaint in refuse(*words.split(" "))
    assert list(tmp_path.iterdir()) == []


def test_a_line_break_in_an_argument_stays_on_one_line(refuse):
    assert "a b?" in refuse("show", "x", "a\nb\x1b")


def test_a_broken_file_is_named_before_a_window_opens(refuse, tmp_path, monkeypatch):
    monkeypatch.setattr("reluviz.cli.window.screen_problem", lambda: pytest.fail("asked for a screen"))
    (tmp_path / "a.reluviz").write_text('{"format": "reluviz", "version": 9}')
    assert "saved by a newer ReLU Viz" in refuse(tmp_path / "a.reluviz")


def test_without_a_screen_no_window_opens(refuse, file, monkeypatch):
    monkeypatch.setattr("reluviz.cli.window.screen_problem", lambda: "there is no screen")
    assert refuse() == "reluviz: no window can open: there is no screen\n"
    assert refuse(file) == "reluviz: no window can open: there is no screen\n"


def test_an_interruption_has_its_own_exit_code(monkeypatch, file):
    def interrupt(path):
        raise KeyboardInterrupt

    monkeypatch.setattr("reluviz.cli.show.load", interrupt)
    assert main(["show", str(file)]) == 130


def test_export_writes_the_rate_plot_as_any_figure(run, file, tmp_path):
    path = tmp_path / "rates.svg"
    run("export", file, path, "--rates", "--theme", "dark")
    text = path.read_text(encoding="utf-8")
    assert 'id="rates-optimal"' in text
    assert 'id="rates-attempts"' in text


def test_make_takes_formulas_and_tables_and_says_what_it_skipped(tmp_path, capsys):
    path = tmp_path / "data.csv"
    path.write_text("x,y\n0,0\n1,1\n2,n/a\n3,9\n")
    assert main(["make", "--target", str(path), "--knots", "0,1", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["interval"] == [0, 3]
    assert "1 of 4 rows was skipped" in err
    words = ["make", "--target", "sin(3x) + |x|/2", "--interval", "-1", "1", "--hinges", "3", "--json"]
    assert main(words) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["target"] == "sin(3x) + |x|/2"
    assert len(report["hinges"]) == 3


def test_gaps_of_the_target_are_told(run, tmp_path):
    path = tmp_path / "reciprocal.reluviz"
    printed = run("make", "--target", "1/x", "--interval", -1, 1, "--hinges", 4, "-o", path, "--json")
    remarks = ["errors count on [-1, -0.02] and [0.02, 1]", "1/x has a pole at x = 0"]
    assert json.loads(printed)["remarks"] == remarks
    assert json.loads(run("show", path, "--json"))["remarks"] == remarks
    assert f"note          {remarks[0]}: {remarks[1]}\n" in run("show", path)
    assert "remarks" not in json.loads(run("make", "--target", "sine", "--hinges", 2, "--json"))

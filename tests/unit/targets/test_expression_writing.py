import pytest

from reluviz.targets.expression import parse_expression

WRITTEN = [
    ("2x(x-1)", "2*x*(x - 1)", "2x(x − 1)", "2x(x - 1)"),
    ("x^2", "x^2", "x²", "x^{2}"),
    ("-x²+1", "-x^2 + 1", "−x² + 1", "-x^{2} + 1"),
    ("(-x)^2", "(-x)^2", "(−x)²", "(-x)^{2}"),
    ("sin(3x)/x", "sin(3*x)/x", "sin(3x)/x", r"\frac{\sin(3x)}{x}"),
    ("1/2x", "1/2*x", "1/2·x", r"\frac{1}{2}x"),
    ("x/(2x)", "x/(2*x)", "x/(2x)", r"\frac{x}{2x}"),
    ("x-(x-1)", "x - (x - 1)", "x − (x − 1)", "x - (x - 1)"),
    ("2*3", "2*3", "2·3", r"2 \cdot 3"),
    ("1e-5x", "1e-05*x", "1e-5·x", "10^{-5}x"),
    ("1e9exp(x)", "1000000000*exp(x)", "1e9·exp(x)", r"10^{9}\exp(x)"),
    ("25000000x", "25000000*x", "2.5e7·x", r"2.5 \cdot 10^{7}x"),
    ("100000x + 1234567", "100000*x + 1234567", "100000x + 1234567", "100000x + 1234567"),
    ("2*1e9^x", "2*1000000000^x", "2·1e9ˣ", r"2\left(10^{9}\right)^{x}"),
    ("√x", "sqrt(x)", "√x", r"\sqrt{x}"),
    ("√(x+1)", "sqrt(x + 1)", "√(x + 1)", r"\sqrt{x + 1}"),
    ("∛x", "cbrt(x)", "∛x", r"\sqrt[3]{x}"),
    ("||x|-1|", "abs(abs(x) - 1)", "abs(|x| − 1)", r"\left|\left|x\right| - 1\right|"),
    ("exp(-x²)", "exp(-x^2)", "exp(−x²)", r"\exp\left(-x^{2}\right)"),
    ("e^(-x)", "e^-x", "e⁻ˣ", "e^{-x}"),
    ("e^(2x)", "e^(2*x)", "e²ˣ", "e^{2x}"),
    ("x^1.5", "x^1.5", "x^1.5", "x^{1.5}"),
    ("2*π*x", "2*pi*x", "2πx", r"2\pi x"),
    ("sin²x", "sin(x)^2", "sin(x)²", r"\sin^{2}(x)"),
    ("(x^2)^3", "(x^2)^3", "(x²)³", r"\left(x^{2}\right)^{3}"),
    ("(1/x)^2", "(1/x)^2", "(1/x)²", r"\left(\frac{1}{x}\right)^{2}"),
    ("relu(x)", "relu(x)", "relu(x)", r"\operatorname{relu}(x)"),
    ("floor(x)", "floor(x)", "floor(x)", r"\left\lfloor x\right\rfloor"),
    ("max(x,1)", "max(x, 1)", "max(x, 1)", r"\max(x, 1)"),
    ("log x", "log(x)", "log(x)", r"\ln(x)"),
    (
        "x<0 ? -1 : x<=1 ? x : 1",
        "where(x < 0, -1, where(x <= 1, x, 1))",
        "where(x < 0, −1, where(x ≤ 1, x, 1))",
        r"\begin{cases} -1 & \text{if } x < 0 \\ x & \text{if } x \leq 1 \\ 1 & \text{otherwise} \end{cases}",
    ),
    (
        "piecewise(x<0 and x>-1, 1)",
        "piecewise(x < 0 and x > -1, 1)",
        "piecewise(x < 0 and x > −1, 1)",
        r"\begin{cases} 1 & \text{if } x < 0 \text{ and } x > -1 \end{cases}",
    ),
]


@pytest.mark.parametrize(("typed", "text", "pretty", "latex"), WRITTEN)
def test_an_expression_is_written_in_three_ways(typed, text, pretty, latex):
    expression = parse_expression(typed)
    assert (expression.text, expression.pretty, expression.latex) == (text, pretty, latex)
    assert text.isascii()


def test_choices_can_be_written_in_one_line():
    expression = parse_expression("x<0 and x>-1 ? -1 : x^2")
    assert expression.latex_line == (
        r"\{-1\ \mathrm{if}\ x < 0 \ \mathrm{and}\  x > -1,\; x^{2}\ \mathrm{otherwise}\}"
    )
    assert parse_expression("x^2").latex_line == "x^{2}"


@pytest.mark.parametrize("typed", [typed for typed, *_ in WRITTEN] + ["not x<0 or x>2 ? 1 : 0", "sigmoid(x)"])
def test_matplotlib_reads_the_line(typed):
    mathtext = pytest.importorskip("matplotlib.mathtext")
    mathtext.MathTextParser("path").parse(f"${parse_expression(typed).latex_line}$")


def test_equal_texts_make_equal_expressions():
    one, other = parse_expression("2x²"), parse_expression(" 2 * x^2")
    assert one == other
    assert hash(one) == hash(other)
    assert one != parse_expression("2x^3")
    assert one != "2*x^2"


def test_an_expression_knows_whether_x_occurs():
    assert parse_expression("sin(pi/4)").is_constant
    assert not parse_expression("0x").is_constant


def test_an_expression_cannot_be_changed():
    with pytest.raises(AttributeError):
        parse_expression("x").text = "x^2"

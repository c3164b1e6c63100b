"""matplotlib reads mathematics with one reader for all threads; previews and files are made in several."""

from concurrent.futures import ThreadPoolExecutor

from reluviz.figures.drawing.formula_outline import formula_outline
from reluviz.figures.layout import typesetting
from reluviz.figures.layout.typesetting import measure, typeset


def test_texts_are_set_alike_in_many_threads_at_once():
    # More than the fifty that matplotlib remembers.
    texts = [f"$\\dfrac{{x^{{{n}}}}}{{{n}}} + \\sqrt{{{n}x}}$" for n in range(64)]

    def work(text):
        return typeset(text)[0], measure(text, 11.0), formula_outline(text.strip("$"), 11.0) is not None

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(work, texts))
    for cached in (typesetting._typeset, typesetting._extent):
        cached.cache_clear()
    assert together == [work(text) for text in texts]
    assert all(text == shown for text, (shown, _, _) in zip(texts, together, strict=True))

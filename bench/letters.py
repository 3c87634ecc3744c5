"""`letter` and `letters-two-processes`: against the rate at which WeasyPrint alone makes the same page."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench.figures import Figure, spread
from grantflow.notices.letters import letter_html, letter_pdf
from grantflow.notices.press import STYLE_SHEET
from tests.notices.samples import an_offer

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)

NUMBER = 30


def measure(names: list[str]) -> Iterator[Figure]:
    bare = _bare_rate()
    if "letter" in names:
        times = sorted(_make_one() for _ in range(NUMBER))
        rate = NUMBER * 1000 / sum(times)
        middle, high = spread(times)
        yield Figure(
            "letter",
            100 * rate / bare,
            "% of bare",
            90,
            more_is_better=True,
            median_ms=middle,
            p95_ms=high,
            note=f"{rate:.1f} a second; WeasyPrint alone {bare:.1f}",
        )
    if "letters-two-processes" in names:
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(_make_many, [2, 2]))
            begun = time.perf_counter()
            list(pool.map(_make_many, [NUMBER, NUMBER]))
            both = 2 * NUMBER / (time.perf_counter() - begun)
        yield Figure(
            "letters-two-processes", both, "letters/s", note=f"{both / bare:.2f} times one bare process"
        )


def _make_one() -> float:
    """Milliseconds from the facts of an offer to its tagged PDF."""
    begun = time.perf_counter()
    letter_pdf(an_offer(), made_at=AT)
    return (time.perf_counter() - begun) * 1000


def _make_many(number: int) -> None:
    for _ in range(number):
        _make_one()


def _bare_rate() -> float:
    """Letters a second by WeasyPrint alone: its HTML is ready, its fonts and style sheet are shared as it advises."""
    html = letter_html(an_offer())
    fonts = FontConfiguration()
    style = CSS(filename=str(STYLE_SHEET), font_config=fonts)
    times = []
    for turn in range(NUMBER + 3):
        begun = time.perf_counter()
        page = HTML(string=html, base_url=STYLE_SHEET.as_uri())
        page.render(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1").write_pdf(
            pdf_variant="pdf/ua-1"
        )
        if turn >= 3:
            times.append(time.perf_counter() - begun)
    return NUMBER / sum(times)


ROWS: dict[str, Callable[[list[str]], Iterator[Figure]]] = {
    "letter": measure,
    "letters-two-processes": measure,
}

"""The press: HTML to tagged PDF (PDF/UA-1). The only importer of WeasyPrint.

The same HTML and time give the same bytes, so that a letter made again can be compared with the one we kept.
"""

from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from pikepdf import Array, Dictionary, Name, Object, Pdf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parent.parent / "static"
STYLE_SHEET = STATIC / "print.css"
FONTS = STATIC / "vendor" / "fonts"

# Pango's fonts are shared, and two threads that use them at once corrupt its lists. More processes print
# faster; more threads never did.
_one_at_a_time = Lock()


def render_pdf(html: str, *, title: str, language: str = "en", made_at: datetime | None = None) -> bytes:
    """Make a tagged PDF.

    :param html: a whole page; the style sheet is added here
    :param made_at: an aware time, kept in the file as when it was made; without it the file names no time
    :raises FileNotFoundError: if the fonts are not there, rather than print in another one
    """
    with _one_at_a_time:
        style, fonts = _style()
        document = HTML(string=html, base_url=STATIC.as_uri() + "/", url_fetcher=_fetcher()).render(
            stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
        )
        document.metadata.title = title
        document.metadata.lang = language
        document.metadata.created = document.metadata.modified = _w3c(made_at)
        pdf = document.write_pdf(pdf_variant="pdf/ua-1")
    return _with_table_scopes(pdf)


def count_pages(pdf: bytes) -> int:
    with Pdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


class OwnFilesOnly(URLFetcher):
    """Fetches `data:` addresses and files in our static folder, and nothing else.

    A letter carries words that strangers wrote. If they ever got an address into the page, it must
    not be followed.
    """

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        path = _own_file(url)
        if path is None:
            raise ValueError(f"not ours to fetch: {url[:200]}")
        return URLFetcherResponse(url, path.read_bytes())


@cache
def _fetcher() -> OwnFilesOnly:
    return OwnFilesOnly()


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    """Read the style sheet and its fonts once a process: fonts loaded anew cost more than the letter."""
    for weight in ("400-normal", "400-italic", "600-normal"):
        for part in ("latin", "latin-ext"):
            file = FONTS / f"source-sans-3-{part}-{weight}.woff"
            if not file.is_file():
                raise FileNotFoundError(f"{file} is missing. `make assets` fetches it.")
    fonts = FontConfiguration()
    return CSS(filename=STYLE_SHEET, font_config=fonts, url_fetcher=_fetcher()), fonts


def _own_file(url: str) -> Path | None:
    """The file in our static folder that an address names, or None. Links and `..` are followed first."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        return None
    path = Path(unquote(parts.path)).resolve()
    return path if path.is_relative_to(STATIC) and path.is_file() else None


def _w3c(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _with_table_scopes(pdf: bytes) -> bytes:
    """Say of each table heading whether it heads a row or a column. PDF/UA asks; WeasyPrint leaves it out."""
    with Pdf.open(BytesIO(pdf)) as document:
        for heading, in_head in _headings(document.Root.StructTreeRoot, in_head=False):
            attributes = heading.get("/A", Dictionary(O=Name.Table))
            attributes.Scope = Name.Column if in_head else Name.Row
            heading.A = attributes
        out = BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _headings(element: Object, *, in_head: bool) -> list[tuple[Object, bool]]:
    found = []
    for child in _children(element):
        kind = child.get("/S")
        if kind == Name.TH:
            found.append((child, in_head))
        found += _headings(child, in_head=in_head or kind == Name.THead)
    return found


def _children(element: Object) -> list[Object]:
    """The elements under an element: not the numbers that stand for pieces of a page."""
    kids = element.get("/K", None)
    if isinstance(kids, Array):
        return [kid for kid in kids if isinstance(kid, Dictionary)]
    return [kids] if isinstance(kids, Dictionary) else []

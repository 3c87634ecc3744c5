"""Where everything that prints gets its PDF."""

from datetime import datetime


def render_pdf(html: str, *, title: str, language: str = "en", made_at: datetime | None = None) -> bytes:
    """Make a tagged PDF; `press.py` says more.

    The press is fetched when something is first printed: it takes 35 MB, and most web processes never print.
    """
    from grantflow.notices import press

    return press.render_pdf(html, title=title, language=language, made_at=made_at)


def count_pages(pdf: bytes) -> int:
    from grantflow.notices import press

    return press.count_pages(pdf)

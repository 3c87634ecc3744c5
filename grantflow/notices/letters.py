"""From what a letter or a summary says to its page and its PDF."""

from datetime import datetime

from grantflow.notices.data import Letter
from grantflow.notices.pdf import render_pdf
from grantflow.rendering import render_block, render_html


def letter_title(letter: Letter) -> str:
    return render_block(_letter_template(letter), "title", letter=letter)


def letter_html(letter: Letter) -> str:
    return render_html(_letter_template(letter), letter=letter)


def letter_pdf(letter: Letter, *, made_at: datetime) -> bytes:
    title = f"{letter_title(letter)} ({letter.cover.reference})"
    return render_pdf(letter_html(letter), title=title, language=letter.cover.language, made_at=made_at)


def _letter_template(letter: Letter) -> str:
    return f"letters/{letter.notice}/letter.html"

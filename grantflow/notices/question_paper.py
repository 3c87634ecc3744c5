"""Every question of one size of grant, to read on paper and to write on, before anybody has an account.

It is made from the form when it is asked for, so the two cannot differ.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache

from grantflow.applications.queries import choices_in
from grantflow.applications.sizes import Span
from grantflow.core.display import clock, money, weekday
from grantflow.engine.asked import Asked, AskedSection, asked
from grantflow.engine.form import Form, Kind
from grantflow.engine.words import clean_line
from grantflow.funds.models import Round
from grantflow.notices import addresses, sender
from grantflow.notices.cover import Letterhead, Officer
from grantflow.notices.pdf import render_pdf
from grantflow.rendering import render_block, render_html

TEMPLATE = "papers/questions.html"
# Room to write, on paper and on screen: how many words go on a line by hand, and how many lines a table begins with.
WORDS_ON_A_LINE = 12
MOST_ROWS = 6
# How many papers a process keeps at hand: making one takes half a second, and everybody may ask.
AT_HAND = 32


@dataclass(frozen=True, kw_only=True)
class QuestionPaper:
    """What the paper says. `size` is such as "£5,001 to £25,000"; `send` names the documents to send."""

    letterhead: Letterhead
    round_title: str
    size: str
    minutes: int
    words: int
    send: tuple[str, ...]
    closes: str
    contact: Officer
    link: str
    sections: tuple[AskedSection, ...]
    language: str = "en"

    @property
    def title(self) -> str:
        return f"{self.round_title}: every question for {self.size}"


def question_paper(round: Round, span: Span, form: Form) -> QuestionPaper:
    return QuestionPaper(
        letterhead=sender.letterhead(round.fund),
        round_title=clean_line(round.title),
        size=f"{money(span.least_pence)} to {money(span.most_pence)}",
        minutes=span.tier.applicant_hours * 60,
        words=form.words,
        send=tuple(str(each) for each in span.tier.documents),
        closes=f"{clock(round.closes_at)} on {weekday(round.closes_at)}",
        contact=_cleaned(sender.officer_for(round)),
        link=addresses.public_round(round.slug),
        sections=asked(form, choices_in(round)),
    )


def _cleaned(officer: Officer) -> Officer:
    """What people typed, without what cannot be seen: a Word file cannot hold a control character."""
    return Officer(**{name: clean_line(value) for name, value in asdict(officer).items()})


def paper_html(paper: QuestionPaper) -> str:
    return render_html(TEMPLATE, paper=paper, lines=lines, rows=rows)


def paper_pdf(paper: QuestionPaper) -> bytes:
    """The same paper gives the same bytes."""
    return _printed(paper_html(paper), render_block(TEMPLATE, "title", paper=paper), paper.language)


def lines(question: Asked) -> int:
    """How many lines of room an answer has; none where something is ticked, filled in or sent instead."""
    if question.words:
        return -(-question.words // WORDS_ON_A_LINE)
    return 0 if question.choices or question.columns or question.kind is Kind.FILE else 1


def rows(question: Asked) -> int:
    return min(question.rows, MOST_ROWS)


@lru_cache(AT_HAND)
def _printed(html: str, title: str, language: str) -> bytes:
    return render_pdf(html, title=title, language=language)

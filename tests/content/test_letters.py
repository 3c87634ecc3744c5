"""Every shipped letter and summary, made of believable content and of hostile content, and read back."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from grantflow.content import content_root
from grantflow.core.display import day, money
from grantflow.notices.data import Letter, RefusalReason
from grantflow.notices.letters import letter_html, letter_pdf
from grantflow.notices.summaries import Summary, summary_html, summary_pdf
from tests.notices.reading import faults_of, pages_of, squeezed, text_of
from tests.notices.samples import (
    a_complaint_answer,
    a_cover,
    a_letterhead,
    a_payment_notice,
    a_query_letter,
    a_review_announced,
    a_review_reminder,
    an_acknowledgement,
    an_ineligible_letter,
    an_offer,
    an_unsuccessful_letter,
)
from tests.notices.summary_samples import a_round_summary, an_award_summary

MADE_AT = datetime(2027, 3, 12, 9, 0, tzinfo=UTC)
LETTERS: list[Callable[[], Letter]] = [
    an_acknowledgement,
    a_query_letter,
    an_ineligible_letter,
    an_offer,
    an_unsuccessful_letter,
    a_complaint_answer,
    a_payment_notice,
    a_review_announced,
    a_review_reminder,
]
SUMMARIES: list[Callable[[], Summary]] = [an_award_summary, a_round_summary]
HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% include '/etc/passwd' %}",
    '<img src="file:///etc/passwd">',
    "'\"></style></td></table><h1>Owned</h1>",
    "&lt;b&gt; &amp; &#60;",
]


@pytest.mark.parametrize("build", LETTERS)
def test_every_letter_can_be_read_with_a_screen_reader(build: Callable[[], Letter]) -> None:
    assert faults_of(made(build())) == []


@pytest.mark.parametrize("build", SUMMARIES)
def test_every_summary_can_be_read_with_a_screen_reader(build: Callable[[], Summary]) -> None:
    assert faults_of(made(build())) == []


@pytest.mark.parametrize("build", LETTERS)
def test_every_letter_says_to_whom_from_whom_when_and_how_to_complain(build: Callable[[], Letter]) -> None:
    letter = build()
    cover, said = letter.cover, text_of(made(letter))

    for expected in (
        cover.to.organisation,
        f"Dear {cover.to.contact}",
        cover.reference,
        day(cover.dated),
        f"Yours sincerely {cover.officer.name} {cover.officer.name} {cover.officer.role}",
        cover.officer.phone,
        cover.officer.email,
        cover.complaints,
        cover.large_print,
        cover.letterhead.funder,
        cover.letterhead.fund_name,
        f"Approved by {cover.approved_by}. Letter version {cover.version}.",
    ):
        assert expected in said


@pytest.mark.parametrize("build", LETTERS)
def test_every_page_of_a_letter_has_its_number_and_the_reference(build: Callable[[], Letter]) -> None:
    letter = build()
    pages = pages_of(made(letter))

    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert letter.cover.reference in page


@pytest.mark.parametrize("build", LETTERS)
def test_no_signature_stands_alone_on_a_page(build: Callable[[], Letter]) -> None:
    page = next(page for page in pages_of(made(build())) if "Yours sincerely" in page)
    before = page.split("Yours sincerely")[0]

    assert len(before.split()) >= 8


@pytest.mark.parametrize("build", [*LETTERS, *SUMMARIES])
def test_everything_a_letter_is_given_is_printed(build: Callable[[], Any]) -> None:
    """A field that no template uses is a field that somebody fills in for nothing."""
    content = build()
    said = squeezed(text_of(made(content)))

    unprinted = [text for text in texts_in(content) if squeezed(shown(text)) not in said]
    assert unprinted == []


def test_the_offer_says_what_the_law_and_good_practice_ask() -> None:
    said = text_of(made(an_offer()))

    for expected in (
        "£24,500",
        "£12,250 in 2027 to 2028; £12,250 in 2028 to 2029",
        "Why we chose your work",
        "By 14 April 2028: one page, or a call, on the first year. It should take you about 1 hour.",
        "How we will work with you",
        "section 6 of the Offender Management Act 2007",
        "It is a grant, not payment for services",
        "No payment depends on how many people get there.",
        "Please say yes by Friday 9 April 2027",
        "Two people who may sign",
        "If we have not heard from you by that day, the offer ends",
        "You may still campaign and give evidence.",
        "publish this grant as open data, in the 360Giving format",
        "Do not send us names, dates of birth or case numbers",
        "14. Law and tax",
    ):
        assert expected in said


def test_the_offer_asks_one_person_to_sign_where_one_is_enough() -> None:
    assert "One person who may sign for your organisation" in text_of(made(an_offer(signatories=1)))


def test_an_offer_without_reports_says_so() -> None:
    assert "We do not ask you for a report." in text_of(made(an_offer(reports=())))


def test_the_refusal_gives_reasons_a_strength_a_change_scores_numbers_and_a_call() -> None:
    letter = an_unsuccessful_letter()
    said = text_of(made(letter))

    for expected in (
        "We could not see clearly enough who needs this here, and why",
        "We could not see how you would know it was helping",
        letter.strength,
        letter.change,
        "Seeing progress 1.5 3.4",
        "we received 86 applications",
        "We had £900,000 and could fund 31, which is about 1 in 3.",
        "talk with you for 15 minutes",
        "by 9 April 2027",
        "We cannot change a decision because you would have weighed things differently.",
    ):
        assert expected in said


@pytest.mark.parametrize("from_reserve", [False, True])
@pytest.mark.parametrize("enough", [False, True])
def test_a_refusal_is_two_pages_at_most(from_reserve: bool, enough: bool) -> None:
    letter = an_unsuccessful_letter(from_reserve=from_reserve)
    scores = tuple(replace(each, funded_mean=each.funded_mean if enough else None) for each in letter.scores)

    pages = pages_of(made(replace(letter, scores=scores)))

    assert len(pages) <= 2
    assert ("Funded" in " ".join(pages)) is enough


def test_a_refusal_from_the_reserve_list_thanks_for_the_wait() -> None:
    said = text_of(made(an_unsuccessful_letter(from_reserve=True)))

    assert "our reserve list ended for" in said
    assert "Thank you for waiting so long." in said


@pytest.mark.parametrize("outcome", ["upheld", "partly-upheld", "not-upheld"])
def test_the_answer_to_a_complaint_says_first_who_is_right(outcome: str) -> None:
    said = text_of(made(a_complaint_answer(outcome=outcome, second=True)))
    heads = {
        "upheld": "You are right I am sorry. We went about it wrongly.",
        "partly-upheld": "You are right in part",
        "not-upheld": "I think that we kept to our rules",
    }

    assert heads.pop(outcome) in said
    assert not any(other in said for other in heads.values())
    assert "I had no part in your application, or in the first answer to you." in said


def test_a_refusal_that_nobody_scored_has_no_empty_table() -> None:
    said = text_of(made(an_unsuccessful_letter(scores=(), other_funders=())))

    assert "How it scored" not in said
    assert "These funders" not in said


def test_a_refusal_in_a_round_that_funded_nobody_does_not_divide_by_nought() -> None:
    assert "could fund 0." in text_of(made(an_unsuccessful_letter(funded=0)))


def test_every_coded_reason_has_words() -> None:
    page = (content_root() / "templates/letters/unsuccessful/reasons.html").read_text()
    codes = re.findall(r'^  "([a-z-]+)": "', page, flags=re.M)

    assert len(codes) == 15
    for code in codes:
        letter_html(an_unsuccessful_letter(reasons=(RefusalReason(code=code, detail="Because."),)))


def test_a_reason_nobody_has_worded_stops_the_letter() -> None:
    with pytest.raises(UndefinedError):
        letter_html(an_unsuccessful_letter(reasons=(RefusalReason(code="made-up", detail="x"),)))


def test_a_name_that_is_missing_stops_the_letter() -> None:
    with pytest.raises((UndefinedError, TemplateNotFound)):
        letter_html(object.__new__(type(an_offer())))


def test_the_payment_notice_is_one_page_and_the_wall_summary_is_one_page() -> None:
    assert len(pages_of(made(a_payment_notice()))) == 1
    assert len(pages_of(made(an_award_summary()))) == 1


def test_the_last_payment_says_that_it_is_the_last() -> None:
    assert "This was the last payment of this grant." in text_of(made(a_payment_notice(next_payment=None)))


def test_the_round_summary_publishes_no_small_number_of_people() -> None:
    said = text_of(made(a_round_summary()))

    assert "Welfare support 240 65 fewer than 10 30 335" in said
    assert "Housing 15 25 fewer than 10 fewer than 10 40" in said
    assert 2 <= len(pages_of(made(a_round_summary()))) <= 3


def test_nothing_is_printed_smaller_than_eleven_points() -> None:
    sheet = (Path(__file__).parents[2] / "grantflow/static/print.css").read_text()
    sizes = re.findall(r"(?:font-size|font):\s*([\d.]+)pt", sheet)

    assert sizes
    assert min(float(size) for size in sizes) >= 11


@pytest.mark.parametrize("build", [*LETTERS, *SUMMARIES])
def test_hostile_text_is_printed_as_text(build: Callable[[], Any]) -> None:
    attack = " ".join(HOSTILE)
    content = with_every_text(build(), lambda text: f"{text} {attack}")
    page = html(content)

    assert "<script" not in page
    assert "<h1>Owned" not in page
    assert 'src="file:' not in page
    assert squeezed(attack) in squeezed(text_of(pdf(content)))


@pytest.mark.parametrize("build", [an_offer, a_payment_notice, an_award_summary])
def test_words_of_any_length_direction_and_script_stay_on_the_paper(build: Callable[[], Any]) -> None:
    odd = "ܐ مرحبا بكم שלום \u202eegatnup\u202c 👩🏽‍🌾🎉 \x00\x07 " + "x" * 5_000
    content = with_one_text(build(), odd)
    letter = pdf(content)
    said = text_of(letter)

    assert faults_of(letter) == []
    assert said.count("x") >= 5_000
    assert "مرحبا" in said
    assert "\u202e" not in html(content)
    assert "\x00" not in html(content)


def test_a_letter_made_again_has_the_same_bytes() -> None:
    letter = an_offer()

    assert letter_pdf(letter, made_at=MADE_AT) == letter_pdf(letter, made_at=MADE_AT)


def test_the_logo_travels_inside_the_letter(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><rect width="90" height="40"/></svg>'
    )
    letter = a_payment_notice(cover=a_cover(letterhead=a_letterhead(logo=logo)))

    assert 'src="data:image/svg+xml;base64,' in letter_html(letter)
    assert faults_of(letter_pdf(letter, made_at=MADE_AT)) == []
    assert len(pages_of(pdf(an_award_summary(letterhead=a_letterhead(logo=logo))))) == 1


@pytest.mark.parametrize("folder", ["letters", "summaries", "emails", "layouts"])
def test_our_words_are_plain(folder: str) -> None:
    unwanted = (
        "please note|successfully|regret to inform|pursuant|hereby|kindly|do not hesitate|utilise|"
        "offender(?! management)|service user|beneficiar"
    )
    for path in sorted((content_root() / "templates" / folder).rglob("*.*")):
        assert re.findall(unwanted, path.read_text(), flags=re.I) == [], path


@cache
def made(content: Any) -> bytes:
    return pdf(content)


def pdf(content: Any) -> bytes:
    is_letter = hasattr(content, "cover")
    return letter_pdf(content, made_at=MADE_AT) if is_letter else summary_pdf(content, made_at=MADE_AT)


def html(content: Any) -> str:
    return letter_html(content) if hasattr(content, "cover") else summary_html(content)


def texts_in(value: Any) -> list[Any]:
    """Every text and date in a letter's content, however deep: what a reader should find on the page."""
    if isinstance(value, str):
        return [paragraph for paragraph in value.split("\n\n") if paragraph]
    if isinstance(value, date):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in texts_in(each)]
    if is_dataclass(value) and not isinstance(value, type):
        return [
            text
            for each in fields(value)
            if each.name not in NOT_PRINTED
            for text in texts_in(getattr(value, each.name))
        ]
    return []


# The colour and the language are not words; a reason's code and an outcome become headings; a summary gives months,
# not days; a letter has the funder's address in one line.
NOT_PRINTED = {
    "accent",
    "language",
    "code",
    "outcome",
    "starts_on",
    "ends_on",
    "dated",
    "address",
    "website",
    "role",
}


def shown(value: Any) -> str:
    return day(value) if isinstance(value, date) else str(value).removeprefix("https://")


def with_every_text(content: Any, change: Callable[[str], str]) -> Any:
    """The same content with each of its own texts changed; what the funder wrote stays."""
    changes = {
        each.name: changed(getattr(content, each.name), change)
        for each in fields(content)
        if each.name not in OURS
    }
    return replace(content, **changes)


def with_one_text(content: Any, text: str) -> Any:
    """The same content with one long text put where an applicant's own words go."""
    name = next(name for name in WRITTEN_BY_OTHERS if hasattr(content, name))
    return replace(content, **{name: text})


OURS = {"cover", "letterhead", "contact", "reference", "version", "language", "link", "accept_link"}
WRITTEN_BY_OTHERS = ("purpose", "mechanism", "strength", "project", "progress")


def changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(changed(each, change) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"code", "year"}
        return replace(
            value,
            **{
                each.name: changed(getattr(value, each.name), change)
                for each in fields(value)
                if each.name not in kept
            },
        )
    return value


def test_amounts_are_printed_in_pounds() -> None:
    letter = an_offer()

    assert money(letter.amount_pence) in text_of(made(letter))
    assert str(letter.amount_pence) not in text_of(made(letter))

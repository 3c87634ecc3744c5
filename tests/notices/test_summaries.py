"""The summaries of a grant and of a round, from what was really reported and learned."""

from typing import Any

from flask import Flask

from grantflow.awards.models import Award
from grantflow.casework.commands import take_action
from grantflow.db import db, unit_of_work
from grantflow.notices.queries import list_letters
from tests.factories import (
    a_learning_entry,
    a_review,
    a_round,
    an_application,
    an_award,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.jobs_inline import run_jobs
from tests.monitoring.filled import COUNTS, REPORT, REVIEW
from tests.notices.cases import MARGARET, a_grant, pdf_of, said_in_letter, the_letter, told
from tests.notices.mail_server import MailServer
from tests.notices.reading import faults_of, pages_of, squeezed

LEARNED: dict[str, Any] = {
    "title": "Cooking first, talking later",
    "what-was-done": "We cooked together every Thursday, and talked while we washed up.",
    "for-whom": "Twenty-four men on community orders.",
    "what-happened": "Nine moved forward, three moved back after losing a room.",
    "what-did-not-work": "The evening session. Nobody came after dark.",
    "mechanism": "Nobody has to look anybody in the eye while they chop an onion.",
    "limits": "We would not expect this to hold if there is no kitchen of one's own.",
    "context-place": "A town where everybody knows the hall.",
    "context-probation": "The probation officer came to eat once a month.",
    "evidence-strength": "3",
    "credit": "the cooks of Harbour House",
}


def test_the_summary_of_a_grant_says_what_was_learned_and_where_it_may_not_hold(
    app: Flask, mail: MailServer
) -> None:
    award = a_grant(stage="completed")
    a_review(award, stage="answered", report=REPORT, review=REVIEW, counts=COUNTS)
    entry = a_learning_entry(award, stage="published", answers=LEARNED, credit="the cooks of Harbour House")

    told(app, "award-summary", award)

    pdf, said = pdf_of(award), said_in_letter(award)
    assert faults_of(pdf) == []
    assert len(pages_of(pdf)) == 1
    assert the_letter(award).document.kind == "summary"  # type: ignore[union-attr]
    for expected in (
        "Cooking first, talking later", "We cooked together every Thursday", "Twenty-four men on community orders.",
        "Harbour House", "Nine moved forward, three moved back", "A town where everybody knows the hall.",
        "Nobody has to look anybody in the eye", "The evening session. Nobody came after dark.",
        "We would start at noon", "We would not expect this to hold if there is no kitchen",
        "where people were before and after.", "With thanks to the cooks of Harbour House",
        "Do you and your probation office know and trust each other yet?", f"/learning/{entry.id}",
    ):  # fmt: skip
        assert squeezed(expected) in squeezed(said), expected
    assert mail.to(MARGARET)[0]["Subject"] == "A page about what Cooking together taught us"


def test_a_grant_with_nothing_published_is_summed_up_from_its_report_and_review(
    app: Flask, mail: MailServer
) -> None:
    award = a_grant(stage="completed")
    a_review(award, stage="answered", report=REPORT, review=REVIEW)
    a_learning_entry(award, stage="draft", answers=LEARNED)

    told(app, "award-summary", award)

    said = said_in_letter(award)
    assert "In March the kitchen flooded, so we met in the church hall." in said
    assert "Half moved forward." in said
    assert "We do not know yet where this would not hold. Ask before you rely on it." in said
    assert "chop an onion" not in said


def test_what_nobody_wrote_is_said_to_be_missing_and_not_made_up(app: Flask, mail: MailServer) -> None:
    award = a_grant(stage="completed")

    told(app, "award-summary", award)

    said = said_in_letter(award)
    assert "We cook on Tuesdays and eat what we cook." in said
    assert "Nobody has written down yet what people responded to." in said
    assert "Nobody has written yet how far people came." in said


def test_archiving_a_round_makes_its_summary_and_tells_everyone_who_was_funded(
    app: Flask, mail: MailServer
) -> None:
    award = a_finished_round()

    with unit_of_work():
        take_action(award.application.round, "archive", at_noon(an_officer()))
    assert [ran.problem for ran in run_jobs(app) if ran.problem] == []
    db.session.rollback()

    found = award.application.round
    said = said_in_letter(found)
    assert faults_of(pdf_of(found)) == []
    for expected in (
        "2 organisations asked for £9,000. We had £900,000, and gave 1 grant worth £4,500: about 1 in 2",
        "100% of the grants went to small charities (income under £500,000), and 100% of the money.",
        "We had aimed for 60% and 50%.", "Nine moved forward, three moved back", "The evening session.",
        "It happened where: A town where everybody knows the hall.",
        "It may not hold: We would not expect this to hold if there is no kitchen",
        "Harbour House Cooking together", "£100,000 to £500,000 2 1 £4,500",
    ):  # fmt: skip
        assert expected in said, expected
    assert str(mail.to(MARGARET)[0]["Subject"]).startswith("What we learned from North West grants")
    assert f"/rounds/{found.slug}" in mail.to(MARGARET)[0].get_content()


def test_a_round_that_funded_nobody_still_has_its_summary(app: Flask, mail: MailServer) -> None:
    found = a_round(stage="archived")

    told(app, "round-summary", found)

    [letter] = list_letters([found.id])
    assert letter.stage == "sent"
    assert "No project of this round counted how people moved" in said_in_letter(found)
    assert mail.messages == []


def a_finished_round() -> Award:
    award = a_grant(stage="completed")
    found = award.application.round
    found.stage = "learning"
    an_application(stage="declined", round=found, organisation=an_organisation())
    a_review(award, stage="answered", report=REPORT, review=REVIEW, counts=COUNTS)
    a_learning_entry(award, stage="published", answers=LEARNED)
    an_award(stage="lapsed", application=an_application(stage="awarded"))
    db.session.commit()
    return award

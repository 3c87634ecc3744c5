"""Words find what was answered, on both databases alike, and only where it may be read."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text

from grantflow.applications.models import Submission
from grantflow.casework.answering import save_answers
from grantflow.casework.commands import take_action
from grantflow.casework.models import Answer, Case
from grantflow.core.references import new_id
from grantflow.db import db, unit_of_work
from grantflow.permissions import SYSTEM
from grantflow.reports import search
from grantflow.reports.search import Search, excerpts, terms
from tests.conftest import NOON
from tests.factories import a_review, an_application, an_award, an_organisation, at_noon

SAID = "We cook together at Saint John’s every Thursday. Women’s group: 24 people, café and tŷ bwyta."


def found(typed: str, kind: str = "application") -> list[UUID]:
    """Both ways must find the same."""
    search = Search(terms(typed), kind)
    led, asked = (
        list(db.session.scalars(select(Case.id).where(Case.kind == kind, search.mentioned(lead=lead))))
        for lead in (True, False)
    )
    assert set(led) == set(asked)
    return led


@pytest.mark.parametrize(
    "typed",
    ["saint", "SAINT", "thursd", "cook thursday", '"cook together"', "women's", "cafe", "café", "ty bwyta", "24",
     "harbour thursday", "kitchen", '"every thursday" women', "(john", "john)", "john*",
     "cook-together thursday", '(&:) thursday "'],
)  # fmt: skip
def test_words_beginnings_and_phrases_find_an_answer(app: Flask, typed: str) -> None:
    organisation = an_organisation(name="Harbour Kitchen")
    wanted = an_application(
        stage="checking", organisation=organisation, answers={"a": SAID, "b": ["or", "x"]}
    )
    another = an_organisation(name="Steel Bank Workshop")  # a numbered name could begin with 24
    an_application(stage="checking", organisation=another, answers={"a": "We mend bicycles."})

    assert found(typed) == [wanted.id]


@pytest.mark.parametrize(
    "typed", ["hursday", '"thursday every"', "thursday bicycles", '"every thurs"', "zebra"]
)
def test_other_words_do_not(app: Flask, typed: str) -> None:
    an_application(stage="checking", answers={"a": SAID})

    assert found(typed) == []


@pytest.mark.parametrize(
    "typed",
    ['"', '""', "*", "AND", "NOT NOT", "a AND", "cook NEAR(", "^cook", "cook:", "& | !", "<->", "a <-> b:*", "'", "\\",
     "{text}:cook", "-cook", "+", "\x00", "🦊", "%", "_", "½ ² ﬁ", "Ω" * 100, "a " * 60, ":*", "cook :* &",
     "ß ø 漢字", "1e5 -5 .5"],
)  # fmt: skip
def test_nothing_that_somebody_types_is_an_error(app: Flask, typed: str) -> None:
    application = an_application(stage="checking", answers={"a": SAID})

    assert set(found(typed)) <= {application.id}
    excerpts([application.id], Search(terms(typed), "application"))


def test_a_draft_is_found_by_no_answer_until_it_is_sent(app: Flask) -> None:
    draft = an_application(answers={"a": "A heron rookery"})
    assert found("heron") == []

    expired = an_application(stage="expired", answers={"a": "A heron rookery"})
    withdrawn = an_application(stage="withdrawn", answers={"a": "A heron rookery"})
    assert found("heron") == []
    db.session.add(Submission(id=new_id(), application_id=withdrawn.id, number=1, answers={}, sent_at=NOON))
    db.session.add(Answer(case_id=withdrawn.id, question_key="b", value="egret", saved_at=NOON))
    db.session.commit()
    assert found("heron") == found("egret") == [withdrawn.id]

    move(draft, "submitted")
    assert set(found("heron")) == {withdrawn.id, draft.id}
    assert expired.id not in found("heron")


def test_what_is_changed_later_is_found_as_it_is_now(app: Flask) -> None:
    application = an_application(stage="checking", answers={"a": "heron"})
    with unit_of_work():
        save_answers(application, {"a": "egret", "b": {"rows": [{"item": "stork", "cost": 1}]}}, at_noon())
    assert found("heron") == []
    assert found("egret") == found("stork") == [application.id]

    with unit_of_work():
        application.title = "Ibis"
        db.session.delete(db.session.scalars(select(Answer).where(Answer.question_key == "b")).one())
    assert found("stork") == []
    assert found("ibis egret") == [application.id]
    with unit_of_work():
        assert application.organisation is not None
        application.organisation.name = "Crane House"
    assert found("crane egret") == [application.id]


def test_a_move_through_the_workflow_keeps_it_found(app: Flask) -> None:
    application = an_application(stage="submitted", answers={"a": "heron"})
    with unit_of_work():
        take_action(application, "start-checks", at_noon(application.assigned_to or SYSTEM))

    assert found("heron") == [application.id]


def test_files_are_found_by_name_and_not_by_their_identifiers(app: Flask) -> None:
    file = {"document": "0195a1b2-0000-7000-8000-00000000beef", "name": "accounts-2025.pdf", "size": 1}
    application = an_application(stage="checking", answers={"a": [file]})

    assert found("accounts") == [application.id]
    assert found("0195a1b2") == found("beef") == []


def test_a_report_is_found_once_it_is_sent_and_only_among_the_reports(app: Flask) -> None:
    award = an_award()
    review = a_review(award, report={"a": "A heron came"}, review={"b": "Egret"})
    assert found("heron", "monitoring") == []

    move(review, "received")
    assert found("heron", "monitoring") == [review.id]
    assert found("egret", "monitoring") == []
    move(review, "reviewed")
    assert found("egret", "monitoring") == [review.id]
    assert found("heron") == found("egret") == []


def test_a_word_is_common_when_more_cases_have_it_than_are_looked_up(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        an_application(stage="checking", answers={"a": f"heron {number}"})

    monkeypatch.setattr(search, "COMMON", 2)
    assert Search(terms("heron"), "application").is_common == (db.engine.dialect.name == "sqlite")
    assert not Search(terms("heron 1"), "application").is_common


def test_an_excerpt_shows_the_words_around(app: Flask) -> None:
    long = "First we meet. " * 20 + SAID + " And then we go home." * 20
    application = an_application(stage="checking", answers={"a": long})

    (excerpt,) = excerpts([application.id], Search(terms("thursday"), "application")).values()
    assert excerpt.startswith("…")
    assert "at Saint John’s every Thursday. Women’s group" in excerpt
    assert excerpt.endswith("…")
    assert len(excerpt) < 200


def test_what_was_there_before_is_found_too(app: Flask) -> None:
    """As the migration does it: everything is indexed afresh."""
    application = an_application(stage="checking", answers={"a": "heron"})
    db.session.execute(text("DELETE FROM search_texts"))
    db.session.commit()
    assert found("heron") == []
    move(application, "panel")

    assert found("heron") == [application.id]


def move(case: Case, stage: str) -> None:
    case.stage, case.stage_entered_at = stage, NOON + timedelta(hours=1)
    db.session.commit()

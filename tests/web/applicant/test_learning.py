"""An organisation writes down what its work taught, and agrees to what it read and to nothing else."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.models import Organisation, User
from grantflow.casework.commands import take_action
from grantflow.casework.queries import answers_of, list_rivals
from grantflow.db import db, unit_of_work
from grantflow.learning.commands import save_entry
from grantflow.learning.models import LearningEntry
from tests.conftest import NOON
from tests.factories import (
    a_learning_entry,
    a_member,
    a_regional_lead,
    a_review,
    an_application,
    an_award,
    an_evaluator,
    an_organisation,
    at_noon,
)
from tests.learning.filled import ENTRY
from tests.monitoring.filled import COUNTS, REPORT, REVIEW
from tests.web.browser import hidden_fields, sign_in, words_of


@pytest.mark.parametrize(
    "answer", [{"answer": "yes"}, {"answer": "changes", "changes": "Say who lent the hall."}]
)
def test_an_answer_to_words_that_were_changed_since_is_refused(
    client: FlaskClient, answer: dict[str, str]
) -> None:
    organisation = an_organisation()
    award = an_award(application=an_application(stage="awarded", organisation=organisation))
    entry = a_learning_entry(award, stage="in-review", answers=ENTRY)
    address = f"/applicant/learning/{entry.id}"
    read = hidden_fields(sign_in(client, a_member(organisation)).get(address))
    with unit_of_work():
        take_action(entry, "return", at_noon(a_regional_lead()), note="Say more.")
        save_entry(entry, {"what-happened": "It did not work."}, at_noon(an_evaluator()))
        take_action(entry, "submit-for-review", at_noon(an_evaluator()))

    refused = client.post(address, data=read | answer)

    assert refused.status_code == 409
    db.session.expire_all()
    assert (entry.consent_given_at, entry.changes_wanted) == (None, "")
    page = client.get(address)
    assert "It did not work." in words_of(page)
    assert client.post(address, data=hidden_fields(page) | {"answer": "yes"}).status_code == 302
    db.session.expire_all()
    assert entry.consent_given_at is not None


def test_an_organisation_begins_writes_and_sends_an_entry(client: FlaskClient) -> None:
    organisation = an_organisation()
    award = an_award(application=an_application(stage="awarded", organisation=organisation))
    a_review(award, stage="answered", report=REPORT, review=REVIEW, counts=COUNTS)
    sign_in(client, a_member(organisation, name="Ada Okafor"))
    assert "Write down what you learned" in words_of(client.get(f"/applicant/grants/{award.id}"))

    home = client.post(f"/applicant/grants/{award.id}/learning").location
    page = words_of(client.get(home))
    assert "Last changed by Ada Okafor on 23 November 2026" in page
    assert "Ask for a review is not possible yet" in page
    first = client.get(f"{home}/sections/the-work")
    assert "Copied from your report of" in words_of(first)
    for key in SECTIONS:
        shown = client.get(f"{home}/sections/{key}")
        assert client.post(f"{home}/sections/{key}", data=hidden_fields(shown) | ENTRY).status_code == 302
    assert "Begun from your report of" in words_of(client.get(f"{home}/sections/the-work"))
    assert client.post(f"{home}/review", data=hidden_fields(client.get(home))).location == home

    entry = db.session.scalars(select(LearningEntry)).one()
    assert (entry.stage, entry.settings, entry.need_level) == ("in-review", ["community"], "medium")
    assert "May we publish this?" in words_of(client.get(home))
    assert "Write down what you learned" in words_of(client.get(f"/applicant/grants/{award.id}"))


def test_both_sides_write_at_once_and_nothing_is_lost(client: FlaskClient) -> None:
    entry, chair = an_entry_of_ours()
    home, desk = f"/applicant/learning/{entry.id}", f"/evaluator/learning/{entry.id}"
    theirs = hidden_fields(sign_in(client, chair).get(f"{home}/sections/why"))
    sign_in(client, an_evaluator(name="Mei Tan"))
    ours = hidden_fields(client.get(f"{desk}/sections/why"))
    client.post(f"{desk}/sections/why", data=ours | WHY | {"mechanism": "The meal.", "limits": "In a city."})

    sign_in(client, chair)
    kept = client.post(
        f"{home}/sections/why", data=theirs | WHY | {"mechanism": "The cook.", "credit": "All of us"}
    )

    assert kept.location == f"{home}/sections/why"
    page = words_of(client.get(kept.location))
    assert "Two answers to" in page
    assert "Mei Tan" in page
    answers = answers_of(entry.id)
    assert (answers["mechanism"], answers["limits"], answers["credit"]) == (
        "The meal.",
        "In a city.",
        "All of us",
    )
    [rival] = list_rivals(entry.id)
    client.post(f"{home}/sections/why/choose", data={"choose": f"this:{rival.id}"})
    db.session.rollback()
    assert answers_of(entry.id)["mechanism"] == "The cook."


def test_it_is_saved_while_somebody_types(client: FlaskClient) -> None:
    entry, chair = an_entry_of_ours()
    address = f"/applicant/learning/{entry.id}/sections/why"
    page = hidden_fields(sign_in(client, chair).get(address))

    saved = client.post(f"{address}/autosave", data=page | WHY | {"limits": "Half a sent"})

    assert saved.get_json()["saved"].startswith("Saved ")
    assert saved.get_json()["both"] is False
    db.session.rollback()
    assert answers_of(entry.id)["limits"] == "Half a sent"


def test_somebody_who_may_only_read_sees_the_list_and_writes_nothing(client: FlaskClient) -> None:
    entry, _ = an_entry_of_ours()
    home = f"/applicant/learning/{entry.id}"
    sign_in(client, a_member(db.session.get_one(Organisation, entry.organisation_id), "view"))

    page = client.get(home)

    assert "Somebody who may write for" in words_of(page)
    assert b"/sections/" not in page.data
    for address in (f"{home}/sections/why", f"{home}/sections/why/autosave", f"{home}/review"):
        assert client.post(address, data=WHY | {"limits": "None."}).status_code == 403
    assert answers_of(entry.id)["limits"] == ENTRY["limits"]


@pytest.mark.parametrize(
    "rest", ["", "/sections/why", "/sections/why/autosave", "/sections/why/choose", "/review"]
)
def test_nobody_else_reaches_a_draft(client: FlaskClient, rest: str) -> None:
    entry, _ = an_entry_of_ours()

    for who in (a_member(an_organisation()), an_evaluator(), a_regional_lead()):
        sign_in(client, who)
        send = client.get if rest == "" else client.post
        assert send(f"/applicant/learning/{entry.id}{rest}", data=WHY).status_code == 404
    assert (entry.stage, answers_of(entry.id)) == ("draft", ENTRY)


def test_what_is_being_reviewed_is_not_written_any_more(client: FlaskClient) -> None:
    entry, chair = an_entry_of_ours(stage="in-review")
    sign_in(client, chair)

    assert client.get(f"/applicant/learning/{entry.id}/sections/why").status_code == 404
    assert client.post(f"/applicant/learning/{entry.id}/sections/why", data=WHY).status_code == 404
    assert client.post(f"/applicant/learning/{entry.id}/review").status_code == 404


def test_the_publisher_chooses_when_to_look_again(client: FlaskClient) -> None:
    entry, _ = an_entry_of_ours(stage="in-review", consent_given_at=NOON, consent_given_by="Ada")
    sign_in(client, a_regional_lead())
    page = client.get(f"/evaluator/learning/{entry.id}/publish")
    assert "In two years" in words_of(page)

    refused = client.post(
        f"/evaluator/learning/{entry.id}/publish", data=hidden_fields(page) | {"years": "9"}
    )
    assert refused.status_code == 200
    assert client.post(
        f"/evaluator/learning/{entry.id}/publish", data=hidden_fields(page) | {"years": "3"}
    ).location.endswith(str(entry.id))

    db.session.expire_all()
    assert (entry.stage, entry.look_again_years) == ("published", 3)
    assert "looked at again in" in words_of(client.get(f"/evaluator/learning/{entry.id}"))


SECTIONS = ("the-work", "who-and-where", "context", "what-happened", "why")
WHY = {
    key: ENTRY[key]
    for key in (
        "mechanism",
        "limits",
        "core-parts",
        "changeable-parts",
        "evidence-strength",
        "confidence",
        "credit",
    )
}


def an_entry_of_ours(**given: Any) -> tuple[LearningEntry, User]:
    """A draft about a grant, and somebody who may sign for the organisation that holds it."""
    organisation = an_organisation()
    award = an_award(application=an_application(stage="awarded", organisation=organisation))
    return a_learning_entry(award, answers=ENTRY, **given), a_member(organisation, name="Ada Okafor")

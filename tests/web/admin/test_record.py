"""The audit pages: search, verify, seals; and the regions."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text

from grantflow.accounts.staff import give_role
from grantflow.audit.commands import record, seal_chains
from grantflow.db import db
from grantflow.jobs.commands import enqueue
from grantflow.permissions import Role
from tests.conftest import NOON
from tests.factories import (
    a_member,
    a_member_of_staff,
    a_round,
    an_admin,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.web.browser import sign_in, words_of


@pytest.fixture
def auditor(client: FlaskClient) -> FlaskClient:
    return sign_in(client, a_member_of_staff(Role.AUDITOR, region=None))


def test_entries_are_shown_in_the_words_of_the_workflow(auditor: FlaskClient) -> None:
    round = a_round(stage="draft")
    record(round.id, "round", "open", at_noon(an_officer(name="Asha Patel")), note="On time.")
    give_role(an_officer(name="Ben Okoro"), Role.ASSESSOR, None, at_noon(an_admin(name="Ruth")))
    db.session.commit()

    page = words_of(auditor.get("/admin/audit"))

    assert "Open the round On time." in page
    assert f"{round.reference} {round.title}" in page
    assert "Given the role of assessor, everywhere Ben Okoro Ruth" in page


def test_the_search_is_kept_in_its_boxes_and_narrows_the_list(auditor: FlaskClient) -> None:
    first, second = a_round(stage="draft"), a_round(stage="draft")

    page = auditor.get(f"/admin/audit?reference={first.reference}&from=23/11/2026&to=2026-11-23").text

    assert f'value="{first.reference}"' in page
    assert 'value="23/11/2026"' in page
    assert second.reference not in page
    assert first.title in page
    assert first.title not in auditor.get("/admin/audit?from=24/11/2026").text
    assert first.title not in auditor.get("/admin/audit?to=22/11/2026").text


@pytest.mark.parametrize("typed", ["soon", "31/2/2026", "1/1/0001", "<b>"])
def test_a_date_that_is_none_is_said_to_be_wrong(auditor: FlaskClient, typed: str) -> None:
    answer = auditor.get("/admin/audit", query_string={"from": typed})

    assert answer.status_code == 200
    assert "Enter a date like 27/3/2026" in answer.text or typed == "1/1/0001"
    assert "<b>" not in answer.text


def test_older_entries_are_a_page_away_with_the_same_search(auditor: FlaskClient) -> None:
    round = a_round(stage="draft")
    for number in range(60):
        record(round.id, "round", "edit", at_noon(days=1), note=f"Note {number}.")
    db.session.commit()

    first = auditor.get(f"/admin/audit?reference={round.reference}").text
    assert "Note 59." in first
    assert "Note 5." not in first
    older = (
        first.partition("Older entries")[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    )
    assert "Note 5." in auditor.get(older).text
    assert "Older entries" not in auditor.get(older).text


def test_verifying_says_that_all_agrees_or_names_what_does_not(auditor: FlaskClient) -> None:
    round = a_round(stage="draft")
    assert "The record agrees" in auditor.post("/admin/audit/verify").text

    db.session.execute(text("UPDATE cases SET stage = 'archived'"))
    db.session.commit()

    page = words_of(auditor.post("/admin/audit/verify"))
    assert "The record does not agree" in page
    assert f"{round.reference} : is at “archived”, but its record leads to “draft”" in page


def test_an_auditor_of_one_region_does_not_verify_everybody_elses_cases(client: FlaskClient) -> None:
    sign_in(client, a_member_of_staff(Role.AUDITOR, region="B"))

    assert client.post("/admin/audit/verify").status_code == 403


def test_seals_are_listed_newest_first(auditor: FlaskClient) -> None:
    assert "No seal has been laid yet" in auditor.get("/admin/audit/seals").text
    a_round(stage="draft")
    seal = seal_chains(NOON)
    a_round(stage="draft")
    seal_chains(NOON + timedelta(days=1))
    db.session.commit()

    page = auditor.get("/admin/audit/seals").text

    assert seal is not None
    assert seal.hash in page
    assert page.index("24 November 2026") < page.index("23 November 2026")


def test_every_region_shows_its_force_areas_with_their_codes(auditor: FlaskClient) -> None:
    page = words_of(auditor.get("/admin/regions"))

    assert "Probation has 12 regions" in page
    assert "North West Region B, since 28 June 2021 Cheshire E23000006 Cumbria E23000002" in page
    assert page.count("E230000") + page.count("W150000") == 43
    assert "Open Government Licence v.3.0" in page


@pytest.mark.parametrize(
    ("path", "most"), [("/admin/", 6), ("/admin/audit", 7), ("/admin/jobs?state=waiting", 8)]
)
def test_a_list_asks_the_database_the_same_number_of_times_however_long_it_is(
    client: FlaskClient, path: str, most: int
) -> None:
    sign_in(client, an_admin())
    counts = []
    for rows in (1, 3):
        for number in range(rows):
            officer = an_officer(name=f"Officer {rows} {number}")
            give_role(officer, Role.ASSESSOR, None, at_noon())
            enqueue("notice", "acknowledgement", str(a_round(stage="draft").id), key=f"{rows} {number}")
            db.session.commit()
        asked: list[str] = []

        def note(*arguments: object, asked: list[str] = asked) -> None:
            asked.append(str(arguments[2]))

        event.listen(db.engine, "before_cursor_execute", note)
        assert client.get(path).status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
        counts.append(len([each for each in asked if each.lstrip().upper().startswith("SELECT")]))

    assert counts[0] == counts[1]
    assert counts[0] <= most


def test_what_happens_to_an_organisation_and_its_people_is_told_in_words(auditor: FlaskClient) -> None:
    house = an_organisation()
    for action, facts in (
        ("invite", {"who": "samina@gmail.example", "rights": "edit"}),
        ("change-rights", {"who": "Samina Akhtar", "rights": "submit"}),
        ("let-go", {"who": "Samina Akhtar", "rights": "submit"}),
    ):
        record(house.id, "organisation", action, at_noon(a_member(house, name="Ada Okafor")), facts=facts)
    db.session.commit()

    page = words_of(auditor.get("/admin/audit"))

    assert "Colleague asked to join: samina@gmail.example" in page
    assert "Right changed: Samina Akhtar now has the right to submit" in page
    assert "Let go: Samina Akhtar" in page

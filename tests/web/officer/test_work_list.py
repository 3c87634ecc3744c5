"""The work list: overdue first, found again by words, a page at a time, at the same cost."""

import re
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from grantflow.accounts.models import RoleGrant
from grantflow.applications.models import Application
from grantflow.db import db
from grantflow.permissions import Role
from grantflow.reports import work_list
from tests.conftest import NOON
from tests.factories import (
    a_member,
    a_round,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
    an_organisation,
)
from tests.web.browser import sign_in, words_of
from tests.web.queries import counted


def due_in(days: int, **given: Any) -> Application:
    application = an_application(**{"stage": "checking"} | given)
    application.due_at = NOON + timedelta(days=days)
    db.session.commit()
    return application


def test_what_is_overdue_comes_first_and_says_by_how_much(client: FlaskClient) -> None:
    round = a_round()
    due_in(3, round=round, title="Ring craft")
    due_in(-5, round=round, title="Tools and tea")
    sign_in(client, an_officer())

    words = words_of(client.get("/officer/"))

    assert "5 days late" in words
    assert words.index("Tools and tea") < words.index("Ring craft")


def test_it_says_who_each_case_waits_for(client: FlaskClient) -> None:
    officer = an_officer(name="Priya Nair")
    round = a_round(officer=officer)
    an_application(stage="submitted", round=round)
    assessing = an_application(stage="assessing", round=round)
    an_assessment(assessing, an_assessor())
    sign_in(client, officer)

    words = words_of(client.get("/officer/"))

    assert "Submitted Priya Nair" in words
    assert "Being assessed Assessors: 0 of 1 in" in words


def test_a_reference_a_title_or_an_organisation_finds_a_case(client: FlaskClient) -> None:
    round = a_round()
    wanted = due_in(1, round=round, title="Tools and tea", organisation=an_organisation(name="Tidal Kitchen"))
    due_in(1, round=round, title="Ring craft", organisation=an_organisation(name="100% Boxing"))
    sign_in(client, an_officer())

    for words in (wanted.reference.lower(), "tools AND", "tidal"):
        found = words_of(client.get("/officer/", query_string={"words": words}))
        assert "Tools and tea" in found, words
        assert "Ring craft" not in found, words
    assert "Tools and tea" not in words_of(client.get("/officer/", query_string={"words": "%"}))


def test_filters_keep_what_they_say(client: FlaskClient) -> None:
    officer, round = an_officer(), a_round()
    due_in(1, title="Tools and tea", stage="panel", round=round)
    due_in(1, title="Ring craft", assigned_to_id=officer.id)
    sign_in(client, officer)

    for query, shown in (
        ({"stage": "panel"}, "Tools and tea"),
        ({"round": str(round.id)}, "Tools and tea"),
        ({"mine": "yes"}, "Ring craft"),
        ({"round": "nonsense", "stage": "checking"}, "Ring craft"),
    ):
        words = words_of(client.get("/officer/", query_string=query))
        assert shown in words
        assert ("Ring craft" in words) != ("Tools and tea" in words), query


def test_only_somebody_for_several_regions_is_asked_which(client: FlaskClient) -> None:
    due_in(1, title="Tools and tea")
    assert "Region" not in words_of(sign_in(client, an_officer()).get("/officer/")).split("Waiting for")[0]
    sign_in(client, an_officer(region=None))

    assert "Tools and tea" in words_of(client.get("/officer/?region=B"))
    assert "Tools and tea" not in words_of(client.get("/officer/?region=J"))


def test_pages_lead_through_every_case_once_there_and_back(client: FlaskClient) -> None:
    round = a_round()
    titles = [f"Project {number:02}" for number in range(60)]
    for number, title in enumerate(titles):
        # Many are due at the same moment: a page may end between them.
        due_in(number // 20, round=round, title=title)
    sign_in(client, an_officer())

    page = client.get("/officer/")
    seen = [shown(page)]
    while link := link_called(page, "Next"):
        page = client.get(link)
        seen.append(shown(page))
    assert [len(each) for each in seen] == [25, 25, 10]
    assert sorted(title for each in seen for title in each) == titles
    back = client.get(str(link_called(page, "Previous")))
    assert shown(back) == seen[1]
    assert shown(client.get(str(link_called(back, "First")))) == seen[0]
    last = shown(client.get(str(link_called(back, "Last"))))
    assert last[-10:] == seen[2]
    assert shown(client.get("/officer/?after=nonsense")) == seen[0]


def test_one_row_and_three_rows_ask_the_same_of_the_database(client: FlaskClient) -> None:
    officer = an_officer()
    sign_in(client, officer)
    an_assessment(due_in(1, stage="assessing"), an_assessor())

    for address in ("/officer/", "/officer/rounds"):
        with counted() as one:
            client.get(address)
        for number in range(2):
            an_assessment(due_in(number, stage="assessing"), an_assessor())
        with counted() as three:
            client.get(address)
        assert len(one) == len(three) <= 12, three


def test_an_empty_list_says_what_will_be_here(client: FlaskClient) -> None:
    sign_in(client, an_officer())

    assert "Nothing is waiting" in words_of(client.get("/officer/"))
    assert "Nothing open fits that" in words_of(client.get("/officer/?words=zzz"))


def shown(page: TestResponse) -> list[str]:
    words = words_of(page).split()
    return [f"Project {after}" for word, after in pairwise(words) if word == "Project"]


def link_called(page: TestResponse, name: str) -> str | None:
    body = page.get_data(as_text=True)
    found = re.search(rf'<a class="govuk-link" href="([^"]+)">{name}<', body)
    return found[1].replace("&amp;", "&") if found else None


def test_words_of_an_answer_find_it_and_are_shown_around_what_was_found(client: FlaskClient) -> None:
    round = a_round()
    due_in(
        1, round=round, title="Tools and tea", answers={"what-you-will-do": "We mend boats on the Solway."}
    )
    due_in(1, round=round, title="Ring craft", answers={"what-you-will-do": "We box."})
    an_application(round=round, title="A draft", answers={"what-you-will-do": "Boats, but not sent yet."})
    sign_in(client, an_officer())

    for words in ("boats", "solw", '"boats on the solway"', "tools boats"):
        found = words_of(client.get("/officer/", query_string={"words": words}))
        assert "Tools and tea" in found, words
        assert "We mend boats on the Solway." in found
        assert "Ring craft" not in found, words
        assert "A draft" not in found, words
    assert "Nothing open fits" in words_of(client.get("/officer/?words=" + '"on boats'))
    for nonsense in ('"', "AND (", "*", ":", "\\", "' OR 1=1"):
        assert client.get("/officer/", query_string={"words": nonsense}).status_code == 200


def test_words_find_nothing_in_another_region_nor_where_somebody_has_an_interest(client: FlaskClient) -> None:
    mine = an_organisation()
    user = a_member(mine)
    user.roles.append(RoleGrant(role=Role.OFFICER, region_code="B"))
    due_in(1, title="Tools and tea", organisation=mine, answers={"a": "herons"})
    due_in(1, title="Ring craft", round=a_round(region_code="J"), answers={"a": "herons"})
    sign_in(client, user)

    assert "Nothing open fits" in words_of(client.get("/officer/?words=herons"))


def test_a_draft_is_in_no_list_even_when_the_address_asks_for_drafts(client: FlaskClient) -> None:
    an_application(title="A draft")
    sign_in(client, an_officer())

    assert "A draft" not in words_of(client.get("/officer/?stage=draft"))


def test_more_filters_keep_what_they_say(client: FlaskClient) -> None:
    large = an_organisation(income_pence=60_000_000)
    due_in(-2, title="Tools and tea", tier_key="small", organisation=large)
    due_in(3, title="Ring craft")
    sign_in(client, an_officer())

    for query, shown_title in (
        ({"overdue": "yes"}, "Tools and tea"),
        ({"tier": "small"}, "Tools and tea"),
        ({"tier": "micro"}, "Ring craft"),
        ({"small": "yes"}, "Ring craft"),
    ):
        words = words_of(client.get("/officer/", query_string=query))
        assert shown_title in words
        assert ("Ring craft" in words) != ("Tools and tea" in words), query
    both = words_of(client.get("/officer/?tier=huge&waits=nobody&order=sideways"))
    assert "Ring craft" in both
    assert "Tools and tea" in both


def test_a_list_shows_only_what_waits_for_one_of_them(client: FlaskClient) -> None:
    round = a_round()
    due_in(1, round=round, title="To check", stage="submitted")
    due_in(1, round=round, title="To change", stage="changes")
    due_in(1, round=round, title="All scored", stage="assessing")
    an_assessment(due_in(1, round=round, title="Being read", stage="assessing"), an_assessor())
    sign_in(client, an_officer())

    for who, titles in (
        ("officer", {"To check", "All scored"}),
        ("applicant", {"To change"}),
        ("assessor", {"Being read"}),
    ):
        words = words_of(client.get(f"/officer/?waits={who}"))
        found = {each for each in ("To check", "To change", "All scored", "Being read") if each in words}
        assert found == titles, who


@pytest.mark.parametrize(
    ("order", "first"), [("amount", "Project 59"), ("organisation", "Project 00"), ("received", "Project 59")]
)
def test_every_order_leads_through_every_case_once_there_and_back(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, order: str, first: str
) -> None:
    round = a_round()
    titles = [f"Project {number:02}" for number in range(60)]
    for number, title in enumerate(titles):
        same = number // 4
        due_in(
            1, round=round, title=title, amount_pence=100_000 + same, applicant_name=f"Charity ~{same:02}",
            submitted_at=NOON + timedelta(minutes=same),
        )  # fmt: skip
    sign_in(client, an_officer())
    for most in (1000, 10):  # few are found first and sorted; of many the order itself is walked
        monkeypatch.setattr(work_list, "MOST_COUNTED", most)
        page = client.get(f"/officer/?order={order}")
        seen = [shown(page)]
        while link := link_called(page, "Next"):
            page = client.get(link)
            seen.append(shown(page))
        assert [len(each) for each in seen] == [25, 25, 10]
        assert sorted(title for each in seen for title in each) == titles
        assert first in seen[0][:4]
        back = client.get(str(link_called(page, "Previous")))
        assert shown(back) == seen[1]
        assert shown(client.get(str(link_called(back, "Last"))))[-10:] == seen[2]
        for nonsense in ("nonsense~x", f"~{round.id}", f"9999-12-31T23:59:59-23:59~{round.id}"):
            assert client.get(f"/officer/?order={order}&after={nonsense}").status_code == 200


def test_filters_and_words_ask_the_same_of_the_database_for_one_row_and_three(client: FlaskClient) -> None:
    sign_in(client, an_officer())
    address = "/officer/?words=cooking&order=amount&small=yes&waits=officer&tier=micro"
    due_in(1, submitted_at=NOON)

    with counted() as one:
        client.get(address)
    for number in range(2):
        due_in(number, submitted_at=NOON)
    with counted() as three:
        client.get(address)
    assert len(one) == len(three) <= 12, three

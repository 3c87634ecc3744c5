"""The pages of trying something elsewhere, for those who plan it, those who did it first, and everybody."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.links import make_link
from grantflow.accounts.models import LinkPurpose, Organisation, User
from grantflow.casework.queries import answers_of
from grantflow.db import db, unit_of_work
from grantflow.learning.adaptation_models import Adaptation
from grantflow.learning.models import LearningEntry
from grantflow.notices.models import Email
from tests.conftest import NOON, Client
from tests.factories import (
    a_decision_to_take_up,
    a_learning_entry,
    a_member,
    an_adaptation,
    an_application,
    an_award,
    an_evaluator,
    an_organisation,
)
from tests.jobs_inline import run_jobs
from tests.learning.filled import CAME, ENTRY, PLAN
from tests.web.browser import clock_at, counting, hidden_fields, sign_in, words_of

SECTIONS = {
    "population": ("population", "population-note"),
    "intervention": ("intervention", "intervention-note"),
    "environment": ("environment", "environment-note"),
    "transfer": ("transfer", "transfer-note"),
    "keep-and-change": ("kept", "changed", "why-changed"),
    "thanks": ("pays-source", "pay-what", "credit-line"),
    "plan": ("expected", "how-known"),
}


@pytest.fixture
def entry(app: Flask) -> LearningEntry:
    return a_learning_entry(an_award(), stage="published", answers=ENTRY, credit="Harbour House")


@pytest.fixture
def writer(app: Flask) -> User:
    """Of another charity, with a grant."""
    kitchen = an_organisation(name="Fell Kitchen")
    an_award(application=an_application(stage="awarded", organisation=kitchen, title="Fell Kitchen"))
    return a_member(kitchen, "edit", name="Jo Bell")


def the_only() -> Adaptation:
    db.session.rollback()
    return db.session.scalars(select(Adaptation)).one()


def send(client: FlaskClient, path: str, **typed: Any) -> Any:
    page = client.get(path)
    assert page.status_code == 200, path
    return client.post(path, data=hidden_fields(page) | typed)


def test_from_the_button_to_the_result_beside_what_it_began_from(
    app: Flask, client: FlaskClient, entry: LearningEntry, writer: User
) -> None:
    chair = a_member(db.session.get_one(Organisation, entry.organisation_id), name="Ada Okafor")
    sign_in(client, writer)
    assert b"Use this elsewhere" in client.get(f"/learning/{entry.id}").data

    # Compare.
    begun = send(
        client, f"/adaptations/from/{entry.id}", place="Cumbria.", with_whom="women leaving prison",
        setting=chosen(client, entry),
    )  # fmt: skip
    tried = the_only()
    home = f"/adaptations/{tried.id}"
    assert begun.location == home
    assert (tried.place, tried.with_whom) == ("Cumbria", "women leaving prison")
    for section, keys in SECTIONS.items():
        typed = {key: PLAN[key] for key in keys}
        if section == "plan":
            typed |= {"result-by-day": "30", "result-by-month": "9", "result-by-year": "2027"}
        assert send(client, f"{home}/sections/{section}", **typed).status_code == 302
    assert answers_of(tried.id) == PLAN

    # Ask those who did it first.
    assert send(client, f"{home}/ask-source").location == home
    run_jobs(app, only={"notice", "send-email"})
    sent = db.session.scalars(select(Email).where(Email.notice == "source-asked")).all()
    assert chair.email in {email.to_address for email in sent}
    link = address_in(next(email for email in sent if email.to_address == chair.email))
    stranger = Client(app, app.response_class)
    assert "Villages an hour apart" in words_of(stranger.get(link))
    answer = {"wants": "advice", "advice": "Begin with lunch.", "may_name": "yes", "name": "Ada Okafor"}
    assert stranger.post(link, data=answer).status_code == 302
    assert stranger.get(link).status_code == 410
    assert "Begin with lunch." in words_of(client.get(home))

    # Try it, and tell.
    assert client.get(f"/learning/tried/{tried.id}").status_code == 404
    assert send(client, f"{home}/start").location == home
    assert "Being tried in Cumbria with women leaving prison" in words_of(
        stranger.get(f"/learning/{entry.id}")
    )
    assert send(client, f"{home}/result", **CAME, send="1").location == home
    page = words_of(stranger.get(f"/learning/tried/{tried.id}"))
    for said in (PLAN["credit-line"], CAME["what-came"], PLAN["environment-note"], ENTRY["context-place"]):
        assert said in page
    assert "Begin with lunch." not in page
    line = "Tried in Cumbria with women leaving prison: it worked in part"
    assert line in words_of(stranger.get(f"/learning/{entry.id}"))
    assert line in words_of(stranger.get("/learning/who-learned-from-whom"))
    run_jobs(app, only={"notice", "send-email"})
    told = db.session.scalars(select(Email).where(Email.notice == "adaptation-told")).all()
    assert chair.email in {email.to_address for email in told}


def test_the_sources_own_words_stand_beside_each_comparison(
    client: FlaskClient, entry: LearningEntry
) -> None:
    tried = an_adaptation(entry)
    sign_in(client, an_evaluator())

    for section, said in (
        ("population", "for-whom"),
        ("intervention", "mechanism"),
        ("environment", "context-place"),
        ("transfer", "by-whom"),
        ("keep-and-change", "core-parts"),
        ("plan", "limits"),
    ):
        assert ENTRY[said] in words_of(client.get(f"/adaptations/{tried.id}/sections/{section}"))


def test_a_name_is_left_out_when_its_owner_wishes(client: FlaskClient, entry: LearningEntry) -> None:
    tried = an_adaptation(entry, stage="being-tried", answers=PLAN, may_name=False)

    page = words_of(client.get(f"/learning/tried/{tried.id}"))

    assert "would rather not be named" in page
    assert "Harbour House" not in page


def test_what_is_in_the_way_is_said_and_nothing_starts(client: FlaskClient, entry: LearningEntry) -> None:
    tried = an_adaptation(entry, stage="source-answered", answers={"population": "same"})
    sign_in(client, an_evaluator())

    page = words_of(client.get(f"/adaptations/{tried.id}"))
    assert "Say what is different from there, or write down why nothing is." in page
    refused = client.post(f"/adaptations/{tried.id}/start", data={"revision": str(tried.revision)})

    assert refused.status_code == 409
    assert the_only().stage == "source-answered"


def test_somebody_else_finds_nothing(client: FlaskClient, entry: LearningEntry, writer: User) -> None:
    tried = an_adaptation(entry, stage="being-tried", organisation_id=writer.memberships[0].organisation_id)
    for other in (a_member(an_organisation()), an_evaluator(region="A")):
        sign_in(client, other)
        for path in ("", "/where", "/result", "/sections/plan", "/set-aside"):
            assert client.get(f"/adaptations/{tried.id}{path}").status_code == 404
        assert client.post(f"/adaptations/{tried.id}/set-aside", data={"note": "x"}).status_code == 404
    assert the_only().stage == "being-tried"


def test_a_member_who_only_reads_finds_the_plan_and_no_way_to_change_it(
    client: FlaskClient, entry: LearningEntry, writer: User
) -> None:
    house = writer.memberships[0].organisation
    tried = an_adaptation(entry, answers=PLAN, organisation_id=house.id)
    sign_in(client, a_member(house, "view"))

    page = client.get(f"/adaptations/{tried.id}")
    assert PLAN["kept"] in words_of(page)
    assert b"/sections/" not in page.data
    assert b"/ask-source" not in page.data
    for path in ("where", "sections/plan", "ask-source", "set-aside"):
        assert client.get(f"/adaptations/{tried.id}/{path}").status_code == 404
    assert the_only().stage == "planned"


def test_a_charity_and_its_region_find_the_same_plan(
    client: FlaskClient, entry: LearningEntry, writer: User
) -> None:
    an_adaptation(entry, organisation_id=writer.memberships[0].organisation_id)

    for user in (writer, an_evaluator()):
        sign_in(client, user)
        assert "In Cumbria with women leaving prison" in words_of(client.get("/adaptations/"))
    sign_in(client, writer)
    assert "In Cumbria with women leaving prison" in words_of(client.get("/applicant/"))


def test_whoever_has_nothing_to_try_it_for_is_told_how(client: FlaskClient, entry: LearningEntry) -> None:
    assert "Sign in to use this elsewhere" in words_of(client.get(f"/learning/{entry.id}"))
    reader = a_member(an_organisation(), "view")
    sign_in(client, reader)

    assert "Somebody who may write for your organisation" in words_of(client.get(f"/learning/{entry.id}"))
    page = client.get(f"/adaptations/from/{entry.id}")
    assert "you need a grant of ours" in words_of(page)
    typed = {"place": "x", "with_whom": "y", "setting": f"grant:{entry.award_id}"}
    assert client.post(f"/adaptations/from/{entry.id}", data=typed).status_code == 200
    assert db.session.scalars(select(Adaptation)).all() == []


def test_only_what_is_published_can_be_used(client: FlaskClient) -> None:
    sign_in(client, an_evaluator())
    for stage in ("draft", "in-review", "retired"):
        entry = a_learning_entry(an_award(), stage=stage)
        assert client.get(f"/adaptations/from/{entry.id}").status_code == 404


def test_no_page_offers_to_copy(client: FlaskClient, entry: LearningEntry) -> None:
    tried = an_adaptation(entry, stage="told", answers=PLAN, result=CAME)
    sign_in(client, an_evaluator())
    for path in (f"/learning/{entry.id}", f"/learning/tried/{tried.id}", f"/adaptations/from/{entry.id}"):
        assert not re.search(r"replic|roll.?out|copy", words_of(client.get(path)), re.I)


def test_a_link_to_the_source_is_looked_at_often_and_used_once(
    client: FlaskClient, entry: LearningEntry
) -> None:
    tried = an_adaptation(entry, stage="source-asked")
    with unit_of_work():
        links = [
            make_link(LinkPurpose.SOURCE, f"{n}@harbour.example", NOON, case_id=tried.id) for n in range(2)
        ]
    answer = {"wants": "talk", "advice": "", "may_name": "no", "name": "Ada"}

    assert client.get(f"/source/{links[0]}").status_code == client.get(f"/source/{links[0]}").status_code
    missing = client.post(f"/source/{links[0]}", data=answer | {"wants": "advice"})
    assert "Write what they should know" in words_of(missing)
    assert client.post(f"/source/{links[0]}", data=answer).status_code == 302
    for link in (*links, "nonsense"):
        assert client.post(f"/source/{link}", data=answer | {"may_name": "yes"}).status_code == 410
    assert (the_only().stage, the_only().may_name) == ("source-answered", False)


def test_a_link_for_one_thing_opens_no_other(client: FlaskClient, entry: LearningEntry) -> None:
    tried, decision = an_adaptation(entry, stage="source-asked"), a_decision_to_take_up(entry)
    with unit_of_work():
        source = make_link(LinkPurpose.SOURCE, "ada@harbour.example", NOON, case_id=decision.id)
        owner = make_link(LinkPurpose.OWNER, "gwen@region.example", NOON, case_id=tried.id)

    assert client.get(f"/source/{source}").status_code == 404
    assert client.get(f"/take-up/{owner}").status_code == 404
    assert client.get(f"/take-up/{source}").status_code == client.get(f"/source/{owner}").status_code == 410


def test_the_source_of_what_was_set_aside_has_nothing_to_answer(
    client: FlaskClient, entry: LearningEntry
) -> None:
    tried = an_adaptation(entry, stage="set-aside")
    with unit_of_work():
        link = make_link(LinkPurpose.SOURCE, "ada@harbour.example", NOON, case_id=tried.id)
    answer = {"wants": "talk", "advice": "", "may_name": "yes", "name": "Ada"}

    assert "Nobody waits for this answer" in words_of(client.post(f"/source/{link}", data=answer))
    assert the_only().source_help == ""


def test_the_picture_of_who_learned_from_whom_is_there_with_none_and_with_sixty(
    client: FlaskClient, entry: LearningEntry
) -> None:
    address = "/learning/who-learned-from-whom"
    assert "Nobody has begun yet" in words_of(client.get(address))
    assert b"<svg class=" not in client.get(address).data
    for region in "ABCDEFGHIJKL":
        for stage in ("being-tried", "told", "told", "closed", "closed"):
            an_adaptation(entry, stage=stage, region_code=region, result=CAME)

    page = client.get(address)
    picture = re.search(rb"<svg class=.*?</svg>", page.data, re.S)
    assert picture
    assert picture[0].count(b"<path") == 24
    assert b'role="img"' in picture[0]
    assert words_of(page).count("Tried in Cumbria") == 48


def test_lists_ask_the_database_as_often_for_one_as_for_thirty(
    client: FlaskClient, entry: LearningEntry, writer: User
) -> None:
    tried = an_adaptation(entry, stage="told", answers=PLAN, result=CAME)
    a_decision_to_take_up(entry, stage="adopted")
    addresses = (
        "/adaptations/",
        f"/learning/{entry.id}",
        "/learning/who-learned-from-whom",
        f"/learning/tried/{tried.id}",
    )
    sign_in(client, an_evaluator())
    one = [statements(client, address) for address in addresses]
    for number in range(29):
        an_adaptation(
            entry, stage="told", region_code="AB"[number % 2], result=CAME,
            organisation_id=writer.memberships[0].organisation_id,
        )  # fmt: skip
        a_decision_to_take_up(entry, stage="adopted")

    assert [statements(client, address) for address in addresses] == one


def statements(client: FlaskClient, address: str) -> int:
    db.session.remove()
    with counting() as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def chosen(client: FlaskClient, entry: LearningEntry) -> str:
    [found] = re.findall(r'value="(grant:[^"]+)"', client.get(f"/adaptations/from/{entry.id}").text)
    return str(found)


def address_in(email: Email) -> str:
    found = re.search(r"/source/\S+", email.body)
    assert found
    return found[0]


def test_a_plan_made_on_an_old_page_is_not_overwritten(client: FlaskClient, entry: LearningEntry) -> None:
    tried = an_adaptation(entry, answers={"kept": "The cook."})
    sign_in(client, an_evaluator())
    address = f"/adaptations/{tried.id}/where"
    before = hidden_fields(client.get(address))
    send(client, f"/adaptations/{tried.id}/ask-source")

    with clock_at():
        stale = client.post(address, data=before | {"place": "Wales", "with_whom": "men"})

    assert stale.status_code == 409
    assert the_only().place == "Cumbria"

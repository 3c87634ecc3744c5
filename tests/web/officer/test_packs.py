"""A panel's pack is made by a worker, for one reader, and closes when the reader may not see all of it."""

from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from grantflow.casework.models import Recusal
from grantflow.db import db
from grantflow.funds.models import Round
from grantflow.notices.models import Pack
from tests.conftest import NOON
from tests.factories import a_panel, a_panel_member, a_round, an_application, an_officer
from tests.jobs_inline import run_jobs
from tests.notices.reading import text_of
from tests.web.browser import sign_in


def a_list(*titles: str) -> tuple[Round, str]:
    round = a_round(stage="assessing")
    for title in titles:
        an_application(stage="panel", round=round, title=title, tier_key="small", submitted_at=NOON)
    return round, f"/officer/rounds/{round.id}/panel"


def test_a_pack_is_promised_at_once_and_opens_when_it_is_made(app: Flask, client: FlaskClient) -> None:
    _, address = a_list("Evening kitchen")
    sign_in(client, an_officer())
    assert "Make the pack for members" in client.get(address).text

    page = client.post(f"{address}/packs").location
    waiting = client.get(page).text
    assert "Your pack is being made" in waiting
    assert "data-look-again" in waiting
    assert client.get(f"{page}.pdf").status_code == 404

    run_jobs(app)
    assert "Your pack is ready: 1 application." in client.get(page).text
    pack = client.get(f"{page}.pdf")
    assert "Evening kitchen" in text_of(pack.data)


def test_asking_twice_makes_one_pack_and_asking_later_a_new_one(app: Flask, client: FlaskClient) -> None:
    _, address = a_list("Evening kitchen")
    sign_in(client, an_officer())

    first = client.post(f"{address}/packs").location
    assert client.post(f"{address}/packs").location == first
    run_jobs(app)

    assert client.post(f"{address}/packs").location != first
    assert db.session.scalar(select(func.count()).select_from(Pack)) == 2


def test_nobody_opens_a_pack_that_was_made_for_somebody_else(app: Flask, client: FlaskClient) -> None:
    round, address = a_list("Evening kitchen")
    member, *_ = a_panel(round)
    sign_in(client, an_officer())
    page = client.post(f"{address}/packs").location
    run_jobs(app)

    sign_in(client, member)
    assert client.get(page).status_code == 404
    assert client.get(f"{page}.pdf").status_code == 404


def test_a_pack_closes_to_a_reader_with_a_new_interest_in_something_in_it(
    app: Flask, client: FlaskClient
) -> None:
    round, address = a_list("Evening kitchen", "Known to me")
    member, *_ = a_panel(round, a_panel_member())
    sign_in(client, member)
    page = client.post(f"{address}/packs").location
    run_jobs(app)
    assert client.get(f"{page}.pdf").status_code == 200

    known = db.session.scalar(select(Pack.applications)) or []
    db.session.add(Recusal(case_id=UUID(known[0]), user_id=member.id, declared_at=NOON))
    db.session.commit()
    assert client.get(f"{page}.pdf").status_code == 404


def test_a_pack_that_cannot_be_made_says_so(app: Flask, client: FlaskClient, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    _, address = a_list("Evening kitchen")
    sign_in(client, an_officer())
    page = client.post(f"{address}/packs").location

    def broken(*_: object, **__: object) -> bytes:
        raise OSError("no room on the disk")

    monkeypatch.setattr("grantflow.notices.packs.store.put", broken)
    run_jobs(app)

    assert "The pack could not be made" in client.get(page).text
    assert client.get(f"{page}.pdf").status_code == 404
    assert client.post(f"{address}/packs").location != page

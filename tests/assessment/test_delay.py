"""Whoever has to wait longer is told until when."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.assessment import commands
from grantflow.audit.models import AuditEntry
from grantflow.casework.commands import take_action
from grantflow.core.calendar import local_date
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable
from tests.factories import (
    a_member,
    a_regional_lead,
    an_application,
    an_organisation,
    at_noon,
)
from tests.web.browser import hidden_fields, sign_in, words_of

PROMISED, NEW = date(2027, 1, 15), date(2027, 3, 5)
WHY = "The panel lost a member, and we are looking for another."

pytestmark = pytest.mark.usefixtures("app")


def test_a_delay_moves_the_promise_and_records_both_dates() -> None:
    application = an_application(stage="panel", decide_by=PROMISED)

    with unit_of_work():
        commands.delay(application, NEW, at_noon(a_regional_lead()), why=WHY)

    assert (application.stage, application.decide_by) == ("delayed", NEW)
    assert local_date(application.due_at) == NEW
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.chain == application.id, AuditEntry.action == "delay")
    ).one()
    assert entry.note == WHY
    assert entry.facts == {"decide_by": "2027-03-05", "promised_on": "2027-01-15"}


@pytest.mark.parametrize("new", [PROMISED, date(2026, 11, 23)])
def test_a_date_that_is_no_later_is_refused(new: date) -> None:
    application = an_application(stage="panel", decide_by=PROMISED)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.delay(application, new, at_noon(a_regional_lead()), why=WHY)

    assert refusal.value.keys == ["new-date-not-later"]
    assert (application.stage, application.decide_by) == ("panel", PROMISED)


def test_nobody_is_made_to_wait_on_a_date_that_has_gone() -> None:
    application = an_application(stage="panel", decide_by=date(2026, 11, 20))

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(application, "delay", at_noon(a_regional_lead()), note=WHY)

    assert refusal.value.keys == ["new-date-missing"]
    assert application.stage == "panel"


def test_the_form_asks_for_the_date_and_the_applicant_sees_it(client: FlaskClient) -> None:
    organisation = an_organisation()
    member = a_member(organisation)
    application = an_application(stage="panel", decide_by=PROMISED, organisation=organisation)
    page = f"/officer/applications/{application.id}/delay"
    sign_in(client, a_regional_lead())
    shown = client.get(f"/officer/applications/{application.id}/act/delay", follow_redirects=True)

    empty = client.post(page, data=hidden_fields(shown) | {"note": WHY})
    early = client.post(page, data=hidden_fields(shown) | {"note": WHY, "decide_by": ["15", "1", "2027"]})

    assert "promised an answer by Friday 15 January 2027" in words_of(shown)
    assert "Enter the date by which they will hear" in words_of(empty)
    assert "later than 15 January 2027, which they were promised" in words_of(early)
    assert application.stage == "panel"
    saved = client.post(page, data=hidden_fields(shown) | {"note": WHY, "decide_by": ["5", "3", "2027"]})
    assert saved.status_code == 302, words_of(saved)
    assert "they will hear by Friday 5 March 2027" in words_of(client.get(saved.headers["Location"]))
    sign_in(client, member)
    status = words_of(client.get(f"/applicant/applications/{application.id}"))
    assert "You will now hear from us by Friday 5 March 2027" in status


def test_what_is_decided_can_no_longer_be_delayed(client: FlaskClient) -> None:
    application = an_application(stage="to-award", decide_by=PROMISED)
    sign_in(client, a_regional_lead())

    assert client.get(f"/officer/applications/{application.id}/delay").status_code == 409

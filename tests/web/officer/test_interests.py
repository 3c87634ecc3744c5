"""An interest, declared once for all or in one application: every way is closed, it is minuted, and others go on."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import Interest, Organisation, User
from grantflow.applications.effects import record_submission
from grantflow.applications.models import Application
from grantflow.assessment import commands
from grantflow.assessment.recusals import add_standing_interest
from grantflow.audit.models import AuditEntry
from grantflow.casework.models import Case, Recusal
from grantflow.casework.queries import official_to
from grantflow.db import db, unit_of_work
from grantflow.engine.machine import Step
from grantflow.errors import ActionUnavailable
from grantflow.permissions import STAFF_ROLES, Permission, Role, allows
from tests.applications.filled import MICRO
from tests.conftest import NOON
from tests.factories import (
    a_member,
    a_member_of_staff,
    a_payment,
    a_review,
    a_round,
    an_application,
    an_assessment,
    an_assessor,
    an_award,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.web.browser import hidden_fields, sign_in, words_of
from tests.web.officer.test_own_organisation import WORK, cases_of, somebody_in_every_role
from tests.web.officer.test_who_may_see import addresses_of

pytestmark = pytest.mark.usefixtures("app")


def an_interest(user: User, organisation: Organisation, **given: object) -> Interest:
    """A row of the list, as it stands before anything of the organisation's has come in."""
    interest = Interest(
        **{
            "user_id": user.id,
            "name": organisation.name,
            "charity_number": organisation.charity_number,
            "what": "My brother runs it.",
            "since": NOON.date(),
            "declared_at": NOON,
        }
        | given
    )
    db.session.add(interest)
    db.session.commit()
    return interest


def said(application: Application, action: str) -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(AuditEntry.actor_name, AuditEntry.note).where(
            AuditEntry.chain == application.id, AuditEntry.action == action
        )
    )
    return [(name, note) for name, note in rows]


def declare(user: User, organisation: Organisation) -> Interest:
    with unit_of_work():
        return add_standing_interest(
            at_noon(user), name=organisation.name, charity_number=organisation.charity_number,
            what="My brother runs it.", since=NOON.date(),
        )  # fmt: skip


def test_a_standing_interest_closes_every_route_to_what_an_organisation_sends(
    app: Flask, client: FlaskClient
) -> None:
    organisation, user = an_organisation(), somebody_in_every_role(an_organisation())
    an_interest(user, organisation)
    application = an_application(stage="assessing", organisation=organisation, answers=MICRO)
    assessment = an_assessment(application, user, stage="open")
    award = an_award(application=an_application(stage="awarded", organisation=organisation))
    a_payment(award)
    a_review(award, stage="received")
    sign_in(client, user)

    closed = (
        addresses_of(app, "application_id", application)
        + addresses_of(app, "application_id", award.application)
        + [each for each in addresses_of(app, "assessment_id", assessment) if "/declare" not in each[1]]
    )
    assert len(closed) > 60
    for method, address in closed:
        assert client.open(address, method=method).status_code == 404, (method, address)
    assert db.session.scalars(select(Recusal)).all() == []


@pytest.mark.parametrize(
    "given",
    [
        {"name": "Another name altogether"},
        {"charity_number": None},
        {"charity_number": None, "name": "THE CALM HOUSE"},
    ],
)
def test_an_organisation_is_known_by_its_number_or_its_name(given: dict[str, str | None]) -> None:
    organisation, others = an_organisation(name="The Calm House"), an_organisation()
    user = somebody_in_every_role(an_organisation())
    own, foreign = cases_of(organisation, user), cases_of(others, user)
    an_interest(user, organisation, **given)
    actor = actor_of(user)

    seen = set(db.session.scalars(select(Case.id).where(official_to(actor, Permission.ROUND_VIEW))))

    assert not seen & {each.id for each in own}
    assert {each.id for each in foreign} <= seen
    assert not any(allows(actor, each, on=case) for each in WORK for case in own)


def test_an_interest_that_is_over_closes_nothing_new(client: FlaskClient) -> None:
    officer, organisation = an_officer(), an_organisation()
    interest = an_interest(officer, organisation)
    application = an_application(stage="checking", organisation=organisation)
    page = f"/officer/applications/{application.id}"
    assert sign_in(client, officer).get(page).status_code == 404

    assert client.post(f"/interests/{interest.id}/end").status_code == 302

    assert client.get(page).status_code == 200
    assert "You have told us of none" in words_of(client.get("/interests/"))


def test_nobody_ends_the_interest_of_another(client: FlaskClient) -> None:
    interest = an_interest(an_officer(), an_organisation())

    assert sign_in(client, an_officer()).post(f"/interests/{interest.id}/end").status_code == 404

    assert interest.ended_at is None


def test_what_is_open_is_minuted_and_handed_to_others(client: FlaskClient) -> None:
    round_officer, officer, organisation = an_officer(), an_officer(), an_organisation(name="The Calm House")
    round = a_round(stage="assessing", officer=round_officer)
    application = an_application(
        stage="assessing", round=round, organisation=organisation, assigned_to_id=officer.id
    )
    draft = an_application(organisation=organisation)
    sign_in(client, officer)

    answer = client.post(
        "/interests/",
        data={
            "name": " the calm  house ", "charity_number": "", "what": "My brother runs it.",
            "since-day": "1", "since-month": "5", "since-year": "2020", "since": ["1", "5", "2020"],
        },
    )  # fmt: skip

    assert answer.status_code == 302
    assert said(application, "standing-interest") == [(officer.name, "My brother runs it.")]
    assert db.session.get(Recusal, (application.id, officer.id)) is not None
    assert db.session.get(Recusal, (draft.id, officer.id)) is None
    assert application.assigned_to_id == round_officer.id
    assert "the calm house" in words_of(client.get("/interests/"))


def test_what_is_sent_later_is_minuted_when_it_comes() -> None:
    officer, organisation = an_officer(), an_organisation()
    an_interest(officer, organisation)
    application = an_application(
        round=a_round(officer=officer), organisation=organisation, answers=MICRO, stage="submitted"
    )

    with unit_of_work():
        record_submission(application, a_step(), at_noon(a_member(organisation)))

    assert said(application, "standing-interest") == [("GrantFlow", "My brother runs it.")]
    assert db.session.get(Recusal, (application.id, officer.id)) is not None
    assert application.assigned_to_id is None


def a_step() -> Step:
    """What led here has no part in it."""
    return None  # type: ignore[return-value]


def test_who_has_a_standing_interest_is_not_asked_to_assess(client: FlaskClient) -> None:
    organisation, officer = an_organisation(), an_officer()
    application = an_application(stage="assessing", organisation=organisation)
    assessor = an_assessor(name="Bryn Roberts")
    an_interest(assessor, organisation)

    page = words_of(sign_in(client, officer).get(f"/officer/applications/{application.id}/assessments/ask"))
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.assign_assessor(application, assessor, at_noon(officer))

    assert "Bryn Roberts belongs to this organisation, or has an interest in it" in page
    assert refusal.value.keys == ["assessor-belongs-to-organisation"]


def test_what_an_assessor_was_asked_before_is_stepped_aside_from() -> None:
    organisation, assessor = an_organisation(), an_assessor()
    application = an_application(stage="assessing", organisation=organisation)
    assessment = an_assessment(application, assessor, stage="open")

    declare(assessor, organisation)

    assert assessment.stage == "recused"
    assert assessment.conflict == "My brother runs it."
    assert len(db.session.scalars(select(Recusal)).all()) == 1


@pytest.mark.parametrize("role", [Role.OFFICER, Role.PANEL_MEMBER, Role.REGIONAL_LEAD])
def test_an_interest_is_declared_on_the_case_page_and_closes_it(
    app: Flask, client: FlaskClient, role: Role
) -> None:
    user, round_officer = a_member_of_staff(role), an_officer()
    application = an_application(
        stage="panel", round=a_round(stage="assessing", officer=round_officer), assigned_to_id=user.id
    )
    address = f"/officer/applications/{application.id}/interest"
    page = sign_in(client, user).get(address)
    assert "I have an interest in this" in words_of(client.get(f"/officer/applications/{application.id}"))
    assert "Say what your interest is" in words_of(client.post(address, data=hidden_fields(page)))
    assert db.session.scalars(select(Recusal)).all() == []

    client.post(address, data=hidden_fields(page) | {"interest": "My sister is a trustee."})

    assert said(application, "declare-interest") == [(user.name, "My sister is a trustee.")]
    assert application.assigned_to_id == round_officer.id
    for method, closed in addresses_of(app, "application_id", application):
        assert client.open(closed, method=method).status_code == 404, (method, closed)


def test_the_officer_of_the_round_leaves_it_to_be_taken_up(client: FlaskClient) -> None:
    officer = an_officer()
    application = an_application(stage="checking", round=a_round(stage="assessing", officer=officer))
    address = f"/officer/applications/{application.id}/interest"
    page = sign_in(client, officer).get(address)

    client.post(address, data=hidden_fields(page) | {"interest": "My sister is a trustee."})

    assert application.assigned_to_id is None
    sign_in(client, an_officer())
    assert "Officer: nobody yet" in words_of(client.get(f"/officer/applications/{application.id}"))


@pytest.mark.parametrize("role", sorted(STAFF_ROLES - {Role.SYSTEM}))
def test_everybody_who_works_here_keeps_a_list_and_nobody_else(client: FlaskClient, role: Role) -> None:
    assert sign_in(client, a_member_of_staff(role)).get("/interests/").status_code == 200
    assert sign_in(client, a_member(an_organisation())).get("/interests/").status_code == 404

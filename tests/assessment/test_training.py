"""Training and skills are recorded by somebody else, for the assessors they look after."""

from datetime import date

import pytest
from sqlalchemy import select

from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import RoleGrant
from grantflow.assessment.training import SKILLS, Load, list_looked_after, loads_of, record_training
from grantflow.audit.models import AuditEntry
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, NotFound
from grantflow.funds.outcomes import OUTCOMES
from grantflow.permissions import Role
from tests.factories import (
    a_panel_member,
    an_admin,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
    at_noon,
)

pytestmark = pytest.mark.usefixtures("app")


def test_the_list_of_skills_has_every_outcome_of_the_fund() -> None:
    assert set(OUTCOMES) < set(SKILLS)
    assert {"lived-experience", "local-knowledge"} == set(SKILLS) - set(OUTCOMES)


def test_training_and_skills_are_kept_with_who_recorded_them() -> None:
    assessor, officer = an_assessor(name="Amina"), an_officer(name="Grace")

    with unit_of_work():
        record_training(
            assessor, at_noon(officer), trained_on=date(2026, 3, 1), skills=["lived-experience", "housing"]
        )

    assert (assessor.trained_on, assessor.skills) == (date(2026, 3, 1), ["housing", "lived-experience"])
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.chain == assessor.id))
    assert (entry.action, entry.actor_name, entry.facts["trained_on"]) == (
        "record-training",
        "Grace",
        "2026-03-01",
    )


def test_nobody_records_their_own_training_nor_a_day_to_come_nor_a_skill_that_is_not_on_the_list() -> None:
    officer = an_officer()
    officer.roles.append(RoleGrant(role=Role.ASSESSOR, region_code="B"))
    db.session.commit()

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        record_training(officer, at_noon(officer), trained_on=date(2026, 11, 24), skills=["price"])

    assert refusal.value.keys == ["own-training", "training-still-to-come", "skill-unknown"]
    assert (officer.trained_on, officer.skills) == (None, [])


def test_only_assessors_of_ones_own_region_are_looked_after() -> None:
    here, elsewhere, everywhere = an_assessor(), an_assessor(region="J"), an_assessor(region=None)
    officer, panel_member = an_officer(), a_panel_member()

    assert set(list_looked_after(actor_of(officer))) == {here, everywhere}
    assert set(list_looked_after(actor_of(an_admin()))) == {here, elsewhere, everywhere}
    assert list_looked_after(actor_of(panel_member)) == []
    for person in (elsewhere, panel_member):
        with pytest.raises(NotFound), unit_of_work():
            record_training(person, at_noon(officer), trained_on=date(2026, 3, 1), skills=[])
        assert person.trained_on is None


def test_a_load_counts_what_is_to_do_what_is_late_and_what_was_sent() -> None:
    assessor = an_assessor()
    for stage in ("assigned", "open", "submitted", "recused"):
        an_assessment(an_application(stage="assessing"), assessor, stage=stage)

    assert loads_of([assessor.id], date(2026, 12, 14)) == {assessor.id: Load(2, 0, 1)}
    assert loads_of([assessor.id], date(2026, 12, 15)) == {assessor.id: Load(2, 2, 1)}

"""Check, assign, declare, score, decide, release: what each command keeps, and what a refusal leaves alone."""

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import RoleGrant
from grantflow.applications.models import Application, CheckResult, Decision
from grantflow.assessment import commands, queries
from grantflow.assessment.models import Assessment
from grantflow.audit.models import AuditEntry
from grantflow.awards.models import Award
from grantflow.casework.commands import take_action
from grantflow.casework.models import Recusal
from grantflow.casework.queries import get_visible
from grantflow.checks.commands import record_check
from grantflow.checks.queries import results_by_code
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden, NotFound, Stale
from grantflow.permissions import Permission, Role
from tests.factories import (
    a_decision,
    a_member,
    a_member_of_staff,
    a_panel,
    a_regional_lead,
    a_round,
    all_checks,
    an_application,
    an_assessment,
    an_assessor,
    an_award,
    an_officer,
    at_noon,
)
from tests.jobs_inline import run_jobs

pytestmark = pytest.mark.usefixtures("app")


def rows(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_check_made_again_takes_the_place_of_the_first_and_both_are_recorded() -> None:
    officer, application = an_officer(), an_application(stage="checking")

    with unit_of_work():
        record_check(application, "REG", at_noon(officer), result="query", evidence="Another name.")
        record_check(application, "REG", at_noon(officer), result="pass", evidence="A new name.")

    assert rows(CheckResult) == 1
    assert results_by_code(application.id)["REG"].result == "pass"
    recorded = db.session.scalars(
        select(AuditEntry.facts).where(AuditEntry.chain == application.id, AuditEntry.action == "check")
    ).all()
    assert [facts["result"] for facts in recorded] == ["query", "pass"]


def test_a_check_belongs_to_the_time_between_arrival_and_decision() -> None:
    application = an_application(stage="submitted")

    with pytest.raises(ActionUnavailable), unit_of_work():
        record_check(application, "REG", at_noon(an_officer()), result="pass", evidence="Looked up.")

    assert rows(CheckResult) == 0


def test_an_officer_of_another_region_checks_nothing() -> None:
    application = an_application(stage="checking")

    with pytest.raises(Forbidden), unit_of_work():
        record_check(
            application, "REG", at_noon(an_officer(region="J")), result="pass", evidence="Looked up."
        )

    assert rows(CheckResult) == 0


def test_somebody_who_belongs_to_the_organisation_is_not_asked_to_assess() -> None:
    application = an_application(stage="assessing")
    assert application.organisation is not None
    insider = an_assessor(name="Grace Okafor")
    insider.memberships = a_member(application.organisation).memberships
    db.session.commit()

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.assign_assessor(application, insider, at_noon(an_officer()))

    assert refusal.value.keys == ["assessor-belongs-to-organisation"]
    assert rows(Assessment) == 0


def test_somebody_who_is_no_assessor_of_the_region_is_not_asked() -> None:
    application = an_application(stage="assessing")

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.assign_assessor(application, an_assessor(region="J"), at_noon(an_officer()))

    assert refusal.value.keys == ["not-an-assessor-here"]


def test_no_more_are_asked_than_the_size_of_grant_needs() -> None:
    application, officer = an_application(stage="assessing"), an_officer()
    with unit_of_work():
        commands.assign_assessor(application, an_assessor(), at_noon(officer))

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.assign_assessor(application, an_assessor(), at_noon(officer))

    assert refusal.value.keys == ["enough-assessors"]
    assert rows(Assessment) == 1


def test_a_declared_interest_closes_the_application_and_frees_the_place() -> None:
    officer, assessor = an_officer(), an_assessor()
    assessor.roles = [*assessor.roles, *an_officer().roles]
    application = an_application(stage="assessing")
    queries.get_application(application.id, actor_of(assessor), Permission.APPLICATION_VIEW)
    with unit_of_work():
        assessment = commands.assign_assessor(application, assessor, at_noon(officer))

    with unit_of_work():
        commands.declare_conflict(assessment, at_noon(assessor), interest="My sister is a trustee.")

    assert (assessment.stage, assessment.conflict) == ("recused", "My sister is a trustee.")
    assert rows(Recusal) == 1
    with pytest.raises(NotFound):
        queries.get_application(application.id, actor_of(assessor), Permission.APPLICATION_VIEW)
    with pytest.raises(NotFound):
        queries.get_assessment(assessment.id, actor_of(assessor), Permission.ASSESSMENT_SCORE)
    with unit_of_work():
        commands.assign_assessor(application, an_assessor(), at_noon(officer))


def test_a_declared_interest_closes_what_comes_of_the_application_too() -> None:
    officer, assessor = an_officer(), an_assessor()
    assessor.roles = [*assessor.roles, *an_officer().roles]
    application = an_application(stage="assessing")
    with unit_of_work():
        assessment = commands.assign_assessor(application, assessor, at_noon(officer))
        commands.declare_conflict(assessment, at_noon(assessor), interest="My sister is a trustee.")

    later = an_award(application=application)

    assert get_visible(Award, later.id, actor_of(officer), Permission.AWARD_VIEW) is later
    with pytest.raises(NotFound):
        get_visible(Award, later.id, actor_of(assessor), Permission.AWARD_VIEW)


def test_no_score_is_kept_before_interests_are_declared_or_by_anybody_else() -> None:
    application, assessor = an_application(stage="assessing"), an_assessor()
    assessment = an_assessment(application, assessor)

    with pytest.raises(ActionUnavailable), unit_of_work():
        commands.save_score(assessment, "local-link", 3, "Rooted here.", at_noon(assessor))
    with unit_of_work():
        take_action(assessment, "declare-no-conflict", at_noon(assessor))
    with pytest.raises(Forbidden), unit_of_work():
        commands.save_score(assessment, "local-link", 3, "Rooted here.", at_noon(an_assessor()))

    assert queries.list_assessments(application.id)[0].scores == []


def test_an_award_is_held_with_its_reasons() -> None:
    lead, application = a_regional_lead(), an_application(stage="panel")
    all_checks(application)

    with unit_of_work():
        commands.award(
            application, 400_000, at_noon(lead), why="People trust you.", why_less="The van can wait."
        )

    decision = queries.find_decision(application.id)
    assert decision is not None
    assert application.stage == "to-award"
    assert (decision.amount_pence, decision.why, decision.released_at) == (400_000, "People trust you.", None)
    assert decision.why_less == "The van can wait."


def test_less_than_was_asked_needs_a_reason_that_the_applicant_reads() -> None:
    application = an_application(stage="panel")

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.award(application, 449_999, at_noon(a_regional_lead()), why="People trust you.")

    assert refusal.value.keys == ["why-less-missing"]
    assert application.stage == "panel"
    assert rows(Decision) == 0


def test_nothing_is_awarded_while_a_check_has_failed() -> None:
    application, lead = an_application(stage="panel"), a_regional_lead()
    all_checks(application)
    with unit_of_work():
        record_check(
            application, "REG", at_noon(an_officer()), result="fail", evidence="Struck off the register."
        )

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.award(application, 450_000, at_noon(lead), why="People trust you.")

    assert refusal.value.keys == ["checks-not-settled"]
    assert (application.stage, rows(Decision)) == ("panel", 0)


def test_more_than_was_asked_is_refused_and_nothing_is_kept() -> None:
    application = an_application(stage="panel")

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.award(application, 450_001, at_noon(a_regional_lead()), why="People trust you.")

    assert refusal.value.keys == ["more-than-asked"]
    assert application.stage == "panel"
    assert rows(Decision) == 0


def test_an_officer_proposes_and_whoever_approves_that_size_agrees() -> None:
    officer, other, lead = an_officer(), an_officer(), a_regional_lead()
    elsewhere = a_member_of_staff(Role.REGIONAL_LEAD, region="D")
    elsewhere.roles.append(RoleGrant(role=Role.OFFICER, region_code="B"))
    db.session.commit()
    application = an_application(stage="panel")
    all_checks(application)

    with unit_of_work():
        commands.award(application, 450_000, at_noon(officer), why="People trust you.")
    assert application.stage == "panel"
    for who in (other, elsewhere):
        with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
            commands.second_award(application, at_noon(who))
        assert refusal.value.keys == ["approver-needed"]
        assert refusal.value.reasons[0].facts == {"approver": "regional lead"}
        assert application.stage == "panel"
    with unit_of_work():
        commands.second_award(application, at_noon(lead))

    assert application.stage == "to-award"


def test_an_officer_declines_nothing_that_a_lead_has_to_decide() -> None:
    application = an_application(stage="panel")

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.decline(
            application,
            at_noon(an_officer()),
            reason_codes=["plan-unclear"],
            strength="Known.",
            change="Say who.",
        )

    assert refusal.value.keys == ["approver-needed"]
    assert (application.stage, rows(Decision)) == ("panel", 0)


def test_above_the_limit_one_person_proposes_and_another_agrees() -> None:
    officer, lead = an_officer(), a_regional_lead()
    round = a_round(tier_keys=["large"], max_pence=25_000_000)
    application = an_application(stage="panel", round=round, amount_pence=12_000_000, tier_key="large")
    all_checks(application)
    a_panel(round)

    with unit_of_work():
        commands.award(application, 12_000_000, at_noon(officer), why="Nobody else could.")
    assert application.stage == "panel"
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.second_award(application, at_noon(officer))
    assert refusal.value.keys == ["second-must-differ", "approver-needed"]
    with unit_of_work():
        commands.second_award(application, at_noon(lead))

    decision = queries.find_decision(application.id)
    assert decision is not None
    assert application.stage == "to-award"
    assert (decision.decided_by_id, decision.seconded_by_id) == (officer.id, lead.id)


def test_a_decision_on_a_page_that_has_gone_stale_is_refused() -> None:
    application, lead = an_application(stage="panel"), a_regional_lead()

    with pytest.raises(Stale), unit_of_work():
        commands.award(application, 400_000, at_noon(lead), why="Trusted.", expected_revision=0)

    assert rows(Decision) == 0


def test_reconsidering_starts_from_a_clean_sheet() -> None:
    application, lead = an_application(stage="panel"), a_regional_lead()
    all_checks(application)
    with unit_of_work():
        commands.award(application, 450_000, at_noon(lead), why="Trusted.")

    with unit_of_work():
        take_action(application, "reconsider", at_noon(lead), note="New facts.")
        commands.decline(
            application, at_noon(lead), reason_codes=["delivery-risk"], strength="Local.", change="Say who."
        )

    assert application.stage == "to-decline"
    assert rows(Decision) == 1


def test_award_is_refused_to_an_action_without_a_decision() -> None:
    application = an_application(stage="panel")
    all_checks(application)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(application, "award", at_noon(a_regional_lead()))

    assert refusal.value.keys == ["decision-not-written"]
    assert application.stage == "panel"


def test_a_release_promises_one_job_for_each_applicant_and_each_is_told_once(app: Flask) -> None:
    lead = a_regional_lead()
    round = a_round(stage="assessing")
    applications = [an_application(stage="to-decline", round=round) for _ in range(3)]
    for each in applications:
        a_decision(each, lead, "decline")
    withdrawn = an_application(stage="withdrawn", round=round)

    with unit_of_work():
        take_action(round, "release-decisions", at_noon(lead))
    ran = run_jobs(app, only={"release-application"})
    for each in applications:
        commands.release_application(str(each.id))

    assert sorted(each.job.key for each in ran) == sorted(f"release:{each.id}" for each in applications)
    assert [each.problem for each in ran] == ["", "", ""]
    db.session.expire_all()
    assert [each.stage for each in applications] == ["declined"] * 3
    assert withdrawn.stage == "withdrawn"
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "release-decline")).all()
    assert len(told) == 3


def test_an_applicant_who_withdraws_lets_the_assessors_off() -> None:
    application: Application = an_application(stage="assessing")
    assert application.organisation is not None
    assessment = an_assessment(application, an_assessor(), stage="open")

    with unit_of_work():
        take_action(application, "withdraw", at_noon(a_member(application.organisation)))

    assert assessment.stage == "cancelled"


def test_a_release_of_an_unknown_application_fails_loudly() -> None:
    with pytest.raises(Exception, match="No row"):
        commands.release_application(str(uuid4()))

"""Builders of real rows, valid by default; say only what the test is about."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import Membership, Organisation, ProfileAnswer, RoleGrant, User
from grantflow.applications.models import Application, CheckResult, Decision, Partner
from grantflow.assessment.models import Assessment, PanelAttendance, PanelMeeting, PanelMember, Score
from grantflow.assessment.panels import PLACES
from grantflow.awards.models import AgreedOutcome, Award, Payee, Payment
from grantflow.awards.queries import GIVEN_BACK
from grantflow.casework.commands import open_case, reset_timers
from grantflow.casework.models import Answer, Case
from grantflow.casework.running import tiers
from grantflow.charities.models import RegisteredCharity
from grantflow.db import Model, db
from grantflow.funds.models import Fund, Round
from grantflow.learning.adaptation_models import Adaptation
from grantflow.learning.adaptation_rules import TRIED
from grantflow.learning.embedding_models import EmbeddingDecision
from grantflow.learning.embedding_rules import DECIDED
from grantflow.learning.models import LearningEntry
from grantflow.monitoring.models import Progress, ProgressReview
from grantflow.permissions import SYSTEM, Actor, Occasion, Role
from tests.conftest import NOON

Row = TypeVar("Row", bound=Model)
ACase = TypeVar("ACase", bound=Case)

_numbers = count(1)


def at_noon(who: User | Actor = SYSTEM, *, days: int = 0) -> Occasion:
    """An occasion on 23 November 2026, or some days after it."""
    return Occasion(who if isinstance(who, Actor) else actor_of(who), NOON + timedelta(days=days))


def a_user(name: str = "", **given: Any) -> User:
    number = next(_numbers)
    user = User(
        **{"email": f"person{number}@example.org", "name": name or f"Person {number}", "created_at": NOON}
        | given
    )
    return _kept(user)


def a_member_of_staff(role: Role, *, region: str | None = "B", name: str = "") -> User:
    """Someone with one role, in the North West unless told otherwise."""
    user = a_user(name)
    user.roles.append(RoleGrant(role=role, region_code=region))
    return _kept(user)


def an_officer(**given: Any) -> User:
    return a_member_of_staff(Role.OFFICER, **given)


def an_assessor(**given: Any) -> User:
    return a_member_of_staff(Role.ASSESSOR, **given)


def an_evaluator(**given: Any) -> User:
    return a_member_of_staff(Role.EVALUATOR, **given)


def a_finance_officer(**given: Any) -> User:
    return a_member_of_staff(Role.FINANCE, **given)


def a_regional_lead(**given: Any) -> User:
    return a_member_of_staff(Role.REGIONAL_LEAD, **given)


def an_admin(**given: Any) -> User:
    return a_member_of_staff(Role.ADMIN, **{"region": None} | given)


def an_organisation(**given: Any) -> Organisation:
    number = next(_numbers)
    organisation = Organisation(
        **{
            "name": f"Harbour House {number}",
            "kind": "registered-charity",
            "charity_number": f"{1100000 + number}",
            "income_pence": 12_000_000,
            "income_year_ends_on": date(2026, 3, 31),
            "created_at": NOON,
        }
        | given
    )
    return _kept(organisation)


def a_charity(**given: Any) -> RegisteredCharity:
    """One on the register, with its accounts in order unless told otherwise."""
    return _kept(
        RegisteredCharity(
            **{
                "number": "1155001",
                "name": "Harbour House",
                "status": "registered",
                "income_pence": 4_200_000,
                "year_ends_on": date(2026, 3, 31),
                "accounts_received_on": date(2026, 9, 14),
                "accounts_overdue": False,
                "insolvent": False,
                "in_administration": False,
                "trustees": 5,
                "postcode": "CA1 1ZZ",
                "website": "",
            }
            | given
        )
    )


def a_profile(organisation: Organisation, *, days_ago: int = 0, **answers: Any) -> None:
    """What an organisation has told us, some days before noon on 23 November 2026. A key's dashes are underscores."""
    at = NOON - timedelta(days=days_ago)
    for key, value in answers.items():
        db.session.add(
            ProfileAnswer(
                organisation_id=organisation.id,
                question_key=key.replace("_", "-"),
                value=value,
                saved_at=at,
                confirmed_at=at,
            )
        )
    db.session.commit()


def a_member(organisation: Organisation, rights: str = "submit", **given: Any) -> User:
    """Someone who may act for an organisation."""
    user = a_user(**given)
    user.memberships.append(Membership(organisation=organisation, rights=rights, created_at=NOON))
    return _kept(user)


def a_fund(**given: Any) -> Fund:
    number = next(_numbers)
    fund = Fund(
        **{
            "key": f"innovation-{number}",
            "name": "Probation Innovation Fund",
            "purpose": "To help people on probation move towards lives they choose.",
            "legal_power": "Offender Management Act 2007, section 6",
            "senior_officer": "Ruth Adeyemi",
            "outcomes": ["mental-health", "employment", "dependency", "welfare", "housing"],
        }
        | given
    )
    return _kept(fund)


def a_round(
    *, stage: str = "open", officer: User | None = None, fund: Fund | None = None, **given: Any
) -> Round:
    """A North West round, open since a week ago and for five weeks more unless told otherwise."""
    number = next(_numbers)
    found = Round(
        **{
            "title": f"North West grants {number}",
            "slug": f"north-west-{number}",
            "fund_id": (fund or a_fund()).id,
            "region_code": "B",
            "assigned_to_id": (officer or an_officer()).id,
            "summary": "Grants for local charities that work with people on probation.",
            "who_can_apply": "Charities and community groups in Cumbria and Cheshire.",
            "what_we_fund": "Work that helps people on probation move forward.",
            "opens_at": NOON - timedelta(days=7),
            "closes_at": NOON + timedelta(weeks=5),
            "decisions_on": date(2027, 2, 26),
            "starts_on": date(2027, 4, 1),
            "budget_pence": 90_000_000,
            "min_pence": 100_000,
            "max_pence": 7_500_000,
            "tier_keys": ["micro", "small", "standard"],
            "tiers_version": 1,
            "force_areas": ["E23000002", "E23000006"],
            "outcomes": ["mental-health", "employment"],
            "small_target_number": 60,
            "small_target_value": 50,
        }
        | given
    )
    open_case(found, at_noon())
    return _at_stage(found, stage)


def an_application(
    *,
    stage: str = "draft",
    round: Round | None = None,
    organisation: Organisation | None = None,
    answers: dict[str, Any] | None = None,
    **given: Any,
) -> Application:
    """An application for £4,500 (Micro) by a small charity; answers only where the test gives them."""
    round = round or a_round()
    organisation = organisation or an_organisation()
    application = Application(
        **{
            "title": "Cooking together",
            "round_id": round.id,
            "region_code": round.region_code,
            "organisation_id": organisation.id,
            "applicant_name": organisation.name,
            "applicant_income_pence": organisation.income_pence,
            "amount_pence": 450_000,
            "tier_key": "micro",
            "form_key": "application-micro",
            "form_version": 1,
            "closes_at": round.closes_at,
            "force_areas": ["E23000002"],
            "outcomes": ["mental-health"],
            "assigned_to_id": round.assigned_to_id,
        }
        | given
    )
    open_case(application, at_noon())
    for key, value in (answers or {}).items():
        db.session.add(Answer(case_id=application.id, question_key=key, value=value, saved_at=NOON))
    return _at_stage(application, stage)


def a_partner(application: Application, *, stage: str = "asked", **given: Any) -> Partner:
    """An organisation named in an application, asked and not heard from unless told otherwise."""
    partner = Partner(
        **{
            "title": "Eden Recovery",
            "application_id": application.id,
            "region_code": application.region_code,
            "round_id": application.round_id,
            "organisation_id": application.organisation_id,
            "contact_email": "office@eden.example",
            "role": "Peer support on Thursdays",
            "share_pence": 50_000,
        }
        | given
    )
    open_case(partner, at_noon())
    return _at_stage(partner, stage)


def an_award(
    *,
    stage: str = "active",
    application: Application | None = None,
    outcomes: bool = True,
    decided_by: User | None = None,
    **given: Any,
) -> Award:
    """A year's grant of £4,500 (Micro) with one agreed outcome, under way unless told otherwise."""
    application = application or an_application(stage="awarded")
    award = Award(
        **{
            "title": application.title,
            "region_code": application.region_code,
            "round_id": application.round_id,
            "organisation_id": application.organisation_id,
            "assigned_to_id": application.assigned_to_id,
            "application_id": application.id,
            "tier_key": "micro",
            "amount_pence": 450_000,
            "starts_on": date(2027, 4, 1),
            "ends_on": date(2028, 3, 31),
            "why": "People trust you, and you notice small steps.",
        }
        | given
    )
    if application.decision is None:
        application.decision = Decision(
            outcome="award",
            amount_pence=award.amount_pence,
            decided_by_id=decided_by.id if decided_by else application.assigned_to_id,
            decided_at=NOON,
            released_at=NOON,
            given_back_at=NOON if stage in GIVEN_BACK else None,
        )
    if outcomes:
        award.outcomes = [
            AgreedOutcome(
                position=1,
                outcome_key="mental-health",
                wording="Mental health and wellbeing",
                how_known="We ask at the start and every eight weeks.",
            )
        ]
    open_case(award, at_noon())
    return _at_stage(award, stage)


def a_payee(organisation_id: UUID | None, *, checked_by: User | None = None, **given: Any) -> Payee:
    """Bank details of an organisation, checked if somebody is named."""
    payee = Payee(
        **{
            "organisation_id": organisation_id,
            "account_name": "Harbour House",
            "sort_code": "309421",
            "account_number": "00123456",
            "given_at": NOON,
            "checked_by_id": checked_by.id if checked_by else None,
            "checked_at": NOON if checked_by else None,
            "checked_how": "Rang the number on the register." if checked_by else "",
        }
        | given
    )
    return _kept(payee)


def a_payment(award: Award, *, stage: str = "due", **given: Any) -> Payment:
    """The whole award in one payment, due unless told otherwise."""
    payment = Payment(
        **{
            "title": f"{award.title}: payment",
            "region_code": award.region_code,
            "round_id": award.round_id,
            "organisation_id": award.organisation_id,
            "assigned_to_id": award.assigned_to_id,
            "award_id": award.id,
            "number": 1,
            "amount_pence": award.amount_pence,
            "due_on": award.starts_on,
        }
        | given
    )
    open_case(payment, at_noon())
    return _at_stage(payment, stage)


def a_review(
    award: Award,
    *,
    stage: str = "announced",
    report: dict[str, Any] | None = None,
    review: dict[str, Any] | None = None,
    counts: dict[str, int] | None = None,
    **given: Any,
) -> ProgressReview:
    """The one report of a Micro grant, asked for unless told otherwise; answers and counts only where given."""
    found = ProgressReview(
        **{
            "title": award.title,
            "region_code": award.region_code,
            "round_id": award.round_id,
            "organisation_id": award.organisation_id,
            "assigned_to_id": award.assigned_to_id,
            "award_id": award.id,
            "number": 1,
            "period_from": award.starts_on,
            "period_to": award.ends_on,
            "due_on": award.ends_on + timedelta(weeks=4),
            "form_key": "monitoring-end",
            "form_version": 1,
            "minutes": 30,
        }
        | given
    )
    open_case(found, at_noon())
    for part, answers in (("report", report), ("review", review)):
        for key, value in (answers or {}).items():
            db.session.add(Answer(case_id=found.id, part=part, question_key=key, value=value, saved_at=NOON))
    if counts:
        db.session.add(Progress(review_id=found.id, outcome_key="mental-health", **counts))
    return _at_stage(found, stage)


def a_learning_entry(
    award: Award | None, *, stage: str = "draft", answers: dict[str, Any] | None = None, **given: Any
) -> LearningEntry:
    """An entry about an award, with nothing written in it but what the test gives."""
    entry = LearningEntry(
        **{
            "title": "Cooking first, talking later",
            "region_code": award.region_code if award else "B",
            "round_id": award.round_id if award else None,
            "organisation_id": award.organisation_id if award else None,
            "assigned_to_id": award.assigned_to_id if award else None,
            "award_id": award.id if award else None,
            "form_version": 1,
            "outcomes": ["mental-health"],
            "force_areas": ["E23000002"],
            "published_at": NOON if stage == "published" else None,
        }
        | given
    )
    open_case(entry, at_noon())
    for key, value in (answers or {}).items():
        db.session.add(Answer(case_id=entry.id, question_key=key, value=value, saved_at=NOON))
    return _at_stage(entry, stage)


def _at_stage(case: ACase, stage: str, at: datetime = NOON) -> ACase:
    """Put a case at a stage without going there: only tests may."""
    if stage != case.stage:
        case.stage, case.stage_entered_at = stage, at
        reset_timers(case, at)
    db.session.commit()
    return case


def _kept(row: Row) -> Row:
    db.session.add(row)
    db.session.commit()
    return row


def an_assessment(
    application: Application, assessor: User, *, stage: str = "assigned", points: int | None = None
) -> Assessment:
    """One assessor's; with the same points for every criterion, where points are given."""
    assessment = Assessment(
        title=application.title,
        application_id=application.id,
        round_id=application.round_id,
        region_code=application.region_code,
        organisation_id=application.organisation_id,
        assigned_to_id=assessor.id,
        due_on=date(2026, 12, 14),
        submitted_at=NOON if stage == "submitted" else None,
    )
    if points is not None:
        assessment.scores = [
            Score(criterion_key=each.key, points=points, reason="They say how they know.")
            for each in tiers(1).criteria
        ]
        assessment.strengths = "Rooted in the place."
        assessment.recommendation = "fund"
    open_case(assessment, at_noon())
    return _at_stage(assessment, stage)


def a_panel_member(**given: Any) -> User:
    return a_member_of_staff(Role.PANEL_MEMBER, **given)


def a_panel(round: Round, *people: User, met: bool = True) -> list[User]:
    """Three members unless told otherwise, who have met at noon unless told otherwise."""
    members = list(people) or [a_panel_member() for _ in range(3)]
    for number, each in enumerate(members):
        place = PLACES[number] if number < len(PLACES) else PLACES[-1]
        db.session.add(PanelMember(round_id=round.id, user_id=each.id, place=place))
    db.session.commit()
    if met:
        a_meeting(round, *members)
    return members


def a_meeting(round: Round, *present: User, held_on: date | None = None) -> PanelMeeting:
    return _kept(
        PanelMeeting(
            round_id=round.id,
            held_on=held_on or NOON.date(),
            recorded_by_id=round.assigned_to_id,
            recorded_at=NOON,
            attendances=[PanelAttendance(user_id=each.id) for each in present],
        )
    )


def a_check(application: Application, code: str, result: str = "pass", **given: Any) -> CheckResult:
    """What one check found; whoever looks after the application made it."""
    return _kept(
        CheckResult(
            **{
                "application_id": application.id,
                "code": code,
                "result": result,
                "evidence": "Looked up on the register.",
                "checked_by_id": application.assigned_to_id,
                "checked_at": NOON,
            }
            | given
        )
    )


def all_checks(application: Application) -> None:
    """Every check that a grant of its size needs, passed."""
    for code in tiers(1).tier(application.tier_key).checks_before_offer:
        a_check(application, code)


def a_decision(application: Application, by: User, outcome: str = "award", **given: Any) -> Decision:
    """To award what was asked for, or to decline with full feedback."""
    said: dict[str, Any] = (
        {"amount_pence": application.amount_pence, "why": "People trust you."}
        if outcome == "award"
        else {
            "reason_codes": ["plan-unclear"],
            "strength": "You know the place.",
            "change": "Say who does what in the first month.",
        }
    )
    return _kept(
        Decision(
            **{
                "application_id": application.id,
                "outcome": outcome,
                "decided_by_id": by.id,
                "decided_at": NOON,
            }
            | said
            | given
        )
    )


def an_adaptation(
    entry: LearningEntry,
    *,
    stage: str = "planned",
    answers: dict[str, Any] | None = None,
    result: dict[str, Any] | None = None,
    **given: Any,
) -> Adaptation:
    """A plan to try an entry in Cumbria, by the region that it was learned in unless told otherwise."""
    adaptation = Adaptation(
        **{
            "title": entry.title,
            "region_code": "B",
            "entry_id": entry.id,
            "form_version": 1,
            "place": "Cumbria",
            "with_whom": "women leaving prison",
            "result_by": date(2027, 9, 30) if stage in TRIED else None,
            "started_at": NOON if stage in TRIED else None,
            "told_at": NOON if stage in ("told", "closed") else None,
            "worked": (result or {}).get("worked-here", "") if stage in ("told", "closed") else "",
        }
        | given
    )
    open_case(adaptation, at_noon())
    for part, values in (("main", answers or {}), ("result", result or {})):
        for key, value in values.items():
            row = Answer(case_id=adaptation.id, part=part, question_key=key, value=value, saved_at=NOON)
            db.session.add(row)
    return _at_stage(adaptation, stage)


def a_decision_to_take_up(
    entry: LearningEntry, *, stage: str = "asked", days_ago: int = 0, **given: Any
) -> EmbeddingDecision:
    """Commissioning in the North West is asked, by an owner outside, to decide within four weeks."""
    asked_at = NOON - timedelta(days=days_ago)
    decision = EmbeddingDecision(
        **{
            "title": entry.title,
            "region_code": "B",
            "organisation_id": entry.organisation_id,
            "round_id": entry.round_id,
            "entry_id": entry.id,
            "part": "commissioning",
            "owner_name": "Gwen Morris",
            "owner_role": "Head of commissioning",
            "owner_email": "" if given.get("owner_id") else "gwen@region.example",
            "asked_at": asked_at,
            "decide_by": (asked_at + timedelta(days=28)).date(),
            "decided_at": NOON if stage in DECIDED else None,
            "reason": "It fits what we buy." if stage in DECIDED else "",
        }
        | given
    )
    open_case(decision, at_noon())
    return _at_stage(decision, stage)

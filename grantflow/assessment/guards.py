"""Guards of checks, scores, decisions and release: each looks facts up and asks a rule."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from grantflow.accounts.queries import roles_of
from grantflow.applications.models import Application, Decision
from grantflow.assessment import assessors, departing, panels, queries, rules
from grantflow.assessment.interests import has_interest_in_round
from grantflow.assessment.models import Assessment
from grantflow.assessment.moderation import moderation_wanted
from grantflow.casework.models import Case, Recusal
from grantflow.casework.running import Guard, of_kind, tiers
from grantflow.checks.queries import what_counts
from grantflow.core.calendar import local_date
from grantflow.core.display import listed
from grantflow.db import db
from grantflow.errors import Reason
from grantflow.permissions import Occasion
from grantflow.places.queries import name_of_region

# How a check stands in the way, in the words of the list that names them.
UNSETTLED = {"missing": "not done", "query": "a query is open", "fail": "failed", "expired": "out of date"}
# From here on, a round has told its applicants: a decision made late is told by itself.
TOLD = frozenset({"decisions-released", "monitoring", "learning", "archived"})


def checks_are_settled(case: Case, occasion: Occasion) -> Reason | None:
    application = of_kind(Application, case)
    found = {
        code: rules.Found(check.result, check.expires_on)
        for code, check in what_counts(application, occasion.at).items()
    }
    required = queries.tier_of(application).checks_before_offer
    unsettled = rules.unsettled_checks(required, found, local_date(occasion.at))
    if not unsettled:
        return None
    checks = queries.tiers_of(application)
    names = listed(f"{checks.check(code).label} ({UNSETTLED[state]})" for code, state in unsettled.items())
    return Reason("checks-not-settled", {"checks": names})


def assessments_are_in(case: Case, occasion: Occasion) -> Reason | None:
    application = of_kind(Application, case)
    stages = queries.stages_of_assessments(application.id)
    needed = queries.tier_of(application).assessors
    key = rules.assessments_are_in(stages, needed)
    if key:
        return Reason(key, {"count": stages.count("submitted"), "needed": needed})
    return moderation_wanted(application)


def scores_are_complete(case: Case, occasion: Occasion) -> Reason | None:
    assessment = of_kind(Assessment, case)
    criteria = tiers(assessment.application.round.tiers_version).criteria
    key = rules.scores_are_complete(
        {score.criterion_key: score.reason for score in assessment.scores},
        [criterion.key for criterion in criteria],
        strengths=assessment.strengths,
        recommendation=assessment.recommendation,
    )
    return Reason(key) if key else None


def assessor_has_no_conflict(case: Case, occasion: Occasion) -> Reason | None:
    assessment = of_kind(Assessment, case)
    user_id = assessment.assigned_to_id
    declared = db.session.scalar(
        select(Recusal.user_id).where(
            Recusal.case_id == assessment.application_id, Recusal.user_id == user_id
        )
    )
    belongs = user_id and assessment.organisation_id in assessors.organisations_of(user_id)
    return Reason("you-have-an-interest") if declared or belongs else None


def decider_did_not_assess(case: Case, occasion: Occasion) -> Reason | None:
    decision = of_kind(Application, case).decision
    deciders = {occasion.actor.user_id} | ({decision.decided_by_id} if decision else set())
    key = rules.decider_did_not_assess(deciders, queries.assessor_ids(case.id))
    return Reason(key) if key else None


def within_round_budget(case: Case, occasion: Occasion) -> Reason | None:
    """When a decision is being made, the round is held until it is kept: two people cannot spend the same money."""
    round = of_kind(Application, case).round
    queries.hold_round(round)
    committed = queries.committed_pence(round.id, besides=case.id)
    key = rules.within_round_budget(round.budget_pence, committed, _amount_of(case))
    if key and has_interest_in_round(round.id, occasion.actor):
        return Reason("too-much-for-round")
    return Reason(key, {"left_pence": max(round.budget_pence - committed, 0)}) if key else None


def within_region_budget(case: Case, occasion: Occasion) -> Reason | None:
    """As for the round: a region that has a budget of its own cannot be awarded more than that."""
    round = of_kind(Application, case).round
    queries.hold_round(round)
    left = queries.left_in_region(round, case.region_code, besides=case.id)
    key = rules.within_region_budget(left, _amount_of(case))
    if key is None:
        return None
    return Reason(key, {"left_pence": max(left or 0, 0), "region": name_of_region(case.region_code)})


def quorum_was_present(case: Case, occasion: Occasion) -> Reason | None:
    """Where the size of award asks for a panel, it has met with enough people who have no interest in this one."""
    application = of_kind(Application, case)
    if not queries.tier_of(application).panel:
        return None
    quorum = panels.quorum_for(application)
    key = rules.quorum_is_present(
        met=quorum.meeting is not None,
        present=quorum.present,
        needed=quorum.needed,
        waived=departing.quorum_is_waived(application.id),
    )
    return Reason(key, {"present": quorum.present, "needed": quorum.needed}) if key else None


def within_approval_limit(case: Case, occasion: Occasion) -> Reason | None:
    application = of_kind(Application, case)
    decision = _award_of(case)
    if decision is None or decision.amount_pence is None:
        return None
    limit = queries.tiers_of(application).tier_for(decision.amount_pence).second_approver_over_pence
    key = rules.within_approval_limit(
        decision.amount_pence, limit, decision.decided_by_id, decision.seconded_by_id
    )
    return Reason(key, {"limit_pence": limit or 0}) if key else None


def approver_agrees(case: Case, occasion: Occasion) -> Reason | None:
    """Of whoever decides, proposed or seconds an award, one may approve that size of grant."""
    decision = _award_of(case)
    return _approval(case, occasion, decision.decided_by_id, decision.seconded_by_id) if decision else None


def approver_decides(case: Case, occasion: Occasion) -> Reason | None:
    """A refusal has no second person: whoever decides may approve that size of grant."""
    return _approval(case, occasion)


def feedback_is_written(case: Case, occasion: Occasion) -> Reason | None:
    decision = of_kind(Application, case).decision
    key = (
        rules.feedback_is_written(decision.reason_codes, decision.strength, decision.change)
        if decision and decision.outcome == "decline"
        else "feedback-missing"
    )
    return Reason(key) if key else None


def reserve_feedback_is_written(case: Case, occasion: Occasion) -> Reason | None:
    decision = of_kind(Application, case).decision
    key = (
        rules.reserve_feedback_is_written(decision.strength, decision.change)
        if decision
        else "reserve-feedback-missing"
    )
    return Reason(key) if key else None


def releaser_has_no_interest(case: Case, occasion: Occasion) -> Reason | None:
    return Reason("interest-in-round") if has_interest_in_round(case.id, occasion.actor) else None


def every_application_decided(case: Case, occasion: Occasion) -> Reason | None:
    waiting = queries.count_applications(case.id, queries.UNDECIDED)
    return Reason("applications-undecided", {"count": waiting}) if waiting else None


def every_refusal_has_feedback(case: Case, occasion: Occasion) -> Reason | None:
    bare = sum(_lacks_feedback(each) for each in queries.list_held_decisions(case.id))
    return Reason("refusals-without-feedback", {"count": bare}) if bare else None


def new_date_is_promised(case: Case, occasion: Occasion) -> Reason | None:
    """Nobody is told to wait without being told until when."""
    promised = of_kind(Application, case).decide_by
    still_to_come = promised is not None and promised > local_date(occasion.at)
    return None if still_to_come else Reason("new-date-missing")


def told_with_its_round(case: Case, occasion: Occasion) -> Reason | None:
    """A decision waits for the release of its round, unless the round is rolling and never waits."""
    round = of_kind(Application, case).round
    return (
        None if round.rolling or round.stage in TOLD else Reason("held-for-release", {"round": round.title})
    )


GUARDS: Mapping[str, Guard] = {
    "checks-are-settled": checks_are_settled,
    "assessments-are-in": assessments_are_in,
    "scores-are-complete": scores_are_complete,
    "assessor-has-no-conflict": assessor_has_no_conflict,
    "decider-did-not-assess": decider_did_not_assess,
    "within-round-budget": within_round_budget,
    "within-region-budget": within_region_budget,
    "quorum-was-present": quorum_was_present,
    "within-approval-limit": within_approval_limit,
    "approver-agrees": approver_agrees,
    "approver-decides": approver_decides,
    "feedback-is-written": feedback_is_written,
    "reserve-feedback-is-written": reserve_feedback_is_written,
    "releaser-has-no-interest": releaser_has_no_interest,
    "every-application-decided": every_application_decided,
    "every-refusal-has-feedback": every_refusal_has_feedback,
    "new-date-is-promised": new_date_is_promised,
    "told-with-its-round": told_with_its_round,
}


def _approval(case: Case, occasion: Occasion, *others: UUID | None) -> Reason | None:
    approver = queries.approver_of(of_kind(Application, case))
    key = rules.approver_agrees(approver, occasion.actor.roles_in(case.region_code))
    if key and others:
        key = rules.approver_agrees(approver, roles_of(others, case.region_code))
    return Reason(key, {"approver": approver.replace("-", " ")}) if key else None


def _lacks_feedback(decision: Decision) -> bool:
    """A refusal, or a place on the list that may still become one."""
    if decision.outcome == "decline":
        return bool(rules.feedback_is_written(decision.reason_codes, decision.strength, decision.change))
    return decision.outcome == "reserve" and bool(
        rules.reserve_feedback_is_written(decision.strength, decision.change)
    )


def _amount_of(case: Case) -> int:
    """Before an amount is proposed, the least a round gives says whether there is anything left to give."""
    application = of_kind(Application, case)
    decision = application.decision
    return decision.amount_pence if decision and decision.amount_pence else application.round.min_pence


def _award_of(case: Case) -> Decision | None:
    decision = of_kind(Application, case).decision
    return decision if decision and decision.outcome == "award" else None

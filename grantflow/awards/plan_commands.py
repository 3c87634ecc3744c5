"""Open a plan, write it, give it to the officer, agree to it."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete

from grantflow.audit.commands import record
from grantflow.awards import plans, rules
from grantflow.awards.models import AgreedOutcome, AgreedPlan, Award, OutcomesPlan
from grantflow.casework.answering import save_answers
from grantflow.casework.commands import lock, open_case, take_action
from grantflow.casework.models import Answer
from grantflow.casework.pinned import pinned_version
from grantflow.core.references import new_id
from grantflow.db import db
from grantflow.errors import ActionUnavailable, NotFound, Reason
from grantflow.permissions import Occasion, Permission, require


def open_plan(award: Award, occasion: Occasion) -> OutcomesPlan:
    """Begin the plan of a grant that was accepted, for its holder to write."""
    version = pinned_version(award.round_id, "form", plans.FORM) or plans.plan_form().version
    case = OutcomesPlan(
        title=award.title, region_code=award.region_code, round_id=award.round_id, award_id=award.id,
        organisation_id=award.organisation_id, assigned_to_id=award.assigned_to_id, form_version=version,
    )  # fmt: skip
    return open_case(case, occasion, version=pinned_version(award.round_id, "workflow", "plan"))


def save_outcome(
    case: OutcomesPlan,
    outcome_key: str,
    answers: Mapping[str, Any],
    occasion: Occasion,
    *,
    revisions: Mapping[str, int] | None = None,
) -> None:
    """Keep part of what is planned for one outcome.

    :raises ActionUnavailable: once the plan has been given, until it comes back
    :raises NotFound: if the award has no such outcome
    """
    _require_open(case, occasion)
    if outcome_key not in {each.outcome_key for each in case.award.outcomes}:
        raise NotFound("outcome", outcome_key)
    save_answers(case, answers, occasion, part=plans.part_of(outcome_key), revisions=revisions)


def save_tool(
    case: OutcomesPlan,
    answers: Mapping[str, Any],
    occasion: Occasion,
    *,
    revisions: Mapping[str, int] | None = None,
) -> None:
    _require_open(case, occasion)
    save_answers(case, answers, occasion, part=plans.WHOLE, revisions=revisions)


def add_outcome(case: OutcomesPlan, chosen: str, own_words: str, occasion: Occasion) -> AgreedOutcome:
    """Add one of the fund's outcomes, or the organisation's own.

    :raises ActionUnavailable: if the plan has it already, or has as many as it may
    """
    _require_open(case, occasion)
    have = [each.outcome_key for each in case.award.outcomes]
    if refusal := rules.outcome_may_be_added(chosen, have, most=plans.MOST):
        raise ActionUnavailable([Reason(refusal, {"most": plans.MOST})])
    offered = {each.value: str(each.label) for each in plans.plan_form(case).question("outcome").choices}
    is_own = chosen == plans.OWN
    outcome = AgreedOutcome(
        # No other grant has the same: what is each charity's own is never added up with another's.
        outcome_key=f"{plans.OWN}-{new_id().hex[-12:]}" if is_own else chosen,
        wording=own_words.strip() if is_own else offered[chosen],
        position=max((each.position for each in case.award.outcomes), default=0) + 1,
        how_known="",
    )
    case.award.outcomes.append(outcome)
    db.session.flush()
    record(case.id, case.kind, "add-outcome", occasion, facts={"what": outcome.wording})
    return outcome


def leave_out_outcome(
    case: OutcomesPlan, outcome_key: str, occasion: Occasion, *, counted: Collection[str] = ()
) -> None:
    """Take an outcome out of the plan.

    :param counted: the outcomes that a report has counted people for: those stay
    """
    _require_open(case, occasion)
    outcome = next((each for each in case.award.outcomes if each.outcome_key == outcome_key), None)
    if outcome is None:
        raise NotFound("outcome", outcome_key)
    refusal = rules.outcome_may_be_left_out(len(case.award.outcomes), is_counted=outcome_key in counted)
    if refusal:
        raise ActionUnavailable([Reason(refusal)])
    record(case.id, case.kind, "leave-out-outcome", occasion, facts={"what": outcome.wording})
    case.award.outcomes.remove(outcome)
    db.session.delete(outcome)
    db.session.execute(
        delete(Answer).where(Answer.case_id == case.id, Answer.part == plans.part_of(outcome_key))
    )
    db.session.flush()


def give_plan(case: OutcomesPlan, occasion: Occasion, *, expected_revision: int | None = None) -> None:
    take_action(case, "give", occasion, expected_revision=expected_revision)


def change_plan(
    case: OutcomesPlan, why: str, occasion: Occasion, *, expected_revision: int | None = None
) -> None:
    """Open an agreed plan again. What was agreed stays kept, and the change has to be agreed to as well."""
    take_action(case, "change", occasion, note=why.strip(), expected_revision=expected_revision)


def keep_agreed(case: OutcomesPlan, occasion: Occasion) -> None:
    """Keep the plan as it stands, beside what was agreed before."""
    plan, before = plans.plan_of(case), plans.list_agreed(case.id)
    case.agreed_at = occasion.at
    db.session.add(
        AgreedPlan(
            plan_id=case.id, number=len(before) + 1, outcomes=plans.as_kept(plan.outcomes),
            own_tool=plan.own_tool, agreed_at=occasion.at, agreed_by_id=occasion.actor.user_id,
        )
    )  # fmt: skip
    db.session.flush()


def _require_open(case: OutcomesPlan, occasion: Occasion) -> None:
    require(occasion.actor, Permission.PLAN_WRITE, on=case)
    lock(case)
    if refusal := rules.plan_is_open(case.stage):
        raise ActionUnavailable([Reason(refusal)])

"""What is kept from an assessor and until when: the amount that is asked for, and whose application it is.

Hiding is for the judgement, not for secrecy: whoever declares their interests is told the name, once, before it opens.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from grantflow.applications.models import Application
from grantflow.assessment import queries, rules
from grantflow.assessment.models import Assessment
from grantflow.audit.commands import record
from grantflow.casework.commands import lock
from grantflow.casework.running import tiers
from grantflow.core.left_out import without_amount, without_names
from grantflow.db import db
from grantflow.engine.form import Question, Tells
from grantflow.engine.tiers import Criterion
from grantflow.errors import ActionUnavailable, Reason
from grantflow.funds.models import Round
from grantflow.permissions import Occasion, Permission, require

# What stands in the place of what is left out.
AN_AMOUNT, A_PARTNER, THE_ORGANISATION = "[an amount]", "[a partner]", "[the organisation]"


@dataclass(frozen=True)
class Hidden:
    """What somebody may not see while they read one application."""

    amount: bool
    names: bool

    def hides(self, question: Question) -> bool:
        """Whether its answer would tell. Whom to get in touch with has no part in a score at any time."""
        kept = {Tells.CONTACT: True, Tells.AMOUNT: self.amount, Tells.NAME: self.names}
        return any(kept[each] for each in question.tells)


def hidden_from(assessment: Assessment) -> Hidden:
    """What its assessor may not see now."""
    application = assessment.application
    found, sent = application.round, assessment.stage == "submitted"
    shown = assessment.amount_shown_at is not None
    return Hidden(
        amount=rules.amount_is_hidden(hides=found.hide_amount, shown=shown, sent=sent),
        names=found.hide_names
        and rules.names_are_hidden(hides=True, sent=sent, all_in=_all_are_in(assessment)),
    )


def hidden_in_list(assessment: Assessment) -> Hidden:
    """The same for a list of many: names that a round hides are in none."""
    found, sent = assessment.application.round, assessment.stage == "submitted"
    shown = assessment.amount_shown_at is not None
    amount = rules.amount_is_hidden(hides=found.hide_amount, shown=shown, sent=sent)
    return Hidden(amount=amount, names=found.hide_names)


def left_out(application: Application, hidden: Hidden) -> Callable[[str], str]:
    """What people wrote, without the amount and the names wherever they wrote them."""
    names = {each.title: A_PARTNER for each in application.partners}
    names |= {application.applicant_name: THE_ORGANISATION}
    if application.organisation is not None:
        names[application.organisation.name] = THE_ORGANISATION

    def say(text: str) -> str:
        text = without_amount(text, application.amount_pence or 0, AN_AMOUNT) if hidden.amount else text
        return without_names(text, names) if hidden.names else text

    return say


def quality_of(criteria: Iterable[Criterion]) -> list[Criterion]:
    """Those that are scored without knowing the amount."""
    return [each for each in criteria if not each.needs_amount]


def in_order(criteria: Iterable[Criterion], round: Round) -> tuple[Criterion, ...]:
    """As they are scored: where the amount is hidden, what needs it comes last."""
    criteria = tuple(criteria)
    return tuple(sorted(criteria, key=lambda each: each.needs_amount)) if round.hide_amount else criteria


def why_amount_stays_hidden(assessment: Assessment) -> Reason | None:
    """What is missing before this assessor may see the amount."""
    criteria = tiers(assessment.application.round.tiers_version).criteria
    scored = {score.criterion_key: score.reason for score in assessment.scores}
    key = rules.amount_can_be_shown(scored, [each.key for each in quality_of(criteria)])
    return Reason(key) if key else None


def show_amount(assessment: Assessment, occasion: Occasion) -> None:
    """Let an assessor see the amount. From now on their scores for quality stay as they are.

    :raises ActionUnavailable: while one of those is missing, where nothing is hidden, or when they have seen it
    """
    require(occasion.actor, Permission.ASSESSMENT_SCORE, on=assessment)
    lock(assessment)
    if assessment.stage != "open":
        raise ActionUnavailable([Reason("not-at-this-stage", {"stage": assessment.stage})])
    if not hidden_from(assessment).amount:
        raise ActionUnavailable([Reason("amount-shown-already")])
    if reason := why_amount_stays_hidden(assessment):
        raise ActionUnavailable([reason])
    assessment.amount_shown_at = occasion.at
    record(assessment.id, assessment.kind, "see-amount", occasion)
    db.session.flush()


def hide(round: Round, occasion: Occasion, *, amount: bool, names: bool) -> None:
    """Choose what the assessors of a round are not shown.

    :raises ActionUnavailable: once somebody has been asked to assess in it, or if nothing would change
    """
    require(occasion.actor, Permission.ROUND_EDIT, on=round)
    lock(round)
    if key := rules.hiding_can_be_changed(begun=has_begun(round)):
        raise ActionUnavailable([Reason(key)])
    if (round.hide_amount, round.hide_names) == (amount, names):
        raise ActionUnavailable([Reason("nothing-changed")])
    round.hide_amount, round.hide_names = amount, names
    record(round.id, round.kind, "choose-hiding", occasion, facts={"amount": amount, "names": names})


def has_begun(round: Round) -> bool:
    """Whether anybody has been asked to assess in it."""
    asked = select(Assessment.id).where(Assessment.round_id == round.id)
    return db.session.scalar(asked.limit(1)) is not None


def _all_are_in(assessment: Assessment) -> bool:
    """Nobody is still at it; an application that has moved on waits for nobody."""
    application = assessment.application
    if application.stage != "assessing":
        return True
    stages = queries.stages_of_assessments(application.id)
    return rules.assessments_are_in(stages, queries.tier_of(application).assessors) is None

"""Guards and effects of embedding decisions, by the names that their workflow uses."""

from collections.abc import Mapping
from datetime import timedelta

from grantflow.casework.models import Case
from grantflow.casework.running import Effect, Guard, of_kind
from grantflow.core.calendar import local_date
from grantflow.engine.machine import Step
from grantflow.errors import Reason
from grantflow.learning import embedding_rules as rules
from grantflow.learning.embedding_models import EmbeddingDecision
from grantflow.permissions import Occasion


def owner_decides(case: Case, occasion: Occasion) -> Reason | None:
    decision, actor = of_kind(EmbeddingDecision, case), occasion.actor
    refusal = rules.owner_decides(
        owner_id=decision.owner_id, actor_id=actor.user_id, by_private_link=actor.case_id == case.id
    )
    return Reason(refusal, {"owner": decision.owner_name}) if refusal else None


def day_to_look_again(case: Case, occasion: Occasion) -> Reason | None:
    decision = of_kind(EmbeddingDecision, case)
    refusal = rules.day_to_look_again(decision.look_again, local_date(occasion.at))
    return Reason(refusal) if refusal else None


def ask_afresh(case: Case, _step: Step, occasion: Occasion) -> None:
    """The wait begins again, and what was decided before stays in the record alone."""
    decision = of_kind(EmbeddingDecision, case)
    decision.asked_at = occasion.at
    decision.decide_by = local_date(occasion.at) + timedelta(days=rules.DAYS_TO_LOOK_AGAIN)
    decision.look_again, decision.decided_at, decision.reason = None, None, ""


GUARDS: Mapping[str, Guard] = {"owner-decides": owner_decides, "day-to-look-again": day_to_look_again}

EFFECTS: Mapping[str, Effect] = {"ask-afresh": ask_afresh}

"""Begin an adaptation, plan it, take what its source says, and write what came of it."""

from datetime import date
from typing import Any

from grantflow.accounts.links import spend_links
from grantflow.accounts.models import LinkPurpose
from grantflow.audit.commands import record
from grantflow.casework.answering import save_answers
from grantflow.casework.commands import lock, open_case, reset_timers, take_action
from grantflow.casework.pinned import pinned_version
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Reason
from grantflow.learning import adaptation_rules as rules
from grantflow.learning import adaptations
from grantflow.learning.adaptation_models import Adaptation
from grantflow.learning.adaptations import Setting
from grantflow.learning.models import LearningEntry
from grantflow.permissions import Occasion, Permission, require


def begin_adaptation(
    entry: LearningEntry, setting: Setting, *, place: str, with_whom: str, occasion: Occasion
) -> Adaptation:
    """Open the plan to try a published entry somewhere else.

    :raises Forbidden: unless the person may work for that organisation or region
    """
    adaptation = Adaptation(
        title=entry.title, region_code=setting.region_code, organisation_id=setting.organisation_id,
        round_id=setting.round_id, assigned_to_id=setting.assigned_to_id, entry_id=entry.id,
        award_id=setting.award_id, application_id=setting.application_id, place=place, with_whom=with_whom,
        form_version=adaptations.adaptation_form().version, begun_by_id=occasion.actor.user_id,
    )  # fmt: skip
    require(occasion.actor, Permission.ADAPTATION_WRITE, on=adaptation)
    version = pinned_version(setting.round_id, "workflow", "adaptation")
    return open_case(adaptation, occasion, version=version, facts={"entry": entry.reference})


def put_place_right(
    adaptation: Adaptation, *, place: str, with_whom: str, occasion: Occasion, revision: int
) -> None:
    """:raises ActionUnavailable: once it has started
    :raises Stale: if it has moved on since `revision` was read
    """
    _require_open_plan(adaptation, occasion, revision)
    before = {"place_before": adaptation.place, "with_whom_before": adaptation.with_whom}
    adaptation.place, adaptation.with_whom = place, with_whom
    record(adaptation.id, adaptation.kind, "put-place-right", occasion, facts=before)


def save_plan(
    adaptation: Adaptation,
    answers: dict[str, Any],
    occasion: Occasion,
    *,
    revisions: dict[str, int] | None = None,
) -> None:
    """:raises ActionUnavailable: once it has started
    :raises Stale: naming each answer that somebody else changed meanwhile
    """
    _require_open_plan(adaptation, occasion)
    save_answers(adaptation, answers, occasion, revisions=revisions)
    if "result-by" in answers:
        told = answers["result-by"]
        adaptation.result_by = date.fromisoformat(told) if told else None
        reset_timers(adaptation, occasion.at)
    db.session.flush()


def save_result(
    adaptation: Adaptation,
    answers: dict[str, Any],
    occasion: Occasion,
    *,
    revisions: dict[str, int] | None = None,
) -> None:
    """:raises ActionUnavailable: unless it is being tried
    :raises Stale: naming each answer that somebody else changed meanwhile
    """
    require(occasion.actor, Permission.ADAPTATION_WRITE, on=adaptation)
    lock(adaptation)
    if refusal := rules.result_may_be_written(adaptation.stage):
        raise ActionUnavailable([Reason(refusal)])
    save_answers(adaptation, answers, occasion, part=adaptations.RESULT, revisions=revisions)


def answer_as_source(
    adaptation: Adaptation, *, wants: str, advice: str, may_name: bool, name: str, occasion: Occasion
) -> None:
    """What those who did it first say: help, advice, and whether their name may stand beside it.

    It holds whenever it comes, and never stands in the way. It moves the case only while somebody waits for it.

    :raises ActionUnavailable: if the plan was set aside, or nobody has asked them
    """
    require(occasion.actor, Permission.ADAPTATION_ANSWER, on=adaptation)
    lock(adaptation)
    if refusal := rules.source_may_answer(adaptation.stage):
        raise ActionUnavailable([Reason(refusal)])
    adaptation.source_help, adaptation.source_advice, adaptation.may_name = wants, advice, may_name
    adaptation.source_said_by, adaptation.source_said_at = name, occasion.at
    # Their colleagues were sent links of their own: one of them has answered.
    spend_links(LinkPurpose.SOURCE, occasion.at, case_id=adaptation.id)
    if adaptation.stage in {"source-asked", "no-answer"}:
        take_action(adaptation, "source-answers", occasion, note=advice)
    else:
        record(adaptation.id, adaptation.kind, "source-answers", occasion, note=advice)


def _require_open_plan(adaptation: Adaptation, occasion: Occasion, revision: int | None = None) -> None:
    require(occasion.actor, Permission.ADAPTATION_WRITE, on=adaptation)
    lock(adaptation, revision, occasion.actor)
    if refusal := rules.plan_may_change(adaptation.stage):
        raise ActionUnavailable([Reason(refusal)])

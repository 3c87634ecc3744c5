"""Ask somebody whether their part of the system takes something up, and take their answer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from grantflow.accounts.links import spend_links
from grantflow.accounts.models import LinkPurpose
from grantflow.accounts.queries import tidy_email
from grantflow.casework.commands import lock, open_case, take_action
from grantflow.casework.pinned import pinned_version
from grantflow.core.calendar import local_date
from grantflow.errors import ActionUnavailable, Reason, Refused
from grantflow.jobs.commands import enqueue
from grantflow.learning.adaptations import is_readable
from grantflow.learning.embedding_models import EmbeddingDecision
from grantflow.learning.embedding_rules import date_is_to_come
from grantflow.learning.models import LearningEntry
from grantflow.permissions import Occasion, Permission, require


@dataclass(frozen=True)
class Owner:
    """Who decides: somebody who signs in here, or a name with a role and an address outside."""

    name: str
    role: str
    email: str = ""
    user_id: UUID | None = None


def ask_for_decision(
    entry: LearningEntry,
    owner: Owner,
    *,
    region_code: str | None,
    part: str,
    part_words: str,
    decide_by: date,
    occasion: Occasion,
) -> EmbeddingDecision:
    """Ask an owner to decide about a published entry by a date, and promise to write to them.

    :raises Refused: if the entry is not published, or the date has passed
    """
    decision = EmbeddingDecision(
        title=entry.title, region_code=region_code, organisation_id=entry.organisation_id,
        round_id=entry.round_id, assigned_to_id=occasion.actor.user_id, entry_id=entry.id, part=part,
        part_words=part_words, owner_id=owner.user_id, owner_name=owner.name, owner_role=owner.role,
        owner_email=tidy_email(owner.email), asked_by_id=occasion.actor.user_id, asked_at=occasion.at,
        decide_by=decide_by,
    )  # fmt: skip
    require(occasion.actor, Permission.EMBEDDING_ASK, on=decision)
    refusals = [
        None if is_readable(entry) else "entry-not-published",
        date_is_to_come(decide_by, local_date(occasion.at)),
    ]
    if found := [Reason(key) for key in refusals if key]:
        raise Refused(found)
    version = pinned_version(entry.round_id, "workflow", "embedding")
    open_case(decision, occasion, version=version, facts={"entry": entry.reference, "part": part})
    enqueue("notice", "embedding-asked", str(decision.id), key=f"embedding-asked:{decision.id}")
    return decision


def decide(
    decision: EmbeddingDecision,
    action: str,
    occasion: Occasion,
    *,
    reason: str,
    look_again: date | None = None,
    expected_revision: int | None = None,
) -> None:
    """Take the owner's decision: `adopt`, `adapt`, `watch` or `decline`, with a reason that everybody may read.

    :raises Forbidden: if this is nobody who could decide here
    :raises ActionUnavailable: if it is not the owner who was named, or the day to look again is missing
    :raises Stale: if it has moved on since it was read
    """
    lock(decision, expected_revision, occasion.actor)
    if not reason.strip():
        raise ActionUnavailable([Reason("decision-without-reason")])
    decision.look_again = look_again if action == "watch" else None
    take_action(decision, action, occasion, note=reason)
    decision.reason, decision.decided_at = reason.strip(), occasion.at
    spend_links(LinkPurpose.OWNER, occasion.at, case_id=decision.id)

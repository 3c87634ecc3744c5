"""Written about a decision to take something up: to its owner, and to whoever asked for it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.accounts.links import make_link
from grantflow.accounts.models import LinkPurpose
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.learning.embedding_models import EmbeddingDecision
from grantflow.learning.embedding_rules import DECIDED, PARTS, UNDECIDED
from grantflow.notices import addresses
from grantflow.notices import emails_about_learning as emails
from grantflow.notices.compose_adaptations import fund_of
from grantflow.notices.correspondence import Outgoing, Person, to_each
from grantflow.notices.data import EmailCover
from grantflow.notices.emails import Email
from grantflow.notices.sender import officer_of

WORDS = {
    "adopted": "take it up",
    "adapted": "take it up with changes",
    "watching": "watch it for now",
    "declined": "leave it for now",
}


def asked_emails(decision_id: UUID, at: datetime) -> list[Outgoing]:
    """The question, with a link that answers it. Nothing once it is decided or no longer asked."""
    decision = _get(decision_id)
    return _to_owner(
        decision,
        at,
        lambda cover: emails.EmbeddingAskedEmail(
            cover=cover, title=decision.title, part=part_in_words(decision), decide_by=decision.decide_by
        ),
    )


def reminder_emails(decision_id: UUID, at: datetime) -> list[Outgoing]:
    """Nothing once it is decided or no longer asked."""
    decision, today = _get(decision_id), local_date(at)
    return _to_owner(
        decision,
        at,
        lambda cover: emails.EmbeddingReminderEmail(
            cover=cover, title=decision.title, part=part_in_words(decision), decide_by=decision.decide_by,
            waited=(today - local_date(decision.asked_at)).days, passed=decision.decide_by < today,
        ),
    )  # fmt: skip


def decided_emails(decision_id: UUID, at: datetime) -> list[Outgoing]:
    """To whoever asked. Nothing if it has been asked again meanwhile."""
    decision = _get(decision_id)
    asker = decision.asked_by
    if decision.stage not in DECIDED or asker is None or asker.disabled_at is not None:
        return []
    return _to(
        decision,
        Person(asker.name, asker.email),
        addresses.official_decision_to_take_up(decision.id),
        lambda cover: emails.EmbeddingDecidedEmail(
            cover=cover, title=decision.title, part=part_in_words(decision), owner=decision.owner_name,
            decided=WORDS[decision.stage], reason=decision.reason,
        ),
    )  # fmt: skip


def part_in_words(decision: EmbeddingDecision) -> str:
    """Which part of the system; somebody's own words say which one it is."""
    return decision.part_words or PARTS[decision.part]


def _get(decision_id: UUID) -> EmbeddingDecision:
    return db.session.scalars(
        select(EmbeddingDecision)
        .where(EmbeddingDecision.id == decision_id)
        .options(
            joinedload(EmbeddingDecision.entry),
            joinedload(EmbeddingDecision.owner),
            joinedload(EmbeddingDecision.asked_by),
        )
    ).one()


def _to_owner(
    decision: EmbeddingDecision, at: datetime, write: Callable[[EmailCover], Email]
) -> list[Outgoing]:
    """Whoever signs in here gets the way to the page; anybody else a link that answers by itself."""
    if decision.stage not in UNDECIDED:
        return []
    owner = decision.owner
    if owner is not None:
        if owner.disabled_at is not None:
            return []
        link = addresses.official_decision_to_take_up(decision.id)
        return _to(decision, Person(owner.name, owner.email), link, write)
    token = make_link(LinkPurpose.OWNER, decision.owner_email, at, case_id=decision.id)
    person = Person(decision.owner_name, decision.owner_email)
    return _to(decision, person, addresses.decision_to_take_up(token), write)


def _to(
    decision: EmbeddingDecision, person: Person, link: str, write: Callable[[EmailCover], Email]
) -> list[Outgoing]:
    return to_each(
        (person,),
        link,
        write,
        officer=officer_of(decision.asked_by),
        fund_name=fund_of(decision.entry),
        reference=decision.reference,
    )

"""Save answers. Where two people answered the same question, neither answer is dropped."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from grantflow.audit.commands import record
from grantflow.casework.models import Answer, Case, RivalAnswer
from grantflow.db import db
from grantflow.errors import NotFound, Reason, Stale
from grantflow.permissions import Occasion


def save_answers(
    case: Case,
    values: Mapping[str, Any],
    occasion: Occasion,
    *,
    part: str = "main",
    revisions: Mapping[str, int] | None = None,
    keep_both: bool = False,
) -> dict[str, Answer]:
    """Save each answer that differs from what is kept, and only those; return the rows by question.

    :param revisions: those the person's page was made with. What somebody else has changed since is not overwritten
    :param keep_both: keep what was typed beside such an answer, and save the rest; otherwise nothing is saved

    :raises Stale: naming each question that moved on, unless both are kept
    """
    kept = {
        answer.question_key: answer
        for answer in db.session.scalars(
            select(Answer).where(Answer.case_id == case.id, Answer.part == part).with_for_update()
        )
    }
    changed = {key: value for key, value in values.items() if key not in kept or kept[key].value != value}
    moved = [key for key in changed if _moved_on(key, kept, revisions)]
    if moved and not (keep_both and occasion.actor.user_id):
        raise Stale([Reason("answer-moved-on", {"question": key}) for key in moved])
    for key, value in changed.items():
        if key in moved:
            _keep_beside(case.id, part, key, value, occasion)
        elif key in kept:
            kept[key].value, kept[key].revision = value, kept[key].revision + 1
            kept[key].saved_at, kept[key].saved_by_id = occasion.at, occasion.actor.user_id
        else:
            kept[key] = _first_answer(case.id, part, key, value, occasion)
    db.session.flush()
    return kept


def record_nobody(case: Case, confirmed: Mapping[str, Iterable[str]], occasion: Occasion) -> None:
    """Record that somebody said of what looks like a person that it is nobody on probation.

    :param confirmed: what each answer, by its question, looked like. The words themselves are never recorded
    """
    if confirmed:
        looked_like = sorted({str(sort) for sorts in confirmed.values() for sort in sorts})
        facts = {"questions": sorted(confirmed), "looked_like": looked_like}
        record(case.id, case.kind, "say-it-is-nobody", occasion, facts=facts)


def choose_answer(case: Case, rival_id: UUID, occasion: Occasion, *, use_rival: bool) -> None:
    """Settle which of two answers to a question counts; the other one is gone.

    :raises NotFound: if somebody has settled it already
    """
    rival = db.session.scalar(
        select(RivalAnswer).where(RivalAnswer.id == rival_id, RivalAnswer.case_id == case.id)
    )
    if rival is None:
        raise NotFound("rival answer", rival_id)
    if use_rival:
        save_answers(case, {rival.question_key: rival.value}, occasion, part=rival.part)
    db.session.execute(delete(RivalAnswer).where(RivalAnswer.id == rival_id))


def _moved_on(key: str, kept: Mapping[str, Answer], revisions: Mapping[str, int] | None) -> bool:
    if revisions is None or key not in revisions:
        return False
    return revisions[key] != (kept[key].revision if key in kept else 0)


def _first_answer(case_id: UUID, part: str, key: str, value: Any, occasion: Occasion) -> Answer:
    answer = Answer(
        case_id=case_id, part=part, question_key=key, value=value, revision=1, saved_at=occasion.at,
        saved_by_id=occasion.actor.user_id,
    )  # fmt: skip
    db.session.add(answer)
    return answer


def _keep_beside(case_id: UUID, part: str, key: str, value: Any, occasion: Occasion) -> None:
    """The case's own row is locked by whoever saves, so that there is one rival for each person and question."""
    mine = db.session.scalar(
        select(RivalAnswer).where(
            RivalAnswer.case_id == case_id, RivalAnswer.part == part, RivalAnswer.question_key == key,
            RivalAnswer.saved_by_id == occasion.actor.user_id,
        )
    )  # fmt: skip
    if mine is None:
        mine = RivalAnswer(case_id=case_id, part=part, question_key=key, saved_by_id=occasion.actor.user_id)
        db.session.add(mine)
    mine.value, mine.saved_at = value, occasion.at

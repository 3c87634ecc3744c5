"""Who used which answer of a report, how and for what; and which questions nobody uses."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import aliased, joinedload

from grantflow.casework.models import Answer, Case
from grantflow.casework.queries import answers_of
from grantflow.casework.running import form
from grantflow.db import db
from grantflow.engine.answers import visible_answers
from grantflow.engine.form import Form
from grantflow.errors import ActionUnavailable, Forbidden, Reason
from grantflow.monitoring import queries, rules
from grantflow.monitoring.models import AnswerUse, ProgressReview
from grantflow.monitoring.usefulness import Asked, InRound
from grantflow.permissions import Occasion, Permission, require, works_on

# JSON that says nothing.
EMPTY = ("null", '""', "[]")


class Use(StrEnum):
    """In what an answer was used."""

    REPLY = "reply"
    REVIEW = "review"
    LEARNING = "learning"
    SUMMARY = "summary"
    READER = "reader"


def usable(review: ProgressReview) -> dict[str, object]:
    """The answers of a report that somebody could use, by question: what was asked, and said."""
    if review.reported_at is None:
        return {}
    definition = queries.report_form(review)
    said = visible_answers(definition, answers_of(review.id, queries.REPORT))
    aside = _how_to_tell(definition) - {"report-elsewhere"}
    return {key: value for key, value in said.items() if key not in aside}


def record_uses(
    review: ProgressReview, keys: Iterable[str], how: Use, occasion: Occasion, *, what_for: str = ""
) -> None:
    """Keep that these answers were used, each once by one person in one way; what was not said is passed over."""
    wanted = [key for key in dict.fromkeys(keys) if key in usable(review)]
    if not wanted:
        return
    known = {
        (each.question_key, each.how, each.used_by_id, each.what_for)
        for each in db.session.scalars(select(AnswerUse).where(AnswerUse.review_id == review.id))
    }
    for key in wanted:
        if (key, how, occasion.actor.user_id, what_for) not in known:
            db.session.add(
                AnswerUse(
                    review_id=review.id, round_id=review.round_id, form_key=review.form_key,
                    form_version=review.form_version, question_key=key, how=how, what_for=what_for,
                    used_by_id=occasion.actor.user_id, used_at=occasion.at,
                )
            )  # fmt: skip
    db.session.flush()


def use_answer(review: ProgressReview, question_key: str, what_for: str, occasion: Occasion) -> None:
    """Somebody of ours says that they used an answer, and for what.

    :raises ActionUnavailable: if it was not given, or they do not say for what
    """
    require(occasion.actor, Permission.MONITORING_VIEW, on=review)
    if not works_on(occasion.actor, review):
        raise Forbidden(Permission.MONITORING_VIEW)
    if question_key not in usable(review):
        raise ActionUnavailable([Reason("answer-not-given")])
    if not what_for.strip():
        raise ActionUnavailable([Reason("use-not-said")])
    record_uses(review, [question_key], Use.READER, occasion, what_for=what_for.strip())


def list_uses(review_id: UUID) -> Mapping[str, Sequence[AnswerUse]]:
    """By question, the oldest first."""
    found: dict[str, list[AnswerUse]] = {}
    for each in db.session.scalars(
        select(AnswerUse)
        .where(AnswerUse.review_id == review_id)
        .options(joinedload(AnswerUse.used_by))
        .order_by(AnswerUse.used_at, AnswerUse.id)
    ):
        found.setdefault(each.question_key, []).append(each)
    return found


def questions_asked() -> list[Asked]:
    """Every question of a report that anybody has answered, with how often it was answered and used in each round.

    As many statements, however many rounds, reports and questions there are.
    """
    answered, used, rounds = _answered(), _used(), _rounds()
    found = []
    for form_key in sorted({key for key, _, _ in answered}):
        definition = form(form_key)
        weights = {each.key: each.max_words or rules.WORDS_OF_A_TICK for each in definition.questions()}
        for question in definition.questions():
            if question.key in _how_to_tell(definition):
                continue
            by_round = [
                InRound(
                    title=title, answered=answered[form_key, question.key, round_id],
                    used=used.get((form_key, question.key, round_id), 0), is_over=is_over,
                )
                for round_id, (title, is_over) in rounds.items()
                if (form_key, question.key, round_id) in answered
            ]  # fmt: skip
            minutes = definition.minutes * weights[question.key] / sum(weights.values())
            found.append(Asked(definition, question, minutes, tuple(by_round)))
    return found


def _how_to_tell(definition: Form) -> set[str]:
    """What is asked about the way of telling, and not about the work."""
    sections = [each for each in definition.sections if each.key == queries.HOW_TO_TELL]
    return {question.key for section in sections for question in section.questions}


def _answered() -> dict[tuple[str, str, UUID | None], int]:
    """How many reports that were sent answered each question of each form in each round."""
    rows = db.session.execute(
        select(ProgressReview.form_key, Answer.question_key, ProgressReview.round_id, func.count())
        .join(Answer, Answer.case_id == ProgressReview.id)
        .where(
            Answer.part == queries.REPORT, ProgressReview.stage.in_(queries.SENT),
            cast(Answer.value, Text).not_in(EMPTY),
        )
        .group_by(ProgressReview.form_key, Answer.question_key, ProgressReview.round_id)
    )  # fmt: skip
    return {(row[0], row[1], row[2]): int(row[3]) for row in rows}


def _used() -> dict[tuple[str, str, UUID | None], int]:
    """In how many reports the answer was used."""
    rows = db.session.execute(
        select(
            AnswerUse.form_key, AnswerUse.question_key, AnswerUse.round_id,
            func.count(AnswerUse.review_id.distinct()),
        ).group_by(AnswerUse.form_key, AnswerUse.question_key, AnswerUse.round_id)
    )  # fmt: skip
    return {(row[0], row[1], row[2]): int(row[3]) for row in rows}


def _rounds() -> dict[UUID | None, tuple[str, bool]]:
    """Rounds with reports, the oldest first: their titles, and whether all their reports have had a reply."""
    round = aliased(Case, flat=True)
    left = func.count().filter(ProgressReview.stage.not_in(rules.OVER))
    rows = db.session.execute(
        select(ProgressReview.round_id, round.title, round.created_at, left)
        .outerjoin(round, round.id == ProgressReview.round_id)
        .group_by(ProgressReview.round_id, round.title, round.created_at)
        .order_by(round.created_at, ProgressReview.round_id)
    )
    return {row[0]: (row[1] or "", row[3] == 0) for row in rows}

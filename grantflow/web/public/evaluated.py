"""What evaluators made of a grant, in public: their judgement in the form's words, the grantee's reply beside it.

What they wrote freely stays with the grant: it may hold numbers that are exact, and in public none is.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from grantflow.casework.models import Answer
from grantflow.db import db
from grantflow.engine.answers import shown
from grantflow.monitoring.queries import REVIEW, list_reviews, review_form

JUDGED = ("method", "evidence-strength", "contribution")


@dataclass(frozen=True)
class Evaluated:
    """One evaluator's page: each judgement as a question and what was chosen, and the reply, where there is one."""

    at: datetime
    judged: tuple[tuple[str, str | list[str]], ...]
    reply: str


def evaluated(award_id: UUID) -> list[Evaluated]:
    """The oldest first; only what has been recorded, so that the grantee has seen it."""
    reviews = [each for each in list_reviews(award_id, counted=False) if each.reviewed_at is not None]
    rows = db.session.execute(
        select(Answer.case_id, Answer.question_key, Answer.value).where(
            Answer.case_id.in_([each.id for each in reviews]), Answer.part == REVIEW,
            Answer.question_key.in_(JUDGED),
        )
    )  # fmt: skip
    answers = {(row.case_id, row.question_key): row.value for row in rows}
    questions = [review_form().question(key) for key in JUDGED]
    return [
        Evaluated(
            at=review.reviewed_at,
            judged=tuple(
                (str(question.label), shown(question, answers[review.id, question.key]))
                for question in questions
                if answers.get((review.id, question.key))
            ),
            reply=review.grantee_reply,
        )
        for review in reviews
        if review.reviewed_at is not None
    ]

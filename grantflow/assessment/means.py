"""The weighted means of a whole round, added up by the database."""

from uuid import UUID

from sqlalchemy import case, func, select

from grantflow.assessment.models import Assessment, Score
from grantflow.db import db


def means_of_round(round_id: UUID, weights: dict[str, int]) -> dict[UUID, list[float]]:
    """The weighted mean of every assessment that is in, by application.

    The database adds up, as `scoring.weighted_mean` would: a round of 500 has some 7,000 scores.
    """
    counted = {key: weight for key, weight in weights.items() if weight > 0}
    weight = case(counted, value=Score.criterion_key, else_=0)
    rows = db.session.execute(
        select(Assessment.application_id, func.sum(weight * Score.points), func.sum(weight))
        .join(Score, Score.assessment_id == Assessment.id)
        .where(Assessment.round_id == round_id, Assessment.stage == "submitted", Score.points.is_not(None))
        .group_by(Assessment.application_id, Assessment.id)
        .order_by(Assessment.application_id, Assessment.id)
    )
    means: dict[UUID, list[float]] = {}
    for application_id, points, of in rows:
        if of:
            means.setdefault(application_id, []).append(int(points) / int(of))
    return means

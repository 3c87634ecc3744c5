"""A fund that has run for two years: rounds for one region and for several, grants that report late, or no more."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from grantflow.awards.models import AgreedOutcome, Award
from grantflow.db import db
from grantflow.funds.models import Round
from grantflow.funds.outcomes import OUTCOMES
from grantflow.learning.models import LearningEntry
from grantflow.monitoring.distance import MOVES
from grantflow.monitoring.models import Progress
from tests.conftest import NOON
from tests.factories import a_learning_entry, a_review, a_round, an_application, an_award, an_officer
from tests.learning.filled import ENTRY

OUTCOME = "housing"
REGIONS = ("B", "C")


@dataclass
class Reported:
    rounds: list[Round] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    entries: dict[Award, LearningEntry] = field(default_factory=dict)


def a_fund_that_reported(seed: int = 1, *, grants: int = 6, most: int = 16) -> Reported:
    """Three rounds with so many grants each, two reports a grant at most, each with a page of what it taught."""
    chance = random.Random(seed)
    found, officer = Reported(), an_officer()
    for region in ("B", "C", None):
        round = a_round(stage="learning", region_code=region, officer=officer)
        found.rounds.append(round)
        for _ in range(grants):
            award = an_award_towards(round, region or chance.choice(REGIONS))
            found.awards.append(award)
            for number in (1, 2):
                days = chance.randrange(60, 330) + 330 * (2 - number)
                counts = {move: chance.choice((0, 9, chance.randrange(most))) for move in MOVES}
                if chance.random() < 0.2:
                    a_report(award, number, stage="waived", sent_at=NOON - timedelta(days=days))
                else:
                    a_report(award, number, counts, sent_at=NOON - timedelta(days=days))
            found.entries[award] = a_learning_entry(award, stage="published", answers=ENTRY)
    return found


def an_award_towards(round: Round, region: str | None, outcome: str = OUTCOME) -> Award:
    application = an_application(stage="awarded", round=round, region_code=region)
    award = an_award(application=application, region_code=region, outcomes=False)
    wording = OUTCOMES[outcome]
    award.outcomes = [AgreedOutcome(position=1, outcome_key=outcome, wording=wording, how_known="We ask.")]
    db.session.commit()
    return award


def a_report(
    award: Award,
    number: int,
    counts: dict[str, int] | None = None,
    *,
    sent_at: datetime,
    stage: str = "answered",
    outcome: str = OUTCOME,
) -> None:
    """A report of so many people each way; planned before any was sent, as all are when a grant starts."""
    review = a_review(award, stage=stage, number=number, reported_at=sent_at if counts is not None else None)
    review.created_at = datetime(2024, 1, 1, tzinfo=UTC)
    review.stage_entered_at = sent_at
    if counts is not None:
        people = sum(counts.values())
        db.session.add(
            Progress(review_id=review.id, outcome_key=outcome, started=people, two_points=people, **counts)
        )
    db.session.commit()

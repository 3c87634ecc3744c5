"""The database adds up a round as one sheet is added up: what does not apply is left out, never nothing."""

import pytest

from grantflow.assessment.means import means_of_round
from grantflow.assessment.queries import list_sheets
from grantflow.casework.running import tiers
from grantflow.db import db
from tests.factories import a_round, an_application, an_assessment, an_assessor

pytestmark = pytest.mark.usefixtures("app")


def test_what_does_not_apply_is_left_out_of_the_mean_with_its_weight() -> None:
    round = a_round(stage="assessing")
    application = an_application(stage="panel", round=round)
    assessment = an_assessment(application, an_assessor(), stage="submitted", points=4)
    for score in assessment.scores:
        if score.criterion_key == "need-and-local-fit":
            score.points = None
        if score.criterion_key == "local-link":
            score.points = 0
    db.session.commit()
    weights = {each.key: each.weight for each in tiers(1).criteria}

    [mean] = means_of_round(round.id, weights)[application.id]
    [sheet] = list_sheets(application.id, weights)

    # 65 of the 75 that apply have 4 points, and 10 have none.
    assert mean == pytest.approx(4 * 65 / 75)
    assert sheet.mean == pytest.approx(mean)


def test_an_assessment_where_nothing_applies_has_no_mean() -> None:
    round = a_round(stage="assessing")
    application = an_application(stage="panel", round=round)
    assessment = an_assessment(application, an_assessor(), stage="submitted", points=4)
    for score in assessment.scores:
        score.points = None
    db.session.commit()

    assert means_of_round(round.id, {each.key: each.weight for each in tiers(1).criteria}) == {}

"""What the others said: after one's own, beside it, with the means, and never with an interest."""

from flask.testing import FlaskClient

from grantflow.assessment.models import Assessment
from grantflow.casework.models import Recusal
from grantflow.db import db
from tests.factories import a_round, an_application, an_assessment, an_assessor
from tests.web.assessor.test_scoring import page_of
from tests.web.browser import sign_in, words_of


def two_assessments(own_stage: str) -> tuple[Assessment, Assessment]:
    """Grace gave 1 for everything and is done; the second gives 4."""
    application = an_application(stage="assessing", round=a_round(stage="assessing"), tier_key="small")
    theirs = an_assessment(application, an_assessor(name="Grace Okafor"), stage="submitted", points=1)
    theirs.strengths = "Grace saw little."
    own = an_assessment(application, an_assessor(name="Dafydd Rees"), stage=own_stage, points=4)
    db.session.commit()
    return theirs, own


def test_both_stand_side_by_side_with_the_mean_of_each_criterion(client: FlaskClient) -> None:
    theirs, own = two_assessments("submitted")
    score = next(each for each in theirs.scores if each.criterion_key == "local-link")
    score.points, score.reason = None, "Nothing is asked about it."
    db.session.commit()
    assert own.assigned_to
    sign_in(client, own.assigned_to)

    page = words_of(client.get(page_of(own, "/others")))

    assert "Criterion You Grace Okafor Mean" in page
    assert "Need and local fit 4 1 2.5" in page
    # What does not apply is left out of the mean, and its reason is there.
    assert "Local link 4 n/a 4.0" in page
    assert "Grace Okafor: n/a Nothing is asked about it." in page
    assert "Weighted mean 4.00 1.00 2.50" in page
    assert "Grace saw little." in page


def test_nobody_sees_the_others_before_their_own_are_sent(client: FlaskClient) -> None:
    _, own = two_assessments("open")
    assert own.assigned_to
    sign_in(client, own.assigned_to)

    assert client.get(page_of(own, "/others")).status_code == 404
    for rest in ("", "/overall", "/criteria/local-link"):
        assert "Grace" not in words_of(client.get(page_of(own, rest)))


def test_another_assessors_page_is_not_found_at_any_time(client: FlaskClient) -> None:
    theirs, own = two_assessments("submitted")
    assert own.assigned_to
    sign_in(client, own.assigned_to)

    assert client.get(page_of(theirs, "/others")).status_code == 404
    assert client.get(page_of(theirs)).status_code == 404


def test_an_interest_closes_what_the_others_said_too(client: FlaskClient) -> None:
    _, own = two_assessments("submitted")
    assert own.assigned_to
    sign_in(client, own.assigned_to)
    assert client.get(page_of(own, "/others")).status_code == 200
    db.session.add(
        Recusal(
            case_id=own.application_id, user_id=own.assigned_to.id, organisation_id=own.organisation_id,
            round_id=own.round_id, declared_at=own.created_at,
        )
    )  # fmt: skip
    db.session.commit()

    assert client.get(page_of(own, "/others")).status_code == 404


def test_an_assessment_that_is_not_in_is_not_shown_to_those_that_are(client: FlaskClient) -> None:
    theirs, own = two_assessments("submitted")
    theirs.stage = "open"
    db.session.commit()
    assert own.assigned_to
    sign_in(client, own.assigned_to)

    page = words_of(client.get(page_of(own, "/others")))

    assert "Nobody else has sent theirs yet" in page
    assert "Grace" not in page

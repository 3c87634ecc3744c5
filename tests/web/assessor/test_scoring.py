"""An assessor declares, reads, scores with reasons and sends; what others think comes after."""

from flask.testing import FlaskClient

from grantflow.assessment.models import Assessment
from grantflow.casework.running import tiers
from grantflow.db import db
from tests.applications.filled import MICRO
from tests.factories import a_round, an_application, an_assessment, an_assessor
from tests.web.browser import hidden_fields, sign_in, words_of
from tests.web.queries import counted


def page_of(assessment: Assessment, rest: str = "") -> str:
    return f"/assessor/assessments/{assessment.id}{rest}"


def test_nothing_of_the_application_is_shown_before_interests_are_declared(client: FlaskClient) -> None:
    assessor = an_assessor()
    assessment = an_assessment(an_application(stage="assessing", answers=MICRO), assessor)
    sign_in(client, assessor)

    page = client.get(page_of(assessment), follow_redirects=True)

    assert "Do you have an interest in this organisation or this work?" in words_of(page)
    assert MICRO["what-you-will-do"] not in words_of(page)
    assert "Cooking together" not in words_of(client.get("/assessor/"))
    for rest in ("/criteria/local-link", "/overall"):
        assert client.get(page_of(assessment, rest)).status_code == 404
    assert client.post(page_of(assessment, "/send")).status_code == 404


def test_an_interest_has_to_be_named(client: FlaskClient) -> None:
    assessor = an_assessor()
    assessment = an_assessment(an_application(stage="assessing"), assessor)
    sign_in(client, assessor)
    address = page_of(assessment, "/declare")

    refused = client.post(
        address, data=hidden_fields(client.get(address)) | {"answer": "yes", "interest": " "}
    )

    assert "There is a problem Say what your interest is" in words_of(refused)
    assert assessment.stage == "assigned"


def test_a_score_stands_beside_its_anchors_and_the_answers_it_asks_about(client: FlaskClient) -> None:
    assessor = an_assessor()
    assessment = an_assessment(an_application(stage="assessing", answers=MICRO), assessor, stage="open")
    sign_in(client, assessor)

    words = words_of(client.get(page_of(assessment, "/criteria/seeing-progress")))

    about_this, _, others = words.partition("Their other answers")
    assert MICRO["how-you-will-know"] in about_this
    assert MICRO["what-you-will-do"] in others
    for points, anchor in enumerate(tiers().criterion("seeing-progress").anchors):
        assert f"{points}: {anchor}" in words
    assert MICRO["contact-name"] not in words


def test_a_score_needs_a_reason_and_what_was_chosen_is_kept(client: FlaskClient) -> None:
    assessor = an_assessor()
    assessment = an_assessment(an_application(stage="assessing"), assessor, stage="open")
    sign_in(client, assessor)
    address = page_of(assessment, "/criteria/local-link")

    refused = client.post(address, data=hidden_fields(client.get(address)) | {"points": "4", "reason": ""})

    assert "There is a problem Say why" in words_of(refused)
    assert 'value="4" checked' in " ".join(refused.get_data(as_text=True).split())
    assert assessment.scores == []


def test_not_applicable_is_kept_as_no_score(client: FlaskClient) -> None:
    assessor = an_assessor()
    round = a_round(stage="assessing", hide_amount=False)
    assessment = an_assessment(an_application(stage="assessing", round=round), assessor, stage="open")
    sign_in(client, assessor)
    address = page_of(assessment, "/criteria/budget-sense")

    saved = client.post(
        address,
        data=hidden_fields(client.get(address)) | {"points": "n/a", "reason": "Not asked at this size."},
    )

    assert saved.location.endswith("/overall")
    assert [(score.criterion_key, score.points) for score in assessment.scores] == [("budget-sense", None)]


def test_not_applicable_needs_a_reason_too(client: FlaskClient) -> None:
    assessor = an_assessor()
    assessment = an_assessment(an_application(stage="assessing"), assessor, stage="open")
    sign_in(client, assessor)
    address = page_of(assessment, "/criteria/local-link")

    refused = client.post(address, data=hidden_fields(client.get(address)) | {"points": "n/a", "reason": " "})

    assert "There is a problem Say why" in words_of(refused)
    assert assessment.scores == []


def test_scores_cannot_be_sent_until_all_are_there_and_the_page_says_what_is_missing(
    client: FlaskClient,
) -> None:
    assessor = an_assessor()
    assessment = an_assessment(an_application(stage="assessing"), assessor, stage="open")
    sign_in(client, assessor)

    assert "Some criteria have no score with a reason yet" in words_of(client.get(page_of(assessment)))
    refused = client.post(page_of(assessment, "/send"), data={"revision": assessment.revision})

    assert refused.status_code == 409
    assert assessment.stage == "open"


def test_others_scores_are_seen_only_after_ones_own_are_sent(client: FlaskClient) -> None:
    first, second = an_assessor(name="Grace Okafor"), an_assessor(name="Dafydd Rees")
    application = an_application(stage="assessing", round=a_round(stage="assessing"), answers=MICRO)
    an_assessment(application, first, stage="submitted", points=1)
    own = an_assessment(application, second, stage="open", points=4)
    sign_in(client, second)
    before = client.get(page_of(own))
    sent = client.post(page_of(own, "/send"), data=hidden_fields(before))

    after = client.get(page_of(own))

    assert "Grace Okafor" not in words_of(before)
    assert sent.status_code == 302
    assert "See what the others said" in words_of(after)
    assert "Grace Okafor: fund" in words_of(client.get(page_of(own, "/others")))
    assert own.submitted_at is not None
    assert client.get(page_of(own, "/criteria/local-link")).status_code == 404


def test_the_queue_asks_the_same_for_one_and_for_three(client: FlaskClient) -> None:
    assessor = an_assessor()
    sign_in(client, assessor)
    an_assessment(an_application(stage="assessing"), assessor)
    with counted() as one:
        client.get("/assessor/")
    for _ in range(2):
        an_assessment(an_application(stage="assessing"), assessor)
    db.session.expire_all()
    with counted() as three:
        client.get("/assessor/")

    assert len(one) == len(three) <= 12, three

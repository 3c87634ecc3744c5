"""What nobody types by hand gets a plain answer and never a broken page."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from grantflow.casework.queries import answers_of
from tests.applications.filled import MICRO
from tests.factories import (
    a_member,
    a_review,
    an_admin,
    an_application,
    an_award,
    an_officer,
    an_organisation,
)
from tests.web.browser import clock_at, sign_in

HUGE = "1" + "0" * 30
ENDLESS = "9" * 5000


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock_at():
        yield


@pytest.mark.parametrize(
    "address",
    [
        f"/officer/applications/{{application}}/money/{HUGE}",
        f"/officer/applications/{{application}}/money/{HUGE}/hold",
        f"/officer/applications/{{application}}/reviews/{HUGE}",
        f"/officer/applications/{{application}}/reviews/{HUGE}/waive",
    ],
)
def test_a_number_that_no_payment_or_report_has_is_not_found(client: FlaskClient, address: str) -> None:
    award = an_award()
    sign_in(client, an_officer())

    assert client.get(address.format(application=award.application_id)).status_code == 404


@pytest.mark.parametrize("number", [HUGE, ENDLESS, "-1", "1e3", "٣", "²"])
@pytest.mark.parametrize(
    "address", ["/officer/grants?page={}", "/admin/audit?before={}", "/admin/jobs?state=done&from={}"]
)
def test_a_page_that_there_is_not_shows_the_first(client: FlaskClient, address: str, number: str) -> None:
    who = an_admin() if address.startswith("/admin") else an_officer()

    assert sign_in(client, who).get(address.format(number)).status_code == 200


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00%2B23:59", "9999-12-31T23:59:59-23:59"])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_place_in_the_work_list_before_or_after_all_time_is_none(
    client: FlaskClient, at: str, way: str
) -> None:
    sign_in(client, an_officer())
    somewhere = "01a20000-0000-7000-8000-000000000000"

    assert client.get(f"/officer/?{way}={at}~{somewhere}").status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("end", ["from", "to"])
def test_the_record_may_be_asked_about_any_day(client: FlaskClient, day: str, end: str) -> None:
    sign_in(client, an_admin())

    assert client.get(f"/admin/audit?{end}={day}").status_code == 200


@pytest.mark.parametrize("revision", [ENDLESS, HUGE, "abc", "-1", ""])
def test_a_revision_that_was_tampered_with_is_never_current(client: FlaskClient, revision: str) -> None:
    application = an_application(stage="submitted")
    sign_in(client, an_officer())
    address = f"/officer/applications/{application.id}/act/start-checks"

    assert client.post(address, data={"revision": revision}).status_code == 409
    assert application.stage == "submitted"


@pytest.mark.parametrize("revision", [ENDLESS, HUGE, "abc"])
def test_the_revision_of_an_answer_that_was_tampered_with_breaks_nothing(
    client: FlaskClient, revision: str
) -> None:
    organisation = an_organisation()
    draft = an_application(organisation=organisation, answers=MICRO)
    sign_in(client, a_member(organisation))
    address = f"/applicant/applications/{draft.id}/sections/money"

    answer = client.post(address, data={"revision:length-months": f"{revision}-x", "length-months": "9"})

    assert answer.status_code in {200, 302, 409}


@pytest.mark.parametrize("typed", [ENDLESS, HUGE, "٣", "1.5", "-1"])
def test_a_count_that_is_none_is_asked_for_again(client: FlaskClient, typed: str) -> None:
    organisation = an_organisation()
    award = an_award(application=an_application(stage="awarded", organisation=organisation))
    review = a_review(award)
    sign_in(client, a_member(organisation))

    answer = client.post(f"/applicant/reports/{review.id}/counts", data={"mental-health-started": typed})

    assert answer.status_code == 200
    assert "enter a whole number" in answer.get_data(as_text=True)


@pytest.mark.parametrize("question", ["project-title", "outcomes", "length-months", "nonsense"])
def test_nothing_is_taken_out_of_an_answer_that_holds_no_files(client: FlaskClient, question: str) -> None:
    organisation = an_organisation()
    draft = an_application(organisation=organisation, answers=MICRO)
    sign_in(client, a_member(organisation))

    refused = client.post(
        f"/applicant/applications/{draft.id}/sections/money/remove-file",
        data={"question": question, "document": "x"},
    )

    assert refused.status_code == 404
    assert answers_of(draft.id) == MICRO


@pytest.mark.parametrize("typed", [["31", "12", "9999"], ["1", "1", ENDLESS], ["1", "1", "99999999999"]])
def test_a_day_far_off_is_asked_for_again(client: FlaskClient, typed: list[str]) -> None:
    application = an_application(stage="panel")
    sign_in(client, an_officer())
    address = f"/officer/applications/{application.id}/delay"

    answer = client.post(
        address, data={"revision": application.revision, "decide_by": typed, "note": "We wait."}
    )

    assert answer.status_code == 200
    assert "There is a problem" in answer.get_data(as_text=True)
    assert application.stage == "panel"

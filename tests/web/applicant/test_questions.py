"""An applicant answers what we ask about their checks on one page, at their own pace, and loses nothing."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from grantflow.accounts.models import User
from grantflow.checks.asking import files_of
from grantflow.checks.models import CheckQuery
from grantflow.db import db
from tests.factories import a_member, a_query, an_application, an_officer, an_organisation
from tests.web.browser import hidden_fields, sign_in, words_of

PDF = b"%PDF-1.4 the return"


def asked(rights: str = "submit", **given: Any) -> tuple[CheckQuery, User]:
    """About accounts, where a file is welcome, and trustees, where none is."""
    house = an_organisation(name="Harbour House")
    application = an_application(stage="checking", organisation=house, tier_key="small", **given)
    query = a_query(application, ACC="Has your return been sent?", TRU="Who else is on your board?")
    return query, a_member(house, rights)


def page_of(query: CheckQuery) -> str:
    return f"/applicant/questions/{query.id}"


def post(client: FlaskClient, query: CheckQuery, button: str = "send", **typed: Any) -> Any:
    form = hidden_fields(client.get(page_of(query)))
    return client.post(
        page_of(query), data=form | {button: "1"} | {name.replace("_", "-"): value for name, value in typed.items()},
        content_type="multipart/form-data",
    )  # fmt: skip


def fresh(query: CheckQuery) -> CheckQuery:
    db.session.expire_all()
    return db.session.get_one(CheckQuery, query.id)


def answers(query: CheckQuery) -> list[str]:
    return [each.answer for each in fresh(query).points]


def test_the_status_page_says_calmly_what_is_wanted_and_by_when(client: FlaskClient) -> None:
    query, member = asked()
    sign_in(client, member)

    page = client.get(f"/applicant/applications/{query.application_id}")

    assert "We have some questions for you. Please answer by Monday 7 December 2026 ." in words_of(page)
    assert page_of(query) in page.get_data(as_text=True)
    home = client.get("/applicant/")
    assert "Answer our questions about “Cooking together”" in words_of(home)
    assert page_of(query) in home.get_data(as_text=True)


def test_each_point_says_what_is_missing_and_why_and_takes_a_file_only_where_one_helps(
    client: FlaskClient,
) -> None:
    query, member = asked()
    page = sign_in(client, member).get(page_of(query))

    assert "Has your return been sent? Why we ask: Accounts that arrive on time show" in words_of(page)
    body = page.get_data(as_text=True)
    assert 'name="file-ACC"' in body
    assert 'name="file-TRU"' not in body


def test_answers_are_sent_together_and_can_be_read_again(client: FlaskClient) -> None:
    query, member = asked()
    sign_in(client, member)

    done = post(
        client, query, answer_ACC="On Friday.", answer_TRU="Ada and Bo.", file_ACC=(BytesIO(PDF), "a.pdf")
    )

    assert done.status_code == 302
    assert (fresh(query).stage, answers(query)) == ("answered", ["On Friday.", "Ada and Bo."])
    status = words_of(client.get(f"/applicant/applications/{query.application_id}"))
    assert "Thank you for your answers" in status
    assert "Please answer by" not in status
    over = words_of(client.get(page_of(query)))
    assert "What you answered" in over
    assert "a.pdf" in over


def test_a_refusal_keeps_every_word_and_file(client: FlaskClient) -> None:
    query, member = asked()
    sign_in(client, member)

    page = post(client, query, answer_ACC="On Friday.", answer_TRU=" ", file_ACC=(BytesIO(PDF), "a.pdf"))

    assert page.status_code == 200
    assert "There is a problem. What you wrote is saved" in words_of(page)
    assert "Answer the point about “Enough trustees”" in words_of(page)
    assert "On Friday.</textarea>" in page.get_data(as_text=True)
    assert (fresh(query).stage, answers(query)) == ("asked", ["On Friday.", ""])
    assert [each.filename for each in files_of([query.id])[query.id, "ACC"]] == ["a.pdf"]


def test_a_file_alone_is_an_answer(client: FlaskClient) -> None:
    query, member = asked()
    sign_in(client, member)

    assert post(client, query, answer_TRU="Ada.", file_ACC=(BytesIO(PDF), "a.pdf")).status_code == 302
    assert fresh(query).stage == "answered"


@pytest.mark.parametrize(
    ("body", "name", "said"),
    [
        (b"", "a.pdf", "“a.pdf” is empty."),
        (b"MZ a program", "a.pdf", "“a.pdf” is not a PDF"),
    ],
)
def test_a_file_we_do_not_take_is_named_and_the_words_are_kept(
    client: FlaskClient, body: bytes, name: str, said: str
) -> None:
    query, member = asked()
    sign_in(client, member)

    page = post(client, query, answer_ACC="On Friday.", answer_TRU="Ada.", file_ACC=(BytesIO(body), name))

    assert page.status_code == 200
    assert said in words_of(page)
    assert (fresh(query).stage, answers(query)) == ("asked", ["On Friday.", "Ada."])
    assert files_of([query.id]) == {}


def test_a_sixth_file_is_refused(client: FlaskClient) -> None:
    query, member = asked()
    sign_in(client, member)
    several = [(BytesIO(PDF), f"{number}.pdf") for number in range(6)]

    page = post(client, query, "later", file_ACC=several)

    assert "There can be 5 files with one answer." in words_of(page)
    assert files_of([query.id]) == {}


def test_it_may_wait_for_another_evening(client: FlaskClient) -> None:
    query, member = asked()
    sign_in(client, member)

    assert post(client, query, "later", answer_ACC="On Friday.").status_code == 302

    assert (fresh(query).stage, answers(query)) == ("asked", ["On Friday.", ""])
    assert "On Friday.</textarea>" in client.get(page_of(query)).get_data(as_text=True)


def test_a_file_is_taken_out_and_what_was_typed_beside_it_stays(client: FlaskClient) -> None:
    query, member = asked()
    sign_in(client, member)
    post(client, query, "later", file_ACC=(BytesIO(PDF), "wrong.pdf"))
    [[file]] = files_of([query.id]).values()
    form = hidden_fields(client.get(page_of(query)))

    client.post(
        page_of(query), data=form | {"answer-ACC": "Typed.", "answer-TRU": "", "remove": str(file.id)}
    )

    assert files_of([query.id]) == {}
    assert answers(query)[0] == "Typed."
    assert client.post(page_of(query), data=form | {"remove": "nonsense"}).status_code in {404, 409}


def test_a_file_of_another_query_is_not_taken_out_from_here(client: FlaskClient) -> None:
    query, member = asked()
    theirs, other = asked()
    sign_in(client, other)
    post(client, theirs, "later", file_ACC=(BytesIO(PDF), "theirs.pdf"))
    [[file]] = files_of([theirs.id]).values()
    sign_in(client, member)

    client.post(page_of(query), data=hidden_fields(client.get(page_of(query))) | {"remove": str(file.id)})

    assert files_of([theirs.id])


def test_a_colleague_who_was_quicker_is_not_overwritten_and_nothing_is_lost(client: FlaskClient) -> None:
    query, member = asked()
    sign_in(client, member)
    form = hidden_fields(client.get(page_of(query)))
    post(client, query, "later", answer_ACC="On Friday.")

    stale = client.post(page_of(query), data=form | {"answer-ACC": "I do not know.", "send": "1"})

    assert stale.status_code == 409
    assert "I do not know." in words_of(stale)
    assert answers(query)[0] == "On Friday."


def test_nobody_else_opens_it(client: FlaskClient) -> None:
    query, _ = asked()

    for stranger in (a_member(an_organisation()), an_officer()):
        sign_in(client, stranger)
        assert client.get(page_of(query)).status_code in {403, 404}
        assert client.post(page_of(query), data={"answer-ACC": "Mine."}).status_code in {403, 404}
    assert answers(query) == ["", ""]


def test_whoever_may_only_read_does_not_answer(client: FlaskClient) -> None:
    query, reader = asked("view")
    sign_in(client, reader)

    assert client.post(page_of(query), data={"answer-ACC": "Mine."}).status_code in {403, 404}
    assert answers(query) == ["", ""]


def test_what_is_settled_another_way_asks_nothing(client: FlaskClient) -> None:
    query, member = asked()
    query.stage = "closed"
    db.session.commit()
    sign_in(client, member)

    assert "There is nothing you need to do." in words_of(client.get(page_of(query)))
    refused = client.post(page_of(query), data={"answer-ACC": "Late.", "send": "1"})
    assert refused.status_code == 409
    assert answers(query) == ["", ""]
    assert "Answer our question" not in words_of(
        client.get(f"/applicant/applications/{query.application_id}")
    )


def test_after_the_day_the_page_still_takes_an_answer(client: FlaskClient) -> None:
    query, member = asked()
    query.stage = "unanswered"
    db.session.commit()
    sign_in(client, member)
    assert "We had hoped to hear from you by 7 December 2026. You can still answer." in words_of(
        client.get(f"/applicant/applications/{query.application_id}")
    )

    assert post(client, query, answer_ACC="On Friday.", answer_TRU="Ada.").status_code == 302
    assert fresh(query).stage == "answered"


def test_what_is_typed_is_shown_as_text(client: FlaskClient) -> None:
    query, member = asked()
    sign_in(client, member)

    page = post(client, query, answer_ACC="</textarea><script>alert(1)</script>")

    assert "<script>alert(1)" not in page.get_data(as_text=True)


def test_whoever_waits_for_eligibility_reads_by_when_they_hear(client: FlaskClient) -> None:
    house = an_organisation()
    waiting = an_application(
        stage="submitted", organisation=house, eligible_by=date(2026, 11, 30), decide_by=date(2027, 2, 1)
    )
    sign_in(client, a_member(house))

    words = words_of(client.get(f"/applicant/applications/{waiting.id}"))

    assert "If it does not fit the rules, we say so by 30 November 2026." in words
    assert "You will hear from us by Monday 1 February 2027" in words

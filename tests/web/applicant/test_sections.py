"""Filling in a section: what is saved, what is shown again, and what two people at once may do."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.casework.queries import answers_of, list_rivals
from grantflow.db import db
from grantflow.documents.models import Document
from grantflow.documents.rules import MOST_BYTES_OF_CASE
from tests.applications.filled import MICRO, SECTIONS
from tests.conftest import NOON
from tests.factories import a_member, an_application, an_organisation
from tests.web.browser import clock_at, counting, hidden_fields, sign_in, words_of

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def draft(client: FlaskClient) -> Application:
    return _draft(client, MICRO)


def test_what_can_be_read_is_saved_even_when_something_else_is_wrong(
    client: FlaskClient, draft: Application
) -> None:
    page = _post(client, draft, "who-and-where", {
        "who-and-where": "Now in Penrith as well.", "areas": ["E23000002"], "people-expected": "a few",
    })  # fmt: skip

    assert page.status_code == 200
    assert "Something still needs your attention" in words_of(page)
    assert "use figures only" in words_of(page)
    assert 'value="a few"' in page.get_data(as_text=True)
    assert "<title>Error: " in " ".join(page.get_data(as_text=True).split()).replace("<title> ", "<title>")
    answers = answers_of(draft.id)
    assert (answers["who-and-where"], answers["people-expected"]) == ("Now in Penrith as well.", 24)


def test_the_page_that_comes_back_can_be_saved_again(client: FlaskClient, draft: Application) -> None:
    typed = SECTIONS["who-and-where"] | {"who-and-where": "Now in Penrith as well."}
    page = _post(client, draft, "who-and-where", typed | {"people-expected": "a few"})

    again = client.post(
        _address(draft, "who-and-where"), data=typed | {"people-expected": "30"} | hidden_fields(page)
    )

    assert again.status_code == 302
    assert answers_of(draft.id)["people-expected"] == 30


def test_an_unfinished_page_is_kept_for_later(client: FlaskClient) -> None:
    draft = _draft(client, {})

    saved = _post(client, draft, "your-work", {"project-title": "Cooking", "later": "1"})

    assert saved.location == f"/applicant/applications/{draft.id}"
    assert answers_of(draft.id)["project-title"] == "Cooking"
    db.session.refresh(draft)
    assert draft.title == "Cooking"


def test_going_on_from_an_unfinished_page_says_what_is_missing_and_keeps_the_rest(
    client: FlaskClient,
) -> None:
    draft = _draft(client, {})

    page = _post(client, draft, "your-work", {"project-title": "Cooking"})

    assert page.status_code == 200
    assert "Tell us what you will do" in words_of(page)
    assert answers_of(draft.id)["project-title"] == "Cooking"


def test_two_answers_to_one_question_are_shown_side_by_side_and_one_is_chosen(
    client: FlaskClient, draft: Application
) -> None:
    assert draft.organisation is not None
    colleague = a_member(draft.organisation, "edit", name="Dai Price")
    mine = hidden_fields(client.get(_address(draft, "who-and-where")))
    typed = SECTIONS["who-and-where"]
    sign_in(client, colleague)
    theirs = (
        typed | {"who-and-where": "Theirs."} | hidden_fields(client.get(_address(draft, "who-and-where")))
    )
    client.post(_address(draft, "who-and-where"), data=theirs)

    sign_in(client, _member(draft))
    saved = client.post(
        _address(draft, "who-and-where"),
        data=typed | {"who-and-where": "Mine, at length.", "people-expected": "31"} | mine,
    )
    page = client.get(saved.location)

    assert saved.location.endswith("/sections/who-and-where")
    assert "Two answers to “Who is it for, and where will it happen?”" in words_of(page)
    assert "Dai Price" in words_of(page)
    assert "Mine, at length." in words_of(page)
    assert (answers_of(draft.id)["who-and-where"], answers_of(draft.id)["people-expected"]) == ("Theirs.", 31)

    (rival,) = list_rivals(draft.id)
    client.post(f"{_address(draft, 'who-and-where')}/choose", data={"choose": f"this:{rival.id}"})

    assert answers_of(draft.id)["who-and-where"] == "Mine, at length."
    assert "Two answers" not in words_of(client.get(saved.location))
    again = client.post(f"{_address(draft, 'who-and-where')}/choose", data={"choose": f"this:{rival.id}"})
    assert again.status_code == 404


def test_an_answer_is_saved_while_somebody_types_and_only_what_cannot_be_read_is_told(
    client: FlaskClient, draft: Application
) -> None:
    shown = hidden_fields(client.get(_address(draft, "who-and-where")))
    typed = {"who-and-where": "In Penrith, for", "areas": [], "people-expected": "a few"}

    with clock_at(NOON):
        sign_in(client, _member(draft))
        answer = client.post(f"{_address(draft, 'who-and-where')}/autosave", data=typed | shown)

    told = answer.get_json()
    assert told["saved"] == "Saved midday"
    assert list(told["unclear"]) == ["people-expected"]
    assert told["both"] is False
    assert (answers_of(draft.id)["who-and-where"], answers_of(draft.id)["people-expected"]) == (
        "In Penrith, for", 24,
    )  # fmt: skip

    more = client.post(
        f"{_address(draft, 'who-and-where')}/autosave",
        data={"who-and-where": "In Penrith, for anybody.", "areas": [], "people-expected": "25"}
        | shown | told["marks"],
    )  # fmt: skip

    assert more.get_json()["unclear"] == {}
    assert answers_of(draft.id)["people-expected"] == 25
    assert list_rivals(draft.id) == []


def test_twenty_tabs_of_one_draft_lose_nothing(client: FlaskClient, draft: Application) -> None:
    tabs = [hidden_fields(client.get(_address(draft, "who-and-where"))) for _ in range(20)]

    for number, tab in enumerate(tabs):
        typed = SECTIONS["who-and-where"] | {"who-and-where": f"As tab {number} has it."}
        client.post(f"{_address(draft, 'who-and-where')}/autosave", data=typed | tab)

    assert answers_of(draft.id)["who-and-where"] == "As tab 0 has it."
    assert [each.value for each in list_rivals(draft.id)] == ["As tab 19 has it."]


def test_two_people_on_different_questions_of_a_page_keep_both(
    client: FlaskClient, draft: Application
) -> None:
    mine = hidden_fields(client.get(_address(draft, "who-and-where")))
    typed = SECTIONS["who-and-where"]

    for change in ({"who-and-where": "Theirs."}, {"people-expected": "31"}):
        assert client.post(_address(draft, "who-and-where"), data=typed | change | mine).status_code in (
            302,
            409,
        )

    # The second page still holds the old text of a question it never touched: that must not undo the first.
    assert answers_of(draft.id)["who-and-where"] == "Theirs."


def test_a_page_that_came_back_with_an_error_still_notices_what_somebody_else_saved(
    client: FlaskClient, draft: Application
) -> None:
    mine = hidden_fields(client.get(_address(draft, "who-and-where")))
    typed = SECTIONS["who-and-where"]
    client.post(_address(draft, "who-and-where"), data=typed | {"who-and-where": "Theirs."} | mine)

    page = client.post(_address(draft, "who-and-where"), data=typed | {"people-expected": "a few"} | mine)
    again = client.post(
        _address(draft, "who-and-where"), data=typed | {"people-expected": "31"} | hidden_fields(page)
    )

    assert (page.status_code, again.status_code) == (200, 302)
    answers = answers_of(draft.id)
    assert (answers["who-and-where"], answers["people-expected"]) == ("Theirs.", 31)


def test_a_size_that_would_change_on_a_page_with_a_mistake_is_said_on_that_page(
    client: FlaskClient, draft: Application
) -> None:
    page = _post(
        client, draft, "money", SECTIONS["money"] | {"amount-requested": "12,000", "length-months": "long"}
    )

    assert "£12,000 makes this a small grant" in words_of(page)
    assert 'value="long"' in page.get_data(as_text=True)
    assert answers_of(draft.id)["amount-requested"] == 450_000


def test_a_page_open_at_the_deadline_gets_its_text_back(client: FlaskClient, draft: Application) -> None:
    mine = hidden_fields(client.get(_address(draft, "who-and-where")))

    with clock_at(draft.closes_at + timedelta(seconds=1)):
        sign_in(client, _member(draft))
        late = client.post(
            _address(draft, "who-and-where"),
            data=SECTIONS["who-and-where"] | {"who-and-where": "A little late."} | mine,
        )

    assert late.status_code == 409
    assert "A little late." in words_of(late)
    assert answers_of(draft.id) == MICRO


def test_what_a_larger_amount_changes_is_said_before_it_does(client: FlaskClient, draft: Application) -> None:
    asked = _post(client, draft, "money", SECTIONS["money"] | {"amount-requested": "£12,000"})

    assert asked.location == f"/applicant/applications/{draft.id}/size?amount=1200000&section=money"
    page = words_of(client.get(asked.location))
    assert "£12,000 makes this a small grant" in page
    assert "What ties you to this place?" in page
    assert answers_of(draft.id) == MICRO

    client.post(asked.location)

    assert answers_of(draft.id) == MICRO | {"amount-requested": 1_200_000}
    assert db.session.get_one(Application, draft.id, populate_existing=True).tier_key == "small"


@pytest.mark.parametrize("asked", ["amount=99&section=money", "amount=x&section=money", "amount=1200000"])
def test_a_size_that_cannot_be_is_not_found(client: FlaskClient, draft: Application, asked: str) -> None:
    assert client.get(f"/applicant/applications/{draft.id}/size?{asked}").status_code == 404


def test_typing_a_larger_amount_does_not_change_the_size(client: FlaskClient, draft: Application) -> None:
    shown = hidden_fields(client.get(_address(draft, "money")))

    answer = client.post(
        f"{_address(draft, 'money')}/autosave",
        data=SECTIONS["money"] | {"amount-requested": "12,000"} | shown,
    )

    assert "makes this a small grant" in answer.get_json()["unclear"]["amount-requested"]
    assert answers_of(draft.id)["amount-requested"] == 450_000


def test_an_amount_the_round_does_not_give_is_shown_again_and_the_rest_is_saved(
    client: FlaskClient, draft: Application
) -> None:
    page = _post(
        client, draft, "money", SECTIONS["money"] | {"amount-requested": "90,000", "length-months": "6"}
    )

    assert "The most this round gives is £75,000" in words_of(page)
    assert 'value="90,000"' in page.get_data(as_text=True)
    assert (answers_of(draft.id)["amount-requested"], answers_of(draft.id)["length-months"]) == (450_000, 6)


def test_another_line_is_added_without_losing_what_was_typed(client: FlaskClient, draft: Application) -> None:
    typed = SECTIONS["contact"] | {
        "partners-involved": "yes", "partners-0-name": "Carlisle Kitchen", "partners-0-email": "not yet",
        "add-row:partners": "1",
    }  # fmt: skip

    page = _post(client, draft, "contact", typed)

    assert page.status_code == 200
    assert 'value="Carlisle Kitchen"' in page.get_data(as_text=True)
    assert 'value="not yet"' in page.get_data(as_text=True)
    assert "Something still needs" not in words_of(page)
    assert answers_of(draft.id) == MICRO


def test_files_are_kept_with_the_answer_and_can_be_removed(client: FlaskClient) -> None:
    draft = _standard(client)
    typed = SECTIONS["money"] | {"amount-requested": "30,000", "accounts-on-register": "no"}

    page = _post(client, draft, "money", typed | {"accounts": (BytesIO(PDF), "../Accounts 2026.pdf")})

    document = db.session.scalars(select(Document)).one()
    assert (document.filename, document.content_type, document.case_id) == (
        "Accounts 2026.pdf", "application/pdf", draft.id,
    )  # fmt: skip
    assert answers_of(draft.id)["accounts"][0]["document"] == str(document.id)
    assert page.status_code == 200  # the budget is still missing
    assert "Accounts 2026.pdf" in words_of(page)

    client.post(
        f"{_address(draft, 'money')}/remove-file", data={"question": "accounts", "document": str(document.id)}
    )
    assert answers_of(draft.id)["accounts"] == []
    assert db.session.scalars(select(Document)).all() == []


def test_an_answer_has_five_files_and_no_more(client: FlaskClient) -> None:
    draft = _standard(client)
    typed = SECTIONS["money"] | {"amount-requested": "30,000", "accounts-on-register": "no"}

    many = _post(client, draft, "money", typed | {"accounts": _files(6)})
    assert "There can be 5 files with one answer" in words_of(many)
    assert db.session.scalars(select(Document)).all() == []
    assert answers_of(draft.id)["length-months"] == 12

    _post(client, draft, "money", typed | {"accounts": _files(5)})
    assert len(answers_of(draft.id)["accounts"]) == 5
    one_more = _post(client, draft, "money", typed | {"accounts": _files(1)})
    assert "There can be 5 files with one answer" in words_of(one_more)
    assert len(answers_of(draft.id)["accounts"]) == 5
    assert len(db.session.scalars(select(Document)).all()) == 5


def test_an_application_has_so_many_megabytes_and_no_more(client: FlaskClient) -> None:
    draft = _standard(client)
    db.session.add(
        Document(
            case_id=draft.id,
            kind="upload",
            question_key="budget",
            filename="large.pdf",
            sha256="0",
            content_type="application/pdf",
            size=MOST_BYTES_OF_CASE,
            created_at=NOON,
        )
    )
    db.session.commit()
    typed = SECTIONS["money"] | {"amount-requested": "30,000", "accounts-on-register": "no"}

    refused = _post(client, draft, "money", typed | {"accounts": _files(1)})

    assert refused.status_code == 409
    assert "All files together can be 50 MB" in words_of(refused)
    assert len(db.session.scalars(select(Document)).all()) == 1


def test_a_file_that_lies_about_its_type_is_refused_and_the_rest_is_saved(client: FlaskClient) -> None:
    draft = _standard(client)
    typed = SECTIONS["money"] | {"amount-requested": "30,000", "accounts-on-register": "no"}

    page = _post(
        client, draft, "money", typed | {"accounts": (BytesIO(b"MZ\x90\x00program"), "accounts.pdf")}
    )

    assert "is not a PDF, Word, Excel" in words_of(page)
    assert db.session.scalars(select(Document)).all() == []
    assert "accounts" not in answers_of(draft.id)
    assert answers_of(draft.id)["length-months"] == 12


def test_a_section_that_is_not_asked_is_not_found(client: FlaskClient, draft: Application) -> None:
    assert client.get(_address(draft, "nonsense")).status_code == 404


def test_somebody_who_may_only_look_sees_the_list_and_cannot_write(
    client: FlaskClient, draft: Application
) -> None:
    sign_in(client, a_member(draft.organisation or an_organisation(), "view"))

    assert client.get(f"/applicant/applications/{draft.id}").status_code == 200
    assert client.get(_address(draft, "money")).status_code == 403
    assert client.post(_address(draft, "money"), data=SECTIONS["money"]).status_code == 403
    assert answers_of(draft.id) == MICRO


@pytest.mark.parametrize("path", ["", "/sections/contact", "/check", "/answers"])
def test_a_page_takes_few_statements(client: FlaskClient, draft: Application, path: str) -> None:
    with counting() as statements:
        client.get(f"/applicant/applications/{draft.id}{path}")

    assert len(statements) <= 12, statements


def _draft(client: FlaskClient, answers: dict[str, Any], **given: Any) -> Application:
    organisation = an_organisation()
    sign_in(client, a_member(organisation))
    return an_application(organisation=organisation, answers=answers, **given)


def _standard(client: FlaskClient) -> Application:
    return _draft(
        client, {"amount-requested": 3_000_000}, amount_pence=3_000_000, tier_key="standard",
        form_key="application-standard",
    )  # fmt: skip


def _member(application: Application) -> User:
    return a_member(application.organisation or an_organisation())


def _address(application: Application, section: str) -> str:
    return f"/applicant/applications/{application.id}/sections/{section}"


def _post(
    client: FlaskClient, application: Application, section: str, typed: dict[str, object]
) -> TestResponse:
    address = _address(application, section)
    return client.post(address, data=typed | hidden_fields(client.get(address)))


def _files(many: int) -> list[tuple[BytesIO, str]]:
    return [(BytesIO(PDF + bytes([65 + number])), f"accounts {number}.pdf") for number in range(many)]

"""What nobody should send, and somebody will: it is refused in words, and nothing that was saved is lost."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from grantflow.applications.models import Application
from grantflow.casework.queries import answers_of
from tests.applications.filled import MICRO, SECTIONS
from tests.factories import a_member, an_application, an_organisation
from tests.web.browser import hidden_fields, sign_in, words_of

STANDARD = {"accounts-on-register": "no", "amount-requested": 4_000_000}
MONEY = {"amount-requested": "40,000", "accounts-on-register": "no"}


@pytest.fixture
def draft(client: FlaskClient) -> Application:
    organisation = an_organisation()
    sign_in(client, a_member(organisation))
    return an_application(organisation=organisation, answers=MICRO)


@pytest.fixture
def standard(client: FlaskClient) -> Application:
    """One whose form asks for a file."""
    organisation = an_organisation()
    sign_in(client, a_member(organisation))
    return an_application(
        organisation=organisation, answers=STANDARD, tier_key="standard", form_key="application-standard",
        amount_pence=4_000_000,
    )  # fmt: skip


def a_bomb() -> bytes:
    """A few kilobytes that would unpack to hundreds of megabytes."""
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("[Content_Types].xml", b"<Types/>")
        package.writestr("word/document.xml", bytes(200_000_000))
    return body.getvalue()


@pytest.mark.parametrize(("size", "status"), [(50_000_000, 200), (70_000_000, 413)])
def test_a_huge_file_is_refused_in_words_and_the_rest_stays(
    client: FlaskClient, standard: Application, size: int, status: int
) -> None:
    answer = send(client, standard, ("huge.pdf", b"%PDF-1.7" + bytes(size)))

    assert answer.status_code == status
    assert ("larger than 10 MB" if status == 200 else "too big") in words_of(answer)
    assert "accounts" not in answers_of(standard.id)


def test_a_bomb_is_never_unpacked(client: FlaskClient, standard: Application) -> None:
    bomb = a_bomb()
    assert len(bomb) < 300_000

    answer = send(client, standard, ("accounts.docx", bomb))

    # It says it is a Word file and small, so it is kept as it came: bytes that nobody here opens.
    assert answer.status_code in {200, 302}
    (kept,) = answers_of(standard.id)["accounts"]
    assert kept["size"] == len(bomb)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("accounts.pdf", b"MZ\x90\x00 a program"),
        ("accounts.pdf", b"<html><script>alert(1)</script>"),
        ("accounts.docx", b"PK\x03\x04 not really"),
        ("accounts.pdf", b""),
    ],
)
def test_a_file_that_lies_about_its_type_is_named_and_not_kept(
    client: FlaskClient, standard: Application, name: str, body: bytes
) -> None:
    page = send(client, standard, (name, body))

    assert page.status_code == 200
    assert name in words_of(page)
    assert "accounts" not in answers_of(standard.id)


def test_a_hundred_thousand_characters_come_back_to_be_shortened(
    client: FlaskClient, draft: Application
) -> None:
    wall = "x" * 100_000

    page = post(client, draft, "your-work", SECTIONS["your-work"] | {"what-you-will-do": wall})

    assert page.status_code == 200
    assert "too long to keep" in words_of(page)
    assert wall in page.get_data(as_text=True)
    assert answers_of(draft.id) == MICRO


def test_text_that_runs_right_to_left_is_kept_and_what_cannot_be_seen_is_not(
    client: FlaskClient, draft: Application
) -> None:
    typed = "\u202eevil\u202c zero\u200bwidth\ufeff مرحبا 👩\u200d👩\u200d👧\x08"

    post(client, draft, "your-work", SECTIONS["your-work"] | {"what-you-will-do": typed})

    assert answers_of(draft.id)["what-you-will-do"] == "evil zerowidth مرحبا 👩\u200d👩\u200d👧"


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "{{ 7*7 }}", "'; DROP TABLE answers; --", "=1+1"]
)
def test_what_looks_like_code_is_text(client: FlaskClient, draft: Application, typed: str) -> None:
    post(client, draft, "your-work", SECTIONS["your-work"] | {"project-title": typed})
    page = client.get(f"/applicant/applications/{draft.id}/sections/your-work").get_data(as_text=True)

    assert answers_of(draft.id)["project-title"] == typed
    assert "<script>alert" not in page
    assert ">49<" not in page


def test_a_thousand_lines_of_a_table_are_too_many_and_nothing_falls_over(
    client: FlaskClient, standard: Application
) -> None:
    lines = {f"budget-{number}-item": "Tea" for number in range(1000)}

    page = post(client, standard, "money", MONEY | lines)

    assert page.status_code == 200
    assert "budget" not in answers_of(standard.id)


def post(client: FlaskClient, draft: Application, key: str, data: dict[str, Any]) -> TestResponse:
    address = f"/applicant/applications/{draft.id}/sections/{key}"
    return client.post(address, data=data | hidden_fields(client.get(address)))


def send(client: FlaskClient, draft: Application, file: tuple[str, bytes]) -> TestResponse:
    """Put together here: the test client would leave a file of its own behind."""
    name, body = file
    address = f"/applicant/applications/{draft.id}/sections/money"
    boundary, data = encode_multipart(
        MONEY | hidden_fields(client.get(address)) | {"accounts": FileStorage(BytesIO(body), name)}
    )
    return client.post(address, data=data, content_type=f"multipart/form-data; boundary={boundary}")

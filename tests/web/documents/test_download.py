"""Files go to those who may see the case they belong to, under a safe name."""

from flask.testing import FlaskClient

from grantflow.casework.models import Case
from grantflow.db import db, unit_of_work
from grantflow.documents import store
from grantflow.documents.models import Document
from grantflow.documents.uploads import Upload, keep_upload
from tests.conftest import NOON
from tests.factories import a_member, an_application, an_assessor, an_officer, an_organisation, at_noon
from tests.web.browser import sign_in

PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n"


def test_an_upload_is_sent_to_be_saved_and_never_shown(client: FlaskClient) -> None:
    organisation = an_organisation()
    document = _upload(an_application(organisation=organisation), "our “accounts”\r\nX: 1.html", PNG)
    sign_in(client, a_member(organisation))

    sent = client.get(f"/documents/{document.id}")

    assert sent.status_code == 200
    assert sent.data == PNG
    assert sent.mimetype == "image/png"
    assert sent.headers["Content-Disposition"].startswith("attachment; ")
    assert ".html" not in sent.headers["Content-Disposition"]
    assert "sandbox" in sent.headers["Content-Security-Policy"]
    assert sent.headers["X-Content-Type-Options"] == "nosniff"


def test_no_browser_or_proxy_keeps_a_copy(client: FlaskClient) -> None:
    application = an_application(stage="submitted")
    sign_in(client, an_officer())

    for document in (_upload(application, "accounts.pdf", PDF), _made(application)):
        assert client.get(f"/documents/{document.id}").headers["Cache-Control"] == "private, no-store"


def test_our_own_pdf_opens_in_the_browser(client: FlaskClient) -> None:
    organisation = an_organisation()
    application = an_application(organisation=organisation)
    document = _made(application)
    sign_in(client, a_member(organisation))

    assert client.get(f"/documents/{document.id}").headers["Content-Disposition"].startswith("inline; ")


def test_nobody_but_its_applicant_opens_what_was_not_sent(client: FlaskClient) -> None:
    organisation = an_organisation()
    document = _upload(an_application(organisation=organisation), "accounts.pdf", PDF)

    assert sign_in(client, an_officer()).get(f"/documents/{document.id}").status_code == 404
    assert sign_in(client, a_member(organisation)).get(f"/documents/{document.id}").status_code == 200


def test_the_officer_of_the_region_may_open_it_and_another_region_may_not(client: FlaskClient) -> None:
    document = _upload(an_application(stage="submitted"), "accounts.pdf", PDF)

    assert sign_in(client, an_officer()).get(f"/documents/{document.id}").status_code == 200
    assert sign_in(client, an_officer(region="D")).get(f"/documents/{document.id}").status_code == 404


def test_others_are_told_there_is_no_such_file(client: FlaskClient) -> None:
    document = _upload(an_application(), "accounts.pdf", PDF)

    for stranger in (a_member(an_organisation()), an_assessor()):
        assert sign_in(client, stranger).get(f"/documents/{document.id}").status_code == 404


def test_nobody_opens_a_file_without_signing_in(client: FlaskClient) -> None:
    document = _upload(an_application(), "accounts.pdf", PDF)

    assert "/sign-in" in client.get(f"/documents/{document.id}").location


def _upload(case: Case, name: str, body: bytes) -> Document:
    with unit_of_work():
        return keep_upload(case, "accounts", Upload(name, body), at_noon())


def _made(case: Case) -> Document:
    document = Document(
        case_id=case.id, kind="letter", filename="Letter.pdf", content_type="application/pdf", size=len(PDF),
        sha256=store.put(PDF), created_at=NOON,
    )  # fmt: skip
    db.session.add(document)
    db.session.commit()
    return document

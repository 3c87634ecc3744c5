"""A sign-in link is no key to an account that a password and a code protect."""

import pytest
from sqlalchemy import select

from grantflow.accounts.models import Link
from grantflow.db import db
from grantflow.notices.compose_accounts import sign_in_emails
from grantflow.notices.emails import email_text
from tests.conftest import NOON
from tests.factories import a_user, an_officer

pytestmark = pytest.mark.usefixtures("app")


def test_someone_who_works_here_is_told_how_they_sign_in_and_no_link_is_made() -> None:
    (outgoing,) = sign_in_emails(an_officer().email, "", NOON)
    text = email_text(outgoing.email)

    assert text.subject == "How you sign in"
    assert "/staff/sign-in\n" in text.body
    assert db.session.scalars(select(Link)).all() == []


def test_anybody_else_gets_a_link_whether_or_not_they_have_an_account() -> None:
    for address in (a_user().email, "stranger@example.org"):
        (outgoing,) = sign_in_emails(address, "/learning", NOON)
        assert "/sign-in/" in email_text(outgoing.email).body

    assert [link.next_path for link in db.session.scalars(select(Link))] == ["/learning", "/learning"]

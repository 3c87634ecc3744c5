"""What an officer reads beside a check, so that nobody has to be asked for it."""

from datetime import date

from flask.testing import FlaskClient

from grantflow.accounts.models import Organisation
from grantflow.db import db
from grantflow.documents.models import OrganisationDocument
from tests.conftest import NOON
from tests.factories import a_charity, a_profile, a_round, an_application, an_officer, an_organisation
from tests.web.browser import sign_in, words_of


def test_the_register_answers_what_it_can(client: FlaskClient) -> None:
    a_charity(number="1155001", registered_on=date(2013, 1, 14), trustees=4, insolvent=True)
    known = _checks_of(client, an_organisation(charity_number="1155001"))

    assert "On the register: Harbour House (1155001), registered since 14 January 2013" in known["REG"]
    assert (
        "On the register: accounts received 14 September 2026 for the year to 31 March 2026" in known["ACC"]
    )
    assert "On the register: income £42,000 for the year to 31 March 2026" in known["BAND"]
    assert "On the register: 4 trustees" in known["TRU"]
    assert "On the register: insolvent" in known["QUAL"]


def test_a_group_that_is_not_on_it_has_its_rules_and_its_referee_there(client: FlaskClient) -> None:
    group = an_organisation(charity_number=None, kind="group")
    rules = OrganisationDocument(
        organisation_id=group.id, question_key="governing-document", filename="<Rules>.pdf",
        content_type="application/pdf", size=9, sha256="0" * 64, created_at=NOON,
    )  # fmt: skip
    db.session.add(rules)
    db.session.commit()
    a_profile(
        group,
        days_ago=3,
        governing_document=[{"document": str(rules.id), "name": rules.filename, "size": 9}],
        referee_name="Cllr Gwen Morris",
    )
    known = _checks_of(client, group)

    assert "It is not on the register that we hold" in known["REG"]
    assert "Who can vouch for you? Cllr Gwen Morris (told us on 20 November 2026)" in known["REG"]
    assert "Your rules &lt;Rules&gt;.pdf" in known["GOV"]


def test_late_accounts_are_said_plainly(client: FlaskClient) -> None:
    a_charity(number="1155001", accounts_overdue=True)

    known = _checks_of(client, an_organisation(charity_number="1155001"))

    assert "accounts or annual return are late" in known["ACC"]


def _checks_of(client: FlaskClient, organisation: Organisation) -> dict[str, str]:
    """The page of each check of a standard grant, in words."""
    officer = an_officer()
    application = an_application(
        stage="checking", organisation=organisation, round=a_round(officer=officer), tier_key="standard",
        form_key="application-standard", amount_pence=4_000_000, submitted_at=NOON,
    )  # fmt: skip
    sign_in(client, officer)
    codes = ("REG", "ACC", "BAND", "TRU", "QUAL", "GOV")
    address = f"/officer/applications/{application.id}/checks"
    return {code: words_of(client.get(f"{address}/{code}")) for code in codes}

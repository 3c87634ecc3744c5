"""A copy of the list: what is shown and nothing else, in words, and nothing in it that runs."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from html5lib import parse
from sqlalchemy import select

from grantflow.accounts.models import RoleGrant
from grantflow.audit.models import AuditEntry
from grantflow.db import db
from grantflow.permissions import Role
from grantflow.reports import export
from tests.applications.filled import MICRO
from tests.conftest import NOON
from tests.factories import (
    a_member,
    a_payment,
    a_round,
    an_admin,
    an_application,
    an_award,
    an_officer,
    an_organisation,
)
from tests.web.browser import sign_in, words_of


def taken(client: FlaskClient, form: str = "csv", **asked: Any) -> bytes:
    answer = client.post("/officer/export", data={"form": form, **asked})
    assert answer.status_code == 200
    return answer.get_data()


def rows(made: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def test_a_case_is_a_row_with_every_answer_in_words(client: FlaskClient) -> None:
    round = a_round(title="Small steps", officer=an_officer(name="Priya Nair"))
    application = an_application(
        stage="checking", round=round, organisation=an_organisation(name="Tŷ Croeso"), answers=MICRO,
        submitted_at=NOON, outcomes=["mental-health"],
    )  # fmt: skip
    sign_in(client, an_officer())

    made = taken(client)

    assert made.startswith(b"\xef\xbb\xbf")
    (row,) = rows(made)
    expected = {
        "Reference": application.reference,
        "Organisation": "Tŷ Croeso",
        "Round": "Small steps",
        "Stage": "Being checked",
        "Officer": "Priya Nair",
        "Amount asked for (£)": "4500",
        "Size of grant": "Micro",
        "Organisation’s yearly income (£)": "120000",
        "Police force areas": "Cumbria",
        "Outcomes": "Mental health and wellbeing",
        "Received on": "2026-11-23",
        "What is your project called?": MICRO["project-title"],
    }
    assert {key: row[key] for key in expected} == expected
    assert any("£4,500" in value for value in row.values())


def test_the_copy_has_what_the_list_shows_on_all_its_pages_in_its_order(client: FlaskClient) -> None:
    round = a_round()
    for number in range(30):
        an_application(
            stage="checking", round=round, title=f"Project {number:02}", amount_pence=100_000 + number,
            submitted_at=NOON, answers={"a": "herons" if number < 28 else "egrets"},
        )  # fmt: skip
    an_application(round=round, title="A draft", answers={"a": "herons"})
    an_application(
        stage="checking", round=a_round(region_code="J"), title="Elsewhere", answers={"a": "herons"}
    )
    sign_in(client, an_officer())

    made = rows(taken(client, words="herons", order="amount"))

    assert [row["Title"] for row in made] == [f"Project {number:02}" for number in range(27, -1, -1)]


def test_what_belongs_to_an_organisation_of_ones_own_is_not_in_it(client: FlaskClient) -> None:
    mine = an_organisation()
    user = a_member(mine)
    user.roles.append(RoleGrant(role=Role.OFFICER, region_code="B"))
    an_application(stage="checking", organisation=mine)
    sign_in(client, user)

    assert rows(taken(client)) == []


def test_nothing_in_a_csv_is_a_formula(client: FlaskClient) -> None:
    for number, title in enumerate(('=HYPERLINK("x")', "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "plain")):
        an_application(stage="checking", title=title, due_at=NOON + timedelta(days=number))
    sign_in(client, an_officer())

    titles = {row["Title"] for row in rows(taken(client))}

    assert titles == {'\'=HYPERLINK("x")', "'+1", "'-1", "'@SUM(1)", "'\t=1", "'\r=1", "plain"}


def test_a_workbook_holds_texts_numbers_and_dates_and_no_formula(client: FlaskClient) -> None:
    nasty = ["=1+1", "https://evil.example", "<r><t>x</t></r>", "a\x02b & <c>", "y" * 40_000, "007"]
    for title in nasty:
        an_application(stage="checking", title=title, answers=MICRO, submitted_at=NOON)
    sign_in(client, an_officer())

    with zipfile.ZipFile(io.BytesIO(taken(client, "xlsx"))) as book:
        assert book.testzip() is None
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in book.namelist()
    assert "<f>" not in sheet
    assert "<t>=1+1</t>" in sheet
    assert "&lt;r&gt;&lt;t&gt;x" in sheet
    assert "<t>007</t>" in sheet
    assert "<v>4500</v>" in sheet
    assert f"<t>{'y' * 32_766}…</t>" in sheet
    parse(sheet)


def test_who_took_what_is_kept_in_the_record(client: FlaskClient) -> None:
    officer = an_officer(name="Priya Nair")
    an_application(stage="checking")
    sign_in(client, officer)
    taken(client, stage="checking", order="amount")
    taken(client, "xlsx")

    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "export").order_by(AuditEntry.seq)
    ).all()
    assert [each.chain for each in entries] == [officer.id] * 2
    assert entries[0].facts == {
        "who": "Priya Nair", "form": "csv", "rows": 1, "asked": {"stage": "checking", "order": "amount"},
    }  # fmt: skip
    assert entries[1].facts == {"who": "Priya Nair", "form": "xlsx", "rows": 1, "asked": {}}
    words = words_of(sign_in(client, an_admin()).get("/admin/audit"))
    assert "Took a copy of 1 cases as XLSX" in words


def test_other_kinds_of_case_are_copied_without_answers(client: FlaskClient) -> None:
    award = an_award()
    a_payment(award)
    sign_in(client, an_officer())

    (row,) = rows(taken(client, kind="payment"))
    assert row["Title"] == f"{award.title}: payment"
    assert "Amount asked for (£)" not in row


def test_rows_are_read_some_at_a_time(client: FlaskClient, monkeypatch: Any) -> None:
    monkeypatch.setattr(export, "SOME", 2)
    round = a_round()
    for number in range(5):
        an_application(stage="checking", round=round, answers={"project-title": f"Called {number}"})
    sign_in(client, an_officer())

    named = sorted(row["What is your project called?"] for row in rows(taken(client)))
    assert named == [f"Called {number}" for number in range(5)]


def test_another_form_is_not_there_and_reading_makes_no_copy(client: FlaskClient) -> None:
    sign_in(client, an_officer())

    assert client.post("/officer/export", data={"form": "pdf"}).status_code == 404
    assert client.get("/officer/export").status_code == 405
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "export")).all() == []

"""What the register says is filled in when an application is sent, and again when the register is newer."""

import shutil
from datetime import date
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from grantflow.applications.commands import submit_application
from grantflow.applications.models import Application, CheckResult
from grantflow.audit.models import AuditEntry
from grantflow.casework.commands import take_action
from grantflow.charities.jobs import read_register
from grantflow.charities.models import RegisteredCharity
from grantflow.checks.commands import fill_checks, record_check
from grantflow.checks.jobs import promise_to_look_again
from grantflow.checks.queries import results_by_code
from grantflow.core.calendar import local_date
from grantflow.db import db, unit_of_work
from grantflow.jobs.queries import list_jobs
from grantflow.permissions import SYSTEM
from tests.applications.filled import MICRO
from tests.charities.test_register import EXTRACT
from tests.command_line import grantflow
from tests.conftest import NOON
from tests.factories import (
    a_charity,
    a_check,
    a_member,
    a_profile,
    a_reading,
    an_application,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.jobs_inline import run_jobs

pytestmark = pytest.mark.usefixtures("app")

STANDARD: dict[str, Any] = {
    "tier_key": "standard",
    "form_key": "application-standard",
    "amount_pence": 4_000_000,
}


def an_application_on_the_register(**given: Any) -> Application:
    """A standard one by Harbour House (1155001), being checked."""
    a_reading()
    a_charity(**given.pop("charity", {}))
    organisation = an_organisation(name="Harbour House", charity_number="1155001")
    about: dict[str, Any] = {"stage": "checking", "organisation": organisation} | STANDARD | given
    return an_application(**about)


def filled(application: Application, *, days: int = 0) -> dict[str, str]:
    with unit_of_work():
        return fill_checks(application, at_noon(SYSTEM, days=days))


def results(application: Application) -> dict[str, str]:
    return {code: each.result for code, each in results_by_code(application.id).items()}


def entries(application: Application) -> list[dict[str, Any]]:
    return list(
        db.session.scalars(
            select(AuditEntry.facts)
            .where(AuditEntry.chain == application.id, AuditEntry.action == "fill-checks")
            .order_by(AuditEntry.seq)
        )
    )


def test_sending_promises_it_and_the_worker_does_it(app: Flask) -> None:
    a_reading()
    a_charity()
    house = an_organisation(name="Harbour House", charity_number="1155001")
    sender = a_member(house)
    application = an_application(organisation=house, answers=MICRO)

    with unit_of_work():
        submit_application(application, at_noon(sender))
    # Whoever sends waits for none of it.
    assert results(application) == {}
    assert [each.problem for each in run_jobs(app, only={"fill-checks"})] == [""]

    assert results(application) == {"REG": "pass", "BAND": "pass"}
    reg = results_by_code(application.id)["REG"]
    assert reg.filled_itself
    assert (
        reg.evidence == "Harbour House (1155001) is registered, as the register had it on 20 November 2026."
    )
    assert (reg.register_on, reg.about_name, reg.about_number) == (
        date(2026, 11, 20),
        "Harbour House",
        "1155001",
    )
    assert reg.expires_on is not None
    assert entries(application) == [{"results": {"REG": "pass", "BAND": "pass"}}]


def test_a_sending_that_is_taken_back_promises_nothing(app: Flask) -> None:
    house = an_organisation(name="Harbour House", charity_number="1155001")
    application = an_application(organisation=house, answers=MICRO)

    def send_and_fail() -> None:
        submit_application(application, at_noon(sender))
        raise RuntimeError("the lights went out")

    sender = a_member(house)
    with pytest.raises(RuntimeError), unit_of_work():
        send_and_fail()

    assert [each for each in list_jobs("waiting", limit=50) if each.name == "fill-checks"] == []


def test_a_standard_grant_has_what_the_register_knows_and_the_rest_stays_open() -> None:
    application = an_application_on_the_register()

    assert filled(application) == {
        "REG": "pass",
        "BAND": "pass",
        "ACC": "pass",
        "TRU": "pass",
        "QUAL": "pass",
        "DUP": "pass",
        "DEP": "query",
    }
    assert {"COI", "LINK", "GOV", "SAFE", "RES", "REL"}.isdisjoint(results(application))


def test_whoever_is_not_on_the_register_is_left_to_a_person() -> None:
    a_reading()
    group = an_organisation(charity_number=None, kind="group")
    application = an_application(stage="checking", organisation=group, **STANDARD)

    # Our own rows still say whether we pay for the same work.
    assert filled(application) == {"DUP": "pass"}


def test_what_a_person_found_is_never_overwritten() -> None:
    application = an_application_on_the_register(charity={"accounts_overdue": True})
    officer = an_officer()
    with unit_of_work():
        record_check(application, "ACC", at_noon(officer), result="pass", evidence="Rang the Commission.")

    assert "ACC" not in filled(application)

    acc = results_by_code(application.id)["ACC"]
    assert (acc.result, acc.evidence, acc.checked_by_id) == ("pass", "Rang the Commission.", officer.id)


def test_an_officer_sets_it_otherwise_and_it_is_theirs_from_then_on() -> None:
    application, officer = an_application_on_the_register(), an_officer()
    filled(application)
    with unit_of_work():
        record_check(
            application, "REG", at_noon(officer), result="query", evidence="Another charity’s number."
        )

    filled(application)

    reg = results_by_code(application.id)["REG"]
    assert (reg.result, reg.checked_by_id, reg.register_on) == ("query", officer.id, None)


def test_what_a_person_passed_elsewhere_is_not_asked_of_the_register_again() -> None:
    application = an_application_on_the_register(charity={"accounts_overdue": True})
    before = an_application(stage="declined", organisation=application.organisation)
    a_check(before, "ACC", expires_on=date(2027, 3, 1), evidence="The Commission had lost them.")

    assert "ACC" not in filled(application)
    assert "ACC" not in results(application)


def test_looking_again_changes_nothing_and_records_nothing() -> None:
    application = an_application_on_the_register()
    filled(application)
    before = results(application)

    marks = {code: each.mark for code, each in results_by_code(application.id).items()}

    assert filled(application, days=1) == {}
    assert results(application) == before
    assert len(entries(application)) == 1
    # Whoever has one of them open can save it: nobody has made it anew.
    assert {code: each.mark for code, each in results_by_code(application.id).items()} == marks


def test_what_has_run_out_is_looked_up_afresh() -> None:
    application = an_application_on_the_register()
    filled(application)

    filled(application, days=200)

    assert results_by_code(application.id)["QUAL"].expires_on == date(2027, 12, 11)
    assert len(entries(application)) == 1


def test_a_newer_register_that_says_the_same_moves_its_date_on_and_nothing_else() -> None:
    application = an_application_on_the_register()
    filled(application)
    a_reading(date(2026, 11, 27))

    assert filled(application, days=5) == {}

    reg = results_by_code(application.id)["REG"]
    assert reg.register_on == date(2026, 11, 27)
    assert "as the register had it on 27 November 2026" in reg.evidence
    assert len(entries(application)) == 1


def test_a_newer_register_that_says_otherwise_is_followed_and_recorded() -> None:
    application = an_application_on_the_register()
    filled(application)
    db.session.execute(update(RegisteredCharity).values(accounts_overdue=True, trustees=None))
    db.session.commit()

    assert filled(application) == {"ACC": "query", "TRU": "open"}
    assert "TRU" not in results(application)
    assert entries(application)[-1] == {"results": {"ACC": "query", "TRU": "open"}}


@pytest.mark.parametrize("stage", ["draft", "to-award", "awarded", "withdrawn", "ineligible"])
def test_nothing_is_filled_before_it_is_sent_or_once_it_is_decided(stage: str) -> None:
    application = an_application_on_the_register(stage=stage)

    assert filled(application) == {}
    assert results(application) == {}


def test_related_trustees_are_a_question() -> None:
    application = an_application_on_the_register()
    assert application.organisation is not None
    a_profile(application.organisation, mostly_unrelated="no")

    assert filled(application)["TRU"] == "query"


def test_reading_a_newer_register_looks_all_open_ones_through(app: Flask, tmp_path: Path) -> None:
    read_register([EXTRACT], NOON)
    bread, gone = (
        an_organisation(name=name, charity_number=number)
        for name, number in (("Aldermoor Bread Oven", "9950001"), ("Dyffryn Deaf Support", "9950030"))
    )
    being_checked = an_application(stage="checking", organisation=bread)
    sent = an_application(stage="submitted", organisation=gone)
    over = an_application(stage="declined", organisation=bread)
    for each in (being_checked, sent):
        filled(each)
    folder = shutil.copytree(EXTRACT, tmp_path / "later")
    charities = folder / "publicextract.charity.json"
    text = charities.read_text(encoding="utf-8").replace("2026-11-20", "2026-11-27")
    text = text.replace("Aldermoor Bread Oven", "Aldermoor Bakery").replace("9950030", "9950040")
    charities.write_text(text, encoding="utf-8")

    answer = grantflow(app, "import-register", str(folder))
    assert answer.exit_code == 0
    assert [each.problem for each in run_jobs(app, only={"look-again"})] == [""]

    db.session.expire_all()
    assert results(being_checked) == {"REG": "query", "BAND": "pass"}
    assert "“Aldermoor Bakery”" in results_by_code(being_checked.id)["REG"].evidence
    assert results(sent) == {}
    assert results(over) == {}


def test_a_reading_that_fails_promises_no_look(app: Flask) -> None:
    def fail(reading: Any) -> None:
        promise_to_look_again(reading)
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        read_register([EXTRACT], NOON, and_then=fail)

    assert list_jobs("waiting", limit=50) == []


def test_eligibility_is_due_in_days_until_the_register_or_a_person_finds_it() -> None:
    application = an_application_on_the_register(
        stage="submitted", eligible_by=date(2026, 11, 30), decide_by=date(2027, 2, 1), submitted_at=NOON
    )
    assert local_date(application.due_at) == date(2026, 11, 30)

    filled(application)

    assert application.found_eligible_at == NOON
    assert local_date(application.due_at) == date(2027, 2, 1)


def test_eligibility_waits_for_the_officer_where_the_register_has_a_question() -> None:
    application = an_application_on_the_register(
        charity={"name": "Harbour Hostel"}, eligible_by=date(2026, 11, 30), decide_by=date(2027, 2, 1)
    )
    filled(application)
    assert application.eligibility_is_open

    with unit_of_work():
        record_check(
            application, "REG", at_noon(an_officer()), result="pass", evidence="They renamed in June."
        )

    assert not application.eligibility_is_open
    assert local_date(application.due_at) == date(2027, 2, 1)


def test_sending_it_on_to_assessors_says_that_it_is_eligible() -> None:
    application = an_application(stage="checking", eligible_by=date(2026, 11, 30))
    for code in ("REG", "BAND", "COI", "LINK"):
        a_check(application, code, "not-needed" if code == "BAND" else "pass")

    with unit_of_work():
        take_action(application, "pass-checks", at_noon(an_officer()))

    assert application.found_eligible_at == NOON


def test_a_person_and_the_register_at_once_leave_the_persons_word(app: Flask) -> None:
    """Whoever comes first: the officer's result is what stands."""
    application = an_application_on_the_register()
    officer = at_noon(an_officer())
    application_id = application.id
    db.session.remove()
    ready = Barrier(2)

    def as_officer() -> None:
        with app.app_context():
            found = db.session.get_one(Application, application_id)
            ready.wait(timeout=10)
            with unit_of_work():
                record_check(found, "REG", officer, result="condition", evidence="New name by March.")

    def as_machine() -> None:
        with app.app_context():
            found = db.session.get_one(Application, application_id)
            ready.wait(timeout=10)
            with unit_of_work():
                fill_checks(found, at_noon(SYSTEM))

    threads = [Thread(target=as_officer), Thread(target=as_machine)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    found = db.session.scalars(
        select(CheckResult).where(CheckResult.application_id == application_id, CheckResult.code == "REG")
    ).one()
    assert (found.result, found.evidence) == ("condition", "New name by March.")

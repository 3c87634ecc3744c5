"""The record is searched by reference, person, action and day, a page at a time."""

from datetime import timedelta

import pytest

from grantflow.accounts.acting import actor_of
from grantflow.accounts.staff import give_role
from grantflow.audit.commands import record
from grantflow.casework.history import Search, search_history
from grantflow.db import db
from grantflow.permissions import Role
from tests.conftest import NOON
from tests.factories import a_member_of_staff, an_application, an_officer, at_noon

pytestmark = pytest.mark.usefixtures("app")


def test_entries_are_found_by_each_thing_and_by_all_together() -> None:
    auditor = actor_of(a_member_of_staff(Role.AUDITOR, region=None))
    asha, ben = an_officer(name="Asha Patel"), an_officer(name="Ben Okoro")
    case = an_application()
    record(case.id, "application", "submit", at_noon(asha, days=1))
    record(case.id, "application", "start-checks", at_noon(ben, days=2))

    def found(**asked: object) -> list[str]:
        page = search_history(auditor, Search(**asked))  # type: ignore[arg-type]
        return [each.entry.action for each in page.happenings]

    assert found(reference=f" {case.reference.lower()} ") == ["start-checks", "submit", "create"]
    assert found(person="Asha Patel") == ["submit"]
    assert found(person="asha", person_ids=[asha.id]) == ["submit"]
    assert found(action="start-checks") == ["start-checks"]
    assert found(since=NOON + timedelta(days=1), to=NOON + timedelta(days=2)) == ["submit"]
    assert found(reference=case.reference, person="Ben Okoro", action="submit") == []


def test_what_was_done_to_somebodys_account_is_found_by_their_name() -> None:
    auditor = actor_of(a_member_of_staff(Role.AUDITOR, region=None))
    asha = an_officer(name="Asha Patel")
    give_role(asha, Role.ASSESSOR, None, at_noon())

    page = search_history(auditor, Search(person="Asha", person_ids=[asha.id]))

    assert [(each.entry.action, each.reference) for each in page.happenings] == [("give-role", None)]


def test_pages_follow_one_another_without_gap_or_repeat() -> None:
    auditor = actor_of(a_member_of_staff(Role.AUDITOR, region=None))
    case = an_application()
    for number in range(7):
        # Several at one moment, so that time alone cannot tell them apart.
        record(case.id, "application", f"step-{number}", at_noon(days=1 + number // 3))
    asked = Search(reference=case.reference)

    seen: list[int] = []
    before: int | None = None
    while True:
        page = search_history(auditor, asked, before=before, size=3)
        seen += [each.entry.seq for each in page.happenings]
        before = page.older
        if before is None:
            break

    assert seen == [8, 7, 6, 5, 4, 3, 2, 1]


def test_an_auditor_of_one_region_reads_about_its_cases_only() -> None:
    ours, theirs = an_application(), an_application(region_code="D")
    asha = an_officer()
    give_role(asha, Role.ASSESSOR, None, at_noon())
    db.session.commit()

    page = search_history(actor_of(a_member_of_staff(Role.AUDITOR, region="B")), Search())

    references = {each.reference for each in page.happenings}
    assert ours.reference in references
    assert theirs.reference not in references
    assert None not in references

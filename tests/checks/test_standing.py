"""A result about the organisation stands in its next application until it runs out, and leaks no more than that."""

from datetime import date, timedelta
from typing import Any

import pytest

from grantflow.accounts.interests import add_interest, end_interest
from grantflow.accounts.models import User
from grantflow.accounts.profiles import confirm_profile, save_profile
from grantflow.applications.models import Application
from grantflow.assessment.guards import checks_are_settled
from grantflow.checks.commands import record_check
from grantflow.checks.queries import standing_results, what_counts
from grantflow.core.calendar import local_date
from grantflow.db import db, unit_of_work
from tests.conftest import NOON
from tests.factories import (
    a_check,
    a_member,
    a_profile,
    a_round,
    an_application,
    an_officer,
    an_organisation,
    at_noon,
)

pytestmark = pytest.mark.usefixtures("app")

NEXT_YEAR = date(2027, 11, 23)


def two_applications(**given: Any) -> tuple[Application, Application, User]:
    """One before, and one that is being checked, by the same organisation; and who checked the first."""
    house = an_organisation(name="Harbour House", charity_number="1155001")
    officer = an_officer()
    before = an_application(stage="declined", organisation=house, round=a_round(officer=officer))
    now = an_application(stage="checking", organisation=house, tier_key="small", **given)
    return before, now, officer


def stands(application: Application) -> set[str]:
    return set(standing_results(application, NOON))


def test_what_was_passed_is_not_asked_again_until_it_runs_out() -> None:
    before, now, _ = two_applications()
    a_check(before, "GOV", expires_on=NEXT_YEAR)
    a_check(before, "TRU", "condition", expires_on=local_date(NOON))
    a_check(before, "ACC", expires_on=local_date(NOON) - timedelta(days=1))
    a_check(before, "REG", expires_on=None)

    assert stands(now) == {"GOV", "TRU"}
    assert {code: each.result for code, each in what_counts(now, NOON).items()} == {
        "GOV": "pass",
        "TRU": "condition",
    }


@pytest.mark.parametrize("code", ["BAND", "LINK", "COI", "DUP", "DEP", "REF", "COST"])
def test_what_is_about_one_application_stays_with_it(code: str) -> None:
    before, now, _ = two_applications()
    a_check(before, code, expires_on=NEXT_YEAR)

    assert stands(now) == set()


def test_it_counts_as_done_when_the_application_goes_on() -> None:
    before, now, _ = two_applications()
    for code in ("REG", "ACC", "TRU", "GOV"):
        a_check(before, code, expires_on=NEXT_YEAR)
    for code in ("BAND", "COI", "LINK"):
        a_check(now, code)

    assert checks_are_settled(now, at_noon(an_officer())) is None
    # The day after it runs out, it is missing again.
    late = checks_are_settled(now, at_noon(an_officer(), days=366))
    assert late is not None
    assert "Governing document (not done)" in str(late.facts["checks"])


def test_another_organisations_result_stands_for_nobody_else() -> None:
    before, _, _ = two_applications()
    a_check(before, "GOV", expires_on=NEXT_YEAR)

    assert stands(an_application(stage="checking", tier_key="small")) == set()


def test_a_doubt_found_since_ends_it() -> None:
    before, now, _ = two_applications()
    a_check(before, "GOV", expires_on=NEXT_YEAR)
    doubted = an_application(stage="checking", organisation=now.organisation)
    a_check(doubted, "GOV", "query", checked_at=NOON + timedelta(days=1))

    assert stands(now) == set()


def test_another_name_or_number_ends_it() -> None:
    before, now, _ = two_applications()
    a_check(before, "GOV", expires_on=NEXT_YEAR)
    assert now.organisation is not None

    now.organisation.name = "Harbour Trust"
    assert stands(now) == set()
    now.organisation.name, now.organisation.charity_number = "Harbour House", "1155002"
    assert stands(now) == set()
    now.organisation.charity_number = "1155001"
    assert stands(now) == {"GOV"}


def test_new_rules_end_what_rests_on_them_and_no_more() -> None:
    before, now, _ = two_applications()
    for code in ("GOV", "TRU"):
        a_check(before, code, expires_on=NEXT_YEAR)
    assert now.organisation is not None
    a_profile(
        now.organisation, days_ago=30, governing_document=[{"document": "1", "name": "a.pdf", "size": 1}]
    )
    assert stands(now) == {"GOV", "TRU"}

    member = a_member(now.organisation)
    with unit_of_work():
        save_profile(
            now.organisation,
            {"governing-document": [{"document": "2", "name": "b.pdf", "size": 1}]},
            at_noon(member, days=1),
        )

    assert stands(now) == {"TRU"}


def test_saying_that_it_is_still_true_ends_nothing() -> None:
    before, now, _ = two_applications()
    a_check(before, "GOV", expires_on=NEXT_YEAR)
    assert now.organisation is not None
    a_profile(
        now.organisation, days_ago=30, governing_document=[{"document": "1", "name": "a.pdf", "size": 1}]
    )

    with unit_of_work():
        confirm_profile(now.organisation, ["governing-document"], at_noon(a_member(now.organisation), days=1))

    assert stands(now) == {"GOV"}


def test_an_interest_of_whoever_checked_ends_it() -> None:
    before, now, officer = two_applications()
    a_check(before, "GOV", expires_on=NEXT_YEAR)
    with unit_of_work():
        interest = add_interest(
            at_noon(officer), name="harbour house", charity_number=None, what="My son works there.",
            since=date(2026, 1, 1),
        )  # fmt: skip

    assert stands(now) == set()

    # One that was over before the check was made concerns it no more.
    with unit_of_work():
        end_interest(interest.id, at_noon(officer, days=-2))
    assert stands(now) == {"GOV"}


def test_an_officer_may_check_afresh_and_then_that_counts() -> None:
    before, now, _ = two_applications()
    a_check(before, "GOV", expires_on=NEXT_YEAR)

    with unit_of_work():
        record_check(now, "GOV", at_noon(an_officer()), result="query", evidence="Clause 9 pays trustees.")

    assert what_counts(now, NOON)["GOV"].result == "query"


def test_what_filled_itself_elsewhere_is_looked_up_again_instead() -> None:
    before, now, _ = two_applications()
    a_check(before, "REG", expires_on=NEXT_YEAR, checked_by_id=None)

    assert stands(now) == set()


def test_two_applications_of_one_organisation_at_the_same_moment_lend_to_each_other() -> None:
    one, other, _ = two_applications()
    one.stage = "checking"
    db.session.commit()
    a_check(one, "GOV", expires_on=NEXT_YEAR)
    a_check(other, "TRU", expires_on=NEXT_YEAR)

    assert stands(one) == {"TRU"}
    assert stands(other) == {"GOV"}

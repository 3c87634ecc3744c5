"""What the round before says of anybody's chances: released figures only, the nearest round first."""

from datetime import datetime, timedelta

import pytest

from grantflow.funds.models import Round
from grantflow.reports.last_time import last_time
from tests.conftest import NOON
from tests.factories import a_fund, a_round, an_application, an_organisation

pytestmark = pytest.mark.usefixtures("app")


def an_earlier_round(opened_at: datetime = NOON - timedelta(days=400), **given: object) -> Round:
    told: dict[str, object] = {"stage": "monitoring", "released_at": NOON - timedelta(days=200)}
    return a_round(opens_at=opened_at, closes_at=opened_at + timedelta(weeks=6), **told | given)  # type: ignore[arg-type]


def asked(round: Round, *, awarded: int, declined: int, income_pence: int | None = 900_000) -> None:
    organisation = an_organisation(income_pence=income_pence)
    for stage, number in (("awarded", awarded), ("declined", declined)):
        for _ in range(number):
            an_application(stage=stage, round=round, organisation=organisation)


def test_the_newest_round_of_the_region_that_has_told_everybody_is_the_last_one() -> None:
    fund = a_fund()
    an_earlier_round(NOON - timedelta(days=1100))
    before = an_earlier_round(NOON - timedelta(days=700))
    asked(before, awarded=1, declined=1)
    asked(an_earlier_round(NOON - timedelta(days=300), region_code="D", fund=fund), awarded=2, declined=0)
    a_round(stage="assessing", opens_at=NOON - timedelta(days=100))

    found = last_time(a_round(fund=fund))

    assert found is not None
    assert (found.round.id, found.here) == (before.id, True)
    assert (found.total.received, found.total.funded) == (2, 1)


def test_where_there_was_none_in_the_region_the_same_fund_tells() -> None:
    fund = a_fund()
    elsewhere = an_earlier_round(region_code="D", fund=fund)
    asked(elsewhere, awarded=1, declined=2)
    asked(an_earlier_round(region_code="D"), awarded=5, declined=0)

    found = last_time(a_round(fund=fund))

    assert found is not None
    assert (found.round.id, found.here, found.total.received) == (elsewhere.id, False, 3)


def test_a_national_round_follows_a_national_one() -> None:
    fund = a_fund()
    asked(an_earlier_round(fund=fund, region_code="D"), awarded=1, declined=0)
    national = an_earlier_round(NOON - timedelta(days=900), region_code=None)
    asked(national, awarded=1, declined=0)

    found = last_time(a_round(region_code=None, fund=fund))

    assert found is not None
    assert (found.round.id, found.here) == (national.id, True)


def test_only_sizes_with_ten_or_more_and_a_known_income_are_told_apart() -> None:
    before = an_earlier_round()
    asked(before, awarded=4, declined=6, income_pence=900_000)
    asked(before, awarded=4, declined=5, income_pence=20_000_000)
    asked(before, awarded=0, declined=12, income_pence=None)

    found = last_time(a_round())

    assert found is not None
    assert found.total.received == 31
    assert [(line.label, line.received, line.funded) for line in found.by_size] == [("Under £10,000", 10, 4)]


def test_a_round_that_is_not_released_comes_later_or_had_no_applicants_tells_nothing() -> None:
    asked(an_earlier_round(stage="assessing", released_at=None), awarded=1, declined=1)
    asked(an_earlier_round(NOON + timedelta(days=1)), awarded=1, declined=1)
    assert last_time(a_round()) is None

    an_earlier_round()
    assert last_time(a_round()) is None

"""A grant is split without losing a penny, paid within its time, and asked about without a gap."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from grantflow.awards.schedule import last_day, plan_payments, plan_reports
from grantflow.content import content_root
from grantflow.core.calendar import add_months
from grantflow.engine.library import Library
from grantflow.engine.tiers import Instalment

TIERS = Library.load(content_root()).tiers().tiers

amounts = st.integers(min_value=1, max_value=25_000_000)
starts = st.dates(min_value=date(2026, 1, 1), max_value=date(2040, 12, 31))
months = st.integers(min_value=1, max_value=36)


@st.composite
def patterns(draw: st.DrawFn) -> list[Instalment]:
    """Any payments that come to the whole, at any months."""
    cuts = sorted(draw(st.sets(st.integers(min_value=1, max_value=99), max_size=5)))
    percents = [end - start for start, end in zip([0, *cuts], [*cuts, 100], strict=True)]
    after = sorted(draw(st.lists(st.integers(0, 36), min_size=len(percents), max_size=len(percents))))
    return [
        Instalment.model_validate({"percent": percent, "after_months": month, "label": "Part"})
        for percent, month in zip(percents, after, strict=True)
    ]


@given(amounts, starts, months, st.one_of(patterns(), st.sampled_from([tier.payments for tier in TIERS])))
def test_payments_add_up_to_the_award_and_fall_within_it(
    amount: int, start: date, length: int, pattern: list[Instalment]
) -> None:
    end = last_day(start, length)

    planned = plan_payments(amount, start, end, pattern)

    assert sum(each.amount_pence for each in planned) == amount
    assert all(each.amount_pence > 0 for each in planned)
    assert [each.number for each in planned] == list(range(1, len(planned) + 1))
    days = [each.due_on for each in planned]
    assert days == sorted(set(days))
    assert start <= days[0]
    assert days[-1] <= end


@given(starts, months, st.integers(min_value=0, max_value=12))
def test_every_day_of_a_grant_is_in_one_report(start: date, length: int, every: int) -> None:
    end = last_day(start, length)

    planned = plan_reports(start, end, every)

    assert planned[0].period_from == start
    assert planned[-1].period_to == end
    for before, after in pairwise(planned):
        assert after.period_from == before.period_to + timedelta(days=1)
    assert all(each.period_from <= each.period_to < each.due_on for each in planned)


def test_half_now_and_half_in_six_months_gives_the_odd_penny_to_the_last() -> None:
    small = next(tier for tier in TIERS if tier.key == "small")

    first, second = plan_payments(1_000_001, date(2027, 4, 1), date(2028, 3, 31), small.payments)

    assert (first.amount_pence, first.due_on) == (500_000, date(2027, 4, 1))
    assert (second.amount_pence, second.due_on) == (500_001, date(2027, 10, 1))


def test_a_payment_after_the_end_is_made_with_the_one_before() -> None:
    small = next(tier for tier in TIERS if tier.key == "small")

    [only] = plan_payments(1_000_000, date(2027, 4, 1), date(2027, 7, 31), small.payments)

    assert (only.amount_pence, only.due_on) == (1_000_000, date(2027, 4, 1))


def test_a_grant_of_a_penny_is_paid_once() -> None:
    large = TIERS[-1]

    [only] = plan_payments(1, date(2027, 4, 1), date(2028, 3, 31), large.payments)

    assert only.amount_pence == 1


def test_a_month_later_than_the_last_of_january_is_the_last_of_february() -> None:
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2027, 12, 15), 1) == date(2028, 1, 15)


def test_a_micro_grant_is_asked_about_once_at_its_end() -> None:
    [only] = plan_reports(date(2027, 4, 1), date(2028, 3, 31), 0)

    assert only.due_on == date(2028, 4, 28)


def test_a_short_rest_joins_the_last_period_and_a_long_one_stands_alone() -> None:
    fourteen = plan_reports(date(2027, 4, 1), date(2028, 5, 31), 12)
    twenty = plan_reports(date(2027, 4, 1), date(2028, 11, 30), 12)

    assert [each.period_to for each in fourteen] == [date(2028, 5, 31)]
    assert [each.period_to for each in twenty] == [date(2028, 3, 31), date(2028, 11, 30)]

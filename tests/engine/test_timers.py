"""When a stage's timers remind and act."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from grantflow.core.calendar import LONDON, local_date
from grantflow.engine.timers import Due, due_times
from tests.engine.workflows import a_kettle

COOLING = """
[[timer]]
key = "cooling"
stage = "full"
after_days = 28
remind = [14, 3]
notice = "tea-is-ready"
then = "tip-out"
"""

CLOSING = """
[[timer]]
key = "closing"
stage = "empty"
relative_to = "closes_at"
offset_days = -1
remind = [7]
notice = "tea-is-ready"
then = "fill"
"""


def london(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON).astimezone(UTC)


def test_a_timer_reminds_at_days_left_and_then_acts() -> None:
    dues = due_times(a_kettle(COOLING), "full", london(2026, 6, 1), {})

    assert dues == [
        Due("cooling", "remind", 14, london(2026, 6, 15), notice="tea-is-ready"),
        Due("cooling", "remind", 3, london(2026, 6, 26), notice="tea-is-ready"),
        Due("cooling", "act", 0, london(2026, 6, 29), action="tip-out"),
    ]


def test_noon_stays_noon_over_the_end_of_summer_time() -> None:
    dues = due_times(a_kettle(COOLING), "full", london(2026, 10, 12), {})

    assert [due.due_at.hour for due in dues] == [12, 12, 12]  # UTC, though it began at 11
    assert [due.due_at.astimezone(LONDON).hour for due in dues] == [12, 12, 12]


def test_a_timer_at_another_stage_waits_for_nothing() -> None:
    assert due_times(a_kettle(COOLING), "poured", london(2026, 6, 1), {}) == []


def test_a_timer_counts_from_a_date_on_the_case() -> None:
    dues = due_times(a_kettle(CLOSING), "empty", london(2026, 6, 1), {"closes_at": london(2026, 7, 3)})

    assert [(due.does, due.due_at) for due in dues] == [
        ("remind", london(2026, 6, 25)),
        ("act", london(2026, 7, 2)),
    ]


def test_a_timer_stands_still_until_its_date_is_set() -> None:
    assert due_times(a_kettle(CLOSING), "empty", london(2026, 6, 1), {"closes_at": None}) == []


def test_nobody_is_reminded_of_what_was_before_they_came() -> None:
    dues = due_times(a_kettle(CLOSING), "empty", london(2026, 6, 28), {"closes_at": london(2026, 7, 3)})

    assert [due.does for due in dues] == ["act"]


def test_whoever_comes_after_the_end_is_due_at_once() -> None:
    late = london(2026, 8, 1)
    [due] = due_times(a_kettle(CLOSING), "empty", late, {"closes_at": london(2026, 7, 3)})

    assert due.does == "act"
    assert due.due_at < late


def test_working_days_skip_easter_forwards_and_back() -> None:
    timer = """
[[timer]]
key = "boiling"
stage = "full"
after_days = 2
working_days = true
remind = [1]
notice = "tea-is-ready"
"""
    [due] = due_times(a_kettle(timer), "full", london(2026, 4, 1), {})

    assert due.due_at == london(
        2026, 4, 2
    )  # two working days end on Tuesday 7 April; one before that is Thursday


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    st.integers(0, 400),
    st.lists(st.integers(0, 400), min_size=1, max_size=4, unique=True),
)
def test_reminders_come_in_order_and_never_before_the_start_or_after_the_end(
    entered_at: datetime, after_days: int, remind: list[int]
) -> None:
    timer = f"""
[[timer]]
key = "cooling"
stage = "full"
after_days = {after_days}
remind = {remind}
notice = "tea-is-ready"
then = "tip-out"
"""
    dues = due_times(a_kettle(timer), "full", entered_at, {})
    ends_on = local_date(entered_at) + timedelta(days=after_days)

    assert [due.due_at for due in dues] == sorted(due.due_at for due in dues)
    assert [due.does for due in dues][-1] == "act"
    assert {due.days_left for due in dues if due.does == "remind"} == {
        days for days in remind if days <= after_days
    }
    for due in dues:
        assert due.due_at >= entered_at
        assert local_date(due.due_at) == ends_on - timedelta(days=due.days_left)

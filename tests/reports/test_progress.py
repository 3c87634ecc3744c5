"""How far people travelled over time: whichever way it is added up, and for whoever reads it."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask

from grantflow.core.calendar import quarter_ends
from grantflow.core.disclosure import Reader
from grantflow.reports.progress import Course, progress_of_award, progress_of_region, progress_of_round
from grantflow.reports.published import published_of_round, published_of_theme
from tests.factories import a_round
from tests.reports.reported import OUTCOME, a_fund_that_reported, a_report, an_award_towards
from tests.web.queries import counted

TODAY = date(2026, 11, 23)


def test_quarters_end_in_march_june_september_and_december() -> None:
    ends = quarter_ends(date(2025, 11, 2), date(2026, 6, 30))

    assert ends == [date(2025, 12, 31), date(2026, 3, 31)]
    assert quarter_ends(date(2026, 1, 1), date(2026, 3, 31)) == []


def test_the_newest_report_stands_for_the_grant_and_nobody_is_counted_twice(app: Flask) -> None:
    award = an_award_towards(a_round(), "B")
    a_report(award, 1, moved(forward=4, same=8), sent_at=on(2026, 2, 3))
    a_report(award, 2, moved(forward=9, same=6, unknown=1), sent_at=on(2026, 8, 9))

    [course] = progress_of_award(award.id, TODAY)

    assert told(course) == [(date(2026, 3, 31), 4, 12), (date(2026, 9, 30), 9, 16)]


def test_a_report_counts_from_the_day_it_came_and_a_late_one_does_not_undo_a_newer(app: Flask) -> None:
    award = an_award_towards(a_round(), "B")
    a_report(award, 2, moved(forward=9), sent_at=on(2026, 2, 3))
    a_report(award, 1, moved(forward=4), sent_at=on(2026, 5, 3))

    [course] = progress_of_award(award.id, TODAY)

    assert told(course) == [(date(2026, 3, 31), 9, 9)]


def test_a_report_that_was_waived_leaves_the_one_before_it_standing(app: Flask) -> None:
    award = an_award_towards(a_round(), "B")
    a_report(award, 1, moved(forward=4), sent_at=on(2026, 2, 3))
    a_report(award, 2, sent_at=on(2026, 5, 3), stage="waived")

    [course] = progress_of_award(award.id, TODAY)

    assert told(course) == [(date(2026, 3, 31), 4, 4)]


def test_what_has_come_since_the_quarters_end_is_shown_up_to_today_but_not_to_the_public(app: Flask) -> None:
    round = a_round()
    a_report(an_award_towards(round, "B"), 1, moved(forward=40), sent_at=on(2026, 10, 3))

    [course] = progress_of_round(round.id, TODAY, Reader.SAME_REGION)

    assert told(course) == [(TODAY, 40, 40)]
    assert published_of_round(round.id, TODAY) == []


def test_a_report_that_was_not_sent_is_nobodys_business(app: Flask) -> None:
    award = an_award_towards(a_round(), "B")
    a_report(award, 1, moved(forward=4), sent_at=on(2026, 2, 3), stage="announced")

    assert progress_of_award(award.id, TODAY) == []


def test_a_round_is_the_sum_of_its_grants_and_says_how_many_they_are(app: Flask) -> None:
    round = a_round()
    for forward in (12, 5, 3):
        a_report(an_award_towards(round, "B"), 1, moved(forward=forward), sent_at=on(2026, 2, 3))
    a_report(an_award_towards(a_round(), "C"), 1, moved(forward=50), sent_at=on(2026, 2, 3))

    [course] = progress_of_round(round.id, TODAY, Reader.SAME_REGION)

    assert (told(course), course.newest.grants) == ([(date(2026, 3, 31), 20, 20)], 3)


def test_another_region_sees_the_same_numbers_rounded(app: Flask) -> None:
    a_report(an_award_towards(a_round(), "B"), 1, moved(forward=12, back=3), sent_at=on(2026, 2, 3))

    [exact] = progress_of_region("B", TODAY, Reader.SAME_REGION)
    [rounded] = progress_of_region("B", TODAY, Reader.OTHER_REGION)

    assert shown(exact) == ["12", "0", "3", "0", "15"]
    assert shown(rounded) == ["10", "fewer than 5", "fewer than 5", "fewer than 5", "15"]


def test_the_public_sees_small_counts_of_a_round_only_together(app: Flask) -> None:
    round = a_round()
    for forward, back in ((22, 4), (6, 4), (7, 3)):
        counts = moved(forward=forward, back=back)
        a_report(an_award_towards(round, "B"), 1, counts, sent_at=on(2026, 2, 3))

    [course] = published_of_round(round.id, TODAY)

    assert shown(course) == ["35", "too few to show", "10", "too few to show", "45"]


def test_of_one_grant_the_public_is_told_that_it_is_fewer_than_ten(app: Flask) -> None:
    round = a_round()
    a_report(an_award_towards(round, "B"), 1, moved(forward=22, back=4), sent_at=on(2026, 2, 3))

    [course] = published_of_round(round.id, TODAY)

    assert shown(course) == ["20", "fewer than 10", "fewer than 10", "fewer than 10", "20"]


def test_a_theme_is_told_across_rounds_and_by_round_and_by_region(app: Flask) -> None:
    north, everywhere = a_round(), a_round(region_code=None)
    for round, region, forward in ((north, "B", 20), (everywhere, "B", 30), (everywhere, "C", 40)):
        a_report(an_award_towards(round, region), 1, moved(forward=forward), sent_at=on(2026, 2, 3))

    theme = published_of_theme(OUTCOME, TODAY)

    assert theme is not None
    assert shown(theme.course)[0] == "90"
    assert {key: str(each.row.parts["forward"]) for key, each in theme.by_region.items()} == {
        "B": "50",
        "C": "40",
    }
    assert {key: str(each.row.parts["forward"]) for key, each in theme.by_round.items()} == {
        north.id: "20",
        everywhere.id: "70",
    }


def test_a_theme_that_nobody_counted_is_none(app: Flask) -> None:
    assert published_of_theme(OUTCOME, TODAY) is None


def test_it_takes_as_many_statements_for_eighteen_grants_as_for_three(app: Flask) -> None:
    few, many = a_fund_that_reported(1, grants=1), a_fund_that_reported(2, grants=6)

    for round in (few.rounds[0], many.rounds[0]):
        with counted() as seen:
            progress_of_round(round.id, TODAY, Reader.SAME_REGION)
        assert len(seen) == 1
        with counted() as seen:
            published_of_round(round.id, TODAY)
        assert len(seen) == 2
    with counted() as seen:
        published_of_theme(OUTCOME, TODAY)
    assert len(seen) == 2


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def moved(**counts: int) -> dict[str, int]:
    return {"forward": 0, "same": 0, "back": 0, "unknown": 0} | counts


def told(course: Course) -> list[tuple[date, int | None, int | None]]:
    """By when, how many forward, and how many in all."""
    return [(each.by, each.row.parts["forward"].number, each.row.total.number) for each in course.points]


def shown(course: Course) -> list[Any]:
    row = course.newest.row
    return [str(each) for each in (*row.parts.values(), row.total)]

"""What stands from before, what counts, and what is against asking: over plain values."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantflow.checks import rules
from grantflow.checks.rules import Earlier

TODAY = date(2026, 11, 23)
LATER = TODAY + timedelta(days=30)
HOUSE = ("Harbour House", "1155001")


def earlier(result: str = "pass", expires_on: date | None = LATER, **given: Any) -> Earlier:
    return Earlier(result, expires_on, **{"about": HOUSE} | given)


@pytest.mark.parametrize("result", ["pass", "condition"])
def test_what_was_passed_stands_until_it_runs_out(result: str) -> None:
    assert rules.standing([earlier(result)], HOUSE, TODAY) == 0
    assert rules.standing([earlier(result, TODAY)], HOUSE, TODAY) == 0
    assert rules.standing([earlier(result, TODAY - timedelta(days=1))], HOUSE, TODAY) is None


@pytest.mark.parametrize("result", ["query", "fail", "not-needed"])
def test_nothing_else_stands(result: str) -> None:
    assert rules.standing([earlier(result)], HOUSE, TODAY) is None


def test_a_result_that_never_runs_out_does_not_stand_either() -> None:
    assert rules.standing([earlier(expires_on=None)], HOUSE, TODAY) is None


@pytest.mark.parametrize(
    "spoilt",
    [
        {"about": ("Harbour Hostel", "1155001")},
        {"about": ("Harbour House", "1155002")},
        {"about": ("Harbour House", None)},
        {"told_since": True},
        {"checker_is_close": True},
    ],
)
def test_another_name_other_news_or_an_interest_ends_it(spoilt: dict[str, Any]) -> None:
    assert rules.standing([earlier(**spoilt)], HOUSE, TODAY) is None
    # An older one that nothing is wrong with stands in its place.
    assert rules.standing([earlier(**spoilt), earlier()], HOUSE, TODAY) == 1


@pytest.mark.parametrize("newer", ["query", "fail"])
def test_a_newer_doubt_takes_the_ground_from_an_older_pass(newer: str) -> None:
    assert rules.standing([earlier(newer), earlier()], HOUSE, TODAY) is None


a_result = st.builds(
    Earlier,
    result=st.sampled_from(["pass", "condition", "query", "fail", "not-needed"]),
    expires_on=st.none() | st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=9)),
    about=st.sampled_from([HOUSE, ("Harbour Hostel", None)]),
    told_since=st.booleans(),
    checker_is_close=st.booleans(),
)


@given(st.lists(a_result, max_size=6), st.lists(a_result, max_size=3))
def test_what_stands_is_a_pass_in_time_about_this_organisation_with_no_doubt_after_it(
    found: list[Earlier], older: list[Earlier]
) -> None:
    place = rules.standing(found, HOUSE, TODAY)

    if place is not None:
        chosen = found[place]
        assert chosen.result in {"pass", "condition"}
        assert chosen.expires_on is not None
        assert chosen.expires_on >= TODAY
        assert chosen.about == HOUSE
        assert not chosen.told_since
        assert not chosen.checker_is_close
        assert not {each.result for each in found[:place]} & {"query", "fail"}
        # What lies further back changes nothing.
        assert rules.standing(found + older, HOUSE, TODAY) == place


@pytest.mark.parametrize(
    ("by_person", "expires_on", "stands", "own"),
    [
        (True, None, False, True),
        (False, None, False, True),
        (True, None, True, True),
        (True, TODAY, True, True),
        (True, TODAY - timedelta(days=1), True, False),
        (False, LATER, True, False),
    ],
)
def test_a_persons_word_on_this_very_application_goes_first(
    by_person: bool, expires_on: date | None, stands: bool, own: bool
) -> None:
    assert rules.own_counts(by_person=by_person, expires_on=expires_on, today=TODAY, stands=stands) == own


def test_eligibility_is_settled_by_the_checks_that_decide_it_and_no_others() -> None:
    settled = {"REG": "pass", "BAND": "condition", "ACC": "query"}

    assert rules.eligibility_is_settled(["REG", "BAND", "ACC"], settled, in_the_way=False)
    assert not rules.eligibility_is_settled(["REG", "BAND"], settled | {"BAND": "query"}, in_the_way=False)
    assert not rules.eligibility_is_settled(["REG", "BAND"], {"REG": "pass"}, in_the_way=False)
    assert not rules.eligibility_is_settled(["REG", "BAND"], settled, in_the_way=True)


def against(**given: Any) -> list[str]:
    asked: dict[str, Any] = {
        "missing": {"ACC": "Your return."}, "open_codes": ["ACC"], "by": LATER, "today": TODAY,
        "asked_before": 0, "why_again": "", "still_open": False,
    } | given  # fmt: skip
    missing, open_codes, by, today = (asked.pop(name) for name in ("missing", "open_codes", "by", "today"))
    return [each.key for each in rules.query_may_be_sent(missing, open_codes, by, today, **asked)]


def test_asking_once_needs_words_a_check_that_is_open_and_a_day_to_come() -> None:
    assert against() == []
    assert against(missing={}) == ["query-not-written"]
    assert against(open_codes=[]) == ["query-not-wanted"]
    assert against(by=TODAY) == ["query-needs-a-day"]
    assert against(by=None) == ["query-needs-a-day"]


def test_asking_twice_needs_a_reason_and_never_while_an_answer_is_awaited() -> None:
    assert against(asked_before=1) == ["query-asked-before"]
    assert against(asked_before=1, why_again="  ") == ["query-asked-before"]
    assert against(asked_before=1, why_again="The bank merged.") == []
    assert against(asked_before=1, why_again="The bank merged.", still_open=True) == ["query-still-open"]


def test_longer_is_later_than_before_and_still_to_come() -> None:
    assert rules.longer_is_later(LATER, TODAY, TODAY) is None
    for day in (None, TODAY, TODAY - timedelta(days=1)):
        assert rules.longer_is_later(day, TODAY, TODAY) is not None
    assert rules.longer_is_later(LATER, LATER, TODAY) is not None

"""The rules of reports and reviews, with plain values."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantflow.engine.tiers import Evaluation
from grantflow.errors import Reason
from grantflow.monitoring import rules
from grantflow.monitoring.distance import Counts, Travelled, added_up

few = st.integers(min_value=0, max_value=500)


def test_counts_that_fit_together_are_left_alone_and_back_is_one_of_them() -> None:
    counts = Counts(started=30, two_points=20, forward=5, same=3, back=8, unknown=4, left_early=10)

    assert rules.counts_add_up(counts) == []


def test_each_sum_that_does_not_fit_is_named_with_its_numbers() -> None:
    counts = Counts(started=5, two_points=20, forward=5, same=3, back=8, unknown=3, left_early=6)

    assert rules.counts_add_up(counts) == [
        Reason("moves-do-not-add-up", {"moved": 19, "two_points": 20}),
        Reason("seen-twice-more-than-started", {"two_points": 20, "started": 5}),
        Reason("left-more-than-started", {"left_early": 6, "started": 5}),
    ]


@given(few, few, few, few, few)
def test_parts_that_make_the_whole_always_fit(
    forward: int, same: int, back: int, unknown: int, others: int
) -> None:
    whole = forward + same + back + unknown
    counts = Counts(
        started=whole + others, two_points=whole, forward=forward, same=same, back=back, unknown=unknown
    )

    assert rules.counts_add_up(counts) == []


def test_grants_are_added_up_by_outcome() -> None:
    one = Travelled(outcome_key="housing", wording="A place to live", counts=Counts(started=3, forward=1))
    other = Travelled(outcome_key="housing", wording="A home", counts=Counts(started=4, back=2))
    third = Travelled(outcome_key="welfare", wording="Money", counts=Counts(started=1))

    housing, welfare = added_up([one, other, third])

    assert (housing.wording, housing.counts) == ("A place to live", Counts(started=7, forward=1, back=2))
    assert welfare.counts.started == 1


def test_a_report_is_complete_when_nothing_is_missing() -> None:
    assert rules.report_is_complete(0, []) is None
    assert rules.report_is_complete(1, []) == "report-incomplete"
    assert rules.report_is_complete(0, ["Housing"]) == "report-incomplete"


def test_nobody_is_asked_to_count_who_tells_us_in_a_call_or_whose_grant_is_micro() -> None:
    assert rules.counts_are_asked(call=False, evaluation=Evaluation.OWN_MEASURE)
    assert not rules.counts_are_asked(call=True, evaluation=Evaluation.OWN_MEASURE)
    assert not rules.counts_are_asked(call=False, evaluation=Evaluation.NONE)


def test_while_a_call_is_to_come_only_whoever_rings_writes() -> None:
    assert rules.report_is_open(rules.CALL) == "call-is-coming"
    assert rules.report_is_open(rules.CALL, writes_up_calls=True) is None
    assert rules.report_is_open("written-up") is None
    assert rules.report_is_open("received", writes_up_calls=True) == "report-not-open"


@pytest.mark.parametrize(("read", "what_next"), [("", "We will ring."), ("We read it.", " "), ("", "")])
def test_a_reply_says_what_was_read_and_what_will_happen(read: str, what_next: str) -> None:
    assert rules.reply_is_written(read, what_next) == "reply-not-written"
    assert rules.reply_is_written("We read of the kitchen.", "We will ring in May.") is None


def test_one_award_in_five_is_drawn_and_the_draw_can_be_repeated() -> None:
    awards = [UUID(int=number) for number in range(2_000)]
    drawn = [each for each in awards if rules.is_evaluated(Evaluation.SAMPLE, each)]

    assert 320 < len(drawn) < 480
    assert all(rules.is_evaluated(Evaluation.SAMPLE, each) for each in drawn)
    assert all(rules.is_evaluated(Evaluation.EVERY, each) for each in awards)
    assert not any(rules.is_evaluated(Evaluation.NONE, each) for each in awards)


def test_a_report_is_open_while_it_is_asked_for() -> None:
    assert rules.report_is_open("announced") is None
    assert rules.report_is_open("overdue") is None
    assert rules.report_is_open("received") == "report-not-open"
    assert rules.reports_still_open(["answered", "waived", "received"]) == 1

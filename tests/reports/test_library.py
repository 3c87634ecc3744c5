"""What anybody may find in the library, by words and by context, on both databases alike."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.casework.answering import save_answers
from grantflow.casework.commands import take_action
from grantflow.casework.models import Answer
from grantflow.db import db, unit_of_work
from grantflow.learning.models import LearningEntry
from grantflow.reports import library
from grantflow.reports.library import Place, Wanted, count_without_each
from tests.conftest import NOON
from tests.factories import a_learning_entry, a_regional_lead, an_award, at_noon
from tests.learning.filled import ENTRY


def found(**wanted: Any) -> set[Any]:
    return {row.id for row in library.library(Wanted(**wanted)).rows}


def test_the_library_is_narrowed_by_what_mattered(app: Flask) -> None:
    award = an_award()
    strong = a_learning_entry(
        award, stage="published", evidence=3, worked="yes", outcomes=["housing"], cohorts=["women", "veterans"],
        settings=["prison"], rurality="city", need_level="high", partner_types=["health"],
    )  # fmt: skip
    failed = a_learning_entry(
        award, stage="published", evidence=1, worked="no", outcomes=["mental-health"], cohorts=["women"],
        settings=["community", "through-the-gate"], rurality="town", need_level="low", partner_types=["none"],
    )  # fmt: skip
    a_learning_entry(award, stage="draft", worked="no", cohorts=["women"], rurality="town")

    both = {strong.id, failed.id}
    assert found() == found(cohort="women") == found(region="B") == both
    assert found(worked="no") == found(rurality="town") == found(setting="through-the-gate") == {failed.id}
    assert found(outcome="housing") == found(cohort="veterans") == found(need="high") == {strong.id}
    assert found(partner="health") == found(evidence=2) == found(setting="prison") == {strong.id}
    assert found(cohort="women", setting="prison", rurality="city", worked="yes") == {strong.id}
    assert found(outcome='h"ousing%') == found(cohort="wom") == found(region="A") == set()
    assert found(cohort="women", setting="prison", worked="no") == set()


def test_words_are_found_in_what_is_published_and_with_every_filter(app: Flask) -> None:
    award = an_award()
    cooking = a_learning_entry(award, stage="published", answers=ENTRY)
    choir = a_learning_entry(
        award, stage="published", answers=ENTRY | {"mechanism": "They sang.", "title": "A choir"}
    )

    assert found(words="asked") == {cooking.id}
    assert found(words="SANG thursday") == {choir.id}
    assert found(words='"eaten together every"') == {cooking.id, choir.id}
    assert found(words="asked", cohort="women", rurality="town") == {cooking.id}
    assert found(words="asked", rurality="city") == set()
    assert found(words="hursday") == found(words="asked zebra") == set()


@pytest.mark.parametrize("stage", ["draft", "in-review", "retired"])
def test_no_word_of_what_is_not_published_is_ever_found(app: Flask, stage: str) -> None:
    entry = a_learning_entry(an_award(), stage="published", answers=ENTRY)
    assert found(words="coastal") == {entry.id}

    move(entry, stage)

    assert found(words="coastal") == found() == set()
    db.session.rollback()
    move(entry, "published")
    assert found(words="coastal") == {entry.id}


def test_what_is_looked_at_again_is_found_until_somebody_decides(app: Flask) -> None:
    entry = a_learning_entry(an_award(), stage="published", answers=ENTRY, consent_given_at=NOON)
    lead = a_regional_lead()

    with unit_of_work():
        take_action(entry, "look-again", at_noon(lead))
    assert found(words="coastal") == found() == {entry.id}

    with unit_of_work():
        take_action(entry, "write-again", at_noon(lead), note="The hall has gone.")
    assert found(words="coastal") == found() == set()


def test_a_choice_is_a_filter_and_no_word(app: Flask) -> None:
    entry = a_learning_entry(an_award(), stage="published", answers=ENTRY | {"rurality": "countryside"})

    assert found(words="countryside") == found(words="partly") == set()
    assert found(rurality="countryside") == found(words=entry.reference) == {entry.id}


def test_an_entry_is_found_by_whose_it_is_under_their_present_name(app: Flask) -> None:
    entry = a_learning_entry(an_award(), stage="published", answers=ENTRY)
    organisation = entry.organisation
    assert organisation is not None
    with unit_of_work():
        organisation.name = "Crane House"

    assert found(words="crane") == {entry.id}


@pytest.mark.parametrize(
    "typed",
    ['"', "*", "AND", "cook NEAR(", "& | !", "a <-> b:*", "'", "\\", "\x00", "🦊", "%", "Ω" * 100, "a " * 60],
)
def test_nothing_that_somebody_types_is_an_error(app: Flask, typed: str) -> None:
    entry = a_learning_entry(an_award(), stage="published", answers=ENTRY)

    assert found(words=typed) <= {entry.id}
    assert found(words=typed, cohort=typed, region="B") == set()


@pytest.mark.parametrize("common", [1, 10_000])
def test_common_words_and_rare_ones_find_the_same(
    app: Flask, monkeypatch: pytest.MonkeyPatch, common: int
) -> None:
    monkeypatch.setattr(library, "COMMON", common)
    award = an_award()
    women, men = (
        a_learning_entry(award, stage="published", answers=ENTRY, cohorts=[who]) for who in ("women", "men")
    )

    assert found(words="thursday") == {women.id, men.id}
    assert found(words="thursday", cohort="women") == {women.id}


def test_pages_go_through_all_entries_once_newest_first_whatever_came_of_them(app: Flask) -> None:
    award = an_award()
    entries = [
        a_learning_entry(
            award, stage="published", worked=("yes", "partly", "no")[number % 3],
            published_at=NOON - timedelta(days=number // 2),
        )
        for number in range(45)
    ]  # fmt: skip
    newest = sorted(entries, key=lambda entry: (entry.published_at or NOON, entry.id), reverse=True)

    first = library.library()
    second = library.library(place=Place(after=first.last_row))
    third = library.library(place=Place(after=second.last_row))
    assert [row.id for page in (first, second, third) for row in page.rows] == [entry.id for entry in newest]
    assert (first.count, first.has_previous, third.has_previous, third.has_next) == (45, False, True, False)
    back = library.library(place=Place(before=third.first_row))
    assert ([row.id for row in back.rows], back.has_next) == ([row.id for row in second.rows], True)
    assert len(library.library(place=Place(after="yesterday~me")).rows) == library.PAGE


def test_what_to_widen_is_counted_for_each_thing_asked(app: Flask) -> None:
    award = an_award()
    for rurality in ("town", "town", "city"):
        a_learning_entry(
            award, stage="published", answers=ENTRY | {"rurality": rurality}, outcomes=["housing"]
        )

    wanted = Wanted(words="thursday", outcome="welfare", rurality="city")
    assert library.library(wanted).count == 0
    assert count_without_each(wanted) == {"words": 0, "outcome": 1, "rurality": 0}
    assert count_without_each(Wanted()) == {}


def test_the_fund_s_own_learning_stands_among_the_others(app: Flask) -> None:
    entry = a_learning_entry(None, stage="published", answers=ENTRY)
    a_learning_entry(None, stage="draft", answers=ENTRY)

    assert found(words="coastal") == {entry.id}


def move(entry: LearningEntry, stage: str) -> None:
    entry.stage = stage
    db.session.commit()


def test_an_answer_that_is_mended_by_hand_is_found_as_it_is_now(app: Flask) -> None:
    entry = a_learning_entry(an_award(), stage="published", answers=ENTRY)
    with unit_of_work():
        save_answers(entry, {"where": "An inland city.", "context-market": "No jobs for herons."}, at_noon())

    assert found(words="coastal") == set()
    assert found(words="inland herons") == {entry.id}
    with unit_of_work():
        db.session.delete(
            db.session.scalars(select(Answer).where(Answer.question_key == "context-market")).one()
        )
    assert found(words="herons") == set()

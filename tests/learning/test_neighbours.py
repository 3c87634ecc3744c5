"""The published entries near one, as the database finds them."""

from typing import Any

from flask import Flask

from grantflow.learning.models import LearningEntry
from grantflow.learning.neighbours import find_neighbours
from tests.factories import a_learning_entry, an_award
from tests.learning.filled import ENTRY
from tests.web.browser import counting


def test_those_that_came_out_alike_and_otherwise_are_found_among_the_published(app: Flask) -> None:
    award = an_award()

    def an_entry(stage: str = "published", **given: Any) -> LearningEntry:
        return a_learning_entry(award, stage=stage, answers=ENTRY, **({"worked": "yes"} | given))

    here, alike, otherwise = an_entry(), an_entry(rurality="city"), an_entry(worked="no")
    again = an_entry(stage="looked-at-again", rurality="city", need_level="high")
    an_entry(outcomes=["housing"])
    for stage in ("draft", "in-review", "retired"):
        an_entry(stage=stage)
        an_entry(stage=stage, worked="no")

    near = find_neighbours(here, ENTRY["mechanism"])

    assert [each.id for each in near.found.similar] == [alike.id, again.id]
    assert [each.id for each in near.found.contrary] == [otherwise.id]
    assert near.titles[otherwise.id] == otherwise.title
    back = find_neighbours(otherwise, "")
    assert {each.id for each in back.found.contrary} == {here.id, alike.id, again.id}
    assert back.found.similar == ()


def test_one_statement_finds_them_however_many_there_are(app: Flask) -> None:
    award = an_award()
    here = a_learning_entry(award, stage="published", answers=ENTRY)

    def statements() -> int:
        with counting() as seen:
            find_neighbours(here, ENTRY["mechanism"])
        return len(seen)

    assert statements() == 1
    for number in range(45):
        a_learning_entry(award, stage="published", answers=ENTRY | {"worked": ("yes", "no")[number % 2]})
    assert statements() == 1


def test_an_entry_that_says_nothing_of_itself_is_near_nothing(app: Flask) -> None:
    award = an_award()
    a_learning_entry(award, stage="published", answers=ENTRY)
    without_aim = a_learning_entry(award, stage="published", answers=ENTRY, outcomes=[])
    without_context = a_learning_entry(award, stage="published")

    for entry in (without_aim, without_context):
        near = find_neighbours(entry, "").found
        assert (near.similar, near.contrary) == ((), ())

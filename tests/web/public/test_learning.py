"""The library as anybody reads it: context before result, and nothing that is not published."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from grantflow.learning.models import LearningEntry
from tests.conftest import NOON
from tests.factories import a_learning_entry, an_award
from tests.learning.filled import ENTRY
from tests.web.browser import counting, words_of


def an_entry(**given: Any) -> LearningEntry:
    return a_learning_entry(an_award(), **({"stage": "published", "answers": ENTRY} | given))


def test_a_row_says_where_and_for_whom_before_what_happened(client: FlaskClient) -> None:
    an_entry()

    page = words_of(client.get("/learning"))
    row = page[page.index("1 entry, the newest first") :]

    order = [
        ENTRY["title"], "What was true there", "Women", "Young adults aged 18 to 25",
        "In the community", "Town", "Some help needed", "A small coastal town.", "One hall that everybody knows",
        "What happened", "It worked in part", "Half came some way", "Evidence: what people who take part say",
    ]  # fmt: skip
    places = [row.index(words) for words in order]
    assert places == sorted(places)


def test_what_did_not_work_has_a_filter_of_its_own_and_is_not_last(client: FlaskClient) -> None:
    old = an_entry(
        published_at=NOON - timedelta(days=9), answers=ENTRY | {"title": "An older one", "worked": "yes"}
    )
    failed = an_entry(answers=ENTRY | {"title": "One that failed", "worked": "no"})

    page = words_of(client.get("/learning"))
    assert page.index(failed.title) < page.index(old.title)
    narrowed = words_of(client.get("/learning?worked=no"))
    assert "It did not work, and here is why Half came" in narrowed
    assert old.title not in narrowed


def test_words_are_shown_where_they_were_found(client: FlaskClient) -> None:
    an_entry()

    page = client.get("/learning?words=hands+busy")

    assert (
        '<p class="govuk-body-s gf-said">We believed that people talk more easily when their hands are busy.'
        in (page.get_data(as_text=True))
    )


def test_an_empty_result_says_what_to_widen(client: FlaskClient) -> None:
    an_entry()

    page = client.get("/learning?words=thursday&rurality=city")

    assert "Nothing fits all of that" in words_of(page)
    assert "“City” : 1 entry" in words_of(page) or "“City”: 1 entry" in words_of(page)
    assert 'href="/learning?words=thursday"' in page.get_data(as_text=True)
    alone = words_of(client.get("/learning?words=zebra"))
    assert "There is something without" not in alone
    assert "See everything" in alone


def test_an_empty_library_says_what_will_be_here(client: FlaskClient) -> None:
    an_entry(stage="in-review")

    page = words_of(client.get("/learning"))

    assert "is published here, with their agreement" in page
    assert ENTRY["title"] not in page


@pytest.mark.parametrize(
    "query",
    ["outcome=x", "cohort=%27", "evidence=9", "evidence=one", "region=ZZ", "after=~", "before=x~y", "words=%22%5C",
     "after=2026-11-23T12:00:00~1", "after=0001-01-01T00:00:00%2B14:00~00000000-0000-0000-0000-000000000000",
     "words=" + "%F0%9F%A6%8A" * 60],
)  # fmt: skip
def test_an_odd_address_is_no_mistake(client: FlaskClient, query: str) -> None:
    an_entry()

    assert client.get(f"/learning?{query}").status_code == 200


@pytest.mark.parametrize("query", ["", "?words=thursday&cohort=women"])
def test_a_page_takes_as_many_statements_for_one_entry_as_for_thirty(client: FlaskClient, query: str) -> None:
    def statements() -> int:
        with counting() as seen:
            client.get(f"/learning{query}")
        return len(seen)

    an_entry()
    one = statements()
    for _ in range(30):
        an_entry()
    assert statements() == one


def test_pages_keep_what_was_asked(client: FlaskClient) -> None:
    for number in range(22):
        an_entry(published_at=NOON - timedelta(hours=number))

    first = client.get("/learning?cohort=women").get_data(as_text=True)
    assert "22 entries, the newest first." in first
    [after] = [part.split('"')[0] for part in first.split('href="')[1:] if "after=" in part.split('"')[0]]
    second = client.get(after.replace("&amp;", "&")).get_data(as_text=True)
    assert second.count('<li class="gf-learned__entry">') == 2
    assert "cohort=women&amp;before=" in second


@pytest.mark.parametrize("stage", ["draft", "in-review", "retired"])
def test_what_is_not_published_has_no_page(client: FlaskClient, stage: str) -> None:
    assert client.get(f"/learning/{an_entry(stage=stage).id}").status_code == 404


def test_an_entry_shows_its_context_first_and_says_when_it_is_looked_at_again(client: FlaskClient) -> None:
    entry = an_entry(look_again_at=NOON.replace(year=2028), consent_given_at=NOON)

    page = words_of(client.get(f"/learning/{entry.id}"))

    order = (
        "What was true here", "Women Young adults aged 18 to 25", ENTRY["context-place"], "What happened",
        ENTRY["mechanism"], ENTRY["cost"], ENTRY["limits"], ENTRY["core-parts"], ENTRY["changeable-parts"], "Ask first",
        "2. What people who take part say", "We look at this again in November 2028", "Thanks to",
        "agreed to this on 23 November 2026",
    )  # fmt: skip
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "We are looking at this again" not in page


def test_while_it_is_looked_at_again_it_stays_and_says_so(client: FlaskClient) -> None:
    entry = an_entry(stage="looked-at-again", look_again_at=NOON)

    page = words_of(client.get(f"/learning/{entry.id}"))

    assert "We are looking at this again, because places and services change" in page
    assert ENTRY["mechanism"] in page
    assert "We are looking at this again" in words_of(client.get("/learning"))


def test_an_entry_leads_to_what_is_like_it_and_to_what_came_out_otherwise(client: FlaskClient) -> None:
    here = an_entry(answers=ENTRY | {"worked": "yes"})
    an_entry(answers=ENTRY | {"title": "Much the same", "worked": "yes", "rurality": "countryside"})
    an_entry(
        answers=ENTRY
        | {
            "title": "Not at all",
            "worked": "no",
            "rurality": "city",
            "setting": ["prison"],
            "need-level": "high",
        }
    )

    page = words_of(client.get(f"/learning/{here.id}"))

    otherwise = page[page.index("It came out differently here") : page.index("Others like it")]
    assert "Not at all Women Young adults aged 18 to 25 In prison City A lot of help needed" in otherwise
    assert "It did not work, and here is why" in otherwise
    assert "What is different: In a city, not a town; in prison, not in the community." in otherwise
    assert "Much the same" in page[page.index("Others like it") :]
    assert "In the countryside, not a town." in page
    alone = an_entry(outcomes=["housing"])
    assert "Others like it" not in words_of(client.get(f"/learning/{alone.id}"))

"""What looks like a person is found; what reports are full of is left alone. Every person here is invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantflow.core.display import day, money
from grantflow.core.identity import TAKEN_OUT, Sort, find, without
from grantflow.core.references import ALPHABET

FOUND = [
    ("John Smith (12/03/1985) came every week.", [Sort.BIRTH]),
    ("Mary O'Neill, 3 March 1979, has a room now.", [Sort.BIRTH]),
    ("She was born on 4 May 1990 and grew up here.", [Sort.BIRTH]),
    ("DOB: 01.02.88", [Sort.BIRTH]),
    ("His date of birth is 1990-05-04.", [Sort.BIRTH]),
    ("His CRN is X123456.", [Sort.CRN]),
    ("crn e987654, seen twice", [Sort.CRN]),
    ("PNC 2001/1234567X", [Sort.PNC]),
    ("pnc 01/1234567x", [Sort.PNC]),
    ("He left prison as A1234BC in June.", [Sort.PRISON]),
    ("NHS 943 476 5919 on the form", [Sort.NHS]),
    ("NHS number 9434765919.", [Sort.NHS]),
    ("Her number is QQ 12 34 56 C", []),  # Q is no prefix that is given out
    ("Her number is AB 12 34 56 C", [Sort.INSURANCE]),
    ("ab123456c", [Sort.INSURANCE]),
    ("He lives at 14 Quarry Lane, Penrith CA11 7XX now.", [Sort.ADDRESS]),
    ("Flat 2, 9a St John’s Road, Carlisle, CA1 1AA", [Sort.ADDRESS]),
    ("Ring her on 07700 900 123.", [Sort.PHONE]),
    ("Ring +44 (0)1632 960 001", [Sort.PHONE]),
    ("(01632) 960001", [Sort.PHONE]),
    ("Write to sam.reid@example.org.", [Sort.EMAIL]),
    ("X123456 rang from 07700 900123", [Sort.CRN, Sort.PHONE]),
]
LEFT_ALONE = [
    "",
    "A-7K3M-Q2PX",
    "We spent £1,234,567 of the grant, £0712345678 in all.",
    "It ran from 12/03/2026 to 4 May 2027, on Tuesdays at 10.30.",
    "We met on 12 March 1985, or so the minute book says.",
    "The charity was founded in 1985 and moved on 3 June 2019.",
    "Harbour House, 12 March 2026",
    "Registered charity 1155001 and company 08123456",
    "24 people started, 18 were seen twice and 9 moved forward (50%).",
    "24/7, 3/4 of them, 2026/27, a ratio of 10/10",
    "The hall on Quarry Lane in Penrith has no evening bus.",
    "A room in CA11 costs more than it did.",
    "Covid in 2020, M6 junction 40, the 104 bus, flat 2 was damp",
    "We filled in form UC50 and form N244 with nine people.",
    "Call us on the usual number between 9 and 5.",
    "Section 6 of the 2007 Act, tier 2, stage 1 to 4",
    "Reference NW-26-0147 and P-2K3M-Q2PX",
    "2,000 people in 100,000 homes; 0.5 of a post; 1 in 10",
    "NHS 943 476 5918 is no number of anybody's",
    "0000000000",
]  # fmt: skip


WORDS = ("we", "met", "on", "thursday", "and", "many", "came", "back", "to", "cook", "for", "24", "people")


@pytest.mark.parametrize(("text", "sorts"), FOUND)
def test_what_looks_like_a_person_is_found(text: str, sorts: list[Sort]) -> None:
    assert [each.sort for each in find(text)] == sorts


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_reports_are_full_of_is_left_alone(text: str) -> None:
    assert find(text) == []


def test_what_is_found_is_quoted_as_it_stands_in_the_text() -> None:
    [found] = find("He lives at 14 Quarry Lane, Penrith CA11 7XX now.")

    assert found.words == "14 Quarry Lane, Penrith CA11 7XX"


def test_taking_it_out_leaves_the_rest_as_it_was() -> None:
    said = "John Smith (12/03/1985) lost his room. His CRN is X123456. We rang the council."

    assert without(said) == f"{TAKEN_OUT}) lost his room. His CRN is {TAKEN_OUT}. We rang the council."


@given(st.text(), st.sampled_from([text for text, sorts in FOUND if sorts]), st.text())
def test_nothing_is_found_in_what_is_left(before: str, said: str, after: str) -> None:
    assert find(without(f"{before} {said} {after}")) == []


@given(st.integers(min_value=100_000_000, max_value=999_999_999))
def test_an_nhs_number_is_known_by_its_check_digit(nine: int) -> None:
    digits = [int(each) for each in str(nine)]
    check = (11 - sum(digit * (10 - place) for place, digit in enumerate(digits)) % 11) % 11
    for last in range(10):
        written = f"number {nine}{last} here"
        found = [each.sort for each in find(written)]
        assert (Sort.NHS in found) == (last == check and len({*digits, last}) > 1), written


@given(st.integers(min_value=0, max_value=10**11))
def test_money_is_nobody(pence: int) -> None:
    assert find(f"We spent {money(pence)} by June.") == []


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_alone_is_nobody(on: date) -> None:
    assert find(f"We met on {day(on)}, {on.isoformat()} or {on:%d/%m/%Y}.") == []


@given(st.sampled_from("AGPRLOW"), st.text(ALPHABET, min_size=8, max_size=8))
def test_a_reference_of_ours_is_nobody(prefix: str, letters: str) -> None:
    assert find(f"As in {prefix}-{letters[:4]}-{letters[4:]}, sent in May.") == []


@given(st.lists(st.sampled_from(WORDS)))
def test_plain_words_are_nobody(words: list[str]) -> None:
    assert find(" ".join(words)) == []

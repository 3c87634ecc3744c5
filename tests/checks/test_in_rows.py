"""What rows say of a check: every fact in words, a question where a person has to judge, and never a fail."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grantflow.charities.models import RegisteredCharity
from grantflow.checks.register import Asked, Finding, find_in_rows, same_name

MADE_ON = date(2026, 11, 25)
CODES = ("REG", "ACC", "QUAL", "BAND", "TRU", "DEP", "RES", "DUP")


def a_charity(**given: Any) -> RegisteredCharity:
    """In order, and not in any database."""
    return RegisteredCharity(
        **{
            "number": "1155001",
            "name": "Harbour House",
            "status": "registered",
            "registered_on": date(2013, 1, 14),
            "removed_on": None,
            "income_pence": 4_200_000,
            "year_ends_on": date(2026, 3, 31),
            "accounts_received_on": date(2026, 7, 4),
            "accounts_overdue": False,
            "accounts_year_ends_on": date(2026, 3, 31),
            "accounts_qualified": False,
            "insolvent": False,
            "in_administration": False,
            "dissolving": False,
            "reserves_pence": None,
            "spending_pence": None,
            "trustees": 5,
        }
        | given
    )


def found(code: str, *, asked: dict[str, Any] | None = None, **charity: Any) -> Finding | None:
    known: dict[str, Any] = {
        "name": "Harbour House",
        "amount_pence": 450_000,
        "most_income_pence": 25_000_000,
    } | (asked or {})
    about = Asked(**known)
    return find_in_rows(code, a_charity(**charity), about, MADE_ON)


def said(code: str, *, asked: dict[str, Any] | None = None, **charity: Any) -> tuple[str, str]:
    finding = found(code, asked=asked, **charity)
    assert finding is not None
    return finding.result, finding.evidence(MADE_ON)


@pytest.mark.parametrize(
    ("code", "charity", "result", "words"),
    [
        (
            "REG", {}, "pass",
            "Harbour House (1155001) is registered since 14 January 2013, as the register had it on 25 November 2026.",
        ),
        (
            "REG", {"status": "removed", "removed_on": date(2024, 6, 30)}, "query",
            "Harbour House (1155001) was removed from the register on 30 June 2024, "
            "as the register had it on 25 November 2026.",
        ),
        (
            "REG", {"name": "Harbour Hostel"}, "query",
            "Charity 1155001 is “Harbour Hostel”, as the register had it on 25 November 2026. "
            "Here it is “Harbour House”.",
        ),
        (
            "ACC", {}, "pass",
            "Accounts for the year to 31 March 2026 arrived on 4 July 2026, "
            "as the register had it on 25 November 2026.",
        ),
        (
            "ACC", {"accounts_year_ends_on": date(2025, 3, 31), "accounts_received_on": date(2026, 2, 3)}, "query",
            "Accounts for the year to 31 March 2025 arrived on 3 February 2026, "
            "as the register had it on 25 November 2026. They were due by 31 January 2026.",
        ),
        (
            "ACC", {"accounts_overdue": True}, "query",
            "Accounts or the annual return are late, as the register had it on 25 November 2026.",
        ),
        (
            "ACC", {"accounts_received_on": None}, "pass",
            "Nothing is late: accounts for the year to 31 March 2026 are due by 31 January 2027, "
            "as the register had it on 25 November 2026.",
        ),
        (
            "ACC",
            {"accounts_received_on": None, "accounts_year_ends_on": date(2025, 3, 31), "income_pence": 900_000},
            "pass",
            "Nothing is late, and with an income of £9,000 accounts need not be sent, "
            "as the register had it on 25 November 2026.",
        ),
        (
            "QUAL", {}, "pass",
            "Accounts not qualified; not insolvent, not in administration and not to be dissolved, "
            "as the register had it on 25 November 2026. Inquiry reports are not among what we hold.",
        ),
        (
            "QUAL", {"accounts_qualified": True, "dissolving": True}, "query",
            "The register warns that its accounts are qualified and it is to be dissolved, "
            "as the register had it on 25 November 2026.",
        ),
        (
            "BAND", {}, "pass",
            "Income was £42,000 in the year to 31 March 2026, as the register had it on 25 November 2026. "
            "This size of grant is for up to £250,000 a year.",
        ),
        (
            "BAND", {"income_pence": 25_000_100}, "query",
            "Income was £250,001 in the year to 31 March 2026, as the register had it on 25 November 2026. "
            "This size of grant is for up to £250,000 a year.",
        ),
        (
            "TRU", {}, "pass",
            "5 trustees on the register, as the register had it on 25 November 2026. "
            "Whether they are related is not on it.",
        ),
        (
            "TRU", {"trustees": 2}, "query",
            "2 trustees on the register, as the register had it on 25 November 2026. "
            "Whether they are related is not on it.",
        ),
        (
            "DEP", {}, "pass",
            "The grant is 11% of a year’s income. Income was £42,000 in the year to 31 March 2026, "
            "as the register had it on 25 November 2026.",
        ),
        (
            "DEP", {"income_pence": 800_000}, "query",
            "The grant is 56% of a year’s income. Income was £8,000 in the year to 31 March 2026, "
            "as the register had it on 25 November 2026. Over half means a talk, never a refusal.",
        ),
        (
            "RES", {"reserves_pence": 2_000_000, "spending_pence": 4_000_000}, "pass",
            "Reserves were £20,000 in the year to 31 March 2026, and spending £40,000, "
            "as the register had it on 25 November 2026.",
        ),
        (
            "RES", {"reserves_pence": -1, "spending_pence": 4_000_000}, "query",
            "Reserves were −£0.01 in the year to 31 March 2026, and spending £40,000, "
            "as the register had it on 25 November 2026.",
        ),
    ],
)  # fmt: skip
def test_each_fact_is_said_with_the_registers_date(
    code: str, charity: dict[str, Any], result: str, words: str
) -> None:
    assert said(code, **charity) == (result, words)


@pytest.mark.parametrize(
    ("code", "charity"),
    [
        ("ACC", {"accounts_year_ends_on": None}),
        ("ACC", {"accounts_received_on": None, "accounts_year_ends_on": date(2025, 3, 31)}),
        ("QUAL", {"accounts_qualified": None}),
        ("BAND", {"income_pence": None}),
        ("DEP", {"income_pence": 0}),
        ("TRU", {"trustees": None}),
        ("RES", {}),
        ("RES", {"reserves_pence": 100, "spending_pence": 0}),
        ("SAN", {}),
        ("GOV", {}),
    ],
)
def test_what_the_rows_do_not_tell_stays_open(code: str, charity: dict[str, Any]) -> None:
    assert found(code, **charity) is None


@pytest.mark.parametrize("code", [code for code in CODES if code != "DUP"])
def test_whoever_is_not_on_the_register_is_left_to_a_person(code: str) -> None:
    asked = Asked(name="Harbour Choir", amount_pence=450_000, most_income_pence=25_000_000)

    assert find_in_rows(code, None, asked, MADE_ON) is None


def test_a_very_small_charity_needs_two_trustees() -> None:
    assert said("TRU", trustees=2, income_pence=999_900)[0] == "pass"
    assert said("TRU", trustees=2, income_pence=1_000_000)[0] == "query"


def test_trustees_who_are_mostly_related_are_a_question_however_many_they_are() -> None:
    result, words = said("TRU", asked={"unrelated": False})

    assert result == "query"
    assert "They told us that most of them are related." in words


def test_what_else_they_asked_for_is_a_question_and_needs_no_register() -> None:
    alone = Asked(name="Harbour Choir", amount_pence=1, most_income_pence=1)
    nothing = find_in_rows("DUP", None, alone, MADE_ON)
    others = found("DUP", asked={"others": ["A-7K3M-Q2PX", "A-2222-3333"]})

    assert nothing is not None
    assert (nothing.result, nothing.evidence(MADE_ON)) == (
        "pass",
        "Nothing else of theirs is open or funded here. Other funders were not looked at.",
    )
    assert others is not None
    assert others.result == "query"
    assert "Also open or funded here: A-7K3M-Q2PX and A-2222-3333." in others.evidence(MADE_ON)


maybe_pence = st.none() | st.integers(-10_000_000, 200_000_000)
maybe_day = st.none() | st.dates(date(2020, 1, 1), date(2027, 12, 31))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    code=st.sampled_from(CODES),
    charity=st.fixed_dictionaries(
        {
            "income_pence": st.none() | st.integers(0, 200_000_000),
            "year_ends_on": maybe_day,
            "accounts_received_on": maybe_day,
            "accounts_year_ends_on": maybe_day,
            "accounts_overdue": st.booleans(),
            "accounts_qualified": st.none() | st.booleans(),
            "insolvent": st.booleans(),
            "in_administration": st.booleans(),
            "dissolving": st.booleans(),
            "reserves_pence": maybe_pence,
            "spending_pence": maybe_pence,
            "trustees": st.none() | st.integers(0, 30),
            "name": st.sampled_from(["Harbour House", "Harbour. Hostel", "x"]),
        }
    ),
    asked=st.fixed_dictionaries(
        {
            "amount_pence": st.none() | st.integers(1, 25_000_000),
            "unrelated": st.none() | st.booleans(),
            "others": st.lists(st.just("A-7K3M-Q2PX"), max_size=3),
        }
    ),
)
def test_whatever_the_rows_say_a_machine_fails_nobody_and_says_why(
    code: str, charity: dict[str, Any], asked: dict[str, Any]
) -> None:
    finding = found(code, asked=asked, **charity)

    if finding is not None:
        assert finding.result in {"pass", "query"}
        words = finding.evidence(MADE_ON)
        assert words.endswith(".")
        assert ".." not in words.replace("...", "")
        assert finding.evidence(MADE_ON) != finding.evidence(None) or not finding.of_register


@given(st.integers(0, 100_000_000), st.integers(0, 100_000_000), st.integers(1, 100_000_000))
def test_more_income_never_makes_a_size_fit_better(one: int, other: int, most: int) -> None:
    results = [
        said("BAND", asked={"most_income_pence": most}, income_pence=each)[0] for each in sorted((one, other))
    ]

    assert results != ["query", "pass"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour House", "HARBOUR HOUSE"),
        ("The Harbour House", "Harbour House"),
        ("Men's Shed & Café", "Mens Shed and Cafe"),
        ("Kelham Recovery Ltd", "Kelham Recovery Limited"),
        ("Kelham Recovery CIO", "Kelham Recovery"),
        ("St. Mary's, Carlisle", "St Marys Carlisle"),
    ],
)
def test_names_that_differ_only_in_signs_are_one_name(one: str, other: str) -> None:
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Harbour House", "Harbour Hostel"), ("The", "Limited"), ("Eden", "Eden Recovery")]
)
def test_other_names_are_other_names(one: str, other: str) -> None:
    assert not same_name(one, other)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_name_is_itself_and_sameness_goes_both_ways(one: str, other: str) -> None:
    assert same_name(one, one)
    assert same_name(one, other) == same_name(other, one)

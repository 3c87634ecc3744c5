"""One line, as people type it."""

import pytest

from grantflow.engine import reading
from grantflow.errors import Refused


def reason(read: object, *lines: str) -> str:
    with pytest.raises(Refused) as refusal:
        read(*lines)  # type: ignore[operator]
    return refusal.value.keys[0]


@pytest.mark.parametrize(
    ("line", "number"), [("30", 30), ("1,200", 1200), ("1 200", 1200), ("-4", -4), ("007", 7)]
)
def test_a_number_may_have_commas_and_spaces(line: str, number: int) -> None:
    assert reading.read_number(line) == number


@pytest.mark.parametrize("line", ["about 30", "1,20", "1e9", "٣٠", "²", "9" * 13, "1,000" * 60, "--3"])
def test_a_number_that_is_not_plain_is_refused(line: str) -> None:
    assert reason(reading.read_number, line) == "number-unclear"


def test_part_of_a_person_is_refused_in_its_own_words() -> None:
    assert reason(reading.read_number, "12.5") == "number-not-whole"


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        (("6", "4", "2027"), "2027-04-06"),
        (("06", "04", "2027"), "2027-04-06"),
        (("29", "2", "2028"), "2028-02-29"),
        (("6", "April", "2027"), "2027-04-06"),
        (("6", "Sept.", "2027"), "2027-09-06"),
    ],
)
def test_a_date_may_name_its_month(typed: tuple[str, str, str], iso: str) -> None:
    assert reading.read_date(*typed) == iso


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (("31", "2", "2027"), "date-not-real"),
        (("29", "2", "2027"), "date-not-real"),
        (("1", "13", "2027"), "date-not-real"),
        (("0", "1", "2027"), "date-not-real"),
        (("1", "1", "0000"), "date-not-real"),
        (("31", "12", "9999"), "date-far-off"),
        (("1", "1", "2100"), "date-far-off"),
        (("31", "12", "1999"), "date-far-off"),
        (("6", "", "2027"), "date-incomplete"),
        (("6", "4", "27"), "date-unclear"),
        (("sixth", "4", "2027"), "date-unclear"),
        (("6", "Octember", "2027"), "date-unclear"),
        (("6", "Ma", "2027"), "date-unclear"),
        (("6", "Foo", "2027"), "date-unclear"),
    ],
)
def test_a_date_that_is_not_one_says_why(typed: tuple[str, str, str], key: str) -> None:
    assert reason(reading.read_date, *typed) == key


@pytest.mark.parametrize(
    ("line", "stored"),
    [
        ("jo@example.org", "jo@example.org"),
        ("Jo.O'Neill+grants@Sub.Example.ORG", "Jo.O'Neill+grants@sub.example.org"),
        ("côr@eisteddfod.cymru", "côr@eisteddfod.cymru"),
        ("a@b-c.co.uk", "a@b-c.co.uk"),
    ],
)
def test_an_email_address_is_kept_with_its_domain_in_small_letters(line: str, stored: str) -> None:
    assert reading.read_email(line) == stored


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("jo smith@example.org", "email-has-space"),
        ("jo @example.org", "email-has-space"),
        ("jo", "email-unclear"),
        ("jo@example", "email-unclear"),
        ("jo@@example.org", "email-unclear"),
        ("jo..b@example.org", "email-unclear"),
        (".jo@example.org", "email-unclear"),
        ("jo.@example.org", "email-unclear"),
        ("jo@example..org", "email-unclear"),
        ("jo@-example.org", "email-unclear"),
        ("<jo@example.org>", "email-unclear"),
        ("jo@example.org,al@example.org", "email-unclear"),
        ("jo@127.0.0.1", "email-unclear"),
        ("a" * 250 + "@example.org", "email-unclear"),
        ("a@" + "a-" * 120 + "!", "email-unclear"),
    ],
)
def test_what_cannot_be_written_to_is_refused(line: str, key: str) -> None:
    assert reason(reading.read_email, line) == key


@pytest.mark.parametrize(
    ("line", "stored"),
    [
        ("01632 960 001", "01632 960 001"),
        ("(01632) 960001", "(01632) 960001"),
        ("07700-900-982", "07700-900-982"),
        ("+44 (0)1632 960 001", "+44 (0)1632 960 001"),
        ("0044 1632 960001", "0044 1632 960001"),
        ("01632 960 001 x12", "01632 960 001 ext 12"),
        ("01632 960 001 Ext. 12", "01632 960 001 ext 12"),
        ("+353 1 555 0100", "+353 1 555 0100"),
    ],
)
def test_a_phone_number_is_kept_as_a_person_would_read_it(line: str, stored: str) -> None:
    assert reading.read_phone(line) == stored
    assert reading.read_phone(stored) == stored


@pytest.mark.parametrize("line", ["960001", "ring me", "0", "01632 96000l", "1" * 40, "+", "٠١٦٣٢٩٦٠٠٠١"])
def test_what_cannot_be_rung_is_refused(line: str) -> None:
    assert reason(reading.read_phone, line) == "phone-unclear"


@pytest.mark.parametrize(
    ("line", "stored"),
    [
        ("1234567", "1234567"),
        ("123 4567", "1234567"),
        ("202918", "202918"),
        ("1234567-2", "1234567-2"),
        ("SC012345", "SC012345"),
        ("sc 012 345", "SC012345"),
        ("SCO12345", "SC012345"),
        ("NIC101234", "NIC101234"),
        ("NI 101234", "NIC101234"),
        ("GB-CHC-1234567", "1234567"),
        ("gb-chc-202 918", "202918"),
        ("GB-SC-SC012345", "SC012345"),
        ("GB-NIC-101234", "NIC101234"),
    ],
)
def test_a_charity_number_is_kept_in_its_registers_form(line: str, stored: str) -> None:
    assert reading.read_charity_number(line) == stored


@pytest.mark.parametrize(
    "line", ["12345", "12345678", "SC1", "GB-CHC-12", "GB-NIC-201234", "NIC201234", "pending"]
)
def test_what_no_register_would_give_is_refused(line: str) -> None:
    assert reason(reading.read_charity_number, line) == "charity-number-unclear"

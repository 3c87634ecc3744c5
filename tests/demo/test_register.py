"""Every charity of the demonstration is on the demonstration's register."""

from flask import Flask

from grantflow.charities.queries import find_charity
from grantflow.demo.register import LATE, NOBODYS, REMOVED, read_invented_register
from grantflow.demo.stories import read_rounds
from tests.conftest import NOON


def test_whoever_applies_with_a_number_is_on_the_register_under_their_name(app: Flask) -> None:
    rounds = read_rounds()

    reading = read_invented_register(rounds, NOON)

    assert reading.refused == ()
    for story in (each for found in rounds for each in found.stories):
        told = story.told["organisation"]
        if number := told.get("charity_number"):
            charity = find_charity(number)
            assert charity is not None
            assert (charity.name, charity.is_registered) == (told["name"], True)
            assert charity.income_pence == round(told["income"] * 100)


def test_a_visitor_finds_charities_that_nobody_has_applied_for(app: Flask) -> None:
    read_invented_register(read_rounds(), NOON)

    found = {number: find_charity(number) for number, _, _ in NOBODYS}
    assert [number for number, each in found.items() if each and not each.is_registered] == [REMOVED]
    assert [number for number, each in found.items() if each and each.accounts_overdue] == [LATE]

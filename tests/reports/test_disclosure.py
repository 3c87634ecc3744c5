"""Somebody who has not signed in reads every public page about progress, and tries to work out what was hidden."""

from collections.abc import Iterator, Mapping
from datetime import date

import html5lib
import pytest
from flask.testing import FlaskClient

from bench.disclosure import MadeUp, attacks_on, tables_of, too_near
from grantflow.awards.models import Award
from grantflow.monitoring.counted import list_asked, list_told, of_award, of_theme
from grantflow.monitoring.distance import MOVES
from grantflow.places.queries import names_of_regions
from grantflow.reports.published import Place, Quarter, quarters_of
from tests.conftest import NOON
from tests.core.attack import VALUES_LEFT
from tests.factories import a_round, an_evaluator, an_officer
from tests.reports.reported import OUTCOME, Reported, a_fund_that_reported, a_report, an_award_towards
from tests.web.browser import clock_at, sign_in, words_of

TODAY = date(2026, 11, 23)
HTML = "{http://www.w3.org/1999/xhtml}"
HIDDEN = {"fewer than 10", "too few to show"}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock_at():
        yield


@pytest.mark.parametrize("seed", range(3))
def test_a_stranger_who_reads_every_page_works_out_nothing_that_is_hidden(
    client: FlaskClient, seed: int
) -> None:
    """What the pages say is what was released, and what was released leaves six values for each hidden count."""
    fund = a_fund_that_reported(seed, grants=5)
    made = MadeUp(list_told(of_theme(OUTCOME)), list_asked(of_theme(OUTCOME)))
    quarters = quarters_of(made.told, made.asked, TODAY)

    read = pages_read(client, fund)

    for name, row in read.items():
        assert row == expected(name, fund, quarters), name
    hidden = 0
    for quarter in quarters:
        assert list(too_near(tables_of(quarter))) == []
    for attack, counts in attacks_on(made, quarters):
        hidden += len(counts)
        assert all(attack.values_left(count) >= VALUES_LEFT for count in counts)
    assert hidden > 20, "there was data that could leak"


def test_no_public_page_has_a_picture_of_fewer_than_ten_people(client: FlaskClient) -> None:
    round = a_round(stage="learning")
    for _ in range(2):
        counts = dict.fromkeys(MOVES, 1)
        a_report(an_award_towards(round, "B"), 1, counts, sent_at=NOON.replace(month=2))

    for address in (f"/rounds/{round.slug}", f"/progress/{OUTCOME}"):
        page = client.get(address)
        assert b"<svg" not in page.data.split(b"<main")[1]
        assert "Too few people went any one way to say how they moved" in words_of(page)


def test_a_picture_says_its_numbers_in_words_and_in_a_table_too(client: FlaskClient) -> None:
    round = a_round(stage="learning")
    counts = {"forward": 41, "same": 22, "back": 12, "unknown": 15}
    a_report(an_award_towards(round, "B"), 1, counts, sent_at=NOON.replace(month=2))

    page = words_of(client.get(f"/rounds/{round.slug}"))

    assert (
        "Of about 85 people seen twice, 40 moved forward, 20 stayed about the same "
        "and 10 moved back; for 15 we do not know. Counted by 1 grant, up to 31 March 2026." in page
    )
    assert "31 March 2026 40 20 10 15 85" in page


def test_a_theme_that_is_none_has_no_page_and_one_without_counts_says_so(client: FlaskClient) -> None:
    assert client.get("/progress/reoffending").status_code == 404
    assert "No grant had counted how far people came" in words_of(client.get(f"/progress/{OUTCOME}"))


def test_the_learning_page_leads_to_every_theme(client: FlaskClient) -> None:
    page = client.get("/learning").get_data(as_text=True)

    for key in ("mental-health", "employment", "dependency", "welfare", "housing"):
        assert f"/progress/{key}" in page


def test_staff_of_the_region_see_its_numbers_exact_and_others_rounded(client: FlaskClient) -> None:
    round = a_round(stage="learning")
    counts = {"forward": 12, "same": 0, "back": 3, "unknown": 0}
    a_report(an_award_towards(round, "B"), 1, counts, sent_at=NOON.replace(month=2))

    for who in (an_officer(), an_evaluator()):
        sign_in(client, who)
        assert "31 March 2026 12 0 3 0 15" in words_of(client.get("/officer/progress/B"))
        assert "31 March 2026 12 0 3 0 15" in words_of(client.get(f"/officer/rounds/{round.id}/progress"))
    sign_in(client, an_officer(region="C"))
    page = words_of(client.get("/officer/progress/B"))
    assert "31 March 2026 10 fewer than 5 fewer than 5 fewer than 5 15" in page
    assert "12 moved" not in page
    assert client.get("/officer/progress/Z").status_code == 404


def pages_read(client: FlaskClient, fund: Reported) -> dict[tuple[str, str], list[str]]:
    """Each row of each table about people, by the table's mark and the row's name, as a stranger finds it."""
    addresses = [f"/rounds/{round.slug}" for round in fund.rounds]
    addresses += [f"/learning/{entry.id}" for entry in fund.entries.values()]
    addresses += [f"/progress/{OUTCOME}"]
    found = {}
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200
        for figure in html5lib.parse(page.data).iter(f"{HTML}figure"):
            for row in figure.iterfind(f".//{HTML}tbody/{HTML}tr"):
                head, *cells = ("".join(cell.itertext()).strip() for cell in row)
                shown = ["hidden" if cell in HIDDEN else cell for cell in cells]
                found[figure.attrib["data-people"], head] = shown
    return found


def expected(key: tuple[str, str], fund: Reported, quarters: list[Quarter]) -> list[str]:
    """The row that the released numbers make, added up here once more."""
    kind, _, name = key[0].partition(":")
    if kind == "grant":
        award = next(each for each, entry in fund.entries.items() if str(entry.id) == name)
        return row_of_grant(award)
    by_day = {f"{each.day.day} {each.day:%B %Y}": each for each in quarters}
    quarter = by_day.get(key[1], quarters[-1])
    regions = {region: code for code, region in names_of_regions().items()}
    rounds = {round.title: round.id for round in fund.rounds} | {
        f"{round.slug}:{OUTCOME}": round.id for round in fund.rounds
    }

    def belongs(place: Place) -> bool:
        if kind == "theme":
            return True
        if kind == "region":
            return place[1] == regions[key[1]]
        return place[0] == rounds.get(key[1], rounds.get(name))

    numbers = {
        move: sum(
            number
            for place, released in quarter.released.items()
            if belongs(place)
            for number in released[move].numbers()
        )
        for move in MOVES
    }
    return said(numbers)


def row_of_grant(award: Award) -> list[str]:
    newest = max(list_told(of_award(award.id)), key=lambda each: each.number)
    people = {move: getattr(newest.counts, move) for move in MOVES}
    return said({move: 0 if each < 10 else (each + 2) // 5 * 5 for move, each in people.items()})


def said(numbers: Mapping[str, int]) -> list[str]:
    shown = [*numbers.values(), sum(numbers.values())]
    return [f"{number:,}" if number else "hidden" for number in shown]

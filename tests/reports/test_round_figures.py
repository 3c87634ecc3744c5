"""A round in numbers: exact, and silent about what nobody has been told."""

from datetime import date, timedelta

import pytest

from grantflow.db import db
from grantflow.funds.models import Round
from grantflow.places.queries import names_of_regions
from grantflow.reports.early_no import EarlyNo, early_no
from grantflow.reports.round_figures import Line, round_figures
from tests.conftest import NOON
from tests.factories import a_decision, a_round, an_application, an_officer, an_organisation

pytestmark = pytest.mark.usefixtures("app")


def an_ended(round: Round, stage: str, income_pence: int | None, **given: int | str) -> None:
    organisation = an_organisation(income_pence=income_pence)
    application = an_application(stage=stage, round=round, organisation=organisation, **given)  # type: ignore[arg-type]
    if stage in {"awarded", "to-award"}:
        a_decision(application, an_officer(), amount_pence=300_000)


def test_received_told_and_funded_are_counted_by_size_and_region() -> None:
    round = a_round(stage="decisions-released")
    an_ended(round, "awarded", 900_000)
    an_ended(round, "declined", 900_000)
    an_ended(round, "ineligible", 60_000_000)
    an_ended(round, "awarded", 60_000_000, region_code="J")
    an_ended(round, "withdrawn", None)
    an_ended(round, "draft", 900_000)

    figures = round_figures(round.id, names_of_regions())

    assert list(figures.by_size) == [
        Line("Under £10,000", 2, 2, 1, 900_000, 300_000),
        Line("£500,000 and over", 2, 2, 1, 900_000, 300_000),
        Line("Income not known", 1, 0, 0, 450_000, 0),
    ]
    assert [(line.label, line.received, line.funded) for line in figures.by_region] == [
        ("London", 1, 1),
        ("North West", 4, 1),
    ]
    assert (figures.total.received, figures.total.success_rate) == (5, 50)
    assert (figures.small_share_of_awards, figures.small_share_of_money) == (50, 50)


def test_a_decision_that_is_held_is_not_among_the_figures() -> None:
    round = a_round(stage="assessing")
    an_ended(round, "to-award", 900_000)

    figures = round_figures(round.id, names_of_regions())

    assert (figures.total.received, figures.total.told, figures.total.awarded_pence) == (1, 0, 0)
    assert figures.total.success_rate is None
    assert figures.small_share_of_awards is None


def test_a_round_without_applications_has_empty_figures() -> None:
    figures = round_figures(a_round().id, names_of_regions())

    assert (figures.total.received, figures.by_size, figures.by_region) == (0, [], [])


def test_how_soon_a_no_was_said_is_held_against_the_promise() -> None:
    """Sent on Monday 23 November 2026: the promise is for Monday 30 November."""
    round = a_round()
    for days in (1, 2, 9):
        application = an_application(
            stage="ineligible", round=round, submitted_at=NOON, eligible_by=date(2026, 11, 30)
        )
        application.stage_entered_at = NOON + timedelta(days=days)
    an_application(stage="ineligible", round=round)  # Sent before anybody noted when.
    an_application(stage="declined", round=round, submitted_at=NOON)
    db.session.commit()

    assert early_no(round.id) == EarlyNo(told=3, median_days=2, late=1)


def test_nobody_told_is_no_figure() -> None:
    assert early_no(a_round().id) is None


@pytest.mark.parametrize(("days", "words"), [(0.0, "0"), (0.5, "½"), (2.0, "2"), (2.5, "2½")])
def test_a_median_is_said_as_people_say_it(days: float, words: str) -> None:
    assert EarlyNo(1, days, 0).in_words == words

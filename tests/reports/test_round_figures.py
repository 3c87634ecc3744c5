"""A round in numbers: exact, and silent about what nobody has been told."""

import pytest

from grantflow.funds.models import Round
from grantflow.places.queries import names_of_regions
from grantflow.reports.round_figures import Line, round_figures
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

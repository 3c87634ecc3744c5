"""Open rounds, and a round's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.applications import sizes
from grantflow.applications.queries import choices_in, tiers_offered
from grantflow.casework.running import tiers
from grantflow.engine.asked import AskedSection, asked
from grantflow.engine.form import Form
from grantflow.engine.tiers import Criterion
from grantflow.funds import queries
from grantflow.funds.models import Round
from grantflow.funds.pins import form_in_round, pins_of
from grantflow.places.queries import list_force_areas, names_of_force_areas
from grantflow.reports.last_time import last_time
from grantflow.web.access import public
from grantflow.web.occasion import this_occasion
from grantflow.web.public import bp
from grantflow.web.public.summaries import SUMMARISED, find_summary

# From how many points in a hundred a criterion counts most, or a lot.
MOST = 20
A_LOT = 15


@dataclass(frozen=True)
class Offer:
    """One size of grant in a round, the form it is asked for on, and everything that form asks."""

    span: sizes.Span
    form: Form
    questions: tuple[AskedSection, ...]


@bp.route("/")
@public
def home() -> ResponseReturnValue:
    rounds = queries.list_public_rounds()
    open_rounds = [each for each in rounds if is_open(each)]
    return render_template(
        "pages/public/home.html",
        open_rounds=open_rounds,
        past_rounds=[each for each in reversed(rounds) if each not in open_rounds],
        areas=_areas(rounds),
    )


@bp.route("/rounds/<slug>")
@public
def round_page(slug: str) -> ResponseReturnValue:
    found = queries.get_public_round(slug)
    pins = pins_of(found.id)
    spans = sizes.spans(tiers_offered(found), min_pence=found.min_pence, max_pence=found.max_pence)
    choices = choices_in(found)
    forms = [(span, form_in_round(pins, span.tier.form)) for span in spans]
    offers = [Offer(span, form, asked(form, choices)) for span, form in forms]
    return render_template(
        "pages/public/round.html",
        round=found,
        is_open=is_open(found),
        offers=offers,
        criteria=_by_weight(tiers(found.tiers_version).criteria),
        areas=names_of_force_areas(found.force_areas),
        outcomes=_outcomes(found, offers[0].form),
        last_time=last_time(found),
        summary=find_summary(found.id) if found.stage in SUMMARISED else None,
    )


def is_open(round: Round) -> bool:
    """Past its closing time it is not, even if nobody has closed it."""
    return round.stage == "open" and this_occasion().at <= round.closes_at


def _areas(rounds: Sequence[Round]) -> dict[UUID, list[str]]:
    """The names of each round's force areas, looked up once for all of them."""
    names = {area.code: area.name for area in list_force_areas()}
    return {each.id: sorted(names[code] for code in each.force_areas) for each in rounds}


def _outcomes(round: Round, form: Form) -> list[str]:
    """What the round wants to help people with, as the form says it."""
    return [str(each.label) for each in form.question("outcomes").choices if each.value in round.outcomes]


def _by_weight(criteria: Sequence[Criterion]) -> list[tuple[str, list[Criterion]]]:
    """Criteria under the words for how much they count."""
    groups = [
        ("These count most", [each for each in criteria if each.weight >= MOST]),
        ("These count a lot", [each for each in criteria if A_LOT <= each.weight < MOST]),
        ("These count a little", [each for each in criteria if each.weight < A_LOT]),
    ]
    return [(words, found) for words, found in groups if found]

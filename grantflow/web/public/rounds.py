"""Open rounds, and a round's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.applications import sizes
from grantflow.applications.queries import choices_in, tiers_offered
from grantflow.casework.running import tiers
from grantflow.core.calendar import local_date
from grantflow.core.disclosure import Figure, public_count
from grantflow.engine.asked import AskedSection, asked
from grantflow.engine.form import Form
from grantflow.engine.tiers import Criterion
from grantflow.funds import queries
from grantflow.funds.models import Round
from grantflow.funds.pins import form_in_round, pins_of
from grantflow.places.queries import list_force_areas, names_of_force_areas, names_of_regions
from grantflow.reports.last_time import last_time
from grantflow.reports.promises import Waited, put_off, waited
from grantflow.reports.published import published_of_round
from grantflow.reports.replies import PublicComplaints, complaints_of_round, for_everybody
from grantflow.reports.round_figures import ENOUGH, Line, for_the_public, round_figures
from grantflow.web.access import public
from grantflow.web.distances import pictures_over_time
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


@dataclass(frozen=True)
class HowItWent:
    """A round in numbers that tell of nobody in it, once all its decisions are out."""

    total: Line
    by_size: Sequence[Line]
    by_region: Sequence[Line]
    waited: Sequence[Waited]
    put_off: Figure | None
    reasons: Sequence[str]
    complaints: PublicComplaints


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
        went=_how_it_went(found) if found.released_at else None,
        summary=find_summary(found.id) if found.stage in SUMMARISED else None,
        over_time=pictures_over_time(published_of_round(found.id, local_date(this_occasion().at))),
    )


def _how_it_went(round: Round) -> HowItWent:
    figures, delays = round_figures(round.id, names_of_regions()), put_off(round)
    lines = waited(round)
    return HowItWent(
        total=figures.total,
        by_size=for_the_public(figures.by_size),
        by_region=for_the_public(figures.by_region) if len(figures.by_region) > 1 else [],
        waited=[each for each in lines if each is lines[-1] or each.told >= ENOUGH],
        put_off=public_count(delays.applications) if delays.applications else None,
        reasons=delays.reasons,
        complaints=for_everybody(complaints_of_round(round.id)),
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

"""Open rounds, and a round's page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.casework.running import form, tiers
from grantflow.funds import queries
from grantflow.places.queries import names_of_force_areas
from grantflow.web.access import public
from grantflow.web.public import bp


@bp.route("/")
@public
def home() -> ResponseReturnValue:
    rounds = queries.list_public_rounds()
    return render_template(
        "pages/public/home.html",
        open_rounds=[each for each in rounds if each.stage == "open"],
        past_rounds=[each for each in reversed(rounds) if each.stage != "open"],
    )


@bp.route("/rounds/<slug>")
@public
def round_page(slug: str) -> ResponseReturnValue:
    found = queries.get_public_round(slug)
    offered = [each for each in tiers(found.tiers_version).tiers if each.key in found.tier_keys]
    return render_template(
        "pages/public/round.html",
        round=found,
        tiers=offered,
        forms={each.key: form(each.form) for each in offered},
        criteria=tiers(found.tiers_version).criteria,
        areas=names_of_force_areas(found.force_areas),
    )

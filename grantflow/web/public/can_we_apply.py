"""Can we apply? Two minutes, before any account, by the rules that officers use too.

The answer is shown to whoever sent the questions and is kept nowhere: not by us, and not in a cookie, which is why this
page answers a POST with a page. All that is left is one more in the count of each reason.
"""

from dataclasses import replace

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications import sizes
from grantflow.applications.eligibility import Asking, Finding, Offering, judge
from grantflow.applications.queries import offering_of
from grantflow.applications.turned_away import count_turned_away
from grantflow.db import unit_of_work
from grantflow.funds.models import Round
from grantflow.funds.queries import get_public_round, list_public_rounds
from grantflow.notices.sender import officer_for
from grantflow.places.queries import name_of_region
from grantflow.web.access import public
from grantflow.web.occasion import this_occasion
from grantflow.web.public import bp
from grantflow.web.public.forms import CanWeApplyForm
from grantflow.web.public.rounds import is_open


@bp.route("/rounds/<slug>/can-we-apply", methods=["GET", "POST"])
@public
def can_we_apply(slug: str) -> ResponseReturnValue:
    round = get_public_round(slug)
    if not is_open(round):
        return redirect(url_for("public.round_page", slug=slug))
    offering = offering_of(round)
    form = CanWeApplyForm(offering, name_of_region(round.region_code))
    if form.validate_on_submit():
        findings = judge(form.asking, offering)
        if findings:
            with unit_of_work():
                count_turned_away(round.id, findings, this_occasion().at)
        return _answer(round, offering, form.asking, findings)
    return render_template("pages/public/can-we-apply.html", form=form, round=round)


def _answer(round: Round, offering: Offering, asking: Asking, findings: list[Finding]) -> ResponseReturnValue:
    return render_template(
        "pages/public/can-we-apply-answer.html",
        round=round,
        findings=findings,
        near=bool(findings) and all(each.near for each in findings),
        tier=None if findings else sizes.pick_tier(asking.amount_pence or 0, offering.sizes),
        one_person=asking.for_one_person,
        others=_others(round, asking) if findings else [],
        officer=officer_for(round),
    )


def _others(round: Round, asking: Asking) -> list[tuple[Round, list[str]]]:
    """Rounds open now that would fit wherever the work is, each with its areas: only they know where it is."""
    anywhere = replace(asking, areas=())
    found = [
        (each, offering_of(each)) for each in list_public_rounds() if each.id != round.id and is_open(each)
    ]
    return [
        (each, list(offering.areas.values())) for each, offering in found if not judge(anywhere, offering)
    ]

"""Start an application: for whom, then how much. The amount decides what else is asked."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.models import Organisation
from grantflow.accounts.organisations import bring_up_to_date
from grantflow.applications import sizes
from grantflow.applications.commands import start_application
from grantflow.applications.queries import find_draft, tiers_offered
from grantflow.db import db, unit_of_work
from grantflow.errors import NotFound
from grantflow.funds.pins import form_in_round, pins_of
from grantflow.funds.queries import get_public_round
from grantflow.permissions import RIGHTS
from grantflow.web.access import signed_in
from grantflow.web.applicant import bp
from grantflow.web.applicant.forms import AmountForm, OrganisationForm
from grantflow.web.occasion import current_user, this_occasion

ANOTHER = "another"


@bp.route("/rounds/<slug>/start", methods=["GET", "POST"])
@signed_in
def start(slug: str) -> ResponseReturnValue:
    """For which organisation. Somebody with none goes straight to telling us about it."""
    round = get_public_round(slug)
    organisations = own_organisations()
    if not organisations:
        return redirect(url_for("applicant.new_organisation", slug=slug))
    choices = {str(each.id): each.name for each in organisations} | {ANOTHER: "Another organisation"}
    form = OrganisationForm(choices)
    if form.validate_on_submit():
        if form.organisation.data == ANOTHER:
            return redirect(url_for("applicant.new_organisation", slug=slug))
        return redirect(url_for("applicant.amount", slug=slug, organisation_id=form.organisation.data))
    if len(organisations) == 1 and form.organisation.data is None:
        form.organisation.data = str(organisations[0].id)
    return render_template("pages/applicant/start.html", form=form, round=round)


@bp.route("/rounds/<slug>/start/<uuid:organisation_id>", methods=["GET", "POST"])
@signed_in
def amount(slug: str, organisation_id: UUID) -> ResponseReturnValue:
    """How much. A draft that is there already is carried on, not doubled."""
    round, organisation = get_public_round(slug), _own_organisation(organisation_id)
    if (draft := find_draft(round.id, organisation.id)) is not None:
        flash("You have a draft in this round already. Here it is.")
        return redirect(url_for("applicant.application", application_id=draft.id))
    offered = tiers_offered(round)
    form = AmountForm(round, offered)
    if form.validate_on_submit():
        with unit_of_work():
            bring_up_to_date(organisation, this_occasion())
            started = start_application(round, organisation, form.pence, this_occasion())
        return redirect(url_for("applicant.application", application_id=started.id))
    pins = pins_of(round.id)
    return render_template(
        "pages/applicant/amount.html", form=form, round=round, organisation=organisation,
        spans=sizes.spans(offered, min_pence=round.min_pence, max_pence=round.max_pence),
        forms={each.key: form_in_round(pins, each.form) for each in offered},
    )  # fmt: skip


def own_organisations() -> list[Organisation]:
    """Those for which this person may write."""
    user = current_user()
    least = RIGHTS.index("edit")
    return [
        each.organisation for each in (user.memberships if user else ()) if RIGHTS.index(each.rights) >= least
    ]


def _own_organisation(organisation_id: UUID) -> Organisation:
    """:raises NotFound: if this person may not write for it"""
    if organisation_id not in {each.id for each in own_organisations()}:
        raise NotFound("organisation", organisation_id)
    return db.session.get_one(Organisation, organisation_id)

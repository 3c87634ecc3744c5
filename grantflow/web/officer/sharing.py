"""Share out the assessments of a round: who would get how many and what cannot be placed, then one button."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.widgets import HiddenInput

from grantflow.applications.models import Application
from grantflow.assessment.balancing import Missing
from grantflow.assessment.sharing import Sharing, promise_sharing, sharing_of
from grantflow.core.calendar import local_date
from grantflow.core.display import counted
from grantflow.db import unit_of_work
from grantflow.funds.queries import get_round
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.forms import ButtonForm
from grantflow.web.phrases import phrase
from grantflow.web.training import training_of


class ShareForm(ButtonForm):
    """One button, and the mark of the plan beside it."""

    plan = HiddenField(widget=HiddenInput())


@dataclass(frozen=True)
class ShareLine:
    """What one person has to do now, what they would be given, and what they would then have."""

    name: str
    now: int
    given: int
    then: int


@dataclass(frozen=True)
class NotPlaced:
    """An application for which too few people can be asked, and why each of the others cannot be."""

    application: Application
    number: int
    reasons: list[str]


@bp.route("/rounds/<uuid:round_id>/share-out", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_ASSIGN)
def share_out(round_id: UUID) -> ResponseReturnValue:
    found = get_round(round_id, current_actor(), Permission.ASSESSMENT_ASSIGN)
    occasion = this_occasion()
    sharing = sharing_of(found, current_actor(), local_date(occasion.at))
    plan = sharing.plan
    form = ShareForm(revision=found.revision, plan=plan.mark).named(
        f"Ask for {counted(plan.number, 'assessment')}"
    )
    if form.validate_on_submit():
        with unit_of_work():
            promise_sharing(found, sharing, occasion, seen=form.plan.data or "")
        flash("They are being asked. Each gets an email for each application, over the next minutes.")
        return redirect(url_for("officer.round", round_id=found.id))
    return render_template(
        "pages/officer/share-out.html",
        round=found,
        form=form,
        plan=plan,
        lines=_lines(sharing),
        missing=_missing(sharing),
        untrained=[
            (each.name, training_of(each, local_date(occasion.at)).words) for each in sharing.untrained
        ],
        waiting=len(sharing.applications),
    )


def _lines(sharing: Sharing) -> list[ShareLine]:
    """Everybody who may be asked, by name."""
    untrained = {each.id for each in sharing.untrained}
    given = sharing.plan.numbers_given
    return [
        ShareLine(person.name, sharing.loads_now.get(key, 0), given.get(key, 0), sharing.plan.loads[key])
        for key, person in sharing.people.items()
        if key not in untrained
    ]


def _missing(sharing: Sharing) -> list[NotPlaced]:
    """In the order of the applications, which is by name."""
    by_key = {each.key: each for each in sharing.plan.missing}
    return [_not_placed(sharing, by_key[key]) for key in sharing.applications if key in by_key]


def _not_placed(sharing: Sharing, missing: Missing) -> NotPlaced:
    """Training is said once for all, and that somebody works elsewhere goes without saying."""
    said_elsewhere = {"not-an-assessor-here", "assessor-training-out-of-date"}
    reasons = [
        phrase(reason, name=sharing.people[key].name)
        for key, reason in missing.against
        if reason not in said_elsewhere
    ]
    return NotPlaced(sharing.applications[missing.key], missing.number, sorted(reasons))

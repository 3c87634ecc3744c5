"""The assessors of a region: what each has to do, what they know about, and when they were last trained."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovSubmitInput
from wtforms import SelectMultipleField, SubmitField

from grantflow.assessment.rules import may_record_training
from grantflow.assessment.training import (
    SKILLS,
    Load,
    get_looked_after,
    list_looked_after,
    loads_of,
    record_training,
)
from grantflow.core.calendar import local_date
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, Reason, Refused
from grantflow.permissions import Permission, Role
from grantflow.places.queries import names_of_regions
from grantflow.web.access import requires
from grantflow.web.fields import DayField
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.phrases import phrase
from grantflow.web.training import skills_in_words, training_of


class TrainingForm(FlaskForm):
    """When somebody was last trained, and what they know about."""

    trained_on = DayField(
        "When was their last training?",
        description="The course for everybody who helps to award grants. Leave it empty if there was none.",
    )
    skills = SelectMultipleField(
        "What do they know about?",
        widget=GovCheckboxesInput(),
        description="Tick what they told you. It stands beside their name when somebody is asked to assess.",
        choices=SKILLS,
    )
    submit = SubmitField("Save", widget=GovSubmitInput())


@bp.route("/assessors", endpoint="assessors")
@requires(Permission.ASSESSOR_MANAGE)
def list_assessors() -> ResponseReturnValue:
    today, people = local_date(this_occasion().at), list_looked_after(current_actor())
    loads, regions = loads_of([each.id for each in people], today), names_of_regions()
    return render_template(
        "pages/officer/assessors.html",
        lines=[
            (each, loads.get(each.id, Load()), training_of(each, today), skills_in_words(each.skills))
            for each in people
        ],
        where={
            each.id: [
                regions[grant.region_code] if grant.region_code else "All regions"
                for grant in each.roles
                if grant.role == Role.ASSESSOR
            ]
            for each in people
        },
    )


@bp.route("/assessors/<uuid:user_id>", methods=["GET", "POST"])
@requires(Permission.ASSESSOR_MANAGE)
def assessor(user_id: UUID) -> ResponseReturnValue:
    person = get_looked_after(user_id, current_actor())
    if key := may_record_training(person.id, current_actor().user_id):
        raise ActionUnavailable([Reason(key)])
    form = TrainingForm(data={"trained_on": person.trained_on, "skills": person.skills})
    if form.validate_on_submit():
        try:
            with unit_of_work():
                record_training(
                    person, this_occasion(), trained_on=form.trained_on.data, skills=form.skills.data or []
                )
        except Refused as refusal:
            form.trained_on.errors = [phrase(each) for each in refusal.reasons]
        else:
            flash(f"{person.name}: saved.")
            return redirect(url_for("officer.assessors"))
    return render_template(
        "pages/officer/assessor.html",
        person=person,
        form=form,
        training=training_of(person, local_date(this_occasion().at)),
    )

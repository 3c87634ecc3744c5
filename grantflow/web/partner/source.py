"""What those who did something first say to those who would try it elsewhere. The link is the key, and works once."""

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea, GovTextInput
from sqlalchemy.orm import joinedload
from wtforms import Field, RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from grantflow.accounts.links import read_link, spend_link
from grantflow.accounts.models import Link, LinkPurpose
from grantflow.casework.queries import answers_of
from grantflow.db import unit_of_work
from grantflow.learning.adaptation_models import Adaptation
from grantflow.learning.adaptation_rules import SOURCE_MAY_ANSWER
from grantflow.learning.adapting import answer_as_source
from grantflow.learning.models import LearningEntry
from grantflow.notices.compose_adaptations import who_tries
from grantflow.permissions import Occasion, Permission
from grantflow.web.access import public
from grantflow.web.occasion import clock
from grantflow.web.partner import bp
from grantflow.web.partner.links import behind, by_link
from grantflow.web.tried import changes_of, letters_of


class SourceForm(FlaskForm):
    """How they would help, what to know first, and whether their name may be used."""

    wants = RadioField(
        "How would you like to help?",
        widget=GovRadioInput(),
        choices={
            "talk": "We are happy to talk",
            "advice": "Here is what to know first",
            "none": "We have nothing to add now",
        },
        validators=[InputRequired("Choose how you would like to help")],
    )
    advice = TextAreaField(
        "What should they know?",
        widget=GovTextArea(),
        description="What went wrong at first, what not to leave out, whom to ring. They read this. "
        "It is not published. Please do not name anyone on probation.",
        validators=[Length(max=2000, message="Use 2,000 characters or fewer")],
    )
    may_name = RadioField(
        "May your name stand on their page?",
        widget=GovRadioInput(),
        choices={"yes": "Yes, with thanks to us", "no": "No, please do not use our name"},
        validators=[InputRequired("Choose whether your name may be used")],
    )
    name = StringField(
        "Your full name",
        widget=GovTextInput(),
        validators=[
            InputRequired("Enter your full name"),
            Length(max=150, message="Use 150 characters or fewer"),
        ],
    )
    submit = SubmitField("Send my answer", widget=GovSubmitInput())

    def validate_advice(self, field: Field) -> None:
        if self.wants.data == "advice" and not (field.data or "").strip():
            raise ValidationError("Write what they should know")


@bp.route("/source/<token>", methods=["GET", "POST"])
@public
def source(token: str) -> ResponseReturnValue:
    """A GET spends nothing: mail scanners open links too."""
    at = clock().now()
    adaptation = _adaptation(read_link(token, LinkPurpose.SOURCE, at))
    if adaptation.stage not in SOURCE_MAY_ANSWER:
        return render_template("pages/partner/source-over.html", adaptation=adaptation)
    form = SourceForm()
    if form.validate_on_submit():
        name = " ".join((form.name.data or "").split())
        with unit_of_work():
            adaptation = _adaptation(spend_link(token, LinkPurpose.SOURCE, at))
            answer_as_source(
                adaptation,
                wants=form.wants.data,
                advice=(form.advice.data or "").strip(),
                may_name=form.may_name.data == "yes",
                name=name,
                occasion=Occasion(by_link(name, adaptation.id), at),
            )
        session["answered"] = adaptation.title
        return redirect(url_for("partner.thanks"))
    return _page(adaptation, form)


def _page(adaptation: Adaptation, form: SourceForm) -> ResponseReturnValue:
    told = answers_of(adaptation.id)
    return render_template(
        "pages/partner/source.html",
        adaptation=adaptation,
        form=form,
        who=who_tries(adaptation),
        letters=letters_of(adaptation, with_source=False),
        changes=changes_of(adaptation),
        pays=told.get("pay-what") if told.get("pays-source") == "yes" else None,
    )


def _adaptation(link: Link) -> Adaptation:
    return behind(
        link,
        Adaptation,
        Permission.ADAPTATION_ANSWER,
        joinedload(Adaptation.entry).joinedload(LearningEntry.organisation),
        joinedload(Adaptation.organisation),
        joinedload(Adaptation.assigned_to),
    )

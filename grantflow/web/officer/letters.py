"""What an applicant has been sent: letters to open, emails to read, and a second try for a letter that failed."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.casework.commands import take_action
from grantflow.db import unit_of_work
from grantflow.errors import NotFound
from grantflow.notices.models import Letter
from grantflow.notices.queries import cases_around, list_emails, list_letters, why_failed
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.cases import frame, load
from grantflow.web.officer.forms import ButtonForm


@bp.route("/applications/<uuid:application_id>/letters")
@requires(Permission.LETTER_VIEW)
def letters(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id)
    around = cases_around(found.id)
    sent = list_letters(around)
    return render_template(
        "pages/officer/letters.html",
        **frame(found, "officer.letters"),
        letters=sent,
        emails=list_emails(around),
        reasons=why_failed(sent),
        form=ButtonForm() if current_actor().holds(Permission.LETTER_RETRY) else None,
    )


@bp.route("/applications/<uuid:application_id>/letters/<uuid:letter_id>/retry", methods=["POST"])
@requires(Permission.LETTER_RETRY)
def retry_letter(application_id: UUID, letter_id: UUID) -> ResponseReturnValue:
    """Have a failed letter made, or sent, once more."""
    found, form = load(application_id), ButtonForm()
    letter = _letter_about(found.id, letter_id)
    if form.validate_on_submit():
        with unit_of_work():
            take_action(letter, "retry", this_occasion(), expected_revision=form.read_revision)
        flash("The letter is on its way again. Look here in a minute.")
    return redirect(url_for("officer.letters", application_id=found.id))


def _letter_about(application_id: UUID, letter_id: UUID) -> Letter:
    """:raises NotFound: if this application has no such letter"""
    for letter in list_letters(cases_around(application_id)):
        if letter.id == letter_id:
            return letter
    raise NotFound("letter", letter_id)

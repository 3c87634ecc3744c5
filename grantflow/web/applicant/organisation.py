"""An organisation as its own people see it: what the register says, what they have told us, and since when."""

from typing import Any, cast
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from grantflow.accounts.colleagues import list_people
from grantflow.accounts.models import Organisation
from grantflow.accounts.profiles import (
    answered_by_register,
    list_known,
    list_profile_answers,
    on_register,
    profile_form,
    profile_sections,
    save_profile,
)
from grantflow.accounts.queries import get_own_organisation
from grantflow.casework.models import Answer
from grantflow.charities.queries import find_charity, find_register_date
from grantflow.db import unit_of_work
from grantflow.documents.uploads import Upload, keep_organisations_upload
from grantflow.engine.answers import shown_by_section
from grantflow.engine.builder import section_form
from grantflow.engine.questions import stored_file
from grantflow.errors import NotFound
from grantflow.permissions import Permission, allows
from grantflow.web.access import requires
from grantflow.web.account.sign_in import safe_path
from grantflow.web.applicant import bp
from grantflow.web.filling import Filling, keep_posted
from grantflow.web.occasion import current_actor, this_occasion


@bp.route("/organisations/<uuid:organisation_id>")
@requires(Permission.ORGANISATION_VIEW)
def organisation(organisation_id: UUID) -> ResponseReturnValue:
    found = get_own_organisation(organisation_id, current_actor())
    kept = {each.question_key: each.value for each in list_profile_answers(found.id)}
    asked = {section.key for section in profile_sections(found)}
    return render_template(
        "pages/applicant/organisation.html",
        organisation=found,
        charity=find_charity(found.charity_number),
        made_on=find_register_date(),
        sections=[each for each in shown_by_section(profile_form(), kept) if each[0].key in asked],
        files={key: value for key, value in kept.items() if isinstance(value, list)},
        said_at={known.question.key: known.confirmed_at for known in list_known(found)},
        people=list_people(found),
        may_edit=allows(current_actor(), Permission.ORGANISATION_EDIT, on=found),
        may_manage=allows(current_actor(), Permission.ORGANISATION_MANAGE, on=found),
    )


@bp.route("/organisations/<uuid:organisation_id>/sections/<key>", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def organisation_section(organisation_id: UUID, key: str) -> ResponseReturnValue:
    found = get_own_organisation(organisation_id, current_actor(), Permission.ORGANISATION_EDIT)
    page = _page(found, key)
    if request.method == "POST" and _keep(found, page):
        flash("Saved.")
        back = safe_path(request.args.get("next"))
        return redirect(back or url_for("applicant.organisation", organisation_id=found.id))
    return render_template("pages/applicant/organisation-section.html", organisation=found, page=page)


def _page(found: Organisation, key: str) -> Filling:
    """:raises NotFound: if there is no such section, or the register answers it"""
    if key not in {each.key for each in profile_sections(found)}:
        raise NotFound("section", key)
    # The rows of a profile have of an answer what a page of questions looks at: value, revision and time.
    kept = cast(dict[str, Answer], {each.question_key: each for each in list_profile_answers(found.id)})
    answers = _from_register(found) | {name: answer.value for name, answer in kept.items()}
    return Filling(
        profile_form(), [key], kept, [section_form(profile_form(), key, answers=answers, base=FlaskForm)]
    )


def _from_register(found: Organisation) -> dict[str, Any]:
    """What the register gives a first answer for."""
    charity = on_register(found)
    known: dict[str, Any] = {"postcode": found.postcode or None, "company-number": found.company_number}
    if charity is not None:
        known["trustees"] = charity.trustees
    if "income" not in answered_by_register(found):
        known["income"] = found.income_pence
    return {key: value for key, value in known.items() if value is not None}


def _keep(found: Organisation, page: Filling) -> bool:
    def keep(answers: dict[str, Any], revisions: dict[str, int], uploads: dict[str, list[Upload]]) -> None:
        with unit_of_work():
            for key, files in uploads.items():
                answers[key] = [_stored(found, key, each) for each in files]
            kept = save_profile(found, answers, this_occasion(), revisions=revisions)
        page.kept = cast(dict[str, Answer], kept)
        for key in uploads:
            page.sections[0].field(key).data = page.answers[key]

    return keep_posted(page, keep)


def _stored(found: Organisation, key: str, upload: Upload) -> dict[str, str | int]:
    """New rules take the place of the old; the old file stays with the record of who sent it and when."""
    document = keep_organisations_upload(found, key, upload, this_occasion())
    return stored_file(str(document.id), document.filename, document.size)

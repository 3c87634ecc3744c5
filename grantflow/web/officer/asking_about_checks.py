"""Ask an applicant about everything in their checks that is open, in one letter; give longer; stop asking."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications.models import Application
from grantflow.casework.commands import take_action
from grantflow.checks import asking
from grantflow.checks.models import CheckQuery
from grantflow.checks.queries import list_check_queries, tiers_of, what_counts
from grantflow.core.display import day
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, NotFound, Reason, Refused
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.asking_forms import AskAboutChecksForm, LongerForm, StopAskingForm
from grantflow.web.officer.cases import load
from grantflow.web.phrases import phrase

WORDS = "missing-{}"


@bp.route("/applications/<uuid:application_id>/checks/ask", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK)
def ask_about_checks(application_id: UUID) -> ResponseReturnValue:
    found, occasion = load(application_id, Permission.APPLICATION_CHECK), this_occasion()
    codes = asking.codes_at_query(found, occasion)
    if found.stage not in asking.ASKED_WHILE or not codes:
        raise ActionUnavailable([Reason("query-nothing-open")])
    form = AskAboutChecksForm(revision=found.revision, by=asking.answer_by(found, occasion))
    before = list_check_queries(found.id)
    form.ask_why_again(f"They were asked on {day(before[0].asked_at)} already." if before else "")
    boxes = _boxes(found, codes)
    refused: list[str] = []
    if form.validate_on_submit():
        try:
            with unit_of_work():
                asking.ask_about(
                    found, boxes, form.by.data, occasion, revision=form.read_revision, why_again=form.why
                )
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            refused = [phrase(each) for each in refusal.reasons]
        else:
            flash("The letter is on its way. Their answers will stand here, beside each check.")
            return redirect(url_for("officer.checks", application_id=found.id))
    return render_template(
        "pages/officer/ask-about-checks.html", application=found, form=form, refused=refused, before=before,
        points=[(tiers_of(found).check(code), WORDS.format(code), boxes[code]) for code in codes],
    )  # fmt: skip


@bp.route(
    "/applications/<uuid:application_id>/checks/questions/<uuid:query_id>/longer", methods=["GET", "POST"]
)
@requires(Permission.APPLICATION_CHECK)
def give_longer(application_id: UUID, query_id: UUID) -> ResponseReturnValue:
    found, query = _query(application_id, query_id)
    form, refused = LongerForm(revision=query.revision), ""
    if form.validate_on_submit():
        try:
            with unit_of_work():
                asking.give_longer(query, form.by.data, this_occasion(), revision=form.read_revision)
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            refused = phrase(refusal.reasons[0])
        else:
            flash("They have longer now. We are writing to tell them.")
            return redirect(url_for("officer.checks", application_id=found.id))
    return render_template(
        "pages/officer/query-longer.html", application=found, query=query, form=form, refused=refused
    )


@bp.route(
    "/applications/<uuid:application_id>/checks/questions/<uuid:query_id>/stop", methods=["GET", "POST"]
)
@requires(Permission.APPLICATION_CHECK)
def stop_asking(application_id: UUID, query_id: UUID) -> ResponseReturnValue:
    found, query = _query(application_id, query_id)
    form = StopAskingForm(revision=query.revision)
    if form.validate_on_submit():
        with unit_of_work():
            take_action(
                query,
                "close",
                this_occasion(),
                note=form.note.data or "",
                expected_revision=form.read_revision,
            )
        flash("We have stopped asking. They are not reminded any more.")
        return redirect(url_for("officer.checks", application_id=found.id))
    return render_template("pages/officer/query-stop.html", application=found, query=query, form=form)


def _query(application_id: UUID, query_id: UUID) -> tuple[Application, CheckQuery]:
    """One that still waits for its answers.

    :raises NotFound: if there is none
    """
    found = load(application_id, Permission.APPLICATION_CHECK)
    query = asking.get_query_of(found, query_id, current_actor())
    if query.stage not in asking.WAITING:
        raise NotFound("query", query_id)
    return found, query


def _boxes(found: Application, codes: list[str]) -> dict[str, str]:
    """What was typed; before that, what the check found, for the officer to put to them."""
    counts = what_counts(found, this_occasion().at)
    return {code: request.form.get(WORDS.format(code), counts[code].evidence) for code in codes}

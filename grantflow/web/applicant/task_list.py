"""One address for an application: what is left to do while it is a draft, and where it is after that."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications import rules, sizes
from grantflow.applications.commands import AMOUNT, save_section
from grantflow.applications.models import Application
from grantflow.applications.queries import form_of, get_own_application, tier_of, tiers_offered
from grantflow.applications.reuse import filled_in, suggestions
from grantflow.applications.sizes import pick_tier
from grantflow.casework.queries import answers_of
from grantflow.db import unit_of_work
from grantflow.engine.answers import Progress, missing, progress
from grantflow.engine.conditions import Answers
from grantflow.engine.form import Form
from grantflow.errors import NotFound
from grantflow.funds.pins import form_in_round, pins_of
from grantflow.permissions import Permission, allows, require
from grantflow.web.access import requires
from grantflow.web.applicant import bp, status
from grantflow.web.occasion import current_actor, this_occasion

STATUS: dict[Progress, dict[str, Any]] = {
    Progress.DONE: {"text": "Completed"},
    Progress.STARTED: {"tag": {"text": "In progress", "classes": "govuk-tag--light-blue"}},
    Progress.NOT_STARTED: {"tag": {"text": "Not started", "classes": "govuk-tag--blue"}},
}
TO_CHECK: dict[str, Any] = {"tag": {"text": "To check", "classes": "govuk-tag--yellow"}}


@dataclass(frozen=True)
class Left:
    """What is still to do, and about how long it takes."""

    questions: int
    sections: int
    minutes: int


@bp.route("/applications/<uuid:application_id>")
@requires(Permission.APPLICATION_WRITE)
def application(application_id: UUID) -> ResponseReturnValue:
    found = get_own_application(application_id, current_actor())
    if found.stage != "draft":
        return status.page(found)
    form, answers, suggested = form_of(found), answers_of(found.id), suggestions(found)
    may_write = allows(current_actor(), Permission.APPLICATION_WRITE, on=found)
    return render_template(
        "pages/applicant/task-list.html",
        application=found,
        tier=tier_of(found),
        items=_items(found, form, answers, may_write=may_write, filled=suggested.keys() - answers.keys()),
        filled=filled_in(form, answers, suggested),
        left=_left(form, answers),
        waiting=[each for each in found.partners if each.stage != "removed"],
        at=this_occasion().at,
        income_reason=rules.income_fits(found.applicant_income_pence, tier_of(found)),
    )


@bp.route("/applications/<uuid:application_id>/size", methods=["GET", "POST"])
@requires(Permission.APPLICATION_WRITE)
def size(application_id: UUID) -> ResponseReturnValue:
    """What another amount would change, before it does."""
    found = get_own_application(application_id, current_actor())
    require(current_actor(), Permission.APPLICATION_WRITE, on=found)
    amount, key = _asked_amount(found), request.args.get("section", "")
    after, form = pick_tier(amount, tiers_offered(found.round)), form_of(found)
    if key not in {section.key for section in form.sections}:
        raise NotFound("section", key)
    if request.method == "POST":
        with unit_of_work():
            save_section(found, {AMOUNT: amount}, this_occasion(), revisions={})
        return redirect(url_for("applicant.application", application_id=found.id))
    return render_template(
        "pages/applicant/size.html", application=found, before=tier_of(found), after=after, amount=amount,
        section=key, difference=sizes.difference(form, form_in_round(pins_of(found.round.id), after.form)),
    )  # fmt: skip


def _asked_amount(found: Application) -> int:
    """:raises NotFound: if it is not an amount that this round gives"""
    typed = request.args.get("amount", "")
    amount = int(typed) if typed.isdecimal() and len(typed) < 12 else None
    refused = rules.amount_fits(
        amount, min_pence=found.round.min_pence, max_pence=found.round.max_pence,
        offered=tiers_offered(found.round),
    )  # fmt: skip
    if amount is None or refused is not None:
        raise NotFound("amount", typed)
    return amount


def _items(
    found: Application, form: Form, answers: Answers, *, may_write: bool, filled: Set[str]
) -> list[dict[str, Any]]:
    """The lines of the GOV.UK task list.

    :param filled: the questions that we filled in from last time and nobody has saved yet
    """
    return [
        {
            "title": {"text": str(form.section(key).title)},
            "href": url_for("applicant.section", application_id=found.id, key=key) if may_write else None,
            "status": TO_CHECK if _to_check(form, key, filled, how_far) else STATUS[how_far],
        }
        for key, how_far in progress(form, answers).items()
    ]


def _to_check(form: Form, section_key: str, filled: Set[str], how_far: Progress) -> bool:
    asked = {question.key for question in form.section(section_key).questions}
    return how_far is not Progress.DONE and not asked.isdisjoint(filled)


def _left(form: Form, answers: Answers) -> Left:
    how_far = progress(form, answers).values()
    return Left(
        questions=len(missing(form, answers)),
        sections=sum(each is not Progress.DONE for each in how_far),
        minutes=sizes.minutes_left(form, answers),
    )

"""Checks before an offer: only those that an award of this size needs, each with what was found and how."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications.eligibility import suggest
from grantflow.applications.models import Application, CheckResult
from grantflow.applications.queries import asking_of, offering_of
from grantflow.assessment import queries
from grantflow.casework.queries import answers_of
from grantflow.charities.queries import find_register_date
from grantflow.checks.asking import WAITING
from grantflow.checks.commands import CHECKED_WHILE, FILLED_WHILE, fill_checks, record_check
from grantflow.checks.queries import list_check_queries, results_by_code, tiers_of
from grantflow.core.calendar import local_date
from grantflow.core.display import counted
from grantflow.db import unit_of_work
from grantflow.engine.tiers import Check
from grantflow.errors import ActionUnavailable, NotFound, Reason
from grantflow.permissions import Permission, allows
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.cases import actions_of, frame, load
from grantflow.web.officer.check_lines import TAGS, check_lines, not_needed, summary
from grantflow.web.officer.forms import RESULTS, ButtonForm, CheckForm
from grantflow.web.officer.known import what_we_know

SOURCES = {
    "register": "the register",
    "declaration": "what they declare",
    "document": "a document",
    "call": "a call",
}


@bp.route("/applications/<uuid:application_id>/checks")
@requires(Permission.APPLICATION_VIEW)
def checks(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id)
    sent, register_on = list_check_queries(found.id), find_register_date()
    lines = check_lines(found, sent, this_occasion(), register_on=register_on)
    later, never = not_needed(found, tiers_of(found))
    waiting = next((each for each in sent if each.stage in WAITING), None)
    may_ask = any(each.state == "query" for each in lines) and waiting is None and _may_check(found)
    return render_template(
        "pages/officer/checks.html",
        **frame(found, "officer.checks"),
        lines=lines,
        summary=summary(lines),
        later=later,
        never=never,
        tags=TAGS,
        sources=SOURCES,
        may_check=_may_check(found),
        may_look_again=found.stage in FILLED_WHILE and _may(found),
        register_on=register_on,
        form=ButtonForm(),
        waiting=waiting,
        latest=sent[-1] if sent else None,
        may_ask=may_ask,
        phone=answers_of(found.id).get("contact-phone") if waiting or may_ask else None,
        actions=[each for each in actions_of(found) if each.action.key == "pass-checks"],
    )


@bp.route("/applications/<uuid:application_id>/checks/look-again", methods=["POST"])
@requires(Permission.APPLICATION_CHECK)
def look_again_at_checks(application_id: UUID) -> ResponseReturnValue:
    """Look up now what the register, and our own rows, say. What a person found stays."""
    found = load(application_id, Permission.APPLICATION_CHECK)
    if found.stage not in FILLED_WHILE:
        raise ActionUnavailable([Reason("not-at-this-stage")])
    if ButtonForm().validate_on_submit():
        with unit_of_work():
            changed = fill_checks(found, this_occasion())
        flash(
            f"{counted(len(changed), 'check')} changed." if changed else "Nothing is different from before."
        )
    return redirect(url_for("officer.checks", application_id=found.id))


@bp.route("/applications/<uuid:application_id>/checks/<code>", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK)
def check(application_id: UUID, code: str) -> ResponseReturnValue:
    found = load(application_id, Permission.APPLICATION_CHECK)
    tier = queries.tier_of(found)
    if code not in tier.checks_before_offer or not _may_check(found):
        raise NotFound("check", code)
    kept, asked = results_by_code(found.id).get(code), tiers_of(found).check(code)
    form = _check_form(kept, asked)
    if form.validate_on_submit():
        with unit_of_work():
            record_check(
                found, code, this_occasion(), result=form.result.data, evidence=form.evidence.data or "",
                expires_on=form.expires_on.data, read=form.read,
            )  # fmt: skip
        flash(f"{asked.label}: {RESULTS[form.result.data]}.")
        return redirect(url_for("officer.checks", application_id=found.id))
    sent, register_on = list_check_queries(found.id), find_register_date()
    lines = check_lines(found, sent, this_occasion(), register_on=register_on)
    return render_template(
        "pages/officer/check.html",
        application=found,
        form=form,
        check=asked,
        line=next(each for each in lines if each.check.code == code),
        source=SOURCES[asked.source],
        known=what_we_know(found, tier, code),
        suggestion=suggest(code, asking_of(found), offering_of(found.round)),
        tags=TAGS,
    )


def _check_form(kept: CheckResult | None, asked: Check) -> CheckForm:
    """What a person found is there to be changed; what filled itself is shown above, and chosen for nobody."""
    form = CheckForm(
        data={
            "mark": kept.mark if kept else "",
            "expires_on": asked.good_until(local_date(this_occasion().at)),
        }
        if kept is None or kept.filled_itself
        else {
            "mark": kept.mark,
            "result": kept.result,
            "evidence": kept.evidence,
            "expires_on": kept.expires_on,
        }
    )
    if asked.is_about_organisation:
        form.expires_on.description = (
            "Until then it stands in their other applications too, and nobody asks them again."
        )
    return form


def _may_check(found: Application) -> bool:
    return found.stage in CHECKED_WHILE and _may(found)


def _may(found: Application) -> bool:
    return allows(current_actor(), Permission.APPLICATION_CHECK, on=found)

"""Checks before an offer: only those that an award of this size needs, each with what was found and how."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from grantflow.accounts.models import User
from grantflow.applications.eligibility import suggest
from grantflow.applications.models import Application, CheckResult
from grantflow.applications.queries import asking_of, list_partners, offering_of
from grantflow.assessment import assessors, queries
from grantflow.assessment.commands import CHECKED_WHILE, record_check
from grantflow.core.display import counted, day, listed, money
from grantflow.db import db, unit_of_work
from grantflow.engine.tiers import Check, Tier
from grantflow.errors import NotFound
from grantflow.permissions import Permission, allows
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.cases import actions_of, frame, load
from grantflow.web.officer.forms import RESULTS, CheckForm
from grantflow.web.officer.known import known_about

# Words and colour of each result; red only for what stands in the way.
RESULT_TAGS = {
    "pass": ("Pass", "green"),
    "query": ("Query", "yellow"),
    "condition": ("Pass, with a condition", "turquoise"),
    "fail": ("Fail", "red"),
    "not-needed": ("Not needed", "grey"),
}
SOURCES = {
    "register": "the register",
    "declaration": "what they declare",
    "document": "a document",
    "call": "a call",
}


@dataclass(frozen=True)
class CheckLine:
    """A check that this size of award needs, and what was found so far."""

    check: Check
    result: CheckResult | None
    by: str


@bp.route("/applications/<uuid:application_id>/checks")
@requires(Permission.APPLICATION_VIEW)
def checks(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id)
    tier = queries.tier_of(found)
    results = queries.checks_by_code(found.id)
    names = _names({each.checked_by_id for each in results.values()})
    lines = [
        CheckLine(queries.tiers_of(found).check(code), results.get(code), _by(results.get(code), names))
        for code in tier.checks_before_offer
    ]
    return render_template(
        "pages/officer/checks.html",
        **frame(found, "officer.checks"),
        lines=lines,
        tags=RESULT_TAGS,
        sources=SOURCES,
        may_check=_may_check(found),
        actions=[each for each in actions_of(found) if each.action.key == "pass-checks"],
    )


@bp.route("/applications/<uuid:application_id>/checks/<code>", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK)
def check(application_id: UUID, code: str) -> ResponseReturnValue:
    found = load(application_id, Permission.APPLICATION_CHECK)
    tier = queries.tier_of(found)
    if code not in tier.checks_before_offer or not _may_check(found):
        raise NotFound("check", code)
    kept = queries.checks_by_code(found.id).get(code)
    form = CheckForm(
        data={
            "mark": kept.mark if kept else "",
            "result": kept.result if kept else None,
            "evidence": kept.evidence if kept else "",
            "expires_on": kept.expires_on if kept else None,
        }
    )
    asked = queries.tiers_of(found).check(code)
    if form.validate_on_submit():
        with unit_of_work():
            record_check(
                found, code, this_occasion(), result=form.result.data, evidence=form.evidence.data or "",
                expires_on=form.expires_on.data, read=form.read,
            )  # fmt: skip
        flash(f"{asked.label}: {RESULTS[form.result.data]}.")
        return redirect(url_for("officer.checks", application_id=found.id))
    return render_template(
        "pages/officer/check.html",
        application=found,
        form=form,
        check=asked,
        source=SOURCES[asked.source],
        known=_known(found, tier, code),
        suggestion=suggest(code, asking_of(found), offering_of(found.round)),
        tags=RESULT_TAGS,
    )


def _may_check(found: Application) -> bool:
    return found.stage in CHECKED_WHILE and allows(current_actor(), Permission.APPLICATION_CHECK, on=found)


def _known(found: Application, tier: Tier, code: str) -> list[str]:
    """What we know already, so that nobody is asked for it."""
    if found.organisation is None:
        return []
    own = KNOWN[code](found, tier) if code in KNOWN else []
    return own + known_about(found.organisation, code)


def _name(found: Application, _tier: Tier) -> list[str]:
    number = found.organisation.charity_number if found.organisation else None
    return [f"Name: {found.applicant_name}", f"Charity number: {number or 'none given'}"]


def _accounts(found: Application, _tier: Tier) -> list[str]:
    ended = found.organisation.income_year_ends_on if found.organisation else None
    return [f"The latest year we know of ended on {day(ended)}"] if ended else []


def _income(found: Application, tier: Tier) -> list[str]:
    income = found.applicant_income_pence
    if not income:
        return []
    return [
        f"Yearly income: {money(income)}",
        f"This size of grant is for up to {money(tier.applicant_income_up_to_pence)} a year",
        f"The grant is {round(100 * (found.amount_pence or 0) / income)}% of a year’s income",
    ]


def _other_requests(found: Application, _tier: Tier) -> list[str]:
    others = queries.other_requests(found)
    lines = [f"{each.title} ({each.reference}), {money(each.amount_pence or 0)}" for each in others]
    return lines or ["Nothing else that this organisation asked us for is open or funded"]


def _interests(found: Application, _tier: Tier) -> list[str]:
    return [f"Stepped aside so far: {counted(len(assessors.stepped_aside(found)), 'person', 'people')}"]


def _partners(found: Application, _tier: Tier) -> list[str]:
    partners = list_partners(found.id)
    if not partners:
        return ["No partners are named"]
    confirmed = [each.title for each in partners if each.stage == "confirmed"]
    waiting = [each.title for each in partners if each.stage != "confirmed"]
    lines = [f"Said yes: {listed(confirmed)}"] if confirmed else []
    return lines + ([f"Not yet: {listed(waiting)}"] if waiting else [])


KNOWN = {
    "REG": _name,
    "ACC": _accounts,
    "BAND": _income,
    "DEP": _income,
    "LINK": _partners,
    "DUP": _other_requests,
    "COI": _interests,
}


def _names(user_ids: set[UUID]) -> dict[UUID, str]:
    people = db.session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {person.id: person.name for person in people}


def _by(result: CheckResult | None, names: dict[UUID, str]) -> str:
    return names.get(result.checked_by_id, "") if result else ""

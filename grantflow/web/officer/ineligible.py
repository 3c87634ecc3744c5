"""Say that an application cannot be considered: which published rule is not met, and what does not fit it."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications import eligibility
from grantflow.applications.models import Application
from grantflow.applications.queries import asking_of, offering_of, tier_of
from grantflow.casework.running import workflow_of
from grantflow.checks.ineligible import ANOTHER_RULE, mark_ineligible
from grantflow.checks.queries import tiers_of, what_counts
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, NotFound, Reason
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.asking_forms import IneligibleForm
from grantflow.web.officer.cases import actions_of, load
from grantflow.web.phrases import phrase

MARK = "mark-ineligible"
NOT_MET = frozenset({"fail", "query"})


@dataclass(frozen=True)
class Rule:
    """A published rule in words, and what our own look at this application says against it, if anything does."""

    key: str
    words: str
    found: str = ""


@bp.route("/applications/<uuid:application_id>/ineligible", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK)
def ineligible(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id, Permission.APPLICATION_CHECK)
    if found.stage not in workflow_of(found).action(MARK).from_:
        raise ActionUnavailable([Reason("not-at-this-stage")])
    if not any(each.action.key == MARK for each in actions_of(found)):
        raise NotFound("action", MARK)
    rules = {each.key: each for each in rules_for(found)}
    form = IneligibleForm(revision=found.revision)
    form.offer({key: (rule.words, rule.found) for key, rule in rules.items()})
    if form.validate_on_submit():
        rule, why = rules[form.rule.data], form.note.data or ""
        words = (form.other.data or "").strip() if rule.key == ANOTHER_RULE else rule.words
        with unit_of_work():
            mark_ineligible(
                found, rule.key, this_occasion(), rule_words=words, why=why, revision=form.read_revision
            )
        flash("The letter is on its way. They read the rule, and how to say that we are wrong.")
        return redirect(url_for("officer.application", application_id=found.id))
    return render_template("pages/officer/ineligible.html", application=found, form=form)


def rules_for(application: Application) -> list[Rule]:
    """What is published of the round, with what speaks against it first; then the checks that did not pass."""
    offering = offering_of(application.round)
    findings = eligibility.judge(asking_of(application), offering)
    found = {eligibility.rule_of(each): _said(each) for each in findings}
    published = eligibility.published(offering, tier_of(application))
    rules = [Rule(each.key, phrase(each), found.get(each.key, "")) for each in published]
    return [
        *sorted(rules, key=lambda each: not each.found),
        *_checks_not_met(application),
        Rule(ANOTHER_RULE, phrase(ANOTHER_RULE)),
    ]


def _said(finding: eligibility.Finding) -> str:
    near = " It is a near miss: talk to them first." if finding.near else ""
    return f"The check before applying says: “{phrase(finding.reason)}”{near}"


def _checks_not_met(application: Application) -> list[Rule]:
    sizes = tiers_of(application)
    counts = what_counts(application, this_occasion().at)
    checks = [
        (sizes.check(code), counts[code])
        for code in tier_of(application).checks_before_offer
        if code in counts and counts[code].result in NOT_MET
    ]
    return [
        Rule(
            f"check:{check.code}",
            phrase("rule-check", check=str(check.label), what=str(check.what)),
            f"The check found: {result.evidence}",
        )
        for check, result in checks
    ]

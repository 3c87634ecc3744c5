"""Record what a check found: a person's word, or what rows we hold say where no person has said anything."""

from datetime import date

from grantflow.applications.eligibility import judge
from grantflow.applications.models import Application, CheckResult
from grantflow.applications.queries import asking_of, offering_of, tier_of
from grantflow.audit.commands import record
from grantflow.casework.commands import lock, reset_timers
from grantflow.charities.queries import find_register_date
from grantflow.checks import queries, rules
from grantflow.checks.asking import close_what_is_settled
from grantflow.checks.register import Finding
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Forbidden, Reason, Stale
from grantflow.jobs.commands import enqueue
from grantflow.permissions import Occasion, Permission, require

CHECKED_WHILE = frozenset({"checking", "assessing", "panel"})
# From the moment it is sent until somebody decides, rows are looked up whoever waits for whom.
FILLED_WHILE = CHECKED_WHILE | {"submitted", "changes", "delayed"}


def record_check(
    application: Application,
    code: str,
    occasion: Occasion,
    *,
    result: str,
    evidence: str,
    expires_on: date | None = None,
    read: str | None = None,
) -> CheckResult:
    """Keep what a check found, in place of what it found before; the audit entries keep both.

    :param read: the mark of what this person's page showed; nothing, if it showed nothing
    :raises Stale: if somebody else has recorded the same check since
    """
    require(occasion.actor, Permission.APPLICATION_CHECK, on=application)
    if occasion.actor.user_id is None:
        raise Forbidden("only a person can check")
    lock(application)
    if application.stage not in CHECKED_WHILE:
        raise ActionUnavailable([Reason("not-at-this-stage", {"stage": application.stage})])
    queries.tiers_of(application).check(code)
    found = queries.results_by_code(application.id).get(code)
    if read is not None and read != (found.mark if found else ""):
        raise Stale([Reason("check-made-again")])
    found = keep_result(
        application, code, occasion, result=result, evidence=evidence, expires_on=expires_on, found=found
    )
    record(
        application.id,
        application.kind,
        "check",
        occasion,
        note=evidence,
        facts={"code": code, "result": result},
    )
    db.session.flush()
    close_what_is_settled(application, occasion)
    settle_eligibility(application, occasion)
    return found


def keep_result(
    application: Application,
    code: str,
    occasion: Occasion,
    *,
    result: str,
    evidence: str,
    expires_on: date | None,
    found: CheckResult | None,
) -> CheckResult:
    """The row of what a person found, in place of the one there was. Whoever calls this has asked whether they may."""
    kept = found or CheckResult(application_id=application.id, code=code)
    kept.result, kept.evidence, kept.expires_on = result, evidence, expires_on
    kept.checked_by_id, kept.checked_at, kept.register_on = occasion.actor.user_id, occasion.at, None
    _say_whom_it_is_about(kept, application)
    db.session.add(kept)
    return kept


def fill_checks(application: Application, occasion: Occasion) -> dict[str, str]:
    """Look each check up in the rows we hold, and keep what they say where no person has said anything.

    What a person found, here or in an application from which it still stands, is left alone. Where the rows say the
    same as before, only the date of the register moves on, and nothing is added to the record.

    :returns: what is different now, by check: a result, or "open" where the rows no longer tell
    """
    lock(application)
    if application.stage not in FILLED_WHILE:
        return {}
    findings, stands = (
        queries.findings_in_rows(application, occasion.at),
        queries.standing_results(application, occasion.at),
    )
    own, changed, made_on = queries.results_by_code(application.id), {}, find_register_date(occasion.at)
    for code in tier_of(application).checks_before_offer:
        found = own.get(code)
        if code in stands or (found is not None and not found.filled_itself):
            continue
        if (finding := findings.get(code)) is None:
            if found is not None:
                db.session.delete(found)
                changed[code] = "open"
        elif _fill(application, code, found, finding, made_on=made_on, occasion=occasion):
            changed[code] = finding.result
    db.session.flush()
    if changed:
        record(application.id, application.kind, "fill-checks", occasion, facts={"results": changed})
    settle_eligibility(application, occasion)
    return changed


def promise_to_fill(application: Application) -> None:
    """A job, so that whoever sends an application waits for none of it, and a promise, so that it is not lost."""
    enqueue("fill-checks", str(application.id), key=f"fill-checks:{application.id}:{application.revision}")


def settle_eligibility(application: Application, occasion: Occasion) -> None:
    """Note when it was found that an application can be considered. What is due next is then the decision."""
    if not application.eligibility_is_open:
        return
    counts = queries.what_counts(application, occasion.at)
    findings = judge(asking_of(application), offering_of(application.round))
    if rules.eligibility_is_settled(
        tier_of(application).checks_before_offer,
        {code: each.result for code, each in counts.items()},
        # What belongs to a check is settled by whoever makes the check.
        in_the_way=any(not each.check for each in findings),
    ):
        found_eligible(application, occasion)
        reset_timers(application, occasion.at)


def found_eligible(application: Application, occasion: Occasion) -> None:
    application.found_eligible_at = application.found_eligible_at or occasion.at


def _fill(
    application: Application,
    code: str,
    found: CheckResult | None,
    finding: Finding,
    *,
    made_on: date | None,
    occasion: Occasion,
) -> bool:
    """Whether it says anything else than before."""
    same = found is not None and (found.result, found.evidence) == (
        finding.result,
        finding.evidence(found.register_on),
    )
    today, rests_on = local_date(occasion.at), made_on if finding.of_register else None
    if found is not None and same and found.register_on == rests_on and not found.is_over(today):
        # Left as it is, so that nobody who has it open is told that it was made again.
        return False
    found = found or CheckResult(application_id=application.id, code=code)
    found.register_on = rests_on
    found.result, found.evidence = finding.result, finding.evidence(found.register_on)
    found.checked_by_id, found.checked_at = None, occasion.at
    found.expires_on = queries.tiers_of(application).check(code).good_until(today)
    _say_whom_it_is_about(found, application)
    db.session.add(found)
    return not same


def _say_whom_it_is_about(found: CheckResult, application: Application) -> None:
    organisation = application.organisation
    found.about_name = organisation.name if organisation else application.applicant_name
    found.about_number = organisation.charity_number if organisation else None

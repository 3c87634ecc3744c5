"""Background jobs: what waits, what failed and why, what is done."""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.queries import names_of_people
from grantflow.audit.commands import record
from grantflow.casework.queries import ids_official_to, names_of_cases
from grantflow.db import unit_of_work
from grantflow.errors import NotFound
from grantflow.jobs.commands import retry_job
from grantflow.jobs.queries import STATES, JobSeen, list_jobs
from grantflow.notices.queries import ids_of_emails_official_to
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.admin import bp
from grantflow.web.fields import whole_number
from grantflow.web.occasion import current_actor, this_occasion

PAGE = 50
MOST_LOOKED_THROUGH = 500
Names = Mapping[UUID, str]
JOB_NAMES = {
    "make-letter": "Make a letter",
    "send-email": "Send an email",
    "release-application": "Tell an applicant our decision",
    "share-out": "Ask assessors for an application",
    "forget-attempts": "Forget old sign-in attempts",
    "notice": "Email or letter",
    "timer": "Timer",
    "seal": "Nightly seal of the record",
    "sign-in-link": "Sign-in link",
    "staff-set-up-link": "Set-up link",
}


@bp.route("/jobs")
@requires(Permission.JOB_MANAGE)
def jobs() -> ResponseReturnValue:
    state = request.args.get("state", "")
    state = state if state in STATES else "failed"
    start = request.args.get("from", 0, type=whole_number)
    found = (
        _list(state)[start : start + PAGE + 1] if _in_regions_only() else list_jobs(state, PAGE + 1, start)
    )
    return render_template(
        "pages/admin/jobs.html",
        state=state,
        states=list(STATES),
        jobs=found[:PAGE],
        about=_about(found[:PAGE]),
        names=JOB_NAMES,
        older=start + PAGE if len(found) > PAGE else None,
    )


@bp.route("/jobs/retry", methods=["POST"])
@requires(Permission.JOB_MANAGE)
def retry() -> ResponseReturnValue:
    """Run one failed job again, or every one of them.

    :raises NotFound: if it is not for this administrator to see
    """
    key = request.form.get("key", "")
    failed = [] if key and not _in_regions_only() else [each.key for each in _list("failed")]
    if key and _in_regions_only() and key not in failed:
        raise NotFound("job", key)
    again = [key] if key else failed
    with unit_of_work():
        for each in reversed(again):
            retry_job(each)
        _record(key or "every failed job")
    flash("The job will be tried again." if len(again) == 1 else f"{len(again)} jobs will be tried again.")
    return redirect(url_for("admin.jobs", state="waiting"))


def _in_regions_only() -> bool:
    return current_actor().regions(Permission.JOB_MANAGE) is not None


def _list(state: str) -> Sequence[JobSeen]:
    """The newest jobs; to an administrator of some regions, those about cases there, their timers and their emails."""
    found = list_jobs(state, limit=MOST_LOOKED_THROUGH)
    if not _in_regions_only():
        return found
    ids, viewer = _ids(found), current_actor()
    seen = ids_official_to(viewer, Permission.JOB_MANAGE, ids)
    seen |= ids_of_emails_official_to(viewer, Permission.JOB_MANAGE, ids)
    return [job for job in found if seen & set(_ids([job]))]


def _ids(jobs: Sequence[JobSeen]) -> list[UUID]:
    return [UUID(arg) for job in jobs for arg in job.args if _is_id(arg)]


def _about(jobs: Sequence[JobSeen]) -> dict[str, str]:
    """What each job is about, by its key: an identifier is shown as the case or person it belongs to."""
    ids = _ids(jobs)
    names: Names = names_of_cases(ids) | names_of_people(ids)
    return {job.key: ", ".join(_named(arg, names) for arg in job.args if arg) for job in jobs}


def _named(arg: str, names: Names) -> str:
    return names.get(UUID(arg), arg) if _is_id(arg) else arg


def _is_id(arg: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", arg) is not None


def _record(job: str) -> None:
    occasion = this_occasion()
    if occasion.actor.user_id is not None:
        record(occasion.actor.user_id, "user", "retry-job", occasion, facts={"job": job})

"""Background jobs: what waits, what failed and why, what is done."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.audit.commands import record
from grantflow.db import unit_of_work
from grantflow.jobs.commands import retry_failed_jobs, retry_job
from grantflow.jobs.queries import STATES, list_jobs
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.admin import bp
from grantflow.web.occasion import this_occasion

PAGE = 50
JOB_NAMES = {
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
    start = max(request.args.get("from", 0, type=int), 0)
    found = list_jobs(state, limit=PAGE + 1, offset=start)
    return render_template(
        "pages/admin/jobs.html",
        state=state,
        states=list(STATES),
        jobs=found[:PAGE],
        names=JOB_NAMES,
        older=start + PAGE if len(found) > PAGE else None,
    )


@bp.route("/jobs/retry", methods=["POST"])
@requires(Permission.JOB_MANAGE)
def retry() -> ResponseReturnValue:
    """Run one failed job again, or every one of them."""
    key = request.form.get("key", "")
    with unit_of_work():
        if key:
            retry_job(key)
            again = 1
        else:
            again = retry_failed_jobs()
        _record(key or "every failed job")
    flash("The job will be tried again." if again == 1 else f"{again} jobs will be tried again.")
    return redirect(url_for("admin.jobs", state="waiting"))


def _record(job: str) -> None:
    occasion = this_occasion()
    if occasion.actor.user_id is not None:
        record(occasion.actor.user_id, "user", "retry-job", occasion, facts={"job": job})

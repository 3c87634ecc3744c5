"""What the worker does for summaries and the quarterly digest. Each is safe to repeat: promises name a quarter."""

from datetime import date
from functools import partial
from uuid import UUID

from grantflow.casework.running import now
from grantflow.core.quarters import quarter_of, read_quarter
from grantflow.db import db, unit_of_work
from grantflow.documents import store
from grantflow.funds.outcomes import OUTCOMES
from grantflow.jobs.commands import enqueue
from grantflow.jobs.promise import this_promise
from grantflow.notices import readers
from grantflow.notices.commands import keep_email
from grantflow.notices.compose_digest import confirm_emails, digest_emails
from grantflow.notices.emails import email_text
from grantflow.notices.emails_to_readers import LearningDigestEmail
from grantflow.notices.post import send_private
from grantflow.notices.printed import get_printed, printed, promise_summary
from grantflow.reports.learned import outcomes_shown, regions_shown

NOT_PUBLISHED = "not published"


def make_summary(printed_id: str) -> None:
    """Job: `make-summary`. The database is not held while it is printed."""
    row = get_printed(UUID(printed_id))
    if row.made_at is not None:
        return
    pdf = printed(row.kind, row.about, row.asked_at)
    db.session.rollback()
    sha256 = store.put(pdf) if pdf else ""
    with unit_of_work():
        row = get_printed(UUID(printed_id))
        row.sha256, row.made_at, row.problem = sha256, now() if pdf else None, "" if pdf else NOT_PUBLISHED


def summary_failed(problem: str, printed_id: str) -> None:
    """What `make-summary` leaves behind when it has failed for good."""
    with unit_of_work():
        get_printed(UUID(printed_id)).problem = problem


def digest_confirm(reader_id: str, region_code: str) -> None:
    """Job: `digest-confirm`. The link is in the email and nowhere else."""
    write = partial(confirm_emails, UUID(reader_id), region_code or None)
    send_private("digest-confirm", this_promise(), write)


def look_at_quarter(night: str) -> None:
    """Job: `look-at-quarter`, each night. From the first working day of a quarter on, its work is promised, once."""
    on = date.fromisoformat(night)
    quarter = quarter_of(on)
    with unit_of_work():
        readers.forget_unconfirmed(now())
        if on >= quarter.first_working_day:
            enqueue("begin-quarter", str(quarter), key=f"begin-quarter:{quarter}")


def begin_quarter(name: str) -> None:
    """Job: `begin-quarter`. Each theme and region is printed anew, and each reader is promised one digest."""
    quarter, at = read_quarter(name), now()
    with unit_of_work():
        for key in sorted(outcomes_shown() & OUTCOMES.keys()):
            promise_summary("theme", key, f"summary:theme:{key}:{quarter}", at)
        for code in sorted(regions_shown()):
            promise_summary("region", code, f"summary:region:{code}:{quarter}", at)
        for reader_id in readers.ids_of_readers():
            enqueue(
                "learning-digest",
                str(quarter.before),
                str(reader_id),
                key=f"learning-digest:{quarter.before}:{reader_id}",
            )


def learning_digest(name: str, reader_id: str) -> None:
    """Job: `learning-digest`. One email, or none where nothing is new."""
    with unit_of_work():
        for outgoing in digest_emails(read_quarter(name), UUID(reader_id)):
            email = keep_email(
                "learning-digest", outgoing, this_promise(), now(), body=email_text(outgoing.email).body
            )
            if isinstance(outgoing.email, LearningDigestEmail):
                email.stop_link = outgoing.email.stop_link
            enqueue("send-email", str(email.id), key=f"send-email:{email.id}")

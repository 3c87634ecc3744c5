"""Open a letter, keep it, tell people of it, and say when it failed. `post.py` has the jobs that call these."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from grantflow.casework.commands import lock, open_case, take_action
from grantflow.casework.models import Case, Recusal
from grantflow.casework.pinned import pinned_version
from grantflow.db import db
from grantflow.documents.models import Document
from grantflow.errors import Reason, Refused
from grantflow.jobs.commands import enqueue
from grantflow.notices.correspondence import Outgoing
from grantflow.notices.emails import email_text
from grantflow.notices.models import Email, Letter
from grantflow.notices.queries import find_email, find_letter, list_unsent
from grantflow.permissions import SYSTEM, Occasion

LONGEST_REASON = 300  # characters


def ask_for_letter(notice: str, about: Case, promise: str, occasion: Occasion) -> Letter:
    """Open the letter that was promised under this key, once, and promise to make it."""
    if (found := find_letter(promise)) is not None:
        return found
    letter = Letter(
        title=notice.replace("-", " ").capitalize(),
        promise=promise,
        notice=notice,
        about_id=about.id,
        round_id=about.id if about.kind == "round" else about.round_id,
        region_code=about.region_code,
        organisation_id=about.organisation_id,
        assigned_to_id=about.assigned_to_id,
    )
    open_case(letter, occasion, version=pinned_version(letter.round_id, "workflow", "letter"))
    _keep_from_the_same(letter, about, occasion)
    promise_to_make(letter)
    return letter


def _keep_from_the_same(letter: Letter, about: Case, occasion: Occasion) -> None:
    """Whoever is kept from this one case is kept from its letters. A wider recusal covers them as it is."""
    kept_out = db.session.scalars(
        select(Recusal.user_id)
        .where(Recusal.case_id == about.id, Recusal.organisation_id.is_(None))
        .order_by(Recusal.user_id)
    )
    db.session.add_all(
        Recusal(case_id=letter.id, user_id=user_id, declared_at=occasion.at) for user_id in kept_out
    )


def promise_to_make(letter: Letter) -> None:
    enqueue("make-letter", str(letter.id), key=f"make-letter:{letter.id}:{letter.revision}")


def keep_letter(letter: Letter, document: Document, *, title: str, sha256: str, occasion: Occasion) -> None:
    """Keep what was printed: once, and the same bytes ever after."""
    db.session.add(document)
    db.session.flush()
    letter.document_id, letter.title, letter.template_sha256 = document.id, title, sha256
    letter.made_at, letter.officer_name = occasion.at, letter.assigned_to.name if letter.assigned_to else ""
    take_action(letter, "make", occasion, facts={"sha256": document.sha256})


def promise_emails(
    notice: str,
    about: Case,
    outgoing: list[Outgoing],
    promise: str,
    at: datetime,
    *,
    letter: Letter | None = None,
) -> list[Email]:
    """Keep each email and promise to send it; those kept under this promise before are not kept again."""
    kept = []
    for each in outgoing:
        text = email_text(each.email)
        email = keep_email(notice, each, f"{promise}:{each.to.email}", at, body=text.body, about=about)
        email.letter_id = letter.id if letter else None
        if email.sent_at is None:
            revision = f":{letter.revision}" if letter else ""
            enqueue("send-email", str(email.id), key=f"send-email:{email.id}{revision}")
        kept.append(email)
    return kept


def keep_email(
    notice: str, outgoing: Outgoing, promise: str, at: datetime, *, body: str, about: Case | None = None
) -> Email:
    """The row of an email: the one kept under this promise, or a new one."""
    email = find_email(promise)
    if email is None:
        email = Email(promise=promise, notice=notice, created_at=at, case_id=about.id if about else None)
        email.to_address, email.to_name = outgoing.to.email, outgoing.to.name
        email.reply_to = outgoing.email.cover.officer.email
        email.subject, email.body = email_text(outgoing.email).subject, body
        db.session.add(email)
        db.session.flush()
    return email


def mark_sent(email: Email, at: datetime) -> None:
    """The mail server has taken it. A letter is sent once everybody has been told."""
    if email.letter is not None:
        # Held, so that of two emails that finish together one sees the other.
        lock(email.letter)
    email.sent_at = at
    db.session.flush()
    if email.letter is not None and email.letter.stage == "made" and not list_unsent(email.letter.id):
        take_action(email.letter, "send", Occasion(SYSTEM, at))


def mark_failed(letter: Letter, why: str, at: datetime) -> None:
    """It could not be made or sent, however often it was tried: somebody has to look."""
    lock(letter)
    if letter.stage in {"requested", "made"}:
        take_action(letter, "fail", Occasion(SYSTEM, at), note=why[:LONGEST_REASON])


def require_someone(outgoing: list[Outgoing]) -> None:
    """:raises Refused: if there is nobody to write to"""
    if not outgoing:
        raise Refused([Reason("nobody-to-write-to")])


def keeps_private_text() -> bool:
    """Only a demonstration, where anyone may read all mail, keeps the text of an email with a private link."""
    return bool(current_app.config["DEMO"])

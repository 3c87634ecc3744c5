"""The jobs: from a promise to a letter in somebody's hand.

Each step is small, may run twice, and has a transaction of its own; printing and the mail server are outside of any,
so that nobody waits for them.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm.attributes import set_committed_value

from grantflow.casework.commands import lock, take_action
from grantflow.casework.models import Case
from grantflow.casework.running import now
from grantflow.content import content_root
from grantflow.db import db, unit_of_work
from grantflow.documents import store
from grantflow.documents.models import Document
from grantflow.documents.rules import PDF, safe_name
from grantflow.jobs.promise import this_promise
from grantflow.notices import commands, delivery, letters, summaries
from grantflow.notices.compose_accounts import invitation_emails, sign_in_emails, staff_set_up_emails
from grantflow.notices.compose_applications import late_code_emails
from grantflow.notices.correspondence import Outgoing
from grantflow.notices.emails import email_text
from grantflow.notices.models import Email, Letter
from grantflow.notices.queries import get_email, get_letter
from grantflow.notices.register import NOTICES, Kind, Printed
from grantflow.notices.sender import settings
from grantflow.notices.summaries import AwardSummary, RoundSummary
from grantflow.permissions import SYSTEM, Occasion


def notice(name: str, case_id: str) -> None:
    """Tell everyone whom a notice concerns: by a letter and the email that announces it, or by email alone."""
    found, promise, about_id = NOTICES[name], this_promise(), UUID(case_id)
    if found.kind is Kind.SECRET:
        send_private(name, promise, lambda at: found.emails(about_id, at), about_id=about_id)
        return
    with unit_of_work():
        about, at = db.session.get_one(Case, about_id), now()
        if found.printed is not None and found.prints(about_id):
            commands.ask_for_letter(name, about, promise, Occasion(SYSTEM, at))
        else:
            commands.promise_emails(name, about, found.emails(about_id, at), promise, at)


def sign_in_link(address: str, next_path: str = "") -> None:
    """Send somebody a link to sign in with, once."""
    send_private("sign-in-link", this_promise(), lambda at: sign_in_emails(address, next_path, at))


def staff_set_up_link(user_id: str) -> None:
    """Send a new member of staff a link to set their account up with, once."""
    send_private("staff-set-up-link", this_promise(), lambda at: staff_set_up_emails(UUID(user_id), at))


def colleague_invitation(invitation_id: str) -> None:
    """Send somebody a link to join an organisation with, once."""
    promise = this_promise()
    send_private("colleague-invitation", promise, lambda at: invitation_emails(UUID(invitation_id), at))


def late_code(late_code_id: str) -> None:
    """Send somebody the code that opens a closed round for them."""
    send_private("late-code", this_promise(), lambda at: late_code_emails(UUID(late_code_id), at))


def make_letter(letter_id: str) -> None:
    """Print a letter, keep it, and promise the emails that announce it."""
    letter = get_letter(UUID(letter_id))
    printed = _print(letter) if letter.stage == "requested" and letter.document_id is None else None
    with unit_of_work():
        letter, at = get_letter(UUID(letter_id)), now()
        lock(letter)
        if letter.stage == "failed":
            take_action(letter, "retry", Occasion(SYSTEM, at))
        elif letter.stage == "requested":
            _announce(letter, printed, Occasion(SYSTEM, at))


def send_email(email_id: str) -> None:
    """Hand one email to the mail server, and note that it went."""
    email = get_email(UUID(email_id))
    if email.sent_at is None:
        _hand_over(email, email.body)


def send_private(
    name: str, promise: str, write: Callable[[datetime], list[Outgoing]], *, about_id: UUID | None = None
) -> None:
    """Make a private link for each person and send it at once. The link is in the email and nowhere else."""
    with unit_of_work():
        at = now()
        outgoing = write(at)
        about = db.session.get(Case, about_id) if about_id else None
        kept = [_keep_private(name, each, f"{promise}:{each.to.email}", at, about) for each in outgoing]
    for email, body in kept:
        if email.sent_at is None:
            _hand_over(email, body)


def letter_failed(problem: str, letter_id: str) -> None:
    """What `make-letter` leaves behind when it has failed for good."""
    with unit_of_work():
        commands.mark_failed(get_letter(UUID(letter_id)), problem, now())


def email_failed(problem: str, email_id: str) -> None:
    """What `send-email` leaves behind when it has failed for good."""
    with unit_of_work():
        email = get_email(UUID(email_id))
        if email.letter is not None:
            commands.mark_failed(email.letter, problem, now())


def _print(letter: Letter) -> tuple[Document, str, str]:
    """The document, its title and the fingerprint of its template. The database is not held meanwhile."""
    found = NOTICES[letter.notice]
    if found.printed is None:
        raise ValueError(f"{letter.notice} has nothing to print")
    sha256 = fingerprint(letter.notice, found.kind)
    # For the page's own foot; not as a change, which the next query would begin to write.
    set_committed_value(letter, "template_sha256", sha256)
    content = found.printed(letter)
    kind, reference, letter_id, made_at = found.kind, letter.reference, letter.id, letter.created_at
    db.session.rollback()
    title, pdf = _title_of(content), _pdf_of(content, made_at)
    document = Document(
        case_id=letter_id, kind=str(kind), filename=safe_name(f"{title} {reference}.pdf", PDF), content_type=PDF,
        size=len(pdf), sha256=store.put(pdf), created_at=made_at,
    )  # fmt: skip
    return document, title, sha256


def _announce(letter: Letter, printed: tuple[Document, str, str] | None, occasion: Occasion) -> None:
    found = NOTICES[letter.notice]
    outgoing = found.emails(letter.about_id, occasion.at)
    if found.kind is Kind.LETTER:
        commands.require_someone(outgoing)
    if letter.document_id is not None:
        take_action(letter, "make", occasion)
    elif printed is None:
        raise RuntimeError(f"{letter.reference} was asked for again while this began; try once more")
    else:
        document, title, sha256 = printed
        commands.keep_letter(letter, document, title=title, sha256=sha256, occasion=occasion)
    about = db.session.get_one(Case, letter.about_id)
    emails = commands.promise_emails(
        letter.notice, about, outgoing, letter.promise, occasion.at, letter=letter
    )
    if all(email.sent_at is not None for email in emails):
        take_action(letter, "send", occasion)


def _keep_private(
    name: str, outgoing: Outgoing, promise: str, at: datetime, about: Case | None
) -> tuple[Email, str]:
    body = email_text(outgoing.email).body
    kept = body if commands.keeps_private_text() else ""
    email = commands.keep_email(name, outgoing, promise, at, body=kept, about=about)
    email.secret, email.body = True, kept
    return email, body


def _hand_over(email: Email, body: str) -> None:
    chosen, at, email_id = settings(), now(), email.id
    server = delivery.read_smtp_url(chosen.SMTP_URL)
    db.session.rollback()
    delivery.deliver(email, body=body, server=server, sender=(chosen.FUNDER_NAME, chosen.MAIL_FROM), at=at)
    with unit_of_work():
        commands.mark_sent(get_email(email_id), at)


def _title_of(content: Printed) -> str:
    if isinstance(content, AwardSummary | RoundSummary):
        return summaries.summary_title(content)
    return letters.letter_title(content)


def _pdf_of(content: Printed, made_at: datetime) -> bytes:
    if isinstance(content, AwardSummary | RoundSummary):
        return summaries.summary_pdf(content, made_at=made_at)
    return letters.letter_pdf(content, made_at=made_at)


def fingerprint(name: str, kind: Kind) -> str:
    """SHA-256 over everything that gives a letter its words and its look, but for its content."""
    templates = content_root() / "templates"
    folder = templates / ("summaries" if kind is Kind.SUMMARY else "letters") / name
    layout = templates / "layouts" / ("summary.html" if kind is Kind.SUMMARY else "letter.html")
    digest = hashlib.sha256()
    for file in [*sorted(path for path in folder.rglob("*") if path.is_file()), layout]:
        digest.update(file.read_bytes())
    return digest.hexdigest()

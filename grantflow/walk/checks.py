"""What is checked after each step: the page, the email, the PDF, the record. Whatever does not hold ends the walk."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage, Message
from uuid import UUID

from sqlalchemy import select

from grantflow.audit.models import AuditEntry
from grantflow.casework.models import Case
from grantflow.core.display import listed
from grantflow.db import db
from grantflow.notices.models import Email, Letter
from grantflow.walk import pdf
from grantflow.walk.browser import Page, Person
from grantflow.walk.table import Wrong
from grantflow.walk.world import World, wait_for

LINK = re.compile(r"https?://\S+")


def sees(world: World, page: Page, *said: str, status: int = 200) -> Page:
    """The page is there and says all of this."""
    if page.status != status:
        raise Wrong(f"{page.url} answers {page.status}, not {status}; it says “{_opening(page)}”")
    missing = [each for each in said if " ".join(each.split()) not in page.text]
    if missing:
        raise Wrong(
            f"{page.url} does not say {listed(f'“{each}”' for each in missing)}, but “{_opening(page)}”"
        )
    world.table.checked("page")
    return page


def offers(world: World, page: Page, next_step: str) -> Page:
    """The page has a link or a button for what comes next."""
    buttons = [said for form in page.forms for _, _, said in form.buttons]
    if not any(next_step in said for said in [*buttons, *(said for said, _ in page.links)]):
        raise Wrong(f"{page.url} has no “{next_step}”, only {buttons} and {[said for said, _ in page.links]}")
    return sees(world, page)


def is_told_of_mistakes(world: World, page: Page, *said: str) -> Page:
    """The same page again, with a summary of what is wrong at its top."""
    if not page.title.startswith("Error: "):
        raise Wrong(f"{page.url} does not begin its title with “Error: ”, but with “{page.title}”")
    return sees(world, page, *said)


def still_says(page: Page, name: str, typed: str) -> None:
    """Nothing that was typed is lost."""
    kept = dict(page.form(name).fields).get(name)
    if kept != typed:
        raise Wrong(f"{page.url} lost what was typed in “{name}”: it shows “{kept}” and not “{typed}”")


def is_at(world: World, case_id: UUID, stage: str) -> None:
    with world.database():
        case = db.session.get_one(Case, case_id)
        if case.stage != stage:
            raise Wrong(f"{case.kind} {case.reference} stands at “{case.stage}”, not at “{stage}”")


def recorded(world: World, case_id: UUID, *actions: str) -> None:
    """The record of a case holds these actions, in this order, and no others.

    What a worker looks up by itself comes when it comes to it, and is not among them.
    """
    with world.database():
        by_people = AuditEntry.chain == case_id, AuditEntry.action != "fill-checks"
        chain = select(AuditEntry.action).where(*by_people).order_by(AuditEntry.seq)
        found = tuple(db.session.scalars(chain))
        if found != actions:
            case = db.session.get_one(Case, case_id)
            raise Wrong(
                f"the record of {case.kind} {case.reference} says {listed(found)}, not {listed(actions)}"
            )
    world.table.checked("entry", len(actions))


def amount_is(world: World, what: str, found: int, expected: int) -> None:
    """Two amounts in pence agree."""
    if found != expected:
        raise Wrong(f"{what} should be {expected / 100:,.2f} and is {found / 100:,.2f}")
    world.table.checked("amount")


def at_most(world: World, what: str, found: int, most: int) -> None:
    if found > most:
        raise Wrong(f"{what} is {found / 100:,.2f}, over {most / 100:,.2f}")
    world.table.checked("amount")


def email_about(world: World, case_id: UUID, notice: str, address: str, *said: str) -> str:
    """One email of this kind about a case reached this address, once. Returns the link in it."""
    row = wait_for(f"the email “{notice}” to {address}", lambda: _sent(world, case_id, notice, address))
    number = str(row.id)
    found = [each for each in world.box.to(address) if number in str(each["Message-ID"])]
    if len(found) != 1:
        raise Wrong(f"the mail server has “{row.subject}” to {address} {len(found)} times")
    return email_says(world, found[0], *said)


def newest_email(world: World, address: str, subject: str, *, after: int = 0) -> str:
    """The link in the newest email to somebody with these words in its subject."""
    found = wait_for(
        f"the email “{subject}” to {address}",
        lambda: [each for each in world.box.to(address) if subject in str(each["Subject"])][after:],
    )
    return email_says(world, found[-1])


def email_says(world: World, message: Message, *said: str) -> str:
    """It says all of this, and leads back to us."""
    assert isinstance(message, EmailMessage)
    body = message.get_content()
    words = " ".join(body.split())
    if missing := [each for each in said if each not in f"{message['Subject']} {words}"]:
        raise Wrong(f"the email “{message['Subject']}” to {message['To']} does not say {listed(missing)}")
    links = [each.rstrip(".,") for each in LINK.findall(body) if each.startswith(world.base)]
    if not links:
        raise Wrong(f"the email “{message['Subject']}” to {message['To']} has no link to us")
    world.table.checked("email")
    return str(links[0])


def letter_on(
    world: World, reader: Person, case_id: UUID, notice: str, *, on: Page, said: Sequence[str]
) -> None:
    """A page leads to a letter that is as it should be."""
    letter = wait_for(f"the letter “{notice}”", lambda: _made(world, case_id, notice))
    path = f"/documents/{letter.document_id}"
    if path not in [href for _, href in on.links]:
        raise Wrong(f"{on.url} does not lead to the letter “{letter.title}”")
    letter_at(world, reader, case_id, notice, path=path, said=said)


def letter_at(
    world: World, reader: Person, case_id: UUID, notice: str, *, path: str, said: Sequence[str]
) -> None:
    """It is tagged, says all of this, and is the same bytes every time and in the store."""
    letter = wait_for(f"the letter “{notice}”", lambda: _made(world, case_id, notice))
    name = f"{letter.title} {letter.reference}"
    first, second = reader.open(path), reader.open(path)
    if first.status != 200 or first.kind != "application/pdf":
        raise Wrong(f"{first.url} is {first.kind} with status {first.status}, not a PDF")
    if first.body != second.body or hashlib.sha256(first.body).hexdigest() != letter.sha256:
        raise Wrong(f"{name} is not the same bytes each time, or not those that were stored")
    if faults := pdf.faults_of(first.body):
        raise Wrong(f"{name} is no PDF for everyone: {listed(faults)}")
    text = pdf.words_of(first.body)
    if missing := [each for each in said if pdf.squeezed(each) not in text]:
        raise Wrong(f"{name} does not say {listed(missing)}, but “{text[:400]}”")
    world.table.checked("pdf")
    recorded(world, letter.id, "create", "make", "send")
    world.keeping.keep(
        first.body, notice=notice, about=said[0], reference=letter.reference, sha256=letter.sha256
    )


@dataclass(frozen=True)
class _Kept:
    """A letter as the database has it."""

    id: UUID
    reference: str
    title: str
    document_id: UUID
    sha256: str


def is_paper(world: World, reader: Person, path: str) -> None:
    """A paper made for this reader: tagged, and theirs alone."""
    page = reader.open(path)
    if page.status != 200 or page.kind != "application/pdf":
        raise Wrong(f"{page.url} is {page.kind} with status {page.status}, not a PDF")
    if faults := pdf.faults_of(page.body):
        raise Wrong(f"{page.url} is no PDF for everyone: {listed(faults)}")
    world.table.checked("paper")


def _sent(world: World, case_id: UUID, notice: str, address: str) -> Email | None:
    with world.database():
        query = select(Email).where(
            Email.case_id == case_id,
            Email.notice == notice,
            Email.to_address == address,
            Email.sent_at.is_not(None),
        )
        found = db.session.scalars(query).all()
        if len(found) > 1:
            raise Wrong(f"{address} was sent “{notice}” {len(found)} times about one thing")
        return found[0] if found else None


def _made(world: World, case_id: UUID, notice: str) -> _Kept | None:
    with world.database():
        query = select(Letter).where(
            Letter.about_id == case_id, Letter.notice == notice, Letter.stage == "sent"
        )
        found = db.session.scalars(query).all()
        if len(found) > 1:
            raise Wrong(f"{len(found)} letters “{notice}” were made where one was promised")
        if not found or found[0].document is None:
            return None
        letter, document = found[0], found[0].document
        return _Kept(letter.id, letter.reference, letter.title, document.id, document.sha256)


def _opening(page: Page) -> str:
    main = page.text.partition("Skip to main content")[2] or page.text
    return main[:600]

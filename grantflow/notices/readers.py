"""Who gets the quarterly digest: asked for, confirmed by a link in an email, and forgotten when it is stopped."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from grantflow.accounts.models import User
from grantflow.accounts.queries import tidy_email
from grantflow.core.signed import read_signed, signed
from grantflow.db import db
from grantflow.jobs.commands import enqueue
from grantflow.notices.models import DigestReader, Email
from grantflow.notices.sender import settings
from grantflow.places.queries import names_of_regions

CONFIRM, STOP = "confirm digest", "stop digest"
TO_CONFIRM = timedelta(days=7)
NOTICES = ("digest-confirm", "learning-digest")


def ask_for_digest(address: str, region_code: str | None, at: datetime) -> None:
    """Promise an email with a link. Until that is used nothing is changed, whoever asked."""
    reader = find_reader(address) or _add(address, at)
    enqueue(
        "digest-confirm",
        str(reader.id),
        region_code or "",
        key=f"digest-confirm:{reader.id}:{at.timestamp()}",
    )


def confirm_token(reader: DigestReader, region_code: str | None, at: datetime) -> str:
    until = (at + TO_CONFIRM).isoformat()
    return signed(settings().secret_key, CONFIRM, [str(reader.id), region_code or "", until])


def read_confirm_token(token: str, at: datetime) -> tuple[DigestReader, str | None] | None:
    """Whose it is and for which region; None once it has run out, or its reader was forgotten."""
    words = read_signed(settings().secret_key, CONFIRM, token)
    if words is None or datetime.fromisoformat(words[2]) <= at:
        return None
    reader = db.session.get(DigestReader, UUID(words[0]))
    return (reader, words[1] or None) if reader else None


def confirm(reader: DigestReader, region_code: str | None, at: datetime) -> None:
    """Twice is as once."""
    reader.region_code, reader.confirmed_at = region_code, reader.confirmed_at or at


def choose_digest(address: str, region_code: str | None, at: datetime) -> None:
    """Somebody who is signed in with this address wants it: they have proven that it is theirs."""
    confirm(find_reader(address) or _add(address, at), region_code, at)


def stop_token(reader: DigestReader) -> str:
    return signed(settings().secret_key, STOP, [str(reader.id)])


def read_stop_token(token: str) -> UUID | None:
    words = read_signed(settings().secret_key, STOP, token)
    return UUID(words[0]) if words else None


def stop_digest(reader_id: UUID) -> None:
    """Forget an address, and what was sent there. Whoever is forgotten already stays so."""
    reader = db.session.get(DigestReader, reader_id)
    if reader is not None:
        _forget([reader])


def forget_unconfirmed(at: datetime) -> None:
    """An address whose link ran out unused is no business of ours."""
    _forget(
        db.session.scalars(
            select(DigestReader)
            .where(DigestReader.confirmed_at.is_(None), DigestReader.asked_at < at - TO_CONFIRM)
            .order_by(DigestReader.id)
        ).all()
    )


def find_reader(address: str) -> DigestReader | None:
    return db.session.scalar(select(DigestReader).where(DigestReader.address == tidy_email(address)))


def gets_digest(user: User | None) -> bool:
    reader = find_reader(user.email) if user else None
    return reader is not None and reader.confirmed_at is not None


def ids_of_readers() -> Sequence[UUID]:
    return db.session.scalars(
        select(DigestReader.id).where(DigestReader.confirmed_at.is_not(None)).order_by(DigestReader.id)
    ).all()


def region_in_words(region_code: str | None) -> str:
    return names_of_regions().get(region_code or "", "every region")


def _add(address: str, at: datetime) -> DigestReader:
    reader = DigestReader(address=tidy_email(address), asked_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(reader)
    except IntegrityError:
        # Somebody asked for the same address between our two statements.
        return db.session.scalars(
            select(DigestReader).where(DigestReader.address == tidy_email(address))
        ).one()
    return reader


def _forget(readers: Sequence[DigestReader]) -> None:
    addresses = [each.address for each in readers]
    db.session.execute(delete(Email).where(Email.notice.in_(NOTICES), Email.to_address.in_(addresses)))
    for each in readers:
        db.session.delete(each)
    db.session.flush()

"""The quarterly digest: what was newly published, first that it did not work where it did not, on one screen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from grantflow.accounts.queries import find_user_by_email
from grantflow.core.display import listed
from grantflow.core.quarters import Quarter
from grantflow.db import db
from grantflow.funds.outcomes import OUTCOMES
from grantflow.notices import addresses, readers, sender
from grantflow.notices.compose_across import worked_words
from grantflow.notices.correspondence import Outgoing, Person, to_each
from grantflow.notices.cover import EmailCover
from grantflow.notices.emails import Email
from grantflow.notices.emails_to_readers import (
    DigestConfirmEmail,
    DigestLine,
    DigestTheme,
    LearningDigestEmail,
)
from grantflow.notices.excerpts import in_short
from grantflow.notices.models import DigestReader
from grantflow.places.queries import list_force_areas, names_of_regions
from grantflow.reports.learned import Learned, learned_between, titles_looked_at_again

# What still fits on one screen.
MOST_ENTRIES, MOST_AGAIN = 6, 3
LINE, FOR_WHOM = 28, 14


def confirm_emails(reader_id: UUID, region_code: str | None, at: datetime) -> list[Outgoing]:
    """Nothing to an address that has been forgotten meanwhile."""
    reader = db.session.get(DigestReader, reader_id)
    if reader is None:
        return []
    link = addresses.confirm_digest(readers.confirm_token(reader, region_code, at))
    days = readers.TO_CONFIRM.days
    region = readers.region_in_words(region_code)
    return _to(reader, link, lambda cover: DigestConfirmEmail(cover=cover, days=days, region=region))


def digest_emails(quarter: Quarter, reader_id: UUID) -> list[Outgoing]:
    """Nothing where nothing is new, nor to whoever has stopped."""
    reader = db.session.get(DigestReader, reader_id)
    if reader is None or reader.confirmed_at is None:
        return []
    new = learned_between(*quarter.moments, reader.region_code)
    again = titles_looked_at_again(*quarter.moments, reader.region_code)
    if not new and not again:
        return []
    stop_link = addresses.stop_digest(readers.stop_token(reader))
    return _to(
        reader,
        addresses.library(),
        lambda cover: LearningDigestEmail(
            cover=cover,
            months=quarter.words,
            region=readers.region_in_words(reader.region_code),
            themes=_themes(new),
            more=max(len(new) - MOST_ENTRIES, 0),
            again=tuple(again[:MOST_AGAIN]),
            stop_link=stop_link,
        ),
    )


def _to(reader: DigestReader, link: str, write: Callable[[EmailCover], Email]) -> list[Outgoing]:
    user = find_user_by_email(reader.address)
    name = user.name if user and user.disabled_at is None else "reader"
    outgoing = to_each(
        (Person(name, reader.address),),
        link,
        write,
        officer=sender.officer_of(),
        fund_name=sender.settings().FUNDER_NAME,
        reference="",
    )
    return outgoing


def _themes(new: Sequence[Learned]) -> tuple[DigestTheme, ...]:
    """Each entry once, under the first of its themes; what did not work comes first in each."""
    regions, areas = names_of_regions(), {area.code: area.name for area in list_force_areas()}
    kept = sorted(new, key=lambda each: each.worked != "no")[:MOST_ENTRIES]
    found = []
    for key, name in OUTCOMES.items():
        lines = tuple(_line(each, regions, areas) for each in kept if _theme_of(each) == key)
        if lines:
            found.append(DigestTheme(name=name, lines=lines))
    return tuple(found)


def _theme_of(learned: Learned) -> str:
    return next((key for key in OUTCOMES if key in learned.entry.outcomes), next(iter(OUTCOMES)))


def _line(learned: Learned, regions: Mapping[str, str], areas: Mapping[str, str]) -> DigestLine:
    entry, told = learned.entry, learned.told
    places = listed(areas[code] for code in entry.force_areas if code in areas)
    place = places or regions.get(entry.region_code or "", "England and Wales")
    whom = in_short(told.get("for-whom"), FOR_WHOM)
    return DigestLine(
        title=entry.title,
        where=f"{place}. {whom}" if whom else f"{place}.",
        worked=worked_words(learned),
        happened=in_short(told.get("what-happened") or told.get("what-did-not-work"), LINE),
        link=addresses.public_learning(entry.id),
    )

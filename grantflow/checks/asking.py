"""Ask an applicant about everything that is open, once; take the answers; give longer; stop asking."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from grantflow.applications.models import Application
from grantflow.applications.queries import tier_of
from grantflow.audit.commands import record
from grantflow.casework.commands import lock, open_case, take_action
from grantflow.casework.pinned import pinned_version
from grantflow.casework.queries import get_official, get_visible
from grantflow.checks import queries, rules
from grantflow.checks.models import CheckQuery, QueryPoint
from grantflow.core.calendar import add_working_days, local_date
from grantflow.db import db
from grantflow.documents.models import Document
from grantflow.documents.uploads import Upload, keep_upload
from grantflow.errors import ActionUnavailable, NotFound, Reason, Refused, Stale
from grantflow.permissions import SYSTEM, Actor, Occasion, Permission, require

WAITING = frozenset({"asked", "unanswered"})
ASKED_WHILE = frozenset({"checking", "assessing", "panel"})


def codes_at_query(application: Application, occasion: Occasion) -> list[str]:
    """The checks at which a query is open, in the order of the size of award."""
    counts = queries.what_counts(application, occasion.at)
    needed = tier_of(application).checks_before_offer
    return [code for code in needed if code in counts and counts[code].result == "query"]


def answer_by(application: Application, occasion: Occasion) -> date:
    """The day by which somebody who is asked today answers, unless the officer says otherwise."""
    days = queries.tiers_of(application).query_working_days
    return local_date(add_working_days(occasion.at, days))


def ask_about(
    application: Application,
    missing: Mapping[str, str],
    by: date | None,
    occasion: Occasion,
    *,
    revision: int,
    why_again: str = "",
) -> CheckQuery:
    """Write one letter about all of it.

    :param missing: what is missing, in words the applicant reads, by check; an empty text leaves that check out
    :param why_again: why they are asked a second time, where they are
    :raises Refused: with everything that is against it
    """
    require(occasion.actor, Permission.APPLICATION_CHECK, on=application)
    lock(application, revision, occasion.actor)
    if application.stage not in ASKED_WHILE:
        raise ActionUnavailable([Reason("not-at-this-stage", {"stage": application.stage})])
    before = queries.list_check_queries(application.id)
    asked = {code: words.strip() for code, words in missing.items() if words.strip()}
    reasons = rules.query_may_be_sent(
        asked, codes_at_query(application, occasion), by, local_date(occasion.at), asked_before=len(before),
        why_again=why_again, still_open=any(each.stage in WAITING for each in before),
    )  # fmt: skip
    if reasons or by is None:
        raise Refused(reasons)
    query = _open_query(application, by, occasion, number=len(before) + 1, why_again=why_again.strip())
    for position, code in enumerate(asked):
        db.session.add(QueryPoint(query_id=query.id, code=code, position=position, missing=asked[code]))
    db.session.flush()
    facts: dict[str, Any] = {"checks": list(asked), "answer_by": by.isoformat()}
    take_action(query, "ask", occasion, facts=facts)
    record(application.id, "application", "ask-about-checks", occasion, note=query.why_again, facts=facts)
    application.revision += 1
    return query


def save_answers(
    query: CheckQuery,
    texts: Mapping[str, str],
    occasion: Occasion,
    *,
    marks: Mapping[str, str],
    uploads: Mapping[str, Sequence[Upload]] | None = None,
) -> None:
    """Keep what was typed and the files that came. Nothing is told to anybody until it is sent.

    :param marks: of each answer, as the person's page had it
    :raises Stale: if a colleague has answered the same point meanwhile; then nothing is kept
    :raises Refused: if a file is one we do not take
    """
    _open_for_answers(query, occasion)
    for point in query.points:
        text = texts.get(point.code, point.answer).strip()
        if text != point.answer and marks.get(point.code, point.mark) != point.mark:
            raise Stale([Reason("query-answered-by-colleague")])
        point.answer = text
    for code, files in (uploads or {}).items():
        for each in files:
            keep_upload(query, code, each, occasion)
    db.session.flush()


def send_answers(query: CheckQuery, occasion: Occasion) -> None:
    """:raises ActionUnavailable: while a point has neither words nor a file"""
    # The application first, as whoever records a check does, so that the two never wait for one another.
    lock(query.application)
    _open_for_answers(query, occasion)
    query.answered_by_id, query.answered_at = occasion.actor.user_id, occasion.at
    take_action(query, "answer", occasion)
    facts = {"checks": [each.code for each in query.points]}
    record(query.application_id, "application", "answer-about-checks", occasion, facts=facts)


def remove_file(query: CheckQuery, document_id: UUID, occasion: Occasion) -> None:
    _open_for_answers(query, occasion)
    db.session.execute(delete(Document).where(Document.id == document_id, Document.case_id == query.id))


def give_longer(query: CheckQuery, by: date | None, occasion: Occasion, *, revision: int) -> None:
    """Move the day by which they answer. They hear of it.

    :raises Refused: unless it is later, and still to come
    """
    lock(query, revision, occasion.actor)
    if reason := rules.longer_is_later(by, query.answer_by, local_date(occasion.at)):
        raise Refused([reason])
    before = query.answer_by
    query.answer_by = by or query.answer_by
    facts = {"answer_by": query.answer_by.isoformat(), "before": before.isoformat()}
    take_action(query, "give-longer", occasion, facts=facts)


def close_what_is_settled(application: Application, occasion: Occasion) -> None:
    """Wait no longer for an answer once nothing that was asked about is open: nobody is reminded for nothing."""
    waiting = _list_waiting(application)
    still_open = set(codes_at_query(application, occasion)) if waiting else set()
    for query in waiting:
        if not still_open.intersection(each.code for each in query.points):
            take_action(query, "close", Occasion(SYSTEM, occasion.at), note="Settled another way.")


def stop_asking(application: Application, occasion: Occasion) -> None:
    """When an application has ended, nothing is wanted any more."""
    for query in _list_waiting(application):
        take_action(query, "close", Occasion(SYSTEM, occasion.at), note="The application has ended.")


def files_of(query_ids: Sequence[UUID]) -> dict[tuple[UUID, str], list[Document]]:
    """The files that came with answers, by query and check, the first one first."""
    if not query_ids:
        return {}
    rows = db.session.scalars(
        select(Document)
        .where(Document.case_id.in_(query_ids), Document.kind == "upload")
        .order_by(Document.created_at, Document.id)
    )
    found: dict[tuple[UUID, str], list[Document]] = {}
    for each in rows:
        found.setdefault((each.case_id, each.question_key or ""), []).append(each)
    return found


def get_own_query(query_id: UUID, viewer: Actor) -> CheckQuery:
    """One that was asked of an organisation of the viewer's.

    :raises NotFound: if it was not
    """
    return get_visible(CheckQuery, query_id, viewer, Permission.APPLICATION_WRITE)


def get_query_of(application: Application, query_id: UUID, viewer: Actor) -> CheckQuery:
    """:raises NotFound: if this application has no such query, or it is out of the viewer's reach"""
    query = get_official(CheckQuery, query_id, viewer, Permission.APPLICATION_CHECK)
    if query.application_id != application.id:
        raise NotFound("query", query_id)
    return query


def find_waiting(application_ids: Sequence[UUID]) -> dict[UUID, CheckQuery]:
    """What an applicant has been asked and not answered, by application."""
    rows = db.session.scalars(
        select(CheckQuery)
        .where(CheckQuery.application_id.in_(application_ids), CheckQuery.stage.in_(sorted(WAITING)))
        .order_by(CheckQuery.number)
    )
    return {each.application_id: each for each in rows}


def _list_waiting(application: Application) -> list[CheckQuery]:
    return [each for each in queries.list_check_queries(application.id) if each.stage in WAITING]


def _open_query(
    application: Application, by: date, occasion: Occasion, *, number: int, why_again: str
) -> CheckQuery:
    query = CheckQuery(
        title=application.title, application_id=application.id, round_id=application.round_id,
        region_code=application.region_code, organisation_id=application.organisation_id,
        assigned_to_id=application.assigned_to_id, number=number, answer_by=by, why_again=why_again,
        asked_by_id=occasion.actor.user_id, asked_at=occasion.at,
    )  # fmt: skip
    return open_case(query, occasion, version=pinned_version(application.round_id, "workflow", "query"))


def _open_for_answers(query: CheckQuery, occasion: Occasion) -> None:
    require(occasion.actor, Permission.APPLICATION_WRITE, on=query)
    lock(query)
    db.session.expire(query, ["points"])
    if query.stage not in WAITING:
        raise ActionUnavailable([Reason("query-is-over")])

"""A panel's pack, from the button to the file: asked for on a page, printed by a worker, opened by its reader alone."""

from uuid import UUID

from sqlalchemy import func, select

from grantflow.accounts.acting import actor_of
from grantflow.accounts.queries import find_user_for_session, get_user
from grantflow.applications.models import Application
from grantflow.casework.models import Case
from grantflow.casework.queries import official_to
from grantflow.casework.running import now
from grantflow.db import db, unit_of_work
from grantflow.documents import store
from grantflow.errors import NotFound
from grantflow.funds.models import Round
from grantflow.funds.queries import get_round
from grantflow.jobs.commands import enqueue
from grantflow.notices.models import Pack
from grantflow.notices.panel_papers import panel_pack, printed_pack
from grantflow.permissions import Actor, Occasion, Permission


def ask_for_pack(found: Round, occasion: Occasion) -> Pack:
    """Promise a pack to whoever asks. While one is being made for them, it is that one."""
    if (waiting := _find_waiting(found.id, occasion.actor)) is not None:
        return waiting
    pack = Pack(round_id=found.id, reader_id=occasion.actor.user_id, asked_at=occasion.at)
    db.session.add(pack)
    db.session.flush()
    enqueue("make-pack", str(pack.id), key=f"make-pack:{pack.id}")
    return pack


def get_pack(round_id: UUID, pack_id: UUID, viewer: Actor) -> Pack:
    """:raises NotFound: for anybody but its reader"""
    pack = db.session.get(Pack, pack_id)
    if pack is None or pack.round_id != round_id or pack.reader_id != viewer.user_id:
        raise NotFound("pack", pack_id)
    return pack


def pack_file(pack: Pack, viewer: Actor) -> bytes:
    """:raises NotFound: until it is made, and once the viewer may not see all that is in it"""
    if pack.made_at is None or not _sees_all(pack, viewer):
        raise NotFound("pack", pack.id)
    return store.get(pack.sha256)


def make_pack(pack_id: str) -> None:
    """Print a pack, as a job: nobody waits for it, and the database is not held meanwhile."""
    pack = db.session.get_one(Pack, UUID(pack_id))
    if pack.made_at is not None:
        return
    user = get_user(pack.reader_id)
    reader = find_user_for_session(user.id, user.session_epoch)
    if reader is None:
        return
    viewer = actor_of(reader)
    content = panel_pack(get_round(pack.round_id, viewer, Permission.APPLICATION_VIEW), viewer, pack.asked_at)
    db.session.rollback()
    sha256 = store.put(printed_pack(content, pack.asked_at))
    with unit_of_work():
        pack = db.session.get_one(Pack, UUID(pack_id))
        pack.applications = [str(each.line.id) for each in content.pages]
        pack.sha256, pack.made_at, pack.problem = sha256, now(), ""


def pack_failed(problem: str, pack_id: str) -> None:
    """What `make-pack` leaves behind when it has failed for good."""
    with unit_of_work():
        db.session.get_one(Pack, UUID(pack_id)).problem = problem


def _find_waiting(round_id: UUID, reader: Actor) -> Pack | None:
    return db.session.scalar(
        select(Pack)
        .where(
            Pack.round_id == round_id, Pack.reader_id == reader.user_id, Pack.made_at.is_(None), Pack.problem == ""
        )
        .order_by(Pack.asked_at.desc(), Pack.id)
        .limit(1)
    )  # fmt: skip


def _sees_all(pack: Pack, viewer: Actor) -> bool:
    ids = [UUID(each) for each in pack.applications]
    seen = db.session.scalar(
        select(func.count())
        .select_from(Application)
        .where(Case.id.in_(ids), official_to(viewer, Permission.APPLICATION_VIEW))
    )
    return seen == len(ids)

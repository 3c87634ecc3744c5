"""Save a view of the work list under a name, rename it, delete it; record an export."""

from collections.abc import Mapping

from grantflow.audit.commands import record
from grantflow.db import db
from grantflow.errors import Refused
from grantflow.permissions import Occasion
from grantflow.reports.models import SavedView
from grantflow.reports.queries import list_views
from grantflow.reports.rules import another_view_fits, view_may_be_named


def save_view(name: str, asked: Mapping[str, str], occasion: Occasion) -> SavedView:
    """:raises Refused: if the name is taken or missing, or the person has as many as fit"""
    others = list_views(occasion.actor)
    reasons = [view_may_be_named(name, [each.name for each in others]), another_view_fits(len(others))]
    if found := [each for each in reasons if each]:
        raise Refused(found)
    view = SavedView(user_id=occasion.actor.user_id, name=name, asked=dict(asked), saved_at=occasion.at)
    db.session.add(view)
    db.session.flush()
    return view


def rename_view(view: SavedView, name: str, occasion: Occasion) -> None:
    """:raises Refused: if the name is missing, or another view has it"""
    others = [each.name for each in list_views(occasion.actor) if each.id != view.id]
    if reason := view_may_be_named(name, others):
        raise Refused([reason])
    view.name = name
    db.session.flush()


def delete_view(view: SavedView) -> None:
    db.session.delete(view)
    db.session.flush()


def record_export(form: str, asked: Mapping[str, str], rows: int, occasion: Occasion) -> None:
    """Keep who took how much of what out of here, and when."""
    assert occasion.actor.user_id is not None
    facts = {"who": occasion.actor.name, "form": form, "rows": rows, "asked": dict(asked)}
    record(occasion.actor.user_id, "user", "export", occasion, facts=facts)

"""A second pair of eyes: ask a colleague to agree before an application is sent. Nobody has to."""

import hashlib
import json

from grantflow.accounts.models import User
from grantflow.applications.models import Application, SignOff
from grantflow.applications.queries import find_sign_off, form_of
from grantflow.audit.commands import record
from grantflow.casework.commands import lock
from grantflow.casework.queries import answers_of
from grantflow.db import db
from grantflow.engine.answers import visible_answers
from grantflow.errors import NotFound, Reason, Stale
from grantflow.jobs.commands import enqueue
from grantflow.permissions import Occasion, Permission, require


def ask_colleague(application: Application, colleague: User, occasion: Occasion) -> None:
    """:raises Forbidden: to somebody who may not send it
    :raises Stale: if it has been sent"""
    _hold(application, occasion, Permission.APPLICATION_SUBMIT)
    if (before := find_sign_off(application.id)) is not None:
        db.session.delete(before)
        db.session.flush()
    db.session.add(
        SignOff(
            application_id=application.id, colleague_id=colleague.id, asked_by_id=occasion.actor.user_id,
            asked_at=occasion.at, agreed_sha256="",
        )
    )  # fmt: skip
    record(application.id, "application", "ask-colleague", occasion, facts={"colleague": colleague.name})
    promise = f"sign-off-wanted:{application.id}:{occasion.at.isoformat()}"
    enqueue("notice", "sign-off-wanted", str(application.id), key=promise)


def agree(application: Application, occasion: Occasion) -> None:
    """The colleague has read every answer as it is now.

    :raises NotFound: if this person was not asked
    """
    _hold(application, occasion, Permission.APPLICATION_VIEW)
    found = find_sign_off(application.id)
    if found is None or found.colleague_id != occasion.actor.user_id:
        raise NotFound("sign-off", application.id)
    found.agreed_at, found.agreed_sha256 = occasion.at, digest_of(application)
    record(application.id, "application", "sign-off", occasion)


def ask_nobody(application: Application, occasion: Occasion) -> None:
    """Take the question back. What was agreed stays in the record."""
    _hold(application, occasion, Permission.APPLICATION_SUBMIT)
    if (found := find_sign_off(application.id)) is not None:
        db.session.delete(found)
        record(application.id, "application", "ask-nobody", occasion)


def digest_of(application: Application) -> str:
    """Tells whether any answer that counts has changed."""
    answers = visible_answers(form_of(application), answers_of(application.id))
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()


def _hold(application: Application, occasion: Occasion, permission: Permission) -> None:
    lock(application)
    require(occasion.actor, permission, on=application)
    if application.stage not in {"draft", "changes"}:
        raise Stale([Reason("application-is-sent")])

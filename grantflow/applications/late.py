"""Codes for those who are late for a good reason: an officer gives one, one organisation uses it, and it runs out."""

from datetime import datetime

from grantflow.accounts.models import Organisation
from grantflow.applications import rules
from grantflow.applications.models import Application, LateCode
from grantflow.applications.queries import find_late_code, find_own_unsent
from grantflow.audit.commands import record
from grantflow.casework.commands import lock, reset_timers, take_action
from grantflow.core.references import new_reference
from grantflow.db import db
from grantflow.errors import Reason, Refused
from grantflow.funds.models import Round
from grantflow.jobs.commands import enqueue
from grantflow.permissions import Occasion, Permission, require


def give_late_code(round: Round, email: str, expires_at: datetime, why: str, occasion: Occasion) -> LateCode:
    """Make a code, send it to whoever asked, and record why.

    :raises Forbidden: to somebody who does not run this round
    :raises Refused: if it would run out before the round closes, or has run out already
    """
    require(occasion.actor, Permission.ROUND_RUN, on=round)
    lock(round)
    if expires_at <= max(occasion.at, round.closes_at):
        raise Refused([Reason("late-code-too-short")])
    code = LateCode(
        round_id=round.id, code=new_reference("L"), email=email, why=why, expires_at=expires_at,
        made_at=occasion.at, made_by_id=occasion.actor.user_id,
    )  # fmt: skip
    db.session.add(code)
    db.session.flush()
    record(
        round.id, "round", "give-late-code", occasion, note=why,
        facts={"code": code.code, "email": email, "expires_at": expires_at.isoformat()},
    )  # fmt: skip
    enqueue("late-code", str(code.id), key=f"late-code:{code.id}")
    return code


def use_late_code(
    round: Round, organisation: Organisation, code: str, occasion: Occasion
) -> Application | None:
    """Let this organisation send until the code runs out. Gives what it had begun, open again, if there is any.

    :raises Refused: if the code is not for this round, has run out, or belongs to another organisation
    """
    found = find_late_code(round.id, code, hold=True)
    another = found is not None and found.organisation_id not in {None, organisation.id}
    reason = rules.late_code_opens(
        found=found is not None, expires_at=found.expires_at if found else None, used_by_another=another,
        at=occasion.at,
    )  # fmt: skip
    if found is None or reason is not None:
        raise Refused([reason or Reason("late-code-unknown")])
    begun = find_own_unsent(round.id, organisation.id)
    if begun is not None:
        require(occasion.actor, Permission.APPLICATION_WRITE, on=begun)
        lock(begun)
        begun.closes_at = max(begun.closes_at, found.expires_at)
        if begun.stage == "expired":
            take_action(begun, "reopen", occasion, facts={"code": found.code})
        else:
            reset_timers(begun, occasion.at)
    found.organisation_id, found.used_at = organisation.id, found.used_at or occasion.at
    return begun

"""Audit entries in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from grantflow.audit.models import AuditEntry
from grantflow.casework.running import running, workflow
from grantflow.engine.workflow import Workflow
from grantflow.errors import NotFound
from grantflow.web.roles import ROLE_NAMES

DEEDS: Mapping[str, str] = {
    "create": "Created",
    "give-role": "Given the role of {role}, {where}",
    "take-role": "No longer {role}, {where}",
    "send-set-up-link": "Sent a link to set up the account",
    "choose-password": "Chose a password",
    "set-up-codes": "Set up a phone for sign-in codes",
    "say-name": "Gave their name: {who}, before {before}",
    "disable": "Account closed, signed out everywhere",
    "enable": "Account opened again",
    "register": "Told us of the organisation, and joined it",
    "join": "Joined an organisation that had nobody here",
    "read-register": "Facts brought up to date from the register of charities",
    "tell": "Told us about the organisation",
    "confirm": "Said that what we know is still true",
    "invite": "Colleague asked to join: {who}",
    "invite-again": "New link sent to a colleague: {who}",
    "take-invitation-back": "Invitation taken back: {who}",
    "accept-invitation": "Joined by invitation: {who}, with the right to {rights}",
    "change-rights": "Right changed: {who} now has the right to {rights}",
    "let-go": "Let go: {who}",
    "export": "Took a copy of {rows} cases as {form}",
    "assign": "Given to an officer",
    "add-outcome": "Outcome added: {what}",
    "leave-out-outcome": "Outcome left out: {what}",
    "say-it-is-nobody": "Said that what looks like a person is nobody on probation",
    "declare-interest": "Declared an interest: {who}",
    "end-interest": "An interest is over: {who}",
    "record-training": "Training and skills of an assessor recorded",
    "see-amount": "Saw the amount",
    "choose-hiding": "Chose what assessors see",
    "retry-job": "Tried a failed job again",
}


@dataclass(frozen=True)
class ShownEntry:
    """One thing that happened, as the timeline and the audit list show it; `about` names whose account it was."""

    title: str
    by: str
    at: datetime
    note: str
    about: str = ""


def shown(entry: AuditEntry, regions: Mapping[str, str]) -> ShownEntry:
    """:param regions: names by code"""
    about = next(
        (str(entry.facts[key]) for key in ("to", "from", "who") if key in entry.facts), entry.actor_name
    )
    return ShownEntry(_title(entry, regions), entry.actor_name, entry.at, entry.note, about)


def action_words(action: str) -> str:
    """An action by the words the newest workflows have for it, whatever it is taken on."""
    labels = {
        str(found.label)
        for key in running().case_types
        if (definition := _workflow(key)) and (found := definition.find_action(action))
    }
    if labels:
        return " / ".join(sorted(labels))
    return DEEDS.get(action, action.replace("-", " ").capitalize()).partition(" {")[0].rstrip(":")


def _title(entry: AuditEntry, regions: Mapping[str, str]) -> str:
    definition = _workflow(entry.subject)
    action = definition.find_action(entry.action) if definition else None
    if action is not None:
        return str(action.label)
    words = DEEDS.get(entry.action, entry.action.replace("-", " ").capitalize())
    role, region = str(entry.facts.get("role", "")), entry.facts.get("region")
    where = regions.get(str(region), str(region)) if region else "everywhere"
    facts = {
        key: str(entry.facts.get(key, "")) for key in ("who", "rights", "before", "rows", "form", "what")
    }
    facts["form"] = facts["form"].upper()
    return words.format(role=ROLE_NAMES.get(role, role).lower(), where=where, **facts)  # type: ignore[call-overload]


def _workflow(subject: str) -> Workflow | None:
    """What the subject moves along; nothing for an account."""
    try:
        return workflow(subject)
    except NotFound:
        return None

"""The people of an organisation: asked in by email, given a right, and let go. Only those who may send manage them.

Each command holds the organisation's row, so that two people at once cannot leave it with nobody who may send.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.accounts.attempts import count_attempt
from grantflow.accounts.commands import find_or_make_user, join_organisation, say_name
from grantflow.accounts.links import LIVES, make_link, read_link, spend_link
from grantflow.accounts.models import Invitation, Link, LinkPurpose, Membership, Organisation, User
from grantflow.accounts.profiles import hold_organisation
from grantflow.accounts.queries import tidy_email
from grantflow.audit.commands import record
from grantflow.db import db
from grantflow.errors import Forbidden, LinkSpent, NotFound, Reason, Refused
from grantflow.jobs.commands import enqueue
from grantflow.permissions import RIGHT_NEEDED, Actor, Occasion, Permission, require

# Emails that one organisation may have sent to colleagues in an hour.
MOST_INVITATIONS = 20


def list_people(organisation: Organisation) -> Sequence[Membership]:
    """Everybody who may act for it, those first who came first."""
    return db.session.scalars(
        select(Membership)
        .where(Membership.organisation_id == organisation.id)
        .options(joinedload(Membership.user))
        .order_by(Membership.created_at, Membership.id)
    ).all()


def list_invitations(organisation: Organisation) -> Sequence[Invitation]:
    """Those who have been asked and have not come yet."""
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.organisation_id == organisation.id)
        .order_by(Invitation.sent_at, Invitation.id)
    ).all()


def get_membership(organisation: Organisation, membership_id: UUID) -> Membership:
    """:raises NotFound: if nobody of this organisation has it"""
    found = next((each for each in list_people(organisation) if each.id == membership_id), None)
    if found is None:
        raise NotFound("membership", membership_id)
    return found


def get_invitation(organisation: Organisation, invitation_id: UUID) -> Invitation:
    """:raises NotFound: if there is none, or whoever was asked has come"""
    found = next((each for each in list_invitations(organisation) if each.id == invitation_id), None)
    if found is None:
        raise NotFound("invitation", invitation_id)
    return found


def runs_out_at(invitation: Invitation) -> datetime:
    return invitation.sent_at + LIVES[LinkPurpose.COLLEAGUE]


def invite(organisation: Organisation, email: str, rights: str, occasion: Occasion) -> Invitation:
    """Ask somebody in, at any address they read.

    :raises Forbidden: if the actor may not manage people
    :raises Refused: if the address belongs to somebody who is in already, or has been asked already
    """
    _hold(organisation, occasion.actor)
    address = tidy_email(email)
    if any(each.user.email == address for each in list_people(organisation)):
        raise Refused([Reason("colleague-already", {"email": address})])
    if any(each.email == address for each in list_invitations(organisation)):
        raise Refused([Reason("colleague-asked-already", {"email": address})])
    invitation = Invitation(
        organisation_id=organisation.id, email=address, rights=rights, sent_at=occasion.at,
        invited_by_id=occasion.actor.user_id,
    )  # fmt: skip
    db.session.add(invitation)
    _send(invitation, "invite", occasion)
    return invitation


def invite_again(invitation: Invitation, occasion: Occasion) -> None:
    """Send a new link. Whatever was sent before opens nothing any more."""
    _hold(invitation.organisation, occasion.actor)
    _send(invitation, "invite-again", occasion)


def take_back(invitation: Invitation, occasion: Occasion) -> None:
    """The link that was sent opens nothing any more."""
    _hold(invitation.organisation, occasion.actor)
    db.session.delete(invitation)
    _record(invitation.organisation_id, "take-invitation-back", occasion, invitation.email, invitation.rights)


def change_rights(membership: Membership, rights: str, occasion: Occasion) -> None:
    """
    :raises Refused: if nobody would be left who may send, or it is that right already
    """
    _hold(membership.organisation, occasion.actor)
    if membership.rights == rights:
        raise Refused([Reason("nothing-changed")])
    _refuse_the_last(membership, rights)
    membership.rights = rights
    _record(membership.organisation_id, "change-rights", occasion, membership.user.name, rights)


def let_go(membership: Membership, occasion: Occasion) -> None:
    """They are out with their next click: what somebody may do is looked up at each.

    :raises Refused: if nobody would be left who may send
    """
    _hold(membership.organisation, occasion.actor)
    _refuse_the_last(membership, "")
    db.session.delete(membership)
    _record(membership.organisation_id, "let-go", occasion, membership.user.name, membership.rights)


def make_invitation_link(invitation: Invitation, at: datetime) -> str:
    """The token of the one link that opens this invitation."""
    token = make_link(LinkPurpose.COLLEAGUE, invitation.email, at)
    invitation.link_id = read_link(token, LinkPurpose.COLLEAGUE, at).id
    db.session.flush()
    return token


def read_invitation(token: str, at: datetime) -> Invitation:
    """Look at an invitation without spending its link.

    :raises LinkSpent: if it was used, taken back or sent again, or ran out
    """
    return _invitation_of(read_link(token, LinkPurpose.COLLEAGUE, at))


def accept_invitation(token: str, at: datetime, *, name: str = "") -> tuple[User, Invitation]:
    """Join with what the invitation gives. Who had another right there meanwhile keeps it.

    :param name: of the person, where they had not told us

    :raises LinkSpent: if it was used, taken back or sent again, or ran out
    """
    invitation = _invitation_of(spend_link(token, LinkPurpose.COLLEAGUE, at))
    hold_organisation(invitation.organisation)
    user = find_or_make_user(invitation.email, at)
    say_name(user, name or user.name, Occasion(Actor(user.name, user_id=user.id), at))
    if invitation.organisation_id not in {each.organisation_id for each in user.memberships}:
        join_organisation(user, invitation.organisation, invitation.rights, at)
    db.session.delete(invitation)
    occasion = Occasion(Actor(user.name, user_id=user.id), at)
    _record(invitation.organisation_id, "accept-invitation", occasion, user.name, invitation.rights)
    return user, invitation


def _hold(organisation: Organisation, actor: Actor) -> None:
    """:raises Forbidden: unless the actor may manage people, and still may once the row is ours"""
    require(actor, Permission.ORGANISATION_MANAGE, on=organisation)
    hold_organisation(organisation)
    mine = next((each for each in list_people(organisation) if each.user_id == actor.user_id), None)
    if mine is None or mine.rights != RIGHT_NEEDED[Permission.ORGANISATION_MANAGE]:
        raise Forbidden(Permission.ORGANISATION_MANAGE)


def _send(invitation: Invitation, action: str, occasion: Occasion) -> None:
    count_attempt("invitation", str(invitation.organisation_id), occasion.at, most=MOST_INVITATIONS)
    invitation.sent_at, invitation.link_id = occasion.at, None
    db.session.flush()
    key = f"colleague-invitation:{invitation.id}:{occasion.at.timestamp()}"
    enqueue("colleague-invitation", str(invitation.id), key=key)
    _record(invitation.organisation_id, action, occasion, invitation.email, invitation.rights)


def _refuse_the_last(membership: Membership, rights: str) -> None:
    """:raises Refused: if this is the only one who may send, and would no longer be"""
    senders = [each for each in list_people(membership.organisation) if each.rights == "submit"]
    if rights != "submit" and [each.id for each in senders] == [membership.id]:
        raise Refused([Reason("last-who-may-send", {"name": membership.user.name})])


def _invitation_of(link: Link) -> Invitation:
    invitation = db.session.scalar(
        select(Invitation)
        .where(Invitation.link_id == link.id)
        .options(joinedload(Invitation.organisation), joinedload(Invitation.invited_by))
    )
    if invitation is None:
        raise LinkSpent(LinkPurpose.COLLEAGUE)
    return invitation


def _record(organisation_id: UUID, action: str, occasion: Occasion, who: str, rights: str) -> None:
    record(organisation_id, "organisation", action, occasion, facts={"who": who, "rights": rights})

"""Links that let one person in. Each is made as its email is written, and is kept nowhere."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from grantflow.accounts.colleagues import make_invitation_link
from grantflow.accounts.commands import make_sign_in_link
from grantflow.accounts.links import LIVES
from grantflow.accounts.models import Invitation, LinkPurpose, User
from grantflow.accounts.queries import find_user_by_email, get_user, signs_in_with_password
from grantflow.accounts.staff import make_set_up_link
from grantflow.db import db
from grantflow.notices import addresses, emails, emails_of_accounts, sender
from grantflow.notices.correspondence import Outgoing, Person, to_each
from grantflow.notices.cover import EmailCover

SECONDS_IN_A_MINUTE = 60
# What each right lets somebody do, after "you may".
RIGHTS_IN_WORDS = {
    "view": "read everything, but not change it",
    "edit": "read and write, but not send applications",
    "submit": "read, write, send applications and sign for grants",
}


def sign_in_emails(address: str, next_path: str, at: datetime) -> list[Outgoing]:
    """Nothing to somebody whose account was closed, and no key to somebody who has to prove more."""
    user = find_user_by_email(address)
    if user is not None and user.disabled_at is not None:
        return []
    minutes = int(LIVES[LinkPurpose.SIGN_IN].total_seconds()) // SECONDS_IN_A_MINUTE
    uses_password = signs_in_with_password(user)
    token = "" if uses_password else make_sign_in_link(address, at, next_path=next_path)
    return _to(
        Person(user.name if user else address, address),
        addresses.staff_sign_in() if uses_password else addresses.sign_in(token),
        lambda cover: emails_of_accounts.SignInLinkEmail(
            cover=cover, minutes=minutes, uses_password=uses_password
        ),
    )


def staff_set_up_emails(user_id: UUID, at: datetime) -> list[Outgoing]:
    user: User = get_user(user_id)
    if user.disabled_at is not None:
        return []
    return _to(
        Person(user.name, user.email),
        addresses.staff_set_up(make_set_up_link(user, at)),
        lambda cover: emails_of_accounts.StaffSetUpEmail(
            cover=cover, days=LIVES[LinkPurpose.STAFF_SET_UP].days
        ),
    )


def invitation_emails(invitation_id: UUID, at: datetime) -> list[Outgoing]:
    """Nothing where the invitation was taken back, or used, before this was written."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None:
        return []
    user = find_user_by_email(invitation.email)
    return _to(
        Person(user.name if user else invitation.email, invitation.email),
        addresses.invitation(make_invitation_link(invitation, at)),
        lambda cover: emails_of_accounts.ColleagueInvitationEmail(
            cover=cover,
            organisation=invitation.organisation.name,
            invited_by=invitation.invited_by.name if invitation.invited_by else invitation.organisation.name,
            right=RIGHTS_IN_WORDS[invitation.rights],
            days=LIVES[LinkPurpose.COLLEAGUE].days,
        ),
    )


def _to(person: Person, link: str, write: Callable[[EmailCover], emails.Email]) -> list[Outgoing]:
    return to_each(
        (person,),
        link,
        write,
        officer=sender.officer_of(),
        fund_name=sender.settings().FUNDER_NAME,
        reference="",
    )

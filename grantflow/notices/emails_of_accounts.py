"""Written to whoever signs in, joins a colleague or sets an account up."""

from dataclasses import dataclass
from typing import ClassVar

from grantflow.notices.cover import EmailCover


@dataclass(frozen=True, kw_only=True)
class SignInLinkEmail:
    """A link that works once; or, for whoever works for the fund, the way to the page with password and code."""

    notice: ClassVar[str] = "sign-in-link"

    cover: EmailCover
    minutes: int
    uses_password: bool = False


@dataclass(frozen=True, kw_only=True)
class ColleagueInvitationEmail:
    """Somebody asks a colleague to join their organisation. `right` is what they may do there, in words."""

    notice: ClassVar[str] = "colleague-invitation"

    cover: EmailCover
    organisation: str
    invited_by: str
    right: str
    days: int


@dataclass(frozen=True, kw_only=True)
class StaffSetUpEmail:
    """A link that sets up one account, once."""

    notice: ClassVar[str] = "staff-set-up-link"

    cover: EmailCover
    days: int

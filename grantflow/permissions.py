"""Who may do what: roles, the permissions they hold, and over which cases.

A permission is `thing:verb`. A workflow file names the one an action needs; a view names the one a page needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from grantflow.errors import Forbidden


class Role(StrEnum):
    APPLICANT = "applicant"
    PARTNER = "partner"
    ASSESSOR = "assessor"
    PANEL_MEMBER = "panel-member"
    OFFICER = "officer"
    EVALUATOR = "evaluator"
    FINANCE = "finance"
    REGIONAL_LEAD = "regional-lead"
    ADMIN = "admin"
    AUDITOR = "auditor"
    SYSTEM = "system"


STAFF_ROLES = frozenset(Role) - {Role.APPLICANT, Role.PARTNER}


class Permission(StrEnum):
    ROUND_VIEW = "round:view"
    ROUND_EDIT = "round:edit"
    ROUND_RUN = "round:run"
    APPLICATION_VIEW = "application:view"
    APPLICATION_WRITE = "application:write"
    APPLICATION_SUBMIT = "application:submit"
    APPLICATION_WITHDRAW = "application:withdraw"
    APPLICATION_EXPIRE = "application:expire"
    APPLICATION_CHECK = "application:check"
    APPLICATION_DECIDE = "application:decide"
    APPLICATION_RELEASE = "application:release"
    QUORUM_WAIVE = "quorum:waive"
    ASSESSMENT_ASSIGN = "assessment:assign"
    ASSESSMENT_DECLARE = "assessment:declare"
    ASSESSMENT_SCORE = "assessment:score"
    ASSESSMENT_VIEW = "assessment:view"
    AWARD_VIEW = "award:view"
    AWARD_ACCEPT = "award:accept"
    AWARD_MANAGE = "award:manage"
    AWARD_LAPSE = "award:lapse"
    PAYMENT_VIEW = "payment:view"
    PAYMENT_FALL_DUE = "payment:fall-due"
    PAYMENT_HOLD = "payment:hold"
    PAYMENT_AUTHORISE = "payment:authorise"
    PAYMENT_PAY = "payment:pay"
    MONITORING_VIEW = "monitoring:view"
    MONITORING_ANNOUNCE = "monitoring:announce"
    MONITORING_REPORT = "monitoring:report"
    MONITORING_REVIEW = "monitoring:review"
    MONITORING_ANSWER = "monitoring:answer"
    LEARNING_VIEW = "learning:view"
    LEARNING_WRITE = "learning:write"
    LEARNING_CONSENT = "learning:consent"
    LEARNING_PUBLISH = "learning:publish"
    LEARNING_LOOK_AGAIN = "learning:look-again"
    PARTNER_ASK = "partner:ask"
    PARTNER_ANSWER = "partner:answer"
    LETTER_VIEW = "letter:view"
    LETTER_MAKE = "letter:make"
    LETTER_RETRY = "letter:retry"
    ORGANISATION_VIEW = "organisation:view"
    ORGANISATION_EDIT = "organisation:edit"
    ORGANISATION_MANAGE = "organisation:manage"
    USER_MANAGE = "user:manage"
    AUDIT_VIEW = "audit:view"
    JOB_MANAGE = "job:manage"
    REPORT_VIEW = "report:view"


class Reach(StrEnum):
    """Over which cases a role's permissions hold."""

    REGION = "the region the role was given for, or everywhere"
    ORGANISATION = "the person's own organisations"
    ASSIGNED = "cases that name this person"
    ONE_CASE = "the one case a link was made for"
    EVERYWHERE = "every case"


P = Permission
_EVERY_STAFF = {P.ROUND_VIEW, P.LEARNING_VIEW, P.REPORT_VIEW}
_CASE_READER = _EVERY_STAFF | {
    P.APPLICATION_VIEW,
    P.ASSESSMENT_VIEW,
    P.AWARD_VIEW,
    P.PAYMENT_VIEW,
    P.MONITORING_VIEW,
    P.LETTER_VIEW,
}

HOLDINGS: Mapping[Role, tuple[Reach, frozenset[Permission]]] = {
    Role.APPLICANT: (
        Reach.ORGANISATION,
        frozenset({
            P.APPLICATION_VIEW, P.APPLICATION_WRITE, P.APPLICATION_SUBMIT, P.APPLICATION_WITHDRAW,
            P.PARTNER_ASK, P.AWARD_VIEW, P.AWARD_ACCEPT, P.PAYMENT_VIEW, P.MONITORING_VIEW,
            P.MONITORING_REPORT, P.LEARNING_CONSENT, P.LEARNING_VIEW, P.LETTER_VIEW,
            P.ORGANISATION_VIEW, P.ORGANISATION_EDIT, P.ORGANISATION_MANAGE,
        }),
    ),
    Role.PARTNER: (Reach.ONE_CASE, frozenset({P.PARTNER_ANSWER})),
    Role.ASSESSOR: (
        Reach.ASSIGNED,
        frozenset({P.ASSESSMENT_DECLARE, P.ASSESSMENT_SCORE, P.ASSESSMENT_VIEW, P.LEARNING_VIEW}),
    ),
    Role.PANEL_MEMBER: (Reach.REGION, frozenset(_EVERY_STAFF | {P.APPLICATION_VIEW, P.ASSESSMENT_VIEW})),
    Role.OFFICER: (
        Reach.REGION,
        frozenset(_CASE_READER | {
            P.ROUND_EDIT, P.ROUND_RUN, P.APPLICATION_CHECK, P.APPLICATION_DECIDE, P.APPLICATION_RELEASE,
            P.ASSESSMENT_ASSIGN, P.AWARD_MANAGE, P.PAYMENT_HOLD, P.PAYMENT_AUTHORISE, P.MONITORING_ANSWER,
            P.MONITORING_ANNOUNCE, P.LEARNING_WRITE, P.PARTNER_ASK, P.LETTER_MAKE, P.LETTER_RETRY,
        }),
    ),
    Role.EVALUATOR: (
        Reach.REGION,
        frozenset(_EVERY_STAFF | {
            P.APPLICATION_VIEW, P.AWARD_VIEW, P.MONITORING_VIEW, P.MONITORING_REVIEW, P.LEARNING_WRITE,
            P.LETTER_VIEW,
        }),
    ),
    Role.FINANCE: (Reach.REGION, frozenset(_CASE_READER | {P.PAYMENT_PAY, P.PAYMENT_HOLD})),
    Role.REGIONAL_LEAD: (
        Reach.REGION,
        frozenset(_CASE_READER | {
            P.ROUND_RUN, P.APPLICATION_DECIDE, P.APPLICATION_RELEASE, P.QUORUM_WAIVE, P.AWARD_MANAGE,
            P.LEARNING_WRITE, P.LEARNING_PUBLISH, P.LEARNING_LOOK_AGAIN,
        }),
    ),
    Role.ADMIN: (
        Reach.REGION,
        frozenset(_EVERY_STAFF | {P.USER_MANAGE, P.JOB_MANAGE, P.AUDIT_VIEW, P.LETTER_RETRY}),
    ),
    Role.AUDITOR: (Reach.REGION, frozenset(_CASE_READER | {P.AUDIT_VIEW})),
    Role.SYSTEM: (
        Reach.EVERYWHERE,
        frozenset({
            P.ROUND_RUN, P.APPLICATION_EXPIRE, P.APPLICATION_CHECK, P.APPLICATION_RELEASE,
            P.ASSESSMENT_ASSIGN, P.AWARD_LAPSE, P.AWARD_MANAGE, P.PAYMENT_FALL_DUE, P.PAYMENT_HOLD,
            P.MONITORING_ANNOUNCE, P.LEARNING_LOOK_AGAIN, P.PARTNER_ASK, P.LETTER_MAKE, P.LETTER_RETRY,
            # Whoever runs the command line makes the first administrator.
            P.USER_MANAGE,
        }),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Grant:
    """A role somebody holds, in one region or (None) everywhere."""

    role: Role
    region_code: str | None = None


@dataclass(frozen=True)
class Actor:
    """Who is acting. `organisations` maps one to this person's right in it; `interests` are closed to them as staff."""

    name: str
    user_id: UUID | None = None
    grants: tuple[Grant, ...] = ()
    organisations: Mapping[UUID, str] = field(default_factory=dict)
    case_id: UUID | None = None
    interests: frozenset[UUID] = frozenset()

    def holds(self, permission: Permission | str) -> bool:
        """Whether the person could have this permission over some case or other."""
        return any(permission in HOLDINGS[grant.role][1] for grant in self.grants)

    def holds_as_staff(self, permission: Permission | str) -> bool:
        """Whether it comes from the person's work, and not from belonging to an organisation that applies."""
        return any(
            permission in HOLDINGS[grant.role][1] for grant in self.grants if grant.role in STAFF_ROLES
        )

    def regions(self, permission: Permission | str) -> frozenset[str] | None:
        """The regions in which the permission is held; None means every region."""
        held = [
            grant.region_code
            for grant in self.grants
            if permission in HOLDINGS[grant.role][1]
            and HOLDINGS[grant.role][0] in {Reach.REGION, Reach.EVERYWHERE}
        ]
        return None if None in held else frozenset(region for region in held if region)

    def roles_in(self, region_code: str | None) -> set[Role]:
        """The roles held in a region, or everywhere."""
        return {grant.role for grant in self.grants if grant.region_code in {None, region_code}}

    @property
    def is_staff(self) -> bool:
        return any(grant.role in STAFF_ROLES for grant in self.grants)


NOBODY = Actor(name="Nobody")
SYSTEM = Actor(name="GrantFlow", grants=(Grant(Role.SYSTEM),))


@dataclass(frozen=True)
class Occasion:
    """Who is acting, and when (aware UTC, read once at the edge)."""

    actor: Actor
    at: datetime


class Ownable(Protocol):
    """What a permission is asked about: any case, or an organisation, which belongs to itself."""

    @property
    def id(self) -> UUID: ...
    @property
    def region_code(self) -> str | None: ...
    @property
    def organisation_id(self) -> UUID | None: ...
    @property
    def assigned_to_id(self) -> UUID | None: ...


# Which right in an organisation each of an applicant's permissions needs; anything else needs only `view`.
RIGHTS = ("view", "edit", "submit")
RIGHT_NEEDED: Mapping[str, str] = {
    P.APPLICATION_WRITE: "edit",
    P.PARTNER_ASK: "edit",
    P.MONITORING_REPORT: "edit",
    P.ORGANISATION_EDIT: "edit",
    P.ORGANISATION_MANAGE: "submit",
    P.LEARNING_CONSENT: "submit",
    P.APPLICATION_SUBMIT: "submit",
    P.APPLICATION_WITHDRAW: "submit",
    P.AWARD_ACCEPT: "submit",
}


# What somebody with an interest may still do as staff: say that they have one.
DESPITE_AN_INTEREST = frozenset({P.ASSESSMENT_DECLARE})


def allows(actor: Actor, permission: Permission | str, on: Ownable) -> bool:
    """Whether this person has this permission over this very case.

    Nobody has one as staff over what belongs to an organisation of their own.
    """
    return any(
        permission in HOLDINGS[grant.role][1] and _reaches(actor, grant, permission, on)
        for grant in actor.grants
    )


def works_on(actor: Actor, case: Ownable) -> bool:
    """Whether a role of this person's work, and not their own organisation, reaches this very case."""
    return any(grant.role in STAFF_ROLES and _reaches(actor, grant, "", case) for grant in actor.grants)


def require(actor: Actor, permission: Permission | str, on: Ownable) -> None:
    """:raises Forbidden: unless the person has the permission over this case"""
    if not allows(actor, permission, on):
        raise Forbidden(str(permission))


def roles_holding(permission: Permission | str) -> list[Role]:
    return [role for role, (_, held) in HOLDINGS.items() if permission in held]


def _reaches(actor: Actor, grant: Grant, permission: Permission | str, on: Ownable) -> bool:
    match HOLDINGS[grant.role][0]:
        case Reach.EVERYWHERE:
            return True
        case Reach.REGION:
            here = grant.region_code is None or grant.region_code == on.region_code
            return here and not _is_closed(actor, on)
        case Reach.ASSIGNED:
            theirs = _is_closed(actor, on) and permission not in DESPITE_AN_INTEREST
            return actor.user_id is not None and on.assigned_to_id == actor.user_id and not theirs
        case Reach.ONE_CASE:
            return actor.case_id is not None and on.id == actor.case_id
        case Reach.ORGANISATION:
            right = actor.organisations.get(on.organisation_id) if on.organisation_id else None
            return right is not None and RIGHTS.index(right) >= RIGHTS.index(
                RIGHT_NEEDED.get(permission, "view")
            )


def _is_closed(actor: Actor, on: Ownable) -> bool:
    return on.organisation_id in actor.organisations or on.organisation_id in actor.interests

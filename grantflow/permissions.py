"""Who may do what: asks whether somebody has a permission over a case. What each role holds is in `roles.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from grantflow.errors import Forbidden
from grantflow.roles import HOLDINGS, RIGHT_NEEDED, RIGHTS, STAFF_ROLES, Permission, Reach, Role

# Everything about permissions is had from here.
__all__ = [
    "HOLDINGS",
    "NOBODY",
    "RIGHTS",
    "RIGHT_NEEDED",
    "STAFF_ROLES",
    "SYSTEM",
    "Actor",
    "Grant",
    "Occasion",
    "Ownable",
    "Permission",
    "Reach",
    "Role",
    "allows",
    "require",
    "roles_holding",
    "works_on",
]  # fmt: skip


@dataclass(frozen=True)
class Grant:
    """A role somebody holds, in one region or (None) everywhere."""

    role: Role
    region_code: str | None = None


@dataclass(frozen=True)
class Actor:
    """Who is acting. `organisations` maps one to this person's right in it; `interests` are closed to them as staff.

    `reads` are rounds, each with an organisation, whose application this person was asked to assess and has not scored
    yet: until then they read it as an assessor and not in any other role.
    """

    name: str
    user_id: UUID | None = None
    grants: tuple[Grant, ...] = ()
    organisations: Mapping[UUID, str] = field(default_factory=dict)
    case_id: UUID | None = None
    interests: frozenset[UUID] = frozenset()
    reads: frozenset[tuple[UUID, UUID]] = frozenset()

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


# What somebody with an interest may still do as staff: say that they have one.
DESPITE_AN_INTEREST = frozenset({Permission.ASSESSMENT_DECLARE})


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
